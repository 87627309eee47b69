"""What a profile asks for, what a project's criteria make of it, and which criteria cannot be meant."""

from __future__ import annotations

import pytest

from harness.domain.configuration import GateCriterion, GatePolicy
from harness.domain.gate import Band, Criterion, Policy, Profile
from harness.domain.places import Severity
from harness.gate.expressions import parse
from harness.gate.names import is_fact
from harness.gate.policies import PROFILES, PolicyError, complete, troubles
from tests.gate.cases import STANDARD, decided, whats


def criterion(band: str = "PASS", when: str = "cards.failed == 0", **further: object) -> GateCriterion:
    return GateCriterion(band=Band(band), when=when, **further)  # type: ignore[arg-type]


def test_without_a_policy_the_standard_profile_is_asked_for() -> None:
    policy = complete(GatePolicy())
    assert policy.profile is Profile.STANDARD
    assert [one.when for one in policy.criteria] == [
        "constitution.must_violations == 0",
        "constitution.must_gaps == 0",
        "waivers.troubles == 0",
        "cards.failed == 0",
        "cards.flaky == 0",
        "golden.unexplained == 0",
        "golden.unused == 0",
        "tests.failed == 0",
        "trace.must_failing == 0",
        "trace.must_untested == 0",
    ]
    assert all(one.key and one.band is Band.PASS for one in policy.criteria)


def test_strict_asks_for_more_and_shadow_for_the_same() -> None:
    standard, strict = PROFILES[Profile.STANDARD], PROFILES[Profile.STRICT]
    assert strict[: len(standard)] == standard
    assert [one.when.removesuffix(" == 0") for one in strict[len(standard) :]] == [
        "constitution.should_violations",
        "constitution.should_gaps",
        "cards.judged",
        "trace.untested",
        "trace.suspect",
        "trace.orphans",
    ]
    assert PROFILES[Profile.SHADOW] == standard


@pytest.mark.parametrize("profile", Profile)
def test_every_criterion_of_a_profile_can_be_read(profile: Profile) -> None:
    for one in PROFILES[profile]:
        assert all(is_fact(name) for name in parse(one.when).facts)


def test_a_band_without_criteria_has_those_of_the_profile() -> None:
    failing = complete(GatePolicy(criteria=(criterion("FAIL", "cards.failed > 9"),)))
    assert [one.id for one in failing.criteria] == ["fail-1", *(one.id for one in STANDARD.criteria)]
    passing = complete(GatePolicy(profile=Profile.STRICT, criteria=(criterion(),)))
    assert [one.when for one in passing.criteria] == ["cards.failed == 0"]


def test_criteria_without_ids_are_called_by_band_and_number() -> None:
    written = [criterion(), criterion("FAIL"), criterion(id="mine"), criterion()]
    policy = complete(GatePolicy(criteria=tuple(written)))
    assert [one.id for one in policy.criteria] == ["pass-1", "fail-1", "mine", "pass-3"]


def test_all_that_a_policy_says_is_kept() -> None:
    written = GatePolicy(
        pass_at=0.5, fail_at=0.25, max_cycles=5, max_total_cycles=6, max_age=24, visibility="observations"
    )
    policy = complete(written)
    assert (policy.pass_at, policy.fail_at, policy.max_cycles, policy.max_total_cycles) == (0.5, 0.25, 5, 6)
    assert (policy.max_age, policy.visibility) == (24, "observations")
    assert policy.sha256 != STANDARD.sha256


@pytest.mark.parametrize(
    ("wrong", "setting", "what"),
    [
        ([criterion("UNDECIDED")], "band", "UNDECIDED has no criteria"),
        ([criterion("FAIL", key=True)], "key", "a criterion of FAIL cannot be key"),
        ([criterion(id="no\x1bsuch id")], "id", "cannot be the id of a criterion"),
        ([criterion(id="x" * 81)], "id", "cannot be the id of a criterion"),
        ([criterion(id="a"), criterion(id="a")], "id", "2 criteria have the id 'a'"),
        ([criterion(id="pass-2"), criterion()], "id", "2 criteria have the id 'pass-2'"),
        ([criterion(weight=float("inf"))], "weight", "outweighs everything"),
        ([criterion(weight=1e300)], "weight", "outweighs everything"),
        ([criterion(when="cards.failde == 0")], "when", "'cards.failde == 0', column 1: unknown fact 'cards.failde'"),
        ([criterion(when="1 == 1")], "when", "names no fact"),
        ([criterion(when="")], "when", "the expression is empty"),
        ([criterion(first="cards == 0")], "first", "'cards == 0', column 1: unknown fact 'cards'"),
        ([criterion(first="cards.failed <= baseline")], "first", "asks for a baseline that there is not yet"),
    ],
)
def test_a_criterion_that_cannot_be_meant_is_refused(wrong: list[GateCriterion], setting: str, what: str) -> None:
    with pytest.raises(PolicyError) as refused:
        complete(GatePolicy(criteria=tuple(wrong)))
    assert {one.setting for one in refused.value.troubles} == {setting}
    assert what in refused.value.what
    assert refused.value.hint


