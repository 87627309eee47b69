"""The parts of a project: what binds names, which functions begin flows, and where they stand."""

from __future__ import annotations

import pytest

from harness.adapters.syntax import Grammars
from harness.constitution.checks.dataflow.project.facts import Facts
from harness.constitution.checks.dataflow.project.layout import layout
from harness.constitution.checks.dataflow.project.modules import Loaded, Modules
from harness.constitution.checks.dataflow.project.roots import Roots, places, roots


def loaded(text: str, path: str = "one.py") -> Loaded:
    found = Modules({path: text.encode()}, Grammars().tree).get(path)
    assert found is not None
    return found


def of(text: str, marks: str = "", heads: str = "") -> Roots:
    return roots(loaded(text), Facts(frozenset(marks.split()), frozenset(heads.split())))


def test_every_statement_that_binds_a_name_is_known() -> None:
    text = (
        "import a\nfrom b import c as d\nfrom e import *\nf = 1\ng, (h, *i) = j\nfor k in j: l = 1\nelse: m = 1\n"
        "with n as o, p: q = 1\nif r: s = 1\nelse: t = 1\ntry: u = 1\nexcept V as w: x = 1\nelse: y = 1\nfinally: z = 1\n"
        "while aa: ab = 1\nac += 1\nmatch ad:\n  case ae: af = 1\n(ag := 1)\ndef ah(): ai = 1\nclass aj: ak = 1\n"
    )
    known = loaded(text).bindings
    expected = "a d f g h i k l m o q s t u x y z ab ac af ag ah aj"
    assert " ".join(sorted(known.names)) == " ".join(sorted(expected.split()))
    assert [star.module for star in known.stars] == ["e"]


def test_what_is_certain_hides_what_came_before() -> None:
    assert len(loaded("a = 1\na = 2\n").bindings.names["a"]) == 1
    assert len(loaded("a = 1\nif b:\n    a = 2\n").bindings.names["a"]) == 2


def test_names_that_functions_change_are_known() -> None:
    text = "a = b = c = d = e = 1\ne[0] = 1\ndef f():\n    global a, b\n    c.append(1)\n    d[0] = 1\n    g[0] == 1\n"
    assert {"a", "b", "c", "d"} <= loaded(text).changed
    assert not {"e", "g"} & loaded(text).changed


def test_a_definition_inside_a_function_is_found() -> None:
    modules = Modules({"one.py": b"def f():\n    def g():\n        class H: pass\n"}, Grammars().tree)
    assert modules.definition("function", "one.py", "f.g") is not None
    assert modules.definition("function", "one.py", "f.h") is None
    assert modules.definition("function", "two.py", "f") is None
    assert modules.loaded("two.py") is None


@pytest.mark.parametrize(
    ("text", "marks", "heads", "expected"),
    [
        ("def f():\n    x.get()\ndef g():\n    get = 1\n", ".get", "", ("f",)),
        ("def f():\n    take()\ndef g():\n    retake()\n", "take", "", ("f",)),
        ("@app.route('/')\ndef f(): pass\ndef g():\n    route = 1\n", "", "route", ("f",)),
        (
            "def get(): pass\ndef f(get): pass\ndef g(x: get, y=get()): pass\ndef h():\n    x.get()\n",
            "",
            "get",
            ("get", "f", "g"),
        ),
        ("def f():\n    @route\n    def inner(): pass\n", "", "route", ("f",)),
        ("class A(View):\n    def f(self): pass\nclass B:\n    def g(self): pass\n", "", "View", ("A.f",)),
        ("@secured\nclass A:\n    x = 1\n    def f(self): pass\n", "secured", "", ("A.f",)),
    ],
)
def test_functions_that_may_begin_a_flow(text: str, marks: str, heads: str, expected: tuple[str, ...]) -> None:
    assert of(text, marks, heads).functions == expected


def test_the_own_level_of_files_and_classes_may_begin_a_flow() -> None:
    assert of("x = take()\n", "take").module
    assert not of("def f():\n    take()\n", "take").module
    assert of("class A:\n    x = take()\n", "take").classes == ("A",)
    assert of("on(lambda request: request)\n", "", "request").module
    assert not of("on(request)\n", "", "request").module


def test_words_are_found_as_a_whole() -> None:
    assert places(b"a.get get forget get2 .\n get", frozenset({".get"})) == [1, 22]
    assert places(b"get forget a.get", frozenset({"get"})) == [0, 13]
    assert places(b"get", frozenset()) == []


def test_places_move_with_the_code_around_them() -> None:
    before = "import a\n\ndef f():\n    a()\n\nx = 1\n\ndef g():\n    a()\n\ny = 2\n"
    after = before.replace("import a\n", "# more\nimport a\n").replace("def f():\n    a()", "def f():\n    a(1)")
    one, two = layout(loaded(before)), layout(loaded(after))
    assert one.moved(two, before.index("y = 2")) == (8, 1)
    assert one.moved(two, before.index("x = 1")) == (8, 1)
    assert one.moved(two, before.index("def g")) == (8, 1)
    assert one.moved(two, before.index("def f")) is None, "it says something else"
    assert one.moved(two, 0) is None
    assert one.moved(one, 0) == (0, 0)
    assert one.moved(layout(loaded("import a\n")), before.index("def g")) is None
    assert one.moved(layout(loaded("import a\n")), 0) is None
    assert one.digest("") == two.digest("")
    assert one.digest("g.inner.deep") == one.digest("g") != one.digest("f")
    assert one.digest("unheard") == one.digest("un.heard") == ""


def test_a_text_over_several_lines_is_no_comment() -> None:
    one, two = (layout(loaded(f'x = """\n# {word}\n"""\n')) for word in ("one", "two"))
    assert one.digest("") != two.digest("")
