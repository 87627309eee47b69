"""Files of Python as they are read: each piece of code, and what it becomes, whatever Python runs the tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from harness.adapters.syntax import Grammars
from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering import LANGUAGES, Unparsable, lower
from tests.constitution.dataflow.python_spelling import read, spelled, told

SNAPSHOT = Path(__file__).with_name("python_lowering.txt")


def _pieces() -> Iterator[tuple[str, list[str]]]:
    """Code, and what it becomes in the lines with ``=>``; a line with ``#`` alone begins a section."""
    for piece in SNAPSHOT.read_text().rstrip("\n").split("\n\n"):
        lines = piece.split("\n")
        expected = [line[3:] for line in lines if line.startswith("=> ")]
        if expected:
            yield "\n".join(lines[: len(lines) - len(expected)]), expected


@pytest.mark.parametrize(("code", "expected"), list(_pieces()))
def test_code_becomes_what_it_means(code: str, expected: list[str]) -> None:
    assert told(code) == expected


def test_every_language_has_a_reader() -> None:
    code = dict.fromkeys(LANGUAGES, "a = 1")
    modules = [lower("a", language, text.encode(), Grammars().tree) for language, text in code.items()]
    assert {module.language for module in modules} == LANGUAGES


def test_bodies_are_read_when_they_are_asked_for() -> None:
    module = read("def f():\n    def g(): pass\n")
    assert list(module.functions) == ["f"]
    assert module.functions["f"].body is module.functions["f"].body
    assert list(module.functions) == ["f", "f.g"]


def test_what_stands_in_a_function_that_lost_its_name_goes_with_it() -> None:
    module = read("class A:\n    def f(self): a\nclass A:\n    def f(self):\n        def g(): b\n")
    assert list(module.classes) == ["A#2", "A"]
    assert {name: function.owner for name, function in module.functions.items()} == {"A#2.f": "A#2", "A.f": "A"}
    assert spelled(module.functions["A#2.f"].body) == "[Do(a)]"
    assert spelled(module.functions["A.f"].body) == "[A.f.g() [Do(b)]]"


def test_a_setter_without_a_property_is_a_function_like_any_other() -> None:
    module = read("class A:\n    @x.setter\n    def x(self, v): a\n    @x.setter\n    def x(self, v): b\n")
    assert list(module.functions) == ["A.x", "A.x#setter"]


def test_several_setters_have_names_of_their_own() -> None:
    setters = "    @x.setter\n    def x(self, v): a\n" * 3
    module = read(f"class A:\n    @property\n    def x(self): a\n{setters}")
    assert list(module.functions) == ["A.x", "A.x#setter", "A.x#setter#2", "A.x#setter#3"]


def test_everything_stands_where_it_stands() -> None:
    code = "# é\n@a\ndef f():\n    return b.c(\n        d)\n"
    module = read(code)
    function = module.functions["f"]
    assert (function.line, code.encode()[function.start : function.end]) == (3, code.encode()[5:-1])
    (returned,) = function.body
    assert isinstance(returned, ir.Return)
    assert isinstance(returned.value, ir.Call)
    assert (returned.line, returned.value.line) == (4, 4)
    assert code.encode()[returned.value.start : returned.value.end] == b"b.c(\n        d)"


def test_what_a_string_says_of_a_type_stands_in_the_string() -> None:
    code = "def f(a: 'b.c', d: 'int | e'): pass"
    first, second = read(code).functions["f"].parameters
    assert first.annotation
    assert isinstance(second.annotation, ir.Binary)
    assert code[first.annotation.start : first.annotation.end] == "b.c"
    assert code[second.annotation.right.start : second.annotation.right.end] == "e"


@pytest.mark.parametrize("operator", ["+", "|", "-", "**"])
def test_long_rows_of_operators_are_read(operator: str) -> None:
    (statement,) = read(f"x = {f' {operator} '.join(map(str, range(300)))}").body
    assert isinstance(statement, ir.Assign)
    operands, depth = _leaves(statement.value)
    assert operands == list(range(300))
    assert depth < 12 or operator in ("-", "**")


def _leaves(node: ir.Expression | None, depth: int = 0) -> tuple[list[object], int]:
    if not isinstance(node, ir.Binary):
        assert isinstance(node, ir.Constant)
        return [node.value], depth
    (left, one), (right, other) = _leaves(node.left, depth + 1), _leaves(node.right, depth + 1)
    return left + right, max(one, other)


def test_long_rows_of_mixed_operators_keep_their_order() -> None:
    row = " + ".join(["a"] * 42) + " - b + c"
    assert told(f"x = {row}")[0].endswith(" - b) + c))")


