"""The test card: a human-readable manual test, read from Markdown; how it is read and run lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from harness.domain.actions import Action, Surface
from harness.domain.base import Frozen
from harness.domain.expectations import Expectation


class Tier(StrEnum):
    """How much of the product a card exercises."""

    FOUNDATION = "foundation"
    COMPOSITION = "composition"
    FRONTIER = "frontier"


class Section(StrEnum):
    """The part of a card that a step stands in."""

    BEFORE = "Before you start"
    STEPS = "Steps"
    BAD_INPUT = "Bad input"


class CardFormat(StrEnum):
    """The dialect that a card is written in."""

    NATIVE = "native"
    KITCHEN_LOOP = "kitchen-loop"


class ExpectationLine(Frozen):
    """One line of a card that says what the user sees; ``expectation`` is None where the line is natural."""

    line: int
    text: str
    expectation: Expectation | None = None


class Step(Frozen):
    """One numbered step; ``action`` is None where the action is natural; ``needed`` ends the card when it fails."""

    section: Section
    number: int
    line: int
    text: str
    action: Action | None = None
    expectations: tuple[ExpectationLine, ...] = ()
    needed: bool = False

    @property
    def literal(self) -> bool:
        """Whether code alone can perform and judge this step."""
        return self.action is not None and all(line.expectation is not None for line in self.expectations)


class Card(Frozen):
    """A test card. ``sha256`` is of the normalised text; ``text`` is that text; lines count from 1.

    ``dimensions`` are where in the coverage matrix it lies, such as ``{"platform": ("linux",)}``; the line of each is that of
    the key ``dimensions.platform``.
    """

    id: str
    title: str
    path: str
    text: str
    sha256: str
    format: CardFormat = CardFormat.NATIVE
    verifies: tuple[str, ...] = ()
    surfaces: tuple[Surface, ...] = (Surface.TERMINAL,)
    tier: Tier = Tier.FOUNDATION
    dimensions: dict[str, tuple[str, ...]] = {}
    steps: tuple[Step, ...] = ()
    max_seconds: float | None = None
    lines: dict[str, int] = {}

    @property
    def literal(self) -> bool:
        """Whether the whole card runs without a model."""
        return all(step.literal for step in self.steps)

    def section(self, section: Section) -> tuple[Step, ...]:
        """The steps of one part of the card, in order."""
        return tuple(step for step in self.steps if step.section is section)

    def natural_lines(self) -> Iterator[tuple[int, str]]:
        """Every line that needs reading and judgement, as (line, text)."""
        for step in self.steps:
            if step.action is None:
                yield step.line, step.text
            yield from ((line.line, line.text) for line in step.expectations if line.expectation is None)

    def line_of(self, key: str) -> int:
        """The line where a front matter key or a section (by its heading) stands; 1 where it does not."""
        return self.lines.get(key, 1)
