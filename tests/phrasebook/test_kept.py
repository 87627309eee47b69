"""What was kept is the product's output: filled in, it stays one value."""

from __future__ import annotations

import json
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.domain.actions import Click, CreateFile, KeepText, RunCommand, SendRequest, Wait
from harness.domain.expectations import FieldIs, HeaderIs, Keeps, Sees, SeesLine, Unchanged
from harness.phrasebook import regex
from harness.phrasebook.kept import fill, names_kept, names_used


def test_unknown_names_stay_as_they_are():
    command = RunCommand(command="bank show {order}")
    assert fill(command, {"other": "7"}) is not None
    assert fill(command, {"other": "7"}) == command


def test_an_object_without_braces_is_returned_as_it_is():
    wait = Wait(seconds=1)
    assert fill(wait, {"order": "7"}) is wait


@given(st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"])))
@pytest.mark.parametrize("around", ["{}", '"{}"', "'{}'", "a'{}'b", 'x"y {} z"'])
def test_in_a_command_a_kept_text_is_one_word(around, value):
    filled = fill(RunCommand(command=f"echo {around.replace('{}', '{it}')}"), {"it": value})
    words = shlex.split(filled.command.replace("\\$", "$").replace("\\`", "`"))
    plain = around.replace('x"y {} z"', "xy {} z").strip("\"'").replace("'", "")
    assert words == ["echo", plain.replace("{}", value)]


def test_in_double_quotes_a_kept_text_runs_nothing():
    assert fill(RunCommand(command='echo "{it}"'), {"it": "$(id) `id`"}).command == 'echo "\\$(id) \\`id\\`"'


@pytest.mark.parametrize(
    ("kept", "value"),
    [("7", 7), ("seven", "seven"), ('a"b', 'a"b'), ("true", True), ("NaN", "NaN"), ("[" * 9999, "[" * 9999)],
)
def test_in_json_a_bare_name_becomes_a_value(kept, value):
    assert json.loads(fill(FieldIs(field="id", value="{it}"), {"it": kept}).value) == value


@given(st.text())
def test_in_a_json_text_a_name_stays_within_the_text(value):
    request = SendRequest(method="POST", target="/", json_body='{"a\\"": "<{it}>", "n": {n}}')
    filled = fill(request, {"it": value, "n": "3"})
    assert json.loads(filled.json_body or "") == {'a"': f"<{value}>", "n": 3}


def test_in_an_address_what_is_not_legal_is_encoded_and_what_is_encoded_stays():
    request = SendRequest(method="GET", target="/orders/{it}", form=None)
    assert fill(request, {"it": "a b/ä%20?x=1"}).target == "/orders/a%20b/%C3%A4%20?x=1"


def test_in_a_form_a_kept_text_is_one_value():
    request = SendRequest(method="POST", target="/", form="a={it}&b=2")
    assert fill(request, {"it": "x&b=3 y"}).form == "a=x%26b%3D3%20y&b=2"


def test_in_a_header_a_kept_text_stays_on_its_line():
    request = SendRequest(method="GET", target="/", headers=(("X-A", "{it}"),))
    assert fill(request, {"it": "1\r\nX-B: 2"}).headers == (("X-A", "1 X-B: 2"),)


def test_in_a_pattern_a_kept_text_is_literal():
    filled = fill(SeesLine(pattern="^{it}$"), {"it": "a.b(c"})
    assert regex.compile(filled.pattern).search("a.b(c") is not None
    assert regex.compile(filled.pattern).search("aXb(c") is None


def test_a_property_of_a_pattern_is_no_name():
    pattern = SeesLine(pattern=r"\p{Greek}{it}")
    assert names_used(pattern) == ("it",)
    assert fill(pattern, {"Greek": "x", "it": "y"}).pattern == r"\p{Greek}y"


def test_a_probe_is_filled_too():
    unchanged = Unchanged(probe=RunCommand(command="bank show {it}"), text="{it}")
    assert fill(unchanged, {"it": "7"}) == Unchanged(probe=RunCommand(command="bank show 7"), text="7")
    assert names_used(unchanged) == ("it",)


@pytest.mark.parametrize(
    ("what", "filled"),
    [
        (Sees(text="order {it}"), Sees(text="order 7")),
        (Click(name="{it}"), Click(name="7")),
        (HeaderIs(name="Location", value="/{it}"), HeaderIs(name="Location", value="/7")),
        (CreateFile(path="{it}.csv", content="{it}\n"), CreateFile(path="7.csv", content="7\n")),
        (RunCommand(command="x", typed="{it}\n"), RunCommand(command="x", typed="7\n")),
    ],
)
def test_plain_places_take_the_text_as_it_is(what, filled):
    assert fill(what, {"it": "7"}) == filled


def test_braces_of_a_shell_and_of_its_programs_are_no_names():
    command = RunCommand(command="echo ${HOME} {a,b} | awk '{print}' | bank show {it} '{\\'}'")
    assert names_used(command) == ("it",)


def test_quotes_in_a_command_do_not_hide_a_name_from_lint():
    assert names_used(RunCommand(command='bank send \'{"id": "{it}"}\'')) == ("it",)


def test_the_name_of_keeping_is_kept_and_not_used():
    assert names_kept(KeepText(pattern="a", name="it")) == ("it",)
    assert names_kept(Keeps(field="a", name="it")) == ("it",)
    assert names_kept(Sees(text="{it}")) == ()
    assert names_used(Keeps(field="a", name="it")) == ()
