"""Carries out the steps of a golden case, which expects nothing, and looks at the user's folder after each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from harness.domain.cards import Card
from harness.domain.events import Event, FolderLooked
from harness.evaluation.aids import NO_AIDS, Aids
from harness.evaluation.frame import Frame
from harness.evaluation.stepping import Stepper
from harness.ports.sessions import Session


@dataclass(frozen=True)
class Capturing:
    """How a case is carried out; ``given`` is filled in for the names of its inputs."""

    given: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, card: Card, session: Session, frame: Frame, aids: Aids = NO_AIDS) -> Iterator[Event]:
        """Carry out every step in order; what it shows is recorded, and nothing is judged."""
        stepper = Stepper(card, session, frame, self.given)
        session.folder()
        for step in card.steps:
            yield from stepper.step(step)
            changed = session.folder()
            if changed is not None:
                yield FolderLooked(
                    card=card.id,
                    attempt=frame.attempt,
                    section=step.section,
                    number=step.number,
                    observation=changed.id,
                )
