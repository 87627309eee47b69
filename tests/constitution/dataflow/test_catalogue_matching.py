"""Which rules match what was evaluated, and how surely."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.constitution.checks.dataflow.rules import RETURN, Role, Site, Sure
from harness.constitution.checks.dataflow.values import Source, Taint, Value
from tests.constitution.dataflow.catalogue_sites import call, constant, own, rules, typed

X, Y, Z = (Value(frozenset({Taint(Source(name, "request", "p", 1, 0, 1, name))})) for name in "xyz")


def test_a_call_matches_by_its_full_name_whatever_library_calls_it_so() -> None:
    found = rules(sinks=["app.db.run($SQL)"], aliases={"app.{db2,db3}.run": "app.db.run"})
    for name in ("app.db.run", "app.db2.run", "app.db3.run", "builtins.app.db.run"):
        assert own(found.calls(call(name, X))) == ["sinks/1"]
    assert own(found.calls(call("other.run", X))) == []


def test_a_call_matches_through_types_and_bases() -> None:
    found = rules(
        sinks=["a.Base.run($SQL)"],
        bases={"a.Derived": "a.Base"},
        types={"a.{make,build}()": "a.Derived", "a.current": "a.Derived", "a.Derived.more()": "a.*"},
    )
    assert own(found.calls(call("a.Derived.run", X))) == ["sinks/1"]
    assert own(found.calls(call("a.current.run", X))) == ["sinks/1"]
    assert found.types(frozenset({"a.make"})) == {"a.Derived"}
    assert found.types(frozenset({"a.Derived"})) == {"a.Derived"}
    assert found.types(frozenset({"a.Derived.more"})) == {"a.more"}
    assert found.types(frozenset({"a.other"})) == frozenset()
    assert found.types(frozenset()) == frozenset()
    assert found.read_types(frozenset({"a.current"})) == {"a.Derived"}
    assert found.bases("a.Derived") == {"a.Derived", "a.Base"}


def test_every_other_method_may_be_spoken_of() -> None:
    found = rules(types={"a.Query.*()": "a.Query", "a.Query.first()": "a.Row"})
    assert found.types(frozenset({"a.Query.filter"})) == {"a.Query"}
    assert found.types(frozenset({"a.Query.first"})) == {"a.Row"}


def test_what_a_call_returns_may_depend_on_its_arguments() -> None:
    found = rules(
        types={"a.Parser()": "a.Parser"},
        results=[
            {"pattern": "a.Parser($$$)", "if": {"safe": True}, "type": "a.Safe"},
            {"pattern": "a.Parser($$$)", "if": {"safe": {"not": True}}, "type": "a.Open"},
        ],
    )
    names = frozenset({"a.Parser"})
    assert found.types(names) == {"a.Parser"}
    assert found.types(names, lambda: call("a.Parser", safe=constant(True))) == {"a.Safe"}
    assert found.types(names, lambda: call("a.Parser")) == {"a.Open"}
    assert found.types(names, lambda: call("a.Parser", safe=Value())) == {"a.Safe", "a.Open"}
    assert found.types(frozenset({"a.other"}), lambda: call("a.other")) == frozenset()


def test_arguments_go_to_their_places() -> None:
    found = rules(sinks=[{"pattern": "a.f($X, $$$REST)", "arguments": ["X", "REST"]}, {"pattern": "a.g($$$, $LAST)"}])
    (bound,) = found.calls(call("a.f", X, Y, key=Z))
    assert bound.values == {"X": (X,), "REST": (Y, Z)}
    (bound,) = found.calls(call("a.g", X, Y))
    assert bound.values == {"LAST": (Y,)}


def test_a_place_takes_the_keyword_of_its_name() -> None:
    found = rules(sinks=["a.f($URL, $$$)"])
    (bound,) = found.calls(call("a.f", timeout=Y, url=X))
    assert bound.values == {"URL": (X,)}
    assert not found.calls(call("a.f", timeout=Y))


@pytest.mark.parametrize(
    ("site", "matches"),
    [
        (call("a.f", X), True),
        (call("a.f"), False),
        (call("a.f", X, Y), False),
        (call("a.f", X, key=Y), False),
        (call("a.g", X, key=Y), True),
        (call("a.g", X), False),
        (call("a.h", constant("on"), X), True),
        (call("a.h", constant("off"), X), False),
        (call("a.h", Value(), X), True),
    ],
)
def test_without_dots_the_arguments_are_all(site: Site, matches: bool) -> None:
    found = rules(sinks=["a.f($X)", "a.g($_, key=$X)", "a.h('on', $X)"])
    assert bool(found.calls(site)) is matches


def test_what_is_spread_may_stand_anywhere() -> None:
    found = rules(sinks=["a.f($X, $$$)"], misuses=["a.f($X)"])
    (bound,) = found.calls(call("a.f", rest=Z))
    assert (bound.rule.role, bound.sure, bound.values) == (Role.SINK, Sure.MAYBE, {"X": (Z,)})


def test_a_receiver_is_of_the_type_or_not_known_to_be_another() -> None:
    found = rules(
        sinks=[{"pattern": "$C.execute($SQL)", "receiver": "a.Cursor"}, "a.connect($DSN)"],
        bases={"a.Special": "a.Cursor"},
        types={"a.cursor()": "a.Cursor", "a.pool()": "a.Pool", "a.Pool.size()": "a.Number"},
    )

    def sure(receiver: Value | None) -> Sure | None:
        bounds = found.calls(call(".execute", X, receiver=receiver))
        return bounds[0].sure if bounds else None

    assert sure(typed("a.Cursor")) is Sure.YES
    assert sure(typed("a.Special")) is Sure.YES
    assert sure(None) is Sure.MAYBE
    assert sure(Value()) is Sure.MAYBE
    assert sure(typed("app.py::Db")) is Sure.MAYBE
    assert sure(typed("a.Pool")) is None
    assert sure(typed("str")) is None
    assert sure(constant("text")) is None
    assert sure(Value(names=frozenset({"a"}))) is None
    assert sure(Value(names=frozenset({"b.thing"}))) is Sure.MAYBE


def test_a_receiver_may_have_to_be_known() -> None:
    found = rules(sinks=[{"pattern": "$C.run($SQL)", "receiver": "a.Cursor", "receiver-known": True}])
    assert not found.calls(call(".run", X, receiver=Value()))
    assert not found.calls(call(".run", X))
    assert found.calls(call(".run", X, receiver=typed("a.Cursor")))
    assert found.calls(call("a.Cursor.run", X, receiver=Value()))


def test_how_it_is_written_decides_where_the_type_is_not_known() -> None:
    found = rules(sinks=[{"pattern": "$C.run($SQL)", "receiver": "a.Cursor", "if": {"C": {"written": "cur$"}}}])
    assert found.calls(call(".run", X, receiver=Value(), text="self.cur"))
    assert not found.calls(call(".run", X, receiver=Value(), text="self.job"))
    assert found.calls(call(".run", X, receiver=typed("a.Cursor"), text="self.job"))


def test_what_stands_between_receiver_and_name_counts() -> None:
    found = rules(sinks=["$MODEL.objects.raw($SQL)"])
    assert found.calls(call(".raw", X, receiver=Value(), text="Person.objects"))
    assert not found.calls(call(".raw", X, receiver=Value(), text="objects"))
    assert found.calls(replace(call("app.Person.objects.raw", X), receiver=Value()))


def test_misuses_sanitizers_and_guards_match_only_surely() -> None:
    found = rules(
        misuses=[{"pattern": "a.hash($A)", "if": {"A": "md5"}, "category": "weak-hash"}],
        sanitizers=[{"pattern": "a.clean($A)", "if": {"$A": "md5"}}],
        guards=[{"pattern": "a.check($A)", "if": {"A": "md5"}, "raises": True}],
        sinks=[{"pattern": "a.sink($A)", "if": {"A": "md5"}}],
    )
    for name, section in (("hash", "misuses/1"), ("clean", "sanitizers/1"), ("check", "guards/1"), ("sink", "sinks/1")):
        assert own(found.calls(call(f"a.{name}", constant("md5")))) == [section]
        assert own(found.calls(call(f"a.{name}", constant("other")))) == []
        assert bool(found.calls(call(f"a.{name}", Value()))) is (name == "sink")


def test_one_of_several_names_is_not_sure() -> None:
    found = rules(sanitizers=["a.clean($X)"], sinks=["a.run($X)"])
    several = Site(frozenset({"a.clean", "b.other"}), "", None, "", (X,))
    assert not found.calls(several)
    (bound,) = found.calls(replace(several, names=frozenset({"a.run", "b.other"})))
    assert bound.sure is Sure.MAYBE
    same = replace(several, names=frozenset({"a.clean", "c.clean"}))
    assert own(found.calls(same)) == ["sanitizers/1"]


def test_a_rule_that_matches_twice_is_told_once_and_as_surely_as_it_gets() -> None:
    found = rules(sinks=[{"pattern": ["a.run($X)"]}], types={"a.one": "a"})
    site = Site(frozenset({"a.run", "a.one.run"}), "", None, "", (X,))
    assert len(found.calls(site)) == 1


def test_conditions_look_at_keywords_and_at_parts() -> None:
    found = rules(
        misuses=[
            {"pattern": "a.get($$$)", "if": {"verify": False}},
            {"pattern": "a.config($$$)", "if": {"SECURE=": False}},
            {"pattern": "a.cookie($OPTIONS)", "if": {"OPTIONS.secure": False}},
            {"pattern": "a.hosts($$$)", "if": {"allowed[0]": "*"}},
        ]
    )
    assert own(found.calls(call("a.get", verify=constant(False)))) == ["misuses/1"]
    assert own(found.calls(call("a.get", rest=Value()))) == []
    assert own(found.calls(call("a.config", SECURE=constant(False)))) == ["misuses/2"]
    holder = Value(objects=frozenset({1}))
    secure = replace(call("a.cookie", holder), item=lambda value, key: constant(False) if key == "secure" else None)
    assert own(found.calls(secure)) == ["misuses/3"]
    assert own(found.calls(replace(secure, item=lambda value, key: None))) == []
    hosts = replace(call("a.hosts", allowed=holder), item=lambda value, key: constant("*") if key == 0 else None)
    assert own(found.calls(hosts)) == ["misuses/4"]


def test_an_argument_may_be_a_part() -> None:
    found = rules(sinks=[{"pattern": "a.run($ARGS)", "argument": "ARGS[0]"}])
    (bound,) = found.calls(call("a.run", X))
    assert bound.values == {"ARGS[0]": (X,)}
    (bound,) = found.calls(replace(call("a.run", X), item=lambda value, key: Y))
    assert bound.values == {"ARGS[0]": (Y,)}


def test_a_construction_may_be_asked_for() -> None:
    found = rules("javascript", sinks=["new Function($X)", "Other($X)"])
    plain = Site(frozenset({"Function"}), "", None, "", (X,))
    assert not found.calls(plain)
    assert found.calls(replace(plain, constructed=True))
    assert found.calls(replace(plain, names=frozenset({"Other"}), constructed=True))


def test_reads_match_names_attributes_and_words_in_names() -> None:
    found = rules(
        sources=[
            "a.request.args",
            "$R.special",
            {"pattern": "$NAME", "kind": "secret", "if": {"NAME": {"word": "password"}}},
        ],
        types={"b.current": "a.request"},
    )
    assert own(found.reads(Site(frozenset({"a.request.args"}), "args"))) == ["sources/1"]
    assert own(found.reads(Site(frozenset({"b.current.args"}), "args"))) == ["sources/1"]
    assert own(found.reads(Site(frozenset(), "special", Value(), "x"))) == ["sources/2"]
    assert own(found.reads(Site(frozenset(), text="db_password"))) == ["sources/3"]
    assert own(found.reads(Site(frozenset(), "password", Value(), "self"))) == []


def test_subscripts_match_the_receivers_names_and_types() -> None:
    found = rules(sources=["os.environ[$KEY]"], types={"a.env": "os.environ"})
    assert own(found.subscripts(Site(frozenset({"os.environ"}), "", None, "os.environ", (constant("X"),)))) == [
        "sources/1"
    ]
    assert own(found.subscripts(Site(frozenset({"a.env"}), "", None, "a.env", (constant("X"),)))) == ["sources/1"]
    assert own(found.subscripts(Site(frozenset(), "", typed("os.environ"), "e", (constant("X"),)))) == ["sources/1"]
    assert own(found.subscripts(Site(frozenset({"other"}), "", None, "other", (constant("X"),)))) == []


def test_stores_match_names_attributes_and_keys() -> None:
    found = rules(
        sinks=[
            "$R.innerHTML = $X",
            {"pattern": "a.session[$KEY] = $X", "arguments": ["KEY", "X"]},
            {"pattern": "$NAME = $X", "argument": "X", "if": {"NAME": {"word": "token"}}},
            "a.Response.data = $X",
        ]
    )
    (bound,) = found.stores(Site(frozenset(), "innerHTML", Value(), "el", (X,)))
    assert bound.values == {"X": (X,)}
    (bound,) = found.stores(Site(frozenset({"a.session"}), "[]", Value(), "session", (Y, X)))
    assert bound.values == {"KEY": (Y,), "X": (X,)}
    assert own(found.stores(Site(frozenset(), text="reset_token", positional=(X,)))) == ["sinks/3"]
    assert own(found.stores(Site(frozenset(), "token", Value(), "self", (X,)))) == []
    assert own(found.stores(Site(frozenset({"a.Response"}), "data", Value(), "r", (X,)))) == ["sinks/4"]
    assert own(found.stores(Site(frozenset({"a.Response.data"}), "data", Value(), "r", (X,)))) == ["sinks/4"]


def test_propagators_say_from_where_to_where() -> None:
    found = rules(
        propagators=[
            {"pattern": "$R.fill($X)", "from": "X", "to": "receiver"},
            {"pattern": "a.copy($FROM, $TO)", "from": "FROM", "to": ["TO", "return"]},
            "a.wrap($X, $Y)",
            "$R.text()",
        ]
    )
    fill, copy, wrap, text = (found.rule(f"own/propagators/{number}") for number in range(1, 5))
    assert (fill.sources, fill.targets) == (("X",), ("receiver",))
    assert (copy.sources, copy.targets) == (("FROM",), ("TO", "return"))
    assert (wrap.sources, wrap.targets) == (("X", "Y"), (RETURN,))
    assert (text.sources, text.targets) == (("R",), (RETURN,))


def test_guards_say_when_they_hold() -> None:
    found = rules(
        guards=["a.ok($X)", {"pattern": "a.bad($X)", "when": False}, {"pattern": "$X.isdigit()", "for": "all"}]
    )
    assert [found.rule(f"own/guards/{number}").when_true for number in (1, 2, 3)] == [True, False, True]
    digit = found.rule("own/guards/3")
    assert (digit.categories, digit.arguments) == ({"*"}, ("X",))
    assert found.rule("own/guards/1").categories == {"sql"}
