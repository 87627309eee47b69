"""Which evidence shows which requirement, and what is known of it on one tree; finding and judging that lies in ``trace``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from harness.domain.base import Frozen
from harness.domain.places import Mistake, Place
from harness.domain.requirements import Requirement
from harness.domain.verdicts import ExitCode


class EvidenceKind(StrEnum):
    """What shows a requirement, or says that it does."""

    CARD = "card"
    GOLDEN = "golden case"
    PRINCIPLE = "principle"
    MARKER = "marker"
    TEST = "test"


class Evidence(Frozen):
    """One thing that claims requirements.

    ``claims`` are the names as it writes them, ``sha256`` is of its own text: of a marker that of the code which it stands at.
    ``dimensions`` are where in the coverage matrix it lies, such as ``{"platform": ("linux",)}``.
    """

    kind: EvidenceKind
    id: str
    title: str = ""
    place: Place
    sha256: str
    claims: tuple[str, ...] = ()
    cwes: tuple[str, ...] = ()
    technique: str = ""
    dimensions: dict[str, tuple[str, ...]] = {}

    @property
    def key(self) -> str:
        """What tells it from all other evidence: its kind and its id, such as ``card BANK-OPEN``."""
        return f"{self.kind.value} {self.id}"


class Shown(StrEnum):
    """What evidence shows on this tree.

    ``blocked`` could not be carried out here (the environment is at fault); ``stale`` was carried out on this tree, but its
    text or the requirement's was another; a ``marker`` shows nothing by itself: it is ``claimed`` only.
    """

    PASS = "pass"
    FAIL = "fail"
    UNDECIDED = "undecided"
    BLOCKED = "blocked"
    STALE = "stale"
    NOT_RUN = "not run"
    CLAIMED = "claimed"


class Result(Frozen):
    """What came of a piece of evidence in one run.

    ``sha256`` is that of its text at the time, ``requirements`` the hashes of what it claimed (None: not recorded). ``run`` is
    the run's id and ``when`` its end (RFC 3339, UTC). ``lines`` say where in the tree a principle was shown or broken.
    """

    kind: EvidenceKind
    id: str
    sha256: str
    requirements: dict[str, str] | None = None
    shown: Shown
    flaky: bool = False
    reason: str = ""
    run: str
    when: str
    lines: tuple[Place, ...] = ()

    @property
    def key(self) -> str:
        """The key of the evidence that it is of."""
        return f"{self.kind.value} {self.id}"


class Anchor(Frozen):
    """A line of ``trace.lock``: what a requirement and the evidence for it were when someone last looked at both.

    ``requirement`` is the qualified id, ``evidence`` the key; an empty ``evidence_sha256`` says that it is rightly gone.
    ``shown`` is what the evidence showed then, on which ``tree``.
    """

    requirement: str
    requirement_sha256: str
    evidence: str
    evidence_sha256: str
    shown: Shown
    tree: str
    who: str
    when: str
    reason: str


class Link(Frozen):
    """A requirement and one piece of evidence for it: what that shows on this tree, and what moved since someone looked.

    ``accepted`` is what was last accepted of it; None where nobody ever did, which makes nothing suspect.
    """

    evidence: Evidence
    shown: Shown
    reason: str = ""
    result: Result | None = None
    accepted: Anchor | None = None
    moved: tuple[str, ...] = ()


class RowState(StrEnum):
    """What is known of a requirement on this tree, worst first."""

    FAILING = "failing"
    SUSPECT = "suspect"
    UNDECIDED = "undecided"
    UNTESTED = "untested"
    WAIVED = "waived"
    VERIFIED = "verified"


class Exemption(Frozen):
    """Why a requirement need not be shown: accepted by ``who``, for a reason, until a day (ISO 8601)."""

    requirement: str
    reason: str
    who: str
    until: str
    place: Place


class TraceRow(Frozen):
    """One requirement with all its evidence. ``state`` is ``waived`` where an exemption holds; ``beneath`` what it would be."""

    requirement: Requirement
    state: RowState
    reason: str = ""
    links: tuple[Link, ...] = ()
    exemption: Exemption | None = None
    beneath: RowState | None = None


class Orphan(Frozen):
    """A claim that leads to no requirement, or to more than one: ``nearest`` are the names that it may mean."""

    evidence: Evidence
    claim: str
    what: str
    nearest: tuple[str, ...] = ()


class SurfaceKind(StrEnum):
    """What a user can reach of a product."""

    COMMAND = "command"
    ROUTE = "route"
    PAGE = "page"


class SurfaceItem(Frozen):
    """One thing that a user can reach: a command with its sub-commands, ``GET /accounts/{id}``, a page. Who told of it.

    ``claimed`` are the requirements that mention it, or that evidence shows which uses it: ``through`` are the keys of that.
    """

    kind: SurfaceKind
    name: str
    source: str
    claimed: tuple[str, ...] = ()
    through: tuple[str, ...] = ()


class Surface(Frozen):
    """What the product itself says that it offers; ``trouble`` says what it could not be asked, and why."""

    items: tuple[SurfaceItem, ...] = ()
    trouble: tuple[str, ...] = ()

    @property
    def unclaimed(self) -> tuple[SurfaceItem, ...]:
        """What no requirement mentions."""
        return tuple(item for item in self.items if not item.claimed)

    @property
    def is_claimed(self) -> bool:
        """Whether the product could be asked for everything, and requirements mention all of it."""
        return not self.unclaimed and not self.trouble


class Blank(StrEnum):
    """What is known of one cell of the coverage matrix."""

    VERIFIED = "verified"
    FAILING = "failing"
    BLOCKED = "blocked"
    UNDECIDED = "undecided"
    EMPTY = "empty"


class MatrixCell(Frozen):
    """One combination of values, in the order of the matrix's dimensions, with the keys of the evidence that lies there."""

    values: tuple[str, ...]
    state: Blank
    evidence: tuple[str, ...] = ()


