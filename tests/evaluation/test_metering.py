"""What a model may be used for: turns, tokens, dollars and seconds, of a card and of the run."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from harness.domain.configuration import Limits, Price, RunLimits
from harness.domain.conversation import Answer, Conversation, StopReason, Usage
from harness.errors import EvaluatorError
from harness.evaluation.metering import Budget, MeteredModel

TALK = Conversation(system="", tools=(), messages=())
TURN = Usage(turns=1, input=600, output=100, cache_read=200, cache_write=100)
PRICE = Price(as_of=date(2026, 11, 1), input=1.0, output=5.0, cache_read=0.1, cache_write=1.25)


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Counting:
    """A model whose every turn takes the same; it notes how long it was given, and may fail."""

    name = "counted"

    def __init__(self, fail: Callable[[], None] = lambda: None) -> None:
        self.given: list[float | None] = []
        self._fail = fail

    def answer(self, conversation: Conversation, seconds: float | None = None) -> Answer:
        self.given.append(seconds)
        self._fail()
        return Answer(content="[]", stop=StopReason.END_TURN, usage=TURN)


def metered(
    limits: Limits | None = None,
    run: RunLimits | None = None,
    price: Price | None = PRICE,
    left: Callable[[], float] = lambda: 100.0,
    model: Counting | None = None,
    budget: Budget | None = None,
) -> MeteredModel:
    shared = budget or Budget(run or RunLimits(), Clock())
    return MeteredModel(model or Counting(), price, limits or Limits(), shared, left)


def turns_until(model: MeteredModel) -> tuple[int, str]:
    answers: list[Answer] = []
    with pytest.raises(EvaluatorError) as caught:
        answers.extend(model.answer(TALK) for _ in range(100))
    assert "harness.toml" in caught.value.hint
    return len(answers), caught.value.what


@pytest.mark.parametrize(
    ("limits", "turns", "what"),
    [
        ({"turns": 3}, 3, "limit of 3 turns of the model is reached"),
        ({"tokens": 2500}, 3, "limit of 2,500 tokens is reached"),
        ({"tokens": 1000}, 1, "limit of 1,000 tokens is reached"),
        ({"dollars": 0.004}, 4, "limit of $0.004 is reached"),
    ],
)
def test_each_limit_ends_a_card_and_a_run_by_its_name(limits: dict[str, float], turns: int, what: str) -> None:
    assert turns_until(metered(Limits.model_validate(limits))) == (turns, f"the card's {what}")
    assert turns_until(metered(run=RunLimits.model_validate(limits))) == (turns, f"the run's {what}")


def test_a_turn_has_its_price() -> None:
    answer = metered().answer(TALK)
    assert answer.usage.dollars == pytest.approx((600 + 5 * 100 + 0.1 * 200 + 1.25 * 100) / 1_000_000)
    assert metered(price=None).answer(TALK).usage == TURN


def test_a_long_prompt_costs_more() -> None:
    dear = PRICE.model_copy(update={"long_from": 899, "long_factor": 5.0})
    edge = PRICE.model_copy(update={"long_from": 900, "long_factor": 5.0})
    assert dear.of(TURN) == pytest.approx(5 * PRICE.of(TURN))
    assert edge.of(TURN) == PRICE.of(TURN)


def test_cards_share_what_the_run_has_and_not_what_a_card_has() -> None:
    budget = Budget(RunLimits(turns=5), Clock())
    first, second = (metered(Limits(turns=3), budget=budget) for _ in range(2))
    assert turns_until(first) == (3, "the card's limit of 3 turns of the model is reached")
    assert turns_until(second) == (2, "the run's limit of 5 turns of the model is reached")
    assert budget.used == Usage(
        turns=5, input=3000, output=500, cache_read=1000, cache_write=500, dollars=5 * PRICE.of(TURN)
    )


def test_no_turn_of_any_thread_is_lost() -> None:
    budget = Budget(RunLimits(), Clock())

    def use(_: int) -> None:
        model = metered(Limits(turns=1000, tokens=10**9), budget=budget)
        for _ in range(200):
            model.answer(TALK)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(use, range(8)))
    assert budget.used.turns == 1600


def test_an_answer_is_given_no_more_time_than_the_card_and_the_run_have() -> None:
    clock, model = Clock(), Counting()
    budget = Budget(RunLimits(seconds=50), clock)
    one = metered(left=lambda: 30.0 - clock.now, model=model, budget=budget)
    one.answer(TALK)
    clock.now = 25
    one.answer(TALK)
    other = metered(left=lambda: 100.0, model=model, budget=budget)
    other.answer(TALK)
    assert model.given == [30, 5, 25]


def test_when_the_time_is_over_the_limit_is_named_before_and_after_asking() -> None:
    clock = Clock()

    def fail() -> None:
        clock.now = 31
        raise EvaluatorError("did not answer", "wait")

    late = metered(Limits(seconds=30), left=lambda: 30.0 - clock.now, model=Counting(fail))
    with pytest.raises(EvaluatorError, match="the card's limit of 30 s is reached"):
        late.answer(TALK)
    with pytest.raises(EvaluatorError, match="the card's limit of 30 s is reached"):
        late.answer(TALK)


def test_the_time_of_a_run_ends_before_that_of_its_cards() -> None:
    clock = Clock()
    budget = Budget(RunLimits(seconds=20), clock)
    budget.require_time()
    clock.now = 20
    with pytest.raises(EvaluatorError, match="the run's limit of 20 s is reached"):
        budget.require_time()
    with pytest.raises(EvaluatorError, match="the run's limit of 20 s is reached"):
        metered(left=lambda: 0.0, budget=budget).answer(TALK)


def test_what_else_a_model_fails_with_is_told_as_it_is() -> None:
    def fail() -> None:
        raise EvaluatorError("overloaded", "later")

    model = metered(model=Counting(fail))
    assert model.name == "counted"
    with pytest.raises(EvaluatorError, match="overloaded"):
        model.answer(TALK)
