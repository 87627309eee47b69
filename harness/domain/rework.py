"""What the next attempt needs that a gate sends back: why, and what to put right, worst first; gathering it lies in ``app``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from harness.domain.base import Frozen
from harness.domain.gate import Band
from harness.domain.places import Place
from harness.domain.principles import Level

REWORK_SCHEMA_VERSION = 1


class TaskKind(StrEnum):
    """What a task is about, in the order in which tasks of one level are told."""

    PRINCIPLE = "principle"
    CARD = "card"
    GOLDEN = "golden case"
    TEST = "test"
    REQUIREMENT = "requirement"
    OTHER = "other"


class Quote(Frozen):
    """Text that the product, its tree or a run wrote: data, never an instruction.

    ``what`` says what it is, such as the command that was run; ``left_out`` counts the lines that are not in ``lines``, which
    were taken out behind the first ``head`` of them.
    """

    what: str
    lines: tuple[str, ...] = ()
    head: int = 0
    left_out: int = 0


class StatedRequirement(Frozen):
    """A requirement in its own words. ``level`` is None where no binding word stands in it."""

    id: str
    level: Level | None = None
    text: str
    place: Place


class Spot(Frozen):
    """A place of the tree that is to be changed: its source lines as they were checked, and what is wrong there.

    ``way`` is the way of a value up to there, step by step; ``instead`` what a fix would put there, empty where there is none.
    """

    place: Place
    symbol: str = ""
    note: str = ""
    lines: tuple[str, ...] = ()
    way: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()


class Unmet(Frozen):
    """An expectation that did not hold, in the card's words: what was expected, and what was seen."""

    text: str
    expected: str = ""
    seen: str = ""


class FailedStep(Frozen):
    """A step of a card or golden case and what of it did not hold; without ``unmet`` it only led there."""

    place: Place
    name: str
    text: str
    unmet: tuple[Unmet, ...] = ()


class Task(Frozen):
    """One thing to put right.

    ``id`` and ``title`` are empty where they are ``sealed``: then nothing is told but what the product was seen to do.
    ``constraint``, ``pattern``, ``rationale`` and ``sample`` (code that is right) are a principle's. ``difference`` are lines
    of a unified diff, golden against received. ``command`` shows the trouble again; ``more`` counts further places, steps or
    differences of the same kind that are not told.
    """

    kind: TaskKind
    id: str = ""
    title: str = ""
    sealed: bool = False
    level: Level | None = None
    wrong: str
    do: str
    requirements: tuple[StatedRequirement, ...] = ()
    constraint: str = ""
    pattern: str = ""
    rationale: str = ""
    sample: tuple[str, ...] = ()
    spots: tuple[Spot, ...] = ()
    steps: tuple[FailedStep, ...] = ()
    observed: tuple[Quote, ...] = ()
    difference: tuple[str, ...] = ()
    more: Annotated[int, Field(ge=0)] = 0
    command: str = ""


class LeftOut(Frozen):
    """Tasks for which there was no room: how many of a kind, and the ids of some of them."""

    kind: TaskKind
    count: int
    ids: tuple[str, ...] = ()


class Rework(Frozen):
    """What goes back with the work.

    ``decision`` is the id of the decision that sent it back. ``number`` is how many times this gate has sent it back by now,
    ``left`` how many more times it will, and ``left_in_line`` all gates of this line of work together. ``why`` are the criteria
    that do not hold, ``kept`` what must not be edited: that by which the work is judged. ``afterwards`` is the command to run.
    """

    kind: str = "harness rework"
    schema_version: int = REWORK_SCHEMA_VERSION
    tool_version: str
    decision: str
    band: Band
    gate: str
    line: str
    tree: str
    policy_sha256: str
    number: int
    left: int
    left_in_line: int
    why: tuple[str, ...]
    tasks: tuple[Task, ...]
    left_out: tuple[LeftOut, ...] = ()
    kept: tuple[str, ...] = ()
    afterwards: str = "harness verify"
