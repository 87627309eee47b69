from __future__ import annotations

from datetime import date

import pytest

from harness.domain.waivers import GateWaiver
from harness.errors import DocumentError
from harness.readers.waivers import read, sniff

GOOD = """\
# What we accept for a while.
[[waivers]]
id = "W-1"
scope = "card BANK-OPEN"
reason = "the partner's test system is down until March"
owner = "Ann <ann@example.org>"
until = 2027-01-31

[[waivers]]
id = "W-2"
scope = [
  "golden case BANK-LIST",
  "requirement 001-bank/FR-003",
  "principle SEC-002",
  "principle SEC-002 src/legacy/**",
  "principle SEC-002 ./src/a b.py:12",
]
reason = "two  \\n lines"
owner = "Bob"
until = "2027-02-28"
"""
OF = "of the waiver 'W-1'"
UNSEEN = "what cannot be seen on a page"
ONE = '[[waivers]]\nid = "W-1"\nscope = "card A"\nreason = "r"\nowner = "o"\nuntil = 2027-01-31\n'


def mistakes(text: str) -> list[tuple[str, int, str]]:
    with pytest.raises(DocumentError) as caught:
        read(text, "waivers.toml")
    assert all(mistake.hint for mistake in caught.value.mistakes)
    return [(mistake.code, mistake.place.line, mistake.what) for mistake in caught.value.mistakes]


def test_waivers_are_read_in_their_order():
    one, two = read(GOOD, "waivers.toml")
    assert (one.id, [str(scope) for scope in one.scopes], one.until) == ("W-1", ["card BANK-OPEN"], date(2027, 1, 31))
    assert str(one.place) == "waivers.toml:2"
    assert [str(scope) for scope in two.scopes] == [
        "golden case BANK-LIST",
        "requirement 001-bank/FR-003",
        "principle SEC-002",
        "principle SEC-002 src/legacy/**",
        "principle SEC-002 src/a b.py:12",
    ]
    assert (two.scopes[4].glob, two.scopes[4].line, two.reason) == ("src/a b.py", 12, "two lines")
    assert sniff(GOOD)
    assert not sniff("[gate]\n")


@pytest.mark.parametrize("text", ["", "# nothing\n", "waivers = []\n"])
def test_a_file_without_waivers_has_none(text):
    assert read(text, "waivers.toml") == ()


