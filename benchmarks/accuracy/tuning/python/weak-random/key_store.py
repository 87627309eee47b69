import random

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class Vault:
    def __init__(self, seed):
        self.generator = random.Random(seed)
        self.key = None

    def unlock(self):
        self.key = AESGCM.generate_key(256)
        return AESGCM(self.key)

    def seal(self, nonce, data):
        return self.unlock().encrypt(nonce, data, None)
