"""Syntax that is newer than the grammar, or that it stumbles over, put in other words of the same length.

Only what is parsed changes; whoever reads the tree takes texts from the file as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    rb"""
      (?P<comment>\#[^\n]*)
    | (?P<string>'''(?:[^\\]|\\.)*?'''|\"\"\"(?:[^\\]|\\.)*?\"\"\"|'(?:[^\\'\n]|\\.)*'|\"(?:[^\\"\n]|\\.)*\")
    | (?P<generic>\b(?:def|class|type)[ \t]+[^\W\d]\w*[ \t]*\[)
    | (?P<opening>[(\[{])
    | (?P<closing>[)\]}])
    | (?P<indent>(?<=\n)[ \t]+(?=[^ \t\n\#]))
    """,
    re.VERBOSE | re.DOTALL,
)
_LAZY = re.compile(rb"^([ \t]*)lazy[ \t](?=[ \t]*(?:import|from)\b)", re.MULTILINE)
_UNPACKED = re.compile(rb"(\{\s*)\*\*(?=[^{}:,]*\bfor\b)")
_NOT_LINES = re.compile(rb"[^\n]")
_LISTED = re.compile(
    rb"""^([ \t]*match)[ \t](?=[ \t]*\[(?:[^\[\]]|\[[^\[\]]*\]){0,400}\][^\n=]*:[ \t]*(?:\#[^\n]*)?\n
         \s*(?:\#[^\n]*\n\s*)*case\b)""",
    re.MULTILINE | re.VERBOSE,
)


def unambiguous(data: bytes) -> bytes:
    """``match [a, b]:`` in front of a ``case`` is no annotation of an item of ``match``: ``match+[a, b]:`` cannot be one.

    Whoever reads the tree finds that no plus stands there.
    """
    return _LISTED.sub(rb"\1+", data) if b"match" in data else data


def repaired(data: bytes) -> bytes:
    """A file with all that is known to puzzle the grammar put in other words; it has the same length and the same lines.

    - ``lazy import a`` (PEP 810) becomes ``pass; import a``;
    - type parameters (PEP 695, with defaults PEP 696) become blanks, since they have no part in what happens;
    - ``{**a for a in b}`` (PEP 798) becomes ``{ *a for a in b}``, see ``python_comprehensions``;
    - what goes on in brackets with less indentation than the statement gets tabs, of which each counts eight.
    """
    data = _LAZY.sub(rb"\1pass;", data)
    data = _UNPACKED.sub(rb"\1 *", data)
    text = bytearray(data)
    for start, end, other in _in_brackets(data):
        text[start:end] = other
    return bytes(text)


def _in_brackets(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """What to put between which offsets."""
    depth = 0
    generics: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(data):
        kind = token.lastgroup
        if kind == "generic" or kind == "opening":
            if kind == "generic" and not depth:
                generics.append((depth, token.end() - 1))
            depth += 1
        elif kind == "closing":
            depth = max(depth - 1, 0)
            if generics and generics[-1][0] == depth:
                _, start = generics.pop()
                yield start, token.end(), _NOT_LINES.sub(b" ", data[start : token.end()])
        elif kind == "indent" and depth:
            yield token.start(), token.end(), b"\t" * (token.end() - token.start())
