"""Dockerfiles to values with places: instructions, and stages that hold theirs by name; nothing is substituted."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from harness.constitution.data.tree import DataError, Item, Source, list_of, table_of

_NAMES = frozenset(
    {
        "ADD",
        "ARG",
        "CMD",
        "COPY",
        "ENTRYPOINT",
        "ENV",
        "EXPOSE",
        "FROM",
        "HEALTHCHECK",
        "LABEL",
        "MAINTAINER",
        "ONBUILD",
    }
    | {"RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"}
)
_DIRECTIVE = re.compile(r"[ \t]*#[ \t]*([a-z]+)[ \t]*=[ \t]*(\S*)[ \t]*$", re.IGNORECASE)
_INSTRUCTION = re.compile(r"\s*([A-Za-z]+)(?:\s+|$)")
_FLAG = re.compile(r"--([a-z][a-z0-9-]*)(?:=(\S*))?(?:\s+|$)")
_HEREDOC = re.compile(r"(?<!\S)[0-9]*<<(-?)([\"']?)([A-Za-z_][A-Za-z0-9_.]*)\2")
_WORD = re.compile(r"(?:[^\s\"'\\]|\\.|\"(?:[^\"\\]|\\.)*\"|'[^']*'|[\"'\\])+", re.DOTALL)
_AS = re.compile(r"(\S+)(?:\s+[Aa][Ss]\s+(\S+))?")


@dataclass(frozen=True)
class _Statement:
    """An instruction with its continuation lines joined, and where it stands."""

    text: str
    body: str
    start: int
    end: int
    line: int


def document(source: Source) -> Item:
    """``instructions``: each with ``instruction``, ``flags``, ``arguments``, ``text`` and ``line``; and ``stages``: each with
    ``name``, ``base``, ``instructions`` and, by their names in capitals, lists of those of one kind. A stage whose base is an
    earlier one has its name as ``stage``.

    Raises:
        DataError: where a line is no instruction.
    """
    items = [_instruction(source, statement) for statement in _statements(source)]
    end = len(source.text)
    members = {"instructions": list_of(items, 0, end), "stages": list_of(list(_stages(items)), 0, end)}
    return table_of(members, 0, end)


def _statements(source: Source) -> Iterator[_Statement]:
    lines = _Lines(source)
    while lines.left():
        start, number, text = lines.take()
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        parts = [text]
        while parts[-1].rstrip().endswith(lines.escape) and lines.left():
            _, _, more = lines.take()
            if more.strip() and not more.lstrip().startswith("#"):
                parts.append(more)
            elif not lines.left():
                break
        joined = _joined([part.rstrip().removesuffix(lines.escape) for part in parts])
        body = "".join(lines.heredocs(joined, number))
        yield _Statement(joined, body, start, lines.at, number)


def _joined(parts: list[str]) -> str:
    """Lines that continue each other as one; the blanks between two count as one."""
    whole = parts[0].lstrip()
    for part in parts[1:]:
        gap = whole[-1:].isspace() or part[:1].isspace()
        whole = whole.rstrip() + " " * gap + part.lstrip()
    return whole.strip()


class _Lines:
    """The lines of a Dockerfile, taken one by one; ``at`` is where the last one ended."""

    def __init__(self, source: Source) -> None:
        self._lines = source.text.split("\n")
        self._number = 0
        self._next = 0
        self.at = 0
        self.escape = self._escape()

    def left(self) -> bool:
        """Whether there are more."""
        return self._number < len(self._lines)

    def take(self) -> tuple[int, int, str]:
        """The next line: where it starts, its number, its text."""
        text, start = self._lines[self._number], self._next
        self._number += 1
        self._next += len(text) + 1
        self.at = start + len(text.rstrip())
        return start + len(text) - len(text.lstrip()), self._number, text.removesuffix("\r")

    def heredocs(self, text: str, number: int) -> Iterator[str]:
        """The lines of the documents that an instruction is followed by."""
        if not re.match(r"(?:ONBUILD\s+)?(?:RUN|COPY|ADD)\s", text, re.IGNORECASE):
            return
        for found in _HEREDOC.finditer(text):
            while self.left():
                _, _, line = self.take()
                if (line.lstrip("\t") if found[1] else line) == found[3]:
                    break
                yield f"\n{line}"
            else:
                raise DataError(f"the document `<<{found[3]}` is not ended", number)

    def _escape(self) -> str:
        for line in self._lines:
            directive = _DIRECTIVE.match(line.removesuffix("\r"))
            if not directive:
                break
            if directive[1].lower() == "escape":
                return directive[2]
        return "\\"


def _instruction(source: Source, statement: _Statement) -> Item:
    found = _INSTRUCTION.match(statement.text)
    name = found[1].upper() if found else ""
    if not found or name not in _NAMES:
        word = statement.text[:40].partition(" ")[0]
        raise DataError(f"it is not a Dockerfile: `{word}` is no instruction", statement.line)
    rest = statement.text[found.end() :]
    place = (statement.start, statement.end)
    flags: dict[str, list[Item]] = {}
    while flag := _FLAG.match(rest):
        flags.setdefault(flag[1], []).append(Item(flag[2] if flag[2] is not None else True, *place))
        rest = rest[flag.end() :]
    text = rest.strip() + statement.body
    members = {
        "instruction": Item(name, *place),
        "flags": table_of({flag: list_of(values, *place) for flag, values in flags.items()}, *place),
        "arguments": list_of(list(_arguments(source, statement, rest)), *place),
        "text": Item(text, *place),
        "line": Item(statement.line, *place),
    }
    return table_of(members, *place)


def _arguments(source: Source, statement: _Statement, rest: str) -> Iterator[Item]:
    """Each word, where it stands; of the form with brackets, each text in it."""
    at = statement.start
    for word in _words(rest):
        start = source.text.find(word, at, statement.end) if word else -1
        if start < 0:
            yield Item(word, statement.start, statement.end)
        else:
            yield Item(word, start, start + len(word))
            at = start + len(word)


def _words(rest: str) -> list[str]:
    if rest.lstrip().startswith("["):
        try:
            words = json.loads(rest)
        except (json.JSONDecodeError, RecursionError):
            words = None
        if isinstance(words, list) and all(isinstance(word, str) for word in words):
            return words
    return [_unquoted(word) for word in _WORD.findall(rest)]


def _unquoted(word: str) -> str:
    quoted = len(word) > 1 and word[0] == word[-1] and word[0] in "\"'"
    return word[1:-1] if quoted else word


def _stages(items: list[Item]) -> Iterator[Item]:
    stages: list[list[Item]] = []
    for item in items:
        if _text(item, "instruction") == "FROM":
            stages.append([])
        if stages:
            stages[-1].append(item)
    names: set[str] = set()
    for number, items_of_stage in enumerate(stages):
        stage = _stage(items_of_stage, names)
        names |= {_text(stage, "name").lower(), str(number)}
        yield stage


def _stage(items: list[Item], before: Collection[str]) -> Item:
    first = items[0]
    place, whole = (first.start, first.end), (first.start, items[-1].end)
    base = _AS.match(_text(first, "text"))
    members = {
        "base": Item(base[1] if base else "", *place),
        "name": Item(base[2] if base else None, *place),
        "instructions": list_of(items, *whole),
    }
    if base and base[1].lower() in before:
        members["stage"] = members["base"]
    by_name: dict[str, list[Item]] = {}
    for item in items:
        by_name.setdefault(_text(item, "instruction"), []).append(item)
    return table_of(members | {name: list_of(some, *whole) for name, some in by_name.items()}, *whole)


def _text(instruction: Item, member: str) -> str:
    assert isinstance(instruction.value, dict)
    return str(instruction.value[member].value)
