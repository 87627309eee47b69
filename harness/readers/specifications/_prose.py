"""Running text as people read it: without comments, cut into sentences, and whether its words bind; blocks lie elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from harness.domain.binding_words import binding_words, first_level
from harness.domain.principles import Level

_TOKEN = re.compile(r"`+|<!--")
_EMPHASIS = re.compile(r"\*+|__+|(?<!\w)_|_(?!\w)")
_QUOTED = re.compile(r"\"[^\"\n]{1,60}\"|“[^“”\n]{1,60}”|„[^„“”\n]{1,60}[“”]|«[^«»\n]{1,60}»|『[^『』\n]{1,60}』")
_BOX = re.compile(r"\A\\?\[[ xX]\\?\](?:\s+|\Z)")
_QUOTE = re.compile('["“„«『]')
_END = re.compile(r"[.!?][\"'”’»)\]*_]*\s+|[。！？]\s*")  # noqa: RUF001 - the full-width marks are meant
_SHORT = re.compile(
    r"(?:\b(?:e\.?g|i\.?e|vs|cf|etc|no|nr|sec|fig|eq|approx|resp|incl|art|al|z\.\s?b|d\.\s?h|bzw|ca)|\b(?-i:[A-Z]))\.\Z",
    re.IGNORECASE,
)
_LONGEST_SHORT = 12
_NOUN = re.compile(r"\b(?:an?|(?i:the|each|every|any|no))\s(?:MUST|SHALL|SHOULD|MAY)\b")
_KEY_WORDS = re.compile(r"\b(?:RFC[ -]?(?:2119|8174)|BCP[ -]?14)\b", re.IGNORECASE)
_KEYED = re.compile(r"\bkey ?words?\b|\binterpreted\b|\bdescribed in\b|\bdefined in\b|\bmeaning\b", re.IGNORECASE)
_SMALL = re.compile(r"\b(?:[Mm]ust|[Ss]hall|(?:is|are) required to)\b")
_FEWEST_SHOUTED = 4


def one_line(words: str) -> str:
    """Words with every run of white space made one blank."""
    return " ".join(words.split())


def unboxed(text: str) -> str:
    """The words of an item without its check box: whether it is ticked is not part of what it says."""
    return _BOX.sub("", text, count=1) if text.startswith(("[", "\\[")) else text


def unemphasised(text: str) -> str:
    """Text without the marks of emphasis; those within a word (``snake_case``) stay."""
    return _EMPHASIS.sub("", text) if "*" in text or "_" in text else text


def split_comments(text: str) -> tuple[str, tuple[str, ...]]:
    """Text without its HTML comments, and what stood in them; one that is never closed is no comment."""
    if "<!--" not in text:
        return text, ()
    comments = [span for span in _spans(text) if span[2]]
    kept = [text[end:start] for end, start in _gaps(comments, len(text))]
    return " ".join(kept), tuple(text[start:end] for start, end, _ in comments)


def masked(text: str) -> str:
    """Text of the same length whose spans of code say nothing, so that a position in it is one in the text."""
    if "`" not in text:
        return text
    spans = [span for span in _spans(text) if not span[2]]
    pieces: list[str] = []
    at = 0
    for start, end, _ in spans:
        pieces += [text[at:start], "x" * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])


def sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph; one is rather too long than cut at an abbreviation or in a span of code."""
    return (sentence for sentence, _ in placed_sentences((text,), 0))


def placed_sentences(lines: Sequence[str], line: int) -> Iterator[tuple[str, int]]:
    """The sentences of a paragraph, each with the line that it begins on; ``line`` is the first one's."""
    text = " ".join(lines)
    plain = masked(text)
    at, below, start = 0, 0, 0
    for end in (*_ends(plain), len(text)):
        if text[at:end].strip():
            while below + 1 < len(lines) and start + len(lines[below]) + 1 <= at:
                start += len(lines[below]) + 1
                below += 1
            yield text[at:end].strip(), line + below
        at = end


def _ends(plain: str) -> Iterator[int]:
    for found in _END.finditer(plain):
        rest = plain[found.end() : found.end() + 1]
        before = plain[max(0, found.start() + 1 - _LONGEST_SHORT) : found.start() + 1]
        if rest and not (found[0][0] in ".!?" and (rest.islower() or _SHORT.search(before))):
            yield found.end()


@lru_cache(maxsize=8)
def binding_level(text: str) -> Level | None:
    """The level of the first word that binds; None where none does.

    Words in code, alone in quotes or after an article (*a MUST*) are only mentioned.
    """
    spoken = _spoken(text)
    level = first_level(spoken)
    return first_level(_NOUN.sub(" ", spoken)) if level else None


def begins_binding(text: str) -> bool:
    """Whether a text begins with the word that binds, so that who is bound stands before it."""
    spoken = _spoken(text).lstrip(" :–—-")
    words = binding_words(spoken)
    return bool(words) and spoken.startswith(words[0])


def only_binds(text: str) -> bool:
    """Whether a text is nothing but a binding word, such as a cell ``MUST``."""
    spoken = _spoken(text).strip(" .:")
    return binding_words(spoken) == [spoken]


def explains_key_words(text: str) -> bool:
    """Whether a text says how the words that bind are to be read, as RFC 8174 has every document do."""
    numbered = "2119" in text or "8174" in text or "14" in text
    return bool(numbered and _KEY_WORDS.search(text) and _KEYED.search(text))


def binds_in_small(text: str) -> str:
    """The word that would bind if it stood in capitals (RFC 8174); empty where there is none."""
    found = _SMALL.search(_spoken(text))
    return found[0].lower() if found else ""


def is_shouted(text: str) -> bool:
    """Whether a text stands in capitals throughout, so that no word of it is set apart."""
    spoken = _spoken(text)
    return spoken.isupper() and spoken.isascii() and len(spoken.split()) >= _FEWEST_SHOUTED


def mentions_binding(text: str) -> bool:
    """Whether a word that binds stands in a text at all, be it in code or in quotes."""
    return first_level(text) is not None


@lru_cache(maxsize=8)
def _spoken(text: str) -> str:
    """What a text says itself: without emphasis, code, and quotes of nothing but binding words."""
    plain = unemphasised(masked(text))
    return _QUOTED.sub(_unless_mentioned, plain) if _QUOTE.search(plain) else plain


def _unless_mentioned(found: re.Match[str]) -> str:
    within = found[0][1:-1].strip()
    return "" if binding_words(within) == [within] else found[0]


def _spans(text: str) -> list[tuple[int, int, bool]]:
    """Where code and comments stand, as (start, end, whether a comment), in one pass."""
    runs: dict[int, list[int]] = {}
    for found in re.finditer("`+", text):
        runs.setdefault(len(found[0]), []).append(found.start())
    for starts in runs.values():
        starts.reverse()
    return list(_told_apart(text, runs))


def _told_apart(text: str, runs: dict[int, list[int]]) -> Iterator[tuple[int, int, bool]]:
    at = 0
    last_close = text.rfind("-->")
    for found in _TOKEN.finditer(text):
        start, length = found.start(), len(found[0])
        if start < at or text[start - 1 : start] == "\\":
            continue
        if found[0] == "<!--":
            if start + length <= last_close:
                at = text.index("-->", start + length) + 3
                yield start, at, True
            continue
        same = runs[length]
        while same and same[-1] <= start:
            same.pop()
        if same:
            at = same[-1] + length
            yield start, at, False


def _gaps(spans: list[tuple[int, int, bool]], length: int) -> Iterator[tuple[int, int]]:
    at = 0
    for start, end, _ in spans:
        yield at, start
        at = end
    yield at, length
