"""The grammar of each language, loaded when it is first needed; the wheels are optional but for Python's."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Parser, Tree

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


@cache
def _parser(language: str) -> Parser:
    from tree_sitter import Language, Parser

    module, function = _GRAMMARS[language]
    return Parser(Language(getattr(import_module(f"tree_sitter_{module}"), function)()))
