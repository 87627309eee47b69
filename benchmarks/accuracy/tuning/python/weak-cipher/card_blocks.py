from Crypto.Cipher import AES
from Crypto.Random import get_random_bytes
from Crypto.Util.Padding import pad


def seal_card(key: bytes, number: str) -> bytes:
    nonce = get_random_bytes(8)
    cipher = AES.new(key, AES.MODE_ECB)
    return nonce + cipher.encrypt(pad(number.encode(), 16))
