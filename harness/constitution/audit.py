"""Whether each row of a compliance matrix that somebody wrote is true of a tree; pure: what was checked is handed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from harness.constitution._claim_evidence import (
    Key,
    about,
    akin,
    at,
    excuse_of,
    key_of,
    mentions,
    place_of,
    too_many,
    why_unknown,
)
from harness.constitution._whereabouts import Whereabouts
from harness.constitution.claims import Claim
from harness.domain.base import Frozen
from harness.domain.findings import CheckResults, Finding, Outcome, PrincipleResult
from harness.domain.places import Place
from harness.domain.principles import Level
from harness.domain.verdicts import ExitCode
from harness.ports.sources import SourceTree


class Truth(StrEnum):
    """What became of a row, worst first.

    ``contradicts``: what stands there breaks the principle that it is to show. ``missing file``, ``missing lines``: nothing is
    there. ``stale``: something is there, but no check sees it show anything. ``unconfirmed``: no check could. ``moved``: what
    is meant stands elsewhere now. ``valid``: a check sees it show the principle today.
    """

    CONTRADICTS = "contradicts"
    MISSING_FILE = "missing file"
    MISSING_LINES = "missing lines"
    STALE = "stale"
    UNCONFIRMED = "unconfirmed"
    MOVED = "moved"
    VALID = "valid"


FALSE = frozenset({Truth.CONTRADICTS, Truth.MISSING_FILE, Truth.MISSING_LINES, Truth.STALE})


class AuditedRow(Frozen):
    """A claim and what became of it. ``level`` is the most binding of its principles, None where none is known.

    ``now`` is where what decided it stands today, and ``shown`` whether a check sees the principle shown there.
    """

    place: Place
    principles: tuple[str, ...]
    cwes: tuple[str, ...]
    where: str
    description: str
    level: Level | None
    truth: Truth
    reason: str = ""
    now: str = ""
    shown: bool = False

    @property
    def binding(self) -> bool:
        """Whether it matters: what is about no known principle could be about any."""
        return self.level in (Level.MUST, None)


class Unclaimed(Frozen):
    """A principle that no row is about."""

    id: str
    title: str
    level: Level
    cwes: tuple[str, ...]
    outcome: Outcome


class Audit(Frozen):
    """All rows in the order of the document, and the principles without one."""

    path: str
    rows: tuple[AuditedRow, ...]
    unclaimed: tuple[Unclaimed, ...]

    @property
    def exit_code(self) -> ExitCode:
        """1 if a row about a MUST is false; 4 if one cannot be confirmed, or a MUST that applies has none; else 0."""
        binding = [row for row in self.rows if row.binding]
        if any(row.truth in FALSE for row in binding):
            return ExitCode.FAIL
        unknown = any(row.truth is Truth.UNCONFIRMED or (row.truth is Truth.MOVED and not row.shown) for row in binding)
        return ExitCode.UNDECIDED if unknown or any(map(_matters, self.unclaimed)) else ExitCode.PASS


def audited(path: str, claims: Sequence[Claim], results: CheckResults, tree: SourceTree) -> Audit:
    """Every claim of the document at ``path`` against today's results, which are of that very tree."""
    left_out = {one.path: one.reason for one in results.manifest.skipped}
    rows = _Auditing(results, Whereabouts(tree, path.rpartition("/")[0], left_out)).rows(claims)
    claimed = {one.id for claim in claims for one in about(claim, results)}
    unclaimed = [
        Unclaimed(id=one.id, title=one.title, level=one.level, cwes=one.cwes, outcome=one.outcome)
        for one in results.principles
        if one.id not in claimed
    ]
    return Audit(path=path, rows=tuple(rows), unclaimed=tuple(unclaimed))


def _matters(unclaimed: Unclaimed) -> bool:
    return unclaimed.level is Level.MUST and unclaimed.outcome is not Outcome.NOT_APPLICABLE


