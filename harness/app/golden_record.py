"""``harness golden record``: cases from test cards, carried out three times in fresh cells, and their first snapshots."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import clock, files, golden_files, pending
from harness.adapters.cell.rooms import remove_abandoned_rooms
from harness.adapters.records import Recorder
from harness.app import preparing
from harness.app.golden_cases import GOLDEN
from harness.app.golden_drafts import Draft, draft_of
from harness.app.golden_run import Place, Shown, show
from harness.app.project import Project
from harness.app.run_cards import Listener
from harness.app.selection import Selection, select
from harness.domain.actions import Surface
from harness.domain.golden import AcceptRecord, Decision, Redaction, Snapshot
from harness.domain.verdicts import Isolation
from harness.errors import MachineError, UsageError
from harness.golden.documents import with_redactions
from harness.golden.judging import told_too_much
from harness.golden.redaction import redact
from harness.golden.snapshot_text import SUFFIX, digest_of_snapshot, write_snapshot
from harness.golden.stability import Stability, stability
from harness.golden.vacuity import is_vacuous
from harness.readers import read_golden

RUNS = 3
APART_SECONDS = 1.1
"""Between two runs: clocks that show seconds then show another one."""


@dataclass(frozen=True)
class RecordOptions:
    """What to record. ``propose`` adds the redactions that the runs ask for to the new cases."""

    names: tuple[str, ...]
    propose: bool = True
    workers: int | None = None
    isolation: Isolation | None = None


@dataclass(frozen=True)
class Recorded:
    """One new case: its document and its snapshot, and what wavered. ``problem`` says why there is none."""

    id: str
    document: str
    snapshot: str = ""
    stability: Stability | None = None
    vacuous: bool = False
    problem: str = ""


def record_golden(start: Path, options: RecordOptions, listener: Listener) -> tuple[Recorded, ...]:
    """Record a case from each card that is named. What is recorded already is left to a review.

    Raises:
        DocumentError: if a card is invalid.
        UsageError: in CI, if nothing is named, a case of that id is there, or a card has lines that code cannot carry out.
        MachineError: if no cell can be opened.
    """
    if golden_files.in_ci():
        raise UsageError("nothing is recorded in CI", "record on your machine, and commit what you have looked at")
    project, cards = select(start, Selection(options.names))
    drafts = [draft_of(project, card) for card in cards]
    remove_abandoned_rooms()
    with Recorder(project.root) as recorder, ExitStack() as open_things:
        place = _place(project, drafts, options, listener, open_things)
        shown = _runs(place, drafts, listener, recorder)
    return tuple(_recorded(project, draft, shown.get(draft.case.id, []), options) for draft in drafts)


def _place(
    project: Project, drafts: Sequence[Draft], options: RecordOptions, listener: Listener, open_things: ExitStack
) -> Place:
    least = options.isolation or project.configuration.cards.isolation
    if any(Surface.BROWSER in draft.case.card.surfaces for draft in drafts):
        open_things.callback(preparing.begin_driver())
    level = preparing.reached_level(options.isolation, least)
    prepared = preparing.prepare(project, None, level, listener.stage, open_things)
    return Place(project, prepared.tree, level, least, preparing.workers(project, options.workers, level))


def _runs(place: Place, drafts: Sequence[Draft], listener: Listener, recorder: Recorder) -> dict[str, list[Shown]]:
    cases = [draft.case for draft in drafts]
    listener.cards(len(cases) * RUNS)
    found: dict[str, list[Shown]] = {}
    for number in range(1, RUNS + 1):
        if number > 1:
            clock.pause(APART_SECONDS)
        shows = show(place, cases, recorder, listener.event, first=number)
        for id, shown in shows.by_case.items():
            found.setdefault(id, []).extend(shown)
        if shows.interrupted:
            raise KeyboardInterrupt
    return found


def _recorded(project: Project, draft: Draft, shown: Sequence[Shown], options: RecordOptions) -> Recorded:
    case, path = draft.case, draft.path
    name = case.card.path
    trouble = next((one for one in shown if one.outcome is not None), None)
    if trouble is not None or len(shown) < RUNS:
        return Recorded(case.id, name, problem=trouble.reason if trouble else "it was not carried out to its end")
    found = stability([one.captures for one in shown], case.redactions, options.propose)
    text = with_redactions(case.card.text, found.proposed)
    final = read_golden(text, name)
    masked = redact(shown[0].captures, final.redactions)
    if masked.too_much:
        return Recorded(case.id, name, problem=told_too_much(masked.too_much[0], final)[0])
    snapshot = Snapshot(
        case=final.id,
        case_sha256=final.card.sha256,
        redacted=names_of(final.redactions),
        unstable=found.unstable,
        captures=masked.captures,
    )
    beside = path.with_name(f"{final.id}{SUFFIX}")
    files.write_new(path, text)
    for digest, data in shown[0].pictures.items():
        golden_files.put_picture(path.parent, final.id, digest, data)
    written = write_snapshot(snapshot)
    try:
        files.write_new(beside, written)
    except MachineError:
        path.unlink(missing_ok=True)
        raise
    golden_files.log_decision(
        project.root / GOLDEN,
        AcceptRecord(
            decision=Decision.RECORDED,
            case=final.id,
            who=golden_files.who(project.root),
            when=clock.timestamp(),
            reason="recorded for the first time",
            after=digest_of_snapshot(written),
        ),
    )
    pending.remove(project.root, final.id)
    relative = beside.relative_to(project.root).as_posix()
    return Recorded(final.id, name, relative, found, is_vacuous(snapshot.captures, snapshot.unstable))


def names_of(redactions: Sequence[Redaction]) -> tuple[str, ...]:
    """The redactions as a snapshot names them."""
    return tuple(dict.fromkeys(one.name or one.mask for one in redactions))
