"""Golden cases as text: made of cards, and with redactions added."""

from __future__ import annotations

import pytest

from harness.domain.cards import Section
from harness.domain.golden import Redaction
from harness.golden.documents import _block, from_card, with_redactions
from harness.markdown.front_matter import split
from harness.readers import read_card, read_golden

STEPS = "\n# A case: with a colon  \n\nredact: [no, no]\n\n## Steps\n1. Run `bank open alice`.   \n"
OWN = Redaction(pattern='order "[0-9]+" é\\d \U0001f600', mask="<order>")
NARROW = Redaction(name="uuids", path="items.*.id")
FRONTS = [
    "",
    "redact: [uuids]\n",
    "redact: []\n",
    "redact:\n",
    "redact: uuids\n",
    "redact: uuids, dates\n",
    "redact:   [ uuids , dates ]   # they change\n",
    "redact: uuids # they change, [all]\n",
    "redact: [uuids, {pattern: 'a]b', as: <x>}] # [x]\n",
    "redact:\n  - uuids\n  - dates\n",
    "redact:\n- uuids\n- dates # the days\n\n# more\n",
    "redact:   # what changes\n    - uuids\n    - pattern: order [0-9]+\n      as: <order-id>\n",
    "redact:\n  - {name: uuids, path: a.b}\n",
    "redact: [\n  uuids,\n  dates,\n]\n",
    "redact: [uuids,\n  dates]   # both\n",
    "redact: [\n]\n",
    '"redact": [uuids]\n',
    "redact : [uuids]\n",
    "redact: {pattern: 'order [0-9]+', as: <order-id>}\n",
    "redact: ~\n",
    "redact: null\n",
    "redact: 'uuids'\n",
]


def text_of(front: str, end: str = "\n") -> str:
    head = f"---\nid: CASE-1   # the id\n{front}files: ['*.csv']\n# a remark\n---"
    return (head + STEPS).replace("\n", end)


def said(text: str) -> list[tuple]:
    return [(one.name, one.pattern, one.mask, one.path) for one in read_golden(text, "x.md").redactions]


@pytest.mark.parametrize("front", FRONTS)
def test_a_redaction_is_added_and_nothing_else(front):
    for added in ([Redaction(name="ports")], [OWN], [NARROW, OWN, Redaction(name="tokens")]):
        for end in ("\n", "\r\n"):
            before = text_of(front, end)
            after = with_redactions(before, added)
            assert said(after) == said(before) + [(one.name, one.pattern, one.mask, one.path) for one in added]
            assert after.count("\r\n") == (after.count("\n") if end == "\r\n" else 0)
            assert after.startswith(f"---{end}id: CASE-1   # the id{end}")
            assert after.endswith(f"---{STEPS}".replace("\n", end))
            assert f"{end}files: ['*.csv']{end}# a remark{end}" in after


@pytest.mark.parametrize(
    ("front", "after"),
    [
        ("", "redact: [ports]\n"),
        ("redact: [uuids]  # they change\n", "redact: [uuids, ports]  # they change\n"),
        ("redact: uuids # they change\n", "redact: [uuids, ports] # they change\n"),
        ("redact:\n    - uuids # they\n# and\n", "redact:\n    - uuids # they\n    - ports\n# and\n"),
        ("redact: [\n  uuids,\n]\n", "redact: [\n  uuids,\n  ports,\n]\n"),
    ],
)
def test_it_is_added_in_the_form_in_which_the_others_are_written(front, after):
    changed = with_redactions(f"---\nid: A\n{front}---{STEPS}", [Redaction(name="ports")])
    assert changed == f"---\nid: A\n{after}---{STEPS}"


def test_nothing_is_written_where_nothing_is_added():
    assert with_redactions(text_of("redact: [uuids]\n", "\r\n"), []) == text_of("redact: [uuids]\n", "\r\n")


def test_redactions_are_added_one_after_the_other():
    text = text_of("")
    for name in ("uuids", "dates", "ports"):
        text = with_redactions(text, [Redaction(name=name)])
    assert [one[0] for one in said(text)] == ["uuids", "dates", "ports"]
    assert split(text, "x")[0].count("redact") == 1


CARD = """---
id: BANK-OPEN
verifies: [BANK-001, BANK-002]
surface: [terminal, http]
tier: composition
---
# Open an account

## Before you start
1. Create the file `names.csv` containing
   ```
   alice

     bob
   ```
   - It succeeds.

## Steps
1. Run `bank open alice`.
   - The exit code is 0.
   - Keep the text matching `/account ([0-9]+)/` as `{id}`.
2. Send `POST /accounts` with JSON:

   ```json
   {"owner": "{id}"}
   ```

   - The status is 201.

## Bad input
1. Run `bank open alice`.
   - It is refused.
   - Nothing changed: `bank list` still shows "1 account".
"""


def test_a_card_becomes_a_case_with_its_steps_alone():
    card = read_card(CARD, "testcards/open.md")
    case = read_golden(from_card(card), "golden/open.md")
    assert (case.id, case.card.title, case.card.verifies) == ("BANK-OPEN", "Open an account", ("BANK-001", "BANK-002"))
    assert (case.card.surfaces, case.card.tier) == (card.surfaces, card.tier)
    told = [(step.section.value, step.number, step.text, step.action.kind) for step in case.card.steps if step.action]
    assert told == [
        ("Before you start", 1, "Create the file `names.csv` containing", "create-file"),
        ("Steps", 1, "Run `bank open alice`.", "run"),
        ("Steps", 2, "Keep the text matching `/account ([0-9]+)/` as `{id}`.", "keep-text"),
        ("Steps", 3, "Send `POST /accounts` with JSON:", "send"),
        ("Bad input", 1, "Run `bank open alice`.", "run"),
        ("Bad input", 2, "Run `bank list`.", "run"),
    ]
    with_blocks = [
        [one.action for one in of.steps if one.text.startswith(("Create", "Send"))] for of in (card, case.card)
    ]
    assert with_blocks[0] == with_blocks[1]
    assert not any(step.expectations for step in case.card.steps)
    assert from_card(read_card(CARD, "x.md")) == from_card(card)


@pytest.mark.parametrize("before", [0, 8, 9, 99])
def test_a_block_belongs_to_its_step_however_long_the_number_is(before: int) -> None:
    steps = "".join(f"{number}. Run `bank list`.\n" for number in range(1, before + 1))
    mark = f"{before + 1}. "
    block = "".join(f"{' ' * len(mark)}{line}".rstrip() + "\n" for line in ("```sh", "if a", "  b", "", "fi", "```"))
    text = f"## Steps\n{steps}{mark}Create the file `a.sh` containing:\n{block}{before + 2}. Run `sh a.sh`.\n"
    card = read_card(
        f"---\nid: LONG\nverifies: [FR-001]\nsurface: terminal\ntier: foundation\n---\n# Long\n\n{text}", "x.md"
    )
    case = read_golden(from_card(card), "golden/long.md")
    assert [step.action for step in case.card.steps] == [step.action for step in card.steps]
    assert getattr(case.card.steps[before].action, "content", None) == "if a\n  b\n\nfi\n"


def test_a_block_that_is_not_ended_or_not_there_is_left_out():
    card = read_card(CARD, "x.md")
    (first, *_), lines = card.section(Section.BEFORE), card.text.split("\n")
    assert _block(card, first).startswith("\n```\nalice\n")
    cut = card.model_copy(update={"text": "\n".join(lines[: first.line])})
    assert _block(cut, first) == ""
