"""Whatever a rule that begins a flow matches has one of the marks in it; other words have none."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.constitution.checks.dataflow.catalogue import Rules, build, libraries, words
from harness.constitution.checks.dataflow.catalogue.grammar import Form, Pattern, parse
from harness.constitution.checks.dataflow.catalogue.spec import LANGUAGES, CatalogueSpec
from harness.constitution.checks.dataflow.rules import Role, Rule, Site
from harness.constitution.checks.dataflow.values import Value
from tests.constitution.dataflow.catalogue_sites import rules

BEGINS = (Role.SOURCE, Role.MISUSE)
FUNCTIONS = (Form.DECORATED, Form.FUNCTION, Form.METHOD)
NAME = st.text("abcdefgh_", min_size=1, max_size=6)


def _rules(language: str) -> list[tuple[Rule, Pattern]]:
    return [(rule, parse(rule.pattern)) for rule in build(CatalogueSpec(language)).all_rules()]


def _written(pattern: Pattern, name: str, receiver: str) -> set[str]:
    """The words of code that calls, reads or stores what the pattern names."""
    return set(f"{receiver}.{name}".split(".")) if pattern.receiver else {name.rpartition(".")[2]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_that_begins_a_flow_is_marked_where_it_stands(language: str) -> None:
    known = build(CatalogueSpec(language))
    for rule, pattern in _rules(language):
        if rule.role in BEGINS and pattern.form not in FUNCTIONS:
            for name in pattern.names:
                assert _is_marked(known, _written(pattern, name, "whatever")), (rule, name)


def _is_marked(known: Rules, written: set[str]) -> bool:
    return any(known.marked(word) for text in written for word in text.replace("-", "/").split("/"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_function_whose_parameters_are_sources_has_a_head(language: str) -> None:
    known = build(CatalogueSpec(language))
    for rule, pattern in _rules(language):
        if rule.role is Role.SOURCE and pattern.form in FUNCTIONS:
            named = {parameter.name for parameter in pattern.parameters or () if parameter.name}
            shown = named | set(pattern.methods) | {name.rpartition(".")[2] for name in pattern.names}
            assert shown & known.heads(), rule


@settings(max_examples=150, deadline=None)
@given(
    st.lists(NAME, min_size=1, max_size=3).map(".".join), st.booleans(), st.sampled_from(["()", "", "[$K]"]), NAME, NAME
)
def test_what_an_invented_rule_matches_has_a_mark(
    dotted: str, anywhere: bool, how: str, before: str, word: str
) -> None:
    text = f"$R.{dotted.rpartition('.')[2]}{how}" if anywhere else f"{dotted}{how}"
    known = rules(sources=[text], aliases={f"{before}1.{word}": dotted})
    for name in (dotted, f"{before}.{dotted}", f"{before}.{word}", f"{dotted}.{word}"):
        last = name.rpartition(".")[2]
        method = last if "." in name else ""
        site = Site(frozenset({name}), method, Value(), name.rpartition(".")[0], (Value(),) if "[" in how else ())
        asked = {"()": known.calls, "": known.reads, "[$K]": known.subscripts}[how]
        if "[" in how:
            site = Site(frozenset({name}), "", Value(), name, (Value(),))
        if any(bound.rule.id.startswith("own/") for bound in asked(site)):
            assert any(known.marked(part) for part in name.split(".")), (text, name)


def test_words_in_names_are_marks_however_they_are_put_together() -> None:
    known = rules(sources=[{"pattern": "$NAME", "kind": "secret", "if": {"NAME": {"word": ["password", "api key"]}}}])
    for word in ("password", "db_password", "dbPassword", "PASSWORD", "API_KEY", "apikey", "myApiKey"):
        assert known.marked(word), word
    for word in ("passwordless", "key", "api", "monkey"):
        assert not known.marked(word), word


def test_heads_count_in_heads_only() -> None:
    known = rules(sources=["@web.route($$$)", "def $F(event, $$$)", "class(web.View).get($$$)"])
    assert {"route", "event", "get"} <= known.heads()
    assert not {"route", "event", "get"} & known.marks()


def test_names_that_rules_speak_of_anywhere_are_asked_about() -> None:
    known = rules(sinks=["$R.innerHTML = $X"])
    assert known.marked("innerHTML")
    assert "innerHTML" not in known.marks()


def test_only_what_is_asked_for_marks() -> None:
    every = build(CatalogueSpec())
    few = build(CatalogueSpec(kinds=("request",), categories=("sql",)))
    assert few.marks() < every.marks()
    assert {rule.kind for rule in few.all_rules() if rule.role is Role.SOURCE} == {"request"}
    assert all("sql" in rule.categories for rule in few.all_rules() if rule.role in (Role.SINK, Role.MISUSE))


def test_identifiers_fall_apart_into_words() -> None:
    assert words.parts("myHTTPServer_v2") == " my http server v 2 "
    assert words.contains("RESET-TOKEN", words.normal(["reset token"]))


def calls(work: Callable[[], object]) -> int:
    """How many functions the work calls: what it costs, on a machine of any speed."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_built_with_little_work_for_each_rule(language: str) -> None:
    rule_count = len(list(build(CatalogueSpec(language)).all_rules()))
    for cached in (build, libraries.library):
        cached.cache_clear()
    assert rule_count > 100
    assert calls(lambda: build(CatalogueSpec(language))) < 1_000 * rule_count


