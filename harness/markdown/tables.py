"""The tables of a document with the headings that they stand under; what their columns mean lies with those who read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from harness.markdown.text import normalise


@dataclass(frozen=True)
class Cell:
    """A cell as a reader sees it: its words, those of them in letters of code, and where its links lead."""

    text: str
    codes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One row below the headings of a table; it has as many cells as they are."""

    cells: tuple[Cell, ...]
    line: int


@dataclass(frozen=True)
class Grid:
    """A table. ``headings`` of the document are those that it stands under, the nearest first."""

    headings: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    line: int


def tables(text: str, path: str) -> Iterator[Grid]:
    """Every table of a document, in order; lines count from 1.

    Raises:
        DocumentError: if the text is too large or holds control characters.
    """
    above: dict[int, str] = {}
    tokens = iter(_blocks().parse(normalise(text, path)))
    for token in tokens:
        if token.type == "table_open":
            headings = tuple(above[level] for level in sorted(above, reverse=True))
            yield _grid(headings, tokens, _line(token))
        elif token.type in ("heading_open", "paragraph_open"):
            level = int(token.tag[1]) if token.type == "heading_open" else _LOWEST
            words = next(tokens).content
            above = {one: said for one, said in above.items() if one < level}
            if level < _LOWEST or words.startswith(("**", "__")):
                above[level] = _cell(words).text


# A paragraph that begins in bold stands for a heading below all others.
_LOWEST = 7


@cache
def _blocks() -> MarkdownIt:
    markdown = MarkdownIt("commonmark").enable("table")
    markdown.core.ruler.enableOnly(["normalize", "block"])
    return markdown


@cache
def _inline() -> MarkdownIt:
    # Paths such as __init__.py and globs such as **/*.py are meant as they are written.
    return MarkdownIt("commonmark", {"html": True}).disable("emphasis")


def _grid(headings: tuple[str, ...], tokens: Iterator[Token], line: int) -> Grid:
    rows: list[Row] = []
    cells: list[Cell] = []
    at = line
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            cells, at = [], _line(token, at)
        elif token.type == "inline":
            cells.append(_cell(token.content))
        elif token.type == "tr_close":
            rows.append(Row(tuple(cells), at))
    return Grid(headings, tuple(cell.text for cell in rows[0].cells), tuple(rows[1:]), line)


def _line(token: Token, otherwise: int = 1) -> int:
    return token.map[0] + 1 if token.map else otherwise


def _cell(source: str) -> Cell:
    parsed = _inline().parseInline(source)
    pieces = list(_pieces(parsed[0].children or () if parsed else ()))
    codes = tuple(text for kind, text in pieces if kind == "code")
    links = tuple(text for kind, text in pieces if kind == "link")
    return Cell(" ".join("".join(text for kind, text in pieces if kind != "link").split()), codes, links)


def _pieces(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """The parts of a cell as (kind, text): words, code, links' targets; HTML is left out, and parts a line at ``<br>``."""
    within = False
    for token in tokens:
        if token.type == "code_inline":
            yield "code", token.content
        elif token.type == "text":
            yield ("code" if within else "text"), token.content
        elif token.type == "link_open":
            yield "link", str(token.attrGet("href") or "")
        elif token.type == "html_inline":
            tag = token.content.lower().strip("</> ")
            within = tag == "code" and not token.content.startswith("</")
            yield ("text", "; " if tag == "br" else "")
