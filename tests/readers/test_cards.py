from __future__ import annotations

import pytest

from harness.domain.actions import CreateFile, RunCommand, Surface
from harness.domain.cards import CardFormat, Section, Tier
from harness.domain.expectations import Keeps, Refused, Sees, Succeeds, Unchanged
from harness.errors import DocumentError
from harness.markdown.text import sha256
from harness.readers import read_card

CARD = """\
---
id: BANK-TRANSFER
verifies: [FR-003, FR-004]
surface: [terminal, http]
tier: composition
---
# Move money between two accounts

A customer moves money and sees both balances change.

## Before you start
- Run `bank open alice --deposit 100`.
1. Run `bank open bob`.

## Steps
1. Run `bank transfer alice bob 30`.
   - It succeeds.
   - The transfer looks good.
   - Keep `id` as `{it}`.
   - The rest needs this.
2. Create the file `in.csv` containing:
   ```
   alice,30
   ```
3. Look at the screen.

<!-- a remark -->

---

## BAD INPUT:
1. Run `bank transfer alice bob 1000`.
   - It is refused.
   - You see "insufficient
     funds".
   - Nothing changed: `bank balance alice` still shows "70.00".

## Notes
Anything.
- also a list
"""
FRONT = "---\nid: X\nverifies: [FR-1]\n---\n# T\n"


def mistakes(text: str) -> list[tuple[str, int, str]]:
    with pytest.raises(DocumentError) as caught:
        read_card(text, "testcards/x.md")
    assert all(mistake.hint for mistake in caught.value.mistakes)
    assert all(mistake.place.path == "testcards/x.md" for mistake in caught.value.mistakes)
    return [(mistake.code, mistake.place.line, mistake.what) for mistake in caught.value.mistakes]


def test_a_card_is_read_whole():
    card = read_card(CARD, "testcards/x.md")
    assert (card.id, card.title, card.path) == ("BANK-TRANSFER", "Move money between two accounts", "testcards/x.md")
    assert card.verifies == ("FR-003", "FR-004")
    assert card.surfaces == (Surface.TERMINAL, Surface.HTTP)
    assert (card.tier, card.format) == (Tier.COMPOSITION, CardFormat.NATIVE)
    assert card.sha256 == sha256(CARD)
    assert [(step.section, step.number, step.line) for step in card.steps] == [
        (Section.BEFORE, 1, 12),
        (Section.BEFORE, 2, 13),
        (Section.STEPS, 1, 16),
        (Section.STEPS, 2, 21),
        (Section.STEPS, 3, 25),
        (Section.BAD_INPUT, 1, 32),
    ]
    assert card.line_of("verifies") == 3
    assert card.line_of("title") == 7
    assert card.line_of("Bad input") == 31


def test_steps_have_their_actions_and_expectations():
    steps = read_card(CARD, "testcards/x.md").steps
    assert steps[0].action == RunCommand(command="bank open alice --deposit 100")
    assert [line.expectation for line in steps[2].expectations] == [Succeeds(), None, Keeps(name="it", field="id")]
    assert [line.line for line in steps[2].expectations] == [17, 18, 19]
    assert steps[3].action == CreateFile(path="in.csv", content="alice,30\n")
    assert (steps[4].action, steps[4].text) == (None, "Look at the screen.")
    assert [line.expectation for line in steps[5].expectations] == [
        Refused(),
        Sees(text="insufficient funds"),
        Unchanged(probe=RunCommand(command="bank balance alice"), text="70.00"),
    ]


def test_what_is_done_before_the_start_is_needed_and_a_step_is_if_it_says_so():
    steps = read_card(CARD, "testcards/x.md").steps
    assert [step.needed for step in steps] == [True, True, True, False, False, False]


def test_a_card_is_literal_only_if_all_its_lines_are():
    assert not read_card(CARD, "x.md").literal
    assert list(read_card(CARD, "x.md").natural_lines()) == [
        (18, "The transfer looks good."),
        (25, "Look at the screen."),
    ]
    assert read_card(FRONT + "## Steps\n1. Run `x`.\n   - It succeeds.\n", "x.md").literal


def test_numbering_goes_on_after_a_remark():
    text = FRONT + "## Steps\n1. Run `a`.\n   - It succeeds.\n\n<!-- x -->\n2. Run `b`.\n   - It succeeds.\n"
    assert [step.number for step in read_card(text, "x.md").steps] == [1, 2]


def test_silence_in_front_matter_means_the_defaults():
    card = read_card("---\nid: X\nverifies:\n---\n# T\n", "x.md")
    assert (card.verifies, card.surfaces, card.tier) == ((), (Surface.TERMINAL,), Tier.FOUNDATION)


