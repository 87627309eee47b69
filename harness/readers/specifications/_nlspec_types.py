"""Types and terms of an NLSpec: RECORD and ENUM in fences, and its glossary; functions are no things that are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.places import Place
from harness.domain.specifications import Entity, Field, Term
from harness.markdown.tree import Document, Fence, Grid, Heading, Listed
from harness.readers.specifications._prose import one_line, unemphasised

_OPENS = re.compile(
    r"(?P<indent>\s*)(?P<what>RECORD|ENUM)\s+(?P<name>[\w.<>]{1,200})(?P<more>[^:{\-]{0,200})[:{]?\s*(?:--\s?(?P<text>.*))?"
)
_FIELD = re.compile(r"(?:PROPERTY\s{1,9})?(?P<name>\w{1,200})\s*(?::(?P<type>.*))?", re.DOTALL)
_COMMENT = re.compile(r"\s(?:--|//|#)\s?")
_MOST_LINE = 2_000
_GLOSSARY = re.compile(r"\b(?:glossary|terminology|terms|definitions)\b", re.IGNORECASE)
_TERM = re.compile(r"[*_]{2}(?P<name>[^*_]{1,200})[*_]{2}\s*(?:--|[:–—-])?\s*(?P<text>.*)", re.DOTALL)


def entities(document: Document) -> Iterator[Entity]:
    """Every RECORD and ENUM of the fences of a document, in order."""
    for block in document.blocks:
        if isinstance(block, Fence) and ("RECORD" in block.content or "ENUM" in block.content):
            yield from _of_fence(block, document.path)


def terms(document: Document) -> Iterator[Term]:
    """What the glossary explains: items and rows that begin with a word in bold, or the first two columns of its table."""
    within = 0
    for block in document.blocks:
        if isinstance(block, Heading):
            if _GLOSSARY.search(block.text) and "definition of done" not in block.text.lower():
                within = block.level
            elif block.level <= within:
                within = 0
        elif within and isinstance(block, Listed):
            for item in block.items:
                found = _TERM.fullmatch(item.text)
                if found:
                    yield _term(found["name"], found["text"], document.path, item.line)
        elif within and isinstance(block, Grid):
            for row in block.rows:
                if len(row.cells) > 1:
                    yield _term(row.cells[0], row.cells[1], document.path, row.line)


def _term(name: str, text: str, path: str, line: int) -> Term:
    return Term(name=unemphasised(name).strip(" :`."), text=one_line(text), place=Place(path=path, line=line))


def _of_fence(fence: Fence, path: str) -> Iterator[Entity]:
    held: Entity | None = None
    fields: list[Field] = []
    depth = 0
    for line, text in enumerate(fence.content.split("\n"), fence.line + 1):
        opens = _OPENS.fullmatch(text[:_MOST_LINE])
        indent = len(text) - len(text.lstrip())
        if held and (opens or (text.strip() and indent <= depth)):
            yield held.model_copy(update={"fields": tuple(fields)})
            held, fields = None, []
        if opens:
            depth = indent
            words = one_line(f"{opens['more']} {opens['text'] or ''}")
            held = Entity(name=opens["name"], text=words, place=Place(path=path, line=line))
        elif held:
            fields += _fields(text[:_MOST_LINE], Place(path=path, line=line))
    if held:
        yield held.model_copy(update={"fields": tuple(fields)})


def _fields(text: str, place: Place) -> list[Field]:
    """The field that a line is; none where it is a comment or a function."""
    words, *comment = _COMMENT.split(text, maxsplit=1)
    found = _FIELD.fullmatch(words.strip().rstrip(",; "))
    if not found or found["name"] in ("FUNCTION", "END"):
        return []
    return [Field(name=found["name"], type=(found["type"] or "").strip(), text="".join(comment).strip(), place=place)]
