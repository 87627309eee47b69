"""One Run whose cards, golden cases and principles are carried out one at a time, by one process or by several together.

Every process has a ``JointRun`` of the same id; what is needed once, the prepared tree and the check of all principles, the
first that asks makes for all. The record is finished in ``joint_record``, by one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from harness.adapters import clock
from harness.adapters.cell.rooms import remove_abandoned_rooms
from harness.adapters.folders import cache_folder
from harness.adapters.git import snapshot
from harness.adapters.records.folders import new_run_id, runs_folder, safe_name
from harness.adapters.records.joining import JoinedRecorder
from harness.adapters.sessions import OpenCells
from harness.adapters.shared_work import SharedWork
from harness.adapters.trees import PreparedTree, TreeCache
from harness.app import preparing
from harness.app.assignment import Assignment, assign
from harness.app.card_pool import CardPool, PoolSettings
from harness.app.check import CheckListener, CheckOptions, check_unrecorded
from harness.app.golden_cases import Cases, load_cases
from harness.app.golden_check import Judging
from harness.app.golden_judging import APART_SECONDS, RUNS, wants_more
from harness.app.golden_run import Place, Shown, show
from harness.app.models import RunModel, open_run_model
from harness.app.project import Project, load_project
from harness.app.subjects import product_subject, tree_subject
from harness.domain.actions import Surface
from harness.domain.base import Frozen
from harness.domain.configuration import RunLimits
from harness.domain.events import Event, RunStarted
from harness.domain.findings import CheckResults
from harness.domain.golden import CaseResult, GoldenCase
from harness.domain.results import Attempt, CardResult, DocumentRecord, TreeRecord
from harness.domain.verdicts import Cause, Isolation
from harness.errors import EvaluatorError, HarnessError, MachineError, TreeError

_SHARED = ".shared"
_CHOSEN, _GROUND, _CHECK = "chosen.json", "ground.json", "check.json"


class Chosen(Frozen):
    """What is to be carried out, by ids; ``tests`` says whether tests in Python take part.

    ``processes`` is how many carry it out together: what all cards may use of a model is shared out evenly among them.
    """

    cards: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    principles: tuple[str, ...] = ()
    tests: bool = False
    processes: int = 1

    @property
    def in_cells(self) -> int:
        """How many are carried out in cells."""
        return len(self.cards) + len(self.cases)

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to record."""
        return not (self.in_cells or self.principles or self.tests)


class Ground(Frozen):
    """The tree that all is about, as it was when the first card was about to run; with a ``problem``, none can be run.

    ``whole`` is the digest of all its files; ``level`` and ``key`` are of the prepared tree, where one was needed.
    """

    tree: TreeRecord | None = None
    whole: str = ""
    product: str = ""
    level: Isolation | None = None
    key: str = ""
    problem: str = ""
    hint: str = ""


class SharedCheck(Frozen):
    """What came of the principles, all of them; with a ``problem``, nothing did."""

    results: CheckResults | None = None
    documents: tuple[DocumentRecord, ...] = ()
    problem: str = ""
    hint: str = ""


def new_id() -> str:
    """The id of a run that is about to begin."""
    return new_run_id()