def test_words_with_commas_are_a_list_too():
    assert read_card("---\nid: X\nverifies: FR-1, FR-2\n---\n# T\n", "x.md").verifies == ("FR-1", "FR-2")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("CARD001", 1, "the file is empty")]),
        ("   \n", [("CARD001", 1, "the file is empty")]),
        ("# Notes\n\nWords.\n", [("CARD001", 1, "this is not a test card")]),
        ("# T\n\n## Steps\n", [("CARD002", 1, "the card has no front matter")]),
        ("---\ntier: frontier\n---\n# T\n", [("CARD002", 2, "the card has no id")]),
        ("---\nid:\n---\n# T\n", [("CARD002", 2, "the card has no id")]),
        ("---\nid: a b\n---\n# T\n", [("DOC204", 2, "the id is not one word")]),
        ("---\nid: [a]\n---\n# T\n", [("DOC204", 2, "the id is not one word")]),
        ("---\nid: X\n---\n", [("CARD003", 1, "the card has no title")]),
        ("---\nid: X\n---\n#\n", [("CARD003", 4, "the card has no title")]),
        ("---\nid: X\n---\n## Steps\n", [("CARD003", 4, "the card has no title")]),
        ("---\nid: X\n---\n# T\n# U\n", [("CARD003", 5, "a second title 'U'")]),
        ("---\nid: X\nverifys: Y\n---\n# T\n", [("DOC203", 3, "unknown key 'verifys'")]),
        ("---\nid: X\nsurface: screen\n---\n# T\n", [("DOC204", 3, "unknown surface 'screen'")]),
        ("---\nid: X\ntier: [foundation, frontier]\n---\n# T\n", [("DOC204", 3, "a card has one tier")]),
        ("---\nid: X\nverifies: [[a]]\n---\n# T\n", [("DOC204", 3, "'verifies' is not a list of words")]),
        (FRONT + "## Stepps\n", [("CARD004", 6, "unknown section 'Stepps'")]),
        (FRONT + "## Steps\n## steps\n", [("CARD004", 7, "a second section 'Steps', the first is on line 6")]),
        (FRONT + "## Steps\n- Run `x`.\n", [("CARD005", 7, "steps without numbers")]),
        (FRONT + "## Steps\nRun `x`.\n", [("CARD005", 7, "text between the steps is not carried out")]),
        (
            FRONT + "## Steps\n1. Run:\n\n```\nx\n```\n",
            [("CARD007", 7, "the command is missing"), ("CARD005", 9, "this block belongs to no step")],
        ),
        (FRONT + "## Steps\n> 1. Run `x`.\n", [("CARD005", 7, "text between the steps is not carried out")]),
        (FRONT + "## Steps\n1.\n", [("CARD005", 7, "step 1 says nothing to do")]),
        (
            FRONT + "## Steps\n1. Run `x`.\n   ```\n   a\n   ```\n   ```\n   b\n   ```\n",
            [("CARD006", 11, "a second block under step 1")],
        ),
        (FRONT + "## Steps\n1. Run `x`.\n   1. It succeeds.\n", [("CARD006", 8, "a numbered list under step 1")]),
        (FRONT + "## Steps\n1. Run `x`.\n\n   It succeeds.\n", [("CARD006", 9, "a second paragraph under step 1")]),
        (
            FRONT + "## Steps\n1. Run `x`.\n   > It succeeds.\n",
            [("CARD006", 8, "neither a bullet nor a block under step 1")],
        ),
        (FRONT + "## Steps\n1. Run `x`.\n   - It succeeds.\n   -\n", [("CARD006", 9, "a bullet that says nothing")]),
        (
            FRONT + "## Steps\n1. Run `x`.\n   - It succeeds.\n     - Really.\n",
            [("CARD006", 9, "an expectation with more under it")],
        ),
        (
            FRONT + "## Steps\n1. Run `x`.\n   - You see:\n     ```\n     a\n     ```\n",
            [("CARD006", 9, "a block under an expectation")],
        ),
        (
            FRONT + '## Steps\n1. Run `x`.\n   - You see "a" and "b".\n',
            [("CARD007", 8, "two expectations in one line")],
        ),
    ],
)
def test_a_mistake_is_told_at_its_line(text, expected):
    assert mistakes(text) == expected


def test_all_mistakes_of_a_card_are_told_at_once():
    text = "---\nid: X\nfoo: 1\ntier: top\n---\n## Stepps\n## Steps\n- x\n1. Run `a` and `b`.\n   1. y\n"
    assert [code for code, _, _ in mistakes(text)] == [
        "DOC203",
        "DOC204",
        "CARD003",
        "CARD004",
        "CARD005",
        "CARD007",
        "CARD006",
    ]


def test_the_nearest_section_is_named():
    with pytest.raises(DocumentError) as caught:
        read_card(FRONT + "## Bad imput\n", "x.md")
    assert caught.value.mistakes[0].hint.startswith("did you mean 'Bad input'?")


def in_dimensions(said: str) -> str:
    return CARD.replace("tier: composition\n", f"tier: composition\n{said}\n")


def test_a_card_says_where_in_the_coverage_matrix_it_lies():
    read = read_card(in_dimensions("dimensions:\n  platform: linux\n  action: [open, close]"), "testcards/x.md")
    assert read.dimensions == {"platform": ("linux",), "action": ("open", "close")}
    assert (read.line_of("dimensions.platform"), read.line_of("dimensions.action")) == (7, 8)


def test_a_card_may_leave_its_dimensions_out():
    assert read_card(CARD, "testcards/x.md").dimensions == {}
    assert read_card(in_dimensions("dimensions:"), "testcards/x.md").dimensions == {}


@pytest.mark.parametrize(
    ("said", "line", "what"),
    [
        ("dimensions: linux", 6, "'dimensions' is not made of names with their values"),
        ("dimensions: [linux]", 6, "'dimensions' is not made of names with their values"),
        ("dimensions:\n  platform:", 7, "the dimension 'platform' has no value"),
        ("dimensions:\n  platform: {a: b}", 7, "'platform' is not a list of words"),
    ],
)
def test_dimensions_that_cannot_be_read_are_told_at_their_line(said, line, what):
    with pytest.raises(DocumentError) as refused:
        read_card(in_dimensions(said), "testcards/x.md")
    first = refused.value.mistakes[0]
    assert (first.place.line, first.what) == (line, what)