def test_long_chains_of_calls_are_read() -> None:
    (statement,) = read(f"x{'.a()' * 2000}").body
    assert isinstance(statement, ir.Do)
    value, count = statement.value, 0
    while isinstance(value, ir.Call) and isinstance(value.function, ir.Attribute):
        value, count = value.function.value, count + 1
    assert count == 2000


def test_long_rows_of_branches_are_read() -> None:
    (statement,) = read("if a: b\n" + "elif c: d\n" * 2000).body
    count = 0
    while isinstance(statement, ir.If) and statement.otherwise:
        (statement,) = statement.otherwise
        count += 1
    assert count == 2000


def test_a_file_that_is_nested_too_deeply_is_refused() -> None:
    with pytest.raises(Unparsable, match="nested too deeply"):
        read(f"x = {'not ' * 5000}a")


@pytest.mark.parametrize(("code", "is_known"), [("1" * 4300, True), ("1" * 4301, False), ("0x" + "f" * 3600, False)])
def test_a_number_that_python_cannot_show_is_unknown(code: str, is_known: bool) -> None:
    (statement,) = read(code).body
    assert isinstance(statement, ir.Do)
    assert isinstance(statement.value, ir.Constant if is_known else ir.Unknown)


def test_a_statement_that_lacks_what_it_should_have_is_unknown() -> None:
    place = {"start_byte": 0, "end_byte": 2, "start_point": (0, 0), "end_point": (0, 2)}
    lost = SimpleNamespace(
        type="if", is_error=False, is_missing=True, has_error=True, is_named=False, children=[], **place
    )
    broken = SimpleNamespace(
        type="if_statement", is_error=False, is_missing=False, has_error=True, is_named=True, children=[lost],
        named_children=[], **place,
    )  # fmt: skip
    tree = SimpleNamespace(type="module", is_error=False, has_error=True, children=[broken])
    module = lower("a.py", "python", b"if", lambda language, data: tree)  # type: ignore[arg-type, return-value]
    assert (spelled(module.body), module.unread) == ("[Do(Unknown())]", ((1, 1, "`if` is missing"),))


# what Python takes for the end of a line, and the encodings of files


def test_a_return_without_a_new_line_ends_a_comment() -> None:
    assert told("a # b\rc") == ["Do(a)", "Do(c)"]
    assert told('x = """a\r\nb\rc"""\r\ny') == ["Assign([x], 'a\\nb\\nc')", "Do(y)"]


def test_a_mark_at_the_beginning_is_no_part_of_the_file() -> None:
    assert told(b"\xef\xbb\xbfa = '\xc3\xa9'") == ["Assign([a], 'é')"]


@pytest.mark.parametrize("first", ["", "# -*- coding: utf-8 -*-\n", "\n# vim: set fileencoding=UTF-8 :\n"])
def test_files_are_in_utf_8(first: str) -> None:
    assert told(f"{first}x = 'é'") == ["Assign([x], 'é')"]


@pytest.mark.parametrize(("codec", "text"), [("latin-1", "é"), ("cp1252", "€"), ("koi8-r", "ж")])
def test_files_may_declare_another_encoding(codec: str, text: str) -> None:
    assert told(f"#!python\n# coding={codec}\nx = '{text}' f'{text}{{a}}'".encode(codec)) == [
        f"Assign([x], {{'{text}{text}' a}})"
    ]


def test_the_third_line_declares_nothing() -> None:
    assert told("\n\n# coding: latin-1\nx = 'é'") == ["Assign([x], 'é')"]
    assert told("a\n# coding: latin-1\nx = 'é'") == ["Do(a)", "Assign([x], 'é')"]


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"a\n\xff", 2, "it is not encoded in utf-8"),
        (b"# coding: ascii\n\n\xff", 3, "it is not encoded in ascii"),
        (b"# coding: none-such\n'\xff'", 1, "its encoding `none-such` is not one that can be read"),
        (b"\n# coding: shift_jis\n'\xff'", 2, "its encoding `shift_jis` is not one that can be read"),
        (b"# coding: utf-16\n'\xff'", 1, "its encoding `utf-16` is not one that can be read"),
        (b"# coding: rot13\n'\xff'", 1, "its encoding `rot13` is not one that can be read"),
        (b"# coding: utf-7\n'+ACI-'", 1, "its encoding `utf-7` is not one that can be read"),
        (b"a\n\n'\0'", 3, "it holds a null character"),
        (b"\nfor a of b:\n    c", 2, "syntax error at `for a of b:`"),
        (b"}{", 1, "syntax error at `}{`"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, line: int, reason: str) -> None:
    with pytest.raises(Unparsable) as error:
        read(data)
    assert (error.value.line, error.value.reason) == (line, reason)
    assert str(error.value) == f"line {line}: {reason}"
