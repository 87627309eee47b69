from __future__ import annotations

from pathlib import Path

import pytest

from harness.domain import actions, expectations
from harness.phrasebook.book import (
    ACTIONS,
    EXPECTATIONS,
    is_needed_marker,
    matching,
    read_action,
    read_expectation,
)
from harness.phrasebook.phrase import PhraseError
from harness.phrasebook.render import render
from harness.phrasebook.traps import ACTION_TRAPS, EXPECTATION_TRAPS

ROOT = Path(__file__).parents[2]
KINDS = [("action", ACTIONS, read_action), ("expectation", EXPECTATIONS, read_expectation)]
EXAMPLES = [
    pytest.param(phrases, read, phrase, example, id=f"{kind}: {example.line}")
    for kind, phrases, read in KINDS
    for phrase in phrases
    for example in phrase.examples
]


@pytest.mark.parametrize(("phrases", "read", "phrase", "example"), EXAMPLES)
def test_an_example_matches_its_own_row_only_and_becomes_the_given_object(phrases, read, phrase, example):
    assert matching(phrases, example.line) == (phrase,)
    assert read(example.line, example.block) == example.means


@pytest.mark.parametrize(("phrases", "read", "phrase", "example"), EXAMPLES)
def test_case_emphasis_and_the_final_full_stop_do_not_matter(phrases, read, phrase, example):
    first, _, rest = example.line.rstrip(".").partition(" ")
    assert read(f"**{first.upper()}** {rest}".strip(), example.block) == example.means


@pytest.mark.parametrize(("phrases", "read", "phrase", "example"), EXAMPLES)
def test_an_object_belongs_to_the_surface_of_its_row(phrases, read, phrase, example):
    assert example.means.surface is phrase.surface


@pytest.mark.parametrize(("phrases", "read", "phrase", "example"), EXAMPLES)
def test_every_form_and_example_is_on_the_page(phrases, read, phrase, example):
    page = render()
    assert f"### {phrase.form}\n" in page
    assert f"- {example.line}\n" in page


def test_every_row_has_an_example():
    assert all(phrase.examples for phrase in (*ACTIONS, *EXPECTATIONS))


OF_EVALUATORS = {actions.StartProgram, actions.SendKeys, actions.LookAtPage, actions.Gesture}
"""Actions that evaluators have and no line of a card means."""


@pytest.mark.parametrize(
    ("union", "phrases"),
    [(actions.Action, ACTIONS), (expectations.Expectation, EXPECTATIONS)],
    ids=["actions", "expectations"],
)
def test_every_action_and_expectation_has_a_phrase(union, phrases):
    classes = set(union.__args__[0].__args__) - OF_EVALUATORS
    assert {type(example.means) for phrase in phrases for example in phrase.examples} == classes


def test_the_committed_page_is_current():
    assert (ROOT / "docs/phrasebook.md").read_text(encoding="utf-8") == render(), (
        "write it anew: harness explain phrases --markdown > docs/phrasebook.md"
    )


TRAPS = [
    pytest.param(read, trap, line, id=line)
    for read, traps in ((read_action, ACTION_TRAPS), (read_expectation, EXPECTATION_TRAPS))
    for trap in traps
    for line in trap.examples
]


@pytest.mark.parametrize(("read", "trap", "line"), TRAPS)
def test_a_line_that_only_looks_like_a_phrase_is_refused_with_what_to_write(read, trap, line):
    with pytest.raises(PhraseError, match=trap.what) as caught:
        read(line)
    assert caught.value.hint == trap.hint


@pytest.mark.parametrize(
    "line",
    [
        "Look around.",
        "Run the import with a large file.",
        "It looks nice.",
        "You see the balance.",
        "",
        "`",
        '"',
        "run"[:0],
    ],
)
def test_any_other_line_is_natural(line):
    assert read_action(line) is None
    assert read_expectation(line) is None


@pytest.mark.parametrize(
    "line", ["The rest needs this.", "*The rest of the card needs this step*", "the rest needs this"]
)
def test_the_marker_of_a_needed_step_is_no_expectation(line):
    assert is_needed_marker(line)
    assert read_expectation(line) is None


def test_an_ordinary_bullet_is_no_marker():
    assert not is_needed_marker("The rest is silence.")
