"""The acceptance criteria of one of Kiro's requirements, however they are laid out, each with its number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.domain.ears import ears
from harness.domain.places import Place
from harness.domain.requirements import Scenario
from harness.markdown.tree import Block, Grid, Item, Listed, Paragraph, Quote
from harness.readers.specifications._kiro_words import own_number
from harness.readers.specifications._prose import binding_level, one_line, split_comments, unemphasised
from harness.readers.specifications._scenario_steps import begins_with, scenario
from harness.readers.specifications._sections import Line, lines

_MARKER = re.compile(r"[ \t>]*(?P<number>[0-9]{1,9})[.)]")
_BOX = re.compile(r"\[[ xX]\]\s")
_LINE = re.compile(r"(?P<number>[0-9]{1,9})[.)]\s+(?P<text>\S.*)")
_NUMBER_CELL = re.compile(r"[*`]{0,2}(?:AC[- ]?)?(?P<number>[0-9]+(?:\.[0-9]+)*)[*`]{0,2}", re.IGNORECASE)


@dataclass(frozen=True)
class Criterion:
    """A criterion: its whole number where it is written so (``1.2``), else its place in its list; both may be missing.

    One that is ``ticked`` has a box to tick off; ``begins`` is the line where the paragraph begins that it stands in.
    """

    line: int
    text: str
    number: str = ""
    position: int = 0
    ticked: bool = False
    begins: int = 0


def criteria(blocks: Sequence[Block], source: Sequence[str], sure: bool) -> Iterator[Criterion]:
    """Every criterion of blocks, in order; unless it is ``sure`` that they are, only what binds is one."""
    for block in blocks:
        if isinstance(block, Listed):
            yield from _of_list(block, source, sure)
        elif isinstance(block, Paragraph):
            yield from _of_paragraph(block, alone=sure)
        elif isinstance(block, Grid):
            yield from (one for one in _of_grid(block) if sure or binds(one.text))
        elif isinstance(block, Quote):
            yield from criteria(block.blocks, source, sure)


def binds(text: str) -> bool:
    """Whether a text says what must hold: with a word that binds, or as a sentence in EARS does."""
    found = ears(unemphasised(text))
    return binding_level(text) is not None or (found is not None and bool(found.modal))


def scenario_of(text: str, place: Place) -> Scenario | None:
    """The scenario that a criterion is: given what holds, when something happens, then the response.

    It is a sentence in EARS, or clauses that are led by *given*, *when* and *then*.
    """
    found = ears(unemphasised(text))
    if found is None:
        told = scenario("", [Line(place.line, text)], place) if begins_with(text) else None
        return told if told is not None and told.then else None
    then = " ".join(filter(None, (found.subject, found.modal, found.response)))
    given = (*found.preconditions, *found.features)
    return Scenario(given=given, when=found.triggers, then=(then,), text=text, place=place)


def _of_list(block: Listed, source: Sequence[str], sure: bool) -> Iterator[Criterion]:
    written = [_written(item, source) if block.ordered else 0 for item in block.items]
    if len(set(written)) == 1 and len(written) > 1 and written[0]:  # Markdown counts on from the first number
        written = list(range(written[0], written[0] + len(written)))
    if not block.ordered and _are_clauses(block):
        yield from _scenarios(block)
        return
    for item, position in zip(block.items, written, strict=True):
        number, text = own_number(_words(item))
        if text and (sure or block.ordered or binds(text)):
            yield Criterion(item.line, text, number, position, ticked=bool(_BOX.match(item.text)))


def _are_clauses(block: Listed) -> bool:
    """Whether the items of a list are the clauses of scenarios, and so no criterion each."""
    roles = [begins_with(item.text) for item in block.items]
    return roles[0] in ("given", "when") and "then" in roles


def _scenarios(block: Listed) -> Iterator[Criterion]:
    """One criterion for each run of clauses that ends before the next *given* or *when* behind a *then*."""
    line, words, ended = 0, list[str](), False
    for item in block.items:
        role = begins_with(item.text)
        if words and ended and role in ("given", "when"):
            yield Criterion(line, " ".join(words))
            words, ended = [], False
        line = line if words else item.line
        words.append(_words(item))
        ended = ended or role == "then"
    yield Criterion(line, " ".join(words))


def _written(item: Item, source: Sequence[str]) -> int:
    found = _MARKER.match(source[item.line - 1])
    return int(found["number"]) if found else 0


def _of_paragraph(paragraph: Paragraph, alone: bool) -> Iterator[Criterion]:
    """Criteria that follow each other line by line, each led by its number, and (``alone``) a paragraph that binds.

    A list that does not begin with 1 is none to Markdown where it follows words without a blank line.
    """
    alone = alone or any(own_number(text)[0] or _LINE.fullmatch(text) for text in paragraph.lines)
    current: list[str] = []
    number, position, line = "", 0, paragraph.line
    for at, text in enumerate(paragraph.lines, paragraph.line):
        own, rest = own_number(text)
        marked = _LINE.fullmatch(text)
        if own or marked:
            yield from _ended(paragraph, line, number, position, current, alone)
            position = int(marked["number"]) if marked else 0
            own, words = own_number(marked["text"]) if marked else (own, rest)
            current, number, line = [words], own, at
        else:
            current.append(text)
    yield from _ended(paragraph, line, number, position, current, alone)


def _ended(
    paragraph: Paragraph, line: int, number: str, position: int, words: list[str], alone: bool
) -> Iterator[Criterion]:
    text = _plain(" ".join(words))
    if text and (number or position or (alone and binds(text))):
        yield Criterion(line, text, number, position, begins=paragraph.line)


def _of_grid(grid: Grid) -> Iterator[Criterion]:
    for row in grid.rows:
        found = _NUMBER_CELL.fullmatch(row.cells[0].strip()) if row.cells else None
        number = found["number"] if found else ""
        text = _plain(" | ".join(row.cells[1:] if found else row.cells))
        if text:
            whole = "." in number
            yield Criterion(row.line, text, number if whole else "", 0 if whole or not number else int(number[:9]))


def _words(item: Item) -> str:
    return _plain(" ".join(line.text for line in lines(item.blocks)))


def _plain(text: str) -> str:
    return one_line(split_comments(text)[0])
