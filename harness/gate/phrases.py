"""How many of what a fact counts, as people say it; what a fact means in general lies in ``names``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from harness.domain.gate import Fact
from harness.gate.intervals import Interval, as_written, between, exactly
from harness.gate.names import FACTS
from harness.gate.numbers import shown_between

_PHRASES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "constitution.must_violations": ("place breaks a MUST principle", "places break MUST principles"),
        "constitution.should_violations": ("place breaks a SHOULD principle", "places break SHOULD principles"),
        "constitution.may_violations": ("place breaks a MAY principle", "places break MAY principles"),
        "constitution.must_gaps": (
            "MUST principle lacks the evidence that it requires",
            "MUST principles lack the evidence that they require",
        ),
        "constitution.should_gaps": (
            "SHOULD principle lacks the evidence that it requires",
            "SHOULD principles lack the evidence that they require",
        ),
        "constitution.must_unverified": (
            "MUST principle could not be settled by any check",
            "MUST principles could not be settled by any check",
        ),
        "constitution.waived": ("place that breaks a principle is waived", "places that break principles are waived"),
        "constitution.uncovered": (
            "weakness that a principle names was not looked for",
            "weaknesses that principles name were not looked for",
        ),
        "cards.failed": ("test card failed", "test cards failed"),
        "cards.inconclusive": ("test card could not be decided", "test cards could not be decided"),
        "cards.flaky": (
            "test card both passed and failed on this very tree",
            "test cards both passed and failed on this very tree",
        ),
        "cards.waived": ("test card fails and is waived", "test cards fail and are waived"),
        "cards.judged": (
            "test card passed by an opinion only",
            "test cards passed by an opinion only",
        ),
        "golden.unexplained": (
            "golden case behaves otherwise than recorded, and nobody says why",
            "golden cases behave otherwise than recorded, and nobody says why",
        ),
        "golden.explained": (
            "golden case behaves otherwise than recorded, as a changed requirement explains",
            "golden cases behave otherwise than recorded, as changed requirements explain",
        ),
        "golden.undecided": ("golden case could not be decided", "golden cases could not be decided"),
        "golden.waived": ("golden case differs and is waived", "golden cases differ and are waived"),
        "golden.unused": (
            "recorded snapshot is used by no golden case",
            "recorded snapshots are used by no golden case",
        ),
        "tests.failed": ("test in Python failed", "tests in Python failed"),
        "tests.skipped": ("test in Python was skipped", "tests in Python were skipped"),
        "trace.failing": ("requirement fails", "requirements fail"),
        "trace.suspect": (
            "requirement has evidence that was made for another text",
            "requirements have evidence that was made for another text",
        ),
        "trace.undecided": (
            "requirement has evidence that could not be decided",
            "requirements have evidence that could not be decided",
        ),
        "trace.untested": ("requirement is shown by nothing", "requirements are shown by nothing"),
        "trace.waived": ("requirement need not be shown until a day", "requirements need not be shown until a day"),
        "trace.must_failing": ("MUST requirement fails", "MUST requirements fail"),
        "trace.must_untested": ("MUST requirement is shown by nothing", "MUST requirements are shown by nothing"),
        "trace.orphans": (
            "claim names a requirement that there is none of",
            "claims name requirements that there are none of",
        ),
        "seals.broken": (
            "seal does not fit its test card or its requirements any more",
            "seals do not fit their test cards or requirements any more",
        ),
        "integrity.tampering": (
            "run record contradicts its own events: it was tampered with",
            "run records contradict their own events: they were tampered with",
        ),
        "waivers.used": ("waiver was used", "waivers were used"),
        "waivers.troubles": ("waiver is expired, unused or too broad", "waivers are expired, unused or too broad"),
        "judges.edited": (
            "file that judges this change is edited by it",
            "files that judge this change are edited by it",
        ),
        "judges.unreviewed": (
            "file that judges this change is edited by it, and nobody else answers for that",
            "files that judge this change are edited by it, and nobody else answers for that",
        ),
    }
)


def counted(fact: Fact) -> str:
    """``2 test cards failed``, ``1 to 2 test cards failed``; of what nothing is known, or what counts nothing, empty."""
    known = known_of(fact)
    if known is None or fact.name not in _PHRASES:
        return ""
    one, many = _PHRASES[fact.name]
    return f"{shown_between(known.low, known.high)} {one if known.low == known.high == 1 else many}"


def meaning(name: str) -> str:
    """What a fact is; of one's own facts nothing is known here."""
    return FACTS.get(name, "")


def known_of(fact: Fact) -> Interval | None:
    """What is known of a fact; None where nothing is."""
    if fact.value is None:
        return between(fact.low, fact.high)
    value = as_written(fact.value)
    return None if value is None else exactly(value)
