"""Where in a document something stands, and what to call what has no id: by the headings above it and its place there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from harness.domain.slugs import slug
from harness.markdown.tree import Block, Heading
from harness.readers.specifications._prose import one_line, unemphasised

_ID = r"[A-Z][A-Z0-9]{0,15}(?:[-_][A-Z][A-Z0-9]{0,15}){0,6}[-_]?[0-9]{1,9}(?:[.-][0-9]{1,9}){0,5}[a-z]?"
_WHOLE_ID = re.compile(_ID)
_LED_BY_ID = re.compile(
    rf"(?P<lead>\*{{1,3}}|_{{1,3}}|`)?(?P<open>[\[(])?(?P<id>{_ID})(?![\w/])(?P<close>[\])])?"
    r"(?P<mid>:?(?:\*{1,3}|_{1,3}|`)|)\s{0,9}(?P<stop>[:.)](?=\s|\*|_|\Z)|[–—-](?=\s))?\s*(?P<rest>.*)",
    re.DOTALL,
)
_NUMBER = re.compile(r"[0-9]{1,9}(?:(?:\.[0-9]{1,9}){1,9}[.)]?|[.)])\s*(?=\D)")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
TITLE_LEVEL = 1
MOST_HEADING = 300
MOST_SLUG = 60


def explicit_id(text: str) -> tuple[str, str]:
    """The id that a text begins with and sets apart (``REQ-12:``, ``[R3]``, ``R3.``, ``**ABC-1**``), and the words after it.

    The id is empty where there is none; a mere word with a number in it, such as ``HTTP2``, is none.
    """
    found = _LED_BY_ID.fullmatch(text)
    if not found:
        return "", text
    bracketed = found["open"] and found["close"]
    marked = found["lead"] and found["mid"]
    if not (bracketed or marked or found["stop"]):
        return "", text
    if found["lead"] and not found["mid"]:  # the emphasis goes on into the words
        return found["id"], found["lead"] + found["rest"]
    return found["id"], found["rest"]


def is_id(text: str) -> bool:
    """Whether a text is an id and nothing else, be it emphasised."""
    return bool(_WHOLE_ID.fullmatch(unemphasised(text).strip("`[]() ")))


def plain_heading(text: str) -> str:
    """A heading's words: without emphasis, code marks and the targets of links; the first of them where it is very long."""
    return one_line(_LINK.sub(r"\1", unemphasised(text[:MOST_HEADING])).replace("`", ""))


def section_slug(text: str) -> str:
    """A heading as it may stand in an id; its number does not count, as another section before it would change that."""
    words = _NUMBER.sub("", plain_heading(text), count=1)
    return slug(words)[:MOST_SLUG].rstrip("-") or "section"


def segments(blocks: Sequence[Block]) -> Iterator[tuple[Heading | None, Sequence[Block], Heading | None]]:
    """The blocks before the first heading, then each heading with those up to the next one, and which that is."""
    at = [index for index, block in enumerate(blocks) if isinstance(block, Heading)]
    for start, end in zip([-1, *at], [*at, len(blocks)], strict=True):
        heading = blocks[start] if start >= 0 else None
        following = blocks[end] if end < len(blocks) else None
        yield _heading(heading), blocks[start + 1 : end], _heading(following)


def _heading(block: Block | None) -> Heading | None:
    return block if isinstance(block, Heading) else None


@dataclass
class Outline:
    """The headings above the place that a reader has come to, and how many ids were made up below each.

    A made-up id is the slugs of the headings from the second level on (60 letters of each at most), joined by dots, and a
    running number: ``refunds.errors-2``. Directly below the title it is the title's slug; before any heading, ``text``.
    Sections that are added, removed or moved elsewhere therefore leave it as it is. Where one heading stands twice below the
    same ones, the numbers of the second go on.
    """

    headings: tuple[str, ...] = ()
    section: str = "text"
    _above: list[Heading] = field(default_factory=list)
    _used: Counter[str] = field(default_factory=Counter)

    def enter(self, heading: Heading) -> None:
        """Go on to the section of a heading: ``headings`` are those above, the title first, ``section`` begins ids."""
        while self._above and self._above[-1].level >= heading.level:
            self._above.pop()
        self._above.append(heading)
        self.headings = tuple(plain_heading(one.text) for one in self._above)
        sections = [one for one in self._above if one.level > TITLE_LEVEL] or self._above
        self.section = ".".join(section_slug(one.text) for one in sections)

    def next_id(self) -> str:
        """An id for what has none."""
        self._used[self.section] += 1
        return f"{self.section}-{self._used[self.section]}"
