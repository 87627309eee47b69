"""What a blind pass did, kept so that it can be done again without a model; storing and doing it lie elsewhere."""

from __future__ import annotations

from harness import __version__
from harness.domain.actions import Action
from harness.domain.base import Frozen
from harness.domain.cards import Section

REPLAY_VERSION = 1


class KeptQuote(Frozen):
    """A natural expectation (by its line) and the text that showed it, in which of the step's actions (from 0)."""

    line: int
    action: int
    quote: str


class KeptStep(Frozen):
    """What was done for one step, in order. ``{name}`` stands where a kept value was used."""

    section: Section
    number: int
    actions: tuple[Action, ...]
    quotes: tuple[KeptQuote, ...] = ()


class KeptReplay(Frozen):
    """A whole blind pass. It counts only for this card, tool and phrasebook; ``run`` is where it was shown."""

    version: int = REPLAY_VERSION
    card: str
    card_sha256: str
    tool_version: str = __version__
    phrasebook_sha256: str
    run: str
    model: str
    steps: tuple[KeptStep, ...]
