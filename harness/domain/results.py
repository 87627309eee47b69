"""What came of running cards: expectation, step, attempt, card and the whole Run, as ``run.json`` holds them."""

from __future__ import annotations

import hashlib
from enum import StrEnum

from pydantic.main import IncEx

from harness.domain.base import Frozen
from harness.domain.cards import Section, Tier
from harness.domain.configuration import PagePolicy
from harness.domain.conversation import Usage
from harness.domain.findings import CheckResults
from harness.domain.golden import GoldenResults
from harness.domain.test_results import TestResult
from harness.domain.verdicts import Cause, Isolation, State, Strength, Verdict

SCHEMA_VERSION = 1


class ExpectationResult(Frozen):
    """One expectation judged: what the card says, what was expected and seen, and on which observations.

    ``quote`` is what an evaluator cited, and ``said`` what it (and a second opinion) said of it; neither is evidence.
    """

    line: int
    text: str
    verdict: Verdict
    cause: Cause | None = None
    strength: Strength = Strength.RECORDED
    soft: bool = False
    expected: str = ""
    seen: str = ""
    observations: tuple[str, ...] = ()
    quote: str = ""
    said: str = ""


class StepResult(Frozen):
    """One step carried out, or not: ``performed`` is False where the card ended before it."""

    section: Section
    number: int
    line: int
    text: str
    performed: bool
    verdict: Verdict
    cause: Cause | None = None
    reason: str = ""
    expectations: tuple[ExpectationResult, ...] = ()
    observations: tuple[str, ...] = ()
    seconds: float = 0.0


class ChangeKind(StrEnum):
    """What happened to a path of the tree."""

    CREATED = "created"
    MODIFIED = "modified"
    DELETED = "deleted"


class TreeChange(Frozen):
    """A path below the tree that was written to during an attempt; ``executable`` is of its mode, where it still exists."""

    kind: ChangeKind
    path: str
    executable: bool = False


class ServiceEnd(Frozen):
    """A service that ended while a card ran; ``last_words`` is the end of what it printed."""

    service: str
    status: int
    last_words: str = ""


class CheckName(StrEnum):
    """The hidden checks that every pass must also stand."""

    CODE_UNCHANGED = "code-unchanged"
    NO_TRACEBACK = "no-traceback"
    NO_SERVER_ERROR = "no-server-error"
    SERVICES_ALIVE = "services-alive"
    WITHIN_LIMITS = "within-limits"
    NO_PAGE_ERROR = "no-page-error"
    NO_CONSOLE_ERROR = "no-console-error"
    NO_FAILED_REQUEST = "no-failed-request"
    NO_PAGE_SERVER_ERROR = "no-page-server-error"
    NOTHING_LEAKED = "nothing-leaked"
    SEAL_WHOLE = "seal-whole"


class CheckResult(Frozen):
    """One hidden check of an attempt; ``seen`` says what broke it, or with verdict pass, what is only a warning."""

    name: CheckName
    verdict: Verdict
    cause: Cause | None = None
    seen: str = ""


class Friction(Frozen):
    """Something that a new user found confusing: in whose words, and where it was shown. It changes no verdict.

    ``quote`` is empty unless it stands in the observation.
    """

    note: str
    observation: str | None = None
    quote: str = ""


class Attempt(Frozen):
    """One run of a card in one fresh cell. ``evidence`` is its folder, relative to the run's; seconds of wall time.

    ``evaluator`` is who carried it out (empty: as the card's result says). ``superseded`` marks a replay that missed and
    was followed by a live attempt; it counts for nothing but what it failed. ``usage`` is of models.
    """

    number: int
    evaluator: str = ""
    superseded: bool = False
    verdict: Verdict
    cause: Cause | None = None
    reason: str = ""
    isolation: Isolation | None = None
    steps: tuple[StepResult, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    written: tuple[TreeChange, ...] = ()
    evidence: str | None = None
    seconds: float = 0.0
    usage: Usage = Usage()
    friction: tuple[Friction, ...] = ()
    prompt_sha256: str | None = None


class CardResult(Frozen):
    """A card over all its attempts. ``state`` is ``flaky`` where they disagree; ``cause`` and ``reason`` are the worst's."""

    id: str
    title: str
    path: str
    sha256: str
    tier: Tier
    verifies: tuple[str, ...]
    requirements: dict[str, str] = {}
    evaluator: str
    state: State
    cause: Cause | None = None
    reason: str = ""
    hint: str = ""
    attempts: tuple[Attempt, ...] = ()

    @property
    def seconds(self) -> float:
        """Wall seconds of all attempts."""
        return sum(attempt.seconds for attempt in self.attempts)


class TreeRecord(Frozen):
    """The tree that was judged: git tree id, the revision asked for (None: working tree), and the prepared tree's key.

    ``subject`` is a digest of all of it that the results depend on, beside the documents, which have digests of their own: two
    runs of one subject are of the same thing. None where it was not recorded.
    """

    hash: str
    revision: str | None = None
    key: str | None = None
    subject: str | None = None


class DocumentRecord(Frozen):
    """A document that was read, with the SHA-256 of its bytes."""

    path: str
    sha256: str


class IsolationRecord(Frozen):
    """The isolation reached, the least that was asked for, and the known holes of what was reached."""

    reached: Isolation | None
    least: Isolation
    holes: tuple[str, ...] = ()


class Totals(Frozen):
    """Sums over the run: wall seconds, model tokens, dollars, and the model's turns and tokens by kind."""

    seconds: float = 0.0
    tokens: int = 0
    dollars: float = 0.0
    usage: Usage = Usage()


class ChainRecord(Frozen):
    """The end of the event chain: how many lines, and the SHA-256 of the last."""

    count: int
    head: str


class Run(Frozen):
    """One execution, as ``run.json`` holds it. Times are RFC 3339 in UTC; ``interrupted`` if it was ended early.

    ``data`` are the glob patterns of files of the tree that the product was allowed to change. ``constitution`` is what came
    of checking the tree against its principles, ``golden`` of its golden cases; None where that was not asked for. ``tests``
    are those in Python that say which requirements they show: they ran on the working tree, in no cell.
    """

    schema_version: int = SCHEMA_VERSION
    tool_version: str
    id: str
    command: tuple[str, ...]
    started: str
    finished: str
    interrupted: bool = False
    tree: TreeRecord | None = None
    documents: tuple[DocumentRecord, ...] = ()
    isolation: IsolationRecord
    data: tuple[str, ...] = ()
    page: PagePolicy = PagePolicy()
    evaluator: str
    model: str | None = None
    problems: tuple[str, ...] = ()
    cards: tuple[CardResult, ...] = ()
    constitution: CheckResults | None = None
    golden: GoldenResults | None = None
    tests: tuple[TestResult, ...] = ()
    totals: Totals = Totals()
    events: ChainRecord

    @property
    def content_sha256(self) -> str:
        """SHA-256 (hex) of the JSON of everything but ``events``; the last event carries it.

        What older versions did not record (a subject, what golden cases verify, tests) is no part of it where it is not there.
        """
        without: dict[str, IncEx | bool] = {"events": True}
        if self.tree is not None and self.tree.subject is None:
            without["tree"] = {"subject"}
        if self.golden is not None and all(case.requirements is None for case in self.golden.cases):
            without["golden"] = {"cases": {"__all__": {"requirements"}}}
        if not self.tests:
            without["tests"] = True
        return hashlib.sha256(self.model_dump_json(exclude=without).encode()).hexdigest()
