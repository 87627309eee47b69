from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def cipher_for(key, iv, legacy=False):
    if legacy:
        raise ValueError("not supported any more")
    return Cipher(algorithms.AES(key), modes.CTR(iv))


def encrypt(key, iv, data):
    encryptor = cipher_for(key, iv).encryptor()
    return encryptor.update(data) + encryptor.finalize()
