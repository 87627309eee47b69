"""A case with inputs, narrowed to one value of each, is a document that does just the same."""

from __future__ import annotations

import json

import pytest

from harness.domain.actions import RunCommand, SendRequest
from harness.golden.inputs import misused
from harness.golden.narrowing import narrowed
from harness.phrasebook.inputs import filled, simplest
from harness.readers import read_golden

CASE = """---
id: A
surface: [terminal, http]
inputs:
  name: text 1..30
  amount: decimal 0.01..10000
  count: integer
  on: boolean
  day: date 2026-01-01..2026-12-31
  kind: ["12", x]
verifies: [FR-001]
---
# T

## Steps
1. Run `it {name} "{name}" '{name}' {amount}`.
2. Send `POST /a/{name}?day={day}` with JSON `{"n": {name}, "s": "{name}", "a": {amount}, "on": {on}, "k": {kind}}`.
3. Send `POST /a` with the form `n={name}&c={count}`.
"""
GIVEN = {"name": "a", "amount": "1000.00", "count": "-3", "on": "true", "day": "2026-02-03", "kind": "x"}
NASTY = [
    "it's",
    'a "b"',
    "$(x) `y` $HOME",
    "a\\b\\",
    "one\ntwo\t",
    "é",
    "e\u0301 😀",
    "{name} {other}",
    "12",
    "true",
    "  ",
    "-",
    "#:,[]",
    "\x7f\x85\u2028",
]


@pytest.mark.parametrize("name", NASTY)
def test_a_document_holds_any_text(name: str) -> None:
    case = read_golden(CASE, "golden/a.md")
    values = {**GIVEN, "name": name}
    found = narrowed(case, "A-1", "golden/a-1.md", values)
    assert simplest(found) == values
    assert [step.action for step in filled(found).card.steps] == [
        step.action for step in filled(case, values).card.steps
    ]
    assert (found.id, found.card.verifies) == ("A-1", ("FR-001",))
    assert found.card.text.isascii()


@pytest.mark.parametrize("name", NASTY)
def test_a_text_stays_one_value_of_json_of_a_form_and_of_an_address(name: str) -> None:
    _, request, form = filled(read_golden(CASE, "golden/a.md"), {**GIVEN, "name": name}).card.steps
    assert isinstance(request.action, SendRequest)
    assert isinstance(form.action, SendRequest)
    assert json.loads(request.action.json_body or "") == {"n": name, "s": name, "a": 1000.0, "on": True, "k": "x"}
    segment = request.action.target.removeprefix("/a/").removesuffix("?day=2026-02-03")
    assert not set(segment) & set("/?#&= ")
    assert (form.action.form or "").count("&") == 1


def test_without_values_the_simplest_are_filled_in() -> None:
    expected = {"name": "a", "amount": "1.00", "count": "1", "on": "false", "day": "2026-01-01", "kind": "12"}
    case = read_golden(CASE, "golden/a.md")
    assert simplest(case) == expected
    (run, *_) = filled(case).card.steps
    assert run.action == RunCommand(command="it a \"a\" 'a' 1.00")


def test_a_case_without_inputs_is_left_as_it_is() -> None:
    case = read_golden(
        "---\nid: A\nsurface: terminal\nverifies: [FR-001]\n---\n# T\n\n## Steps\n1. Run `it {x}`.\n", "a.md"
    )
    assert filled(case) is case


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("it {x}", []),
        ('it "{x}" --a={x}', []),
        ("it '$(y)' {x}", []),
        ("it a#b {x}", []),
        ("it <<< {x}", []),
        ("bash -x it {x}", []),
        ("it", ["no step uses the input `x`"]),
        ("cat <<END\n{x}\nEND", ["in a here-document"]),
        ("bash -ec 'it {x}'", ["in a command that is read by a shell again"]),
        ("it `echo {x}`", ["behind a command substitution"]),
        ("it && eval {x}", ["in a command that is read by a shell again"]),
    ],
)
def test_an_input_has_to_stand_where_it_stays_one_argument(command: str, told: list[str]) -> None:
    text = "---\nid: A\nsurface: terminal\nverifies: [FR-001]\ninputs: {x: text}\n---\n# T\n\n## Steps\n1. Run:\n"
    block = "".join(f"   {line}\n" for line in ["```", *command.split("\n"), "```"])
    found = [one.what for one in misused(read_golden(text + "\n" + block, "golden/a.md"))]
    assert len(found) == len(told)
    assert all(part in what for part, what in zip(told, found, strict=True))
