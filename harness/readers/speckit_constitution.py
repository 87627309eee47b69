"""Spec Kit's constitutions (``.specify/memory/constitution.md``) to principles; checks are for others to add."""

from __future__ import annotations

import re
from dataclasses import replace

from harness.domain.places import Place
from harness.domain.principles import Constitution, Level, Principle, Remark
from harness.markdown.collector import Collector
from harness.markdown.parse import parse
from harness.markdown.text import sha256
from harness.markdown.tree import Document, Heading
from harness.readers import _codes
from harness.readers._principles_footer import read_footer
from harness.readers._principles_forms import is_spec_kit
from harness.readers._principles_sections import Piece, pieces
from harness.readers._principles_speckit import Body, binding, body_of
from harness.readers._principles_terms import as_title, cwes_in, levels_differ, no_level, short, without_comments
from harness.readers._principles_tokens import tokens_of
from harness.readers._principles_versions import Versions
from harness.readers._principles_words import Source

READS = "constitution"
FORMAT = "speckit-constitution"
_TITLE = re.compile(
    r"^#[ \t]+[^\n]*(?:constitution|constituci[oó]n|constitui[cç][aã]o|costituzione|verfassung|宪法|宪章|憲法|憲章)",
    re.IGNORECASE | re.MULTILINE,
)
_FOOTER = re.compile(
    r"^(?:\*\*|__)version(?:\*\*|__)[ \t]*:[^\n]{0,200}(?:\*\*|__)ratified", re.IGNORECASE | re.MULTILINE
)
_OTHER = re.compile(
    r"\A---[ \t]*\r?\n(?:(?!---).*\n)*?(?:verifies|surface|tier)[ \t]*:|^# feature specification",
    re.IGNORECASE | re.MULTILINE,
)


def sniff(text: str) -> bool:
    """Whether a text looks like Spec Kit's: a title of a constitution, core principles, or its last line."""
    return not _OTHER.search(text) and (is_spec_kit(text) or bool(_TITLE.search(text) or _FOOTER.search(text)))


def read(text: str, path: str) -> Constitution:
    """The constitution that a text is.

    A principle binds as its label, the mark of its heading (``NON-NEGOTIABLE``) or else its strongest word says; one
    without any of them is taken for a SHOULD, and remarked. What is one, ``_principles_sections`` says.

    Raises:
        DocumentError: if an id is given twice, or no principle is found.
    """
    return _Reading(parse(text, path)).constitution()


class _Reading:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.source = Source.of(document)
        self.collector = Collector(document.path)
        self.remarks: list[Remark] = []
        self.lines: dict[str, int] = {}
        self.free: dict[str, int] = {}

    def constitution(self) -> Constitution:
        found = pieces(self.document.blocks, len(self.source.lines) + 1)
        principles = [self._principle(piece) for piece in found if self._is_new(piece)]
        if not found:
            hint = "write each principle below a heading such as `### I. Library-First`, with MUST, SHOULD or MAY"
            self.collector.add(_codes.NO_PRINCIPLE, 1, "no principle is found in this constitution", hint)
        self.collector.raise_if_any()
        versions = self._versions()
        return Constitution(
            title=self._title(),
            path=self.document.path,
            format=FORMAT,
            version=versions.version,
            ratified=versions.ratified,
            amended=versions.amended,
            principles=tuple(principles),
            tokens=tokens_of(self.document),
            remarks=tuple(self.remarks),
            sha256=sha256(self.document.text),
        )

    def _title(self) -> str:
        titles = [block.text for block in self.document.blocks if isinstance(block, Heading) and block.level == 1]
        return next((found for title in titles if (found := as_title(without_comments(title)))), "Constitution")

    def _versions(self) -> Versions:
        versions = read_footer(self.document.blocks)
        for line, what, hint in versions.problems:
            self._remark(_codes.VERSION.code, line, what, hint)
        return versions

    def _is_new(self, piece: Piece) -> bool:
        """Whether the id that a heading itself gives is not taken yet."""
        first = self.lines.get(piece.name.id)
        if first:
            what = f"principle '{piece.name.id}' is given twice, first on line {first}"
            self.collector.add(_codes.PRINCIPLE_TWICE, piece.line, what, "give one of the two another number")
        return not first

    def _principle(self, piece: Piece) -> Principle:
        body = body_of(piece.blocks, self.source, piece.end)
        title = piece.name.title or short(body.constraint) or "Principle"
        constraint = body.constraint or title
        return Principle(
            id=self._id(piece),
            title=title,
            level=self._level(piece, replace(body, constraint=constraint)),
            cwes=cwes_in(f"{body.cwes} {title} {constraint} {body.rationale} {body.enforcement}"),
            constraint=constraint,
            pattern=body.pattern,
            rationale=body.rationale,
            enforcement=body.enforcement,
            place=Place(path=self.document.path, line=piece.line),
            constitution=self.document.path,
            sha256=self.source.digest(piece.line, piece.end),
        )

    def _id(self, piece: Piece) -> str:
        """The heading's own id, or one of its number; where it has none, or that is taken, the next free one."""
        name = piece.name
        prefix = name.word or ("PRINCIPLE" if name.number else piece.prefix)
        id_ = name.id or f"{prefix}-{name.number or 1}"
        if id_ in self.lines:
            id_ = self._free(piece.prefix if name.number else prefix)
        self.lines[id_] = piece.line
        return id_

    def _free(self, prefix: str) -> str:
        number = self.free.get(prefix, 1)
        while f"{prefix}-{number}" in self.lines:
            number += 1
        self.free[prefix] = number
        return f"{prefix}-{number}"

    def _level(self, piece: Piece, body: Body) -> Level:
        given = body.level or piece.name.level
        level = given or binding(body.constraint) or piece.level
        if level is None:
            what, hint = no_level(piece.name.title or short(body.constraint), body.constraint)
            self._remark(_codes.LEVEL_ASSUMED.code, piece.line, what, hint)
            return Level.SHOULD
        differs = levels_differ(given, body.constraint) if given else ""
        if differs:
            self._remark(_codes.LEVELS_DIFFER.code, piece.line, differs, "make the two say the same")
        return level

    def _remark(self, code: str, line: int, what: str, hint: str) -> None:
        place = Place(path=self.document.path, line=line)
        self.remarks.append(Remark(code=code, what=what, hint=hint, place=place))
