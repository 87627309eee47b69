"""``harness gate``: one decision on the tree as it lies there, from finished records; how it is decided lies in ``gate``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from harness import __version__
from harness.adapters import clock
from harness.adapters.files import is_inside
from harness.adapters.line_of_work import line_here
from harness.app.gate_facts import Known, Question, known
from harness.app.gate_log import Log, log_of, open_log, read_log
from harness.app.gate_policy import policy_of
from harness.app.gate_records import seconds_between, with_tampered
from harness.app.gate_shadow import doubt
from harness.app.outlines import kept_outlines
from harness.app.project import Project, load_project
from harness.app.trace import TraceListener, subject_of
from harness.domain.gate import Band, Decision, DecisionRecord, Policy, Profile
from harness.gate.counting import baseline, cycles
from harness.gate.deciding import Case, decide


@dataclass(frozen=True)
class GateOptions:
    """What to decide by. ``runs`` are ids or folders of runs; without any, all finished runs of this tree.

    ``gate`` and ``line`` are whose cycles are counted (a ``line`` of None: the branch). ``since`` is the revision that the
    change parted from, ``reviewed_by`` are those who answer for edited judges. ``facts`` is a file of further facts, ``log``
    another log of decisions, ``profile`` another than the policy's; ``bundle`` a folder for what the next attempt needs.
    With ``hides`` nothing is told of sealed cards but how they came out, whatever the policy says.
    """

    runs: tuple[str, ...] = ()
    gate: str = "gate"
    line: str | None = None
    since: str | None = None
    reviewed_by: tuple[str, ...] = ()
    facts: Path | None = None
    log: Path | None = None
    profile: Profile | None = None
    bundle: Path | None = None
    hides: bool = False


@dataclass(frozen=True)
class Decided:
    """A decision, the line of the log that holds it, where that log lies, and what else is to be told.

    ``bundle`` is what the next attempt needs, where it was asked for and written.
    """

    decision: Decision
    record: DecisionRecord
    log: Path
    remarks: tuple[str, ...] = ()
    bundle: Path | None = None


def decide_gate(start: Path, options: GateOptions, listener: TraceListener | None = None) -> Decided:
    """Decide on the project that ``start`` lies in, and append the decision to the log. Nothing is run.

    Raises:
        DocumentError: if the configuration, the policy or the file of waivers is invalid.
        UsageError: if the bundle cannot be written where it should.
        MachineError: if the log cannot be written.
        RecordError: if the log was written by a newer harness.
        TreeError: if git cannot tell what tree this is.
    """
    began, path = clock.seconds(), log_of(start, options.log)
    if options.bundle is not None:
        from harness.app.gate_bundle import require_bundle_place  # late: it weighs, and few ask for a bundle

        require_bundle_place(start, options.bundle)
    gate = _Gate.of(start, options, listener or TraceListener())
    with open_log(path) as log:
        decision, now = gate.decision(log.log), clock.timestamp()
        record = log.append(
            DecisionRecord(
                id=decision.id,
                when=now,
                seconds=round(clock.seconds() - began, 3),
                ages=_ages(decision, now),
                decision=decision,
            )
        )
        remarks = (*gate.remarks, *map(str, log.log.mistakes))
    bundle = gate.bundled(decision, start) if options.bundle is not None else None
    return Decided(decision, record, path, (*remarks, *gate.moved(path)), bundle)


def gate_status(start: Path, options: GateOptions, listener: TraceListener | None = None) -> Decision:
    """The decision as it would be now; nothing is written, and no cycle is used. Raises as ``decide_gate``."""
    gate = _Gate.of(start, options, listener or TraceListener())
    return gate.decision(read_log(log_of(start, options.log)))


def gate_facts(start: Path, options: GateOptions, listener: TraceListener | None = None) -> Known:
    """Everything that a decision would rest on now. Raises as ``decide_gate``."""
    gate = _Gate.of(start, options, listener or TraceListener())
    broken = read_log(log_of(start, options.log)).tampering
    return replace(gate.known, facts=with_tampered(gate.known.facts, broken))


@dataclass(frozen=True)
class _Gate:
    """A gate before it decides: what is asked, by what policy, and everything that is known."""

    options: GateOptions
    project: Project
    policy: Policy
    line: str
    known: Known
    remarks: tuple[str, ...]

    @classmethod
    def of(cls, start: Path, options: GateOptions, listener: TraceListener) -> _Gate:
        listener.stage("reading the documents")
        with kept_outlines() as outlines:
            project = load_project(start, outlines=outlines)
        policy = policy_of(project, options.profile)
        branch, told = (options.line, "") if options.line else line_here(project.root)
        question = Question(
            start, policy, options.runs, options.since, options.reviewed_by, options.facts, options.hides
        )
        found = known(project, question, listener)
        remarks = [*([told] if told else []), *found.remarks]
        if options.profile is None and (why := doubt(project, found)):
            policy, remarks = policy_of(project, Profile.STANDARD), [*remarks, why]
        return cls(options, project, policy, branch, found, tuple(remarks))

    def decision(self, log: Log) -> Decision:
        """What is decided after the lines of this log."""
        name, found = self.options.gate, self.known
        case = Case(
            gate=name,
            line=self.line,
            tool_version=__version__,
            policy=self.policy,
            tree=found.tree,
            since=found.since,
            runs=found.runs,
            facts=with_tampered(found.facts, log.tampering),
            baseline=baseline(log.lines, name),
            waivers=found.waivers,
            judges=found.judges,
            cycles=cycles(log.lines, name, self.line, found.tree),
        )
        return decide(case)

    def bundled(self, decision: Decision, start: Path) -> Path | None:
        """Write the bundle where the work is sent back, and take an older one away where it is not."""
        from harness.app.gate_bundle import write_bundle

        assert self.options.bundle is not None
        written = write_bundle(decision, start, self.options.bundle, self.known.folders)
        return written if decision.band is Band.REWORK else None

    def moved(self, log: Path) -> tuple[str, ...]:
        """What to tell where the tree is another now because the log lies in it."""
        if self.options.log is None or not is_inside(log, self.project.root):
            return ()
        if subject_of(self.project).tree == self.known.tree:
            return ()
        return (f"the tree has '{self.options.log}' now and is another: let git ignore it, or keep the log elsewhere",)


def _ages(decision: Decision, now: str) -> dict[str, float]:
    """How old each fact is in seconds, by its name; those of this moment are left out."""
    ages = {one.name: seconds_between(one.recorded, now) for one in decision.facts if one.recorded}
    return {name: age for name, age in ages.items() if age is not None}
