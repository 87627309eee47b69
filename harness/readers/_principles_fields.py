"""The bullets ``- **Level:** MUST`` of a principle to typed values; its checks and samples lie beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeVar

from harness.domain.codes import Code
from harness.domain.nearest import did_you_mean
from harness.domain.principles import Level, Precision
from harness.markdown.collector import Collector
from harness.markdown.tree import Listed, Paragraph, Part
from harness.readers import _codes
from harness.readers._principles_terms import LEVELS, split_cwes
from harness.readers._principles_words import Source, with_ends

Value = TypeVar("Value")
NAMES = (
    "Level",
    "CWE",
    "Applies to",
    "Constraint",
    "Pattern",
    "Rationale",
    "Enforcement",
    "Precision",
    "Review",
    "Verifies",
)
_BY_LOWER = {name.lower(): name for name in NAMES}
_KNOWN = "|".join(NAMES)
_BOLD = re.compile(r"(?:\*\*|__)([^*:]{1,60}?)\s*(?::\s*(?:\*\*|__)|(?:\*\*|__)\s*:)\s*(.*)", re.DOTALL)
_PLAIN = re.compile(rf"({_KNOWN})\s*:\s*(.*)", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"`{3,}[^`]*\Z|~{3}")
_PRECISION = re.compile(r"(.*?)\s*(?:\((.*)\))?", re.DOTALL)
_SPAN = re.compile(r"(!?\s*)`([^`]+)`")


@dataclass(frozen=True)
class Fields:
    """The fields of one principle; what is not given is empty, and ``level`` None. ``lines`` tells where each stands."""

    level: Level | None
    cwes: tuple[str, ...]
    applies_to: tuple[str, ...]
    constraint: str
    pattern: str
    rationale: str
    enforcement: str
    precision: Precision | None
    precision_basis: str
    review_only: bool
    verifies: tuple[str, ...]
    lines: Mapping[str, int]


def read_fields(part: Part, source: Source, end: int, collector: Collector) -> Fields:
    """The fields of a principle that ends before line ``end``; mistakes go to the collector."""
    return _Reading(part, source, end, collector).fields()


def looks_like_principle(part: Part) -> bool:
    """Whether what stands below a heading has fields of ours, so that the heading wants to be a principle."""
    texts = [item.text for block in part.blocks if isinstance(block, Listed) for item in block.items]
    return any(found[0] in ("Level", "Constraint") for text in texts if (found := label(text)))


def label(text: str) -> tuple[str, str] | None:
    """A field's name and value where a text begins with one; unknown names stay as they are written."""
    found = _BOLD.fullmatch(text) or _PLAIN.fullmatch(text)
    if not found:
        return None
    name = " ".join(found[1].split())
    return _BY_LOWER.get(name.lower(), name), found[2].strip()


@dataclass(frozen=True)
class _Given:
    line: int
    text: str


