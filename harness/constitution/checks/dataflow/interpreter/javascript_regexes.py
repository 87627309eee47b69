"""Regular expressions of JavaScript in the syntax of Python, which takes the dollar for less strict an end."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\$|\(\?<(?![=!])|.", re.DOTALL)


def pythonic(pattern: str, flags: str = "") -> str:
    """The same expression as Python writes it: ``$`` without the flag ``m`` is the very end, groups have a ``P``."""

    def rewritten(match: re.Match[str]) -> str:
        token = match[0]
        if token == "$" and "m" not in flags:
            return r"\Z"
        if token == "(?<":
            return "(?P<"
        if token == r"\/":
            return "/"
        if token == "[^]":
            return r"[\s\S]"
        return token

    return _TOKEN.sub(rewritten, pattern)