def test_a_catalogue_that_is_built_already_costs_nothing() -> None:
    build(CatalogueSpec())
    assert calls(lambda: build(CatalogueSpec())) < 10


def test_only_what_may_begin_a_flow_begins_one() -> None:
    known = rules(
        sources=["web.take()", "$R.$NAME", "def $F(event, $$$)"][:1],
        sinks=[{"pattern": "$NAME = $X", "if": {"NAME": {"word": ["key"]}}}, "$R.innerHTML = $X"],
        misuses=["lib.hash($A)"],
    )
    assert known.begins("take")
    assert known.begins("hash")
    for word in ("key", "primary_key", "innerHTML"):
        assert known.marked(word), word
        assert not known.begins(word), word


def test_a_part_of_an_object_begins_a_flow_where_the_object_itself_is_named() -> None:
    known = rules(
        sources=["box.open.get($KEY)", "box.Box.read()"], types={"box.open": "box.Box"}, aliases={"b.o": "box.open"}
    )
    assert known.begins("open")
    assert known.begins("o"), "the object under its other name"
    assert known.begins("read"), "a part of a class"
    assert known.marked("get")
    assert not known.begins("get")
    assert known.owns(frozenset({"b.o"}))
    assert not known.owns(frozenset({"box"}))


def test_rules_of_packages_that_are_not_there_are_left_out() -> None:
    known = rules(
        sources=["web.take()", "first.Form.data", "$R.anything()", "input($$$)"],
        sinks=["db.run($SQL)"],
        aliases={"other.take": "web.take"},
        types={"second.form": "first.Form"},
    )
    assert {"web", "other", "first", "second", "db"} <= known.packages()
    for packages, begin in (
        (["db"], {"anything", "input"}),
        (["other"], {"anything", "input", "take"}),
        (["second"], {"anything", "input", "data"}),
    ):
        less = known.within(frozenset(packages))
        assert {word for word in ("take", "data", "anything", "input") if less.begins(word)} == begin


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_all_its_packages_a_catalogue_is_the_same(language: str) -> None:
    known = build(CatalogueSpec(language))
    assert known.within(known.packages()).all_rules() == known.all_rules()


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("flask", True),
        ("flask.request", True),
        ("flask.request.args.anything", True),
        ("len", True),
        ("flask.nothing.of.theirs", False),
        ("shop.models.Order.value.value", False),
    ],
)
def test_rules_speak_of_names_that_lead_to_theirs_or_are_parts_of_them(name: str, spoken: bool) -> None:
    assert build(CatalogueSpec("python")).speaks_of(name) is spoken
