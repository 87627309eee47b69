"""Principles as blocks of six fields (``Principle: SEC-003 …``, ``Statement:`` …), as arXiv 2602.02584 writes them."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field

from harness.domain.nearest import did_you_mean
from harness.domain.principles import Constitution
from harness.markdown.parse import parse
from harness.markdown.tree import Document, Heading
from harness.readers import _codes
from harness.readers._principles_forms import has_six_fields, is_spec_kit
from harness.readers._principles_imported import Imports, Raw, Value
from harness.readers._principles_terms import ID
from harness.readers._principles_tokens import tokens_of
from harness.readers._principles_versions import prose, read_versions
from harness.readers._principles_words import Source, markdown_words

READS = "constitution"
FORMAT = "six-fields"
_NAMES = {
    "title": "title",
    "statement": "constraint",
    "constraint": "constraint",
    "rationale": "rationale",
    "cwe": "cwe",
    "cwes": "cwe",
    "cwe reference": "cwe",
    "cwe references": "cwe",
    "enforcement": "enforcement",
    "enforcement level": "enforcement",
    "level": "level",
    "pattern": "pattern",
    "implementation pattern": "pattern",
    "verification": "verification",
}
_MARKER = r"[ \t>]*(?:#{1,6}[ \t]+|[-*+][ \t]+|[0-9]{1,3}[.)][ \t]+)?"
_BOLD = r"(?:\*\*|__)"
_COLON = rf"(?:{_BOLD}[ \t]*:|:[ \t]*{_BOLD}?)"
_BEGIN = re.compile(rf"{_MARKER}{_BOLD}?principle(?:{_COLON}[ \t]*(.*)|[ \t]+((?-i:{ID})\b.*))", re.IGNORECASE)
_FIELD = re.compile(
    rf"({_MARKER}){_BOLD}?({'|'.join(sorted(_NAMES, key=len, reverse=True))})[ \t]*(?:{_COLON}[ \t]*(.*)|{_BOLD}?[ \t]*)",
    re.IGNORECASE,
)
_OTHER = re.compile(rf"({_MARKER}){_BOLD}([^*_:]{{1,60}}){_COLON}")
_BREAK = re.compile(r"[ \t>]*(?:#{1,6}[ \t]|`{3}|~{3}|(?:[-*_][ \t]*){3,}$)")
_NAMED = re.compile(rf"[\[(`*_]*({ID})\b[\])`*_]*[ \t]*[:—–-]*[ \t]*(.*)")
_STATES = re.compile(rf"^{_MARKER}{_BOLD}?(?:statement|constraint)\b", re.IGNORECASE | re.MULTILINE)


def sniff(text: str) -> bool:
    """Whether a text has a block that begins with a principle's id, and one that states something."""
    return has_six_fields(text) and bool(_STATES.search(text)) and not is_spec_kit(text)


def read(text: str, path: str) -> Constitution:
    """The constitution that a text is: its blocks may be plain lines, bold ones, bullets, headings or a block of code.

    Raises:
        DocumentError: with every mistake of the text.
    """
    document = parse(text, path)
    imports = Imports(path, FORMAT)
    _Scan(Source.of(document), imports).run()
    versions = read_versions(prose(document.blocks))
    return imports.constitution(document.text, _title(document), versions, tokens_of(document))


def _title(document: Document) -> str:
    return next((block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1), "")


@dataclass
class _Lines:
    """The lines that a field has so far."""

    line: int
    first: str
    rest: list[str] = field(default_factory=list)

    def words(self, path: str) -> str:
        rest = textwrap.dedent("\n".join(self.rest)).strip("\n")
        return markdown_words("\n".join(filter(None, [self.first, rest])), path)

    def goes_on_with(self, line: str) -> bool:
        """Whether a line belongs to the field: after a blank one only what is indented or a bullet, or its first words."""
        if _BREAK.match(line):
            return False
        after_blank = bool(self.rest) and not self.rest[-1]
        begun = self.first or any(self.rest)
        return not (line and begun and after_blank) or bool(re.match(r"[ \t]|[-*+] |[0-9]+[.)] ", line))


@dataclass
class _Scan:
    """One pass over the lines of a document; each principle goes to the imports when the next one begins."""

    source: Source
    imports: Imports
    head: str = ""
    line: int = 0
    last: int = 0
    marker: str = ""
    fields: dict[str, _Lines] = field(default_factory=dict)
    current: _Lines | None = None

    def run(self) -> None:
        for number, line in enumerate(self.source.lines, 1):
            begun = _BEGIN.fullmatch(line)
            if begun:
                self._finish()
                self.head, self.line, self.last = (begun[1] if begun[2] is None else begun[2]), number, number
                self.fields, self.current, self.marker = {}, None, ""
            elif self.line:
                self._take(line, number)
        self._finish()

    def _take(self, line: str, number: int) -> None:
        found = _FIELD.fullmatch(line)
        # Without a colon the name of a field is one in a heading or in bold only.
        if found and (found[3] is not None or line.lstrip(" \t>").startswith(("#", "**", "__"))):
            self._begin_field(found[2], _Lines(number, (found[3] or "").strip()))
            self.marker = found[1].strip()[:1]
            self.last = number
        elif (other := _OTHER.match(line)) and other[1].strip()[:1] == self.marker:
            self._refuse_unknown(other[2], number)
        elif self.current and self.current.goes_on_with(line):
            self.current.rest.append(line.rstrip())
            self.last = number if line.strip() else self.last
        else:
            self.current = None

    def _begin_field(self, written: str, lines: _Lines) -> None:
        name = _NAMES[" ".join(written.lower().split())]
        if name in self.fields:
            what = f"the field '{written}' is given twice, first on line {self.fields[name].line}"
            self.imports.collector.add(_codes.FIELD_TWICE, lines.line, what, "keep one of the two")
        self.fields.setdefault(name, lines)
        self.current = lines

    def _refuse_unknown(self, written: str, number: int) -> None:
        name = " ".join(written.split())
        hint = did_you_mean(name, {known.capitalize().replace("Cwe", "CWE") for known in _NAMES})
        self.imports.collector.add(_codes.UNKNOWN_FIELD, number, f"unknown field '{name}'", hint)
        self.current = None

    def _finish(self) -> None:
        if not self.line:
            return
        head = self.head.strip().rstrip("*_ ")
        found = _NAMED.fullmatch(head)
        id_, title = (found[1], found[2].strip()) if found else (head, "")
        if title.startswith("(") and title.endswith(")"):
            title = title[1:-1]
        path = self.imports.path
        values = {name: Value(lines.words(path), lines.line) for name, lines in self.fields.items()}
        title = values["title"].text if "title" in values else title
        digest = self.source.digest(self.line, self.last + 1)
        self.imports.add(Raw(id_, title, self.line, values, digest))
