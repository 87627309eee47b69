"""Normalised Markdown to the tree, by markdown-it's block rules; the words inside a line stay as they are written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from harness.markdown import codes, front_matter
from harness.markdown.collector import Collector
from harness.markdown.text import normalise
from harness.markdown.tree import (
    Block,
    Document,
    Fence,
    Grid,
    Heading,
    Html,
    Item,
    Listed,
    Other,
    Paragraph,
    Quote,
    Row,
)

MOST_DEPTH = 16
_CONTAINERS = frozenset({"list_item", "blockquote"})


def parse(text: str, path: str) -> Document:
    """A document as a tree; lines count from 1 and include the front matter.

    Raises:
        DocumentError: if the text is too large or nested too deeply, or its front matter cannot be read.
    """
    text = normalise(text, path)
    front, body = front_matter.split(text, path)
    table = None if front is None else front_matter.read_table(front, path)
    return Document(path, text, table, parse_blocks(body, path))


def parse_blocks(text: str, path: str) -> tuple[Block, ...]:
    """The blocks of a text without front matter.

    Raises:
        DocumentError: if it is nested too deeply.
    """
    tokens = _markdown().parse(text)
    depth = 0
    for token in tokens:
        kind, _, end = token.type.rpartition("_")
        if kind in _CONTAINERS:
            depth += 1 if end == "open" else -1
        if depth > MOST_DEPTH:
            line = token.map[0] + 1 if token.map else 1
            what = f"nested more than {MOST_DEPTH} levels deep"
            raise Collector(path).refuse(codes.TOO_DEEP, line, what, "flatten the list or the quote")
    return tuple(_blocks(iter(tokens)))


@cache
def _markdown() -> MarkdownIt:
    # Words inside a line are matched as written, so markdown-it's inline pass would only cost time. Nesting is cut off
    # above the depth at which parse_blocks refuses it: a list takes two levels of markdown-it's count.
    markdown = MarkdownIt("commonmark", {"maxNesting": 2 * MOST_DEPTH + 8}).enable("table")
    markdown.core.ruler.enableOnly(["normalize", "block"])
    return markdown


def _blocks(tokens: Iterator[Token], end: str = "") -> Iterator[Block]:
    """The blocks up to the token of type ``end``, which is taken too."""
    for token in tokens:
        if token.type == end:
            break
        yield _block(token, tokens)


def _block(token: Token, tokens: Iterator[Token]) -> Block:
    line = _line(token)
    if token.type == "heading_open":
        return Heading(int(token.tag[1]), _words(_inline(tokens)), line)
    if token.type == "paragraph_open":
        source = _inline(tokens)
        return Paragraph(_words(source), line, tuple(part.strip() for part in source.split("\n")))
    if token.type in ("fence", "code_block"):
        return Fence(token.info.strip() if token.type == "fence" else "", token.content, line)
    if token.type in ("bullet_list_open", "ordered_list_open"):
        ordered = token.type == "ordered_list_open"
        items = tuple(_items(tokens, token.type.replace("_open", "_close")))
        return Listed(ordered, line, items, int(token.attrs.get("start", 1)))
    if token.type == "table_open":
        columns, *rows = list(_rows(tokens)) or [Row((), line)]
        return Grid("table", line, columns.cells, tuple(rows))
    if token.type == "blockquote_open":
        return Quote("blockquote", line, tuple(_blocks(tokens, "blockquote_close")))
    if token.type == "html_block":
        return Html("html_block", line, token.content)
    _skip(token, tokens)
    return Other(token.type.removesuffix("_open"), line)


def _items(tokens: Iterator[Token], end: str) -> Iterator[Item]:
    for token in tokens:
        if token.type == end:
            break
        yield Item(_line(token), tuple(_blocks(tokens, "list_item_close")))


def _rows(tokens: Iterator[Token]) -> Iterator[Row]:
    """The rows of the table that was just opened, that of its headings first; its closing token is taken too."""
    cells: list[str] = []
    line = 1
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            cells, line = [], _line(token)
        elif token.type == "inline":
            cells.append(_words(token.content))
        elif token.type == "tr_close":
            yield Row(tuple(cells), line)


def _inline(tokens: Iterator[Token]) -> str:
    """The words of a heading or paragraph that was just opened, as written; its closing token is taken too."""
    content = next(tokens).content
    next(tokens)
    return content


def _skip(token: Token, tokens: Iterator[Token]) -> None:
    depth: int = token.nesting
    while depth:
        depth += next(tokens).nesting


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _words(source: str) -> str:
    return " ".join(source.split("\n")).strip()
