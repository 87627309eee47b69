"""Asks ast-grep itself for mistakes of syntax in what it matches: it goes on over them, and what lies in them is not found.

A node ``ERROR`` is one. Something missing is a node without text; a few other nodes have none either, so that a second opinion
is needed.
"""

from __future__ import annotations

from harness.constitution.kinds import canonical
from harness.ports.sources import StructuralRule

_ROOTS = {
    "bash": "program",
    "c": "translation_unit",
    "cpp": "translation_unit",
    "csharp": "compilation_unit",
    "css": "stylesheet",
    "dart": "source_file",
    "elixir": "source",
    "go": "source_file",
    "haskell": "haskell",
    "hcl": "config_file",
    "html": "document",
    "java": "program",
    "javascript": "program",
    "json": "document",
    "kotlin": "source_file",
    "lua": "chunk",
    "nix": "source_code",
    "php": "program",
    "python": "module",
    "ruby": "program",
    "rust": "source_file",
    "scala": "compilation_unit",
    "solidity": "source_file",
    "swift": "source_file",
    "tsx": "program",
    "typescript": "program",
    "yaml": "stream",
    "zig": "source_file",
}
"""The kind of the root of each tree. Markdown is left out: nothing can be missing in it."""
_ERROR, _EMPTY = "error:", "empty:"


def syntax_rules(language: str) -> list[StructuralRule]:
    """The rules that match in files with mistakes of syntax, and perhaps in others."""
    rules = [_rule(_ERROR, language, {"kind": "ERROR"})]
    if language in _ROOTS:
        rules.append(_rule(_EMPTY, language, {"kind": _ROOTS[language], "has": {"regex": "^$", "stopBy": "end"}}))
    return rules


def is_error(rule: str) -> bool:
    """Whether a match of this rule is a mistake for certain."""
    return rule.startswith(_ERROR)


def is_empty(rule: str) -> bool:
    """Whether a match of this rule may be a mistake."""
    return rule.startswith(_EMPTY)


def _rule(prefix: str, language: str, rule: object) -> StructuralRule:
    return StructuralRule(f"{prefix}{language}", language, canonical({"rule": rule}))
