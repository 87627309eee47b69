"""Every fact that a policy may name, with a sentence on it; their values are found in ``app``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from harness.domain.nearest import did_you_mean, nearest

EXTRA = "extra."
"""What the names of facts from ``--facts FILE`` begin with."""
_EXTRA = re.compile(r"extra(\.[A-Za-z_][A-Za-z0-9_]*)+")

FACTS: Mapping[str, str] = MappingProxyType(
    {
        "constitution.principles": "principles of the constitution that apply here",
        "constitution.must_violations": "places that break a MUST principle, neither waived nor known before",
        "constitution.should_violations": "places that break a SHOULD principle, neither waived nor known before",
        "constitution.may_violations": "places that break a MAY principle, neither waived nor known before",
        "constitution.must_gaps": "MUST principles for which the required evidence is missing",
        "constitution.should_gaps": "SHOULD principles for which the required evidence is missing",
        "constitution.must_unverified": "MUST principles that no check could settle",
        "constitution.waived": "places that break a principle and are waived",
        "constitution.uncovered": "weaknesses (CWE) that a principle names and no check looked for",
        "cards.total": "test cards of the project",
        "cards.passed": "test cards that passed",
        "cards.failed": "test cards that failed; flaky ones are not among them",
        "cards.inconclusive": "test cards that could not be decided",
        "cards.flaky": "test cards that both passed and failed on this very tree",
        "cards.pass_rate": "share (0 to 1) of the test cards that passed",
        "cards.waived": "test cards whose failure is waived",
        "cards.judged": "passes of test cards that rest on an opinion only",
        "cards.seconds": "wall seconds that the test cards took",
        "cards.dollars": "US dollars that the test cards cost",
        "cards.tokens": "tokens of a model that the test cards used",
        "golden.total": "golden cases of the project",
        "golden.same": "golden cases that behave as recorded",
        "golden.unexplained": "golden cases that behave otherwise, and nobody says why",
        "golden.explained": "golden cases that behave otherwise, as a changed requirement explains",
        "golden.undecided": "golden cases that could not be decided",
        "golden.waived": "golden cases whose difference is waived",
        "golden.unused": "recorded snapshots that no golden case uses",
        "tests.total": "recorded tests in Python",
        "tests.passed": "tests in Python that passed",
        "tests.failed": "tests in Python that failed",
        "tests.skipped": "tests in Python that were skipped",
        "trace.requirements": "requirements of the specification",
        "trace.verified": "requirements that are shown to hold",
        "trace.failing": "requirements of which some evidence fails",
        "trace.suspect": "requirements whose evidence was made for another text",
        "trace.undecided": "requirements whose evidence could not be decided",
        "trace.untested": "requirements that nothing shows",
        "trace.waived": "requirements that need not be shown until a day",
        "trace.must_failing": "MUST requirements of which some evidence fails",
        "trace.must_untested": "MUST requirements that nothing shows",
        "trace.orphans": "claims to show a requirement that there is none of",
        "trace.coverage": "share (0 to 1) of the requirements that are verified",
        "seals.total": "seals of test cards",
        "seals.broken": "seals that do not fit the test card or its requirements any more",
        "integrity.tampering": "run records that contradict their own events",
        "waivers.used": "waivers that were used",
        "waivers.troubles": "waivers that are expired, unused or too broad",
        "judges.edited": "files that judge this change and that it edits itself",
        "judges.unreviewed": "files that judge this change, that it edits itself, and that nobody else reviewed",
        "evidence.shown": "results that show anything of this tree at all",
    }
)
BEHIND: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "constitution.principles": (),
        "cards.total": (),
        "cards.passed": ("cards.failed", "cards.flaky", "cards.inconclusive"),
        "cards.pass_rate": ("cards.failed", "cards.flaky", "cards.inconclusive"),
        "golden.total": (),
        "golden.same": ("golden.unexplained", "golden.undecided"),
        "tests.total": (),
        "tests.passed": ("tests.failed",),
        "trace.requirements": (),
        "trace.verified": ("trace.failing", "trace.suspect", "trace.undecided", "trace.untested"),
        "trace.coverage": ("trace.failing", "trace.suspect", "trace.undecided", "trace.untested"),
        "seals.total": (),
        "evidence.shown": (),
    }
)
"""The facts that count what is wrong where a fact counts what is right; any other fact counts it itself."""


def is_fact(name: str) -> bool:
    """Whether a policy may name it: one of ``FACTS``, or any ``extra.name``."""
    return name in FACTS or _EXTRA.fullmatch(name) is not None


def rank(name: str) -> tuple[int, str]:
    """By which to put facts in the order of ``FACTS``, those of one's own last."""
    return _RANKS.get(name, len(_RANKS)), name


def behind(names: Iterable[str]) -> tuple[str, ...]:
    """The facts whose items say what is wrong where criteria over ``names`` do not hold."""
    return tuple(dict.fromkeys(one for name in names for one in BEHIND.get(name, (name,))))


def hint_for(name: str) -> str:
    """What to write instead of a name that there is no fact of."""
    if name == "extra" or name.startswith(EXTRA):
        return "write `extra.` and a name of letters, digits and underscores, such as `extra.coverage`"
    of_that_name = tuple(f"'{fact}'" for fact in FACTS if fact.endswith(f".{name}"))
    if of_that_name:
        return f"did you mean {' or '.join(of_that_name)}?"
    family = [fact for fact in FACTS if fact.startswith(f"{name.partition('.')[0]}.")]
    if family:
        return did_you_mean(name, family)
    close = nearest(name, FACTS)
    return f"did you mean '{close}'?" if close else f"facts begin with {', '.join(_FAMILIES)} or {EXTRA}"


_RANKS = {name: at for at, name in enumerate(FACTS)}
_FAMILIES = tuple(dict.fromkeys(f"{name.partition('.')[0]}." for name in FACTS))
