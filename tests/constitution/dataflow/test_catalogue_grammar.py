"""Patterns in their parts, and what is wrong in those that have none."""

from __future__ import annotations

import pytest

from harness.constitution.checks.dataflow.catalogue.grammar import Form, Parameter, Slot, expanded, parse
from harness.constitution.checks.dataflow.catalogue.mistakes import EntryError


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("a.b.f($X, $$$)", Form.CALL),
        ("f()", Form.CALL),
        ("new a.C($X)", Form.CALL),
        ("$R.method($X)", Form.CALL),
        ("a.on($PATH, @($REQ, $RES))", Form.CALL),
        ("a.b.c", Form.READ),
        ("$R.name", Form.READ),
        ("$NAME", Form.READ),
        ("a.b[$KEY]", Form.SUBSCRIPT),
        ("$R[$KEY]", Form.SUBSCRIPT),
        ("$R.innerHTML = $X", Form.STORE),
        ("$R[$KEY] = $X", Form.STORE),
        ("a.b = $X", Form.STORE),
        ("$NAME = $X", Form.STORE),
        ("@a.route($$$)", Form.DECORATED),
        ("@a.task", Form.DECORATED),
        ("@a.route($$$) def $F($P, $$$)", Form.DECORATED),
        ("@a.route($$$): return", Form.DECORATED),
        ("def name($P)", Form.FUNCTION),
        ("def $F(request, $$$)", Form.FUNCTION),
        ("def $NAME: return", Form.FUNCTION),
        ("class(a.Base).method($P)", Form.METHOD),
        ("class(a.Base).{get,post}: return", Form.METHOD),
        ("@@hapi/hapi.server($$$)", Form.DECORATED),
    ],
)
def test_a_pattern_has_the_form_that_its_text_shows(text: str, form: Form) -> None:
    assert parse(text).form is form


def test_the_places_of_a_call_are_told_apart() -> None:
    pattern = parse("a.f($X, 'text', 3, None, key=$Y, $$$REST)")
    assert pattern.slots == (
        Slot("X"),
        Slot("_", literal=("text",)),
        Slot("_", literal=(3,)),
        Slot("_", literal=(None,)),
        Slot("Y", keyword="key"),
        Slot("REST", many=True),
    )
    assert pattern.variables() == ("X", "Y", "REST")


def test_a_text_may_hold_commas_and_brackets() -> None:
    slots = parse("a.f('a, b)', \"(\")").slots
    assert slots is not None
    assert [slot.literal for slot in slots] == [("a, b)",), ("(",)]


def test_braces_are_alternatives() -> None:
    assert parse("{a,b}.c.{d,e}($X)").names == ("a.c.d", "a.c.e", "b.c.d", "b.c.e")
    assert expanded("a.{b, c}") == ("a.b", "a.c")


def test_a_receiver_keeps_what_stands_between_it_and_the_name() -> None:
    pattern = parse("$MODEL.objects.{get,raw}($X)")
    assert (pattern.receiver, pattern.between, pattern.names) == ("MODEL", ("objects",), ("get", "raw"))


def test_a_variable_may_stand_for_a_name() -> None:
    assert parse("$R.$NAME = $X").name_variable == "NAME"
    assert parse("$NAME").receiver is None


def test_parameters_are_names_variables_or_any_number() -> None:
    assert parse("class(a.Base).m(request, $P: a.Type, $_, $$$REST)").parameters == (
        Parameter("request"),
        Parameter(variable="P", annotation="a.Type"),
        Parameter(variable="_"),
        Parameter(variable="REST", many=True),
    )


def test_a_function_that_is_given_has_parameters() -> None:
    pattern = parse("a.on($PATH, @($REQ, $RES), $$$)")
    assert pattern.variables() == ("PATH", "REQ", "RES")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "is empty"),
        ("a.f($X", "bracket that nothing closes"),
        ("a.f($X).g($Y)", "goes on after"),
        ("a.f($X,,$Y)", "empty place"),
        ("a.f($$$, $$$)", "`$$$` twice"),
        ("a.f(x)", "'x' in 'a.f(x)' is no argument"),
        ("a..f($X)", "no dotted name"),
        ("a.{b,c($X)", "brace that nothing closes"),
        ("$lower.f($X)", "no metavariable"),
        ("a.f($X): return", "only functions return"),
        ("a.b = c", "stores no metavariable"),
        ("a.b() = $X", "nothing can be stored"),
        ("class(a.Base)", "names no method"),
        ("def f($P) -> x", "goes on after its parameters"),
        ("def f(3)", "no parameter"),
        ("@a.b[$X]", "no decorator"),
    ],
)
def test_what_is_no_pattern_is_told_with_a_hint(text: str, what: str) -> None:
    with pytest.raises(EntryError) as caught:
        parse(text)
    assert what in caught.value.what
    assert caught.value.hint