class _Reading:
    def __init__(self, part: Part, source: Source, end: int, collector: Collector) -> None:
        self.part = part
        self.source = source
        self.collector = collector
        self.given: dict[str, _Given] = {}
        for name, given in self._labelled(end):
            self._keep(name, given)

    def fields(self) -> Fields:
        level = self._read("Level", self._level)
        if "Level" not in self.given:
            hint = "add a bullet such as `- **Level:** MUST`"
            self._refuse(_codes.LEVEL, self.part.heading.line, f"{self._id} has no level", hint)
        if "Constraint" not in self.given:
            hint = "add a bullet `- **Constraint:** …` that says what must hold"
            self._refuse(_codes.NO_CONSTRAINT, self.part.heading.line, f"{self._id} has no constraint", hint)
        return Fields(
            level=level,
            cwes=self._read("CWE", self._cwes) or (),
            applies_to=self._read("Applies to", self._globs) or (),
            constraint=self._text("Constraint"),
            pattern=self._text("Pattern"),
            rationale=self._text("Rationale"),
            enforcement=self._text("Enforcement"),
            precision=self._read("Precision", self._precision),
            precision_basis=self._read("Precision", self._precision_basis) or "",
            review_only=self._read("Review", self._review) or False,
            verifies=self._read("Verifies", self._names) or (),
            lines={name: given.line for name, given in self.given.items()},
        )

    @property
    def _id(self) -> str:
        return f"'{self.part.heading.text}'"

    def _labelled(self, end: int) -> Iterator[tuple[str, _Given]]:
        for block, after in with_ends(self.part.blocks, end):
            if isinstance(block, Listed):
                yield from self._of_list(block, after)
            elif isinstance(block, Paragraph):
                self._refuse_in_prose(block)

    def _of_list(self, listed: Listed, end: int) -> Iterator[tuple[str, _Given]]:
        for item, after in with_ends(listed.items, end):
            found = label(item.text)
            if found and _FENCE.match(found[1]):
                what, hint = (
                    f"a block begins behind '{found[0]}'",
                    "begin it on a line of its own, indented by two spaces",
                )
                self._refuse(_codes.FIELD_VALUE, item.line, what, hint)
            elif found:
                yield found[0], _Given(item.line, self.source.labelled(found[1], item.below, after))

    def _keep(self, name: str, given: _Given) -> None:
        if name not in NAMES:
            self._refuse(_codes.UNKNOWN_FIELD, given.line, f"unknown field '{name}'", did_you_mean(name, NAMES))
        elif name in self.given:
            what = f"the field '{name}' is given twice, first on line {self.given[name].line}"
            self._refuse(_codes.FIELD_TWICE, given.line, what, "keep one of the two")
        else:
            self.given[name] = given
            if not given.text:
                hint = "write what it says behind the colon, or take the line away"
                self._refuse(_codes.FIELD_VALUE, given.line, f"the field '{name}' says nothing", hint)

    def _refuse_in_prose(self, paragraph: Paragraph) -> None:
        for line, text in enumerate(paragraph.lines, paragraph.line):
            found = _BOLD.match(text)
            name = _BY_LOWER.get(found[1].lower()) if found else None
            if name:
                what, hint = f"the field '{name}' is not a bullet", f"begin the line with a dash: `- **{name}:** …`"
                self._refuse(_codes.FIELD_VALUE, line, what, hint)

    def _text(self, name: str) -> str:
        return self.given[name].text if name in self.given else ""

    def _read(self, name: str, reading: Callable[[_Given], Value]) -> Value | None:
        given = self.given.get(name)
        return reading(given) if given and given.text else None

    def _level(self, given: _Given) -> Level | None:
        word = given.text.strip("*_`. ").upper()
        if word in Level.__members__:
            return Level(word)
        hint = f"write {LEVELS[word]}" if word in LEVELS else did_you_mean(word, list(Level))
        self._refuse(_codes.LEVEL, given.line, f"unknown level '{given.text}'", hint)
        return None

    def _cwes(self, given: _Given) -> tuple[str, ...]:
        cwes, others = split_cwes(given.text)
        for word in others:
            hint = "write them as `CWE-89, CWE-564`, or `none`"
            self._refuse(_codes.FIELD_VALUE, given.line, f"'{word}' is not a weakness of the CWE", hint)
        return cwes

    def _globs(self, given: _Given) -> tuple[str, ...]:
        text = re.sub(r"^- ", "", given.text, flags=re.MULTILINE)
        spans = _SPAN.findall(text)
        rest = " ".join(re.sub(r"\band\b|,", " ", _SPAN.sub(" ", text)).split()).rstrip(". ")
        globs = [sign.strip() + glob.strip() for sign, glob in spans] or re.split(r"\s*,\s*(?![^{}]*\})", text)
        words = [rest] if spans and rest else [glob for glob in globs if " " in glob and not spans]
        for word in words:
            self._refuse_globs(given, f"'{word}' is not a glob")
        for glob in globs:
            path = PurePosixPath(glob.removeprefix("!"))
            if not path.parts or path.is_absolute() or ".." in path.parts or "\\" in glob:
                self._refuse_globs(given, f"'{glob}' is not a glob of paths in the project")
        return tuple(globs)

    def _refuse_globs(self, given: _Given, what: str) -> None:
        hint = (
            "write them in code spans, such as `src/**/*.py`, `!src/vendor/**`; without the field all files are meant"
        )
        self._refuse(_codes.FIELD_VALUE, given.line, what, hint)

    def _names(self, given: _Given) -> tuple[str, ...]:
        text = re.sub(r"^- ", "", given.text, flags=re.MULTILINE)
        names = [name.strip("*_`. ") for name in re.split(r"\s*[,;\n]\s*|\s+and\s+", text)]
        for name in names:
            if not name or " " in name:
                hint = "write the names of requirements, such as `FR-003, 001-bank/FR-004`"
                self._refuse(_codes.FIELD_VALUE, given.line, f"'{name}' is not the name of a requirement", hint)
        return tuple(dict.fromkeys(names))

    def _precision(self, given: _Given) -> Precision | None:
        word = _precision_parts(given.text)[0]
        if word in list(Precision):
            return Precision(word)
        hint = f"write how precise, and on what it was measured: {', '.join(Precision)} (41 of 43 findings on Flask)"
        self._refuse(_codes.FIELD_VALUE, given.line, f"unknown precision '{word}'", hint)
        return None

    def _precision_basis(self, given: _Given) -> str:
        return _precision_parts(given.text)[1]

    def _review(self, given: _Given) -> bool:
        found = re.match(r"(?:by\b|yes$)", given.text.strip("*_`. "), re.IGNORECASE)
        if not found:
            what, hint = f"unknown review '{given.text}'", "write `by a person`, or take the line away"
            self._refuse(_codes.FIELD_VALUE, given.line, what, hint)
        return bool(found)

    def _refuse(self, code: Code, line: int, what: str, hint: str) -> None:
        self.collector.add(code, line, " ".join(what.split()), hint)


def _precision_parts(text: str) -> tuple[str, str]:
    """How precise, in small letters, and the words in brackets behind it."""
    found = _PRECISION.fullmatch(text.strip("*_`. "))
    assert found  # it matches any text
    return " ".join(found[1].lower().split()), " ".join((found[2] or "").split())
