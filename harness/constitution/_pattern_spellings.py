"""Names written otherwise than they are read: they would match no pattern, and the language takes them for the plain ones.

Python reads names in their compatible form (NFKC, https://docs.python.org/3/reference/lexical_analysis.html#identifiers);
JavaScript, Java and C# know escapes in names.
"""

from __future__ import annotations

import unicodedata

import re2

from harness.constitution.kinds import canonical
from harness.ports.sources import StructuralRule, SyntaxNode

_PREFIX = "spelling:"
_KINDS = {
    "csharp": ("identifier",),
    "java": ("identifier", "type_identifier"),
    "javascript": ("identifier", "property_identifier"),
    "python": ("identifier",),
    "tsx": ("identifier", "property_identifier", "type_identifier"),
    "typescript": ("identifier", "property_identifier", "type_identifier"),
}
_READ_AS_ASCII = re2.compile(
    rb"[\x{aa}\x{ba}\x{132}-\x{133}\x{17f}\x{1c7}-\x{1cc}\x{1f1}-\x{1f3}\x{2b0}-\x{2b3}\x{2b7}-\x{2b8}\x{2e1}-\x{2e3}"
    rb"\x{1d2c}-\x{1d43}\x{1d47}-\x{1d49}\x{1d4d}-\x{1d52}\x{1d56}-\x{1d5b}\x{1d62}-\x{1d65}\x{1d9c}\x{1da0}\x{1dbb}\x{2071}"
    rb"\x{207f}\x{2090}-\x{209c}\x{2102}\x{210a}-\x{210e}\x{2110}-\x{2113}\x{2115}\x{2119}-\x{211d}\x{2124}\x{2128}\x{212a}"
    rb"\x{212c}-\x{212d}\x{212f}-\x{2131}\x{2133}-\x{2134}\x{2139}\x{2145}-\x{2149}\x{2160}-\x{217f}\x{2c7c}-\x{2c7d}"
    rb"\x{a7f2}-\x{a7f4}\x{fb00}-\x{fb06}\x{fe33}-\x{fe34}\x{fe4d}-\x{fe4f}\x{ff10}-\x{ff19}\x{ff21}-\x{ff3a}\x{ff3f}-\x{ff5a}"
    rb"\x{107a5}\x{1d400}-\x{1d546}\x{1d54a}-\x{1d6a3}\x{1d7ce}-\x{1d7ff}\x{1fbf0}-\x{1fbf9}]"
)
"""What is read as ASCII where it stands in a name; a test goes through all of Unicode."""


def spelling_rules(language: str, paths: frozenset[str]) -> list[StructuralRule]:
    """The rule that finds such names, for the files that may have some."""
    if not paths:
        return []
    regex = r"[^\x00-\x7f]" if language == "python" else r"\\u"
    rule = {"any": [{"kind": kind, "regex": regex} for kind in _KINDS[language]]}
    return [StructuralRule(f"{_PREFIX}{language}", language, canonical({"rule": rule}), paths)]


def is_spelling(rule: str) -> bool:
    """Whether a match of this rule may be such a name."""
    return rule.startswith(_PREFIX)


def may_be_spelt_otherwise(data: bytes, language: str) -> bool:
    """Whether a text may hold such a name."""
    if language == "python":
        return not data.isascii() and _READ_AS_ASCII.search(data) is not None
    return language in _KINDS and b"\\u" in data


def lines_spelt_otherwise(root: SyntaxNode, data: bytes, language: str) -> list[int]:
    """The lines of a tree of syntax in which such names stand, from 1, each once."""
    found: dict[int, None] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.type in _KINDS.get(language, ()):
            name = data[node.start_byte : node.end_byte].decode("utf-8", "replace")
            if spelt_otherwise(name):
                found[node.start_point[0] + 1] = None
        waiting.extend(node.children)
    return sorted(found)


def spelt_otherwise(name: str) -> bool:
    """Whether a name that was found is read as another one."""
    return "\\u" in name or unicodedata.normalize("NFKC", name) != name
