"""Reads a line of a card: the one phrase that it matches, or none; the phrases lie in one table for each surface."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cached_property
from typing import Any, cast

from harness.domain.actions import Action
from harness.domain.expectations import Expectation
from harness.phrasebook import browser, http, regex, shared, terminal
from harness.phrasebook.line import Line, read_line
from harness.phrasebook.phrase import Phrase, PhraseError
from harness.phrasebook.traps import ACTION_TRAPS, EXPECTATION_TRAPS, Trap

ACTIONS = (*terminal.ACTIONS, *http.ACTIONS, *browser.ACTIONS, *shared.ACTIONS)
EXPECTATIONS = (*shared.EXPECTATIONS, *terminal.EXPECTATIONS, *http.EXPECTATIONS, *browser.EXPECTATIONS)
NEEDED_FORM = "The rest needs this"
_NEEDED = r"the rest(?: of the (?:card|steps))? needs this(?: step)?"


def read_action(line: str, block: str | None = None) -> Action | None:
    """The action that a step's line means, or None where it is natural; ``block`` is the fenced block under it.

    Raises:
        PhraseError: if the line has the form of a phrase, but a part of it is invalid.
    """
    return cast("Action | None", _ACTIONS.read(line, block))


def read_expectation(line: str, block: str | None = None) -> Expectation | None:
    """The expectation that a bullet's line means, or None where it is natural; ``block`` is the fenced block under it.

    Raises:
        PhraseError: if the line has the form of a phrase, but a part of it is invalid.
    """
    return cast("Expectation | None", _EXPECTATIONS.read(line, block))


def fingerprint() -> str:
    """SHA-256 (hex) of all forms and patterns: another one means that a line may have come to mean something else."""
    rows = [f"{phrase.form}\n{phrase.pattern}\n" for phrase in (*ACTIONS, *EXPECTATIONS)]
    return hashlib.sha256("".join([*rows, _NEEDED]).encode()).hexdigest()


def is_needed_marker(line: str) -> bool:
    """Whether a bullet says that the steps after it make no sense without this one."""
    return _compiled(_NEEDED).fullmatch(read_line(line).words) is not None


def matching(phrases: Iterable[Phrase], line: str) -> tuple[Phrase, ...]:
    """Every phrase whose form the line has; more than one would be a defect of the phrasebook."""
    words = read_line(line).words
    return tuple(phrase for phrase in phrases if _compiled(phrase.pattern).fullmatch(words) is not None)


class _Table:
    """The phrases of one kind, and the traps between them; all are looked for in one pass over a line."""

    def __init__(self, phrases: tuple[Phrase, ...], traps: tuple[Trap, ...]) -> None:
        self._phrases = phrases
        self._traps = traps

    def read(self, source: str, block: str | None) -> Any:
        line = read_line(source)
        found = self._phrase_patterns.fullmatches(line.words)
        if found:
            return _build(self._phrases[found[0]], line, block)
        caught = self._trap_patterns.fullmatches(line.words)
        if caught:
            trap = self._traps[caught[0]]
            raise PhraseError(trap.what, trap.hint)
        return None

    @cached_property
    def _phrase_patterns(self) -> regex.PatternSet:
        return regex.PatternSet((phrase.pattern for phrase in self._phrases), ignore_case=True)

    @cached_property
    def _trap_patterns(self) -> regex.PatternSet:
        return regex.PatternSet((trap.pattern for trap in self._traps), ignore_case=True)


def _build(phrase: Phrase, line: Line, block: str | None) -> Any:
    if block is not None and not phrase.takes_block:
        raise PhraseError("the block under this line is not used", f"take it away; the form is: {phrase.form}")
    match = _compiled(phrase.pattern).fullmatch(line.words)
    groups = match.groupdict() if match is not None else {}
    return phrase.build(line.resolve({name: part for name, part in groups.items() if part is not None}), block)


def _compiled(pattern: str) -> regex.Pattern:
    return regex.compile(pattern, ignore_case=True)


_ACTIONS = _Table(ACTIONS, ACTION_TRAPS)
_EXPECTATIONS = _Table(EXPECTATIONS, EXPECTATION_TRAPS)
