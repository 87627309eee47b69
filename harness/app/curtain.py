"""Which cards stay hidden from whoever does the work, and what must not be told of them; sealing them lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from harness.app.project import Project
from harness.app.sealing import every_card, load_seals
from harness.domain.cards import Card
from harness.domain.gate import Visibility
from harness.domain.tracing import SealRow, SealState
from harness.errors import HarnessError

SEALED_CARD = "a sealed card"


@dataclass(frozen=True)
class Curtain:
    """The ids, paths and titles of cards that stay hidden; ``all`` hides every card, because nobody knows which are sealed."""

    ids: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    all: bool = False

    def hides(self, id: str, path: str = "") -> bool:
        """Whether nothing of the text of this card is told."""
        return self.all or id in self.ids or path in self.paths

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
    )
