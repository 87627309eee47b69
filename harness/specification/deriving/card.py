"""A skeleton of a test card: literal where a scenario is concrete, and a ``<placeholder>`` wherever it is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from harness.domain.actions import Surface
from harness.domain.ears import EarsKind, ears
from harness.domain.requirements import Requirement, Scenario
from harness.phrasebook.book import read_action, read_expectation
from harness.phrasebook.phrase import PhraseError
from harness.specification.derived import Derived, Source, markdown_head
from harness.specification.deriving import _surface
from harness.specification.deriving._literal import (
    action_lines,
    command_in,
    expectation_lines,
    parts_of,
    unchanged_line,
)
from harness.specification.deriving._related import edge_cases
from harness.specification.deriving._words import MOST_READ, plain, shortened, titled

FOLDER = "testcards"
TO_DO = "<what the user does>"
TO_SEE = "<what the user sees>"
TO_PREPARE = "<how it comes to be so>"
TO_GET_WRONG = "<what a user gets wrong>"
_REFUSES = re.compile(
    r"\b(?:refus|reject|den(?:y|ie[sd])|declin|disallow|forbid|prevent|block|invalid|error|fail"
    r"|not (?:allowed|permitted)|must not|shall not)\w*",
    re.IGNORECASE,
)


_ASKS = re.compile(
    r"^(?:what (?:happens|should happen|if|about)\s*(?:when|if)?"
    r"|how (?:does|should) (?:the )?system (?:handle|deal with|respond to))\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Step:
    """One numbered step to be: its line, and the bullets under it."""

    line: str
    bullets: tuple[str, ...] = ()


def derive(source: Source) -> Derived:
    """The card of a requirement."""
    requirement = source.requirement
    steps = [step for scenario in _good(requirement) for step in _steps(scenario, source)]
    steps += _unusual(requirement, source)
    before = list(dict.fromkeys(line for scenario in _good(requirement) for line in _prepared(scenario, source)))
    bad = [*_bad(requirement, source)]
    surfaces = _surface.guessed(source, [*before, *(step.line for step in (*steps, *bad))])
    front = _front(source, surfaces)
    body = _body(source, before, steps or [_whole(requirement)], bad, surfaces[0])
    to_fill = tuple(line.strip() for line in f"{front}{body}".splitlines() if "<" in line and ">" in line)
    text = markdown_head(requirement.qualified, requirement.sha256, front, body)
    return Derived(requirement.qualified, f"{FOLDER}/{source.stem}.md", text, to_fill)


def _front(source: Source, surfaces: Sequence[Surface]) -> str:
    name = source.requirement.qualified
    listed_claim = name.isprintable() and not re.search(r"[,\"\\]", name)
    claim = f'"{name}"' if listed_claim else '"<requirement>"'
    claim = name if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_./-]*", name) else claim
    listed = surfaces[0].value if len(surfaces) == 1 else f"[{', '.join(surfaces)}]"
    tier = "composition" if len(source.requirement.scenarios) > _MANY else "foundation"
    return f"---\nid: {source.stem.upper()}\nverifies: [{claim}]\nsurface: {listed}\ntier: {tier}\n---\n"


_MANY = 3


def _body(source: Source, before: Sequence[str], steps: Sequence[Step], bad: Sequence[Step], surface: Surface) -> str:
    requirement = source.requirement
    prepared = (
        "## Before you start\n" + "".join(f"- {_sound(read_action, line, TO_PREPARE)}\n" for line in before) + "\n"
        if before
        else ""
    )
    return (
        f"# {titled(requirement)}\n\n{plain(requirement.text, len(requirement.text) * 2)}.\n\n{prepared}"
        f"## Steps\n{_numbered(steps)}\n## Bad input\n{_numbered(bad or [Step(*_surface.refusal(surface, source))])}"
    )


def _numbered(steps: Sequence[Step]) -> str:
    return "".join(
        f"{number}. {_sound(read_action, step.line, TO_DO)}\n"
        + "".join(f"   - {_sound(read_expectation, bullet, TO_SEE)}\n" for bullet in step.bullets)
        for number, step in enumerate(steps, 1)
    )


def _sound(read: Callable[[str], object], line: str, to_fill: str) -> str:
    """A line, unless it looks like a phrase and is none: then it is all to fill in."""
    try:
        read(line)
    except PhraseError:
        return f"{to_fill}."
    return line


def _good(requirement: Requirement) -> Iterator[Scenario]:
    yield from (one for one in requirement.scenarios if not is_refusal(one))


def is_refusal(scenario: Scenario) -> bool:
    """Whether a scenario tells of something that is refused."""
    parts = ears(scenario.text[:MOST_READ])
    if parts is not None and parts.kind is EarsKind.UNWANTED:
        return True
    return bool(_REFUSES.search(" ".join(scenario.then) or scenario.text))


def _prepared(scenario: Scenario, source: Source) -> Iterator[str]:
    for clause in scenario.given:
        yield from _done(clause, source, TO_PREPARE)


def _steps(scenario: Scenario, source: Source) -> Iterator[Step]:
    """The steps of a scenario: what is done last is what its expectations follow."""
    clauses = scenario.when or (() if scenario.then else (scenario.text,))
    lines = [line for clause in clauses for line in _done(clause, source)]
    lines = lines or [f"{plain(scenario.name or scenario.text)}: {TO_DO}."]
    seen, looks = _seen(_then(scenario), source)
    yield from (Step(line, ("It succeeds.",)) for line in lines[:-1] if _is_literal(line))
    yield from (Step(line, (f"{TO_SEE}.",)) for line in lines[:-1] if not _is_literal(line))
    yield Step(lines[-1], tuple(seen or ([f"{TO_SEE}."] if not looks else ["It succeeds."])))
    yield from looks


def _done(clause: str, source: Source, to_fill: str = TO_DO) -> Iterator[str]:
    """What is concrete comes last: it is what the expectations follow."""
    found = action_lines(clause, source.commands)
    if not found.whole:
        yield f"{plain(clause)}: {to_fill}."
    yield from (f"{line}." for line in found.lines)


def _then(scenario: Scenario) -> list[str]:
    return [part for clause in scenario.then for part in parts_of(clause)]


def _seen(clauses: Sequence[str], source: Source) -> tuple[list[str], list[Step]]:
    """What is expected of the last action, and what is to be looked at after it."""
    seen: list[str] = []
    looks: list[Step] = []
    for clause in clauses:
        command, rest = command_in(clause, source.commands)
        bullets = [*_expected(rest, clause)]
        if command:
            looks.append(Step(f"Run `{command}`.", tuple(bullets)))
        else:
            seen += bullets
    return list(dict.fromkeys(seen)), looks


def _expected(clause: str, said: str) -> Iterator[str]:
    found = expectation_lines(clause)
    yield from (f"{line}." for line in found.lines)
    if not found.whole:
        yield f"{plain(said)}: {TO_SEE}."


def _whole(requirement: Requirement) -> Step:
    """One step for a requirement that nothing makes concrete."""
    return Step(f"{shortened(plain(requirement.text))}: {TO_DO}.", (f"{TO_SEE}.",))


def _bad(requirement: Requirement, source: Source) -> Iterator[Step]:
    """What is refused: scenarios that say so, the requirement itself if it is such a one, edge cases that touch it."""
    refusals = [one for one in requirement.scenarios if is_refusal(one)]
    for scenario in refusals:
        yield from _refused(scenario, source)
    parts = ears(requirement.text[:MOST_READ])
    if not refusals and parts is not None and parts.kind is EarsKind.UNWANTED:
        yield _natural_refusal("; ".join(parts.triggers), source)
    for case in edge_cases(requirement, source.documents):
        if not case.handled or _REFUSES.search(case.handled):
            yield _natural_refusal(_ASKS.sub("", case.text), source)


def _unusual(requirement: Requirement, source: Source) -> Iterator[Step]:
    """Edge cases that touch a requirement and are not refused."""
    for case in edge_cases(requirement, source.documents):
        if case.handled and not _REFUSES.search(case.handled):
            said = shortened(plain(_ASKS.sub("", case.text))).rstrip("? ")
            yield Step(f"{said}: {TO_DO}.", tuple(_expected(case.handled, case.handled)))


def _refused(scenario: Scenario, source: Source) -> Iterator[Step]:
    """A scenario that is refused, said as lint wants it: that it is refused, in which words, and that nothing changed."""
    done = [line for clause in scenario.when or (scenario.text,) for line in _done(clause, source)]
    kept = [line for clause in _then(scenario) if (line := unchanged_line(clause, source.commands))]
    rest = [clause for clause in _then(scenario) if not unchanged_line(clause, source.commands)]
    seen, looks = _seen(rest, source)
    for line in (*_prepared(scenario, source), *done[:-1]):
        yield Step(line, ("It succeeds." if _is_literal(line) else f"{TO_SEE}.",))
    yield Step(done[-1], tuple(_as_refusal([*seen, *kept], source)))
    yield from looks


def _natural_refusal(said: str, source: Source) -> Step:
    return Step(f"{shortened(plain(said)).rstrip('?. ')}: {TO_GET_WRONG}.", tuple(_as_refusal([], source)))


def _as_refusal(seen: Sequence[str], source: Source) -> Iterator[str]:
    if not any(bullet.startswith(("It is refused", "The exit code is", "The status is 4")) for bullet in seen):
        yield "It is refused."
    yield from seen
    if not any(bullet.startswith("You see") for bullet in seen):
        yield 'You see "<what the user is told>".'
    if not any(bullet.startswith("Nothing changed") for bullet in seen):
        yield _surface.unchanged(source)


def _is_literal(line: str) -> bool:
    try:
        return read_action(line) is not None
    except PhraseError:
        return False
