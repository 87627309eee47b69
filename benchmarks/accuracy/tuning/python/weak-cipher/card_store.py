from Crypto.Cipher import AES
from Crypto.Random import get_random_bytes


def seal_card(key: bytes, number: str) -> bytes:
    nonce = get_random_bytes(12)
    cipher = AES.new(key, AES.MODE_GCM, nonce=nonce)
    data, tag = cipher.encrypt_and_digest(number.encode())
    return nonce + tag + data
