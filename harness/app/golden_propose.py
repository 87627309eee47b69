"""Golden cases for a product that has none: proposed by a source, tried once, and handed over to be recorded."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import files, golden_files
from harness.adapters.cell.rooms import remove_abandoned_rooms
from harness.adapters.records.fleeting import fleeting_recorder
from harness.app.golden_cases import GOLDEN
from harness.app.golden_runs import GoldenRun
from harness.app.golden_sources import FromSource, Help, Interface, Sources
from harness.app.golden_trial import Gathered, Proposed, Trial, Watch
from harness.app.project import Project, load_project
from harness.app.run_cards import Listener
from harness.domain.verdicts import Isolation
from harness.errors import DocumentError, UsageError
from harness.golden.snapshot_text import SUFFIX
from harness.markdown.text import decode
from harness.readers import read_golden


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
        watch = Watch(listener)
        run = GoldenRun(project, options.isolation, options.workers, (), watch, recorder)
        trial = Trial(run, run.place((), open_things), watch)
        told = [source.proposals(trial.look) for source in sources]
        gathered = _gathered(project, told, known)
        return trial.tried(gathered) if options.tried else gathered.proposed()


def _gathered(project: Project, told: Sequence[FromSource], known: frozenset[str]) -> Gathered:
    gathered = Gathered(root=project.root)
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
