"""What a site shows of recorded runs: a line for each, and one result of every card, case, principle and test.

It is the newest of this tree, and where there is none, the newest of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.adapters import files
from harness.adapters.records import RunEvidence, load_run
from harness.app.conclusions import exit_code
from harness.app.run_digest import digest_of
from harness.app.trace_results import Subject
from harness.domain.findings import Outcome, PrincipleResult
from harness.domain.golden import CaseResult
from harness.domain.results import Run
from harness.domain.run_digest import RunDigest
from harness.domain.tracing import SealState
from harness.domain.verdicts import ExitCode, State
from harness.errors import HarnessError
from harness.reports._site.data import RunKind, RunLine, SiteCard, SiteCase, SitePrinciple, SiteTest


@dataclass(frozen=True)
class Newest:
    """The newest results, in the order of their kinds; ``lines`` are newest first, ``checked`` is
    the newest run that checked principles, ``notes`` say what could not be read."""

    lines: tuple[RunLine, ...] = ()
    cards: tuple[SiteCard, ...] = ()
    cases: tuple[SiteCase, ...] = ()
    unused: tuple[str, ...] = ()
    principles: tuple[SitePrinciple, ...] = ()
    tests: tuple[SiteTest, ...] = ()
    checked: Run | None = None
    notes: tuple[str, ...] = ()


def newest(
    folders: Iterable[Path], root: Path, subject: Subject | None, seals: Mapping[str, SealState], *, named: bool
) -> Newest:
    """What the runs in these folders, newest first, hold; of a record that does not agree with itself, nothing but its line.

    ``subject`` is the tree that lies there now; None where nobody can tell. Of runs that were not ``named`` one by one, results
    of documents that are gone are left out.
    """
    reading = _Reading(root, subject, seals, named)
    for folder in folders:
        reading.take(folder)
    return reading.found()


@dataclass
class _Reading:
    """One reading of many records, newest first: the first result of each kind and id is kept, and of the rest a line."""

    root: Path
    subject: Subject | None
    seals: Mapping[str, SealState]
    named: bool
    lines: list[RunLine] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    cards: dict[str, SiteCard] = field(default_factory=dict)
    cases: dict[str, SiteCase] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    compared: Run | None = None
    principles: dict[str, SitePrinciple] = field(default_factory=dict)
    tests: dict[str, SiteTest] = field(default_factory=dict)
    checked: Run | None = None

    def take(self, folder: Path) -> None:
        if not self.named and not files.is_inside(folder, self.root):
            self.notes.append(f"{folder.name}: the record leads out of the project, and is left out")
            return
        try:
            run = load_run(folder)
            wanted = self._adds(run)
            trouble = digest_of(folder).trouble if wanted else ""
        except HarnessError as error:
            self.notes.append(error.what)
            return
        typed = files.typed(folder)
        self.lines.append(replace(line_of(run, typed, self._is_current(run)), is_checked=wanted, trouble=trouble))
        if trouble:
            self.notes.append(f"run {run.id} is not believed: {trouble}")
        elif wanted:
            self._take_all(run, folder, typed)

    def _adds(self, run: Run) -> bool:
        """Whether a run holds anything that no newer one does."""
        return (
            any(self._wants(self.cards.get(card.id), run) for card in run.cards)
            or any(self._wants(self.cases.get(_key(case)), run) for case in (run.golden.cases if run.golden else ()))
            or any(self._wants(self.principles.get(one.id), run) for one in _principles(run))
            or any(self._wants(self.tests.get(one.id), run) for one in run.tests)
        )

    def _wants(self, known: SiteCard | SiteCase | SitePrinciple | SiteTest | None, run: Run) -> bool:
        """Whether a run's result is shown rather than the one from a newer run: if only it is of this tree."""
        return known is None or self._is_nearer(known.is_current, run)

    def _replaces(self, known: Run | None, run: Run) -> bool:
        return known is None or self._is_nearer(self._is_current(known), run)

    def _is_nearer(self, current: bool | None, run: Run) -> bool:
        return not self.named and current is False and self._is_current(run) is True

    def _is_current(self, run: Run) -> bool | None:
        if self.subject is None or run.tree is None:
            return None
        return self.subject.is_of(RunDigest(id=run.id, tree=run.tree.hash, subject=run.tree.subject or ""))

    def _take_all(self, run: Run, folder: Path, typed: str) -> None:
        self._take_cards(run, folder, typed)
        self._take_cases(run, folder, typed)
        self._take_principles(run)
        self._take_tests(run)

    def found(self) -> Newest:
        return Newest(
            lines=tuple(self.lines),
            cards=tuple(sorted(self.cards.values(), key=lambda one: one.card.id)),
            cases=tuple(sorted(self.cases.values(), key=lambda one: (one.case.id, sorted(one.case.inputs.items())))),
            unused=self.unused,
            principles=tuple(self.principles.values()),
            tests=tuple(sorted(self.tests.values(), key=lambda one: one.result.id)),
            checked=self.checked,
            notes=tuple(self.notes),
        )

    def _take_cards(self, run: Run, folder: Path, typed: str) -> None:
        first = not self.cards
        for card in run.cards:
            if self._wants(self.cards.get(card.id), run) and (
                first or card.id in self.cards or self._is_there(card.path)
            ):
                alone = run.model_copy(update={"cards": (card,), "golden": None, "constitution": None, "tests": ()})
                current = self._is_current(run)
                evidence = RunEvidence(folder)
                self.cards[card.id] = SiteCard(card, alone, typed, evidence, current, self.seals.get(card.id))

    def _take_cases(self, run: Run, folder: Path, typed: str) -> None:
        golden = run.golden
        if golden is None or (golden.base is not None and not self.named):
            return
        first = not self.cases
        bare = run.model_copy(update={"cards": (), "golden": None, "constitution": None, "tests": ()})
        for case in golden.cases:
            key = _key(case)
            wanted = self._wants(self.cases.get(key), run) and not _is_quiet_variant(case)
            if wanted and (first or key in self.cases or self._is_there(case.path)):
                current = self._is_current(run)
                self.cases[key] = SiteCase(case, bare, typed, RunEvidence(folder), current)
        if self._replaces(self.compared, run):
            self.compared, self.unused = bare, golden.unused

    def _take_principles(self, run: Run) -> None:
        if run.constitution is None:
            return
        first = not self.principles
        if self._replaces(self.checked, run):
            self.checked = run.model_copy(update={"cards": (), "golden": None, "tests": ()})
        for one in run.constitution.principles:
            if self._wants(self.principles.get(one.id), run) and (
                first or one.id in self.principles or self._is_there(one.place.path)
            ):
                self.principles[one.id] = SitePrinciple(one, run.id, run.finished, self._is_current(run))

    def _take_tests(self, run: Run) -> None:
        for one in run.tests:
            if self._wants(self.tests.get(one.id), run) and self._is_there(one.place.path):
                self.tests[one.id] = SiteTest(one, run.id, run.finished, self._is_current(run))

    def _is_there(self, path: str) -> bool:
        """Whether a document still lies in the project; where runs are named one by one, it does not matter."""
        return self.named or (files.is_inside(self.root / path, self.root) and (self.root / path).is_file())


