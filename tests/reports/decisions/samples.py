"""Decisions for the tests of reports: one of each band, and one in which every text is hostile."""

from __future__ import annotations

from dataclasses import replace

from harness.domain.gate import (
    Cycles,
    Decision,
    DecisionRecord,
    Fact,
    Item,
    JudgeEdit,
    Policy,
    Profile,
    RunSource,
    WaiverUse,
)
from harness.domain.places import Place
from harness.gate.deciding import Case, decide
from tests.gate.cases import SHADOW, STANDARD, case, cycles, policy, unknown
from tests.reports.traces.samples import HOSTILE

RUN = "20261122T010203000000Z-a1b2c3"
CARD = Item(
    key="card BANK-OPEN",
    what="step 3: expected the balance, and the screen shows 'unknown account'",
    place=Place(path="testcards/open.md", line=14),
    run=RUN,
)
BROKEN = tuple(
    Item(
        key=f"principle SEC-002 src/db{number}.py:12",
        what="SQL is built from strings",
        place=Place(path=f"src/db{number}.py", line=12),
        run=RUN,
    )
    for number in range(1, 4)
)
RUNS = (RunSource(id=RUN, kinds=("cards", "golden"), finished="2026-11-22T01:02:03Z", head="0" * 64),)
WAIVERS = (
    WaiverUse(
        id="W-1",
        scope="gate",
        reason="the old import goes away in March",
        owner="ann@example.org",
        until="2027-03-01",
        place=Place(path="waivers.toml", line=3),
        covers=("card BANK-IMPORT",),
    ),
)
JUDGES = (
    JudgeEdit(
        path="constitutions/web.md",
        kind="constitution",
        by=("ann@example.org",),
        reviewer="bob@example.org",
        how="a trailer of a signed-off commit",
    ),
)
FAILED = {
    "constitution.must_violations": Fact(name="constitution.must_violations", value=30, items=BROKEN),
    "cards.failed": Fact(name="cards.failed", value=1, items=(CARD,)),
}


def whole(one: Case) -> Decision:
    return decide(replace(one, runs=RUNS, waivers=WAIVERS, judges=(*JUDGES, *one.judges), since="1" * 40))


PASS = whole(case({"judges.edited": 1}))
REWORK = whole(case(FAILED, cycles=cycles("1/4")))
AGAIN = whole(case(FAILED, cycles=cycles("1/4=")))
EXHAUSTED = whole(case(FAILED, cycles=cycles("3/4")))
FAIL = whole(case({"seals.broken": 1}))
UNDECIDED = whole(
    case({"cards.failed": unknown("cards.failed", "3 of 23 cards have no result on this tree: BANK-OPEN, …")})
)
NOTHING_SHOWN = whole(case({"evidence.shown": 0}))
NO_BAND = whole(case({"cards.failed": 3}, policy(("PASS", "cards.failed == 0"), ("REWORK", "cards.failed < 3"))))
HELD = whole(
    case({"judges.unreviewed": 1}, judges=(JudgeEdit(path="harness.toml", kind="policy", by=("ann@example.org",)),))
)
HELD_REWORK = whole(case({**FAILED, "judges.unreviewed": 1}))
JUDGES_UNKNOWN = whole(case({"judges.unreviewed": None}))
TESTS_UNKNOWN = whole(case({"tests.failed": None}))
IN_SHADOW = whole(case(FAILED, policy=SHADOW))
OWN_POLICY = whole(case(policy=policy(("PASS", "cards.failed == 0"), pass_at=0.9, fail_at=0.5, max_age=36.0)))
ALL = (
    PASS,
    REWORK,
    AGAIN,
    EXHAUSTED,
    FAIL,
    UNDECIDED,
    NOTHING_SHOWN,
    NO_BAND,
    HELD,
    HELD_REWORK,
    JUDGES_UNKNOWN,
    TESTS_UNKNOWN,
    IN_SHADOW,
    OWN_POLICY,
)


def recorded(decision: Decision) -> DecisionRecord:
    ages = {"cards.failed": 3_700.0, "golden.same": 61.0}
    return DecisionRecord(id=decision.id, when="2026-11-22T02:00:00Z", seconds=0.25, ages=ages, decision=decision)


def hostile(words: str = HOSTILE) -> Decision:
    """A decision in which every text of a document, a product or a repository is the same hostile one."""
    place = Place(path=words, line=3)
    item = Item(key=words, what=words, place=place, run=words)
    at_its_place = Item(key=f"{words} {place}", what=words, place=place)
    torn = policy(("PASS", "cards.failed == 0")).criteria[0].model_copy(update={"id": words, "when": words})
    by = Policy(profile=Profile.STANDARD, criteria=(*STANDARD.criteria, torn))
    facts = {
        "cards.failed": Fact(name="cards.failed", value=9, source=words, recorded=words, items=(item, at_its_place)),
        "golden.unexplained": Fact(name="golden.unexplained", unknown=words, items=(item,)),
        "judges.unreviewed": Fact(name="judges.unreviewed", value=1, items=(item,)),
    }
    return decide(
        Case(
            gate=words,
            line=words,
            tool_version=words,
            policy=by,
            tree=words,
            since=words,
            runs=(RunSource(id=words, kinds=(words,), finished=words, head=words),),
            facts=case(facts).facts,
            waivers=(
                WaiverUse(id=words, scope=words, reason=words, owner=words, until=words, place=place, covers=(words,)),
            ),
            judges=(JudgeEdit(path=words, kind=words, by=(words,)),),
            cycles=Cycles(),
        )
    )


def large(items: int, reasons: int) -> Decision:
    """A decision with that many things behind each of so many reasons."""
    criteria = tuple((("PASS", f"extra.fact{number} == 0")) for number in range(reasons))
    many = tuple(
        Item(key=f"card {number:05}", what="[x](y) " * 30, place=Place(path=f"{number}.md")) for number in range(items)
    )
    facts = {
        f"extra.fact{number}": Fact(name=f"extra.fact{number}", value=items, items=many) for number in range(reasons)
    }
    return decide(case(facts, policy(*criteria)))
