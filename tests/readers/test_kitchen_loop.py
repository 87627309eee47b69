from __future__ import annotations

import pytest

from harness.domain.actions import RunCommand
from harness.domain.cards import CardFormat, Section, Tier
from harness.domain.expectations import ExitCodeIs, FileContains, FileExists, Refused, Sees, SeesLine
from harness.errors import DocumentError
from harness.readers import read_card

CARD = """\
# User Test Card: Move money

## Feature (one sentence)
A customer moves money.

## Prerequisites
- [ ] bank is installed

## Prerequisite Verification Commands
```bash
# each has its command
bank --version
bank list | wc -l     # should print 0
```

## Steps

### Step 1: Open an account
```bash
bank open alice --deposit 100
```
**Expected exit code:** 0
**Expected output contains:** "alice", `100.00`
**Expected output does NOT contain:** "error"

### Step 2: Look at it
```bash
bank balance alice
bank list
```
**Expected exit code:** 0

**Expected output contains:**
- "100.00"
- /^alice .*$/
- regex `^a`
- plain words

**Expected output contains:**
```
1 account

in all
```

### Step 3: Read the page
**Browser action:** open the start page
**Expected visible result:** the balance
**Expected output does NOT contain:** /x/
**Screenshot:** save it

### Look around

## Bad input

### 1. Too much
```bash
bank withdraw alice 1000
```
**Expected exit code:** non-zero

## Artifacts
- `out.csv` with "alice"
- report/list.txt: the list
- a line in the journal
- Evidence is kept in /tmp/evidence
- None

## Constraints
- MAX_DURATION: 120
"""
HEAD = "# User Test Card: T\n\n## Steps\n\n### Step 1: x\n```bash\nbank x\n```\n"


def mistakes(text: str) -> list[tuple[str, int, str]]:
    with pytest.raises(DocumentError) as caught:
        read_card(text, "testcards/x.md")
    assert all(mistake.hint for mistake in caught.value.mistakes)
    return [(mistake.code, mistake.place.line, mistake.what) for mistake in caught.value.mistakes]


def test_the_card_is_named_by_its_title_and_its_file():
    card = read_card(CARD, "testcards/move money_1.md")
    assert (card.id, card.title) == ("move-money-1", "Move money")
    assert (card.tier, card.format, card.max_seconds) == (Tier.FOUNDATION, CardFormat.KITCHEN_LOOP, 120.0)


def test_each_verification_command_is_done_before_the_start_and_needed():
    steps = read_card(CARD, "x.md").section(Section.BEFORE)
    assert [(step.line, step.needed) for step in steps] == [(12, True), (13, True)]
    assert steps[0].action == RunCommand(command="bank --version")


def test_commands_and_expectations_become_literal_steps():
    first, second, *_ = read_card(CARD, "x.md").section(Section.STEPS)
    assert (first.text, first.action) == ("Open an account", RunCommand(command="bank open alice --deposit 100"))
    assert [(line.line, line.expectation) for line in first.expectations] == [
        (22, ExitCodeIs(code=0)),
        (23, Sees(text="alice")),
        (23, Sees(text="100.00")),
        (24, Sees(text="error", shown=False)),
    ]
    assert second.action == RunCommand(command="bank balance alice\nbank list")
    assert [line.expectation for line in second.expectations] == [
        ExitCodeIs(code=0),
        Sees(text="100.00"),
        SeesLine(pattern="^alice .*$"),
        SeesLine(pattern="^a"),
        Sees(text="plain words"),
        Sees(text="1 account"),
        Sees(text="in all"),
    ]
    assert [line.line for line in second.expectations][-2:] == [41, 43]


def test_what_no_command_does_is_natural():
    third, fourth = read_card(CARD, "x.md").section(Section.STEPS)[2:]
    assert (third.text, third.action) == ("Read the page: open the start page", None)
    assert [line.text for line in third.expectations] == [
        "Expected visible result: the balance",
        "You do not see a line matching `x`.",
    ]
    assert all(line.expectation is None for line in third.expectations)
    assert fourth.text == "Look around"


def test_files_that_must_exist_are_expected_of_the_last_step():
    last = read_card(CARD, "x.md").section(Section.STEPS)[-1]
    assert [line.expectation for line in last.expectations] == [
        FileExists(path="out.csv"),
        FileContains(path="out.csv", text="alice"),
        FileExists(path="report/list.txt"),
        None,
    ]


def test_bad_input_may_be_given():
    (step,) = read_card(CARD, "x.md").section(Section.BAD_INPUT)
    assert (step.text, [line.expectation for line in step.expectations]) == ("Too much", [Refused()])


def test_front_matter_may_be_added():
    card = read_card("---\nid: X-1\nverifies: [FR-1]\n---\n" + HEAD, "x.md")
    assert (card.id, card.verifies) == ("X-1", ("FR-1",))


def test_a_block_that_goes_on_over_lines_is_one_command():
    text = HEAD + "\n## Prerequisite Verification Commands\n```\nbank x \\\n  --y\n```\n"
    (step,) = read_card(text, "x.md").section(Section.BEFORE)
    assert step.action == RunCommand(command="bank x \\\n  --y")


def test_a_block_of_remarks_is_no_command():
    text = HEAD + "\n## Prerequisite Verification Commands\n```\n# nothing\n```\n"
    assert read_card(text, "x.md").section(Section.BEFORE) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# User Test Card:\n", [("CARD003", 1, "the card has no title")]),
        (HEAD + "**Expected exit code:** maybe\n", [("CARD008", 9, "'maybe' is not an exit code")]),
        (HEAD + "**Expected output contains:**\n", [("CARD008", 9, "'expected output contains' names no text")]),
        (
            HEAD + "**Expected output contains:** /(/\n",
            [("CARD008", 9, "`(` is not a valid regular expression: missing ): (")],
        ),
        (HEAD + "```\nbank y\n```\n", [("CARD008", 9, "a second block of commands in step 1")]),
        ("# User Test Card: T\n## Steps\n### 1\n```\n```\n", [("CARD008", 4, "the command of step 1 is empty")]),
        ("# User Test Card: T\n## Steps\nRun it.\n", [("CARD008", 3, "text before the first step is not carried out")]),
        (HEAD + "## Constraints\n- MAX_DURATION: soon\n", [("CARD008", 10, "'soon' is not a number of seconds")]),
        (
            HEAD + "## Constraints\n- MAX_DURATION: 0\n",
            [("CARD008", 10, "0 seconds is not a time that a card can take")],
        ),
        (HEAD + "## Artefacts\n- x.txt\n", [("CARD004", 9, "unknown section 'Artefacts'")]),
        (HEAD + "## Artifacts\n- `/etc/x`\n", [("CARD008", 10, "'/etc/x' is outside the user's folder")]),
        ("---\nid: a b\n---\n" + HEAD, [("DOC204", 2, "the id is not one word")]),
    ],
)
def test_a_mistake_is_told_at_its_line(text, expected):
    assert mistakes(text) == expected


def test_a_section_of_ones_own_is_prose():
    assert read_card(HEAD + "\n## History\nWords.\n", "x.md").title == "T"
