"""Which cards stay hidden from whoever does the work, and what must not be told of them; sealing them lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from harness.app.project import Project
from harness.app.sealing import every_card, load_seals
from harness.domain.cards import Card
from harness.domain.gate import Visibility
from harness.domain.tracing import SealRow, SealState
from harness.errors import HarnessError

SEALED_CARD = "a sealed card"
_OF_CARDS = ("card", "seal")
_NOT_OF_CARDS = ("requirement", "golden")


@dataclass(frozen=True)
class Curtain:
    """The ids, paths and titles of cards that stay hidden; ``all`` hides every card, because nobody knows which are sealed.

    ``places`` are the ids by the paths.
    """

    ids: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    all: bool = False
    places: Mapping[str, str] = field(default_factory=dict)

    def hides(self, id: str, path: str = "") -> bool:
        """Whether nothing of the text of this card is told."""
        return self.all or id in self.ids or path in self.paths

    @property
    def is_open(self) -> bool:
        """Whether nothing is hidden."""
        return not (self.all or self.ids or self.paths)

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """What each hidden card is called where one must be told from another, by its id: the same for as long as no
        card is added or sealed.
        """
        return {id: f"sealed #{number}" for number, id in enumerate(sorted(self.ids), 1)}

    def alias(self, id: str) -> str:
        """What a hidden card is called."""
        return self.aliases.get(id, "sealed")

    def meant(self, name: str) -> str:
        """The id of the card of that name, be it an alias or the id itself."""
        return next((id for id, alias in self.aliases.items() if alias == name), name)

    def key(self, key: str) -> str:
        """The key of an item (see ``domain.gate.Item``) without the name of a hidden card."""
        kind, _, rest = key.partition(" ")
        name, space, claim = rest.partition(" ")
        if kind in _OF_CARDS and self.hides(name):
            return f"{kind} {self.alias(name)}{space}{claim}"
        if kind == "judge" and self.hides("", rest):
            return f"{kind} {self.alias_at(rest)}"
        return key if kind in _NOT_OF_CARDS else self.told(key)

    def alias_at(self, path: str) -> str:
        """What the hidden card is called that lies at a path."""
        return self.alias(self.places.get(path, ""))

    def told(self, text: str) -> str:
        """A sentence that somebody wrote, without the names of hidden cards."""
        for name in sorted((*self.paths, *self.titles, *self.ids), key=len, reverse=True):
            text = text.replace(name, SEALED_CARD)
        return text


def curtain_of(project: Project, visibility: Visibility) -> Curtain:
    """What a project hides; ``project`` has all its cards. A card that lies where a sealed one lay is taken for that."""
    if visibility is Visibility.FULL:
        return Curtain()
    cards = every_card(project)
    try:
        seals = load_seals(project)
    except HarnessError:
        return _of(cards, (), all=True)
    if seals.mistakes:
        return _of(cards, (), all=True)
    rows = [row for row in seals.rows if row.state is not SealState.LIFTED]
    ids, paths = {row.card for row in rows}, {row.path for row in rows}
    return _of([card for card in cards if card.id in ids or card.path in paths], rows)


def _of(cards: Iterable[Card], rows: Iterable[SealRow], all: bool = False) -> Curtain:
    cards, rows = tuple(cards), tuple(rows)
    return Curtain(
        ids=frozenset((*(card.id for card in cards), *(row.card for row in rows))),
        paths=frozenset((*(card.path for card in cards), *(row.path for row in rows))),
        titles=frozenset(card.title for card in cards if card.title),
        all=all,
        places={**{row.path: row.card for row in rows}, **{card.path: card.id for card in cards}},
    )
