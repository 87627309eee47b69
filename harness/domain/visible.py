"""Text that cannot command a terminal, a browser or a reader's eye; where it is printed lies elsewhere."""

from __future__ import annotations

import re

# C0 and C1 controls, direction marks and the invisible (Unicode TR 36, bidirectional text spoofing), lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff]"
)
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that no font draws."""
_SPELLED = {9: "\\t", 10: "\\n", 13: "\\r", 0xFFFD: "\N{REPLACEMENT CHARACTER}"}


def visible(text: str) -> str:
    """The text on one line, with every control, direction mark and lone surrogate spelled out, such as ``\\x1b``."""
    return _UNSAFE.sub(_spelled, text)


def is_blank(text: str) -> bool:
    """Whether nobody would see anything of a text."""
    return not any(one.isprintable() and not one.isspace() and one not in _BLANK for one in text)


def _spelled(character: re.Match[str]) -> str:
    code = ord(character[0])
    return _SPELLED.get(code) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
