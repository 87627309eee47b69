"""YAML to values with places, by the core schema of YAML 1.2 (section 10.3.2); no tag runs code, no alias is copied out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import yaml

from harness.constitution.data.tree import (
    MOST_DEPTH,
    MOST_VALUES,
    DataError,
    Item,
    Scalar,
    Source,
    list_of,
    table_of,
)

# libyaml's events are the same, and ten times as fast; without it, PyYAML's own.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE = "tag:yaml.org,2002:"
_RESOLVED = frozenset(f"{_CORE}{kind}" for kind in ("null", "bool", "int", "float"))
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
# YAML 1.1 (https://yaml.org/type/bool.html), which Kubernetes and many others still read.
_OLD_TRUTH = {word: truth for words, truth in (("y yes on", True), ("n no off", False)) for word in words.split()}
_DECIMAL = re.compile(r"[-+]?[0-9]{1,400}")
_OLD_OCTAL = re.compile(r"[-+]?0[0-7]{1,400}")
_OCTAL = re.compile(r"0o[0-7]{1,400}")
_HEX = re.compile(r"0x[0-9a-fA-F]{1,400}")
_FRACTION = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_ENDLESS = re.compile(r"([-+]?)\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


def documents(source: Source, start: int = 0, end: int | None = None) -> list[Item]:
    """The documents between two characters of a text; none that is empty.

    Raises:
        DataError: if it is not YAML, is ambiguous (a key given twice), or is nested or repeated without measure.
    """
    text = source.text[start:end]
    try:
        events = yaml.parse(text, Loader=_LOADER)
        found = list(_Building(source, start, events).documents())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = source.line(start + min(mark.index, len(text.rstrip()))) if mark else 1
        raise DataError(f"it is not YAML: {error.problem or error.context}", line) from None
    except yaml.YAMLError as error:
        at = getattr(error, "position", 0)
        raise DataError(f"it is not YAML: {str(error).splitlines()[0]}", source.line(start + (at or 0))) from None
    return [item for item in found if item.value is not None]


class _Building:
    """The events of one text on their way to values. An alias shares what its anchor holds."""

    def __init__(self, source: Source, base: int, events: Iterator[yaml.Event]) -> None:
        self._source = source
        self._base = base
        self._events = events
        self._anchors: dict[str, Item | None] = {}

    def documents(self) -> Iterator[Item]:
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._anchors = {}
            elif isinstance(event, yaml.NodeEvent):
                yield self._item(event, None, 1)

    def _item(self, event: yaml.Event, key: tuple[int, int] | None, depth: int) -> Item:
        start, end = self._span(event)
        if depth > MOST_DEPTH:
            raise self._error(start, f"it is nested more than {MOST_DEPTH} levels deep")
        if isinstance(event, yaml.AliasEvent):
            return self._aliased(event, start, end, key)
        anchor = getattr(event, "anchor", None)
        if anchor:
            self._anchors[anchor] = None
        item = self._built(event, start, end, key, depth)
        if item.size > MOST_VALUES:
            raise self._error(start, f"it has more than {MOST_VALUES} values once its aliases are written out")
        if anchor:
            self._anchors[anchor] = item
        return item

    def _built(self, event: yaml.Event, start: int, end: int, key: tuple[int, int] | None, depth: int) -> Item:
        if isinstance(event, yaml.MappingStartEvent):
            values = self._members(depth)
            return table_of(values, start, self._end, key)
        if isinstance(event, yaml.SequenceStartEvent):
            items = [self._item(below, None, depth + 1) for below in self._below(yaml.SequenceEndEvent)]
            return list_of(items, start, self._end, key)
        assert isinstance(event, yaml.ScalarEvent)
        return _scalar(event, start, end, key)

    def _members(self, depth: int) -> dict[str, Item]:
        members: dict[str, Item] = {}
        merged: list[Item] = []
        for event in self._below(yaml.MappingEndEvent):
            start, end = self._span(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise self._error(start, "a key is not a word")
            item = self._item(next(self._events), (start, end), depth + 1)
            if event.value == "<<" and event.implicit[0] and _mergeable(item):
                merged += item.value if isinstance(item.value, list) else [item]
            elif event.value in members:
                first = self._source.line((members[event.value].key or (0, 0))[0])
                raise self._error(start, f"key '{event.value}' is given twice, first on line {first}")
            else:
                members[event.value] = item
        for other in merged:
            assert isinstance(other.value, dict)
            members = {**other.value, **members}
        return members

    def _below(self, last: type[yaml.Event]) -> Iterator[yaml.Event]:
        """The events of a list or mapping up to its end, which is then known."""
        for event in self._events:
            if isinstance(event, last):
                self._end = self._span(event)[1]
                return
            yield event

    def _aliased(self, event: yaml.AliasEvent, start: int, end: int, key: tuple[int, int] | None) -> Item:
        item = self._anchors.get(event.anchor or "")
        if item is None:
            raise self._error(start, f"the alias '{event.anchor}' stands for nothing, or for itself")
        return replace(item, start=start, end=end, key=key)

    def _span(self, event: yaml.Event) -> tuple[int, int]:
        assert event.start_mark
        assert event.end_mark
        return self._base + event.start_mark.index, self._base + event.end_mark.index

    def _error(self, at: int, reason: str) -> DataError:
        return DataError(reason, self._source.line(at))


def _mergeable(item: Item) -> bool:
    items = item.value if isinstance(item.value, list) else [item]
    return all(isinstance(one.value, dict) for one in items)


def _scalar(event: yaml.ScalarEvent, start: int, end: int, key: tuple[int, int] | None) -> Item:
    resolved = event.implicit[0] if event.tag is None else event.tag in _RESOLVED
    if not resolved:
        return Item(event.value, start, end, key)
    value = _resolved(event.value)
    return Item(value, start, end, key, _readings(event.value, value))


def _resolved(text: str) -> Scalar:
    if text in _NULL:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    for form, base in ((_DECIMAL, 10), (_OCTAL, 8), (_HEX, 16)):
        if form.fullmatch(text):
            return int(text.removeprefix("0o"), base)
    if _FRACTION.fullmatch(text):
        return float(text)
    endless = _ENDLESS.fullmatch(text)
    if endless:
        return float(f"{endless[1]}inf" if endless[1] is not None else "nan")
    return text


def _readings(text: str, value: Scalar) -> tuple[Scalar, ...]:
    if text in (text.lower(), text.upper(), text.capitalize()) and text.lower() in _OLD_TRUTH:
        return (value, _OLD_TRUTH[text.lower()])
    if _OLD_OCTAL.fullmatch(text) and int(text, 8) != value:
        return (value, int(text, 8))
    return ()
