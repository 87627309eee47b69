"""The shape of a phrase: one row of the phrasebook, with its examples; matching whole lines lies elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from harness.domain.actions import Action, Surface
from harness.domain.expectations import Expectation


class PhraseError(ValueError):
    """A line has the form of a phrase, but a part of it is invalid; ``hint`` says what to write instead."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.hint = hint


@dataclass(frozen=True)
class Example:
    """A line as a card has it (with the fenced block under it, if any) and the object that it must become."""

    line: str
    means: Action | Expectation
    block: str | None = None


@dataclass(frozen=True)
class Phrase:
    """One form: how it is written, on which surface, the linear-time regex that recognises it, and what it becomes.

    ``pattern`` is RE2 syntax matched against the whole line, case-insensitively, after its inline code and quoted
    texts became slots (see ``line.Line``) and emphasis and the final full stop were dropped. ``build`` receives the
    named groups, those of slots as they are written inside their marks, and the fenced block under the line (None if
    there is none, and always None unless ``takes_block``), and raises PhraseError where a part is invalid.
    """

    form: str
    surface: Surface | None
    pattern: str
    build: Callable[[Mapping[str, str], str | None], Any]
    examples: tuple[Example, ...]
    takes_block: bool = False
