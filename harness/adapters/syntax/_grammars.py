"""The grammar of each language, loaded when it is first needed; the wheels are optional but for Python's."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Parser, Query, Tree

_JOINT = "line_continuation"

_GRAMMARS = {
    "bash": ("bash", "language"),
    "c": ("c", "language"),
    "cpp": ("cpp", "language"),
    "csharp": ("c_sharp", "language"),
    "css": ("css", "language"),
    "go": ("go", "language"),
    "html": ("html", "language"),
    "java": ("java", "language"),
    "javascript": ("javascript", "language"),
    "json": ("json", "language"),
    "kotlin": ("kotlin", "language"),
    "php": ("php", "language_php"),
    "python": ("python", "language"),
    "ruby": ("ruby", "language"),
    "rust": ("rust", "language"),
    "scala": ("scala", "language"),
    "tsx": ("typescript", "language_tsx"),
    "typescript": ("typescript", "language_typescript"),
    "yaml": ("yaml", "language"),
}


@cache
def has_grammar(language: str) -> bool:
    """Whether the grammar is installed; it is not loaded."""
    return language in _GRAMMARS and find_spec(f"tree_sitter_{_GRAMMARS[language][0]}") is not None


def parse(language: str, data: bytes) -> Tree:
    """The tree of a text in a language whose grammar is installed."""
    return _parser(language).parse(data)


def comments(language: str, tree: Tree) -> list[tuple[int, int]]:
    """The byte ranges of all comments in a tree, and of all that joins two lines, in order."""
    from tree_sitter import QueryCursor

    query = _comment_query(language)
    nodes = QueryCursor(query).captures(tree.root_node).get("comment", []) if query else []
    return sorted((node.start_byte, node.end_byte) for node in nodes)


@cache
def _comment_query(language: str) -> Query | None:
    """The question for comments of all kinds and for what joins two lines; None where the language has neither."""
    from tree_sitter import Query

    grammar = _parser(language).language
    assert grammar is not None
    ids = range(grammar.node_kind_count)
    kinds = {
        grammar.node_kind_for_id(id)
        for id in ids
        if grammar.node_kind_is_named(id) and grammar.node_kind_is_visible(id)
    }
    asked = [f"({kind})" for kind in sorted(filter(None, kinds)) if "comment" in kind or kind == _JOINT]
    return Query(grammar, f"[{' '.join(asked)}] @comment") if asked else None


@cache
def _parser(language: str) -> Parser:
    from tree_sitter import Language, Parser

    module, function = _GRAMMARS[language]
    return Parser(Language(getattr(import_module(f"tree_sitter_{module}"), function)()))
