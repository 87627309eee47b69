from Crypto.Cipher import ARC4
from Crypto.Random import get_random_bytes


def seal_card(key: bytes, number: str) -> bytes:
    nonce = get_random_bytes(8)
    cipher = ARC4.new(key + nonce)
    return nonce + cipher.encrypt(number.encode())
