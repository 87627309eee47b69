"""``harness golden fuzz``: varies the declared inputs of cases, and offers the smallest with which two revisions differ."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from harness.adapters import clock, files, generating
from harness.adapters.cell.rooms import remove_abandoned_rooms
from harness.adapters.generating import Values
from harness.adapters.records import Recorder
from harness.app.conclusions import exit_code
from harness.app.golden_cases import Cases, load_cases
from harness.app.golden_compare import result_of_pair
from harness.app.golden_pair import Pair, PairRun, Sides
from harness.app.golden_revisions import golden_at, required_at
from harness.app.golden_search import Bounds, Search, Searching
from harness.app.run_cards import Finished, Listener
from harness.domain.golden import CHANGED, CaseOutcome, CaseResult, GoldenCase, GoldenResults
from harness.domain.results import Run
from harness.domain.verdicts import Isolation
from harness.errors import DocumentError, MachineError, TreeError, UsageError
from harness.golden.explaining import Explaining, explaining
from harness.golden.inputs import misused
from harness.golden.narrowing import narrowed
from harness.golden.pairing import Paired, paired
from harness.phrasebook.inputs import filled


@dataclass(frozen=True)
class FuzzOptions:
    """Which revisions (``head`` None is the working tree) and cases, and how much is tried.

    ``examples`` are of each case, ``seconds`` of all together; ``keep`` writes what differs as new cases.
    """

    base: str
    head: str | None = None
    names: tuple[str, ...] = ()
    examples: int = 100
    seconds: float = 300.0
    seed: int = 0
    keep: bool = False
    workers: int | None = None
    isolation: Isolation | None = None
    command: tuple[str, ...] = ("harness", "golden", "fuzz")


def fuzz_golden(start: Path, options: FuzzOptions, listener: Listener) -> Finished:
    """Vary the inputs of the cases that declare some, and compare the two revisions on each, every time in fresh cells.

    The first difference of a case that is there again is made as small as it gets, and recorded as a case of its own. It
    counts as in ``compare_golden``. The same seed gives the same examples.

    Raises:
        DocumentError: if a case is invalid, or an input stands where it cannot be filled in as one value.
        UsageError: if no case that is meant declares inputs, or a revision is unknown.
        MachineError: without Hypothesis, or if a case that is kept cannot be written.
        RecordError: if the record cannot be written.
    """
    generating.require()
    cases = load_cases(start, options.names)
    pairs = _varied(cases, options)
    remove_abandoned_rooms()
    with Recorder(cases.project.root) as recorder:
        running = PairRun(cases.project, options.isolation, options.workers, options.command, listener, recorder)
        fuzzing = _Fuzzing(running.of(options.base, options.head), cases, pairs, options, listener)
        run = recorder.finish(fuzzing.run())
    return Finished(run, recorder.folder, exit_code(run), (*running.remarks, *fuzzing.remarks()))


def _varied(cases: Cases, options: FuzzOptions) -> tuple[Paired, ...]:
    varied = [case for case in cases.cases if case.inputs]
    if not varied:
        hint = "declare some in its front matter: `inputs: {amount: decimal 0.01..10000, name: text}`"
        raise UsageError("no golden case declares inputs", hint)
    mistakes = [mistake for case in varied for mistake in misused(case)]
    if mistakes:
        raise DocumentError(mistakes)
    ids = {case.id for case in varied}
    return tuple(
        one for one in paired(golden_at(cases.project, options.base).cases, varied, options.base) if one.case.id in ids
    )


@dataclass(frozen=True)
class _Example:
    """The smallest values with which a case differs, as a case of its own."""

    pair: Paired
    case: GoldenCase
    values: Values


class _Fuzzing:
    """One run: the search in all cases, and then what is recorded: every case, and every example that differs."""

    def __init__(
        self, run: PairRun, cases: Cases, pairs: Sequence[Paired], options: FuzzOptions, listener: Listener
    ) -> None:
        self._run = run
        self._cases = cases
        self._pairs = pairs
        self._options = options
        self._listener = listener
        self._searches: dict[str, Search] = {}
        self._examples: list[_Example] = []
        self._differing: list[_Example] = []
        self._taken = {case.id.lower() for case in cases.every}

    def run(self) -> Run:
        """Everything, as it is recorded."""
        sides: dict[str, Sides] = {}
        trouble = ""
        try:
            with ExitStack() as open_things:
                pair = self._run.pair([one.case.card for one in self._pairs], open_things)
                self._search(pair)
                self._record(pair, sides)
        except KeyboardInterrupt:
            self._run.interrupted = True
        except (TreeError, MachineError) as error:
            trouble = error.what
            self._run.problems.append(trouble)
        results = [*self._of_cases(sides, trouble), *self._of_examples(sides)]
        tree = self._run.base_tree
        return self._run.recorded(
            GoldenResults(
                cases=tuple(results),
                base=self._options.base,
                head=self._options.head,
                base_tree=tree.hash if tree else None,
            )
        )

    def _search(self, pair: Pair) -> None:
        options = self._options
        self._listener.cards(2 * options.examples * len(self._pairs))
        ends = clock.seconds() + options.seconds
        for at, one in enumerate(self._pairs):
            now = clock.seconds()
            until = now + (ends - now) / (len(self._pairs) - at)
            searching = Searching(one.case, pair, Bounds(options.examples, until, options.seed), self._listener)
            search = self._searches[one.case.id] = searching.run()
            if search.interrupted:
                raise KeyboardInterrupt
            if search.smallest is not None:
                self._offer(one, search.smallest)

    def _offer(self, one: Paired, values: Values) -> None:
        id, path = self._free(one.case)
        try:
            self._examples.append(_Example(one, narrowed(one.case, id, path, values), values))
        except ValueError as error:
            self._run.problems.append(f"{error}; it differs with {_written(values)}")

    def _free(self, case: GoldenCase) -> tuple[str, str]:
        """An id and a path that no case has."""
        document = PurePosixPath(case.card.path)
        number = 1
        while True:
            id, path = f"{case.id}-{number}", document.with_name(f"{document.stem}-{number}.md").as_posix()
            if id.lower() not in self._taken and not (self._cases.project.root / path).exists():
                self._taken.add(id.lower())
                return id, path
            number += 1

    def _record(self, pair: Pair, sides: dict[str, Sides]) -> None:
        cases = [*(one.case for one in self._pairs), *(one.case for one in self._examples)]
        self._run.begin(2 * self._options.examples * len(self._pairs) + 3 * len(cases), len(cases))
        self._run.passes(pair, cases, 1, sides)

    def _of_cases(self, sides: dict[str, Sides], trouble: str) -> list[CaseResult]:
        results = []
        for one in self._pairs:
            result = self._result(one, one.case, sides)
            search = self._searches.get(one.case.id)
            if trouble:
                result = result.model_copy(update={"outcome": CaseOutcome.UNDECIDED, "reason": trouble})
            elif search is not None and search.interrupted and search.smallest is not None:
                reason = f"interrupted when it differed with {_written(search.smallest)}"
                result = result.model_copy(update={"reason": reason})
            elif search is not None and result.outcome is CaseOutcome.SAME:
                result = result.model_copy(update=_searched(search, self._options))
            results.append(result)
        return results

    def _of_examples(self, sides: dict[str, Sides]) -> list[CaseResult]:
        results = []
        for example in self._examples:
            result = self._result(example.pair, example.case, sides)
            told = f"with {_written(example.values)}"
            if result.outcome is CaseOutcome.SAME:  # it differed twice before
                result = result.model_copy(
                    update={"outcome": CaseOutcome.UNDECIDED, "reason": "it did not differ again"}
                )
            if result.outcome in CHANGED:
                self._differing.append(example)
            reason = "; ".join(filter(None, (told, result.reason)))
            results.append(result.model_copy(update={"reason": reason, "inputs": dict(example.values)}))
        return results

    def _result(self, one: Paired, case: GoldenCase, sides: dict[str, Sides]) -> CaseResult:
        pair = Paired(one.id, case, one.tags, one.late)
        return result_of_pair(pair, sides.get(case.id, Sides()), self._run, self._explains)

    @cached_property
    def _explains(self) -> Explaining:
        options, project = self._options, self._cases.project
        return explaining(required_at(project, options.base), required_at(project, options.head))

    def remarks(self) -> list[str]:
        """Where what differs was kept, or how it can be."""
        return [self._kept(example) for example in self._differing]

    def _kept(self, example: _Example) -> str:
        same = next((one for one in self._cases.every if _does(one) == _does(example.case)), None)
        if same is not None:
            return f"{example.case.id} is kept already: {same.card.path}"
        if self._options.keep:
            files.write_new(self._cases.project.root / example.case.card.path, example.case.card.text)
            return f"{example.case.id} is kept in {example.case.card.path}"
        options = self._options
        head = f" {options.head}" if options.head else ""
        again = f"harness golden fuzz {options.base}{head} --case {example.pair.id} --seed {options.seed} --keep"
        return f"{example.case.id} is not kept; to have it as a case: `{again}`"


def _does(case: GoldenCase) -> list[object]:
    return [step.action for step in filled(case).card.steps]


def _searched(search: Search, options: FuzzOptions) -> dict[str, object]:
    """What is told of a case that is the same with its simplest inputs."""
    tried = f"{search.tried} example{'' if search.tried == 1 else 's'}"
    if search.smallest is not None:
        return {"reason": f"it differs with other inputs, found after {tried} and made smaller in {search.steps} steps"}
    if search.untold:
        return {"outcome": CaseOutcome.UNDECIDED, "reason": f"not every one of {tried} could be told: {search.untold}"}
    if search.over and search.tried == 0:
        return {"outcome": CaseOutcome.UNDECIDED, "reason": "the time was over before an example was tried"}
    over = f"; the time was over before all {options.examples} were tried" if search.over else ""
    return {"reason": f"no difference in {tried}{over}"}


def _written(values: Values) -> str:
    return ", ".join(
        f"{name} = {value!r}" if not _is_plain(value) else f"{name} = {value}" for name, value in values.items()
    )


def _is_plain(value: str) -> bool:
    return value != "" and value.isascii() and all(one.isalnum() or one in ".-" for one in value)
