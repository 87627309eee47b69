"""What of a project's documents can be carried out one by one, by the document that it stands in, or what is wrong there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from harness.adapters import files
from harness.app.constitutions import FOLDER as CONSTITUTIONS
from harness.app.constitutions import SPEC_KIT, Loaded, is_document, load_constitutions
from harness.app.golden_cases import GOLDEN, load_cases
from harness.app.project import CARDS, Project, load_project
from harness.app.waiving import waiving
from harness.domain.cards import Card
from harness.domain.places import Mistake, Place
from harness.domain.principles import Principle
from harness.errors import DocumentError, UsageError
from harness.lint.rules.duplicate_id import CODE as DUPLICATE_ID


class Kind(StrEnum):
    """What stands in a document, as its items are marked."""

    CARD = "card"
    GOLDEN = "golden"
    PRINCIPLE = "principle"


@dataclass(frozen=True)
class Entry:
    """One card, golden case or principle: its id, the line at which it begins, what it verifies, and words to find it by."""

    kind: Kind
    id: str
    line: int
    verifies: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    traits: Mapping[str, str] | None = None


@dataclass(frozen=True)
class _Read:
    """All documents of a kind: what stands in each, what is wrong, and which documents are of this kind at all."""

    entries: Mapping[str, tuple[Entry, ...]]
    own: frozenset[str]
    mistakes: tuple[Mistake, ...] = ()


class Documents:
    """The documents of one project, each kind read as a whole when the first of it is asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._read: dict[Kind, _Read] = {}
        self._told: dict[Kind, str] = {}

    def folders(self) -> list[Path]:
        """Where documents lie, as far as there are any."""
        found = [self.root / name for name in (CARDS, CONSTITUTIONS, GOLDEN) if (self.root / name).is_dir()]
        spec_kit = self.root / SPEC_KIT
        return [*found, spec_kit] if spec_kit.is_file() and files.is_inside(spec_kit, self.root) else found

    def kind_of(self, path: Path) -> Kind | None:
        """What would stand in a file; None where it is no document of this project."""
        name = self.name_of(path)
        top = name.partition("/")[0]
        if not name or not files.is_inside(path, self.root):
            return None
        if name == SPEC_KIT or (top == CONSTITUTIONS and is_document(name)):
            return Kind.PRINCIPLE
        is_plain = path.suffix == ".md" and path.name.lower() != "readme.md" and "/." not in f"/{name}"
        return {CARDS: Kind.CARD, GOLDEN: Kind.GOLDEN}.get(top) if is_plain else None

    def name_of(self, path: Path) -> str:
        """A file relative to the project's folder; empty where it lies elsewhere."""
        for full in (path, path.resolve()):
            if full.is_relative_to(self.root):
                return full.relative_to(self.root).as_posix()
        return ""

    def entries(self, kind: Kind, path: Path) -> tuple[Entry, ...]:
        """What stands in a document. Raises DocumentError with what is wrong in it, or with all that concerns its kind."""
        name = self.name_of(path)
        read = self._of(kind)
        wrong = [one for one in read.mistakes if one.place.path == name]
        elsewhere = [one for one in read.mistakes if one.place.path not in read.own]
        if wrong or elsewhere:
            raise DocumentError([*wrong, *self._once(kind, name, elsewhere)])
        return read.entries.get(name, ())

    def _once(self, kind: Kind, name: str, mistakes: Sequence[Mistake]) -> Sequence[Mistake]:
        """Mistakes of other documents, told in full at one document and shortly at all the others that they concern."""
        if not mistakes or self._told.setdefault(kind, name) == name:
            return mistakes
        first = mistakes[0]
        what = f"nothing here can be relied on before {first.place} is put right"
        return [Mistake(place=Place(path=name), what=what, hint="see there", code=first.code)]

    def _of(self, kind: Kind) -> _Read:
        if kind not in self._read:
            read = {Kind.CARD: self._cards, Kind.GOLDEN: self._cases, Kind.PRINCIPLE: self._principles}
            self._read[kind] = read[kind]()
        return self._read[kind]

    @cached_property
    def _project(self) -> Project:
        return load_project(self.root)

    def _cards(self) -> _Read:
        cards = self._project.cards
        mistakes = (*self._project.mistakes, *_twice(cards))
        broken = (one.place.path for one in mistakes if one.place.path.startswith(f"{CARDS}/"))
        entries = {card.path: (_of_card(Kind.CARD, card),) for card in cards}
        return _Read(entries, frozenset((*entries, *broken)), mistakes)

    def _cases(self) -> _Read:
        try:
            cases = load_cases(self.root).every
        except UsageError:
            return _Read({}, frozenset())
        except DocumentError as error:
            broken = frozenset(one.place.path for one in error.mistakes if one.place.path.endswith(".md"))
            return _Read({}, broken, error.mistakes)
        entries = {one.card.path: (_of_card(Kind.GOLDEN, one.card),) for one in cases}
        of_specifications = (one for one in self._project.mistakes if not one.place.path.startswith(f"{CARDS}/"))
        return _Read(entries, frozenset(entries), tuple(of_specifications))

    def _principles(self) -> _Read:
        try:
            loaded = load_constitutions(self.root, waiving(self.root).weakened())
        except DocumentError as error:
            return _Read({}, frozenset(), error.mistakes)
        found: dict[str, list[Entry]] = {}
        for principle in loaded.principles:
            found.setdefault(_home(principle, loaded), []).append(_of_principle(principle, loaded.own))
        return _Read({name: tuple(entries) for name, entries in found.items()}, frozenset(loaded.own), loaded.mistakes)


def _home(principle: Principle, loaded: Loaded) -> str:
    """The project's document that a principle stands in, or through which it is in effect."""
    if principle.place.path in loaded.own:
        return principle.place.path
    holding = (one.path for one in loaded.constitutions if any(known.id == principle.id for known in one.principles))
    return next((path for path in holding if path in loaded.own), loaded.own[0])


def _of_card(kind: Kind, card: Card) -> Entry:
    words = (*card.verifies, *(surface.value for surface in card.surfaces))
    traits = {"id": card.id, "tier": card.tier.value}
    return Entry(kind, card.id, card.line_of("id"), card.verifies, (*words, card.tier.value), traits)


def _of_principle(principle: Principle, own: Sequence[str]) -> Entry:
    line = principle.place.line if principle.place.path in own else 1
    words = (*principle.verifies, *principle.cwes, principle.level.value)
    return Entry(
        Kind.PRINCIPLE,
        principle.id,
        line,
        principle.verifies,
        words,
        {"id": principle.id, "level": principle.level.value},
    )


def _twice(cards: Iterable[Card]) -> Iterable[Mistake]:
    """Cards that share an id: nobody could tell their results apart."""
    first: dict[str, Card] = {}
    for card in cards:
        other = first.setdefault(card.id.lower(), card)
        if other is not card:
            place = Place(path=card.path, line=card.line_of("id"))
            what = f"the id `{card.id}` is that of {other.path} as well"
            yield Mistake(place=place, what=what, hint="give one of the two another id", code=DUPLICATE_ID)
