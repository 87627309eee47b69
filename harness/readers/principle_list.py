"""Principles as a YAML list (``id``, ``cwe``, ``level``, ``constraint``, ``pattern``, ``rationale``), also in Markdown."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from harness.domain.codes import Code
from harness.domain.nearest import did_you_mean
from harness.domain.principles import Constitution
from harness.errors import DocumentError
from harness.markdown.front_matter import read_value, refuse_unknown_keys
from harness.markdown.parse import parse
from harness.markdown.text import normalise, sha256
from harness.markdown.tree import Document, Fence, Heading, Listing, Scalar, Table
from harness.markdown.tree import Value as Yaml
from harness.markdown.values import plain_value
from harness.readers import _codes
from harness.readers._principles_checks import canonical
from harness.readers._principles_forms import is_spec_kit
from harness.readers._principles_imported import Imports, Raw, Value
from harness.readers._principles_tokens import is_token, tokens_of
from harness.readers._principles_versions import Versions, note, prose, read_versions
from harness.readers._principles_words import fences, markdown_words

READS = "constitution"
FORMAT = "principle-list"
MOST_CHARACTERS = 512 * 1024
_FIELDS = {
    "constraint": "constraint",
    "statement": "constraint",
    "cwe": "cwe",
    "cwes": "cwe",
    "level": "level",
    "pattern": "pattern",
    "rationale": "rationale",
    "implementation_pattern": "pattern",
    "enforcement": "enforcement",
    "verification": "verification",
}
_KEYS = frozenset({"id", "title", "name", *_FIELDS})
_DATES = {"version": "version", "ratified": "ratified", "amended": "amended", "last_amended": "amended"}
_TOP = frozenset({"principles", "title", "name", "description", *_DATES})
_KEY = r"""(?:^[ \t]*(?:[-\[][ \t]*)?|[{,][ \t]*)["']?%s["']?[ \t]*:"""
_SNIFF = tuple(re.compile(_KEY % name, re.MULTILINE) for name in ("id", "(?:constraint|statement)"))
_YAML = frozenset({"yaml", "yml", "json"})
_HINT = "write a list whose items are `- id: SEC-001`, `level: MUST`, `constraint: …`"


def sniff(text: str) -> bool:
    """Whether lines of the text begin with the keys ``id`` and ``constraint``, as items of a list do."""
    front = text.startswith("---") and re.search(r"^(?:verifies|surface|tier)[ \t]*:", text, re.MULTILINE)
    return all(form.search(text) for form in _SNIFF) and not front and not is_spec_kit(text)


def read(text: str, path: str) -> Constitution:
    """The constitution that a text is: one YAML document, or all lists in the YAML blocks of a Markdown document.

    Raises:
        DocumentError: with every mistake of the text.
    """
    text = normalise(text, path)
    reading = _Reading(Imports(path, FORMAT))
    document = None if path.endswith((".yaml", ".yml", ".json")) else parse(text, path)
    blocks = [fence for fence in fences(document.blocks) if _is_list(fence)] if document else []
    for fence in blocks:
        reading.add(fence.content, fence.line + 1)
    if document is None or not blocks:
        reading.add(text, 1)
        return reading.imports.constitution(text, reading.title, reading.versions, ())
    reading.title = reading.title or _title(document)
    versions = reading.versions if reading.versions.line else read_versions(prose(document.blocks))
    return reading.imports.constitution(text, reading.title, versions, tokens_of(document))


def _is_list(fence: Fence) -> bool:
    return fence.info.lower().split()[:1] in ([word] for word in _YAML) and sniff(fence.content)


def _title(document: Document) -> str:
    return next((block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1), "")


@dataclass
class _Reading:
    imports: Imports
    title: str = ""
    versions: Versions = field(default_factory=Versions)

    def add(self, text: str, first_line: int) -> None:
        """Read one YAML document; mistakes are collected."""
        try:
            value = read_value(text, self.imports.path, first_line, "list of principles", MOST_CHARACTERS)
        except DocumentError as error:
            self.imports.collector.mistakes.extend(error.mistakes)
            return
        inner = value.values.get("constitution") if isinstance(value, Table) and len(value.values) == 1 else None
        value = inner if isinstance(inner, Table) else value
        if isinstance(value, Table):
            refuse_unknown_keys(value, _TOP, self.imports.collector)
            self._head(value)
            value = value.values.get("principles")
        if isinstance(value, Listing):
            for item in value.items:
                self._item(item)
        if not isinstance(value, Listing) or not value.items:
            self._refuse(_codes.NO_PRINCIPLE, value.line if value else first_line, "no principle is listed")

    def _head(self, table: Table) -> None:
        for key, value in table.values.items():
            text = self._text(key, value) or "" if key != "principles" else ""
            if key in ("title", "name"):
                self.title = text
            elif key in _DATES and text and not is_token(text):
                self.versions.line = value.line
                note(_DATES[key], text, self.versions)

    def _item(self, item: Yaml) -> None:
        if not isinstance(item, Table):
            self._refuse(_codes.FIELD_VALUE, item.line, "an item of the list is not made of keys")
            return
        for key in item.values:
            if key not in _KEYS:
                line, what = item.key_lines[key], f"unknown field '{key}'"
                self.imports.collector.add(_codes.UNKNOWN_FIELD, line, what, did_you_mean(key, _KEYS))
        fields: dict[str, Value] = {}
        for key, value in item.values.items():
            name = _FIELDS.get(key)
            if name in fields:
                what = f"the field '{key}' is given twice, first on line {fields[name].line}"
                self.imports.collector.add(_codes.FIELD_TWICE, item.key_lines[key], what, "keep one of the two")
            elif name:
                text = self._text(key, value)
                fields[name] = Value(text or "", item.key_lines[key], refused=text is None)
        words = {key: self._text(key, item.values[key]) or "" for key in ("id", "title", "name") if key in item.values}
        title = words.get("title") or words.get("name") or ""
        self.imports.add(Raw(words.get("id", ""), title, item.line, fields, sha256(canonical(plain_value(item)) or "")))

    def _text(self, key: str, value: Yaml) -> str | None:
        """The words of a value, a list of weaknesses in one line; None for what is not words, which is collected."""
        values = value.items if isinstance(value, Listing) and _FIELDS.get(key) == "cwe" else (value,)
        words = [one.text or "" for one in values if isinstance(one, Scalar)]
        text = ", ".join(words)
        if len(words) < len(values) or not all(letter.isprintable() or letter in "\n\t" for letter in text):
            self._refuse(_codes.FIELD_VALUE, value.line, f"'{key}' is not plain words")
            return None
        return markdown_words(unicodedata.normalize("NFC", text), self.imports.path)

    def _refuse(self, code: Code, line: int, what: str) -> None:
        self.imports.collector.add(code, line, what, _HINT)
