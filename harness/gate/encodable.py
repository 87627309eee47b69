"""Values that can be written down: file names may hold halves of characters, which are text to Python but to no encoding."""

from __future__ import annotations

from typing import TypeVar

from pydantic_core import PydanticSerializationError

from harness.domain.base import Frozen

Thing = TypeVar("Thing", bound=Frozen)


def encodable(thing: Thing) -> Thing:
    """The thing, with every half of a surrogate pair in it spelled out, such as ``\\udc80``."""
    try:
        thing.model_dump_json()
    except PydanticSerializationError:
        return type(thing).model_validate(_spelled(thing.model_dump()))
    return thing


def _spelled(value: object) -> object:
    if isinstance(value, str) and type(value) is str:
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_spelled(key): _spelled(one) for key, one in value.items()}
    return type(value)(map(_spelled, value)) if isinstance(value, list | tuple) else value
