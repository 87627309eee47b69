"""Cases for the gate: everything is known and in order, but for what a test says."""

from __future__ import annotations

from collections.abc import Mapping

from harness.domain.configuration import GateCriterion, GatePolicy
from harness.domain.gate import Band, Cycles, Decision, Fact, Item, JudgeEdit, Number, Policy, Profile
from harness.domain.places import Place
from harness.gate.deciding import Case, decide
from harness.gate.names import FACTS
from harness.gate.policies import complete

TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
STANDARD = complete(GatePolicy())
STRICT = complete(GatePolicy(profile=Profile.STRICT))
SHADOW = complete(GatePolicy(profile=Profile.SHADOW))
IN_ORDER: Mapping[str, Number] = dict.fromkeys(FACTS, 0) | {
    "evidence.shown": 7,
    "cards.pass_rate": 1.0,
    "cards.total": 4,
}


def facts(given: Mapping[str, Fact | Number | None] | None = None) -> tuple[Fact, ...]:
    """The facts of a tree that is in order, but for those given; None leaves one out."""
    found = {**IN_ORDER, **(given or {})}
    return tuple(
        value if isinstance(value, Fact) else Fact(name=name, value=value)
        for name, value in found.items()
        if value is not None
    )


def case(given: Mapping[str, Fact | Number | None] | None = None, policy: Policy = STANDARD, **further: object) -> Case:
    """A case with those facts; ``further`` are other parts of it."""
    asked = {"gate": "gate", "line": "main", "tool_version": "1.2.3", "tree": TREE, **further}
    return Case(policy=policy, facts=facts(given), **asked)  # type: ignore[arg-type]


def decided(
    given: Mapping[str, Fact | Number | None] | None = None, policy: Policy = STANDARD, **further: object
) -> Decision:
    return decide(case(given, policy, **further))


def unknown(name: str, why: str = "nothing was run", low: Number | None = None, high: Number | None = None) -> Fact:
    return Fact(name=name, unknown=why, low=low, high=high)


def card(id: str, line: int = 1) -> Item:
    return Item(
        key=f"card {id}", what=f"{id} failed at step 2", place=Place(path=f"testcards/{id.lower()}.md", line=line)
    )


def policy(*criteria: tuple[str, str] | GateCriterion, **further: object) -> Policy:
    """A policy of (band, expression) pairs."""
    written = tuple(
        one if isinstance(one, GateCriterion) else GateCriterion(band=Band(one[0]), when=one[1]) for one in criteria
    )
    return complete(GatePolicy(criteria=written, **further))  # type: ignore[arg-type]


def edit(path: str = "harness.toml", reviewer: str = "") -> JudgeEdit:
    return JudgeEdit(path=path, kind="policy", by=("ann@example.org",), reviewer=reviewer)


def cycles(text: str) -> Cycles:
    """``2/5`` are two cycles at the gate and five in the line of work; ``2/5=`` where it is the very same tree."""
    gate, line = text.rstrip("=").split("/")
    return Cycles(gate=int(gate), line=int(line), again=text.endswith("="))


def whats(decision: Decision) -> list[str]:
    return [one.what for one in decision.reasons]
