"""What a trace and a gate need of one recorded run; reading it from the record lies elsewhere."""

from __future__ import annotations

from typing import ClassVar

from harness.domain.base import Frozen
from harness.domain.findings import Outcome, Waiver
from harness.domain.golden import CaseOutcome
from harness.domain.places import Place
from harness.domain.principles import Level
from harness.domain.test_results import TestOutcome
from harness.domain.tracing import Result
from harness.domain.verdicts import Cause, Isolation, State


class CardDigest(Frozen):
    """What a gate asks of a card beside its result, which has the same id: wall seconds, US dollars and tokens of it all.

    ``judged`` says that a pass rests on an expectation for which there is an opinion only.
    """

    id: str
    path: str
    line: int = 1
    state: State
    cause: Cause | None = None
    judged: bool = False
    seconds: float = 0.0
    dollars: float = 0.0
    tokens: int = 0


class CaseDigest(Frozen):
    """What a gate asks of a golden case beside its result: its outcome, and whether a changed requirement explains it.

    Of a case that was compared with a revision there is no result; ``sha256`` is of its text.
    """

    id: str
    path: str
    line: int = 1
    outcome: CaseOutcome
    explained: bool = False
    reason: str = ""
    sha256: str = ""


class PrincipleDigest(Frozen):
    """What a gate asks of a principle beside its result.

    ``counting`` are the places (``path:line``) that break it and count, ``known`` those that were known before, ``waived`` how
    many are waived. ``narrowed`` says that only some files were asked for, ``doubted`` that something of it could not be
    checked, ``unlisted`` that it is broken in more places than were recorded.
    """

    id: str
    place: Place
    level: Level
    outcome: Outcome
    counting: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    waived: int = 0
    narrowed: bool = False
    doubted: bool = False
    unlisted: bool = False


class TestDigest(Frozen):
    """What a gate asks of a test in Python beside its result, which has the same id."""

    __test__: ClassVar[bool] = False

    id: str
    place: Place
    outcome: TestOutcome
    passes: bool = False
    reason: str = ""


class RunDigest(Frozen):
    """A run in short. ``documents`` are digests by path; with ``trouble`` its record is not believed, and it has no results.

    ``contradicts`` says that the trouble is that the record contradicts its own events, and not that it cannot be read.
    ``kinds`` are those of ``harness.domain.gate.RunSource``; ``head`` is the SHA-256 at the end of its chain.
    ``compared`` are the cases of a comparison with a revision; ``problem`` says what kept the run from being whole.
    ``baseline`` says which findings were known before: the path of a file as it was typed, or a revision. ``waivers`` are those
    of the constitution that were used or are in trouble.
    """

    id: str
    tree: str = ""
    subject: str = ""
    finished: str = ""
    interrupted: bool = False
    isolation: Isolation | None = None
    kinds: tuple[str, ...] = ()
    head: str = ""
    documents: dict[str, str] = {}
    trouble: str = ""
    contradicts: bool = False
    results: tuple[Result, ...] = ()
    cards: tuple[CardDigest, ...] = ()
    cases: tuple[CaseDigest, ...] = ()
    compared: tuple[CaseDigest, ...] = ()
    problem: str = ""
    principles: tuple[PrincipleDigest, ...] = ()
    tests: tuple[TestDigest, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    baseline: str = ""
    uncovered: tuple[str, ...] = ()
