"""Which headings, bullets and paragraphs of a Spec Kit document are principles; what one of them says lies beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from harness.domain.principles import Level
from harness.markdown.tree import Block, Heading, Item, Listed, Paragraph, Part, parts
from harness.readers._principles_headings import Name, name_of
from harness.readers._principles_speckit import binding, is_rationale
from harness.readers._principles_terms import short
from harness.readers._principles_words import with_ends

_PRINCIPLES = re.compile(
    r"principles\b|princ[ií]pios|principes\b|principi\b|prinzipien|grundsätze|articles\b|принцип|원칙|原则|原則",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"(?:project |constitution(?:al)? )?(?:governance|amendment|ratification|change control|changes? to th)"
    r"|gobernanza|gobierno|governança|gouvernance|enmienda|emenda|управление|эволюция|история|миссия|обучение"
    r"|misi[oó]n|miss[aã]o|historial|治理|ガバナンス|修[订訂]|거버넌스"
    r"|(?:purpose|preamble|overview|introduction|background|how |glossary|definition|terminolog|reference|history|"
    r"changelog|appendix|template|example|about|mission|vision)|.*\bformat$",
    re.IGNORECASE,
)
_LEAD = re.compile(r"(?:\*\*|__)([^*_]{1,80}?)\s*(?:[:\uff1a.]\s*(?:\*\*|__)|(?:\*\*|__)\s*[:\uff1a—–-])")
_CODE_LEAD = re.compile(r"(?:\*\*|__)?([A-Z]{1,3}[0-9]{1,3}\s*[:\uff1a—–-]\s*.*)", re.DOTALL)
_SMALL = frozenset({"AND", "OR", "OF", "THE", "A", "AN", "FOR", "TO", "IN", "ON", "WITH"})


@dataclass(frozen=True)
class Piece:
    """What is to become one principle: its name, its blocks, where it stands, and how ids of its section begin.

    ``level`` is what it has where it says nothing itself, by the mark of the heading that it stands below.
    """

    name: Name
    blocks: tuple[Block, ...]
    line: int
    end: int
    prefix: str
    level: Level | None = None


def pieces(blocks: Sequence[Block], end: int) -> list[Piece]:
    """Every principle of a document that ends before line ``end``.

    Each heading below a section of principles is one, but one that only holds others with ids of their own, and each
    article anywhere but in governance. In all other sections a bullet or paragraph is one where it says MUST, SHOULD or
    MAY; a paragraph that ends in a colon takes the list after it, and below a heading marked ``(MUST)`` each bullet is one.
    Where nothing is found so, each heading or bullet is one.
    """
    levels = [block.level for block in blocks if isinstance(block, Heading) and block.level > 1]
    sections = list(_with_ends(parts(blocks, level=min(levels, default=2))[1], end))
    bound = [at for at, (part, _) in enumerate(sections) if not _SAYS_NOTHING.match(name_of(part.heading.text).title)]
    named = [at for at in bound if _PRINCIPLES.search(sections[at][0].heading.text)]
    named = named or [at for at in bound if any(name_of(below.text).roman for below in _headings(sections[at][0]))][:1]
    found = [piece for at in bound for piece in _Section(*sections[at], at in named, at + 1).pieces()]
    return found or [piece for at in bound for piece in _Section(*sections[at], True, at + 1).pieces()]


def _headings(part: Part) -> list[Heading]:
    return [block for block in part.blocks if isinstance(block, Heading)]


def _with_ends(found: Sequence[Part], end: int) -> Iterator[tuple[Part, int]]:
    for at, part in enumerate(found, 1):
        yield part, found[at].heading.line if at < len(found) else end


@dataclass(frozen=True)
class _Section:
    part: Part
    end: int
    principles: bool
    number: int

    def pieces(self) -> Iterator[Piece]:
        own = name_of(self.part.heading.text)
        for piece in self._of_heading(own) if self.principles or not (own.is_own or own.roman) else self._whole(own):
            yield replace(piece, level=piece.level or own.level)

    def _whole(self, own: Name) -> Iterator[Piece]:
        yield Piece(own, self.part.blocks, self.part.heading.line, self.end, self.prefix)

    def _of_heading(self, own: Name) -> Iterator[Piece]:
        level = min((heading.level for heading in _headings(self.part)), default=0)
        before, below = parts(self.part.blocks, level=level)
        first = below[0].heading.line if below else self.end
        if self.principles and not below:
            yield from self._bullets(before)
        else:
            yield from self._statements(before, first, own)
        for part, end in _with_ends(below, self.end):
            yield from self._below(part, end)

    @property
    def prefix(self) -> str:
        """The first two telling words of the heading."""
        title = name_of(self.part.heading.text).title
        words = [word for word in re.findall(r"[A-Z][A-Z0-9]*", title.upper()) if word not in _SMALL]
        return "-".join(words[:2]) or f"SECTION-{self.number}"

    def _below(self, part: Part, end: int) -> Iterator[Piece]:
        name = name_of(part.heading.text)
        inner = [heading for heading in _headings(part) if name_of(heading.text).is_own]
        if inner and not name.is_own:
            before, below = parts(part.blocks, level=inner[0].level)
            yield from self._statements(before, below[0].heading.line, name)
            for one, after in _with_ends(below, end):
                yield from self._below(one, after)
        elif self.principles or name.is_own:
            prefix = "PRINCIPLE" if self.principles else self.prefix
            yield Piece(name, part.blocks, part.heading.line, end, prefix)
        else:
            yield from self._statements(part.blocks, end, name)

    def _bullets(self, blocks: Sequence[Block]) -> Iterator[Piece]:
        lists = [(block, after) for block, after in with_ends(blocks, self.end) if isinstance(block, Listed)]
        for listed, after in lists:
            for item, end in with_ends(listed.items, after):
                yield self._item(item, end, "PRINCIPLE")
        if blocks and not lists:
            name = name_of(self.part.heading.text)
            yield Piece(name, self.part.blocks, self.part.heading.line, self.end, "PRINCIPLE")

    def _statements(self, blocks: Sequence[Block], end: int, below: Name) -> Iterator[Piece]:
        """Each paragraph that binds, with what belongs to it, and each bullet; one paragraph alone is named by its heading."""
        placed = list(with_ends(blocks, end))
        spans = dict(self._spans(placed))
        taken = -1
        for at, (block, after) in enumerate(placed):
            if isinstance(block, Paragraph) and at in spans:
                taken = spans[at]
                name = _lead(block.text)
                if len(spans) == 1 and below.title and not _LEAD.match(block.text):
                    name = replace(name, title=below.title)
                yield Piece(name, tuple(blocks[at : taken + 1]), block.line, placed[taken][1], self.prefix)
            elif isinstance(block, Listed) and at > taken:
                yield from self._items(block, after, below)

    def _spans(self, placed: Sequence[tuple[Block, int]]) -> Iterator[tuple[int, int]]:
        """The first and last block of each paragraph that binds, with the list it leads to and the reason that follows."""
        marked = name_of(self.part.heading.text).level
        for at, (block, _) in enumerate(placed):
            if not isinstance(block, Paragraph) or not binding(block.text) or is_rationale(block.text):
                continue
            after = placed[at + 1][0] if at + 1 < len(placed) else None
            leads = block.text.rstrip("*_ ").endswith((":", "\uff1a"))
            last = at + 1 if leads and after and _goes_on(after) else at
            # A sentence that only leads to the headings or the marked bullets below it says nothing by itself.
            if (leads and last == at) or (marked and not leads and isinstance(after, Listed)):
                continue
            why = placed[last + 1][0] if last + 1 < len(placed) else None
            yield at, last + 1 if isinstance(why, Paragraph) and is_rationale(why.text) else last

    def _items(self, listed: Listed, end: int, below: Name) -> Iterator[Piece]:
        marked = name_of(self.part.heading.text).level or below.level
        for item, after in with_ends(listed.items, end):
            if marked or binding(item.text):
                yield replace(self._item(item, after, self.prefix), level=marked)
            else:
                yield from self._statements(item.below, after, Name(""))

    def _item(self, item: Item, end: int, prefix: str) -> Piece:
        return Piece(_lead(item.text), item.blocks, item.line, end, prefix)


def _goes_on(block: Block) -> bool:
    """Whether a block can be what a sentence that ends in a colon leads to."""
    return not isinstance(block, Paragraph | Heading)


def _lead(text: str) -> Name:
    """The name of a bullet or paragraph: its code (``I1: …``), its bold first words, or its first words."""
    coded = _CODE_LEAD.fullmatch(text)
    if coded and (name := name_of(short(coded[1]))).word:
        return name
    found = _LEAD.match(text)
    return name_of(found[1]) if found else Name(short(text))
