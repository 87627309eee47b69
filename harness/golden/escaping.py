"""Text in one line in which nothing is unseen, and the same text read back."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))")
_SHORT = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\"}
_SPELLED = {character: f"\\{letter}" for letter, character in _SHORT.items()}


def escaped(text: str) -> str:
    """Text in one line, in which nothing is unseen: controls, marks of direction, odd spaces, a space at the end."""
    if text.isprintable() and "\\" not in text and not text.endswith(" "):
        return text
    spelled = "".join(
        character if character.isprintable() and character != "\\" else _spelled(character) for character in text
    )
    return spelled[:-1] + "\\x20" if spelled.endswith(" ") else spelled


def _spelled(character: str) -> str:
    if character in _SPELLED:
        return _SPELLED[character]
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def unescaped(text: str) -> str:
    """What ``escaped`` was given. Raises ValueError for what it never writes."""
    return _ESCAPE.sub(_meant, text) if "\\" in text else text


def _meant(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code and int(code, 16) < 0x110000:
        return chr(int(code, 16))
    if found[4] not in _SHORT:
        raise ValueError(f"`{found[0]}` stands for nothing")
    return _SHORT[found[4]]
