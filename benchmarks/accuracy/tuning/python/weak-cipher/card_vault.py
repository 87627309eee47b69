from Crypto.Cipher import DES
from Crypto.Random import get_random_bytes
from Crypto.Util.Padding import pad


def seal_card(key: bytes, number: str) -> bytes:
    nonce = get_random_bytes(8)
    cipher = DES.new(key, DES.MODE_CBC, nonce)
    return nonce + cipher.encrypt(pad(number.encode(), 8))
