"""Key entities, edge cases and open questions of a Spec Kit document; its requirements and stories lie elsewhere."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from harness.domain.places import Place
from harness.domain.specifications import Clarification, EdgeCase, Entity, Field
from harness.markdown.tree import Block, Grid, Item, Listed, Paragraph, Row
from harness.readers.specifications._prose import binding_level, one_line, unemphasised
from harness.readers.specifications._speckit_labels import is_label
from harness.readers.specifications._speckit_sections import Section

_NAMED = re.compile(
    r"(?:\*\*|__|`)+(?P<name>[^*_`]{1,80}?)\s*:?(?:\*\*|__|`)+\s*(?:\([^()]{0,80}\)\s*)?[:–—-]?\s*(?P<text>.*)",
    re.DOTALL,
)
_PLAIN = re.compile(r"(?P<name>[^:–—.]{1,60}?)\s*(?::|\s[–—-])\s+(?P<text>.*)", re.DOTALL)
_ATTRIBUTES = re.compile(
    r"\b(?:key )?(?:attributes?|fields|properties|attribut(?:s|e)?|felder|champs|campos|atributos|属性|フィールド)\b"
    r"[*_]{0,3}\s*(?:\binclude\b|\bare\b|:)[*_]{0,3}\s*(?P<list>[^.;\n]{1,2000})",
    re.IGNORECASE,
)
_RELATIONS = re.compile(
    r"[*_]{0,3}(?:relationships?|relations?|purpose|constraints?|rules|notes?|validation)\b", re.IGNORECASE
)
_COMMA = re.compile(r",(?![^()]{0,200}\))")
_TYPED = re.compile(r"(?P<name>[^():]{1,80}?)\s*(?:\((?P<type>[^()]{1,200})\)|:\s+(?P<text>.*))?", re.DOTALL)
_HANDLED = re.compile(r"\s*(?:→|⇒|->|=>)\s*|(?<=\?)[*_]{0,3}\s+(?=\S)")
_EDGE_ID = re.compile(r"[*_`]{0,3}EC[- ]?[0-9]{1,4}[*_`]{0,3}\s*[:.)–—-]?\s*")
_QUESTION = "[NEEDS CLARIFICATION"
_LONGEST_QUESTION = 2000
_BRACKET = re.compile(r"[\[\]]|\n\n")
_DEEPEST = 8


def entities(blocks: Sequence[Block], path: str) -> Iterator[Entity]:
    """The entities that stand in lists and tables, each in an item or a row of its own."""
    for block in blocks:
        if isinstance(block, Listed):
            yield from (found for item in block.items if (found := _entity(item, path)))
        elif isinstance(block, Grid):
            for row in block.rows:
                yield Entity(
                    name=_clean(row.cells[0]), text=one_line("; ".join(row.cells[1:])), place=_at(path, row.line)
                )


def edge_cases(blocks: Sequence[Block], path: str) -> Iterator[EdgeCase]:
    """The edge cases of a section: its items, the rows of its tables, and its paragraphs but for what leads up to them."""
    for block in blocks:
        if isinstance(block, Listed):
            for item in block.items:
                yield from _edge_item(item, path)
        elif isinstance(block, Grid):
            for row in block.rows:
                cells = [one_line(cell) for cell in row.cells]
                if cells and _EDGE_ID.fullmatch(cells[0]):
                    cells = cells[1:]
                if any(cells):
                    yield EdgeCase(text=cells[0], handled="; ".join(cells[1:]), place=_at(path, row.line))
        elif isinstance(block, Paragraph) and not is_label(block.text):
            yield _edge(block.text, path, block.line)


def clarifications(text: str, path: str, skipped: Container[int]) -> Iterator[Clarification]:
    """Every question that is marked as open; those on ``skipped`` lines are of guidance or code."""
    at = text.find(_QUESTION)
    line, counted = 1, 0
    while at >= 0:
        line += text.count("\n", counted, at)
        counted = at
        end = _closed(text, at)
        words = one_line(text[at + len(_QUESTION) : end]).lstrip(" :–—-")
        if words and line not in skipped:
            yield Clarification(text=words, place=_at(path, line))
        at = text.find(_QUESTION, max(end, at + len(_QUESTION)))


def _closed(text: str, start: int) -> int:
    """Where the bracket that opens at ``start`` ends; at the end of its line where it never does."""
    depth = 0
    for found in _BRACKET.finditer(text, start, start + _LONGEST_QUESTION):
        depth += {"[": 1, "]": -1}.get(found[0], -_DEEPEST)
        if depth == 0:
            return found.start()
        if not 0 < depth <= _DEEPEST:
            break
    newline = text.find("\n", start)
    return newline if newline >= 0 else len(text)


def _entity(item: Item, path: str) -> Entity | None:
    found = _NAMED.fullmatch(item.text) or _PLAIN.fullmatch(item.text)
    if not found and not item.text:
        return None
    name = _clean(found["name"] if found else item.text)
    text = one_line(found["text"]) if found else ""
    fields = [*_listed(text, path, item.line)]
    details: list[str] = []
    for block in item.below:
        for below in block.items if isinstance(block, Listed) else ():
            fields.extend(_of_bullet(below, path, details))
        if isinstance(block, Paragraph):
            fields.extend(_listed(block.text, path, block.line))
            details.append(block.text)
    return Entity(
        name=name, text=one_line(" ".join([text, *details])), fields=tuple(fields), place=_at(path, item.line)
    )


def headed_entity(section: Section, path: str) -> Entity:
    """An entity with a heading of its own: its bullets and the rows of its table are its fields."""
    assert section.heading is not None
    details: list[str] = []
    fields: list[Field] = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            fields.extend(_listed(block.text, path, block.line))
            if not is_label(block.text):
                details.append(block.text)
        elif isinstance(block, Listed):
            for item in block.items:
                fields.extend(_of_bullet(item, path, details))
        elif isinstance(block, Grid):
            fields.extend(_of_row(block.columns, row, path) for row in block.rows)
    name = re.sub(r"\A(?:[0-9.]+\s+)?(?:entity\s*:?\s*)?", "", _clean(section.title), flags=re.IGNORECASE)
    return Entity(
        name=name, text=one_line(" ".join(details)), fields=tuple(fields), place=_at(path, section.heading.line)
    )


def _of_bullet(item: Item, path: str, details: list[str]) -> Iterator[Field]:
    """The fields that a bullet below an entity gives: a list of them, or one; relations and rules are words of the entity."""
    listed = list(_listed(item.text, path, item.line))
    nested = [below for block in item.below if isinstance(block, Listed) for below in block.items]
    if listed:
        yield from listed
    elif _RELATIONS.match(item.text) or binding_level(item.text):
        details.append(item.text)
    elif nested and is_label(item.text):
        for below in nested:
            yield from _of_bullet(below, path, details)
    elif item.text:
        yield _field(item.text, path, item.line)


def _of_row(columns: Sequence[str], row: Row, path: str) -> Field:
    typed = next(
        (at for at, name in enumerate(columns) if re.search(r"\btype?\b|typ\b|tipo|类型|型", name, re.IGNORECASE)), None
    )
    rest = [cell for at, cell in enumerate(row.cells) if at not in (0, typed)]
    return Field(
        name=_clean(row.cells[0]),
        type=_clean(row.cells[typed]) if typed else "",
        text=one_line("; ".join(filter(None, rest))),
        place=_at(path, row.line),
    )


def _listed(text: str, path: str, line: int) -> Iterator[Field]:
    found = _ATTRIBUTES.search(text)
    for part in _COMMA.split(found["list"]) if found else ():
        words = re.sub(r"\A(?:and|und|et|y|e)\s+", "", part.strip())
        if words:
            yield _field(words, path, line)


def _field(words: str, path: str, line: int) -> Field:
    named = _NAMED.fullmatch(words)
    if named and named["text"]:
        typed = re.match(r"\((?P<type>[^()]{1,200})\)", words[named.end("name") :].lstrip("*_`: "))
        return Field(
            name=_clean(named["name"]),
            type=typed["type"] if typed else "",
            text=one_line(named["text"]),
            place=_at(path, line),
        )
    found = _TYPED.fullmatch(_clean(words))
    if not found:
        return Field(name=_clean(words), place=_at(path, line))
    return Field(
        name=found["name"].strip(),
        type=(found["type"] or "").strip(),
        text=one_line(found["text"] or ""),
        place=_at(path, line),
    )


def _edge_item(item: Item, path: str) -> Iterator[EdgeCase]:
    nested = [below for block in item.below if isinstance(block, Listed) for below in block.items]
    if nested and is_label(item.text):
        for below in nested:
            yield from _edge_item(below, path)
        return
    more = [block.text for block in item.below if isinstance(block, Paragraph)]
    answers = [one_line(" ".join(_words(below))) for below in nested]
    if item.text:
        found = _edge(one_line(" ".join([item.text, *more])), path, item.line)
        yield found.model_copy(update={"handled": one_line(" ".join(filter(None, [found.handled, *answers])))})


def _edge(text: str, path: str, line: int) -> EdgeCase:
    text = one_line(_EDGE_ID.sub("", text, count=1))
    split = _HANDLED.search(text)
    case, handled = (text[: split.start()], text[split.end() :]) if split else (text, "")
    named = _NAMED.fullmatch(text)
    if not split and named and named["text"]:
        case, handled = named["name"], named["text"]
    elif not split and binding_level(text):
        handled = text
    return EdgeCase(text=_clean(case), handled=unemphasised(handled).strip(), place=_at(path, line))


def _words(item: Item) -> Iterator[str]:
    for block in item.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Listed):
            for below in block.items:
                yield from _words(below)


def _clean(text: str) -> str:
    return one_line(unemphasised(text).replace("`", "")).strip(" :")


def _at(path: str, line: int) -> Place:
    return Place(path=path, line=line)
