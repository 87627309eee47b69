"""What would mask so much that the check could not fail."""

from __future__ import annotations

import pytest

from harness.domain.golden import Redaction
from harness.golden import _codes
from harness.golden.judging import judged, told_too_much
from harness.readers import read_golden
from tests.support.captures import U1, U2, U3, body, case, masked, snapshot, step, text

WORDS = Redaction(pattern="[a-z]+", mask="<word>")
NUMBERS = Redaction(pattern="[0-9]+", mask="<number>")
ANYTHING = Redaction(pattern="(?s).+", mask="<all>")
ACCOUNT = {"id": 7, "owner": "alice", "balance": "100.00"}
TOKENS = [f"{one * 7}1{one * 7}2{one * 7}3" for one in "abcdef"]


@pytest.mark.parametrize(
    ("part", "redactions", "share"),
    [
        (text("alice has an account now\n"), [WORDS], "80%"),
        (text("alice has an account now\n"), [ANYTHING], "100%"),
        (text("alice 17 21 33 44 55 66\n"), [Redaction(pattern="alice 1", mask="<a>"), NUMBERS], "71%"),
        (body(ACCOUNT), [Redaction(path="*", mask="<x>")], "100%"),
        (body(ACCOUNT), [Redaction(path="id", mask="<x>"), Redaction(path="owner", mask="<y>")], "67%"),
        (body(ACCOUNT), [Redaction(pattern=".+", mask="<x>")], "100%"),
        (body({"items": [ACCOUNT, ACCOUNT]}), [Redaction(path="items", mask="<x>")], "100%"),
        (text("one\ntwo\nthree four five six\n"), [Redaction(path="stdout", mask="<x>")], "100%"),
        (text("one\ntwo\nab\nthree four five six\n"), [Redaction(pattern="(?m)^[a-z]{2,3}$", mask="<x>")], "75%"),
        (body({"a": TOKENS[0], "b": TOKENS[1], "c": TOKENS[2]}), [Redaction(name="tokens")], "100%"),
        (body({"a": TOKENS[0], "b": TOKENS[1], "c": TOKENS[2]}), [Redaction(name="tokens", path="*")], "100%"),
        (text("\n".join(TOKENS)), [Redaction(name="tokens")], "100%"),
        (body({"a": TOKENS[0], "b": TOKENS[1], "c": "x"}), [Redaction(name="tokens"), WORDS], "100%"),
    ],
)
def test_most_of_a_part_is_not_masked(part, redactions, share):
    (found, *_) = masked([step(part)], *redactions).too_much
    told, hint = told_too_much(found, case())
    assert told.startswith("golden/case.md:1: the redaction `")
    assert told.endswith(f" masks {share} of Steps 1 / {part.name}")
    assert hint == "narrow it to what changes"


@pytest.mark.parametrize(
    ("part", "redactions"),
    [
        (text("order 17\n"), [NUMBERS]),
        (text("17\n"), [NUMBERS]),
        (body(ACCOUNT), [Redaction(path="balance", mask="<balance>")]),
        (body({"id": U1}), [Redaction(name="uuids")]),
        (body([U1, U2, U3]), [Redaction(name="uuids")]),
        (text(f"{U1}\n{U2}\n{U3}\n"), [Redaction(name="uuids")]),
        (body({"token": TOKENS[0]}), [Redaction(name="tokens")]),
        (body({"token": TOKENS[0], "again": TOKENS[1]}), [Redaction(name="tokens")]),
        (body({"a": TOKENS[0], "b": TOKENS[1], "c": TOKENS[2], "of": "alice"}), [Redaction(name="tokens")]),
        (text("2026-11-21T13:05:09\n"), [Redaction(name="timestamps")]),
        (text(""), [ANYTHING]),
        (body({}), [ANYTHING]),
        (body({"a": None, "b": True}), [ANYTHING]),
    ],
)
def test_what_changes_may_be_masked(part, redactions):
    assert masked([step(part)], *redactions).too_much == []


def test_most_of_many_short_parts_is_not_masked_either():
    amounts = [step(text(f"{number}0.00\n"), number=number) for number in range(1, 5)]
    digits = Redaction(pattern="[0-9.]+", mask="<amount>")
    (found,) = masked(amounts, digits).too_much
    assert told_too_much(found, case())[0].endswith("the redaction `[0-9.]+` masks 83% of what the case shows")
    assert masked([*amounts, step(text("alice has more than that, and bob\n"), number=5)], digits).too_much == []
    assert masked(amounts[:2], digits).too_much == []
    assert masked([step(text(f"{U1}\n"), number=1), step(text("17\n"), number=2)], "uuids", digits).too_much == []


def test_the_redaction_that_masks_most_is_named():
    small = Redaction(pattern="alice", mask="<a>", line=3)
    wide = Redaction(pattern="[0-9 ]+", mask="<b>", line=4)
    (found,) = masked([step(text("alice 17 21 33 44 55 66\n"))], small, wide).too_much
    assert told_too_much(found, case())[0].startswith("golden/case.md:4: the redaction `[0-9 ]+` masks 96%")


def test_a_case_whose_redaction_masks_most_is_not_told_as_the_same():
    wide = case('redact: [{pattern: "[a-z]+", as: "<word>"}]\n')
    received = [step(text("alice has an account now\n"))]
    golden = snapshot(masked(received, *wide.redactions).captures, case_sha256=wide.card.sha256)
    found = judged(wide, golden, received)
    assert found.outcome == "undecided"
    assert "golden/case.md:3: the redaction `[a-z]+` masks 80% of Steps 1 / stdout" in found.reason


def test_the_samples_of_the_code_are_accepted_and_refused():
    shown = [step(text("opened account 17 for alice\n"))]
    found = [
        bool(masked(shown, *read_golden(sample, "golden/open.md").redactions).too_much)
        for sample in (_codes.TOO_MUCH.good, _codes.TOO_MUCH.bad)
    ]
    assert found == [False, True]
