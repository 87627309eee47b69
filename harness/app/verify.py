"""``harness verify``: checks, golden cases and cards of one tree, and the gate's decision on it; each lies in its own verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.adapters import clock
from harness.adapters.records.folders import keep_out_of_git
from harness.app.check import CheckListener, CheckOptions, check
from harness.app.constitutions import document_paths, load_constitutions
from harness.app.gate import Decided, GateOptions, decide_gate
from harness.app.gate_bundle import require_bundle_place
from harness.app.gate_policy import policy_of
from harness.app.golden_cases import GOLDEN as GOLDEN_FOLDER
from harness.app.golden_cases import has_documents, load_cases
from harness.app.golden_check import GoldenOptions, check_golden
from harness.app.project import Project, load_project
from harness.app.run_cards import Listener, RunOptions, run_cards
from harness.app.sealing import every_card
from harness.app.trace import TraceListener, subject_of, traced
from harness.app.trace_history import remember
from harness.app.trace_results import Subject
from harness.app.waiving import waiving
from harness.domain.results import Run
from harness.domain.tracing import RowState, Trace
from harness.domain.verdicts import ExitCode
from harness.errors import DocumentError, HarnessError, UsageError
from harness.reports import _contents, _golden, _principles

CHECK, GOLDEN, CARDS, TRACE, GATE = "check", "golden check", "run-cards", "trace", "gate"
STAGES = (CHECK, GOLDEN, CARDS, TRACE, GATE)
_MOVED = "the tree changed while it was verified: what was run is of another tree than the one that lies here now"
_MOVED_HINT = "let nothing write into the tree, and run it again"


class VerifyListener(Listener, CheckListener, TraceListener):
    """What a shell is told while a tree is verified; this one ignores it all."""

    def begun(self, stage: str) -> None:
        """A stage has begun: one of ``STAGES``."""

    def stage(self, what: str) -> None:
        """What is being done in it, in a few words."""

    def ended(self, stage: str, said: str, seconds: float | None = None) -> None:
        """A stage is over: what came of it, in a few words, and how long it took; None where it was skipped."""


@dataclass(frozen=True)
class VerifyOptions:
    """How to verify: what the gate is asked, and how many cells are open at a time (None: as it is configured)."""

    gate: GateOptions = field(default_factory=GateOptions)
    workers: int | None = None
    command: tuple[str, ...] = ("harness", "verify")


@dataclass(frozen=True)
class Verified:
    """A verification that is over: the decision (None where it was interrupted before), and what else is to be told.

    ``runs`` are the ids of what it recorded.
    """

    decided: Decided | None
    exit_code: ExitCode
    runs: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def verify(start: Path, options: VerifyOptions, listener: VerifyListener) -> Verified:
    """Verify the project that ``start`` lies in: every stage that it has documents for, then the gate.

    What was recorded stays, also where an interrupt ends it early; then nothing is decided. A tree that changes meanwhile is
    never a pass.

    Raises:
        DocumentError: before anything is run, if a document, the configuration or the policy is invalid.
        UsageError: before anything is run, if there is nothing to verify, or the bundle cannot be written where it should.
    """
    if options.gate.bundle is not None:
        require_bundle_place(start, options.gate.bundle)
    project = load_project(start, others=True)
    stages = _Plan.of(project, options)
    verifying = _Verifying(start, project, stages, options, listener)
    try:
        return verifying.run()
    except KeyboardInterrupt:
        return verifying.interrupted()


def is_other_tree(start: Path, verified: Verified) -> bool:
    """Whether the tree is another by now than the one that was decided on, such as by a report that was written into it."""
    if verified.decided is None:
        return False
    return subject_of(load_project(start)).tree != verified.decided.decision.tree


@dataclass(frozen=True)
class _Plan:
    """Why each stage is skipped that there are no documents for; all others were read, and are valid."""

    skipped: dict[str, str]

    @classmethod
    def of(cls, project: Project, options: VerifyOptions) -> _Plan:
        """Read everything, before hours are spent on half of it. Raises DocumentError, UsageError."""
        if project.mistakes:
            raise DocumentError(project.mistakes)
        policy_of(project, options.gate.profile)
        skipped = {}
        if document_paths(project.root):
            load_constitutions(project.root, waiving(project.root).weakened()).require_valid()
        else:
            skipped[CHECK] = "no constitution"
        if not _has_golden(project.root):
            skipped[GOLDEN] = "no golden cases"
        if not every_card(project):
            skipped[CARDS] = "no test cards"
        if not project.requirements:
            skipped[TRACE] = "no requirements"
        if len(skipped) == len(STAGES) - 1:
            hint = "write a constitution, golden cases, test cards or a specification first: see `harness init`"
            raise UsageError("there is nothing to verify here", hint)
        return cls(skipped)


def _has_golden(root: Path) -> bool:
    """Whether there is a golden case, or anything that is left of one: what was accepted and is gone is a difference.

    Raises DocumentError, and UsageError where a case cannot be read.
    """
    if not (root / GOLDEN_FOLDER).is_dir():
        return False
    try:
        load_cases(root)
    except UsageError:
        if has_documents(root):
            raise
        return False  # there is no case, and there never was one
    return True


class _Verifying:
    """One verification from its first stage to the decision."""

    def __init__(
        self, start: Path, project: Project, plan: _Plan, options: VerifyOptions, listener: VerifyListener
    ) -> None:
        self._start = start
        self._project = project
        self._plan = plan
        self._options = options
        self._listener = listener
        self._runs: list[str] = []
        self._remarks: list[str] = []

    def run(self) -> Verified:
        """Every stage, and the decision."""
        keep_out_of_git(self._project.root)  # else what a pipeline keeps there is of the tree, until the first record
        before = subject_of(self._project)
        for stage, carry_out in ((CHECK, self._check), (GOLDEN, self._golden), (CARDS, self._cards)):
            self._carry_out(stage, carry_out)
        if not self._is_of(before):
            return self._decided(replace(self._options.gate, runs=(*self._options.gate.runs, *self._runs)), before)
        self._carry_out(TRACE, self._trace)
        return self._decided(self._options.gate, before)

    def interrupted(self) -> Verified:
        """What is told of a verification that was ended early."""
        said = "interrupted: nothing was decided; what was finished is recorded"
        return Verified(None, ExitCode.UNDECIDED, tuple(self._runs), (*self._remarks, said))

    def _carry_out(self, stage: str, carry_out: Callable[[], str]) -> None:
        """A stage, unless there is nothing to it. What keeps it from being carried out leaves its evidence missing."""
        if stage in self._plan.skipped:
            self._listener.ended(stage, f"skipped: {self._plan.skipped[stage]}")
            return
        self._listener.begun(stage)
        began = clock.seconds()
        try:
            said = carry_out()
        except HarnessError as error:
            if error.exit_code is ExitCode.USAGE:
                raise
            self._remarks.append(f"{stage}: {error.what}" + (f" ({error.hint})" if error.hint else ""))
            said = error.what
        self._listener.ended(stage, said, clock.seconds() - began)

    def _check(self) -> str:
        options = CheckOptions(identify=True, command=self._options.command)
        done = check(self._start, options, self._listener)
        self._keep(done.run)
        self._remarks += done.remarks
        return _principles.tally(done.results)

    def _golden(self) -> str:
        options = GoldenOptions(workers=self._options.workers, command=self._options.command)
        done = check_golden(self._start, options, self._listener)
        self._keep(done.run)
        self._remarks += done.remarks
        return _golden.tally(done.run.golden) if done.run.golden else ""

    def _cards(self) -> str:
        options = RunOptions(workers=self._options.workers, command=self._options.command)
        done = run_cards(self._start, options, self._listener)
        self._keep(done.run)
        self._remarks += done.remarks
        return _contents.counts(done.run)

    def _keep(self, run: Run) -> None:
        """Note a finished run; one that was interrupted ends it all."""
        self._runs.append(run.id)
        if run.interrupted:
            raise KeyboardInterrupt

    def _trace(self) -> str:
        found = traced(self._start, self._listener)
        try:
            remember(found.project.root, found.trace)
        except HarnessError as error:
            self._remarks.append(f"no line of the history is kept: {error.what}")
        return _counted(found.trace)

    def _decided(self, options: GateOptions, before: Subject) -> Verified:
        """The gate's decision; a tree that is not the one that was run is told, and never passes."""
        self._listener.begun(GATE)
        began = clock.seconds()
        done = decide_gate(self._start, options, self._listener)
        self._listener.ended(GATE, str(done.decision.band), clock.seconds() - began)
        self._remarks += done.remarks
        code = done.decision.exit_code
        if done.decision.tree != before.tree or not self._is_of(before):
            self._remarks.append(f"{_MOVED} ({_MOVED_HINT})")
            code = ExitCode.UNDECIDED
        return Verified(done, code, tuple(self._runs), tuple(self._remarks))

    def _is_of(self, before: Subject) -> bool:
        """Whether the tree is what it was at the beginning."""
        return subject_of(self._project) == before


def _counted(trace: Trace) -> str:
    """How many requirements there are, and how many are in each state."""
    each = ", ".join(f"{trace.count(state):,} {state}" for state in RowState if trace.count(state))
    return f"{_principles.number_of(len(trace.rows), 'requirement')}: {each}"
