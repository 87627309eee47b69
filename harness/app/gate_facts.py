"""Finds everything that a gate decides on, of one tree: facts, runs, waivers, judges. Nothing is run, and nothing written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from harness.adapters import clock
from harness.adapters.files import is_inside
from harness.app.constitutions import FOLDER as CONSTITUTIONS
from harness.app.gate_cards import COMMAND as RUN_CARDS
from harness.app.gate_constitution import COMMAND as CHECK
from harness.app.gate_counts import always, one_line, unknown
from harness.app.gate_extra import asked_extras, read_extra
from harness.app.gate_golden import COMMAND as GOLDEN_CHECK
from harness.app.gate_judges import Judged, judged
from harness.app.gate_pieces import Pieces
from harness.app.gate_records import Asked, nothing_recorded, sources, staleness
from harness.app.gate_seen import Seen
from harness.app.gate_veil import Veil
from harness.app.gate_waivers import Settled, load_waivers
from harness.app.project import Project
from harness.app.sealing import LOG as LOG_OF_SEALS
from harness.app.sealing import SealsFound, is_broken
from harness.app.trace import Traced, TraceListener, traced_project
from harness.domain.gate import Fact, Item, JudgeEdit, Policy, RunSource, Visibility, WaiverUse
from harness.domain.places import Place
from harness.domain.tracing import SealState
from harness.gate.names import rank

_NOTHING = "write principles, cards or golden cases first, see `harness init`"


@dataclass(frozen=True)
class Question:
    """What facts are asked for: see ``gate.GateOptions``. ``start`` is the folder that paths are typed in.

    With ``hides`` nothing is told of sealed cards but how they came out, whatever the policy says.
    """

    start: Path
    policy: Policy
    runs: tuple[str, ...] = ()
    since: str | None = None
    reviewed_by: tuple[str, ...] = ()
    facts: Path | None = None
    hides: bool = False

    @property
    def visibility(self) -> Visibility:
        """What may be told of sealed cards."""
        return Visibility.OBSERVATIONS if self.hides else self.policy.visibility


@dataclass(frozen=True)
class Known:
    """What was found out. ``folders`` are those of runs that were named, by their ids; ``remarks`` are for whoever asked."""

    tree: str
    facts: tuple[Fact, ...]
    runs: tuple[RunSource, ...]
    waivers: tuple[WaiverUse, ...]
    judges: tuple[JudgeEdit, ...]
    since: str
    folders: Mapping[str, Path] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def known(project: Project, question: Question, listener: TraceListener) -> Known:
    """Everything that is known of the tree of a project.

    Raises:
        DocumentError: if the file of waivers is invalid.
        TreeError: if git cannot tell what tree this is.
        UsageError: if the lock of the trace cannot be read.
    """
    asked = Asked.of(question.runs, project.root, question.start)
    stale = staleness(question.policy.max_age, clock.timestamp())
    with ThreadPoolExecutor(max_workers=1) as beside:  # git is asked for the one while records are read for the other
        asking = beside.submit(judged, project, question.since, question.reviewed_by)
        traced = traced_project(project, listener, asked.choice(stale))
        listener.stage("asking who judges")
        judges = asking.result()
    veil = Veil.of(project, question.visibility)
    traced = veil.traced(traced)
    pieces = Pieces(traced, asked.problem(traced.found), stale)
    return _Known(traced, pieces, judges, question, asked, veil).all()


@dataclass(frozen=True)
class _Known:
    """One look at everything."""

    traced: Traced
    pieces: Pieces
    judges: Judged
    question: Question
    asked: Asked
    veil: Veil

    def all(self) -> Known:
        seen = Seen.of(self.pieces, self._allows)
        settled = load_waivers(self.traced.project).settle(seen.waivable(), clock.today(), seen.untold())
        facts = (*seen.facts(settled.covered), *self._others(seen, settled))
        return Known(
            tree=self.traced.subject.tree,
            facts=self.veil.facts(sorted(facts, key=lambda one: rank(one.name))),
            runs=sources(self.pieces.runs[id] for id in seen.runs() if id in self.pieces.runs),
            waivers=self.veil.waivers(seen.uses(settled)),
            judges=self.veil.judges(self.judges.edits),
            since=self.judges.since,
            folders={folder.name: folder for folder in self.asked.folders or ()},
            remarks=self.veil.remarks(self._remarks()),
        )

    def _allows(self, source: str) -> bool:
        """Whether findings that a run called known before may be left out: a reviewed baseline, or what was there before.

        Any other revision, such as the last commit, would excuse all that the change itself brought.
        """
        if not source or source == self.question.since:
            return True
        root = self.traced.project.root
        baseline = root / source
        return baseline.is_file() and is_inside(baseline, root / CONSTITUTIONS)

    def _others(self, seen: Seen, settled: Settled) -> Iterator[Fact]:
        yield from _of_seals(self.traced.seals)
        yield from _of_judges(self.judges)
        used = list(seen.uses(settled))
        items = [Item(key=f"waiver {one.id}", what=one_line(one.reason), place=one.place) for one in used]
        yield always("waivers.used", len(used), items)
        troubles = tuple(seen.troubles(settled))
        yield always("waivers.troubles", len(troubles), troubles)
        extra = read_extra(self.question.facts, self.traced.subject.tree)
        yield from extra.facts(asked_extras(self.question.policy))

    def _remarks(self) -> Iterator[str]:
        for why in nothing_recorded(self.traced.found, self.asked):
            commands = tuple(self._commands())
            yield f"{why}; run {', '.join(commands)}" if commands else f"{why}, and there is nothing to run: {_NOTHING}"

    def _commands(self) -> Iterator[str]:
        evidence = self.traced.evidence
        there = {
            CHECK: evidence.principles,
            RUN_CARDS: self.traced.project.cards,
            GOLDEN_CHECK: evidence.cases and evidence.cases.every,
        }
        return (f"`{command}`" for command, documents in there.items() if documents)


def _of_seals(seals: SealsFound) -> Iterator[Fact]:
    if seals.unknown:
        yield from (unknown(name, seals.unknown, LOG_OF_SEALS) for name in ("seals.total", "seals.broken"))
        return
    rows = [row for row in seals.rows if row.state is not SealState.LIFTED]
    broken = [
        Item(key=f"seal {row.card}", what=one_line(row.reason), place=Place(path=row.path))
        for row in rows
        if is_broken(row)
    ]
    yield always("seals.total", len(rows), source=LOG_OF_SEALS)
    yield always("seals.broken", len(broken), broken, LOG_OF_SEALS)


def _of_judges(judges: Judged) -> Iterator[Fact]:
    edits = {"judges.edited": judges.edits, "judges.unreviewed": judges.unreviewed}
    for name, edited in edits.items():
        items = [_edit(one) for one in edited]
        yield unknown(name, judges.unknown, "git", items) if judges.unknown else always(name, len(items), items, "git")


def _edit(one: JudgeEdit) -> Item:
    by = f" by {', '.join(one.by)}" if one.by else ""
    reviewed = f", reviewed by {one.reviewer}" if one.reviewer else ""
    return Item(key=f"judge {one.path}", what=one_line(f"{one.kind} edited{by}{reviewed}"), place=Place(path=one.path))
