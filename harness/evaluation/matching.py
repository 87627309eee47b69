"""Whether a text is shown as whole words within one line; where the lines come from is decided elsewhere.

The rule, one for "you see" and "you do not see" alike. Both sides are compared after Unicode NFC, with curly quotes,
odd blanks and dashes made plain, invisible characters dropped and runs of blanks made one. A place where it stands
counts only if nothing there continues its first or last character:

- a letter, digit, underscore or combining mark next to another is the middle of a word: `alice` is not in `alice2`;
- digits joined by one of `. , ' : / -` or a no-break blank are one number, date or time: `70` is not in `70.00`,
  `1.70`, `70,5` or `2026-11-70`, while the stop in `70.` ends a sentence;
- a minus in front belongs to the number, unless it stands after a letter as in `ID-70`: `70` and `$70` are not in
  `-70` and `-$70`; so does a stop with no word before it (`.70`), while a plus changes nothing (`+70`);
- other punctuation is a boundary of its own, unless the same character goes on: `--` is not in `---`.

Where a text could be read both ways it is not shown: a person who means the other reading writes the whole of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_JOINERS = frozenset(".,':/-\x1f")
_NESTING = frozenset("()[]{}<>\"'")
_THOUSANDS = "\x1f"

_PLAIN = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-")
)
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]"
)
_GROUPED = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_BLANKS = re.compile(r"[^\S\x1f]+")


def plain(text: str) -> str:
    """The text as it is compared and excerpted; a no-break blank within a number becomes U+001F."""
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).replace(_THOUSANDS, "")
    return _BLANKS.sub(" ", _GROUPED.sub(_THOUSANDS, visible).translate(_PLAIN)).strip(" ")


def shows(lines: Iterable[str], text: str) -> bool:
    """Whether one of the lines shows the text as whole words. A text of blanks alone is never shown."""
    return showing(lines, text) is not None


def showing(lines: Iterable[str], text: str) -> str | None:
    """The first line that shows the text, as it came; None where none does."""
    wanted = plain(text).replace(_THOUSANDS, " ")
    words = wanted.split()
    if not words:
        return None
    return next((line for line in lines if _may_hold(line, words) and _in_line(plain(line), wanted)), None)


def positions(text: str, wanted: str) -> Iterator[int]:
    """Where ``wanted`` stands in ``text`` as whole words, both already ``plain``."""
    return (at for at in _places(text, wanted) if _begins(text, at, wanted) and _ends(text, at + len(wanted), wanted))


def _may_hold(line: str, words: list[str]) -> bool:
    """False only where making the line plain could not help: nothing in an ASCII line changes but its blanks."""
    return not line.isascii() or all(word in line for word in words)


def _in_line(line: str, wanted: str) -> bool:
    return any(True for _ in positions(line, wanted))


def _places(line: str, wanted: str) -> Iterator[int]:
    searched = line.replace(_THOUSANDS, " ")
    at = searched.find(wanted)
    while at >= 0:
        yield at
        at = searched.find(wanted, at + 1)


def _begins(line: str, at: int, wanted: str) -> bool:
    """Whether ``wanted`` may begin at this place of the line."""
    before = line[max(at - 5, 0) : at]
    return not before or not (_goes_on(before[-1], wanted[0]) or _number_goes_on_left(before, wanted))


def _ends(line: str, at: int, wanted: str) -> bool:
    """Whether ``wanted`` may end before this place of the line."""
    after = line[at : at + 2]
    return not after or not (
        _goes_on(after[0], wanted[-1]) or _is_mark(after[0]) or _number_goes_on_right(after, wanted)
    )


def _goes_on(neighbour: str, edge: str) -> bool:
    if _in_word(edge):
        return _in_word(neighbour)
    return neighbour == edge and edge not in _NESTING


def _number_goes_on_left(before: str, wanted: str) -> bool:
    """Whether what stands before belongs to the number that ``wanted`` begins with."""
    number = wanted.lstrip("+-.,':/")
    if not _is_number(number):
        return False
    if number == wanted:
        return _joined(before) or _signed(before)
    return before[-1].isdigit() or (wanted[0] in "+-" and _in_word(before[-1]))


def _is_number(text: str) -> bool:
    return _without_currency(text)[:1].isdigit()


def _without_currency(text: str) -> str:
    return text[1:].removeprefix(" ") if _is_currency(text[:1]) else text


def _joined(before: str) -> bool:
    """Whether a joiner ends ``before``, with a digit in front of it, or a stop with no word there."""
    joiner, left = before[-1], before[-2:-1]
    return joiner in _JOINERS and (left.isdigit() or (joiner == "." and not _in_word(left)))


def _signed(before: str) -> bool:
    """Whether a sign that changes the number, perhaps in front of a currency symbol, ends ``before``."""
    bare = before.removesuffix(" ")
    signed = bare[:-1] if _is_currency(bare[-1:]) else before
    left = signed[-2:-1]
    if left.isdigit() or (left in ("e", "E") and signed[-3:-2].isdigit()):
        return signed[-1:] in ("-", "+")
    return signed[-1:] == "-" and not _in_word(left)


def _number_goes_on_right(after: str, wanted: str) -> bool:
    """Whether what stands after belongs to the number that ``wanted`` ends with."""
    if wanted[-1].isdigit():
        return after[0] in _JOINERS and after[1:].isdigit()
    return wanted[-1] in _JOINERS and wanted[-2:-1].isdigit() and after[0].isdigit()


def _in_word(character: str) -> bool:
    return character == "_" or (character != "" and unicodedata.category(character)[0] in "LNM")


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def _is_currency(character: str) -> bool:
    return character != "" and unicodedata.category(character) == "Sc"
