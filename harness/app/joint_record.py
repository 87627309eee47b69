"""Finishes the record of a joint run: everything that its processes did, as one ``Run``; doing it lies in ``joint_run``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from harness import __version__
from harness.adapters import clock
from harness.adapters.cell.levels import holes
from harness.adapters.git import snapshot
from harness.app.assignment import Assignment
from harness.app.conclusions import exit_code
from harness.app.golden_check import golden_results
from harness.app.golden_run import CAPTURE
from harness.app.joint_run import CHANGED_HINT, Ground, JointRun, SharedCheck
from harness.app.run_cards import Finished
from harness.app.sealing import gone_seals
from harness.app.subjects import tree_subject
from harness.domain.conversation import Usage
from harness.domain.findings import CheckResults
from harness.domain.golden import CaseResult, GoldenResults
from harness.domain.results import Attempt, CardResult, ChainRecord, DocumentRecord, IsolationRecord, Run, Totals
from harness.domain.test_results import TestResult
from harness.domain.verdicts import Cause, ExitCode
from harness.errors import TreeError
from harness.evaluation.verification.chain import followed
from harness.evaluation.verification.story import Story, stories

_NOT_COME_TO = "it was left out while the others ran: a fixture, a plugin or an error kept it from being carried out"

_NO_ASSERTIONS = (
    "Python was started with -O, under which assertions are left out, so what came of the tests is not recorded; "
    "run it again without -O and PYTHONOPTIMIZE"
)


def finish(joint: JointRun, tests: Sequence[TestResult], interrupted: bool, command: Sequence[str]) -> Finished:
    """Write the record and return what it holds. No other process may be at work on the run any more.

    Raises:
        RecordError: if the record cannot be written.
    """
    joint.close()
    finishing = _Finishing(JointRun(joint.root, joint.id, joint.chosen), joint, interrupted)
    run = finishing.run(tests, tuple(command))
    recorded = finishing.again.recorder.finish(run)
    folder = finishing.again.recorder.folder
    finishing.again.shared.remove()
    finishing.again.close()
    remarks = gone_seals(joint.project) if joint.chosen.cards else ()
    return Finished(recorded, folder, exit_code(recorded), tuple(remarks))


class _Finishing:
    """One record. ``again`` opens what ``joint`` has closed; what the project said is what ``joint`` read."""

    def __init__(self, again: JointRun, joint: JointRun, interrupted: bool) -> None:
        self.again = again
        self._joint = joint
        self._ground = again.found_ground() or Ground()
        self._told = stories(followed(again.recorder.lines()).events)
        self._interrupted = interrupted
        self._problems: list[str] = []

    def run(self, tests: Sequence[TestResult], command: tuple[str, ...]) -> Run:
        joint, ground = self._joint, self._ground
        if ground.problem:
            self._problems.append(ground.problem)
        self._interrupted = self._interrupted and self._is_missing()
        self._require_finished()
        cards = [self._card(one) for one in joint.assignments.values()] if joint.chosen.cards else []
        golden = self._golden() if joint.chosen.cases else None
        check = self._check()
        tests = self._of_this_tree(tests)
        configuration = joint.project.configuration
        least = joint.least
        return Run(
            tool_version=__version__,
            id=joint.id,
            command=command,
            started=joint.started,
            finished=clock.timestamp(),
            interrupted=self._interrupted,
            tree=ground.tree.model_copy(update={"subject": self._subject}) if ground.tree else None,
            documents=_once((*joint.project.documents, *(check.documents if check else ()))),
            isolation=IsolationRecord(
                reached=ground.level, least=least, holes=holes(ground.level) if ground.level else ()
            ),
            data=configuration.product.data,
            page=configuration.cards.page,
            evaluator=configuration.cards.evaluator if cards else CAPTURE if golden else "",
            model=joint.model_name,
            problems=tuple(dict.fromkeys(self._problems)),
            cards=tuple(cards),
            constitution=self._narrowed(check.results) if check and check.results else None,
            golden=golden,
            tests=tuple(tests),
            totals=_totals(cards, clock.seconds() - joint.began),
            events=ChainRecord(count=0, head=""),
        )

    @property
    def _subject(self) -> str:
        """Principles and tests are of all files; cards and golden cases of the product alone."""
        chosen = self._joint.chosen
        return self._ground.whole if chosen.principles or chosen.tests else self._ground.product

    def _is_missing(self) -> bool:
        """Whether anything was not carried out at all that could have been."""
        chosen = self._joint.chosen
        attempted = {
            id
            for (id, number), story in self._told.items()
            if not story.is_of_golden and self.again.was_completed(id, number)
        }
        able = (id for id, one in self._joint.assignments.items() if one.inability is None) if chosen.cards else ()
        no_case = any(self.again.found_case(id) is None for id in chosen.cases)
        return no_case or not attempted.issuperset(able) or bool(chosen.principles and not self.again.found_check())

    def _require_finished(self) -> None:
        """An attempt that was begun and never ended is of an interrupted run, whoever ended it."""
        chosen = self._joint.chosen
        texts = {id: one.card.sha256 for id, one in self._joint.assignments.items()} if chosen.cards else {}
        for (id, number), story in self._told.items():
            if story.started and not (story.finished and self._is_whole(id, number, story)):
                self._interrupted = True
            elif not story.is_of_golden and any(one.sha256 != texts.get(id) for one in story.started):
                self._interrupted = True
                self._problems.append(f"the card {id} was changed while it ran")

    def _is_whole(self, id: str, number: int, story: Story) -> bool:
        return self.again.found_case(id) is not None if story.is_of_golden else self.again.was_completed(id, number)

    def _card(self, assignment: Assignment) -> CardResult:
        attempts = sorted(self._attempts(assignment), key=lambda one: one.number)
        if attempts:
            return assignment.concluded(attempts)
        if self._ground.problem:
            return assignment.undecided(Cause.ENVIRONMENT, self._ground.problem, self._ground.hint)
        if assignment.inability is not None or self._interrupted:
            return assignment.refused()
        return self._joint.refused_by_model(assignment) or assignment.undecided(Cause.ENVIRONMENT, _NOT_COME_TO, "")

    def _attempts(self, assignment: Assignment) -> Iterator[Attempt]:
        id = assignment.card.id
        for (card, number), story in self._told.items():
            same = all(one.sha256 == assignment.card.sha256 for one in story.started)
            if card == id and same and not story.is_of_golden and self.again.was_completed(id, number):
                yield from (one.result for one in story.finished)

    def _golden(self) -> GoldenResults:
        cases = (one for one in self._joint.cases.every if one.id in self._joint.chosen.cases)
        results: list[CaseResult] = []
        for case in cases:
            why = "interrupted before it came to its end" if self._interrupted else _NOT_COME_TO
            results.append(self.again.found_case(case.id) or self._joint.judging.undecided(case, why, "run it again"))
        return golden_results(self._joint.cases, results)

    def _check(self) -> SharedCheck | None:
        if not self._joint.chosen.principles:
            return None
        found = self.again.found_check() or SharedCheck(problem="the principles were not checked")
        if found.problem:
            self._problems.append(found.problem)
        return found

    def _narrowed(self, results: CheckResults) -> CheckResults:
        """What came of those principles that were chosen."""
        chosen = self._joint.chosen.principles
        return results.model_copy(update={"principles": tuple(one for one in results.principles if one.id in chosen)})

    def _of_this_tree(self, tests: Sequence[TestResult]) -> Sequence[TestResult]:
        """The tests, if the tree is still what it was when they began: else they are of neither tree."""
        if not tests:
            return tests
        if not __debug__:
            self._problems.append(_NO_ASSERTIONS)
            return ()
        try:
            with snapshot(self._joint.root, None) as taken:
                whole = tree_subject(taken)
        except TreeError as error:
            whole = ""
            self._problems.append(error.what)
        if whole and whole == self._ground.whole == (self._joint.loaded_from or whole):
            return tests
        self._problems.append(
            f"the tree changed while the tests ran, so what came of them is not recorded; {CHANGED_HINT}"
        )
        return ()


def holds(run: Run) -> bool:
    """Whether anything but tests in Python, which pytest judges itself, keeps a run from passing."""
    if run.cards or run.golden or run.constitution:
        return exit_code(run.model_copy(update={"tests": ()})) is not ExitCode.PASS
    return run.interrupted or bool(run.problems)


def _once(documents: Iterable[DocumentRecord]) -> tuple[DocumentRecord, ...]:
    return tuple({one.path: one for one in documents}.values())


def _totals(results: Sequence[CardResult], seconds: float) -> Totals:
    usage = sum((attempt.usage for result in results for attempt in result.attempts), Usage())
    return Totals(seconds=seconds, tokens=usage.tokens, dollars=usage.dollars, usage=usage)
