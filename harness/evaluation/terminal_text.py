"""Output as the lines that a terminal would be left showing; which words stand in them is decided elsewhere."""

from __future__ import annotations

import re

# ECMA-48 control sequences. Each class excludes ESC, so that no scan runs twice over the same text.
_STRING = re.compile(r"(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)")
_CSI = re.compile(r"(?:\x1b\[|\x9b)([0-?]*)[ -/]*([@-~])")
_ESCAPE = re.compile(r"\x1b[ -/]*[0-~]")
_UP_OR_DOWN = re.compile("[\v\f\x84\x85]")
_SILENT = re.compile("[\x00-\x07\x0e-\x1f\x7f\x80-\x9f]")

_ERASE_RIGHT, _ERASE_LEFT, _ERASE_LINE = "\ue000", "\ue001", "\ue002"
_MOVES = re.compile(f"([\r\b{_ERASE_RIGHT}{_ERASE_LEFT}{_ERASE_LINE}])")
_PRIVATE = re.compile("[\ue000-\ue002]")
_COLUMNS = 512  # wider than terminals are; a line with moves wraps there, which keeps every erasure cheap


def terminal_lines(text: str) -> list[str]:
    """The lines left on the screen: escapes obeyed where they move or erase within a line, dropped where they do not.

    A jump to another line starts a new one; what scrolled or was cleared with the screen still counts as shown.
    """
    bare = _without_escapes(text)
    lines = bare.split("\n")
    return [_left_over(line) for line in lines] if _MOVES.search(bare) else lines


def _without_escapes(text: str) -> str:
    text = _PRIVATE.sub("\N{REPLACEMENT CHARACTER}", text).replace("\r\n", "\n")
    text = _STRING.sub("", text)
    text = _CSI.sub(_meaning, text)
    text = _ESCAPE.sub("", text)
    return _SILENT.sub("", _UP_OR_DOWN.sub("\n", text))


def _meaning(sequence: re.Match[str]) -> str:
    parameters, final = sequence[1], sequence[2]
    if final == "K":
        return {"1": _ERASE_LEFT, "2": _ERASE_LINE}.get(parameters, _ERASE_RIGHT)
    if final in "ABEFHfdeST":
        return "\n"
    if final in "CaG`I":
        return " "
    return "\b" if final == "D" else ""


def _left_over(line: str) -> str:
    return _Row().after(_MOVES.split(line)) if _MOVES.search(line) else line


class _Row:
    """One row of a terminal and its cursor; rows that were filled are final."""

    def __init__(self) -> None:
        self._full: list[str] = []
        self._cells: list[str] = []
        self._at = 0

    def after(self, pieces: list[str]) -> str:
        """What stands there once all pieces, text and moves in turn, were obeyed."""
        for text, move in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
            self._write(text)
            self._move(move)
        return "".join(self._full) + "".join(self._cells)

    def _write(self, text: str) -> None:
        while text:
            piece, text = text[: _COLUMNS - self._at], text[_COLUMNS - self._at :]
            self._cells.extend(" " * (self._at - len(self._cells)))
            self._cells[self._at : self._at + len(piece)] = piece
            self._at += len(piece)
            if self._at == _COLUMNS:
                self._full.append("".join(self._cells))
                self._cells, self._at = [], 0

    def _move(self, move: str) -> None:
        match move:
            case "\r":
                self._at = 0
            case "\b":
                self._at = max(self._at - 1, 0)
            case "\ue000":
                del self._cells[self._at :]
            case "\ue001":
                self._blank(self._at + 1)
            case "\ue002":
                self._blank(len(self._cells))

    def _blank(self, count: int) -> None:
        count = min(count, len(self._cells))
        self._cells[:count] = " " * count
