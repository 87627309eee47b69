"""A case that is proposed, as actions, and what a source had to leave out; writing it as a document lies elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace

from harness.domain.actions import Action, Surface
from harness.domain.cards import Section


@dataclass(frozen=True)
class Proposal:
    """One case. ``subject`` is what it is about, such as ``POST /orders``; ``note`` is a sentence for whoever reviews it."""

    id: str
    title: str
    surface: Surface
    subject: str
    steps: tuple[Action, ...]
    before: tuple[Action, ...] = ()
    bad: tuple[Action, ...] = ()
    note: str = ""

    def section(self, section: Section) -> tuple[Action, ...]:
        """The actions of one part."""
        return {Section.BEFORE: self.before, Section.STEPS: self.steps, Section.BAD_INPUT: self.bad}[section]

    def without(self, section: Section, number: int) -> Proposal | None:
        """The same without one of its steps, counted from 1; None where it prepares others, or is the only one."""
        if section is Section.BEFORE or len(self.steps) + len(self.bad) <= 1:
            return None
        left = tuple(action for at, action in enumerate(self.section(section), 1) if at != number)
        return replace(self, steps=left) if section is Section.STEPS else replace(self, bad=left)

    def least(self) -> Proposal | None:
        """The same with no more than its first step and its last bad input; None where it has no more already."""
        shorter = replace(self, steps=self.steps[:1], bad=self.bad[-1:])
        return None if shorter == self else shorter


@dataclass(frozen=True)
class Left:
    """Something of which no case was made, and why."""

    subject: str
    reason: str


@dataclass(frozen=True)
class Proposals:
    """What a source proposes, in its order, and what it had to leave out."""

    cases: tuple[Proposal, ...] = ()
    left: tuple[Left, ...] = ()
