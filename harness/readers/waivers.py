"""``waivers.toml`` to waivers of the gate, every mistake at its line; what they cover today is told in ``app``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from harness.domain.nearest import did_you_mean
from harness.domain.places import Place
from harness.domain.visible import visible
from harness.domain.waivers import GateWaiver, Scope, ScopeKind
from harness.markdown.collector import Collector
from harness.markdown.text import normalise
from harness.readers import _codes, _toml

READS = "waivers"
_KEYS = ("id", "scope", "reason", "owner", "until")
_ID = re.compile(r"[^\W_]([\w.-]*\w)?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_LINE = re.compile(r":([1-9][0-9]{0,6})\Z", re.ASCII)
_NEVER = ("tampering", "seal", "judge", "record", "evidence", "waiver", "test")
_EXAMPLE = {
    "id": 'id = "W-1"',
    "scope": 'scope = "card BANK-OPEN"',
    "reason": 'reason = "the partner\'s test system is down until March"',
    "owner": 'owner = "Ann <ann@example.org>"',
    "until": "until = 2027-01-31",
}
_SCOPES = "`card ID`, `golden case ID`, `requirement ID`, `principle ID` or `principle ID src/legacy/**`"


def sniff(text: str) -> bool:
    """Whether a text has a table of waivers."""
    return bool(re.search(r"^[ \t]*\[\[[ \t]*waivers[ \t]*\]\]", text, re.MULTILINE))


def read(text: str, path: str) -> tuple[GateWaiver, ...]:
    """The waivers that a text holds, in its order.

    Raises:
        DocumentError: with every mistake of the text.
    """
    text = normalise(text, path)
    collector = Collector(path)
    document = _toml.parse(text, collector, _codes.NOT_WAIVERS)
    waivers = tuple(_Reading(collector, _toml.lines(text)).waivers(document))
    collector.raise_if_any()
    return waivers


class _Reading:
    """One reading: mistakes go to the collector at the line of their key, or of the waiver around it."""

    def __init__(self, collector: Collector, lines: Mapping[_toml.Path, int]) -> None:
        self.collector = collector
        self.lines = lines
        self.ids: dict[str, int] = {}

    def waivers(self, document: Mapping[str, Any]) -> Iterator[GateWaiver]:
        self._refuse_unknown(document, ("waivers",), (), "here")
        rows = document.get("waivers", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self._add(("waivers",), "'waivers' is no list of tables", "begin each waiver with a line `[[waivers]]`")
            return
        for number, row in enumerate(rows):
            before = len(self.collector.mistakes)
            waiver = self._waiver(row, ("waivers", str(number)))
            if waiver and len(self.collector.mistakes) == before:
                yield waiver

    def _waiver(self, row: Mapping[str, Any], at: _toml.Path) -> GateWaiver | None:
        self._refuse_unknown(row, _KEYS, at, "of a waiver")
        id, reason, owner = (self._text(row, at, key) for key in ("id", "reason", "owner"))
        until = self._until(row, at)
        scopes = tuple(self._scopes(row, at))
        if id:
            self._check_id(id, at)
        if until is None:
            return None
        return GateWaiver(id=id, scopes=scopes, reason=reason, owner=owner, until=until, place=self._place(at))

    def _check_id(self, id: str, at: _toml.Path) -> None:
        if not _ID.fullmatch(id):
            self._add((*at, "id"), f"'{visible(id)}' is no id", "use letters, digits, dashes and dots, such as `W-1`")
        elif id.lower() in self.ids:
            what = f"the id '{id}' is that of the waiver in line {self.ids[id.lower()]} as well"
            self._add((*at, "id"), what, "give it another id")
        else:
            self.ids[id.lower()] = self._line((*at, "id"))

    def _text(self, row: Mapping[str, Any], at: _toml.Path, key: str) -> str:
        value = row.get(key)
        if key not in row or (isinstance(value, str) and not any(map(str.isalnum, value))):
            said = f"has no '{key}'" if key not in row else f"says nothing in its '{key}'"
            self._add((*at, key), f"{_name(row)} {said}", f"write one, such as `{_EXAMPLE[key]}`")
            return ""
        if not isinstance(value, str):
            self._add((*at, key), f"the '{key}' of {_name(row)} is no text", f"write it as `{_EXAMPLE[key]}`")
            return ""
        if visible(plain := " ".join(value.split())) != plain:
            what = f"the '{key}' of {_name(row)} holds what cannot be seen on a page: `{visible(plain)}`"
            self._add((*at, key), what, "remove it")
        return plain

    def _until(self, row: Mapping[str, Any], at: _toml.Path) -> date | None:
        value = row.get("until")
        if "until" not in row:
            what = f"{_name(row)} has no 'until': none holds for ever"
            self._add((*at, "until"), what, f"write the last day on which it holds, such as `{_EXAMPLE['until']}`")
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            if isinstance(value, str) and _DATE.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        what = f"the 'until' of {_name(row)} is no day: '{visible(str(value))}'"
        self._add((*at, "until"), what, f"write it as `{_EXAMPLE['until']}`")
        return None

    def _scopes(self, row: Mapping[str, Any], at: _toml.Path) -> Iterator[Scope]:
        value = row.get("scope")
        texts = value if isinstance(value, list) else [value]
        if "scope" not in row or not texts:
            what = f"{_name(row)} has no 'scope'" if "scope" not in row else f"the 'scope' of {_name(row)} is empty"
            self._add((*at, "scope"), f"{what}: it would be for nothing", f"write {_SCOPES}")
            return
        known: set[str] = set()
        for text in texts:
            scope = self._scope(text, (*at, "scope"))
            if scope and str(scope) in known:
                self._add((*at, "scope"), f"{_name(row)} names '{scope}' twice", "keep one of the two")
            elif scope:
                known.add(str(scope))
                yield scope

    def _scope(self, text: object, at: _toml.Path) -> Scope | None:
        words = text.split() if isinstance(text, str) else []
        kind = next((one for one in ScopeKind if tuple(words[: len(one.split())]) == tuple(one.split())), None)
        if kind is None:
            self._refuse_kind(text, words, at)
            return None
        name = " ".join(words[len(kind.split()) :])
        glob = ""
        if kind is ScopeKind.PRINCIPLE:
            name, _, glob = name.partition(" ")
        if not name or visible(f"{name}{glob}") != f"{name}{glob}":
            said = f"names no {kind}" if not name else "holds what cannot be seen on a page"
            self.collector.add(
                _codes.SCOPE, self._line(at), f"the scope '{visible(str(text))}' {said}", f"write {_SCOPES}"
            )
            return None
        return self._with_files(kind, name, glob, at)

    def _with_files(self, kind: ScopeKind, name: str, glob: str, at: _toml.Path) -> Scope | None:
        found = _LINE.search(glob)
        glob = (glob[: found.start()] if found else glob).removeprefix("./")
        line = int(found[1]) if found else None
        if glob.startswith(("/", "~", "!")) or "\\" in glob or ".." in glob.split("/"):
            what = f"'{glob}' is no path within the project"
            self.collector.add(
                _codes.SCOPE, self._line(at), what, "name files by a path or a glob such as `src/legacy/**`"
            )
            return None
        return Scope(kind=kind, name=name, glob=glob, line=line, place=self._place(at))

    def _refuse_kind(self, text: object, words: list[str], at: _toml.Path) -> None:
        said = visible(str(text))
        if not words:
            what, hint = f"the scope '{said}' names nothing", f"write {_SCOPES}"
        elif words[0].lower().rstrip("s") in _NEVER:
            what, hint = f"'{said}' cannot be waived", f"put it right: a waiver is for {_SCOPES}"
        elif len(words) == 1:
            what, hint = f"the scope '{said}' does not say what '{words[0]}' is", f"write {_SCOPES}"
        else:
            what, hint = f"there is no kind '{words[0]}' to waive", did_you_mean(words[0], list(ScopeKind))
        self.collector.add(_codes.SCOPE, self._line(at), what, hint)

    def _refuse_unknown(self, table: Mapping[str, Any], known: tuple[str, ...], at: _toml.Path, where: str) -> None:
        for key in table:
            if key not in known:
                self._add((*at, key), f"unknown key '{visible(key)}' {where}", did_you_mean(key, known))

    def _add(self, at: _toml.Path, what: str, hint: str) -> None:
        self.collector.add(_codes.WAIVER, self._line(at), what, hint)

    def _place(self, at: _toml.Path) -> Place:
        return Place(path=self.collector.path, line=self._line(at))

    def _line(self, at: _toml.Path) -> int:
        return _toml.nearest(self.lines, at)


def _name(row: Mapping[str, Any]) -> str:
    id = row.get("id")
    return f"the waiver '{visible(id)}'" if isinstance(id, str) and id.strip() else "this waiver"