def test_a_waiver_in_one_line_is_one_too():
    (one,) = read(
        'waivers = [{ id = "W", scope = "card A", reason = "r", owner = "o", until = 2027-01-31 }]\n', "waivers.toml"
    )
    assert isinstance(one, GateWaiver)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[waivers]\n", [("WAIVER101", 1, "TOML: Expected ']]' at the end of an array declaration")]),
        ("waivers = 3\n", [("WAIVER102", 1, "'waivers' is no list of tables")]),
        ("waivers = [3]\n", [("WAIVER102", 1, "'waivers' is no list of tables")]),
        ("[waiver]\n", [("WAIVER102", 1, "unknown key 'waiver' here")]),
        (ONE + "untill = 1\n", [("WAIVER102", 7, "unknown key 'untill' of a waiver")]),
        (ONE.replace('id = "W-1"\n', ""), [("WAIVER102", 1, "this waiver has no 'id'")]),
        (ONE.replace('"W-1"', '"W 1"'), [("WAIVER102", 2, "'W 1' is no id")]),
        (ONE.replace('"W-1"', "1"), [("WAIVER102", 2, "the 'id' of this waiver is no text")]),
        (ONE.replace('reason = "r"\n', ""), [("WAIVER102", 1, "the waiver 'W-1' has no 'reason'")]),
        (ONE.replace('"r"', '" - "'), [("WAIVER102", 4, "the waiver 'W-1' says nothing in its 'reason'")]),
        (ONE.replace('"r"', "[]"), [("WAIVER102", 4, "the 'reason' of the waiver 'W-1' is no text")]),
        (ONE.replace('owner = "o"\n', ""), [("WAIVER102", 1, "the waiver 'W-1' has no 'owner'")]),
        (ONE.replace('"o"', '"o\\u200b"'), [("WAIVER102", 5, f"the 'owner' {OF} holds {UNSEEN}: `o\\u200b`")]),
        (ONE.replace("until = 2027-01-31\n", ""), [("WAIVER102", 1, "the waiver 'W-1' has no 'until': none holds for ever")]),
        (ONE.replace("2027-01-31", '"soon"'), [("WAIVER102", 6, f"the 'until' {OF} is no day: 'soon'")]),
        (ONE.replace("2027-01-31", '"2027-02-31"'), [("WAIVER102", 6, f"the 'until' {OF} is no day: '2027-02-31'")]),
        (ONE.replace("2027-01-31", '"20270131"'), [("WAIVER102", 6, f"the 'until' {OF} is no day: '20270131'")]),
        (
            ONE.replace("2027-01-31", "2027-01-31T00:00:00"),
            [("WAIVER102", 6, f"the 'until' {OF} is no day: '2027-01-31 00:00:00'")],
        ),
        (ONE + ONE.replace("W-1", "w-1"), [("WAIVER102", 8, "the id 'w-1' is that of the waiver in line 2 as well")]),
        (ONE.replace('scope = "card A"\n', ""), [("WAIVER102", 1, "the waiver 'W-1' has no 'scope': it would be for nothing")]),
        (ONE.replace('"card A"', "[]"), [("WAIVER102", 3, f"the 'scope' {OF} is empty: it would be for nothing")]),
        (ONE.replace('"card A"', '["card A", "card  A"]'), [("WAIVER102", 3, "the waiver 'W-1' names 'card A' twice")]),
        (ONE.replace("card A", ""), [("WAIVER103", 3, "the scope '' names nothing")]),
        (ONE.replace('"card A"', "3"), [("WAIVER103", 3, "the scope '3' names nothing")]),
        (ONE.replace("card A", "A"), [("WAIVER103", 3, "the scope 'A' does not say what 'A' is")]),
        (ONE.replace("card A", "cards A"), [("WAIVER103", 3, "there is no kind 'cards' to waive")]),
        (ONE.replace("card A", "golden A"), [("WAIVER103", 3, "there is no kind 'golden' to waive")]),
        (ONE.replace("card A", "golden case"), [("WAIVER103", 3, "the scope 'golden case' names no golden case")]),
        (ONE.replace("card A", "card"), [("WAIVER103", 3, "the scope 'card' names no card")]),
        (ONE.replace("card A", "principle"), [("WAIVER103", 3, "the scope 'principle' names no principle")]),
        (ONE.replace("card A", "principle A ../b"), [("WAIVER103", 3, "'../b' is no path within the project")]),
        (ONE.replace("card A", "principle A /b"), [("WAIVER103", 3, "'/b' is no path within the project")]),
        (ONE.replace("card A", "principle A !b"), [("WAIVER103", 3, "'!b' is no path within the project")]),
        (ONE.replace("card A", "card A\\u202e"), [("WAIVER103", 3, f"the scope 'card A\\u202e' holds {UNSEEN}")]),
    ],
)  # fmt: skip
def test_every_mistake_is_told_at_its_line(text, expected):
    assert mistakes(text) == expected


@pytest.mark.parametrize(
    "kind", ["tampering", "seal", "seals", "Seal", "judge", "record", "evidence", "waiver", "test"]
)
def test_what_is_never_waived_is_refused(kind):
    ((code, line, what),) = mistakes(ONE.replace("card A", f"{kind} A"))
    assert (code, line, what) == ("WAIVER103", 3, f"'{kind} A' cannot be waived")


def test_all_mistakes_are_told_at_once():
    assert len(mistakes(ONE.replace('"r"', '""').replace('"o"', '""') + ONE)) == 3
