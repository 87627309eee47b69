"""Tells files of JavaScript that a tool has made of others: minified ones, bundles, and libraries as they are handed out.

Their names are one letter long and their functions one line: what is to be checked are the files that they are made of.
"""

from __future__ import annotations

import re

_NAMED = re.compile(
    r"[.\-](?:min|bundle|chunk|prod|umd)(?:\.[0-9a-f]{6,})?\.[cm]?js$|(?:^|/)(?:chunk|vendor|polyfills)[.-][0-9a-f]{6,}\.js$"
)
_BUNDLED = re.compile(
    rb"\b__webpack_require__\b|\bwebpackJsonp\w*|\bparcelRequire\w*|\b__vite__mapDeps\b|\bSystem\.register\(\["
)
_COMMENT = re.compile(rb"\A\s*(?:['\"]use strict['\"];?\s*)?/\*(.*?)\*/", re.DOTALL)
_KEPT = re.compile(rb"\A!|@license|@preserve|\(c\)", re.IGNORECASE)
"""What a comment begins with, or holds, that tools leave where they take the others away."""
_VERSION = re.compile(rb"(?<![\d.])v?\d+\.\d+\.\d+\b")
_WRAPPED = re.compile(
    rb"typeof\s+(?:define|exports|module|module\.exports)\s*={2,3}\s*[\"'](?:function|object)[\"']"
    rb"|[\"'](?:function|object)[\"']\s*={2,3}\s*typeof\s+(?:define|exports|module)"
)
"""How a library finds out by whom it is loaded."""
_CODE = re.compile(rb"\bfunction\b|=>|\breturn\b|&&|\?")
_HEAD = 8000
_LEAST = 2000
_LARGE = 40_000
_LONG_LINE = 160
"""Bytes of a line, on the average of a file's: people write 30 to 40 of them."""
_DENSE = 120
"""So many bytes hold at least one word of code in what is minified; tables of data hold fewer."""


def made_by_tool(path: str, data: bytes) -> str | None:
    """Why a file is taken for one that a tool has made, as half a sentence; None for one that somebody wrote."""
    head = data[:_HEAD]
    if _is_minified(data):
        return "it is minified: the files that it is made of are what to check"
    if _NAMED.search(path) and len(data) > _LEAST:
        return "its name says that it is a bundle: the files that it is made of are what to check"
    if _BUNDLED.search(head):
        return "it is a bundle: the files that it is made of are what to check"
    if _has_banner(head) and (len(data) > _LARGE or _WRAPPED.search(head)):
        return "it is a library as it is handed out, with its version in the first comment"
    return None


def _has_banner(head: bytes) -> bool:
    """Whether the first comment names a version and is one to be kept."""
    comment = _COMMENT.match(head)
    return comment is not None and bool(_KEPT.search(comment[1])) and bool(_VERSION.search(comment[1]))


def _is_minified(data: bytes) -> bool:
    """Whether its lines are as long as nobody writes them, and full of code."""
    if len(data) < _LEAST:
        return False
    lines = data.count(b"\n") + 1
    if len(data) / lines < _LONG_LINE:
        return False
    long = b"\n".join(line for line in data.split(b"\n") if len(line) > _LONG_LINE * 3)
    return len(long) * 2 > len(data) and len(_CODE.findall(long)) * _DENSE > len(long)
