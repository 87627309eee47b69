import random

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class Vault:
    def __init__(self, seed):
        self.generator = random.SystemRandom(seed)
        self.key = None

    def unlock(self):
        self.key = bytes(self.generator.randrange(256) for _ in range(32))
        return AESGCM(self.key)

    def seal(self, nonce, data):
        return self.unlock().encrypt(nonce, data, None)
