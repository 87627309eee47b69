"""The parts of phrases that must have a form of their own."""

from __future__ import annotations

import pytest

from harness.domain.actions import RunCommand, SendRequest
from harness.domain.expectations import FieldIs, Sees, SeesLine, Unchanged
from harness.phrasebook.book import read_action, read_expectation
from harness.phrasebook.line import inline_code, read_line
from harness.phrasebook.phrase import PhraseError

INVALID_ACTIONS = [
    ("Run ` `.", None, "the command is empty"),
    ("Run:", None, "the command is missing"),
    ("Run:", "\n", "the command is empty"),
    ("Run `bank x` with input", None, "the input is missing"),
    ('Run `bank x` with input "a"', "b\n", "given twice"),
    ("Create the file `/etc/passwd` containing:", "x\n", "outside the user's folder"),
    ("Create the file `~/x` containing:", "x\n", "outside the user's folder"),
    ("Create the file `../x` containing:", "x\n", "leaves the user's folder"),
    ("Create the file `a/../../x` containing:", "x\n", "leaves the user's folder"),
    ("Create the file `` ` `` containing:", None, "content of the file is missing"),
    ("Create the file ` ` containing:", "x\n", "the path is empty"),
    ("Create the file `folder/` containing:", "x\n", "is a folder"),
    ("Create the file `.` containing:", "x\n", "is a folder"),
    ('Create the file `x` containing "a"', "b\n", "given twice"),
    ("Create the file `x`.", None, "content of the file is missing"),
    ("Create the empty file `x`.", "b\n", "the block under this line is not used"),
    ("Wait 0 seconds.", None, "not a time"),
    ("Wait 99999 seconds.", None, "not a time"),
    (f"Wait {'9' * 400} seconds.", None, "not a time"),
    ("Wait 2 seconds.", "x\n", "is not used"),
    ("Send `accounts`.", None, "is not a request"),
    ("Send `FETCH /accounts`.", None, "is not a method"),
    ("Send `GET http://example.org/`.", None, "neither a path nor an address on this machine"),
    ("Send `GET //example.org/`.", None, "neither a path nor an address on this machine"),
    ("Send `GET accounts`.", None, "neither a path nor an address on this machine"),
    ("Send `POST /x` with JSON `{a: 1}`.", None, "is not JSON"),
    ("Send `POST /x` with JSON `NaN`.", None, "is not JSON"),
    ("Send `POST /x` with JSON.", None, "the body is missing"),
    ("Send `POST /x`.", "{}\n", "not clear what the block"),
    ("Send `POST /x` with JSON `{}`.", "{}\n", "not clear what the block"),
    ("Send `POST /x` with JSON:", "[" * 100_000, "JSON"),
    ("Send `POST /x` with the form `a`.", None, "is not a form"),
    ("Send `GET /x` with header `Accept`.", None, "is not a header"),
    ("Keep `items[0]` as `{order}`.", None, "is not a path to a field"),
    ("Keep `items.0` as `order`.", None, "is not a name to keep something under"),
    ("Keep the text matching `(` as `{order}`.", None, "not a valid regular expression"),
    ("Open `http://10.0.0.1/`.", None, "neither a path nor an address on this machine"),
    ('Press "A B".', None, "is not a key"),
    ('Upload `/etc/passwd` to "File".', None, "outside the user's folder"),
]
INVALID_EXPECTATIONS = [
    ('You see "".', "the text to see is empty"),
    ("You see a line matching `(?=x)`.", "not a valid regular expression"),
    (f"You see a line matching `{'a' * 3}{{1001}}`.", "not a valid regular expression"),
    ("The exit code is 256.", "256 is not an exit code"),
    ("The status is 99.", "99 is not an HTTP status"),
    ("The field `a..b` is `1`.", "is not a path to a field"),
    ("The field `a` is `open`.", "`open` is not JSON"),
    (f"The field `a` is a number above {'9' * 400}.", "too large a number"),
    ("The file `../x` exists.", "leaves the user's folder"),
    ('The header `a b` is "c".', "is not a header"),
    ('Nothing changed: `POST /x` still shows "1".', "may change something itself"),
    ('Nothing changed: `bank list` with header `A: b` still shows "1".', "a command has no headers"),
    ('Nothing changed: ` ` still shows "1".', "the command is empty"),
    ('Nothing changed: `bank list` still shows "".', "the text still shown is empty"),
    ("You are on `accounts`.", "neither a path nor an address on this machine"),
    ("It takes less than 0 seconds.", "not a time"),
]


@pytest.mark.parametrize(("line", "block", "what"), INVALID_ACTIONS)
def test_an_action_with_an_invalid_part_is_refused_with_a_hint(line, block, what):
    with pytest.raises(PhraseError, match=what) as caught:
        read_action(line, block)
    assert caught.value.hint


@pytest.mark.parametrize(("line", "what"), INVALID_EXPECTATIONS)
def test_an_expectation_with_an_invalid_part_is_refused_with_a_hint(line, what):
    with pytest.raises(PhraseError, match=what) as caught:
        read_expectation(line)
    assert caught.value.hint


def test_what_is_said_of_a_long_part_stays_short():
    with pytest.raises(PhraseError) as caught:
        read_expectation(f"The field `a` is `{'x' * 5000}`.")
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ('You see "it\'s “fine”".', "it's “fine”"),
        ('You see “say "yes"”.', 'say "yes"'),
        ("You see „ja“.", "ja"),
        ("You see ``a ` b``.", "a ` b"),
        ('You see "run `bank` now".', "run `bank` now"),
        ('You see "*bold* _x_".', "*bold* _x_"),
        ('You see "a  b".', "a  b"),
        ('You see "ends."', "ends."),
    ],
)
def test_a_text_keeps_its_raw_source(line, text):
    assert read_expectation(line) == Sees(text=text)


def test_a_typographic_apostrophe_in_words_is_an_apostrophe():
    assert read_expectation("You don\u2019t see `x`.") == Sees(text="x", shown=False)


def test_characters_that_stand_for_slots_mean_nothing_in_a_card():
    assert read_action("Run \ue0000\ue002.") is None
    assert read_action("Run `a\ue000b`.") == RunCommand(command="a b")


def test_an_unclosed_quote_or_backtick_is_a_word():
    assert read_line('see "x and `y').words == 'see "x and `y'


def test_inline_code_of_a_line_leaves_quoted_texts_out():
    assert inline_code('Type "a" and `b` and ``c`d``') == ("b", "c`d")


def test_placeholders_may_stand_in_json_and_patterns():
    assert read_expectation("The field `id` is `{order}`.") == FieldIs(field="id", value="{order}")
    assert read_expectation("You see a line matching `^{order} \\p{Greek}`.") == SeesLine(pattern="^{order} \\p{Greek}")


def test_a_kept_address_may_be_sent_to():
    assert read_action("Send `GET {link}`.") == SendRequest(method="GET", target="{link}")


def test_the_probe_is_a_request_only_if_it_begins_with_a_method_and_an_address():
    request = read_expectation('Nothing changed: `GET http://localhost:8000/x` still shows "1".')
    command = read_expectation('Nothing changed: `GET x` still shows "1".')
    assert isinstance(request, Unchanged)
    assert isinstance(request.probe, SendRequest)
    assert isinstance(command, Unchanged)
    assert isinstance(command.probe, RunCommand)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000/x", "https://localhost/", "http://[::1]:80?a=b", "http://127.0.0.1"]
)
def test_addresses_on_this_machine_are_accepted(address):
    assert read_action(f"Send `GET {address}`.") == SendRequest(method="GET", target=address)
