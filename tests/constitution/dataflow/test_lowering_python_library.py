"""What is read of the standard library is what its own parser says of it; and so is what stands in strings."""

from __future__ import annotations

import ast
import sysconfig
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.adapters.syntax import Grammars
from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering import lower
from tests.constitution.dataflow.python_ast_form import form_of_file
from tests.constitution.dataflow.python_ir_form import form_of_module

LIBRARY = Path(sysconfig.get_path("stdlib"))
ALWAYS = [
    "argparse.py", "ast.py", "asyncio/taskgroups.py", "asyncio/base_events.py", "collections/__init__.py", "dataclasses.py",
    "enum.py", "functools.py", "sqlite3/dump.py", "typing.py", "test/test_grammar.py", "test/test_patma.py",
    "test/test_fstring.py", "test/test_unpack_ex.py", "test/test_named_expressions.py", "test/test_generators.py",
    "test/test_string_literals.py", "test/test_except_star.py", "test/test_genericalias.py", "test/test_type_params.py",
]  # fmt: skip
EVERY = 11
LARGEST = 60_000
EXCEPT = ("badsyntax", "bad_", "test_print", "test_future", "encoded_modules", "test_source_encoding")
"""What is no Python, in encodings whose places the parser counts otherwise, or ``print >> file``, read as it was meant."""


def _files() -> list[str]:
    some = sorted(path.relative_to(LIBRARY).as_posix() for path in LIBRARY.rglob("*.py"))
    some = [path for path in some if "site-packages" not in path and (LIBRARY / path).stat().st_size < LARGEST]
    chosen = {*some[::EVERY][:150], *(path for path in ALWAYS if (LIBRARY / path).exists())}
    return sorted(path for path in chosen if not any(word in path for word in EXCEPT))


@pytest.mark.parametrize("path", _files())
def test_the_library_is_read_as_its_own_parser_reads_it(path: str) -> None:
    data = (LIBRARY / path).read_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            expected = form_of_file(data)
        except SyntaxError:
            pytest.skip("it is no Python of this version")
    module = lower(path, "python", data, Grammars().tree)
    assert module.unread == ()
    found = form_of_module(module)
    difference = next((one for one in zip(expected, found, strict=True) if one[0] != one[1]), None)
    assert difference is None


PREFIXES = ["", "r", "u", "b", "br", "Rb", "f", "rf", "F"]
PIECES = st.sampled_from(
    ["a", "é", "\\", "\\\\", "\\'", '\\"', "\\n", "\\x41", "\\x4", "\\u00e9", "\\U0001F600", "\\U00110000", "\\N{DASH}", "N{",
     "\\N{EM DASH}", "\\101", "\\8", "\\777", "\\\n", "\n", "'", '"', "{{", "}}", "\\{{", "\\d", "\t", "\\r", " "]
)  # fmt: skip


@given(st.sampled_from(PREFIXES), st.sampled_from(["'", '"', "'''", '"""']), st.lists(PIECES, max_size=6))
def test_literals_have_the_value_that_python_gives_them(prefix: str, quotes: str, pieces: list[str]) -> None:
    code = f"({prefix}{quotes}{''.join(pieces)}{quotes})"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            expected = eval(compile(ast.parse(code, mode="eval"), "a", "eval"), {})
    except (SyntaxError, ValueError, NameError):
        return
    (statement,) = lower("a.py", "python", code.encode(), Grammars().tree).body
    assert isinstance(statement, ir.Do)
    assert isinstance(statement.value, ir.Constant)
    assert statement.value.value == expected


@given(
    st.from_regex(
        r"0[xX](_?[0-9a-fA-F])+|0[oO]?(_?[0-7])+|[1-9](_?[0-9])*|([0-9]+)?\.[0-9]+([eE][-+]?[0-9]{1,2})?",
        fullmatch=True,
    )
)
def test_numbers_have_the_value_that_python_gives_them(code: str) -> None:
    try:
        expected = ast.literal_eval(code)
    except SyntaxError:
        return
    (statement,) = lower("a.py", "python", code.encode(), Grammars().tree).body
    assert isinstance(statement, ir.Do)
    assert isinstance(statement.value, ir.Constant)
    assert (statement.value.value, type(statement.value.value)) == (expected, type(expected))
