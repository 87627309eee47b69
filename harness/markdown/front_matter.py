"""YAML at the head of a document to values with their lines; which keys there may be lies in the readers."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from harness.domain.nearest import did_you_mean
from harness.errors import DocumentError
from harness.markdown import codes
from harness.markdown.collector import Collector
from harness.markdown.tree import Listing, Scalar, Table, Value

MOST_CHARACTERS = 64 * 1024
MOST_DEPTH = 16
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "value")
)
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
# libyaml's events are the same, and ten times as fast; without it, PyYAML's own.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HINT = "write it as `key: value`, one key a line"


def split(text: str, path: str) -> tuple[str | None, str]:
    """The front matter (None if there is none), and the text with those lines blank, so that lines keep their numbers.

    Raises:
        DocumentError: if the front matter is begun but not ended.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return None, text
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if end is None:
        what = "the front matter is not ended"
        raise Collector(path).refuse(codes.FRONT_MATTER, 1, what, "end it with a line of `---`")
    return "\n".join(lines[1:end]), "\n".join([""] * (end + 1) + lines[end + 1 :])


def read_table(text: str, path: str, first_line: int = 2, subject: str = "front matter") -> Table:
    """YAML that maps keys to values; ``first_line`` is where it begins in its file, ``subject`` what it is.

    Raises:
        DocumentError: for anything else, with every mistake that could be found.
    """
    value = read_value(text, path, first_line, subject)
    if value is None:
        return Table({}, {}, first_line)
    if not isinstance(value, Table):
        what = f"the {subject} is not made of keys"
        raise Collector(path).refuse(codes.FRONT_MATTER, value.line, what, _HINT)
    return value


def read_value(
    text: str,
    path: str,
    first_line: int = 1,
    subject: str = "file",
    most: int = MOST_CHARACTERS,
    deepest: int = MOST_DEPTH,
    aliases: bool = False,
) -> Value | None:
    """Any YAML of at most so many characters, None where there is nothing; see ``read_table``.

    Where ``aliases`` are allowed, each stands for the very object that it names: whoever walks through it may meet that again
    and again.

    Raises:
        DocumentError: if it is not YAML, or more than words, lists and keys, with every mistake that could be found.
    """
    collector = Collector(path)
    if len(text) > most:
        what = f"the {subject} has more than {most // 1024} KiB"
        raise collector.refuse(codes.FRONT_MATTER, first_line, what, "keep it to a few keys, or split it")
    value = _Reading(collector, first_line, deepest, {} if aliases else None).document(text)
    collector.raise_if_any()
    return value


def refuse_unknown_keys(table: Table, known: frozenset[str], collector: Collector) -> None:
    """Note each key of a table that is not known, and name the nearest that is."""
    for key in table.values:
        if key not in known:
            collector.add(codes.UNKNOWN_KEY, table.key_lines[key], f"unknown key '{key}'", did_you_mean(key, known))


class _Reading:
    """One reading of one YAML text, event by event: they become values, mistakes go to the collector.

    ``anchors`` are the values that have a name; None where none may have one.
    """

    def __init__(
        self,
        collector: Collector,
        first_line: int,
        deepest: int = MOST_DEPTH,
        anchors: dict[str, Value] | None = None,
    ) -> None:
        self.collector = collector
        self.first_line = first_line
        self.deepest = deepest
        self.anchors = anchors

    def document(self, text: str) -> Value | None:
        """The value that the text is; None where it is empty."""
        try:
            return self._only_value(yaml.parse(text, Loader=_LOADER))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            # A mistake at the very end is in the last line that there is.
            line = self.first_line + (min(mark.line, text.rstrip("\n").count("\n")) if mark else 0)
            raise self._refuse(line, f"YAML: {error.problem or error.context}", _HINT) from None
        except yaml.YAMLError as error:
            raise self._refuse(self.first_line, f"YAML: {str(error).splitlines()[0]}", _HINT) from None

    def _only_value(self, events: Iterator[yaml.Event]) -> Value | None:
        value = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and value is not None:
                raise self._refuse(self._line(event), "a second YAML document", "keep one of them")
            if isinstance(event, yaml.NodeEvent):
                value = self._value(event, events, depth=1)
        return value

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Value:
        line = self._line(event)
        self._refuse_cunning(event, line, depth)
        if isinstance(event, yaml.AliasEvent):
            return self._named(event, line)
        value = self._own_value(event, events, line, depth)
        anchor = getattr(event, "anchor", None)
        if self.anchors is not None and anchor:
            self.anchors[anchor] = value
        return value

    def _named(self, event: yaml.AliasEvent, line: int) -> Value:
        """What an alias stands for; one inside of what it names has no end."""
        if event.anchor not in (self.anchors or {}):
            raise self._refuse(line, f"the YAML alias '{event.anchor}' names nothing that stands before it", _HINT)
        assert self.anchors is not None
        return self.anchors[event.anchor]

    def _own_value(self, event: yaml.Event, events: Iterator[yaml.Event], line: int, depth: int) -> Value:
        if isinstance(event, yaml.MappingStartEvent):
            return self._table(line, events, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return Listing(tuple(self._items(events, depth)), line)
        assert isinstance(event, yaml.ScalarEvent)
        plain = bool(event.implicit[0])
        return Scalar(None if plain and event.value in _NOTHING else str(event.value), line, plain)

    def _items(self, events: Iterator[yaml.Event], depth: int) -> Iterator[Value]:
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            yield self._value(event, events, depth + 1)

    def _table(self, line: int, events: Iterator[yaml.Event], depth: int) -> Table:
        values: dict[str, Value] = {}
        key_lines: dict[str, int] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            at = self._line(event)
            self._refuse_cunning(event, at, depth)
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refuse(at, "a key is not a word", _HINT)
            if not event.value.isprintable():
                raise self._refuse(at, f"key '{event.value}' has characters that cannot be seen", _HINT)
            key, value = str(event.value), self._value(next(events), events, depth + 1)
            if key in values:
                what = f"key '{key}' is given twice, first on line {key_lines[key]}"
                self.collector.add(codes.DUPLICATE_KEY, at, what, "keep one of the two")
            else:
                values[key], key_lines[key] = value, at
        return Table(values, key_lines, line)

    def _refuse_cunning(self, event: yaml.Event, line: int, depth: int) -> None:
        tag = getattr(event, "tag", None)
        if self.anchors is None and (isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None)):
            raise self._refuse(line, "YAML anchors and aliases are not allowed", "write the value out")
        if tag is not None and tag not in _PLAIN_TAGS:
            raise self._refuse(line, f"the YAML tag '{tag}' is not allowed", "write plain text, a list or keys")
        if depth > self.deepest:
            raise self._refuse(line, f"nested more than {self.deepest} levels deep", "flatten it")

    def _line(self, event: yaml.Event) -> int:
        return self.first_line + (event.start_mark.line if event.start_mark else 0)

    def _refuse(self, line: int, what: str, hint: str) -> DocumentError:
        return self.collector.refuse(codes.FRONT_MATTER, line, what, hint)