class Matrix(Frozen):
    """Coverage over declared dimensions. ``proposals`` are the fewest further combinations that pair every value with every.

    ``cells`` are all combinations, or only those with evidence where there are too many to list; ``combinations`` counts all.
    """

    dimensions: dict[str, tuple[str, ...]]
    cells: tuple[MatrixCell, ...] = ()
    combinations: int = 0
    covered: int = 0
    proposals: tuple[tuple[str, ...], ...] = ()
    trouble: tuple[Mistake, ...] = ()

    @property
    def is_covered(self) -> bool:
        """Whether each combination is verified: an empty one is a claim that nobody tested."""
        verified = sum(cell.state is Blank.VERIFIED for cell in self.cells)
        return not self.trouble and bool(self.combinations) and verified == self.combinations


class Trace(Frozen):
    """Everything that is known of the requirements of one tree. ``tree`` is its git tree id.

    ``surface`` and ``matrix`` are None where nobody asked for them. ``mistakes`` are of documents that could not be read: while
    there is one, nothing is claimed of the whole.
    """

    schema_version: int = 1
    tree: str
    rows: tuple[TraceRow, ...] = ()
    orphans: tuple[Orphan, ...] = ()
    surface: Surface | None = None
    matrix: Matrix | None = None
    mistakes: tuple[Mistake, ...] = ()

    def count(self, state: RowState) -> int:
        """How many requirements are in that state."""
        return sum(row.state is state for row in self.rows)

    @property
    def exit_code(self) -> ExitCode:
        """PASS only if there are requirements, each is verified or waived, and nothing leads nowhere.

        Where they were asked for, all of the surface has to be claimed as well, and each cell of the matrix verified.
        """
        if self.mistakes:
            return ExitCode.USAGE
        if self.count(RowState.FAILING):
            return ExitCode.FAIL
        done = self.count(RowState.VERIFIED) + self.count(RowState.WAIVED)
        whole = self.rows and done == len(self.rows) and not self.orphans and self.is_known
        return ExitCode.PASS if whole else ExitCode.UNDECIDED

    @property
    def is_known(self) -> bool:
        """Whether what was asked for beside the requirements, surface and matrix, leaves nothing open."""
        asked = (self.surface is None or self.surface.is_claimed, self.matrix is None or self.matrix.is_covered)
        return all(asked)


class Seal(Frozen):
    """A reviewer's seal on a card: the hashes of its text and of the requirements that it verifies, by their qualified ids.

    One that is ``lifted`` takes the seal away.
    """

    card: str
    path: str
    sha256: str
    requirements: dict[str, str]
    who: str
    when: str
    reason: str
    lifted: bool = False


class SealState(StrEnum):
    """What became of a seal. ``not reviewed``: since a revision, whoever edited the card sealed it, or nobody knows who did."""

    WHOLE = "whole"
    EDITED = "card edited"
    MOVED = "requirement changed"
    GONE = "card gone"
    BROKEN = "log broken"
    UNREVIEWED = "not reviewed"
    LIFTED = "lifted"


class SealRow(Frozen):
    """A sealed card and the state of its seal; ``reason`` says what broke it, in one sentence. ``seal`` is its last one."""

    card: str
    path: str
    state: SealState
    reason: str = ""
    seal: Seal | None = None


Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]


class HistoryLine(Frozen):
    """What one trace counted.

    Coverage is the share (0 to 1) of requirements that have evidence with a result on that tree; the pass rate is the share
    of those results that pass.
    """

    when: str
    tree: str
    revision: str = ""
    requirements: Count
    coverage: Share
    pass_rate: Share
    verified: Count = 0
    failing: Count = 0
    undecided: Count = 0
    untested: Count = 0
    suspect: Count = 0
    waived: Count = 0
    flaky: Count = 0
    orphans: Count = 0


class Metric(StrEnum):
    """What is told of a history."""

    COVERAGE = "coverage"
    PASS_RATE = "pass rate"
    UNTESTED = "untested"
    SUSPECT = "suspect"
    FLAKY = "flaky"

    @property
    def is_share(self) -> bool:
        """Whether it is a share from 0 to 1, of which more is better; of the others, counts, less is."""
        return self in (Metric.COVERAGE, Metric.PASS_RATE)

    def of(self, line: HistoryLine) -> float:
        """Its value in a line."""
        value: float = getattr(line, self.value.replace(" ", "_"))
        return value


class Worsening(Frozen):
    """A metric that has worsened three times in a row: its last four values."""

    metric: Metric
    values: tuple[float, float, float, float]
