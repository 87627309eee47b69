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


def read_table(text: str, path: str, first_line: int = 2) -> Table:
    """YAML that maps keys to values; ``first_line`` is where it begins in its file.

    Raises:
        DocumentError: for anything else, with every mistake that could be found.
    """
    collector = Collector(path)
    reading = _Reading(collector, first_line)
    node = reading.compose(text)
    if node is None:
        return Table({}, {}, first_line)
    value = reading.value(node)
    if not isinstance(value, Table):
        raise collector.refuse(codes.FRONT_MATTER, value.line, "the front matter is not made of keys", _HINT)
    collector.raise_if_any()
    return value


def refuse_unknown_keys(table: Table, known: frozenset[str], collector: Collector) -> None:
    """Note each key of a table that is not known, and name the nearest that is."""
    for key in table.values:
        if key not in known:
            collector.add(codes.UNKNOWN_KEY, table.key_lines[key], f"unknown key '{key}'", did_you_mean(key, known))


class _Reading:
    """One reading of one YAML text: nodes become values, mistakes go to the collector."""

    def __init__(self, collector: Collector, first_line: int) -> None:
        self.collector = collector
        self.first_line = first_line

    def compose(self, text: str) -> yaml.Node | None:
        if len(text) > MOST_CHARACTERS:
            raise self._refuse(self.first_line, "the front matter has more than 64 KiB", "keep it to a few keys")
        try:
            for event, depth in _events_with_depth(text):
                self._refuse_cunning(event, depth)
            return yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = self.first_line + (mark.line if mark else 0)
            raise self._refuse(line, f"YAML: {error.problem or error.context}", _HINT) from None
        except yaml.YAMLError as error:
            raise self._refuse(self.first_line, f"YAML: {str(error).splitlines()[0]}", _HINT) from None

    def value(self, node: yaml.Node) -> Value:
        line = self._line(node)
        if node.tag not in _PLAIN_TAGS:
            raise self._refuse(line, f"the YAML tag '{node.tag}' is not allowed", "write plain text, a list or keys")
        if isinstance(node, yaml.MappingNode):
            return self._table(node, line)
        if isinstance(node, yaml.SequenceNode):
            return Listing(tuple(self.value(item) for item in node.value), line)
        return Scalar(None if node.tag.endswith(":null") else str(node.value), line)

    def _table(self, node: yaml.MappingNode, line: int) -> Table:
        values: dict[str, Value] = {}
        key_lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            at = self._line(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                raise self._refuse(at, "a key is not a word", _HINT)
            key = str(key_node.value)
            if key in values:
                what = f"key '{key}' is given twice, first on line {key_lines[key]}"
                self.collector.add(codes.DUPLICATE_KEY, at, what, "keep one of the two")
                continue
            values[key] = self.value(value_node)
            key_lines[key] = at
        return Table(values, key_lines, line)

    def _refuse_cunning(self, event: yaml.Event, depth: int) -> None:
        line = self.first_line + (event.start_mark.line if event.start_mark else 0)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._refuse(line, "YAML anchors and aliases are not allowed", "write the value out")
        if depth > MOST_DEPTH:
            raise self._refuse(line, f"nested more than {MOST_DEPTH} levels deep", "flatten it")

    def _line(self, node: yaml.Node) -> int:
        return self.first_line + int(node.start_mark.line)

    def _refuse(self, line: int, what: str, hint: str) -> DocumentError:
        return self.collector.refuse(codes.FRONT_MATTER, line, what, hint)


def _events_with_depth(text: str) -> Iterator[tuple[yaml.Event, int]]:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        yield event, depth
        depth -= isinstance(event, yaml.CollectionEndEvent)
