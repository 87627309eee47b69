import os

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

ALGORITHMS = {1: "chacha", 2: "aes"}
STRENGTH = 1


def encrypt(key: bytes, data: bytes) -> bytes:
    name = ALGORITHMS[STRENGTH]
    nonce = os.urandom(12)
    if name == "chacha":
        return nonce + ChaCha20Poly1305(key).encrypt(nonce, data, None)
    raise ValueError(name)
