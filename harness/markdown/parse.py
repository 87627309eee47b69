"""Normalised Markdown to the tree, by markdown-it's block rules; the words inside a line stay as they are written."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from harness.markdown import codes, front_matter
from harness.markdown.collector import Collector
from harness.markdown.text import normalise
from harness.markdown.tree import Block, Document, Fence, Heading, Item, Listed, Other, Paragraph

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
    return _blocks(SyntaxTreeNode(tokens))


@cache
def _markdown() -> MarkdownIt:
    # Words inside a line are matched as written, so markdown-it's inline pass would only cost time. Nesting is cut off
    # above the depth at which parse_blocks refuses it: a list takes two levels of markdown-it's count.
    markdown = MarkdownIt("commonmark", {"maxNesting": 2 * MOST_DEPTH + 8}).enable("table")
    markdown.core.ruler.enableOnly(["normalize", "block"])
    return markdown


def _blocks(node: SyntaxTreeNode) -> tuple[Block, ...]:
    return tuple(_block(child) for child in node.children)


def _block(node: SyntaxTreeNode) -> Block:
    line = _line(node)
    if node.type == "heading":
        return Heading(int(node.tag[1]), _words(node), line)
    if node.type == "paragraph":
        return Paragraph(_words(node), line, tuple(part.strip() for part in _inline(node).split("\n")))
    if node.type in ("fence", "code_block"):
        return Fence(node.info.strip() if node.type == "fence" else "", node.content, line)
    if node.type in ("bullet_list", "ordered_list"):
        items = tuple(Item(_line(item), _blocks(item)) for item in node.children)
        return Listed(node.type == "ordered_list", line, items)
    return Other(node.type, line)


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 1


def _inline(node: SyntaxTreeNode) -> str:
    return "".join(child.content for child in node.children)


def _words(node: SyntaxTreeNode) -> str:
    return " ".join(_inline(node).split("\n")).strip()
