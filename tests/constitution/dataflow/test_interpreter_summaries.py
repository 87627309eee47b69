"""What callers learn of a function, what people are told of it, and what bounds the work on it."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from harness.constitution.checks.dataflow.catalogue import build
from harness.constitution.checks.dataflow.catalogue.spec import CatalogueSpec
from harness.constitution.checks.dataflow.interpreter import analyse_class, analyse_function, analyse_module
from harness.constitution.checks.dataflow.interpreter.lattice import (
    MOST_TAINTS,
    bounded,
    constant,
    constants,
    extended,
    join,
    join_all,
    join_forms,
    ordered,
)
from harness.constitution.checks.dataflow.values import (
    EVERYTHING,
    MOST_STEPS,
    TEXT,
    UNKNOWN,
    Form,
    Given,
    Input,
    Source,
    Step,
    Summary,
    Taint,
    Target,
    Trail,
    Value,
)
from tests.constitution.dataflow.small_world import SmallWorld, analysed, body


def _of(code: str, name: str = "f", given: Given | None = None, explains: bool = False) -> Summary:
    world = SmallWorld({"app.py": code}, explains)
    return analyse_function(world, "app.py", world.modules["app.py"].functions[name], given or Given())


def test_a_parameter_that_reaches_a_sink_is_a_hit_for_callers() -> None:
    (hit,) = _of("def f(a, b):\n    sink('x' + b)\n").hits
    assert hit.taint is not None
    assert hit.taint.origin == Input(1)
    assert [step.what for step in hit.taint.trail.steps()] == [
        "becomes part of a string",
        "reaches `sink`, a sink (sql)",
    ]


def test_a_part_of_a_parameter_is_told_by_its_access() -> None:
    (hit,) = _of("def f(a):\n    sink(a.b['c'])\n").hits
    assert hit.taint is not None
    assert hit.taint.origin == Input(0, (".b", "['c']"))


def test_the_whole_of_a_parameter_covers_its_parts() -> None:
    (hit,) = _of("def f(a):\n    sink([a, a.b])\n").hits
    assert hit.taint is not None
    assert hit.taint.origin == Input(0)


def test_what_is_too_deep_is_told_as_its_owner() -> None:
    (hit,) = _of("def f(a):\n    sink(a.b.c.d.e)\n").hits
    assert hit.taint is not None
    assert hit.taint.origin == Input(0, (".b", ".c", ".d"))


def test_a_function_that_never_returns_says_so() -> None:
    assert _of("def f(a):\n    raise ValueError(a)\n").returns is None
    assert _of("def f(a):\n    while True:\n        pass\n").returns is None
    assert _of("def f(a):\n    if a:\n        raise ValueError\n").returns is not None


def test_constants_come_back() -> None:
    found = _of("def f(a):\n    return 'x' if a else 'y'\n").returns
    assert found is not None
    assert found.constants == {"x", "y"}


def test_what_callers_know_decides() -> None:
    code = "def f(a):\n    return 'x' if a else 'y'\n"
    found = _of(code, given=Given((constant(True),))).returns
    assert found is not None
    assert found.constants == {"x"}


def test_objects_come_back_as_forms() -> None:
    found = _of("def f(a):\n    return {'k': [a, 'x']}\n").returns
    assert found is not None
    assert found.form is not None
    assert found.form.kind == "dict"
    (key, inner) = found.form.items[0]
    assert key == "k"
    assert inner.form is not None
    assert inner.form.kind == "list"


def test_an_object_that_is_given_comes_back_as_itself() -> None:
    found = _of("def f(a):\n    return a\n").returns
    assert found is not None
    assert found.form is not None
    assert found.form.given == (Input(0),)


def test_effects_tell_what_is_kept() -> None:
    found = {
        (effect.position, effect.access)
        for effect in _of("def f(a, b):\n    a.x = b\n    a['k'] = 1\n    b.y.append(a)\n").effects
    }
    assert found == {(0, (".x",)), (0, ("['k']",)), (1, (".y", "[*]"))}


def test_what_is_only_read_is_no_effect() -> None:
    assert _of("def f(a):\n    if a.x in ('a',):\n        return a.x.y\n").effects == ()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("if a not in ('x', 'y'):\n    raise ValueError", [None]),
        ("return a in ('x', 'y')", [True]),
        ("return a not in ('x', 'y')", [False]),
        ("if a in ('x', 'y'):\n    return True\nreturn False", [True]),
        ("if a in ('x', 'y'):\n    return False\nreturn True", [False]),
        ("return True", []),
        ("yield a", []),
    ],
)
def test_what_callers_may_rely_on(code: str, expected: list[bool | None]) -> None:
    lines = "\n".join("    " + line for line in code.split("\n"))
    assert [assurance.when for assurance in _of(f"def f(a):\n{lines}\n").assurances] == expected


def test_over_its_budget_nothing_is_known() -> None:
    world = SmallWorld({"app.py": "def f(a):\n    return [a, a, a, a]\n"})
    found = analyse_function(world, "app.py", world.modules["app.py"].functions["f"], Given(), budget=3)
    assert found.exhausted
    assert analyse_module(world, "app.py", world.modules["app.py"], budget=0)[1].exhausted


def test_what_was_exhausted_may_give_back_what_it_was_given() -> None:
    world = SmallWorld({"app.py": "def g(a):\n    return 1\ndef f():\n    sink(g(source()))\n"})
    world.summary = lambda target, given: Summary(exhausted=True)  # type: ignore[method-assign]
    found = analyse_function(world, "app.py", world.modules["app.py"].functions["f"], Given())
    assert [hit.category for hit in found.hits] == ["sql"]


def test_the_names_of_a_module_and_class_are_told() -> None:
    world = SmallWorld({"app.py": "A = ('x', 'y')\nB = A[0]\ndef f():\n    pass\nclass C:\n    D = B\n"})
    module = world.modules["app.py"]
    names, _ = analyse_module(world, "app.py", module)
    assert names["B"].constants == {"x"}
    assert names["A"].form is not None
    assert {target.qualname for target in (names["f"].targets | names["C"].targets)} == {"f", "C"}
    assert analyse_class(world, "app.py", module.classes["C"])[0]["D"].constants == {"x"}


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("sink('a')", "always 'a'"),
        ("sink(unknown())", "nothing that comes from a source"),
        ("sink(clean(source()))", "made harmless"),
        ("x = source()\nif x in ('a',):\n    sink(x)", "always 'a'"),
        ("if 1 > 2:\n    sink(source())", "never runs: the test in line 2 is always false"),
        ("if 1 < 2:\n    pass\nelse:\n    sink(source())", "always true"),
    ],
)
def test_why_nothing_is_reported_is_told(code: str, reason: str) -> None:
    stops = analysed(body(code), explains=True).stops
    assert any(reason in stop.reason for stop in stops), [stop.reason for stop in stops]


def test_what_was_made_harmless_in_a_callee_is_told_too() -> None:
    code = "def g(a):\n    sink(a)\ndef f():\n    g(clean(source()))\n    h('x')\ndef h(a):\n    sink(a)\n"
    reasons = {stop.reason for stop in _of(code, explains=True).stops}
    assert any("made harmless" in reason for reason in reasons)


def test_ways_through_calls_are_told_step_by_step() -> None:
    (hit,) = _of("def g(a):\n    sink(a + 'x')\ndef f():\n    b = source()\n    g(b)\n").hits
    assert hit.taint is not None
    assert hit.line == 2
    assert [(step.line, step.what) for step in hit.taint.trail.steps()] == [
        (4, "`source` is a source (request)"),
        (5, "is given to `g` as `a`"),
        (2, "becomes part of a string"),
        (2, "reaches `sink`, a sink (sql)"),
    ]


def test_the_same_is_found_whatever_the_order_of_sets() -> None:
    code = (
        "from tests.constitution.dataflow.small_world import analysed\n"
        "print(analysed('def g(a, b, c):\\n    return [a, b, c]\\ndef f(x, y):\\n    z = source()\\n"
        "    for i in x:\\n        z = g(z, y, i)\\n        sink(z)\\n        shell(x)\\n'))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    hits = {text.partition("hits=")[2].partition("effects=")[0] for text in found}
    assert len({_without_sets(text) for text in hits}) == 1


def _without_sets(text: str) -> str:
    return "".join(sorted(text))


def _source(number: int) -> Source:
    return Source("r", "request", "a.py", number, number, number + 1, "s")


def test_taints_are_bounded() -> None:
    many = frozenset(Taint(_source(number)) for number in range(100)) | frozenset(
        Taint(Input(number % 3, (f".a{number}",))) for number in range(30)
    )
    kept = bounded(many)
    assert len(kept) <= MOST_TAINTS
    assert {taint.origin.position for taint in kept if isinstance(taint.origin, Input)} == {0, 1, 2}


def test_of_taints_with_one_origin_the_more_harmful_is_enough() -> None:
    one, other = Value(frozenset({Taint(_source(1))})), Value(frozenset({Taint(_source(1), frozenset({"sql"}))}))
    assert join(one, other) == one
    assert not next(iter(other)).reaches("sql")
    assert next(iter(one)).reaches("sql")
    assert not Taint(_source(1), frozenset({EVERYTHING})).reaches("sql")


def test_long_ways_are_cut_in_the_middle() -> None:
    steps = [Step("a.py", number, 0, 1, "x") for number in range(100)]
    inner = Trail(steps[49])
    for step in steps[50:99]:
        inner = Trail(step, inner)
    outer = Trail(steps[0])
    for step in steps[1:49]:
        outer = Trail(step, outer)
    trail = extended(outer, inner, steps[99])
    assert trail is not None
    lines = [step.line for step in trail.steps()]
    assert lines == [*range(MOST_STEPS // 4), *range(100 - MOST_STEPS // 4, 100)]


def test_a_way_through_a_function_lies_between_the_steps_around_it() -> None:
    one, two, three, four = (Step("a.py", number, 0, 1, "x") for number in range(4))
    trail = extended(Trail(one), Trail(three, Trail(two)), four)
    assert trail is not None
    assert [step.line for step in trail.steps()] == [0, 1, 2, 3]
    assert trail == Trail(four, Trail(three, Trail(two, Trail(one))))
    assert extended(None, None, None) is None


def test_inputs_that_are_told_as_one_stay_harmless_for_what_each_of_them_is() -> None:
    cleared = [{EVERYTHING}, {"html", "sql"}, {TEXT}]
    many = frozenset(
        Taint(Input(0, (f".{number}",)), frozenset(cleared[number % len(cleared)])) for number in range(40)
    )
    (kept,) = bounded(many)
    assert kept.cleared == {"html", "sql"}


def test_constants_are_bounded() -> None:
    assert join_all(constant(number) for number in range(20)).constants is None
    assert join_all([]) == UNKNOWN
    assert constants([]) == UNKNOWN
    assert constant("x" * 10_000) == UNKNOWN


def test_forms_are_joined_key_by_key() -> None:
    one = Form("dict", (("a", constant(1)), ("b", constant(2))), ((".x", constant(1)),))
    other = Form("dict", (("a", constant(3)),), ((".x", constant(2)), (".y", constant(3))), given=(Input(0),))
    found = join_forms(one, other)
    assert dict(found.items)["a"].constants == {1, 3}
    assert dict(found.attributes)[".x"].constants == {1, 2}
    assert found.given == (Input(0),)
    assert join_forms(one, one) is one
    lists = join_forms(Form("list", ((0, constant(1)), (1, constant(2)))), Form("list", ((0, constant(3)),)))
    assert lists.rest is not None
    assert lists.rest.constants == {2}
    assert join_forms(one, Form("list")).kind == "object"


def test_taints_are_ordered_by_what_they_are() -> None:
    taints = [Taint(Input(1)), Taint(_source(2)), Taint(_source(1)), Taint(Input(0))]
    assert [str(taint.origin)[:7] for taint in ordered(taints)] == ["Source(", "Source(", "Input(p", "Input(p"]


def test_origins_and_taints_are_the_same_in_another_process() -> None:
    made = frozenset({Taint(_source(1), frozenset({"sql"})), Taint(Input(2, (".a",), "p"))}), Given((UNKNOWN,))
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import pickle, sys; a = sys.stdin.buffer.read(); print(hash('a')); "
            "sys.stdout.flush(); sys.stdout.buffer.write(pickle.dumps(pickle.loads(a)))",
        ],
        input=pickle.dumps(made),
        capture_output=True,
        check=True,
    ).stdout
    assert pickle.loads(told.partition(b"\n")[2]) == made


def test_origins_and_taints_are_equal_by_what_they_say() -> None:
    assert repr(Input(1, (".a",), "p")) == "Input(position=1, access=('.a',), text='p')"
    assert repr(_source(1)).startswith("Source(rule='r', kind='request', path='a.py', line=1, ")
    assert repr(Taint(Input(0), frozenset({"b", "a"}))).endswith(", ['a', 'b'])")
    assert repr(Given((UNKNOWN,))) == f"Given(({UNKNOWN!r},))"
    assert Taint(_source(1)) == Taint(_source(1), trail=Trail(None))
    assert Taint(_source(1)) != Taint(_source(2))
    assert Taint(_source(1)) != _source(1)
    assert Input(0) != Input(1)
    assert Given() != Given((UNKNOWN,))


def _told(code: str) -> Given:
    """What ``f`` tells ``g``."""
    world = SmallWorld({"app.py": code}, rules=build(CatalogueSpec("python")))
    target = Target("function", "app.py", "f")
    world.summary(target, Given())
    (given,) = [given for name, given in world.asked if name == "g"]
    return given


def test_of_the_parts_of_an_object_a_function_is_told_what_it_may_go_by() -> None:
    given = _told(
        "import hashlib, elsewhere\ndef g(a, b):\n    pass\n"
        "def f(x):\n    g({'by': hashlib.md5, 'of': elsewhere.thing.part, 1: x}, 2)\n"
    )
    form = given.values[0].form
    assert form is not None
    assert form.items == (("by", Value(names=frozenset({"hashlib.md5"}))),)
    assert given.values[1].constants == frozenset({2})


def test_an_object_of_which_nothing_is_known_is_told_as_none() -> None:
    given = _told(
        "class A:\n    def __init__(self, x):\n        self.x = x\ndef g(a):\n    pass\ndef f(x):\n    g(A(x))\n"
    )
    assert [value.form for value in given.values] == [None]
