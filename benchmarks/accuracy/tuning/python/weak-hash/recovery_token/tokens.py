import hashlib
import time

from settings import ALGORITHMS, DEFAULT


def reset_token(user_id: int, secret: bytes) -> str:
    factory = getattr(hashlib, ALGORITHMS[DEFAULT])
    text = f"{user_id}:{int(time.time()) // 3600}".encode()
    return factory(secret + text).hexdigest()
