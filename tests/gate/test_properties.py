"""What holds of every decision: failures never help, missing evidence never accepts, order and repetition change nothing."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from harness.domain.gate import Band, Cycles, Fact, JudgeEdit, Policy, RunSource, Truth, WaiverUse
from harness.domain.places import Place
from harness.gate.deciding import Case, decide
from harness.gate.expressions import evaluate, parse
from tests.gate.cases import SHADOW, STANDARD, STRICT, TREE, card, case, facts, policy

FAILURES = sorted(
    {name for one in STRICT.criteria for name in parse(one.when).facts} | {"integrity.tampering", "seals.broken"}
)
NAMES = [*FAILURES, "evidence.shown", "judges.unreviewed", "cards.seconds", "extra.coverage"]
SMALL = st.integers(0, 4)


@st.composite
def a_fact(draw: st.DrawFn, name: str) -> Fact | None:
    """Known, within bounds, unknown, or missing."""
    kind = draw(st.sampled_from(["known"] * 6 + ["bounds", "low", "high", "unknown", "missing"]))
    low, high = sorted((draw(SMALL), draw(SMALL)))
    return {
        "known": Fact(name=name, value=draw(st.sampled_from([0, 0, 0, 1, 2]))),
        "bounds": Fact(name=name, unknown="some are open", low=low, high=high),
        "low": Fact(name=name, unknown="some are open", low=low),
        "high": Fact(name=name, unknown="some are open", high=high),
        "unknown": Fact(name=name, unknown="nothing was run"),
        "missing": None,
    }[kind]


@st.composite
def some_facts(draw: st.DrawFn) -> tuple[Fact, ...]:
    """Mostly of a tree that is in order, a few of them anything."""
    found = {one.name: one for one in facts({"extra.coverage": 1})}
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=5, unique=True)):
        one = draw(a_fact(name))
        found.pop(name)
        found |= {name: one} if one else {}
    return tuple(found.values())


@st.composite
def an_expression(draw: st.DrawFn, depth: int = 3) -> str:
    """Any condition over the facts."""
    kind = draw(st.sampled_from(["compare", "compare", "and", "or", "not"])) if depth else "compare"
    if kind == "compare":
        sign = draw(st.sampled_from(["==", "!=", "<", "<=", ">", ">="]))
        return f"{draw(st.sampled_from(NAMES))} {sign} {draw(a_number(2))}"
    if kind == "not":
        return f"not ({draw(an_expression(depth - 1))})"
    return f"({draw(an_expression(depth - 1))} {kind} {draw(an_expression(depth - 1))})"


@st.composite
def a_number(draw: st.DrawFn, depth: int) -> str:
    kind = draw(st.sampled_from(["number", "number", "fact", "percent", "chain", "minus"])) if depth else "number"
    if kind == "chain":
        sign = draw(st.sampled_from(["+", "-", "*", "/"]))
        return f"({draw(a_number(depth - 1))} {sign} {draw(a_number(depth - 1))})"
    return {
        "number": str(draw(SMALL)),
        "fact": draw(st.sampled_from(NAMES)),
        "percent": f"{draw(SMALL)} + {draw(st.integers(0, 200))} %",
        "minus": f"-{draw(SMALL)}",
    }[kind]


@st.composite
def a_policy(draw: st.DrawFn) -> Policy:
    """One of the profiles, or criteria that nobody sane would write."""
    if draw(st.booleans()):
        return draw(st.sampled_from([STANDARD, STRICT, SHADOW]))
    bands = st.sampled_from(["PASS", "PASS", "FAIL", "REWORK"])
    criteria = draw(st.lists(st.tuples(bands, an_expression()), min_size=1, max_size=5))
    return policy(
        *criteria, pass_at=draw(st.sampled_from([0.2, 0.5, 1.0])), fail_at=draw(st.sampled_from([0.0, 0.5, 1.0]))
    )


@st.composite
def a_monotone_policy(draw: st.DrawFn) -> Policy:
    """Criteria that bound failures, whatever they weigh."""
    if draw(st.booleans()):
        return draw(st.sampled_from([STANDARD, STRICT]))
    bounds = st.tuples(st.sampled_from(FAILURES), SMALL)
    passing = [("PASS", f"{name} <= {most}") for name, most in draw(st.lists(bounds, min_size=1, max_size=4))]
    failing = [("FAIL", f"{name} > {most}") for name, most in draw(st.lists(bounds, max_size=3))]
    return policy(
        *passing, *failing, pass_at=draw(st.sampled_from([0.3, 0.7, 1.0])), fail_at=draw(st.sampled_from([0.0, 0.5]))
    )


def worse(fact: Fact) -> Fact:
    """One failure more."""
    return fact.model_copy(
        update={name: getattr(fact, name) + 1 for name in ("value", "low", "high") if getattr(fact, name) is not None}
    )


def of(known: tuple[Fact, ...], by: Policy, **further: object) -> Case:
    return replace(case(policy=by, **further), facts=known)


@settings(max_examples=100, deadline=None)
@given(known=some_facts(), by=a_monotone_policy(), name=st.sampled_from(FAILURES), used=st.integers(0, 4))
def test_a_failure_more_never_accepts_and_never_undoes_a_refusal(known, by, name, used) -> None:
    cycles = Cycles(gate=used, line=used)
    before = decide(of(known, by, cycles=cycles))
    after = decide(of(tuple(worse(one) if one.name == name else one for one in known), by, cycles=cycles))
    assert after.band is not Band.PASS or before.band is Band.PASS
    assert after.beneath is not Band.PASS or Band.PASS in (before.band, before.beneath)
    assert before.band is not Band.FAIL or after.band is Band.FAIL


@settings(max_examples=100, deadline=None)
@given(known=some_facts(), by=a_policy(), data=st.data())
def test_evidence_that_is_taken_away_never_accepts(known, by, data) -> None:
    left = tuple(fewer for one in known for fewer in data.draw(less(one)))
    poorer, richer = decide(of(left, by)), decide(of(known, by))
    assert poorer.band is not Band.PASS or richer.band is Band.PASS
    assert poorer.beneath is not Band.PASS or Band.PASS in (richer.band, richer.beneath)
    assert not poorer.held or richer.held or richer.band is Band.PASS


def less(fact: Fact) -> st.SearchStrategy[tuple[Fact, ...]]:
    """The fact as it is, with wider bounds, without any, or gone."""
    low = fact.value if fact.value is not None else fact.low
    high = fact.value if fact.value is not None else fact.high
    open_fact = Fact(name=fact.name, unknown="its run is gone")
    wider = open_fact.model_copy(
        update={"low": None if low is None else low - 1, "high": None if high is None else high + 1}
    )
    halves = [wider.model_copy(update={"low": None}), wider.model_copy(update={"high": None})]
    return st.sampled_from([(fact,)] * 8 + [(wider,), (open_fact,), ()] + [(one,) for one in halves])


@settings(max_examples=100, deadline=None)
@given(known=some_facts(), text=an_expression(), data=st.data())
def test_what_is_told_within_bounds_holds_of_everything_within_them(known, text, data) -> None:
    poorer = {one.name: one for fact in known for one in data.draw(less(fact))}
    told = evaluate(parse(text), poorer, None).truth
    truth = evaluate(parse(text), {one.name: one for one in known}, None).truth
    assert told is Truth.UNKNOWN or told is truth


@settings(max_examples=100, deadline=None)
@given(known=some_facts(), by=a_policy(), by_chance=st.randoms(use_true_random=False))
def test_order_does_not_matter_and_nothing_else_does_either(known, by, by_chance: random.Random) -> None:
    parts = {"facts": known, "runs": RUNS, "waivers": WAIVERS, "judges": JUDGES}
    first = decide(replace(of(known, by), **parts))
    mixed = {name: tuple(by_chance.sample(things, len(things))) for name, things in parts.items()}
    again = decide(replace(of(known, by), **mixed))
    assert first.model_dump_json() == again.model_dump_json()
    assert first.id == again.id


@settings(max_examples=100, deadline=None)
@given(known=some_facts(), by=a_policy())
def test_what_is_not_accepted_says_why_and_what_is_accepted_lacks_nothing(known, by) -> None:
    decision = decide(of(known, by))
    assert decision.reasons
    assert all(one.what for one in decision.reasons)
    if decision.band is Band.PASS:
        known_of = {one.name: one for one in decision.facts}
        assert Truth.UNKNOWN not in {one.truth for one in decision.criteria}
        for name in ("integrity.tampering", "seals.broken", "judges.unreviewed"):
            assert 0 in (known_of[name].value, known_of[name].high)
        assert (known_of["evidence.shown"].value or known_of["evidence.shown"].low or 0) >= 1


def test_the_same_case_gives_the_same_bytes_in_every_process() -> None:
    program = (
        "from tests.gate.cases import *; from tests.gate.test_properties import *;"
        "print(decide(replace(case({'cards.failed': Fact(name='cards.failed', value=2, items=(card('B'), card('A')))}),"
        " runs=RUNS, judges=JUDGES, waivers=WAIVERS)).model_dump_json())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
    assert TREE.encode() in told.pop()


def run(id: str) -> RunSource:
    return RunSource(id=id, kinds=("cards",), finished=f"2026-11-2{id}T00:00:00Z", head="0" * 64)


def waiver(id: str) -> WaiverUse:
    place = Place(path="waivers.toml", line=3)
    return WaiverUse(id=id, scope="gate", reason="old", owner="ann@example.org", until="2027-01-01", place=place)


RUNS = tuple(map(run, "312"))
WAIVERS = tuple(map(waiver, ("W-2", "W-1", "W-3")))
JUDGES = tuple(
    JudgeEdit(path=path, kind="policy", reviewer="bob@example.org") for path in ("b.toml", "a.toml", "c.toml")
)
assert card  # the program of the processes names it
