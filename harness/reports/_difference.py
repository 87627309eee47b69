"""Where two short texts differ, as marks under one of them; printing them lies elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Marked:
    """A stretch of a text, and below it ``^`` under each character that differs, blanks elsewhere."""

    text: str
    marks: str


def marked(expected: str, seen: str, width: int) -> Marked | None:
    """What was seen around the place most like ``expected``, cut to ``width``; None where nothing is alike."""
    inner = expected[1:-1] if expected[:1] == expected[-1:] == '"' else ""
    if not inner or not seen.startswith('"'):
        return None
    matcher = SequenceMatcher(None, inner, seen, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return None
    start, end = _word(seen, blocks[0].b, blocks[-1].b + blocks[-1].size)
    same = {at for block in blocks for at in range(block.b, block.b + block.size)}
    marks = "".join("^" if start <= at < end and at not in same else " " for at in range(len(seen)))
    return _cut(Marked(seen, marks.rstrip() or _missing(seen, blocks[0].b + blocks[0].size)), start, width)


def _word(text: str, start: int, end: int) -> tuple[int, int]:
    """The range, grown to the blanks and quotes around it."""
    while start > 0 and text[start - 1] not in ' "':
        start -= 1
    while end < len(text) and text[end] not in ' "':
        end += 1
    return start, end


def _missing(text: str, at: int) -> str:
    """A mark where something is missing rather than different."""
    return " " * min(at, len(text) - 1) + "^"


def _cut(found: Marked, start: int, width: int) -> Marked:
    if len(found.text) <= width:
        return found
    left = max(0, min(start - width // 3, len(found.text) - width + 2))
    text, marks = found.text[left : left + width - 2], found.marks[left : left + width - 2]
    before, after = ("…" if left else ""), ("…" if left + width - 2 < len(found.text) else "")
    return Marked(f"{before}{text}{after}", " " * len(before) + marks)
