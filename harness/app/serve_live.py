"""What is to be told of the run that goes on, line by line as it happens; sending it to a browser lies elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from harness.adapters import clock
from harness.adapters.records import Following, run_folders
from harness.domain.events import CardFinished, CardStarted, Event, RunStarted, StepFinished, StepStarted
from harness.domain.visible import visible

_SECONDS_BETWEEN_LOOKS = 0.5
_LOOKS_BETWEEN_SIGNS = 30


@dataclass
class CardState:
    """How far a card is: ``state`` is ``running`` or the verdict of its attempt, ``step`` the one that is performed."""

    id: str
    state: str = "running"
    attempt: int = 1
    step: str = ""
    steps: int = 0
    seconds: float = 0.0
    reason: str = ""


@dataclass
class RunState:
    """How far a run is. ``of`` is how many cards it began with."""

    run: str
    of: int = 0
    finished: bool = False
    cards: dict[str, CardState] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """How many cards have a verdict."""
        return sum(card.state != "running" for card in self.cards.values())

    def take(self, event: Event) -> None:
        """What an event changes."""
        if isinstance(event, RunStarted):
            self.of = event.cards
        elif isinstance(event, CardStarted):
            self.cards[event.card] = CardState(event.card, attempt=event.attempt)
        elif isinstance(event, StepStarted):
            self._card(event.card).step = f"{event.section.value} {event.number}"
        elif isinstance(event, StepFinished):
            self._card(event.card).steps += 1
        elif isinstance(event, CardFinished):
            card = self._card(event.card)
            card.state, card.seconds, card.reason = (
                event.result.verdict.value,
                event.result.seconds,
                event.result.reason,
            )

    def as_json(self, version: str) -> str:
        """What a page is told; ``version`` names the state of the site."""
        cards = [
            {
                "id": visible(card.id),
                "state": card.state,
                "attempt": card.attempt,
                "step": card.step,
                "steps": card.steps,
                "seconds": round(card.seconds, 2),
                "reason": visible(" ".join(card.reason.split()))[:300],
            }
            for card in self.cards.values()
        ]
        told = {"run": self.run, "of": self.of, "done": self.done, "finished": self.finished, "cards": cards}
        return json.dumps(told | {"version": version})

    def _card(self, id: str) -> CardState:
        return self.cards.setdefault(id, CardState(id))


def told(root: Path, version: Callable[[], str], pause: Callable[[float], None] = clock.pause) -> Iterator[str]:
    """The state of the newest run as JSON, again whenever it has changed; now and then an empty text, as a sign of life."""
    following: Following | None = None
    state = RunState("")
    last, quiet = "", 0
    while True:
        newest = next(iter(run_folders(root)), None)
        if newest is not None and (following is None or newest != following.folder):
            following, state = Following(newest), RunState(newest.name)
        if following is not None:
            finished = following.is_finished  # asked first: what is written before that is then seen below
            for event in following.events():
                state.take(event)
            state.finished = finished
        now = state.as_json(version())
        quiet += 1
        if now != last:
            yield now
            last, quiet = now, 0
        elif quiet >= _LOOKS_BETWEEN_SIGNS:
            yield ""
            quiet = 0
        pause(_SECONDS_BETWEEN_LOOKS)
