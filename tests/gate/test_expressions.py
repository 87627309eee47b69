"""The language of criteria: what holds, what is unknown, and what is told of an expression that says nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.domain.gate import Fact, Truth
from harness.gate.expressions import Expression, ExpressionError, Valued, evaluate, parse
from harness.gate.parsing import DEEPEST
from harness.gate.tokens import LONGEST

FACTS = {
    one.name: one
    for one in (
        Fact(name="cards.failed", value=2),
        Fact(name="cards.total", value=0),
        Fact(name="cards.pass_rate", value=0.95),
        Fact(name="cards.seconds", value=51),
        Fact(name="cards.tokens", value=12_345_678),
        Fact(name="trace.coverage", value=0.6666666666666666),
        Fact(name="cards.flaky", low=0, high=2, unknown="BANK-OPEN is inconclusive"),
        Fact(name="trace.untested", low=3, unknown="one specification cannot be read"),
        Fact(name="golden.unexplained", unknown="3 of 3 cases have no result"),
        Fact(name="extra.delta", value=-4),
    )
}
BASELINE = {"cards.seconds": 50, "cards.failed": 1, "extra.delta": -2}


def truth(text: str, baseline: dict[str, int] | None = BASELINE) -> Truth:
    return evaluate(parse(text), FACTS, baseline).truth


def said(text: str, baseline: dict[str, int] | None = BASELINE) -> str:
    return evaluate(parse(text), FACTS, baseline).said


@pytest.mark.parametrize(
    "text",
    [
        "cards.failed == 2",
        "cards.failed != 3",
        "cards.failed<3 and cards.failed<=2 and cards.failed>1 and cards.failed>=2",
        "cards.pass_rate >= 95 %",
        "cards.pass_rate == 95%",
        "cards.failed * 3 + 1 == 7",
        "1 + cards.failed * 3 == 7",
        "(1 + cards.failed) * 3 == 9",
        "10 - cards.failed - 3 == 5",
        "cards.failed / 4 / 5 == 0.1",
        "-cards.failed == -2",
        "- -cards.failed == 2",
        "cards.failed + 0.1 + 0.2 == 2.3",
        "trace.coverage >= 2 / 3",
        "not cards.failed == 0",
        "not cards.failed == 0 and cards.total == 0",
        "cards.failed == 9 or cards.failed == 2 and cards.total == 0",
        "(cards.failed == 2 or cards.failed == 9) and cards.total == 0",
        "cards.seconds <= baseline + 2 %",
        "cards.seconds <= baseline * 1.02",
        "cards.seconds > baseline + 0.02",
        "cards.seconds <= 2 % + baseline + 5 %",
        "cards.seconds - 2 % < baseline",
        "cards.seconds > baseline + (2 %)",
        "cards.failed <= baseline(cards.seconds) / 25",
        "cards.failed - baseline(cards.failed) == baseline",
        "5 % * 40 == cards.failed",
        "extra.delta <= baseline + 50 %",
        "cards.flaky < 3",
        "cards.flaky >= 0 or golden.unexplained == 0",
        "cards.failed == 2 or golden.unexplained == 0",
        "not (cards.failed == 0 and golden.unexplained == 0)",
        "trace.untested > 2",
        "trace.untested * 2 >= 6",
        "-trace.untested <= -3",
        "1 / trace.untested <= 1 / 3",
        "cards.flaky * cards.flaky <= 4",
        "cards.flaky - trace.untested <= -1",
        "cards.failed == 2\n  and cards.total == 0",
    ],
)
def test_it_holds(text: str) -> None:
    assert truth(text) is Truth.TRUE, said(text)
    assert truth(f"not ({text})") is Truth.FALSE


@pytest.mark.parametrize(
    "text",
    [
        "cards.flaky == 0",
        "cards.flaky != 0",
        "cards.flaky < 2",
        "trace.untested < 4",
        "trace.untested == 3",
        "golden.unexplained == 0",
        "golden.unexplained - golden.unexplained == 0",
        "0 * golden.unexplained == 0",
        "cards.failed == 2 and golden.unexplained == 0",
        "cards.failed == 0 or golden.unexplained == 0",
        "not golden.unexplained == 0",
        "cards.failed / cards.total < 1",
        "cards.failed / cards.flaky < 100",
        "1 / (cards.flaky - 1) == 1 and cards.failed == 2",
        "extra.coverage >= 0",
        "cards.tokens <= baseline",
        "trace.untested * cards.flaky < 1",
        "1 / (cards.flaky - 5) < -0.3",
    ],
)
def test_it_is_unknown_and_so_is_its_opposite(text: str) -> None:
    assert truth(text) is Truth.UNKNOWN
    assert truth(f"not ({text})") is Truth.UNKNOWN


@pytest.mark.parametrize("value", [True, float("nan"), float("inf"), "3", [0], 10**400, 1e301])
def test_what_is_no_number_to_count_with_is_unknown(value: object) -> None:
    facts = {"cards.failed": Fact.model_construct(name="cards.failed", value=value, unknown="")}
    for text in ("cards.failed == 0", "cards.failed >= 0", "not cards.failed == 0", "cards.failed == cards.failed"):
        assert evaluate(parse(text), facts, None).truth is Truth.UNKNOWN


def test_numbers_beyond_those_of_the_computer_are_compared_as_they_are() -> None:
    facts = {"extra.big": Fact(name="extra.big", value=1e299), "extra.tiny": Fact(name="extra.tiny", value=1e-300)}
    assert evaluate(parse("extra.big * extra.big > extra.big"), facts, None).truth is Truth.TRUE
    assert evaluate(parse("extra.big * extra.big + 0.5 == extra.big * extra.big"), facts, None).truth is Truth.FALSE
    assert evaluate(parse("extra.tiny > 0"), facts, None) == Valued(
        Truth.TRUE, ("extra.tiny",), "extra.tiny (1e-300) > 0"
    )


def test_a_value_with_a_reason_why_it_is_unknown_is_not_believed() -> None:
    facts = {"cards.failed": Fact(name="cards.failed", value=0, unknown="the record cannot be read")}
    assert evaluate(parse("cards.failed == 0"), facts, None).truth is Truth.UNKNOWN


def test_bounds_that_contradict_each_other_bound_nothing() -> None:
    facts = {"cards.failed": Fact(name="cards.failed", low=3, high=1, unknown="open")}
    assert evaluate(parse("cards.failed > 0"), facts, None).truth is Truth.UNKNOWN


def test_nothing_accepted_yet_leaves_what_asks_for_it_open() -> None:
    assert said("cards.seconds <= baseline + 2 %", None) == (
        "cards.seconds (51) <= baseline (unknown) + 2 %: nothing was accepted yet"
    )
    assert said("cards.tokens <= baseline").endswith("cards.tokens was not known when a tree was last accepted")


def test_it_is_said_with_the_values_in_it() -> None:
    assert said("cards.failed  ==  0") == "cards.failed (2) == 0"
    assert (
        said("cards.tokens > 1 and cards.pass_rate<1") == "cards.tokens (12,345,678) > 1 and cards.pass_rate (0.95)<1"
    )
    assert (
        said("cards.seconds <= baseline(cards.failed) * 60") == "cards.seconds (51) <= baseline(cards.failed) (1) * 60"
    )
    assert said("cards.flaky == 0") == "cards.flaky (0 to 2) == 0: BANK-OPEN is inconclusive"
    assert said("trace.untested > 9") == "trace.untested (at least 3) > 9: one specification cannot be read"
    assert said("cards.failed / cards.total < 1") == "cards.failed (2) / cards.total (0) < 1: it divides by zero"
    assert said("extra.coverage > 0") == "extra.coverage (unknown) > 0: nothing tells extra.coverage"


def test_it_knows_the_facts_that_it_asks_for() -> None:
    expression = parse("cards.seconds <= baseline + 2 % or cards.failed < baseline(tests.failed)")
    assert (expression.facts, expression.relative) == (("cards.seconds", "cards.failed"), True)
    assert parse("cards.failed == 0").relative is False


@pytest.mark.parametrize(
    ("text", "column", "what", "hint"),
    [
        ("", 1, "the expression is empty", "write a comparison"),
        (" \n ", 1, "the expression is empty", "write a comparison"),
        ("cards.failed", 1, "a number alone neither holds nor fails", "write a comparison"),
        ("cards.failed == 0 and 1", 23, "a number alone neither holds nor fails", "write a comparison"),
        ("1 == 1", 1, "names no fact, so that it says nothing of the tree", "cards.failed == 0"),
        ("baseline(cards.failed) == 0", 1, "names no fact, so that it says nothing of the tree", "cards.failed == 0"),
        ("cards.failed = 0", 14, "'=' means nothing here", "write `==` to compare"),
        ("cards.failed == 0 & cards.flaky == 0", 19, "'&' means nothing here", "write `and`"),
        ("cards.failed ≤ 0", 14, "'≤' means nothing here", "write `<=`"),
        ("cards.failed == '0'", 17, "''' means nothing here", "without quotes"),
        ("cards.failed == \x1b", 17, "'\\x1b' means nothing here", "compares facts and numbers"),
        ("cards.failde == 0", 1, "unknown fact 'cards.failde'", "did you mean 'cards.failed'?"),
        ("card.failed == 0", 1, "unknown fact 'card.failed'", "did you mean 'cards.failed'?"),
        ("Cards.Failed == 0", 1, "unknown fact 'Cards.Failed'", "did you mean 'cards.failed'?"),
        ("failed == 0", 1, "unknown fact 'failed'", "did you mean 'cards.failed' or 'tests.failed'?"),
        ("nonsense == 0", 1, "unknown fact 'nonsense'", "facts begin with constitution., cards.,"),
        ("extra == 0", 1, "unknown fact 'extra'", "such as `extra.coverage`"),
        ("cards.failed == 0 AND cards.flaky == 0", 19, "'AND' stands where it means nothing", "write `and`"),
        ("NOT cards.failed == 0", 1, "'NOT' stands where a fact should", "write `not`"),
        ("cards.failed == 0 0", 19, "'0' stands where it means nothing", "join comparisons"),
        ("cards.failed == 0 and", 22, "ends where a fact or a number is missing", "write a comparison"),
        ("(cards.failed == 0", 19, "ends where `)` is missing", "write a comparison"),
        ("cards.failed == 0)", 18, "')' stands where it means nothing", "join comparisons"),
        ("== 0", 1, "'==' stands where it means nothing", "is missing before it"),
        ("0 < cards.failed < 3", 18, "two comparisons in a row", "join them with `and`"),
        ("(cards.failed == 0) + 1 == 1", 1, "a comparison is no number", "compare facts and numbers only"),
        ("cards.failed == (cards.flaky == 0)", 17, "a comparison is no number", "compare facts and numbers only"),
        ("cards.failed % == 0", 14, "'%' stands where it means nothing", "`%` stands after a number"),
        ("cards.failed < .5", 16, "'.5' is neither a number nor a fact", "write `10000`, `0.5` or `95 %`"),
        ("cards.failed < 1e9", 16, "'1e9' is neither a number nor a fact", "write `10000`"),
        ("cards.failed < 1_000", 16, "'1_000' is neither a number nor a fact", "write `10000`"),
        ("cards.failed == ٣", 17, "'٣' is neither a number nor a fact", "write `10000`"),
        (
            "cards.failed + cards.flaky < baseline",
            1,
            "could be that of cards.failed or cards.flaky",
            "baseline(cards.failed)",
        ),
        ("baseline < 3 and cards.failed == 0", 1, "'baseline' could be that of any fact", "baseline(cards.failed)"),
        ("cards.failed < baseline()", 25, "')' stands where it means nothing", "join comparisons"),
        ("cards.failed < baseline(", 25, "ends where a fact is missing", "write a comparison"),
        ("cards.failed < baseline(x)", 25, "unknown fact 'x'", "facts begin with"),
        ("cards.failed < baseline(and)", 25, "'and' stands where a fact should", "write `and`"),
        ("(" * 21 + "cards.failed == 0" + ")" * 21, 22, f"more than {DEEPEST} parentheses", "several criteria"),
        ("not " * 21 + "cards.failed == 0", 85, f"more than {DEEPEST} parentheses", "several criteria"),
        ("cards.failed == 0 or " * 24, LONGEST + 1, f"longer than {LONGEST} characters", "several criteria"),
    ],
)
def test_an_expression_that_says_nothing_is_told_with_its_column(text: str, column: int, what: str, hint: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert (refused.value.column, what in refused.value.what, hint in refused.value.hint) == (column, True, True), (
        refused.value.column,
        refused.value.what,
        refused.value.hint,
    )


WORDS = [
    "cards.failed",
    "baseline",
    "extra.x",
    "and",
    "or",
    "not",
    "(",
    ")",
    "==",
    "<",
    "+",
    "-",
    "*",
    "/",
    "%",
    "3",
    "0.5",
    " ",
]
ANYTHING = st.one_of(
    st.text(max_size=600),
    st.lists(st.sampled_from(WORDS), max_size=120).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=300).map("".join),
)


@settings(max_examples=300, deadline=None)
@given(ANYTHING)
def test_of_any_text_there_is_an_expression_or_a_mistake_at_a_column_of_it(text: str) -> None:
    found = parsed(text)
    if isinstance(found, ExpressionError):
        assert 1 <= found.column <= max(len(text), 1) + 1
        assert found.what
        assert found.hint
    else:
        assert evaluate(found, FACTS, BASELINE).said
        assert evaluate(found, {}, None).truth in Truth


def parsed(text: str) -> Expression | ExpressionError:
    try:
        return parse(text)
    except ExpressionError as error:
        return error


@pytest.mark.parametrize(
    "text",
    [
        "(" * DEEPEST + "cards.failed" + ")" * DEEPEST + " == 2",
        " + ".join(["cards.failed"] * 33) + " > 0",
        " * ".join(["cards.tokens"] * 32) + " > 1",
        " and ".join(["cards.failed>0"] * 26),
    ],
)
def test_the_longest_expressions_are_carried_out(text: str) -> None:
    assert len(text) <= LONGEST
    assert truth(text) is Truth.TRUE
