from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from harness.domain.actions import RunCommand, SendRequest, Surface
from harness.domain.cards import Section, Tier
from harness.domain.golden import Input, InputKind, Redaction
from harness.errors import DocumentError
from harness.readers import CODES, _golden_codes, read_golden

PATH = "golden/open.md"
STEPS = "# Open an account\n\n## Steps\n1. Run `bank open alice`.\n"


def text_of(front: str = "", steps: str = STEPS) -> str:
    return f"---\nid: BANK-OPEN\n{front}---\n{steps}"


def read(front: str = "", steps: str = STEPS):
    return read_golden(text_of(front, steps), PATH)


def mistakes(text: str) -> list[tuple[int, str, str, str]]:
    with pytest.raises(DocumentError) as caught:
        read_golden(text, PATH)
    found = caught.value.mistakes
    assert all(one.place.path == PATH for one in found)
    assert all(one.hint for one in found)
    assert "\n" not in str(found[0])
    return [(one.place.line, one.what, one.hint, one.code) for one in found]


# --- what is read -----------------------------------------------------------------------------------------------------


def test_a_case_is_a_card_without_expectations():
    case = read(
        "verifies: [BANK-001]\nsurface: [terminal, http]\ntier: frontier\n",
        "# Open an account\n\n## Before you start\n- Run `bank list`.\n\n## Steps\n1. Run `bank open alice`.\n"
        "2. Send `GET /accounts`.\n\n## Bad input\n1. Run `bank open`.\n",
    )
    assert (case.id, case.card.title, case.card.path) == ("BANK-OPEN", "Open an account", PATH)
    assert (case.card.verifies, case.card.tier) == (("BANK-001",), Tier.FRONTIER)
    assert case.card.surfaces == (Surface.TERMINAL, Surface.HTTP)
    assert [(one.section, one.number, type(one.action)) for one in case.card.steps] == [
        (Section.BEFORE, 1, RunCommand),
        (Section.STEPS, 1, RunCommand),
        (Section.STEPS, 2, SendRequest),
        (Section.BAD_INPUT, 1, RunCommand),
    ]
    assert case.card.line_of("id") == 2
    assert case.card.line_of("verifies") == 3


def test_what_is_not_said_has_its_default():
    case = read()
    assert (case.redactions, case.headers, case.files) == ((), ("content-type", "location"), ())
    assert (case.screenshot, case.inputs, case.card.tier) == (None, (), Tier.FOUNDATION)


@pytest.mark.parametrize(
    ("front", "wanted"),
    [
        ("redact: uuids", [Redaction(name="uuids", line=3)]),
        ("redact: uuids, dates", [Redaction(name="uuids", line=3), Redaction(name="dates", line=3)]),
        ("redact: [uuids, dates]", [Redaction(name="uuids", line=3), Redaction(name="dates", line=3)]),
        ("redact:\n  - uuids\n  - dates", [Redaction(name="uuids", line=4), Redaction(name="dates", line=5)]),
        ("redact: []", []),
        ("redact:", []),
        ("redact: ~", []),
        (
            'redact: [{pattern: "n[0-9]+", as: "<n>"}]',
            [Redaction(pattern="n[0-9]+", mask="<n>", line=3)],
        ),
        ('redact: {path: a.*.b, as: "<b>"}', [Redaction(path="a.*.b", mask="<b>", line=3)]),
        (
            'redact:\n  - pattern: "x"\n    path: a\n    as: "<long-name>"',
            [Redaction(pattern="x", path="a", mask="<long-name>", line=4)],
        ),
        ("redact: [{name: uuids, path: items.*.id}]", [Redaction(name="uuids", path="items.*.id", line=3)]),
        ("redact: [nobody-knows-it]", [Redaction(name="nobody-knows-it", line=3)]),
    ],
)
def test_redactions_are_read_in_their_order_with_their_lines(front, wanted):
    assert list(read(f"{front}\n").redactions) == wanted


