from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass

Digest = Callable[[bytes, bytes], bytes]


def fast(password: bytes, salt: bytes) -> bytes:
    return hashlib.sha1(salt + password).digest()


def strong(password: bytes, salt: bytes) -> bytes:
    return hashlib.scrypt(password, salt=salt, n=2**14, r=8, p=1)


@dataclass
class Credential:
    salt: bytes
    digest: bytes


class Store:
    def __init__(self, digest: Digest = fast) -> None:
        self.digest = digest
        self.credentials: dict[str, Credential] = {}

    def add(self, name: str, password: str) -> None:
        salt = os.urandom(16)
        self.credentials[name] = Credential(salt, self.digest(password.encode(), salt))

    def check(self, name: str, password: str) -> bool:
        kept = self.credentials[name]
        return self.digest(password.encode(), kept.salt) == kept.digest
