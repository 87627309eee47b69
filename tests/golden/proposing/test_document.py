"""Proposals as documents: written and read again they are the same, or they are not written."""

from __future__ import annotations

import pytest

from harness.domain.actions import Action, CreateFile, KeepField, RunCommand, SendRequest, Surface, Wait
from harness.domain.cards import Section
from harness.golden.proposing.document import Unwritable, case_of
from harness.golden.proposing.naming import kept_name, singular, title_of
from harness.golden.proposing.proposal import Proposal

LONG = '{"text": "' + "x" * 100 + '"}'


def proposal(*steps: Action, surface: Surface = Surface.TERMINAL) -> Proposal:
    return Proposal(id="A", title="A case", surface=surface, subject="it", steps=steps)


@pytest.mark.parametrize(
    "action",
    [
        RunCommand(command="shop note 'a b'"),
        RunCommand(command="shop `id` ``x``"),
        RunCommand(command="`"),
        RunCommand(command="cat <<END\n```\n````\nEND"),
        CreateFile(path="a.txt", content=""),
        CreateFile(path="a b`.txt", content="```\n1. Run `id`.\n\n    x\n"),
        SendRequest(method="GET", target="/a?b=c"),
        SendRequest(method="POST", target="/a", form="a=1&b=2"),
        SendRequest(method="POST", target="/a", json_body="5", headers=(("X-A", "`"), ("X-B", "b: c"))),
        SendRequest(method="POST", target="/a", json_body='{"a": "`"}'),
        SendRequest(method="POST", target="/a", json_body=LONG, headers=(("A", "1"), ("B", "2"), ("C", "3"))),
        KeepField(field="items.0.id", name="item"),
    ],
)
def test_a_step_is_read_as_it_was_meant_also_as_the_tenth(action: Action) -> None:
    steps = [*(RunCommand(command=f"shop {at}") for at in range(9)), action]
    read = case_of(proposal(*steps), "help", "golden/a.md").card.section(Section.STEPS)
    assert len(read) == 10
    case_of(proposal(action), "help", "golden/a.md")


@pytest.mark.parametrize(
    ("action", "reason"),
    [
        (Wait(seconds=1), "no step says 'wait'"),
        (RunCommand(command=" "), "the command is empty"),
        (RunCommand(command="a\x00b"), "control character"),
        (RunCommand(command="e\u0301"), "read as they were meant"),
        (RunCommand(command=" a"), None),
        (CreateFile(path="/etc/passwd", content=""), "outside the user's folder"),
        (CreateFile(path="../x", content=""), "leaves the user's folder"),
        (SendRequest(method="GET", target="http://example.com/"), "neither a path nor an address on this machine"),
        (SendRequest(method="GET", target="/a b"), "is not a request"),
        (SendRequest(method="GET", target="/a", form="x"), "is not a form"),
        (KeepField(field="a b", name="x"), "is not a path to a field"),
    ],
)
def test_what_cannot_be_written_is_not(action: Action, reason: str | None) -> None:
    if reason is None:
        assert case_of(proposal(action), "help", "golden/a.md")
        return
    with pytest.raises(Unwritable, match=reason):
        case_of(proposal(action), "help", "golden/a.md")


def test_a_step_is_taken_away_but_never_the_last_nor_one_that_prepares() -> None:
    one, two = RunCommand(command="a"), RunCommand(command="b")
    both = proposal(one, two)
    assert both.without(Section.STEPS, 1) == proposal(two)
    assert proposal(one).without(Section.STEPS, 1) is None
    assert both.without(Section.BEFORE, 1) is None
    assert both.least() == proposal(one)
    assert proposal(one).least() is None


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        (["List the orders."], "List the orders"),
        (["", "  ", "getOrder"], "getOrder"),
        (["# `rm` [x](y) <b>"], "rm x (y) b"),
        (["a\nb\u2028c"], "a b c"),
        (["...", "!!!"], "A case without a name"),
        (["x" * 200], "x" * 99 + "…"),
        (["名前"], "名前"),
    ],
)
def test_a_title_is_one_plain_line(texts: list[str], title: str) -> None:
    assert title_of(*texts) == title


@pytest.mark.parametrize(
    ("word", "one"),
    [
        ("orders", "order"),
        ("categories", "category"),
        ("boxes", "box"),
        ("class", "class"),
        ("is", "is"),
        ("data", "data"),
    ],
)
def test_the_name_of_one_of_several(word: str, one: str) -> None:
    assert singular(word) == one


@pytest.mark.parametrize(("word", "name"), [("orderId", "order_id"), ("X-Id", "x_id"), ("1", "kept_1"), ("", "kept")])
def test_what_is_kept_has_a_name_that_can_be_written(word: str, name: str) -> None:
    assert kept_name(word) == name
