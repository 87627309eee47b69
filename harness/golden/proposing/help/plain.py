"""What a program prints as its help, as plain lines: without colours, bold by overstriking, panels and whatever else."""

from __future__ import annotations

import re

_MOST_CHARACTERS = 400_000
_MOST_LINES = 4000
_LONGEST_LINE = 1000
# ECMA-48: control sequences, operating system commands, and two-byte escapes.
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])")
_OVERSTRUCK = re.compile(r"[^\n]\x08")
_TOPS, _BOTTOMS, _SIDES, _RULES = "╭┌┏╮┐┓", "╰└┗╯┘┛", "│┃", "─━"


def plain_lines(text: str) -> list[str]:
    """The lines of a help text; the title of a panel becomes a heading, and what stands in it is indented below."""
    text = _OVERSTRUCK.sub("", _ESCAPES.sub("", text[:_MOST_CHARACTERS]))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:_MOST_LINES]
    return [_plain(line[:_LONGEST_LINE].expandtabs()) for line in lines]


def _plain(line: str) -> str:
    line = "".join(one if one.isprintable() else " " for one in line).rstrip()
    bare = line.strip()
    if bare[:1] in _BOTTOMS and bare:
        return ""
    if bare[:1] in _TOPS and bare:
        title = bare.strip(f"{_TOPS}{_RULES} ")
        return f"{title}:" if title else ""
    return f"  {bare.strip(_SIDES).rstrip()}" if bare and bare[0] in _SIDES else line