def line_of(run: Run, folder: str, is_current: bool | None) -> RunLine:
    """A run in one line."""
    cases = run.golden.cases if run.golden else ()
    same = sum(case.exit_code is ExitCode.PASS for case in cases)
    return RunLine(
        id=run.id,
        kinds=tuple(_kinds(run)),
        started=run.started,
        finished=run.finished,
        command=" ".join(run.command),
        tree=run.tree.hash if run.tree else "",
        revision=(run.tree.revision or "") if run.tree else "",
        exit_code=exit_code(run),
        folder=folder,
        seconds=run.totals.seconds,
        dollars=run.totals.dollars,
        tokens=run.totals.tokens,
        isolation=str(run.isolation.reached or ""),
        evaluator=run.evaluator if run.cards else "",
        is_current=is_current,
        interrupted=run.interrupted,
        problems=run.problems,
        rate=_rate(run, same),
        cards=len(run.cards),
        failed=sum(card.state is State.FAIL for card in run.cards),
        flaky=sum(card.state is State.FLAKY for card in run.cards) + sum(one.flaky for one in run.tests),
        cases=len(cases),
        differing=len(cases) - same,
        violations=sum(_violations(run)) if run.constitution is not None else None,
    )


def _rate(run: Run, same: int) -> float | None:
    """The share of cards, golden cases and tests that passed."""
    total = len(run.cards) + len(run.tests) + (len(run.golden.cases) if run.golden else 0)
    passed = same + sum(card.state is State.PASS for card in run.cards) + sum(one.is_pass for one in run.tests)
    return passed / total if total else None


def _violations(run: Run) -> Iterator[int]:
    """How many places break each principle of a run, waived and known ones left out."""
    for one in _principles(run):
        if one.outcome is Outcome.VIOLATION:
            yield max(len(one.counting) + one.unlisted_findings, 1)


def _principles(run: Run) -> tuple[PrincipleResult, ...]:
    return run.constitution.principles if run.constitution else ()


def _kinds(run: Run) -> Iterator[RunKind]:
    if run.constitution is not None:
        yield RunKind.CONSTITUTION
    if run.golden is not None:
        yield RunKind.GOLDEN if run.golden.base is None else RunKind.COMPARE
    if run.cards:
        yield RunKind.CARDS
    if run.tests:
        yield RunKind.TESTS


def _key(case: CaseResult) -> str:
    return f"{case.id} {sorted(case.inputs.items())}" if case.inputs else case.id


def _is_quiet_variant(case: CaseResult) -> bool:
    """Whether it is one of very many with other inputs that showed nothing new."""
    return bool(case.inputs) and case.exit_code is ExitCode.PASS
