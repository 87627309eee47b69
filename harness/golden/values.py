"""Python values as JSON that can be pinned: the same for equal values in every run, and never one for two kinds.

What JSON has no kind for carries the name of its class: ``"(Decimal) 1.10"``, ``["(tuple)", 1]``, ``{"(type)": "Account"}``.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from math import isfinite
from typing import Any

from harness.errors import UsageError
from harness.golden import _value_kinds as kinds
from harness.golden.json_values import MOST_DEPTH, one_line

TYPE = "(type)"
_TAG = re.compile(r"\([^()\s]+\)(?= |$)")
_ODD = re.compile(r"[()\s]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MOST_TEXT = 8 * 1024 * 1024
_MOST_KEYS = 8
_MOST_INTEGER = 10**4000
Way = tuple[tuple[Hashable, type], ...]


class Unpinnable(UsageError):
    """A value that is not the same in every run, or that no person could review."""


@dataclass(frozen=True)
class Choice:
    """What of a value counts, as syrupy has it: both are called with the way to a value, ``((key, type), …)``.

    ``left_out(key, way)`` says of a member whether it is left out; ``put(value, way)`` gives what stands for a value.
    """

    left_out: Callable[[Hashable, Way], bool] | None = None
    put: Callable[[Any, Way], Any] | None = None


def plain(value: Any, choice: Choice | None = None) -> Any:
    """A value as JSON.

    Raises:
        Unpinnable: for what has no form that is the same in every run, contains itself, or is too large to be reviewed.
    """
    return _Converting(choice or Choice()).of(value, ())


def untagged(value: Any) -> Any:
    """JSON of ``plain`` without the names of classes: what is left is what the value itself says."""
    if isinstance(value, dict):
        return {key: untagged(inner) for key, inner in value.items() if key != TYPE}
    if isinstance(value, list):
        tagged = bool(value) and isinstance(value[0], str) and _TAG.fullmatch(value[0])
        return [untagged(inner) for inner in (value[1:] if tagged else value)]
    return _TAG.sub("", value, count=1).lstrip() if isinstance(value, str) and value.startswith("(") else value


class _Converting:
    """One value on its way to JSON, with the containers that are open above."""

    def __init__(self, choice: Choice) -> None:
        self._choice = choice
        self._open: set[int] = set()

    def of(self, value: Any, way: Way) -> Any:
        if self._choice.put is not None:
            value = self._choice.put(value, way)
        kind = type(value)
        if kind is str:
            return self._text(value, way)
        if kind is dict:
            return self._members(value, value.items(), way)
        if kind is list:
            return self._items(value, value, way)
        if kind is int:
            return (
                value if -_MOST_INTEGER < value < _MOST_INTEGER else self._refuse(way, "an integer of that many digits")
            )
        if kind is bool or value is None:
            return value
        if kind is float:
            return value if isfinite(value) else f"(float) {value}"
        return self._other(value, kind, way)

    def _text(self, text: str, way: Way) -> str:
        if len(text) > _MOST_TEXT:
            return str(self._refuse(way, f"text of {len(text):,} characters"))
        return f"(str) {text}" if text.startswith("(") and _TAG.match(text) else text

    def _other(self, value: Any, kind: type, way: Way) -> Any:
        leaf = kinds.leaf_of(value, kind)
        if leaf is not None:
            return f"({_ODD.sub('_', leaf[0])}){' ' if leaf[1] else ''}{leaf[1]}"
        if isinstance(value, bytes | bytearray | memoryview):
            return self._bytes(bytes(value), kind.__name__, way)
        record = kinds.record_of(value, kind)
        if record is not None:
            return {TYPE: kind.__name__, **self._members(value, record, way, record=True)}
        if isinstance(value, OrderedDict):
            return self._items(value, [list(pair) for pair in value.items()], way, tag="OrderedDict")
        if isinstance(value, Mapping):
            return self._members(value, value.items(), way)
        if isinstance(value, Set):
            return self._set(value, kind, way)
        if isinstance(value, Sequence):
            return self._items(value, value, way, tag="" if isinstance(value, list) else kind.__name__)
        return self._last(value, kind, way)

    def _last(self, value: Any, kind: type, way: Way) -> Any:
        """What is none of the kinds that are known: its own words if they are steady, else its public attributes."""
        refusal = kinds.refusal_of(value, kind)
        if refusal:
            return self._refuse(way, *refusal)
        words = kinds.words_of(value, kind)
        if words is not None:
            return f"({_ODD.sub('_', kind.__name__)}) {words}"
        attributes = kinds.attributes_of(value)
        if attributes is None:
            return self._refuse(way, f"a `{kind.__name__}`")
        return {TYPE: kind.__name__, **self._members(value, attributes, way, record=True)}

    def _bytes(self, data: bytes, tag: str, way: Way) -> Any:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = "\0"
        if _CONTROL.search(text):
            return f"({tag}) binary, {len(data):,} bytes, sha256:{hashlib.sha256(data).hexdigest()}"
        self._text(text, way)
        return [f"({tag})", *text.split("\n")] if "\n" in text or text.startswith("binary, ") else f"({tag}) {text}"

    def _members(
        self, value: Any, members: Iterable[tuple[Any, Any]], way: Way, record: bool = False
    ) -> dict[str, Any]:
        left_out = self._choice.left_out
        found: dict[str, Any] = {}
        with self._inside(value, way):
            for key, inner in members:
                if left_out is not None and left_out(key, way):
                    continue
                name = key if record else self._key(key, way)
                if name in found:
                    self._refuse(way, f"two keys that are both written as `{name}`")
                found[name] = self.of(inner, (*way, (key, type(inner))))
        return found

    def _key(self, key: Any, way: Way) -> str:
        if type(key) is str:
            return self._text(key, way)
        inner = self.of(key, (*way, (key, type(key))))
        return inner if isinstance(inner, str) else f"({type(key).__name__}) {one_line(inner)}"

    def _items(self, value: Any, items: Iterable[Any], way: Way, tag: str = "") -> list[Any]:
        left_out = self._choice.left_out
        with self._inside(value, way):
            found = [
                self.of(inner, (*way, (at, type(inner))))
                for at, inner in enumerate(items)
                if left_out is None or not left_out(at, way)
            ]
        return [f"({_ODD.sub('_', tag)})", *found] if tag else found

    def _set(self, value: Set[Any], kind: type, way: Way) -> list[Any]:
        return [f"({_ODD.sub('_', kind.__name__)})", *sorted(self._items(value, value, way), key=one_line)]

    @contextmanager
    def _inside(self, value: Any, way: Way) -> Iterator[None]:
        if id(value) in self._open:
            self._refuse(way, "a value that contains itself", "pin what does not")
        if len(self._open) >= MOST_DEPTH:
            self._refuse(way, f"a value nested more than {MOST_DEPTH} deep", "pin a part of it")
        self._open.add(id(value))
        try:
            yield
        finally:
            self._open.discard(id(value))

    def _refuse(self, way: Way, what: str, hint: str = "pin what of it matters, as text or data") -> Any:
        at = " / ".join(["…"] * (len(way) > _MOST_KEYS) + [str(key) for key, _ in way[-_MOST_KEYS:]])
        raise Unpinnable(f"{what} cannot be pinned{f', at {at}' if at else ''}", hint)
