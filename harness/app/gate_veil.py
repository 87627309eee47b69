"""Keeps what sealed cards say, and their names, out of all that a gate decides on; which cards those are tells ``curtain``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from harness.app.curtain import SEALED_CARD, Curtain, curtain_of
from harness.app.project import CARDS, Project
from harness.app.trace import Traced
from harness.app.trace_results import Found
from harness.domain.gate import Fact, Item, JudgeEdit, Visibility, WaiverUse
from harness.domain.places import Mistake, Place
from harness.domain.run_digest import RunDigest
from harness.domain.tracing import Evidence, EvidenceKind, Link, Orphan, Result, RowState, SealState, Shown, TraceRow

_SAID = {
    Shown.PASS: f"{SEALED_CARD} passed",
    Shown.FAIL: f"{SEALED_CARD} failed",
    Shown.UNDECIDED: f"{SEALED_CARD} could not be decided",
    Shown.BLOCKED: f"{SEALED_CARD} could not be carried out here",
    Shown.STALE: f"{SEALED_CARD}, or what it verifies, was changed since it was run",
    Shown.NOT_RUN: f"{SEALED_CARD} has no result on this tree",
    Shown.CLAIMED: f"{SEALED_CARD} claims it",
}
_FLAKY = f"{SEALED_CARD} does not come out the same every time"
_UNREAD = f"{SEALED_CARD} cannot be read"
_WITHIN = f"something in {SEALED_CARD}"
_NO_LOG = "the log of seals cannot be read"
_NOT_BELIEVED = "the record does not agree with itself"
_NOT_READ = "the record cannot be read"


@dataclass(frozen=True)
class Veil:
    """What is drawn over the evidence of a project: ``traced`` before it is counted, so that no text of a sealed card is
    passed on; the others after that, so that it is not named.
    """

    curtain: Curtain
    lost: bool = False

    @classmethod
    def of(cls, project: Project, visibility: Visibility) -> Veil:
        """That of a project with all its cards."""
        return cls.behind(curtain_of(project, visibility), project)

    @classmethod
    def behind(cls, curtain: Curtain, project: Project) -> Veil:
        """A veil for what a curtain hides. Where a sealed card is not to be found, one that cannot be read may be it."""
        there = {card.id for card in (*project.cards, *project.others)}
        return cls(curtain, lost=not curtain.ids <= there)

    def traced(self, traced: Traced) -> Traced:
        """The same without anything that a sealed card says, or that was seen of it."""
        if self.curtain.is_open:
            return traced
        trace, broken = traced.trace, traced.seals.broken
        project = replace(traced.project, mistakes=self._mistakes(traced.project.mistakes))
        return replace(
            traced,
            project=project,
            trace=trace.model_copy(
                update={
                    "rows": tuple(self.row(row, broken) for row in trace.rows),
                    "orphans": tuple(map(self._orphan, trace.orphans)),
                    "mistakes": self._mistakes(trace.mistakes),
                }
            ),
            evidence=replace(
                traced.evidence,
                evidence=tuple(map(self._evidence, traced.evidence.evidence)),
                mistakes=self._mistakes(traced.evidence.mistakes),
            ),
            found=self._found(traced.found),
            seals=replace(
                traced.seals,
                rows=tuple(
                    row.model_copy(update={"reason": self._of_seal(row.state, row.reason)}) for row in traced.seals.rows
                ),
                broken={id: self._why_broken(why) for id, why in broken.items()},
            ),
        )

    def row(self, row: TraceRow, broken: Mapping[str, str]) -> TraceRow:
        """A requirement with what is told of the sealed cards that verify it: that they do, and how they came out."""
        if not any(self._hides(link.evidence) for link in row.links):
            return row
        links = tuple(self._link(link, broken) for link in row.links)
        reason = self.curtain.told(row.reason) if row.state is RowState.WAIVED else ""
        return row.model_copy(update={"links": links, "reason": reason})

    def facts(self, facts: Iterable[Fact]) -> tuple[Fact, ...]:
        """Facts that name no sealed card."""
        return tuple(map(self._fact, facts)) if not self.curtain.is_open else tuple(facts)

    def judges(self, edits: Iterable[JudgeEdit]) -> tuple[JudgeEdit, ...]:
        """Edited judges; of a sealed card the path is not told."""
        return tuple(self._judge(one) if self.curtain.hides("", one.path) else one for one in edits)

    def waivers(self, uses: Iterable[WaiverUse]) -> tuple[WaiverUse, ...]:
        """Waivers that were used, with the sealed cards that they cover as the items call them."""
        return tuple(self._waiver(one) for one in uses) if not self.curtain.is_open else tuple(uses)

    def remarks(self, remarks: Iterable[str]) -> tuple[str, ...]:
        """Sentences that name no sealed card."""
        return tuple(map(self.curtain.told, remarks))

    def hides_file(self, path: str, is_read: bool) -> bool:
        """Whether nothing of a file may be told; ``is_read`` says that it could be read as a card, and which one it is."""
        below = path.startswith(f"{CARDS}/")
        return path in self.curtain.paths or (below and (self.curtain.all or (self.lost and not is_read)))

    def _hides(self, evidence: Evidence) -> bool:
        return evidence.kind is EvidenceKind.CARD and self.curtain.hides(evidence.id, evidence.place.path)

    def _mistakes(self, mistakes: Iterable[Mistake]) -> tuple[Mistake, ...]:
        return tuple(map(self.mistake, mistakes))

    def mistake(self, one: Mistake) -> Mistake:
        """A mistake that quotes no sealed card."""
        if self.hides_file(one.place.path, is_read=False):
            return one.model_copy(update={"what": _UNREAD, "hint": "ask a reviewer", "place": Place(path=f"{CARDS}/")})
        told = self.curtain.told
        return one.model_copy(update={"what": told(one.what), "hint": told(one.hint)})

    def _evidence(self, one: Evidence) -> Evidence:
        return one.model_copy(update={"title": SEALED_CARD}) if self._hides(one) else one

    def _link(self, link: Link, broken: Mapping[str, str]) -> Link:
        if not self._hides(link.evidence):
            return link
        said = _said(link.shown, bool(link.result and link.result.flaky), link.evidence.claims)
        if link.evidence.id in broken:
            said = self._why_broken(broken[link.evidence.id])
        return link.model_copy(
            update={
                "evidence": self._evidence(link.evidence),
                "reason": said,
                "result": self._result(link.result) if link.result else None,
            }
        )

    def _result(self, one: Result) -> Result:
        return one.model_copy(update={"reason": _said(one.shown, one.flaky, one.requirements or ())})

    def _orphan(self, one: Orphan) -> Orphan:
        told = {"evidence": self._evidence(one.evidence), "what": self.curtain.told(one.what)}
        return one.model_copy(update=told)

    def _found(self, found: Found) -> Found:
        return replace(
            found,
            results=tuple(self._result(one) if self._is_of_hidden(one) else one for one in found.results),
            mistakes=tuple(map(self._of_record, found.mistakes)),
            runs=tuple(map(self._run, found.runs)),
        )

    def _is_of_hidden(self, one: Result) -> bool:
        return one.kind is EvidenceKind.CARD and self.curtain.hides(one.id)

    def _of_record(self, one: Mistake) -> Mistake:
        return one.model_copy(update={"what": _NOT_READ})

    def _run(self, run: RunDigest) -> RunDigest:
        """A run without what its trouble quotes."""
        if not run.trouble:
            return run.model_copy(update={"problem": self.curtain.told(run.problem)})
        return run.model_copy(update={"trouble": _NOT_BELIEVED if run.contradicts else _NOT_READ})

    def _of_seal(self, state: SealState, reason: str) -> str:
        return _NO_LOG if self.curtain.all and state is SealState.BROKEN else self.curtain.told(reason)

    def _why_broken(self, why: str) -> str:
        return f"{SEALED_CARD} cannot pass: {_NO_LOG if self.curtain.all else self.curtain.told(why)}"

    # --- once everything is counted ------------------------------------------------------------------------------------

    def _fact(self, fact: Fact) -> Fact:
        told = {"unknown": self.curtain.told(fact.unknown), "items": tuple(map(self._item, fact.items))}
        return fact.model_copy(update=told)

    def _item(self, item: Item) -> Item:
        within = item.place is not None and self.hides_file(item.place.path, is_read=False)
        own = item.key != self.curtain.key(item.key)
        what = self.curtain.told(item.what) if own or not within else _WITHIN
        place = None if within else item.place
        return item.model_copy(update={"key": self.curtain.key(item.key), "what": what, "place": place})

    def _judge(self, edit: JudgeEdit) -> JudgeEdit:
        told = {"path": f"{CARDS}/ ({self.curtain.alias_at(edit.path)})", "how": self.curtain.told(edit.how)}
        return edit.model_copy(update=told)

    def _waiver(self, use: WaiverUse) -> WaiverUse:
        told = {name: self.curtain.told(getattr(use, name)) for name in ("scope", "reason", "owner")}
        return use.model_copy(update={**told, "covers": tuple(map(self.curtain.key, use.covers))})


def _said(shown: Shown, flaky: bool, verifies: Iterable[str]) -> str:
    """How a sealed card came out, and what it verifies."""
    names = ", ".join(sorted(verifies))
    return f"{_FLAKY if flaky else _SAID[shown]}{f'; it verifies {names}' if names else ''}"