@pytest.mark.parametrize(
    ("front", "key", "wanted"),
    [
        ("headers: [ETag, x-id]", "headers", ("etag", "x-id")),
        ("headers: ETag", "headers", ("etag",)),
        ("headers: []", "headers", ()),
        ("files: ['*.csv', out/*]", "files", ("*.csv", "out/*")),
        ("files: a.txt", "files", ("a.txt",)),
        ("screenshot: 0.01", "screenshot", 0.01),
        ("screenshot: 0", "screenshot", 0.0),
        ("screenshot: 1e-3", "screenshot", 0.001),
    ],
)
def test_what_else_is_captured_is_read(front, key, wanted):
    assert getattr(read(f"{front}\n"), key) == wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("integer", {"kind": InputKind.INTEGER}),
        ("integer 1..10", {"kind": InputKind.INTEGER, "lower": Decimal(1), "upper": Decimal(10)}),
        ("integer -5..-5", {"kind": InputKind.INTEGER, "lower": Decimal(-5), "upper": Decimal(-5)}),
        ("decimal 0.01..10000", {"kind": InputKind.DECIMAL, "lower": Decimal("0.01"), "upper": Decimal(10000)}),
        ("text", {"kind": InputKind.TEXT}),
        ("text 1..20", {"kind": InputKind.TEXT, "lower": Decimal(1), "upper": Decimal(20)}),
        ("boolean", {"kind": InputKind.BOOLEAN}),
        (
            "date 2026-01-01..2026-12-31",
            {"kind": InputKind.DATE, "lower": date(2026, 1, 1), "upper": date(2026, 12, 31)},
        ),
        ("[open, shut]", {"kind": InputKind.CHOICE, "choices": ("open", "shut")}),
    ],
)
def test_inputs_are_read_with_their_bounds(written, wanted):
    (found,) = read(f"inputs: {{x: {written}}}\n", STEPS.replace("alice", "{x}")).inputs
    assert found.name == "x"
    for key, value in wanted.items():
        assert getattr(found, key) == value
    assert isinstance(found, Input)


def test_the_places_of_decimals_are_those_of_their_bounds():
    (found,) = read("inputs: {x: decimal 0.001..5}\n", STEPS.replace("alice", "{x}")).inputs
    assert found.places == 3


def test_a_case_is_another_one_when_a_letter_of_it_changes():
    assert read().card.sha256 != read("redact: [uuids]\n").card.sha256
    assert read().card.sha256 == read_golden(text_of().replace("\n", "\r\n"), PATH).card.sha256


# --- what is refused --------------------------------------------------------------------------------------------------

BOUNDS = "write them as `0.01..10000`, the lower one first"
OWN = "a redaction of your own has a `pattern` or a `path`, and a mask such as `<order>`"
FRONTS = [
    ("redakt: [uuids]", 3, "unknown key 'redakt'", "did you mean 'redact'?"),
    ("redact: [UUIDs]", 3, "'UUIDs' is no name of a redaction", "write one such as `timestamps`"),
    ("redact:\n  - uuids\n  - a b", 5, "'a b' is no name of a redaction", "write one such as"),
    ("redact: [[uuids]]", 3, "a redaction is a name, or has keys", "`redact: [uuids, {pattern: …, as: <id>}]`"),
    ("redact: [{pattern: x}]", 3, OWN, 'write `{pattern: "order [0-9]+", as: "<order>"}`'),
    ("redact: [{as: <x>}]", 3, OWN, "or `path` for a field of JSON"),
    ("redact: [{pattern: x, as: x}]", 3, OWN, "write"),
    ("redact: [{pattern: x, as: <X>}]", 3, OWN, "write"),
    ('redact: [{pattern: x, as: "<x#1>"}]', 3, OWN, "write"),
    ('redact: [{pattern: x, as: "<number:x>"}]', 3, OWN, "write"),
    ('redact: [{pattern: x, as: "a <x>"}]', 3, OWN, "write"),
    ("redact: [{pattern: [x], as: <x>}]", 3, OWN, "write"),
    ("redact: [{name: uuids, as: <x>}]", 3, "the redaction 'uuids' has a pattern of its own as well", "name a red"),
    ("redact: [{name: uuids, pattern: x}]", 3, "the redaction 'uuids' has a pattern of its own as well", "name a"),
    ("redact: [{pattern: x, as: <x>, part: y}]", 3, "unknown key 'part'", "did you mean"),
    ('redact: [{pattern: "(x", as: <x>}]', 3, "the pattern is invalid: ", "write it in RE2 syntax"),
    ('redact: [{pattern: "x(?=y)", as: <x>}]', 3, "the pattern is invalid: ", "write it in RE2 syntax"),
    ('redact: [{pattern: "x*", as: <x>}]', 3, "the pattern matches nothing as well", "ask for a character"),
    ('redact: [{pattern: "^|x", as: <x>}]', 3, "the pattern matches nothing as well", "ask for a character"),
    ("headers: [content type]", 3, "'content type' is no name of a header", "write names such as `content-type`"),
    ("headers: [[a]]", 3, "'headers' is not a list of words", "write it as `headers: [A, B]`"),
    ("files: {a: b}", 3, "'files' is not a list of words", "write it as `files: [A, B]`"),
    ("screenshot: yes", 3, "'screenshot' is not a number from 0 to 1", "such as `screenshot: 0.0001`"),
    ("screenshot: 1", 3, "'screenshot' is not a number from 0 to 1", "write the share of points"),
    ("screenshot: -0.1", 3, "'screenshot' is not a number from 0 to 1", "write"),
    ("screenshot: nan", 3, "'screenshot' is not a number from 0 to 1", "write"),
    ("screenshot: [0.1]", 3, "'screenshot' is not a number from 0 to 1", "write"),
    ("inputs: [a]", 3, "'inputs' is not made of names", "write `inputs: {amount: decimal 0.01..10000}`"),
    ("inputs: {A: integer}", 3, "'A' is no name", "use small letters, digits and underscores"),
    ("inputs: {x: number}", 3, "what `x` may be is not said", "one of integer, decimal, text, boolean, date"),
    ("inputs: {x: choice}", 3, "what `x` may be is not said", "or a list"),
    ("inputs: {x: }", 3, "what `x` may be is not said", "one of"),
    ("inputs: {x: []}", 3, "what `x` may be is not said", "one of"),
    ("inputs: {x: [[a]]}", 3, "what `x` may be is not said", "one of"),
    ("inputs:\n  x: integer 5..1", 4, "the bounds of `x` cannot be read", BOUNDS),
    ("inputs: {x: integer 1..2.5}", 3, "the bounds of `x` cannot be read", BOUNDS),
    ("inputs: {x: integer 1...5}", 3, "the bounds of `x` cannot be read", BOUNDS),
    ("inputs: {x: integer 1}", 3, "the bounds of `x` cannot be read", BOUNDS),
    ("inputs: {x: decimal a..b}", 3, "the bounds of `x` cannot be read", BOUNDS),
    ("inputs: {x: decimal 0..NaN}", 3, "the bounds of `x` cannot be read", BOUNDS),
    ("inputs: {x: decimal 0..Infinity}", 3, "the bounds of `x` cannot be read", BOUNDS),
    ("inputs: {x: text 0.5..2}", 3, "the bounds of `x` cannot be read", BOUNDS),
    ("inputs: {x: date 2026-02-30..2026-03-01}", 3, "the bounds of `x` cannot be read", ""),
    ("inputs: {x: date 1..2}", 3, "the bounds of `x` cannot be read", ""),
    ("tier: high", 3, "unknown tier 'high'", "known are"),
]


