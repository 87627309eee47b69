"""JavaScript, TypeScript and JSX as they are read: each piece of code, and what it becomes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from harness.adapters.syntax._grammars import parse
from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.javascript import lower_javascript
from harness.constitution.checks.dataflow.lowering.javascript_literals import number, string, template
from harness.constitution.checks.dataflow.lowering.parsing import Unparsable
from tests.constitution.dataflow.javascript_spelling import read, spelled, statements, told

SNAPSHOT = Path(__file__).with_name("javascript_lowering.txt")


def _pieces() -> Iterator[tuple[str, list[str], str]]:
    """Code at the margin, what it becomes below it and indented; a line with ``#`` begins a section."""
    section = ""
    for piece in SNAPSHOT.read_text().split("\n\n"):
        lines = piece.strip("\n").split("\n")
        if lines[0].startswith("# "):
            section = lines[0][2:]
            continue
        expected = [line[4:] for line in lines if line.startswith("    ")]
        yield "\n".join(lines[: len(lines) - len(expected)]), expected, section


@pytest.mark.parametrize(("code", "expected", "section"), list(_pieces()))
def test_code_becomes_what_it_means(code: str, expected: list[str], section: str) -> None:
    assert told(read(code, "tsx" if section == "markup" else "typescript")) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "class A { x = 1; static y; #p = 2; 'q-r' = 3; @dec m() {} h = () => this.x }",
            "class A [Assign([x], 1), Assign([#p], 2), Assign([q-r], 3), A.m(this)[dec] [], A.h(this) [Return(this.x)]]",
        ),
        ("class A extends (b, C) {}", "class A[Subscript(Collection(tuple, [b, C]), -1)] []"),
        ("with (o) { f() }", "Do(o); Do(Call(f))"),
        ("if (a) label: f()", "If(a, [Do(Call(f))])"),
        ("x = <a b='&amp;' {...c}>{d}</a>", "Assign([x], Markup(a, [[b, '&'], [None, c]], [d]))"),
        ("x = class { static #a() {} }", "class x [x.#a()[staticmethod] []]"),
        ("async x => x", "Do(Lambda(async <lambda:1>(x) [Return(x)]))"),
        ("for (;;i++) { continue }", "While(True, [Augment(+, i, 1), Continue(), Augment(+, i, 1)])"),
    ],
)
def test_plain_javascript_is_read_by_its_own_grammar(code: str, expected: str) -> None:
    assert statements(code, "javascript") == expected


def test_only_what_is_asked_for_is_read() -> None:
    module = read("function f() { const g = () => 1 }")
    assert list(module.functions) == ["f"]
    assert spelled(module.functions["f"].body) == "[f.g() [Return(1)]]"
    assert list(module.functions) == ["f", "f.g"]


def test_the_last_one_of_a_name_keeps_it() -> None:
    module = read("function f() {} function f(a) {} function f(a, b) {} class A {} class A { m() {} }")
    assert {name: len(function.parameters) for name, function in module.functions.items()} == {
        "f#2": 0,
        "f#3": 1,
        "f": 2,
        "A.m": 1,
    }
    assert [(name, found.qualname) for name, found in module.classes.items()] == [("A", "A"), ("A#2", "A#2")]


def test_methods_know_their_class() -> None:
    functions = read("class A { m() {} h = () => 1 } function f() { class B { n() {} } }").functions
    assert {name: function.owner for name, function in functions.items()} == {"A.m": "A", "A.h": "A", "f": None}


def test_nodes_know_where_they_stand() -> None:
    code = "// é\nconst a = 1;\n\nf(\n  `x\n${b}y\nz`)"
    assign, call = read(code).body
    assert (assign.line, assign.start, assign.end) == (2, 12, 17)
    assert isinstance(call, ir.Do)
    assert isinstance(call.value, ir.Call)
    template_ = call.value.arguments[0].value
    assert isinstance(template_, ir.Template)
    assert [part.line for part in template_.parts] == [5, 6, 6]


def test_long_sums_are_read_as_one_text() -> None:
    code = "x = " + " + ".join(f"a{number}" for number in range(2000))
    (assign,) = read(code).body
    assert isinstance(assign, ir.Assign)
    assert isinstance(assign.value, ir.Template)
    assert len(assign.value.parts) == 2000


def test_what_the_grammar_cannot_read_is_named() -> None:
    module = read("const a = 1;\nconst = = ;\nf(")
    assert module.unread == ((2, 2, "syntax error at `const = =`"), (3, 3, "syntax error at `f(`"))
    assert spelled(module.body[0]) == "Assign([a], 1)"


def test_a_file_of_which_nothing_can_be_read_says_so() -> None:
    root = SimpleNamespace(is_error=True, has_error=True, children=[])
    with pytest.raises(Unparsable, match="line 1: it does not parse"):
        lower_javascript("a", "javascript", b"}", lambda language, data: root)  # type: ignore[arg-type,return-value]


def test_what_is_nested_too_deeply_says_so() -> None:
    with pytest.raises(Unparsable, match="it is nested too deeply"):
        read("x = " + "[" * 3000 + "]" * 3000)


def test_code_that_is_read_without_trouble_leaves_nothing_unread() -> None:
    assert read("const a = 1").unread == ()


@pytest.mark.parametrize("text", ["1x", "0xg", "."])
def test_what_is_no_number_has_no_value(text: str) -> None:
    assert number(text) is None


def test_the_two_ends_of_a_line_are_one_in_templates_only() -> None:
    assert template("a\r\nb\rc") == "a\nb\nc"
    assert string("a\\\r\nb") == "ab"


@pytest.mark.parametrize(
    ("text", "value"),
    [("\\101\\8\\0", "A8\0"), ("\\u{110000}", "\\u{110000}"), ("\\uD83D", "\ud83d"), ("\\v\\b\\f\\t\\r", "\v\b\f\t\r")],
)
def test_odd_escapes_are_decoded_as_engines_do(text: str, value: str) -> None:
    assert string(text) == value


def test_every_language_has_its_own_grammar() -> None:
    asked: list[str] = []

    def parsed(language: str, data: bytes) -> object:
        asked.append(language)
        return parse(language, data).root_node

    for language in ("javascript", "typescript", "tsx"):
        assert lower_javascript("a", language, b"", parsed).language == language  # type: ignore[arg-type]
    assert asked == ["javascript", "typescript", "tsx"]
