"""What is known of parameters, by decorators, bases, names and annotations; and of what functions return."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from harness.constitution.checks.dataflow.catalogue import Rules
from harness.constitution.checks.dataflow.catalogue.signatures import harmless_places
from harness.constitution.checks.dataflow.rules import ParameterRule, Site
from harness.constitution.checks.dataflow.values import Value
from tests.constitution.dataflow.catalogue_sites import call, constant, own, rules, typed

NONE: frozenset[str] = frozenset()


def _asked(
    found: Rules,
    names: Sequence[str],
    *decorators: Site,
    bases: frozenset[str] = NONE,
    name: str = "f",
    **annotations: set[str],
) -> Sequence[ParameterRule]:
    return found.parameters(names, [frozenset(annotations.get(one, ())) for one in names], decorators, bases, name)


def sources(found: Sequence[ParameterRule]) -> list[int]:
    return [one.position for one in found if one.rule is not None]


def types(found: Sequence[ParameterRule]) -> dict[int, frozenset[str]]:
    return {one.position: one.types for one in found if one.types}


def test_a_decorator_makes_parameters_sources() -> None:
    found = rules(sources=["@web.route($$$)"])
    assert sources(_asked(found, ["name", "size"], call("web.route"))) == [0, 1]
    assert sources(_asked(found, ["self", "name"], call("web.route"))) == [1]
    assert sources(_asked(found, ["name"], call("web.other"))) == []


def test_the_route_tells_what_is_a_number() -> None:
    found = rules(sources=[{"pattern": "@$R.get($PATH, $$$)", "receiver": "web.App", "route": "PATH"}])
    site = call(".get", constant("/<int:id>/<name>"), receiver=typed("web.App"))
    assert sources(_asked(found, ["id", "name"], site)) == [1]
    unknown = call(".get", Value(), receiver=typed("web.App"))
    assert sources(_asked(found, ["id", "name"], unknown)) == [0, 1]


@pytest.mark.parametrize(
    ("route", "harmless"),
    [
        ("/<int:id>/<uuid:key>/<name>/<path:rest>", {"id", "key"}),
        ("/<any(a, b):kind>", {"kind"}),
        ("/{id:int}/{name}/{path:path}", {"id"}),
        (r"/{id:\d+}/{name:.+}", {"id"}),
        ("/<id:int>/<name:str>", {"id"}),
        (r"^(?P<year>[0-9]{4})/(?P<slug>[\w-]+)/$", {"year"}),
        ("/plain", set()),
    ],
)
def test_converters_of_all_frameworks_are_known(route: str, harmless: set[str]) -> None:
    assert harmless_places(constant(route)) == harmless


def test_of_several_routes_what_all_say_counts() -> None:
    assert harmless_places(constant("/<int:a>", "/<a>")) == NONE
    assert harmless_places(constant("/<int:a>", 3)) == NONE
    assert harmless_places(None) == NONE


@pytest.mark.parametrize(
    ("annotation", "harmful"),
    [
        (set(), True),
        ({"str"}, True),
        ({"int"}, False),
        ({"int", "None"}, False),
        ({"int", "str"}, True),
        ({"list"}, True),
        ({"list", "int"}, False),
        ({"typing.Optional", "uuid.UUID"}, False),
        ({"app.py::Item", "pydantic.BaseModel"}, True),
        ({"app.py::Colour", "str", "enum.Enum"}, False),
        ({"typing.Literal"}, False),
        ({"int", "fastapi.Query"}, False),
        ({"str", "fastapi.Query"}, True),
        ({"pydantic.HttpUrl"}, True),
        ({"pydantic.PositiveInt"}, False),
        ({"sqlalchemy.orm.Session"}, False),
        ({"web.Depends", "str"}, False),
        ({"T"}, True),
    ],
)
def test_annotations_tell_what_can_hold_text(annotation: set[str], harmful: bool) -> None:
    found = rules(sources=[{"pattern": "@web.get($$$)", "except": ["web.Depends"]}])
    assert bool(sources(_asked(found, ["x"], call("web.get"), x=annotation))) is harmful


def test_what_is_text_for_sure_is_no_operator() -> None:
    found = rules(sources=["@web.get($$$)"])
    (one,) = _asked(found, ["x"], call("web.get"), x={"str"})
    assert one.rule is not None
    assert one.rule.categories == {"nosql-operator"}


def test_methods_are_known_by_their_bases() -> None:
    found = rules(
        sources=[
            {"pattern": "class(web.View).{get,post}(request, $$$ARGS)", "argument": "ARGS"},
            {"pattern": "class(web.Graph).$M($_, info, $$$ARGS)", "argument": "ARGS"},
        ],
        bases={"web.Special": "web.View"},
    )
    bases = frozenset({"web.Special"})
    assert sources(_asked(found, ["self", "request", "id"], bases=bases, name="get")) == [2]
    assert sources(_asked(found, ["self", "request", "id"], bases=bases, name="put")) == []
    assert sources(_asked(found, ["self", "id"], bases=bases, name="get")) == []
    assert sources(_asked(found, ["root", "info", "by"], bases=frozenset({"web.Graph"}), name="resolve")) == [2]


def test_functions_are_known_by_names() -> None:
    found = rules(
        sources=[{"pattern": "def handler($EVENT, $CONTEXT)", "argument": "EVENT"}],
        parameters=[
            {"pattern": ["def $F(request, $$$)", "def $F($$$, request, $$$)"], "types": {"request": "web.Request"}},
        ],
    )
    assert sources(_asked(found, ["event", "context"], name="handler")) == [0]
    assert sources(_asked(found, ["event"], name="handler")) == []
    assert sources(_asked(found, ["event", "context"], name="other")) == []
    assert types(_asked(found, ["request"])) == {0: {"web.Request"}}
    assert types(_asked(found, ["a", "request", "b"])) == {1: {"web.Request"}}
    assert types(_asked(found, ["a"])) == {}


def test_an_annotation_is_better_known_than_a_name() -> None:
    found = rules(
        parameters=[{"pattern": "def $F(request, $$$)", "types": {"request": "web.Request"}}],
        types={"other.make()": "other.Request"},
    )
    assert types(_asked(found, ["request"], request={"other.Request"})) == {0: {"other.Request"}}


def test_a_pattern_may_ask_for_an_annotation() -> None:
    found = rules(sources=["def $F($$$, $P: web.Message)", "def g($P: web.Message)"], bases={"web.Text": "web.Message"})
    assert sources(_asked(found, ["n", "m"], m={"web.Text"})) == [1]
    assert sources(_asked(found, ["m"], name="g", m={"str"})) == []
    assert "Message" in found.heads()


def test_a_decorator_may_choose_parameters() -> None:
    found = rules(sources=[{"pattern": "@web.view($$$) def $F($_, $$$ARGS)", "argument": "ARGS"}])
    assert sources(_asked(found, ["request", "id"], call("web.view"))) == [1]


def test_functions_that_are_given_to_calls_are_known() -> None:
    found = rules(
        parameters=[
            {"pattern": "$A.get($PATH, $$$, @($REQ, $RES))", "types": {"REQ": "web.Request", "RES": "web.Response"}}
        ],
        sources=[{"pattern": "web.path($ROUTE, @($_, $$$ARGS), $$$)", "argument": "ARGS", "route": "ROUTE"}],
    )
    get = call(".get", constant("/"), Value(), Value(), receiver=Value())
    assert types(found.callback(get, 2, ["req", "res"])) == {0: {"web.Request"}, 1: {"web.Response"}}
    assert types(found.callback(get, 0, ["req", "res"])) == {}
    assert types(found.callback(get, 2, ["req"])) == {}
    path = call("web.path", constant("<int:id>/<slug>"), Value())
    assert sources(found.callback(path, 1, ["request", "id", "slug"])) == [2]
    assert found.callback(call("web.other", Value()), 0, ["request"]) == ()


def test_what_functions_return_is_known() -> None:
    found = rules(
        sinks=[
            {"pattern": "@web.route($$$): return", "category": "html"},
            {"pattern": "class(web.View).get: return", "category": "html"},
            {"pattern": "def $NAME: return", "category": "weak-random", "if": {"NAME": {"word": "token"}}},
        ]
    )
    assert own(found.returns([call("web.route")], NONE, "f")) == ["sinks/1"]
    assert own(found.returns([], frozenset({"web.View"}), "get")) == ["sinks/2"]
    assert own(found.returns([], frozenset({"web.View"}), "put")) == []
    assert own(found.returns([], NONE, "make_token")) == ["sinks/3"]
    assert own(found.returns([call("web.other")], NONE, "f")) == []