class JointRun:
    """One process's part in a run. ``close`` lets go of everything that it holds open; the run goes on without it."""

    def __init__(self, root: Path, id: str, chosen: Chosen) -> None:
        self.root = root
        self.id = id
        self.chosen = chosen
        self.started, self.began = clock.timestamp(), clock.seconds()
        self.listen: Callable[[Event], None] = lambda event: None
        self.loaded_from = ""
        self._open = ExitStack()
        self._attempts: dict[str, list[Attempt]] = {}
        self._shown: dict[str, list[Shown]] = {}

    def begin(self) -> None:
        """Prepare what the chosen ones need, before the first of them runs. Raises HarnessError as reading the project does."""
        self.shared.once(_CHOSEN, self.chosen.model_dump_json)
        _ = self.ground  # no assertion: `python -O` would leave it out

    def require_readable(self) -> None:
        """Read the project. Raises DocumentError where its configuration is invalid."""
        _ = self.project

    def look(self) -> None:
        """Note which tree it is before anything of it is loaded: what was loaded from another one says nothing of this one."""
        self.loaded_from = self._read().whole

    def take_up(self) -> bool:
        """Learn what the processes of this run were to carry out; False where none of them has begun."""
        found = SharedWork(runs_folder(self.root) / self.id / _SHARED).found(_CHOSEN)
        if found is None:
            return False
        self.chosen = Chosen.model_validate_json(found)
        return True

    # --- what it is about --------------------------------------------------------------------------------------------

    @cached_property
    def project(self) -> Project:
        """The project as it was when it was first asked for. Raises DocumentError where its configuration is invalid."""
        found = load_project(self.root)
        limits = _shared_out(found.configuration.cards.run_limits, self.chosen.processes)
        cards = found.configuration.cards.model_copy(update={"run_limits": limits})
        return replace(found, configuration=found.configuration.model_copy(update={"cards": cards}))

    @cached_property
    def assignments(self) -> Mapping[str, Assignment]:
        """Who carries out which of the chosen cards, by their ids."""
        cards = [card for card in self.project.cards if card.id in self.chosen.cards]
        found = assign(self.project, cards, self.project.configuration.cards.evaluator)
        return {one.card.id: one for one in found}

    @cached_property
    def cases(self) -> Cases:
        """The golden cases, all of them."""
        return load_cases(self.root)

    @cached_property
    def recorder(self) -> JoinedRecorder:
        """The record, which the other processes write as well."""
        recorder = JoinedRecorder(self.root, self.id)
        self._open.callback(recorder.close)
        return recorder

    @cached_property
    def shared(self) -> SharedWork:
        """What the processes of the run have in common."""
        return SharedWork(self.recorder.folder / _SHARED)

    @property
    def least(self) -> Isolation:
        """The least isolation that counts."""
        return self.project.configuration.cards.isolation

    @cached_property
    def ground(self) -> Ground:
        """The tree, exported and set up once, as far as cells are needed; whoever is not the first waits for it."""
        return Ground.model_validate_json(self.shared.once(_GROUND, lambda: self._begun().model_dump_json()))

    def found_ground(self) -> Ground | None:
        """The tree, if anybody has asked for it."""
        found = self.shared.found(_GROUND)
        return Ground.model_validate_json(found) if found is not None else None

    def _begun(self) -> Ground:
        remove_abandoned_rooms()
        ground = self._read()
        if ground.problem or not self.chosen.in_cells:
            return ground
        try:
            ground = self._prepared(ground)
        except (TreeError, MachineError) as error:
            return ground.model_copy(update={"problem": error.what, "hint": error.hint})
        tree = ground.tree.hash if ground.tree else None
        self.recorder.append(RunStarted(run=self.id, tree=tree, cards=self.chosen.in_cells))
        return ground

    def _read(self) -> Ground:
        try:
            with snapshot(self.root, None) as taken:
                product = product_subject(taken, self.project.configuration)
                return Ground(tree=TreeRecord(hash=taken.tree), whole=tree_subject(taken), product=product)
        except TreeError as error:
            return Ground(problem=error.what, hint=error.hint)

    def _prepared(self, ground: Ground) -> Ground:
        level = preparing.reached_level(None, self.least)
        with ExitStack() as held:
            prepared = preparing.prepare(self.project, None, level, lambda what: None, held)
            self._keep_open(prepared.record.key or "")
        if ground.tree is None or prepared.record.hash != ground.tree.hash:
            raise TreeError("the tree changed while it was read", "run it again, while nobody writes in it")
        return ground.model_copy(update={"tree": prepared.record, "level": level, "key": prepared.record.key or ""})

    def _keep_open(self, key: str) -> PreparedTree:
        return self._open.enter_context(TreeCache(cache_folder()).kept(key))

    @cached_property
    def _place(self) -> Place:
        """Where cells are opened. Raises TreeError and MachineError."""
        ground = self.ground
        if ground.problem or ground.level is None:
            raise TreeError(ground.problem or "no tree was prepared", ground.hint)
        return Place(self.project, self._keep_open(ground.key), ground.level, self.least, workers=1)

    # --- carrying out ------------------------------------------------------------------------------------------------

    def card(self, id: str) -> CardResult:
        """Carry a card out once more, and tell what all its attempts of this run in this process come to.

        An interrupt closes its cell and is passed on; nothing of that attempt counts.
        """
        assignment = self.assignments[id]
        refused = self.refusal(assignment)
        if refused is not None:
            return refused
        settings = PoolSettings(
            workers=1,
            repeat=1,
            first=self.recorder.next_attempt(id),
            services=self.project.configuration.product.services,
            frame=preparing.frame(self.project, self._place.tree, self.least),
        )
        pool = CardPool(self._cells, self._model[0], self.recorder, settings, self.listen)
        done = pool.run([assignment])
        if pool.interrupted:
            raise KeyboardInterrupt
        for attempt in done[id].attempts:
            self.shared.keep(_attempt_file(id, attempt.number), "")
        attempts = self._attempts.setdefault(id, [])
        attempts.extend(done[id].attempts)
        return assignment.concluded(attempts)

    def was_completed(self, id: str, number: int) -> bool:
        """Whether an attempt at a card came to its end by itself: one whose cell was closed shows what that did to it."""
        return self.shared.found(_attempt_file(id, number)) is not None

    def refusal(self, assignment: Assignment) -> CardResult | None:
        """The result of a card that nobody can carry out here; None where somebody can."""
        if assignment.inability is not None:
            return assignment.refused()
        without_model = self.refused_by_model(assignment)
        if without_model is not None:
            return without_model
        try:
            self._begin_driver_for(assignment.card.surfaces)
            _ = self._place
        except (TreeError, MachineError) as error:
            return assignment.undecided(Cause.ENVIRONMENT, error.what, error.hint)
        return None

    def refused_by_model(self, assignment: Assignment) -> CardResult | None:
        """The result of a card that needs a model which cannot be asked."""
        error = self._model[1] if assignment.needs_model and assignment.live is None else None
        return assignment.undecided(Cause.EVALUATOR, error.what, error.hint) if error is not None else None

    def case(self, id: str) -> CaseResult:
        """Carry a golden case out, and compare it; see ``card``."""
        case = self.case_of(id)
        self.shared.drop(_case_file(id))
        try:
            self._begin_driver_for(case.card.surfaces)
            self._show(case)
        except (TreeError, MachineError) as error:
            return self._kept(self.judging.undecided(case, error.what, error.hint))
        return self._kept(self.judging.result(case, self._shown[id]))

    def _show(self, case: GoldenCase) -> None:
        shown = self._shown.setdefault(case.id, [])
        is_new = wants_more(case, self.cases.snapshots.get(case.id)) and not shown
        for number in range(RUNS if is_new else 1):
            if number:
                clock.pause(APART_SECONDS)
            shows = show(self._place, [case], self.recorder, self.listen, first=self.recorder.next_attempt(case.id))
            if shows.interrupted:
                raise KeyboardInterrupt
            shown.extend(shows.by_case.get(case.id, ()))

    def _kept(self, result: CaseResult) -> CaseResult:
        self.shared.keep(_case_file(result.id), result.model_dump_json())
        return result

    def case_of(self, id: str) -> GoldenCase:
        """A golden case by its id."""
        return next(one for one in self.cases.every if one.id == id)

    def found_case(self, id: str) -> CaseResult | None:
        """What came of a case, in whichever process; None where it was not carried out."""
        found = self.shared.found(_case_file(id))
        return CaseResult.model_validate_json(found) if found is not None else None

    @cached_property
    def judging(self) -> Judging:
        """Judges golden cases."""
        return Judging(self.cases, self.id)

    @cached_property
    def checked(self) -> SharedCheck:
        """What came of the principles: the tree is checked once, whoever asks and however often."""
        return SharedCheck.model_validate_json(self.shared.once(_CHECK, lambda: self._check().model_dump_json()))

    def found_check(self) -> SharedCheck | None:
        """What came of the principles, if anybody has asked."""
        found = self.shared.found(_CHECK)
        return SharedCheck.model_validate_json(found) if found is not None else None

    def _check(self) -> SharedCheck:
        ground = self.ground
        if not ground.whole:
            return SharedCheck(problem=ground.problem, hint=ground.hint)
        try:
            found = check_unrecorded(self.root, CheckOptions(), CheckListener())
        except HarnessError as error:
            return SharedCheck(problem=error.what, hint=error.hint)
        if found.tree is not None and found.tree.subject != ground.whole:
            return SharedCheck(problem="the tree changed before it was checked", hint=CHANGED_HINT)
        return SharedCheck(results=found.results, documents=found.documents)

    # --- what it holds -----------------------------------------------------------------------------------------------

    @cached_property
    def _cells(self) -> OpenCells:
        cells = preparing.cells(self.project, self._place.tree, self._place.level)
        self._open.callback(cells.close)
        return cells

    @cached_property
    def _model(self) -> tuple[RunModel, EvaluatorError | None]:
        """The model, and why there is none for those that need one."""
        assignments = list(self.assignments.values())
        try:
            model, why = open_run_model(self.project, assignments), None
        except EvaluatorError as error:
            model, why = open_run_model(self.project, ()), error
        self._open.callback(model.close)
        return model, why

    @property
    def model_name(self) -> str | None:
        """The model's id, if one of the cards needs one and it can be asked."""
        return self._model[0].name if self.chosen.cards else None

    @cached_property
    def _driver(self) -> bool:
        self._open.callback(preparing.begin_driver())
        return True

    def _begin_driver_for(self, surfaces: Sequence[Surface]) -> None:
        if Surface.BROWSER in surfaces:
            _ = self._driver

    def close(self) -> None:
        """Close all cells and let go of the tree and the record."""
        self._open.close()


CHANGED_HINT = "run it again while nobody writes in the tree; what tests write belongs into .gitignore"


def _shared_out(limits: RunLimits, processes: int) -> RunLimits:
    """What one of several processes may use of what all may use; time passes for all alike."""
    if processes <= 1:
        return limits
    return limits.model_copy(
        update={
            "turns": limits.turns and max(limits.turns // processes, 1),
            "tokens": limits.tokens and max(limits.tokens // processes, 1),
            "dollars": limits.dollars and limits.dollars / processes,
        }
    )


def _case_file(id: str) -> str:
    return f"case-{safe_name(id)}.json"


def _attempt_file(id: str, number: int) -> str:
    return f"attempt-{safe_name(id)}-{number}"