def test_every_mistake_of_a_policy_is_told_with_the_number_of_its_criterion() -> None:
    wrong = GatePolicy(criteria=(criterion(), criterion(when="x"), criterion("FAIL", "y == 1", key=True)))
    assert [(one.number, one.setting) for one in troubles(wrong)] == [(1, "when"), (2, "key"), (2, "when")]


def test_a_criterion_that_nothing_can_meet_at_first_is_doubtful_and_no_mistake() -> None:
    written = GatePolicy(criteria=(criterion(when="cards.seconds <= baseline"),))
    (doubt,) = troubles(written)
    assert (doubt.severity, doubt.setting) == (Severity.WARNING, "when")
    assert "cannot be told while nothing was ever accepted" in doubt.what
    policy = complete(written)
    assert decided(policy=policy).band is Band.UNDECIDED
    assert decided({"cards.seconds": 3}, policy, baseline={"cards.seconds": 3}).band is Band.PASS


def test_what_holds_first_is_asked_for_until_something_was_accepted() -> None:
    policy = complete(GatePolicy(criteria=(criterion(when="cards.failed <= baseline", first="cards.failed == 0"),)))
    assert troubles(GatePolicy(criteria=(criterion(when="cards.failed <= baseline", first="cards.failed == 0"),))) == ()
    assert decided({"cards.failed": 1}, policy).band is Band.REWORK
    assert whats(decided({"cards.failed": 1}, policy)) == ["1 test card failed"]
    assert decided({"cards.failed": 1}, policy, baseline={"cards.failed": 1}).band is Band.PASS
    assert decided({"cards.failed": 0}, policy).band is Band.PASS
    assert decided({"cards.failed": 0}, policy, baseline={}).band is Band.UNDECIDED


def test_a_policy_without_a_criterion_for_pass_never_passes() -> None:
    failing = Criterion(id="many", band=Band.FAIL, when="cards.failed > 9")
    for criteria in ((), (failing,), (failing.model_copy(update={"band": Band.REWORK, "id": "some"}),)):
        decision = decided(policy=Policy(profile=Profile.STANDARD, criteria=criteria))
        assert decision.band is Band.UNDECIDED
        assert whats(decision) == ["the policy has no criterion for PASS, and nothing is accepted without one"]


def test_a_criterion_that_cannot_be_read_leaves_everything_open() -> None:
    unread = STANDARD.criteria[0].model_copy(update={"id": "torn", "when": "cards.failed =="})
    decision = decided(policy=Policy(profile=Profile.STANDARD, criteria=(*STANDARD.criteria, unread)))
    assert decision.band is Band.UNDECIDED
    assert "'cards.failed ==', column 16" in whats(decision)[0]


@pytest.mark.parametrize(
    ("weights", "pass_at", "failing", "band"),
    [
        ((1, 1, 1), 0.6, {"cards.failed"}, Band.PASS),
        ((1, 1, 1), 0.67, {"cards.failed"}, Band.REWORK),
        ((7, 2, 1), 0.3, {"cards.failed"}, Band.PASS),
        ((7, 2, 1), 0.31, {"cards.failed"}, Band.REWORK),
        ((0.1, 0.2, 0.7), 0.9, {"cards.failed"}, Band.PASS),
        ((0.1, 0.2, 0.7), 0.3, {"tests.failed"}, Band.PASS),
        ((1, 1, 1), 0.1, {"cards.failed", "golden.unexplained", "tests.failed"}, Band.REWORK),
    ],
)
def test_weights_decide_to_the_last_tenth(
    weights: tuple[float, ...], pass_at: float, failing: set[str], band: Band
) -> None:
    names = ("cards.failed", "golden.unexplained", "tests.failed")
    criteria = tuple(criterion(when=f"{name} == 0", weight=one) for name, one in zip(names, weights, strict=True))
    policy = complete(GatePolicy(criteria=criteria, pass_at=pass_at))
    assert decided(dict.fromkeys(failing, 1), policy).band is band


def test_a_key_criterion_has_to_hold_whatever_the_others_weigh() -> None:
    criteria = (criterion(key=True, weight=0.01), criterion(when="tests.failed == 0", weight=100))
    policy = complete(GatePolicy(criteria=criteria, pass_at=0.5))
    assert decided({"cards.failed": 1}, policy).band is Band.REWORK
    assert decided({"tests.failed": 1, "cards.failed": 0}, policy).band is Band.REWORK
    assert decided({}, policy).band is Band.PASS
