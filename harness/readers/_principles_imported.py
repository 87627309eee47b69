"""Principles of foreign forms, once their fields are found: ids, levels and weaknesses; finding fields lies in the readers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from harness.domain.codes import Code
from harness.domain.nearest import did_you_mean
from harness.domain.places import Place
from harness.domain.principles import Constitution, Level, Principle, Remark, Token
from harness.markdown.collector import Collector
from harness.markdown.text import sha256
from harness.readers import _codes
from harness.readers._principles_speckit import binding
from harness.readers._principles_terms import ID, LEVELS, as_title, levels_differ, no_level, short, split_cwes
from harness.readers._principles_versions import Versions

_LEVEL = re.compile(rf"\W*({'|'.join(LEVELS)})\b(?:\s+NOT\b)?\W*(?:\([^()]*\))?\W*", re.IGNORECASE)


@dataclass(frozen=True)
class Value:
    """What a field says, its line, and whether the reader refused it already."""

    text: str
    line: int
    refused: bool = False


@dataclass(frozen=True)
class Raw:
    """A principle as it is written: its id and title, its line, its fields by our names in lower case, and its hash."""

    id: str
    title: str
    line: int
    fields: Mapping[str, Value]
    sha256: str

    def text(self, name: str) -> str:
        """What a field says; empty where it is not given."""
        return self.fields[name].text if name in self.fields else ""


@dataclass
class Imports:
    """The principles of one document so far, its mistakes, and what is to be remarked."""

    path: str
    format: str
    principles: dict[str, Principle] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.collector = Collector(self.path)

    def add(self, raw: Raw) -> None:
        """Keep a principle; mistakes in it are collected."""
        if not re.fullmatch(ID, raw.id):
            what = f"'{raw.id}' is not the id of a principle" if raw.id else "a principle has no id"
            hint = "write capitals, a dash and a number, such as SEC-003"
            self.collector.add(_codes.PRINCIPLE_HEADING, raw.line, what, hint)
        elif raw.id in self.principles:
            what = f"principle '{raw.id}' is given twice, first on line {self.principles[raw.id].place.line}"
            self.collector.add(_codes.PRINCIPLE_TWICE, raw.line, what, "give one of the two another number")
        else:
            self.principles[raw.id] = self._principle(raw)

    def constitution(self, text: str, title: str, versions: Versions, tokens: tuple[Token, ...]) -> Constitution:
        """The constitution of all that was added.

        Raises:
            DocumentError: with every mistake.
        """
        for line, what, hint in versions.problems:
            self._remark(_codes.VERSION, line, what, hint)
        self.collector.raise_if_any()
        return Constitution(
            title=as_title(title) or self.path.rpartition("/")[2].partition(".")[0] or "Constitution",
            path=self.path,
            format=self.format,
            version=versions.version,
            ratified=versions.ratified,
            amended=versions.amended,
            principles=tuple(self.principles.values()),
            tokens=tokens,
            remarks=tuple(self.remarks),
            sha256=sha256(text),
        )

    def _principle(self, raw: Raw) -> Principle:
        constraint = raw.text("constraint")
        if not constraint and not ("constraint" in raw.fields and raw.fields["constraint"].refused):
            hint = "say what must hold, with MUST, SHOULD or MAY"
            self.collector.add(_codes.NO_CONSTRAINT, raw.line, f"'{raw.id}' has no constraint", hint)
        enforcement = "" if _LEVEL.fullmatch(raw.text("enforcement")) else raw.text("enforcement")
        return Principle(
            id=raw.id,
            title=as_title(raw.title) or short(constraint) or raw.id,
            level=self._level(raw, constraint),
            cwes=self._cwes(raw),
            constraint=constraint,
            pattern=raw.text("pattern"),
            rationale=raw.text("rationale"),
            enforcement="\n\n".join(filter(None, (enforcement, raw.text("verification")))),
            place=Place(path=self.path, line=raw.line),
            constitution=self.path,
            sha256=raw.sha256,
        )

    def _level(self, raw: Raw, constraint: str) -> Level:
        given = self._given(raw)
        level = given or binding(constraint)
        if level is None:
            what, hint = no_level(raw.id, constraint)
            self._remark(_codes.LEVEL_ASSUMED, raw.line, what, hint)
            return Level.SHOULD
        differs = levels_differ(given, constraint) if given else ""
        if differs:
            line = raw.fields["constraint"].line
            self._remark(_codes.LEVELS_DIFFER, line, differs, "make the two say the same")
        return level

    def _given(self, raw: Raw) -> Level | None:
        """The level of its own field, or the one that the enforcement begins with."""
        level = raw.fields.get("level")
        found = _LEVEL.fullmatch(level.text) if level else _LEVEL.match(raw.text("enforcement"))
        if found and (level or found[1].isupper()):
            return LEVELS[found[1].upper()]
        if level:
            hint = did_you_mean(level.text, list(Level))
            what = f"unknown level '{' '.join(level.text.split())}'"
            self.collector.add(_codes.LEVEL, level.line, what, hint)
        return None

    def _cwes(self, raw: Raw) -> tuple[str, ...]:
        cwes, others = split_cwes(raw.text("cwe"), bare=True)
        for word in others:
            hint = "write them as CWE-89, CWE-564, or none"
            what = f"'{' '.join(word.split())}' is not a weakness of the CWE"
            self.collector.add(_codes.FIELD_VALUE, raw.fields["cwe"].line, what, hint)
        return cwes

    def _remark(self, code: Code, line: int, what: str, hint: str) -> None:
        place = Place(path=self.path, line=line)
        self.remarks.append(Remark(code=code.code, what=what, hint=hint, place=place))
