"""Golden cases before they are recorded: of test cards, or written by hand, each with the place where it lies or will lie."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import files
from harness.app.golden_cases import GOLDEN, load_cases
from harness.app.project import Project, find_root, load_project
from harness.app.selection import Selection, select
from harness.domain.cards import Card
from harness.domain.golden import GoldenCase
from harness.errors import UsageError
from harness.golden.documents import from_card
from harness.golden.snapshot_text import SUFFIX
from harness.readers import read_golden


@dataclass(frozen=True)
class Draft:
    """A case that is not recorded yet, and its path.

    One that is ``proposed`` is written only if it tells something; the document of one that is ``written`` is there.
    """

    case: GoldenCase
    path: Path
    proposed: bool = False
    written: bool = False


def drafts_of(start: Path, names: Sequence[str]) -> tuple[Project, tuple[Draft, ...]]:
    """What to record: the cards that are named, and the cases below ``golden`` that are named and have no snapshot.

    Raises:
        DocumentError: if a document is invalid.
        UsageError: if a name is none of these, or what it names is recorded.
    """
    root = find_root(start)
    ids = _ids(start)
    own = [name for name in names if name in ids or files.is_inside(start.resolve() / name, root / GOLDEN)]
    cards = [name for name in names if name not in own]
    written = _written(start, own) if own else ()
    if own and not cards:
        return load_project(start), written
    project, chosen = select(start, Selection(tuple(cards)))
    drafts: list[Draft] = []
    for card in chosen:
        drafts.append(draft_of(project, card, ids, [draft.path for draft in drafts]))
    return project, (*drafts, *written)


def _ids(start: Path) -> frozenset[str]:
    """The ids of the cases that there are."""
    try:
        return frozenset(case.id for case in load_cases(start).every)
    except UsageError:
        return frozenset()


def _written(start: Path, names: Sequence[str]) -> tuple[Draft, ...]:
    cases = load_cases(start, names)
    new = [case for case in cases.cases if case.id not in cases.snapshots]
    if not new:
        raise UsageError(
            f"{', '.join(names)}: recorded already", "`harness golden check` says what changed; accept it by a review"
        )
    return tuple(Draft(case, cases.project.root / case.card.path, written=True) for case in new)


def draft_of(project: Project, card: Card, ids: Collection[str] = (), taken: Collection[Path] = ()) -> Draft:
    """The case with the steps of a card; ``ids`` are those of the cases that there are, ``taken`` the paths of other drafts.

    Raises:
        UsageError: if a case of that id is there, or code cannot carry out one of the steps.
    """
    path = project.root / GOLDEN / f"{Path(card.path).stem}.md"
    if path.exists() or path in taken:
        path = path.with_name(f"{card.id.lower()}.md")
    natural = [step for step in card.steps if step.action is None]
    if natural:
        what = f"{card.path}:{natural[0].line}: code cannot carry out `{natural[0].text}`"
        raise UsageError(what, "reword it from the phrasebook (`harness explain phrases`)")
    known = {one.stem.lower() for one in files.documents(project.root / GOLDEN, project.root, SUFFIX)}
    known.update(id.lower() for id in ids)
    if path.exists() or path in taken or card.id.lower() in known:
        raise UsageError(
            f"the golden case `{card.id}` is there already", "look at what changed: `harness golden check`"
        )
    return Draft(read_golden(from_card(card), path.relative_to(project.root).as_posix()), path)
