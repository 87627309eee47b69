"""The evaluator that needs no model: performs the phrasebook's actions and has code judge every expectation."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.cards import Card
from harness.domain.events import Event
from harness.evaluation.aids import NO_AIDS, Aids
from harness.evaluation.frame import Frame
from harness.evaluation.inability import Inability
from harness.evaluation.stepping import Stepper
from harness.ports.sessions import Session


def inability(card: Card) -> Inability | None:
    """Why this evaluator cannot carry the card out: lines that need reading; None if it can."""
    natural = tuple(card.natural_lines())
    if natural:
        return Inability(
            what="the card has lines that only an evaluator who reads can carry out",
            lines=tuple(f"{card.path}:{line}: {text}" for line, text in natural),
            hint="reword them from the phrasebook (`harness explain phrases`), or use an evaluator that reads",
        )
    return None


def perform(card: Card, session: Session, frame: Frame, aids: Aids = NO_AIDS) -> Iterator[Event]:
    """Carry out every step in order and judge it; later steps still run unless the one that did not hold is needed."""
    stepper = Stepper(card, session, frame)
    for step in card.steps:
        yield from stepper.step(step)
