"""Golden cases for a product that has none: proposed by a source, tried once, and handed over to be recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.adapters import files, golden_files
from harness.adapters.cell.rooms import remove_abandoned_rooms
from harness.adapters.records.fleeting import fleeting_recorder
from harness.app.golden_cases import GOLDEN
from harness.app.golden_drafts import Draft
from harness.app.golden_run import Place, Shown
from harness.app.golden_runs import GoldenRun
from harness.app.golden_sources import FromSource, Help, Interface, Sources
from harness.app.project import Project, load_project
from harness.app.run_cards import Listener
from harness.domain.cards import Section
from harness.domain.golden import GoldenCase
from harness.domain.verdicts import Isolation
from harness.errors import DocumentError, UsageError
from harness.golden.proposing.document import Unwritable, case_of
from harness.golden.proposing.proposal import Left, Proposal
from harness.golden.snapshot_text import SUFFIX
from harness.markdown.text import decode
from harness.readers import read_golden

SECONDS = 30.0
"""The most that a proposed case may take when it is tried; one that hangs would be carried out again with every check."""
_TRIES = 3


@dataclass(frozen=True)
class Refused:
    """A case whose good input the product refused, or at which it crashed, and how."""

    id: str
    how: str


@dataclass(frozen=True)
class Proposed:
    """What is proposed, of what nothing was made, and the ids of cases that are there already.

    ``shortened`` are cases without some of their steps. ``refused`` are those whose good input is none as it seems.
    """

    drafts: tuple[Draft, ...] = ()
    left: tuple[Left, ...] = ()
    shortened: tuple[Left, ...] = ()
    known: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True)
class ProposeOptions:
    """What to propose from; ``tried`` is whether every case is carried out once, so that only those are left that can be."""

    sources: Sources
    tried: bool = True
    workers: int | None = None
    isolation: Isolation | None = None


def propose_golden(start: Path, options: ProposeOptions, listener: Listener) -> Proposed:
    """Propose cases that the project does not have; nothing is written.

    Raises:
        DocumentError: if a description cannot be read.
        UsageError: in CI, or if a source is none.
        MachineError: if no cell can be opened.
        TreeError: if the tree cannot be exported or set up.
    """
    if golden_files.in_ci():
        raise UsageError("nothing is recorded in CI", "record on your machine, and commit what you have looked at")
    project = load_project(start)
    sources: list[Interface | Help] = []
    if options.sources.openapi:
        sources.append(Interface(start, project, options.sources.openapi))
    if options.sources.help:
        sources.append(Help(project, options.sources.help))
    known = _known(project)
    remove_abandoned_rooms()
    with fleeting_recorder() as recorder, ExitStack() as open_things:
        run = GoldenRun(project, options.isolation, options.workers, (), listener, recorder)
        trial = _Trial(run, run.place((), open_things), listener)
        told = [source.proposals(trial.look) for source in sources]
        gathered = _gathered(project, told, known)
        return trial.tried(gathered) if options.tried else gathered.proposed()


@dataclass
class _Gathered:
    """The cases so far, each with the proposal that it comes from and the name of its source."""

    cases: dict[str, tuple[GoldenCase, Proposal, str]] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    shortened: dict[str, Left] = field(default_factory=dict)
    known: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    root: Path = Path()

    def add(self, proposal: Proposal, source: str) -> None:
        path = f"{GOLDEN}/{proposal.id.lower()}.md"
        try:
            self.cases[proposal.id] = case_of(proposal, source, path), proposal, source
        except Unwritable as error:
            self.left.append(Left(proposal.subject, str(error)))

    def proposed(self) -> Proposed:
        drafts = (Draft(case, self.root / case.card.path, proposed=True) for case, _, _ in self.cases.values())
        shortened = tuple(one for id, one in self.shortened.items() if id in self.cases)
        return Proposed(tuple(drafts), tuple(self.left), shortened, tuple(self.known), tuple(self.refused))


def _gathered(project: Project, told: Sequence[FromSource], known: frozenset[str]) -> _Gathered:
    gathered = _Gathered(root=project.root)
    for one in told:
        gathered.left.extend(one.proposals.left)
        for proposal in one.proposals.cases:
            if proposal.id.lower() in known:
                gathered.known.append(proposal.id)
            else:
                gathered.add(proposal, one.source)
    return gathered


def _known(project: Project) -> frozenset[str]:
    """What a new case cannot be called: ids of cases, names of documents and snapshots, all in small letters."""
    folder = project.root / GOLDEN
    names = {path.stem.lower() for suffix in (".md", SUFFIX) for path in files.documents(folder, project.root, suffix)}
    ids = {_id_of(path, project.root) for path in files.documents(folder, project.root)}
    return frozenset(names | ids)


def _id_of(path: Path, root: Path) -> str:
    """The id of a case; one that cannot be read is for `harness golden check` to tell of."""
    name = path.relative_to(root).as_posix()
    try:
        return read_golden(decode(files.read_bytes(path), name), name).id.lower()
    except DocumentError:
        return ""


class _Trial:
    """Carries cases out once; nothing of it is kept."""

    def __init__(self, run: GoldenRun, place: Place, listener: Listener) -> None:
        self._run = run
        self._place = place
        self._listener = listener
        self._number = 0

    def look(self, cases: Sequence[GoldenCase], services: bool = True) -> Mapping[str, Shown]:
        """What each case shows, by its id. Raises KeyboardInterrupt if it is cut short."""
        place = self._place if services else _without_services(self._place)
        self._number += 1
        self._run.begin(len(cases), len(cases))
        shows = self._run.show(place, [_kept_short(case) for case in cases], self._number)
        if shows.interrupted:
            raise KeyboardInterrupt
        return {id: shown[-1] for id, shown in shows.by_case.items()}

    def tried(self, gathered: _Gathered) -> Proposed:
        """The cases that can be carried out. A step that does not come to its end is taken away, and the rest tried again."""
        waiting = list(gathered.cases)
        for number in range(_TRIES):
            shown = self.look([gathered.cases[id][0] for id in waiting]) if waiting else {}
            troubled = [(id, one, trouble) for id, one in shown.items() if (trouble := _trouble(one))]
            for id in shown.keys() - {id for id, _, _ in troubled}:
                gathered.refused.extend(_refusal(id, shown[id]))
            waiting = [id for id, one, trouble in troubled if self._shortened(gathered, id, one, trouble, number)]
        order = list(gathered.cases)
        gathered.refused.sort(key=lambda one: order.index(one.id))
        return gathered.proposed()

    def _shortened(self, gathered: _Gathered, id: str, shown: Shown, trouble: str, number: int) -> bool:
        """Take the troubled step away, or the whole case; whether there is something left to try."""
        case, proposal, source = gathered.cases.pop(id)
        told = Left(proposal.subject, trouble)
        shorter = _shorter(case, proposal, shown, trouble) if number < _TRIES - 1 else None
        if shorter is None or not shorter.steps:
            gathered.left.append(told)
            return False
        gathered.shortened[id] = told
        gathered.add(shorter, source)
        return id in gathered.cases


def _without_services(place: Place) -> Place:
    configuration = place.project.configuration
    product = configuration.product.model_copy(update={"services": {}})
    bare = configuration.model_copy(update={"product": product})
    return replace(place, project=replace(place.project, configuration=bare))


def _kept_short(case: GoldenCase) -> GoldenCase:
    return case.model_copy(update={"card": case.card.model_copy(update={"max_seconds": SECONDS})})


def _trouble(shown: Shown) -> str:
    """Why a case cannot be carried out; empty where it can."""
    if shown.outcome is not None:
        return shown.reason
    return shown.unended or next(
        (f"{one.place}: {part.value}" for one in shown.captures for part in one.parts if part.name == "failure"), ""
    )


def _shorter(case: GoldenCase, proposal: Proposal, shown: Shown, trouble: str) -> Proposal | None:
    """The proposal without the step that is at fault; where that cannot be told, with hardly any."""
    if shown.outcome is not None:
        return proposal.least()
    where = _where(case, trouble)
    return proposal.without(*where) if where else None


def _where(case: GoldenCase, trouble: str) -> tuple[Section, int] | None:
    """Which step a trouble is about."""
    places = ((step.section, step.number) for step in case.card.steps)
    return next((place for place in places if trouble.startswith(f"{place[0].value} {place[1]}: ")), None)


def _refusal(id: str, shown: Shown) -> Sequence[Refused]:
    """That the last of the good inputs was refused, or that the product crashed."""
    if shown.crash:
        return [Refused(id, f"it crashed: {shown.crash}")]
    good = [capture for capture in shown.captures if capture.section is Section.STEPS]
    # The first step of a command is how it is asked for its help.
    first = good[0] if good and any(part.name == "status" for part in good[0].parts) else good[-1] if good else None
    values = {part.name: part.value for part in first.parts} if first else {}
    status, code = values.get("status", "200"), values.get("exit code", "0")
    if status.isdigit() and int(status) >= 400:
        return [Refused(id, f"status {status}")]
    return [Refused(id, f"exit code {code}")] if code != "0" else []
