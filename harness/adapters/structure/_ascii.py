"""Rules for files of ASCII alone: the same, in regular expressions that the matcher reads several times faster."""

from __future__ import annotations

import re
from typing import Any

# Each stands for itself inside of brackets, too. In Unicode they are tables of thousands of ranges
# (https://docs.rs/regex/latest/regex/#unicode), of which a file of ASCII can only ever meet these.
_PLAIN = {
    r"\w": "[0-9A-Za-z_]",
    r"\W": "[^0-9A-Za-z_]",
    r"\d": "[0-9]",
    r"\D": "[^0-9]",
    r"\s": r"[\t\n\x0b\x0c\r\x20]",
    r"\S": r"[^\t\n\x0b\x0c\r\x20]",
    r"\b": r"(?-u:\b)",
}
_ESCAPE = re.compile(r"\\.|\\$", re.DOTALL)


def plain_rule(document: Any) -> Any:
    """A rule as JSON has it, with every expression in it written for ASCII."""
    if isinstance(document, dict):
        return {
            key: plain_regex(value) if key == "regex" and isinstance(value, str) else plain_rule(value)
            for key, value in document.items()
        }
    return [plain_rule(one) for one in document] if isinstance(document, list) else document


def plain_regex(pattern: str) -> str:
    """An expression that matches the same texts of ASCII as a pattern does, in the syntax of Rust's ``regex``."""
    if r"\b{" in pattern:  # a word boundary of another kind
        return pattern
    return _ESCAPE.sub(lambda found: _PLAIN.get(found[0], found[0]), pattern)
