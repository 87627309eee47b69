"""Cards that are derived: literal where a scenario is concrete, else to fill in; readable whatever the words are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.domain.cards import Card, Section
from harness.domain.configuration import Configuration
from harness.domain.places import Place
from harness.domain.requirements import Requirement, Scenario
from harness.lint import check
from harness.lint.context import Context
from harness.readers import read_card, read_specification
from harness.specification.derived import Source, read_head
from harness.specification.deriving import card
from tests.lint.bank import BankSource
from tests.support.deriving import source_of, specification

LITERAL = (
    "1. **Given** the user ran `bank open bob`, **When** the user runs `bank transfer alice bob 30`, **Then** {then}"
)


def derived(text: str, **facts: object) -> Card:
    return made(source_of(text, **facts))  # type: ignore[arg-type]


def made(source: Source) -> Card:
    found = card.derive(source)
    assert read_head(found.text)
    return read_card(found.text, found.path)


def codes(of: Card, requirement: Requirement) -> set[str]:
    context = Context(configuration=Configuration(), cards=(of,), requirements=(requirement,), source=BankSource())
    return {one.code for one in check([of], context)}


def lines(of: Card, section: Section = Section.STEPS) -> list[str]:
    return [line for step in of.section(section) for line in (step.text, *(one.text for one in step.expectations))]


def test_a_concrete_scenario_is_literal() -> None:
    then = 'it exits with code 0 and the user sees "Transferred 30.00"'
    found = derived(specification(scenarios=LITERAL.format(then=then)))
    assert found.verifies == ("001-bank/FR-001",)
    assert found.title == "Let a customer transfer an amount (US1) between two accounts"
    assert lines(found, Section.BEFORE) == ["Run `bank open bob`."]
    assert lines(found) == ["Run `bank transfer alice bob 30`.", "The exit code is 0.", 'You see "Transferred 30.00".']
    assert all(step.literal for step in found.section(Section.STEPS))


@pytest.mark.parametrize(
    ("when", "lines_"),
    [
        ("a client sends `GET /accounts/alice`", ["Send `GET /accounts/alice`."]),
        ('the client sends POST /a with JSON `{"a": 1}`', ['Send `POST /a` with JSON `{"a": 1}`.']),
        ("the user opens `/accounts`", ["Open `/accounts`."]),
        (
            'she types "30" into "Amount" and clicks the button "Send"',
            ['Type "30" into "Amount".', 'Click the button "Send".'],
        ),
        ('the user clicks on the "Send" link', ['Click the link "Send".']),
        ("she runs `bank list` twice", ["she runs 'bank list' twice: <what the user does>.", "Run `bank list`."]),
        ("she does not run `bank list`", ["she does not run 'bank list': <what the user does>."]),
        ("she runs `bank open <name>`", ["she runs 'bank open \\<name>': <what the user does>."]),
        ("she runs `ls`", ["she runs 'ls': <what the user does>."]),
        ("a client sends `GET /a/{id}`", ["a client sends 'GET /a/{id}': <what the user does>."]),
    ],
)
def test_what_is_done(when: str, lines_: list[str]) -> None:
    found = derived(specification(scenarios=f"1. **Given** a, **When** {when}, **Then** c"))
    assert [step.text for step in found.section(Section.STEPS)] == lines_


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        ("the response is 201", ["The status is 201."]),
        ("it returns 404 Not Found and the body contains `none`", ["The status is 404.", "You see `none`."]),
        (
            "the file `a.csv` exists and the file `b.csv` is not created",
            ["The file `a.csv` exists.", "The file `b.csv` does not exist."],
        ),
        ('the file `a.csv` contains "x"', ['The file `a.csv` contains "x".']),
        ("it succeeds", ["It succeeds."]),
        ('the page shows "a" and b is mailed', ['You see "a".', "b is mailed: <what the user sees>."]),
        ('the page shows "a" in red', ['You see "a".', 'the page shows "a" in red: <what the user sees>.']),
        ('the page does not show "a"', ['the page does not show "a": <what the user sees>.']),
        ('it shows "a" or "b"', ['it shows "a" or "b": <what the user sees>.']),
        ('the message "this and that" is shown', ['You see "this and that".']),
        ('a pipe of 12" and a valve', ['a pipe of 12": <what the user sees>.', "a valve: <what the user sees>."]),
    ],
)
def test_what_is_seen(then: str, expected: list[str]) -> None:
    found = derived(specification(scenarios=LITERAL.format(then=then)))
    assert lines(found)[1:] == expected


def test_what_is_looked_at_afterwards_is_a_step_of_its_own() -> None:
    found = derived(specification(scenarios=LITERAL.format(then='`bank balance bob` shows "30.00"')))
    assert lines(found) == [
        "Run `bank transfer alice bob 30`.",
        "It succeeds.",
        "Run `bank balance bob`.",
        'You see "30.00".',
    ]


def test_a_refusal_is_bad_input_with_its_words() -> None:
    then = 'the transfer is refused, and she sees "insufficient funds", and `bank balance alice` still shows "10.00"'
    found = derived(specification(scenarios=LITERAL.format(then=then)))
    assert lines(found, Section.BAD_INPUT) == [
        "Run `bank open bob`.",
        "It succeeds.",
        "Run `bank transfer alice bob 30`.",
        "It is refused.",
        'You see "insufficient funds".',
        'Nothing changed: `bank balance alice` still shows "10.00".',
    ]
    assert lines(found) == [
        "System MUST let a customer transfer an amount (US1) between two accounts: <what the user does>.",
        "<what the user sees>.",
    ]


def test_a_criterion_of_kiro_is_literal_where_it_is_concrete() -> None:
    text = (
        "# Requirements Document\n\n## Requirements\n\n### Requirement 1\n\n#### Acceptance Criteria\n\n"
        "1. WHEN a client sends `GET /pay` THEN the system SHALL respond with 201\n"
    )
    document = read_specification(text, ".kiro/specs/pay/requirements.md")
    found = made(Source(document.requirements[0], (document,), "pay-1-1", (), True))
    assert lines(found) == ["Send `GET /pay`.", "The status is 201."]
    assert [one.value for one in found.surfaces] == ["http"]


def test_an_unwanted_behaviour_is_bad_input() -> None:
    text = specification(
        "- **FR-001**: IF the amount is above the balance, THEN the system SHALL refuse the transfer.", ""
    )
    assert lines(derived(text), Section.BAD_INPUT)[0] == "the amount is above the balance: <what a user gets wrong>."


def test_edge_cases_that_touch_it_are_tried() -> None:
    edges = (
        "- What happens when the amount of a transfer is negative?\n- What about emoji?\n"
        "- What if the transfer has an amount of zero? It shows an empty list.\n"
    )
    found = derived(specification(edges=edges))
    assert "the amount of a transfer is negative: <what a user gets wrong>." in lines(found, Section.BAD_INPUT)
    assert not any("emoji" in line for line in [*lines(found), *lines(found, Section.BAD_INPUT)])


@pytest.mark.parametrize(
    ("requirement", "commands", "services", "surface"),
    [
        ("System MUST show the list.", ("bank",), False, "terminal"),
        ("System MUST show the page.", ("bank",), True, "browser"),
        ("System MUST show the page.", (), False, "browser"),
        ("The endpoint MUST answer.", (), True, "http"),
        ("System MUST add.", (), True, "http"),
        ("System MUST add.", (), False, "terminal"),
    ],
)
def test_where_the_user_meets_it_is_guessed(
    requirement: str, commands: tuple[str, ...], services: bool, surface: str
) -> None:
    text = specification(f"- **FR-001**: {requirement}", "")
    found = derived(text, commands=commands, services=services)
    assert [one.value for one in found.surfaces] == [surface]
    assert "CARD126" in codes(found, source_of(text).requirement)


def test_nothing_to_fill_in_can_pass() -> None:
    text = specification()
    assert codes(derived(text), source_of(text).requirement) == {"CARD126"}


WORDS = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    [
        "- x",
        "# y",
        "1. z",
        "```",
        "<!--",
        "-->",
        "[a]: b",
        "| a |",
        "<b>",
        "`",
        '"',
        'You see "a"',
        "It is refused",
        "Run `",
        "---",
        "&amp;",
    ]
)
CLAUSES = st.lists(WORDS, max_size=2).map(tuple)


@settings(max_examples=150, deadline=None)
@given(WORDS, WORDS, CLAUSES, CLAUSES, CLAUSES, WORDS)
def test_a_card_of_any_words_is_readable_and_open(
    id: str, text: str, given_: tuple[str, ...], when: tuple[str, ...], then: tuple[str, ...], name: str
) -> None:
    place = Place(path="specs/a/spec.md")
    scenario = Scenario(name=name, given=given_, when=when, then=then, text=name, place=place)
    requirement = Requirement(id=id or "x", text=text, place=place, sha256="0" * 64, feature="f", scenarios=(scenario,))
    found = made(Source(requirement, (), "x-1", ("bank",)))
    assert "CARD126" in codes(found, requirement)
