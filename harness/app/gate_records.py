"""Which recorded runs a gate asks, and what is wrong with them: some contradict themselves, cannot be read, are too old."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from harness.adapters.records import runs_folder
from harness.adapters.records.folders import RUN_FILE
from harness.app.gate_counts import Tally, named, shown
from harness.app.trace_results import Choice, Found
from harness.domain.gate import Fact, Item, RunSource
from harness.domain.places import Place
from harness.domain.run_digest import RunDigest

TAMPERING = "integrity.tampering"
_AHEAD = timedelta(hours=1)
"""How far the clock of a machine on which a run ended may go before this one's."""


@dataclass(frozen=True)
class Asked:
    """The runs that were named, as folders, and why some cannot be had; all runs of the project where none was named."""

    names: tuple[str, ...] = ()
    folders: tuple[Path, ...] | None = None
    problems: tuple[str, ...] = ()

    @classmethod
    def of(cls, names: Sequence[str], root: Path, start: Path) -> Asked:
        """Runs by their ids, or by their folders as typed in ``start``."""
        if not names:
            return cls()
        folders = {name: _folder(name, root, start) for name in names}
        problems = tuple(f"run '{name}': {why}" for name, folder in folders.items() if (why := _why_not(folder)))
        there = dict.fromkeys(folder for folder in folders.values() if not _why_not(folder))
        return cls(tuple(names), tuple(there), problems)

    def choice(self, stale: Callable[[RunDigest], str]) -> Choice:
        """What to ask of a trace."""
        return Choice(self.folders, stale)

    def problem(self, found: Found) -> str:
        """Which named runs cannot be had, or are of another tree; empty where all are, or none was named."""
        if self.folders is None:
            return ""
        others = (f"run '{id}' is not of this tree" for id in found.others)
        unread = (f"run '{one.id}' cannot be read: {one.trouble}" for one in found.runs if _is_unread(one))
        said = (*self.problems, *others, *unread)
        return f"{'; '.join(said)} (name finished runs of this tree, or none)" if said else ""


def staleness(max_age: float | None, now: str) -> Callable[[RunDigest], str]:
    """Says of a run whether it is older than so many hours at a moment (RFC 3339); empty where it is not."""
    if max_age is None:
        return lambda run: ""
    moment = _moment(now)

    def stale(run: RunDigest) -> str:
        ended = _moment(run.finished)
        if ended is None or moment is None:
            return f"run {run.id} does not say when it ended"
        if ended > moment + _AHEAD:
            return f"run {run.id} ended on {run.finished}, which is yet to come"
        if moment - ended > timedelta(hours=max_age):
            return f"run {run.id} ended on {run.finished}, more than {max_age:g} hours ago"
        return ""

    return stale


def seconds_between(earlier: str, later: str) -> float | None:
    """Seconds between two moments (RFC 3339); None where one is none."""
    begun, ended = _moment(earlier), _moment(later)
    return None if begun is None or ended is None else round((ended - begun).total_seconds(), 3)


def integrity(found: Found, tampered: Iterable[Item]) -> Fact:
    """How much was tampered with: records that contradict themselves, and what cards and cases tell.

    A record of this tree that cannot be read may be one of them.
    """
    broken = [_record(one) for one in found.runs if one.contradicts]
    unread = [one for one in found.runs if _is_unread(one)]
    items = [*broken, *tampered]
    names = named([f"{one.id} ({one.trouble})" for one in unread])
    said = f"{len(unread)} records of this tree cannot be read: {names} (remove them, and run again)"
    return Tally(undecided=said).items(TAMPERING, items, len(unread))


def with_tampered(facts: Iterable[Fact], items: Sequence[Item]) -> tuple[Fact, ...]:
    """The facts, where more was tampered with than they tell of."""
    return tuple(_with(one, items) if one.name == TAMPERING and items else one for one in facts)


def _with(fact: Fact, items: Sequence[Item]) -> Fact:
    more = len(items)
    raised = {name: old + more for name in ("value", "low", "high") if (old := getattr(fact, name)) is not None}
    return fact.model_copy(update={**raised, "items": shown((*fact.items, *items))})


def sources(runs: Iterable[RunDigest]) -> tuple[RunSource, ...]:
    """The runs that a decision rests on, by their ids."""
    once = {one.id: one for one in runs}
    return tuple(
        RunSource(id=one.id, kinds=one.kinds, finished=one.finished, head=one.head)
        for one in (once[id] for id in sorted(once))
    )


def nothing_recorded(found: Found, asked: Asked) -> Iterator[str]:
    """What to tell where no run of this tree was found."""
    if found.runs or asked.names:
        return
    others = len(found.others)
    if others:
        yield f"{others} recorded runs are of other trees, and none is of this one"
    else:
        yield "no run is recorded yet"


def _is_unread(run: RunDigest) -> bool:
    return bool(run.trouble) and not run.contradicts


def _record(run: RunDigest) -> Item:
    return Item(
        key=f"record {run.id}", what=run.trouble, place=Place(path=f".harness/runs/{run.id}/run.json"), run=run.id
    )


def _folder(name: str, root: Path, start: Path) -> Path:
    typed = start / name
    return typed.resolve() if typed.is_dir() else runs_folder(root) / name


def _why_not(folder: Path) -> str:
    """Why the record in a folder is none of a finished run."""
    if not folder.is_dir():
        return "there is no such run"
    return "" if (folder / RUN_FILE).is_file() else "it was not finished"


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