@pytest.mark.parametrize(("front", "line", "what", "hint"), FRONTS)
def test_a_mistake_in_the_front_matter_is_told_with_its_line(front, line, what, hint):
    found = mistakes(text_of(f"{front}\n", STEPS.replace("alice", "{x}")))
    told = [one for one in found if one[1].startswith(what)]
    assert told, found
    assert told[0][0] == line
    assert hint in told[0][2]
    assert told[0][3].startswith("DOC2")


@pytest.mark.parametrize(
    ("text", "line", "what", "code"),
    [
        ("", 1, "the file is empty", "GOLD003"),
        (" \n\n", 1, "the file is empty", "GOLD003"),
        (text_of(steps="# Only a title\n"), 1, "the case has no step", "GOLD003"),
        (text_of(steps=f"{STEPS}   - The exit code is 0.\n"), 8, "a golden case has no expectations", "GOLD001"),
        (
            text_of(steps=f"{STEPS}2. Ask alice for money.\n"),
            8,
            "code cannot carry out `Ask alice for money.`",
            "GOLD002",
        ),
        (STEPS, 1, "the card has no front matter", "CARD"),
        ("---\nid: A\n", 1, "the front matter is not ended", "DOC"),
    ],
)
def test_what_is_no_case_is_told_with_its_line(text, line, what, code):
    told = [one for one in mistakes(text) if one[1].startswith(what)]
    assert told
    assert told[0][0] == line
    assert told[0][3].startswith(code)


def test_every_mistake_is_told_at_once():
    text = text_of(
        "redact: [UUIDs, {pattern: x}]\nscreenshot: 2\n",
        f"{STEPS}   - The exit code is 0.\n   - It is nice.\n2. Ask alice.\n",
    )
    assert [(line, code) for line, _, _, code in mistakes(text)] == [
        (3, "DOC204"),
        (3, "DOC204"),
        (4, "DOC204"),
        (10, "GOLD001"),
        (11, "GOLD001"),
        (12, "GOLD002"),
    ]


@pytest.mark.parametrize("code", _golden_codes.CODES, ids=lambda code: code.code)
def test_the_samples_of_each_code_are_accepted_and_refused(code):
    assert code in CODES
    assert read_golden(code.good, PATH).id == "BANK-OPEN"
    assert {one[3] for one in mistakes(code.bad)} == {code.code}
