"""What an evaluator means by the keys that it writes, as the characters that a terminal sends; sending lies elsewhere."""

from __future__ import annotations

import re

_NAMED = {
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "delete": "\x1b[3~",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "tab": "\t",
    "esc": "\x1b",
    "escape": "\x1b",
    "enter": "\r",
    "return": "\r",
    "backspace": "\x7f",
    "space": " ",
}
_KEY = re.compile(r"<(?:(ctrl)[-+]([a-z])|([a-z]+))>", re.IGNORECASE)


def characters(keys: str) -> str:
    """``<Up>``, ``<Ctrl-C>`` and a line break as a terminal sends them; what is no name of a key stays as it is."""
    return _KEY.sub(_character, keys.replace("\r\n", "\r").replace("\n", "\r"))


def _character(found: re.Match[str]) -> str:
    if found[1]:
        return chr(ord(found[2].lower()) - ord("a") + 1)
    return _NAMED.get(found[3].lower(), found[0])
