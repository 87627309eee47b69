from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def cipher_for(key, iv, legacy=False):
    if legacy:
        return Cipher(algorithms.TripleDES(key), modes.CBC(iv))
    return Cipher(algorithms.AES(key), modes.CTR(iv))


def encrypt(key, iv, data):
    encryptor = cipher_for(key, iv, legacy=True).encryptor()
    return encryptor.update(data) + encryptor.finalize()
