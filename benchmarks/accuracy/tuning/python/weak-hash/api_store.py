import hashlib
import secrets
from functools import partial

digest = partial(hashlib.new, "sha256")


def new_key(store: dict[str, str], owner: str) -> str:
    key = secrets.token_urlsafe(32)
    store[digest(key.encode()).hexdigest()] = owner
    return key


def owner_of(store: dict[str, str], key: str) -> str | None:
    return store.get(digest(key.encode()).hexdigest())