@dataclass
class _Auditing:
    """One audit. What one row rightly names is not where another has moved to: ``taken`` holds it."""

    results: CheckResults
    whereabouts: Whereabouts
    taken: set[Key] = field(default_factory=set)

    def rows(self, claims: Sequence[Claim]) -> list[AuditedRow]:
        """First what holds where it says so, then what has to be looked for."""
        there = [self._there(claim) for claim in claims]
        return [row or self._elsewhere(claim) for claim, row in zip(claims, there, strict=True)]

    def _there(self, claim: Claim) -> AuditedRow | None:
        """What a claim comes to by what stands where it points; None where that tells nothing."""
        if claim.unclear:
            return self._row(claim, Truth.UNCONFIRMED, claim.unclear)
        paths = self.whereabouts.meant(claim.path)
        broken = at(claim, _findings(akin(claim, self.results)), frozenset(paths))
        if broken:
            return self._row(claim, Truth.CONTRADICTS, _breaks(broken[0]), now=place_of(broken[0]))
        shown = at(claim, _evidence(about(claim, self.results)), frozenset(paths))
        blind = too_many(akin(claim, self.results))
        if shown and blind:
            return self._row(claim, Truth.UNCONFIRMED, blind)
        if shown:
            self.taken.update(map(key_of, shown))
            return self._row(claim, Truth.VALID, _shows(shown, paths), now=place_of(shown[0]), shown=True)
        return None

    def _elsewhere(self, claim: Claim) -> AuditedRow:
        paths = self.whereabouts.meant(claim.path)
        places = paths or self.whereabouts.namesakes(claim.path)
        evidence = self._moved(claim, places)
        if evidence:
            self.taken.add(key_of(evidence))
            return self._row(claim, Truth.MOVED, "what shows it stands there now", now=place_of(evidence), shown=True)
        named = self.whereabouts.named(claim, places)
        if named:
            reason = f"{named.name} stands there now, and no check sees it show anything"
            return self._row(claim, Truth.MOVED, reason, now=f"{named.path}:{named.line}")
        return self._unshown(claim, paths) if paths else self._nowhere(claim)

    def _moved(self, claim: Claim, places: Sequence[str]) -> Finding | None:
        """The free evidence in these files, or in the function that the claim names, that is nearest to the claim."""
        evidence = _evidence(about(claim, self.results))
        free = [one for one in evidence if key_of(one) not in self.taken]
        near = [one for one in free if one.span.path in places or mentions(claim, one)]
        line = claim.lines[0] if claim.lines else 1
        return min(
            near, key=lambda one: (not mentions(claim, one), abs(one.span.line - line), key_of(one)), default=None
        )

    def _nowhere(self, claim: Claim) -> AuditedRow:
        left_out = self.whereabouts.left_out(claim.path)
        if left_out:
            return self._row(claim, Truth.UNCONFIRMED, f"it is not checked: {left_out}")
        namesakes = self.whereabouts.namesakes(claim.path)
        hint = f"; there is {namesakes[0]}" if namesakes else ""
        return self._row(claim, Truth.MISSING_FILE, f"there is no such file in the tree{hint}")

    def _unshown(self, claim: Claim, paths: Sequence[str]) -> AuditedRow:
        lengths = [self.whereabouts.lines(path) for path in paths]
        longest = max((length for length in lengths if length is not None), default=None)
        if claim.lines and longest is not None and claim.lines[1] > longest:
            return self._row(claim, Truth.MISSING_LINES, f"the file ends at line {longest}")
        left_out = [self.whereabouts.left_out(path) for path in paths]
        unknown = why_unknown(claim, about(claim, self.results), paths)
        if all(left_out):
            return self._row(claim, Truth.UNCONFIRMED, f"it is not checked: {left_out[0]}")
        if unknown:
            return self._row(claim, Truth.UNCONFIRMED, unknown)
        return self._row(claim, Truth.STALE, "no check sees anything there that shows it")

    def _row(self, claim: Claim, truth: Truth, reason: str, now: str = "", shown: bool = False) -> AuditedRow:
        levels = [one.level for one in about(claim, self.results)]
        meant = self.whereabouts.meant(claim.path) if claim.path else ()
        return AuditedRow(
            place=claim.place,
            principles=claim.principles,
            cwes=claim.cwes,
            where=replace(claim, path=meant[0]).where if len(meant) == 1 else claim.where,
            description=claim.description,
            level=min(levels, key=list(Level).index, default=None),
            truth=truth,
            reason=reason,
            now=now,
            shown=shown,
        )


def _findings(results: Iterable[PrincipleResult]) -> list[Finding]:
    return [finding for one in results for finding in one.findings]


def _evidence(results: Iterable[PrincipleResult]) -> list[Finding]:
    return [finding for one in results for finding in one.evidence]


def _breaks(finding: Finding) -> str:
    note = f": {finding.note}" if finding.note else ""
    return f"{place_of(finding)} breaks {finding.principle}{excuse_of(finding)}{note}"


def _shows(shown: Sequence[Finding], paths: Sequence[str]) -> str:
    by = f"{shown[0].principle}, {shown[0].technique}"
    files = len({one.span.path for one in shown})
    return f"{by}, in {files} of {len(paths)} files" if len(paths) > 1 else by
