"""What kinds of Python values there are: leaves, records, and those that are not the same in every run."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from pathlib import PurePath
from types import BuiltinFunctionType, EllipsisType, FunctionType, GenericAlias, MethodType, ModuleType, SimpleNamespace
from typing import Any
from uuid import UUID

_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]+|\bid='?[0-9]{6,}")
_SHORTENING = frozenset({"pandas", "polars", "torch", "tensorflow", "jax", "xarray", "dask", "pyarrow", "scipy"})
_MOST_WORDS = 1024 * 1024
Members = list[tuple[str, Any]]


def leaf_of(value: Any, kind: type) -> tuple[str, str] | None:
    """The tag and the text of a value that has no parts; None of one that has."""
    if isinstance(value, Enum):
        return kind.__name__, value.name or str(value.value)
    if isinstance(value, datetime):
        return "datetime", value.isoformat()
    for base, tag in ((date, "date"), (time, "time"), (PurePath, "Path")):
        if isinstance(value, base):
            return tag, value.as_posix() if isinstance(value, PurePath) else value.isoformat()
    if isinstance(value, str):
        return kind.__name__, str.__str__(value)
    if isinstance(value, int):
        return kind.__name__, int.__repr__(value)
    if isinstance(value, float):
        return kind.__name__, float.__repr__(value)
    if isinstance(value, Decimal | Fraction | UUID | timedelta | complex | tzinfo):
        return kind.__name__, str(value)
    if isinstance(value, IPv4Address | IPv6Address | IPv4Network | IPv6Network):
        return kind.__name__, str(value)
    if isinstance(value, re.Pattern):
        return "Pattern", f"{value.pattern!r}, flags {value.flags}"
    if isinstance(value, range | slice | GenericAlias):
        return kind.__name__, repr(value)
    return _name_of(value)


def _name_of(value: Any) -> tuple[str, str] | None:
    """Of what is named in a program, its name."""
    if isinstance(value, EllipsisType) or value is NotImplemented:
        return str(value), ""
    if isinstance(value, type):
        return "class", value.__qualname__
    if isinstance(value, FunctionType | MethodType | BuiltinFunctionType) and "<lambda>" not in value.__qualname__:
        return "function", value.__qualname__
    return ("module", value.__name__) if isinstance(value, ModuleType) else None


def record_of(value: Any, kind: type) -> Members | None:
    """The fields of a record (dataclass, attrs, pydantic, named tuple, struct, namespace, error); None of anything else."""
    names = _fields_of(value, kind)
    if names is not None:
        return [(name, getattr(value, name)) for name in names if hasattr(value, name)]
    if isinstance(value, SimpleNamespace):
        return sorted(vars(value).items())
    if isinstance(value, BaseException):
        return [("args", list(value.args)), *(attributes_of(value) or [])]
    return None


def _fields_of(value: Any, kind: type) -> list[str] | None:
    if dataclasses.is_dataclass(kind):
        return [field.name for field in dataclasses.fields(value)]
    if hasattr(kind, "__attrs_attrs__"):
        return [field.name for field in kind.__attrs_attrs__]
    if hasattr(kind, "__pydantic_validator__") and hasattr(kind, "model_fields"):
        return [*kind.model_fields, *(getattr(value, "model_extra", None) or {})]
    if isinstance(value, tuple) and isinstance(getattr(kind, "_fields", None), tuple):
        return list(kind._fields)  # type: ignore[attr-defined]
    if isinstance(getattr(kind, "__struct_fields__", None), tuple):
        return list(kind.__struct_fields__)  # type: ignore[attr-defined]
    return None


def refusal_of(value: Any, kind: type) -> tuple[str, str] | None:
    """Why a value cannot be pinned by its own words, and what to do; None if nothing is known against it."""
    package = kind.__module__.partition(".")[0]
    if package in _SHORTENING:
        return f"a `{package}.{kind.__name__}`", "its words are shortened: pin its data, such as `value.to_dict()`"
    if package == "unittest":
        return f"a `{kind.__name__}`", "pin what was called, such as `mock.mock_calls` as text"
    if isinstance(value, Iterator):
        return f"a `{kind.__name__}`, which is used up by looking at it,", "pin `list(…)` of it"
    return None


def words_of(value: Any, kind: type) -> str | None:
    """What a value says of itself, if its class has words of its own and they name no place in memory; else None."""
    if getattr(kind, "__repr__", None) is object.__repr__:
        return None
    if kind.__module__.partition(".")[0] == "numpy" and hasattr(value, "tolist"):
        return f"{value.dtype}, {value.tolist()!r}"
    words = repr(value)
    if len(words) > _MOST_WORDS or _ADDRESS.search(words) or str(id(value)) in words or hex(id(value)) in words:
        return None
    return words


def attributes_of(value: Any) -> Members | None:
    """The public attributes that a value itself holds, sorted; None if it holds nothing at all."""
    slots = [name for kind in type(value).__mro__ for name in _slots(kind)]
    own = getattr(value, "__dict__", None)
    if not isinstance(own, dict) and not slots:
        return None
    held = {**(own or {}), **{name: getattr(value, name) for name in slots if hasattr(value, name)}}
    public = [(name, inner) for name, inner in sorted(held.items()) if not name.startswith("_")]
    return public or None


def _slots(kind: type) -> tuple[str, ...]:
    slots = kind.__dict__.get("__slots__", ())
    return (slots,) if isinstance(slots, str) else tuple(slots)
