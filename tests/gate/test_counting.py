"""Cycles and the baseline, told from the log alone: who sent what back how often, and what was last accepted."""

from __future__ import annotations

import pytest

from harness.domain.gate import Band, Cycles, DecisionRecord, Fact, Policy, Renewal
from harness.gate.counting import Line, baseline, cycles
from harness.gate.deciding import decide
from tests.gate.cases import SHADOW, STANDARD, case, decided

GIVEN = {
    "PASS": {},
    "REWORK": {"cards.failed": 1},
    "FAIL": {"seals.broken": 1},
    "UNDECIDED": {"cards.failed": None},
    "HELD": {"judges.unreviewed": 1},
}


def record(
    band: str, tree: str = "a", gate: str = "gate", line: str = "main", by: Policy = STANDARD, **facts: int
) -> DecisionRecord:
    given = GIVEN[band] | {name.replace("__", "."): value for name, value in facts.items()}
    decision = decided(given, by, tree=tree, gate=gate, line=line)
    assert decision.band == ("UNDECIDED" if band == "HELD" else band)
    return DecisionRecord(id=decision.id, when="2026-11-22T00:00:00Z", seconds=0.1, decision=decision)


def renewal(line: str = "main", gate: str = "") -> Renewal:
    return Renewal(line=line, gate=gate, who="ann@example.org", when="2026-11-22T00:00:00Z", reason="a new plan")


def back(*trees: str) -> list[Line]:
    return [record("REWORK", tree) for tree in trees]


@pytest.mark.parametrize(
    ("lines", "gate", "line", "again"),
    [
        ([], 0, 0, False),
        (back("a"), 1, 1, False),
        (back("a", "b", "c"), 3, 3, False),
        (back("a", "a", "a"), 1, 1, False),
        (back("a", "b", "a"), 3, 3, False),
        (back("a", "here"), 2, 2, True),
        (back("here", "here"), 1, 1, True),
        (back("here", "b"), 2, 2, False),
        ([*back("here"), record("UNDECIDED", "here")], 1, 1, True),
        ([*back("here"), record("HELD", "here")], 1, 1, True),
        ([*back("here"), record("PASS", "b")], 1, 1, False),
        ([*back("here"), record("FAIL", "here")], 1, 1, False),
        ([record("UNDECIDED"), record("FAIL"), record("PASS"), record("HELD")], 0, 0, False),
        ([*back("a"), record("PASS", "b"), *back("c")], 2, 2, False),
        ([record("REWORK", "a", by=SHADOW)], 0, 0, False),
        ([*back("here"), record("PASS", "b", by=SHADOW)], 1, 1, True),
        ([record("REWORK", "a", gate="other"), *back("b")], 1, 2, False),
        ([record("REWORK", "here", gate="other")], 0, 1, False),
        ([record("REWORK", "a", line="other"), *back("b")], 1, 1, False),
        ([*back("a", "b"), renewal()], 0, 0, False),
        ([*back("here"), renewal()], 0, 0, False),
        ([*back("a", "b"), renewal(), *back("c")], 1, 1, False),
        ([*back("a", "b"), renewal(line="other")], 2, 2, False),
        ([*back("a", "b"), record("REWORK", "c", gate="other"), renewal(gate="gate")], 0, 1, False),
        ([*back("a", "b"), renewal(gate="other")], 2, 2, False),
    ],
)
def test_cycles_are_counted_as_the_log_has_them(lines: list[Line], gate: int, line: int, again: bool) -> None:
    assert cycles(lines, "gate", "main", "here") == Cycles(gate=gate, line=line, again=again)


def test_of_an_unknown_tree_nobody_can_tell_that_it_is_the_same() -> None:
    assert cycles(back("", ""), "gate", "main", "") == Cycles(gate=2, line=2)


def test_work_is_sent_back_as_often_as_is_allowed_and_then_refused_until_it_is_renewed() -> None:
    lines: list[Line] = []
    told = []
    for tree in ("a", "b", "b", "c", "d", "e"):
        counted = cycles(lines, "gate", "main", tree)
        decision = decide(case({"cards.failed": 1}, tree=tree, cycles=counted))
        told.append(decision.band)
        lines.append(DecisionRecord(id=decision.id, when="", seconds=0, decision=decision))
    assert told == [Band.REWORK] * 4 + [Band.FAIL] * 2
    lines.append(renewal())
    assert decide(case({"cards.failed": 1}, tree="e", cycles=cycles(lines, "gate", "main", "e"))).band is Band.REWORK


def test_a_refusal_because_of_used_up_cycles_does_not_count_and_does_not_undo_one() -> None:
    lines = [*back("a", "b", "c")]
    refused = decide(case({"cards.failed": 1}, tree="d", cycles=cycles(lines, "gate", "main", "d")))
    assert (refused.band, refused.beneath) == (Band.FAIL, Band.REWORK)
    lines.append(DecisionRecord(id=refused.id, when="", seconds=0, decision=refused))
    assert cycles(lines, "gate", "main", "c") == Cycles(gate=3, line=3)


def test_the_baseline_is_what_this_gate_accepted_last() -> None:
    first, second = record("PASS", "a", cards__seconds=10), record("PASS", "b", cards__seconds=20)
    lines = [
        first,
        second,
        *back("c"),
        record("PASS", "d", gate="other"),
        record("PASS", "e", by=SHADOW),
        record("HELD", "f"),
    ]
    found = baseline(lines, "gate")
    assert found is not None
    assert found["cards.seconds"] == 20
    assert (baseline([*back("a"), renewal()], "gate"), baseline([], "gate")) == (None, None)


def test_what_was_not_known_then_is_no_baseline() -> None:
    accepted = decided({"cards.judged": Fact(name="cards.judged", unknown="nobody looked"), "extra.x": 3})
    lines = [DecisionRecord(id=accepted.id, when="", seconds=0, decision=accepted)]
    found = baseline(lines, "gate") or {}
    assert ("cards.judged" in found, found["extra.x"]) == (False, 3)
