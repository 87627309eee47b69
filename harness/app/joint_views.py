"""What came of one card, golden case or principle of a joint run, as its report at a terminal tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness import __version__
from harness.adapters import files
from harness.adapters.records import RunEvidence
from harness.app.joint_run import JointRun
from harness.app.run_cards import Finished
from harness.domain.findings import CheckResults, Manifest, Outcome, PrincipleResult
from harness.domain.golden import CaseOutcome, CaseResult, GoldenResults
from harness.domain.principles import Level
from harness.domain.results import CardResult, ChainRecord, IsolationRecord, Run
from harness.domain.verdicts import ExitCode, Verdict
from harness.domain.visible import visible
from harness.evaluation.conclusions import card_verdict
from harness.reports import terminal
from harness.reports._view import View

if TYPE_CHECKING:
    from harness.app.gate import Decided

_LONGEST = 200


@dataclass(frozen=True)
class Told:
    """What came of something. ``headline`` is one line, ``text`` all of it; ``line`` is where to look in ``path``.

    ``passed`` is False for whatever is not certain. ``remark`` tells of what does not keep it from passing.
    """

    passed: bool
    path: str
    line: int
    headline: str = ""
    text: str = ""
    remark: str = ""


def told_card(joint: JointRun, result: CardResult, width: int) -> Told:
    """A card over all its attempts so far."""
    if card_verdict(result, joint.least) is Verdict.PASS:
        return Told(True, result.path, 1)
    whose = f" ({result.cause})" if result.cause else ""
    headline = _one_line(f"{result.state}{whose}: {result.reason or result.hint}")
    text = _text(joint, _run(joint).model_copy(update={"cards": (result,)}), width)
    return Told(False, result.path, next(_lines(result), 1), headline, text)


def told_case(joint: JointRun, result: CaseResult, width: int) -> Told:
    """A golden case."""
    if result.exit_code is ExitCode.PASS:
        return Told(True, result.path, 1)
    first = result.differences[0] if result.differences else None
    why = result.reason or (f"{first.leaf} {first.kind.value}" if first else result.hint)
    text = _text(joint, _run(joint).model_copy(update={"golden": GoldenResults(cases=(result,))}), width)
    line = result.line_of(first.place) if first else 1
    return Told(False, result.path, line, _one_line(f"{result.outcome}: {why}"), text)


def told_principle(joint: JointRun, id: str, width: int) -> Told:
    """A principle: what is broken at MUST fails, and what cannot be told there is no pass; the rest is remarked."""
    checked = joint.checked
    found = next((one for one in checked.results.principles if one.id == id), None) if checked.results else None
    if found is None or checked.results is None:
        why = checked.problem or "the check tells nothing of it"
        text = f"{why}\nhint: {checked.hint}" if checked.hint else why
        return Told(False, "", 1, _one_line(f"inconclusive: {why}"), text)
    if found.outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE, Outcome.WAIVED):
        return Told(True, found.place.path, found.place.line)
    place = found.counting[0].span if found.counting else None
    path, line = (place.path, place.line) if place else (found.place.path, found.place.line)
    headline = _one_line(f"{found.outcome}: {found.reason or found.constraint}")
    text = _text(joint, _run(joint).model_copy(update={"constitution": _alone(checked.results, found)}), width)
    if found.level is Level.MUST:
        return Told(False, path, line, headline, text)
    return Told(True, path, line, remark=f"{path}:{line}: {found.level.value} {id} {headline}")


def summary_text(finished: Finished, width: int) -> str:
    """What a whole run came to, beside what its items told already."""
    run, rest = finished.run, ""
    view = View(folder=files.typed(finished.folder), width=width)
    gone = tuple(case for case in run.golden.cases if case.outcome is CaseOutcome.GONE) if run.golden else ()
    waivers = run.constitution.waivers if run.constitution else ()
    if gone or (run.golden and run.golden.unused):
        unused = run.golden.unused if run.golden else ()
        rest += _details(run, view, golden=GoldenResults(cases=gone, unused=unused))
    if run.constitution and any(one.trouble for one in waivers):
        only = run.constitution.model_copy(update={"principles": (), "manifest": Manifest()})
        rest += _details(run, view, constitution=only)
    return "\n".join([*rest.split("\n"), terminal.summary(run, view), *finished.remarks]).strip("\n")


def _details(run: Run, view: View, **parts: object) -> str:
    nothing: dict[str, object] = {"cards": (), "golden": None, "constitution": None, "tests": ()}
    return terminal.details(run.model_copy(update=nothing | parts), view)


def decision_text(decided: Decided, width: int, colour: bool) -> str:
    """What a gate decided, as its report at a terminal tells it."""
    from harness.reports.decisions import terminal as decisions  # late: few sessions decide anything
    from harness.reports.decisions._view import DecisionView

    view = DecisionView(width=width, colour=colour, log=files.typed(decided.log))
    return "\n".join([decisions.render(decided.decision, decided.record, view).rstrip("\n"), *decided.remarks])


def _alone(results: CheckResults, one: PrincipleResult) -> CheckResults:
    return results.model_copy(update={"principles": (one,), "waivers": (), "baseline": None})


def _run(joint: JointRun) -> Run:
    return Run(
        tool_version=__version__,
        id=joint.id,
        command=(),
        started=joint.started,
        finished="",
        isolation=IsolationRecord(reached=joint.ground.level, least=joint.least),
        evaluator="",
        events=ChainRecord(count=0, head=""),
    )


def _text(joint: JointRun, run: Run, width: int) -> str:
    folder = joint.recorder.folder
    view = View(folder=files.typed(folder), width=width, evidence=RunEvidence(folder))
    return terminal.details(run, view).strip("\n")


def _lines(result: CardResult) -> Iterator[int]:
    """The lines of what did not pass, the expectations of a step before the step itself."""
    for attempt in result.attempts:
        for step in attempt.steps:
            yield from (one.line for one in step.expectations if one.verdict is not Verdict.PASS and not one.soft)
            if step.verdict is not Verdict.PASS:
                yield step.line


def _one_line(text: str) -> str:
    line = " ".join(visible(text).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
