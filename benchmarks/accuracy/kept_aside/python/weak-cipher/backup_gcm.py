import os

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


class BackupFile:
    def __init__(self, key: bytes) -> None:
        self.key = key

    def encrypt(self, data: bytes) -> bytes:
        padder = padding.PKCS7(64).padder()
        padded = padder.update(data) + padder.finalize()
        iv = os.urandom(12)
        encryptor = Cipher(algorithms.AES(self.key), modes.GCM(iv)).encryptor()
        return iv + encryptor.update(padded) + encryptor.finalize() + encryptor.tag
