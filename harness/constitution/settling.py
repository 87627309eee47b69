"""Which findings count once waivers and known findings are set against them; finding them lies in ``validate``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from harness.constitution.folding import standing
from harness.constitution.waivers import accepted, apply
from harness.domain.findings import Excuse, Finding, Outcome, PrincipleResult, Standing, Waiver

Placed = Callable[[str], bool]


@dataclass(frozen=True)
class Exceptions:
    """What does not count: waivers, fingerprints known before with how often each may stand, and all outside ``counted``.

    ``weakened`` are ids of inherited principles that the project weakens.
    """

    waivers: Sequence[Waiver] = ()
    known: Mapping[str, int] | None = None
    weakened: Collection[str] = ()
    counted: Placed = lambda path: True


@dataclass(frozen=True)
class Settled:
    """The results with the standing of every finding, the waivers with their uses, and how many known findings stood."""

    principles: tuple[PrincipleResult, ...]
    waivers: tuple[Waiver, ...]
    known: int


def settled(results: Sequence[PrincipleResult], exceptions: Exceptions, today: date) -> Settled:
    """Set the exceptions against the findings: waivers first, so that one is not called unused for what is known as well."""
    # What left a principle in doubt may be what hides the finding that a waiver is for.
    doubtful = frozenset(one.id for one in results if one.doubts)
    gaps = frozenset(one.id for one in results if one.outcome is Outcome.GAP)
    findings, waivers = apply(
        exceptions.waivers,
        [finding for one in results for finding in one.findings],
        [one.id for one in results],
        today,
        gaps=gaps,
        weakened=exceptions.weakened,
        undecided=lambda waiver: waiver.principle in doubtful,
    )
    excused = accepted(waivers, Excuse.GAP, today)
    marked = list(_known(findings, exceptions))
    by_principle: dict[str, list[Finding]] = {}
    for finding in marked:
        by_principle.setdefault(finding.principle, []).append(finding)
    principles = tuple(standing(one, by_principle.get(one.id, []), one.id in excused) for one in results)
    known = sum(finding.standing is Standing.KNOWN for finding in marked)
    return Settled(principles, waivers, known)


def _known(findings: Iterable[Finding], exceptions: Exceptions) -> Iterable[Finding]:
    left = Counter(exceptions.known or {})
    for finding in findings:
        if finding.standing is Standing.COUNTS:
            if left[finding.fingerprint] > 0:
                left[finding.fingerprint] -= 1
                finding = finding.model_copy(update={"standing": Standing.KNOWN})
            elif not exceptions.counted(finding.span.path):
                finding = finding.model_copy(update={"standing": Standing.ELSEWHERE})
        yield finding
