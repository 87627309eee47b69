from __future__ import annotations

import pytest

from harness.constitution.imports.imported import ImportsError
from harness.constitution.imports.python import imports
from tests.support.growth import ending


def names(text: str, path: str = "app/domain/a.py", roots: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The names of each module, with those of its parts behind a colon."""
    return [
        (*one.whole.names, *(f":{name}" for part in one.parts for name in part.names))
        for one in imports(path, text.encode(), roots)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import a.b, c as d", [("a.b",), ("c",)]),
        ("from a.b import c as d, e", [("a.b", ":a.b.c", ":a.b.e")]),
        ("from a import *", [("a", ":a.*")]),
        ("from . import x", [("app.domain", ":app.domain.x")]),
        ("from .x import y", [("app.domain.x", ":app.domain.x.y")]),
        ("from ..adapters import db", [("app.adapters", ":app.adapters.db")]),
        ("from ... import x", [("", ":x")]),
        ("from ..... import x", [("", ":x")]),
        ("def f():\n  try:\n    import a\n  except E:\n    import b", [("a",), ("b",)]),
        ("try: import a\nexcept E: import b\nelse: import c\nfinally: import d", [("a",), ("b",), ("c",), ("d",)]),
        ("match x:\n  case 1:\n    import a\n  case _:\n    import b", [("a",), ("b",)]),
        ("with x:\n  for y in z:\n    import a\n  else:\n    import b\nwhile x:\n  import c", [("a",), ("b",), ("c",)]),
        ("class A:\n  async def f():\n    import a\nx = lambda: 1 if y else z", [("a",)]),
        ("try:\n  import a\nexcept* E:\n  import b", [("a",), ("b",)]),
        ("x = [importlib.\uff49mport_module('a')]", [("a",)]),
        ("importlib.import_module('a.b')", [("a.b",)]),
        ("il.import_module(name='a')", [("a",)]),
        ("importlib.import_module('..x', package=__package__)", [("app.x",)]),
        (
            "from importlib import import_module as load\nload('a' '.b')",
            [("importlib", ":importlib.import_module"), ("a.b",)],
        ),
        ("__import__('a')", [("a",)]),
        ("builtins.__import__('a')", [("a",)]),
        ("import_module('a')", []),
        ("importlib.import_module(name)", []),
        ("importlib.import_module(3)", []),
        ("importlib.import_module()", []),
        ("f()('a')", []),
        ("# import a\n'import a'", []),
        ("import \uff4f\uff53", [("os",)]),
    ],
)
def test_imports_are_found_in_statements_and_calls(text, expected):
    assert names(text) == expected


def test_a_relative_name_is_told_from_each_folder_that_it_may_be_told_from():
    assert names("from ..x import y", "src/app/domain/a.py")[0][:2] == ("src.app.x", "app.x")
    assert names("from . import y", "src/app/domain/__init__.py")[0][:2] == ("src.app.domain", "app.domain")
    assert names("from . import y", "services/pay/app/a.py", ("services/pay/", "other"))[0][:2] == (
        "services.pay.app",
        "app",
    )
    [one] = imports("src/app/a.py", b"from .x import y")
    assert one.whole.note == "`.x` is `app.x`"


def test_imports_for_types_are_told_apart():
    text = "if TYPE_CHECKING:\n  import a\nelse:\n  import b\nif typing.TYPE_CHECKING:\n  import c\nif x():\n  import d"
    assert [(one.whole.names[0], one.for_types) for one in imports("a.py", text.encode())] == [
        ("a", True),
        ("b", False),
        ("c", True),
        ("d", False),
    ]


def test_places_are_bytes_of_the_file():
    data = "\ufeffimport a\r\nx = 'ü'; import b, c.d\r\nfrom e import (\r\n  f,\r\n  g)\r\n".encode()
    found = list(imports("x.py", data))
    shown = [data[target.start : target.end].decode() for one in found for target in (one.whole, *one.parts)]
    assert shown == ["import a", "b", "c.d", "from e import (\r\n  f,\r\n  g)", "f", "g"]


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"import a\nimport\n", 2, "not Python"),
        (b"import a\0", 1, "null bytes"),
        (b"\n# coding: nope\n", 1, "unknown encoding"),
        (b"x = '\xff'", 1, "not Python"),
        (b"(" * 10_000, 1, "too many nested"),
        (b"not " * 10_000 + b"x", 1, "nested too deeply"),
        (b"a" + b".a" * 100_000, 1, "nested too deeply"),
    ],
)
def test_a_file_that_is_broken_or_hostile_is_refused(data, line, reason):
    with pytest.raises(ImportsError) as error:
        list(imports("a.py", data))
    assert error.value.line == line
    assert reason in error.value.reason


def test_a_file_with_an_old_escape_is_read_without_a_word(recwarn):
    assert names(r"x = '\d'" + "\nimport a") == [("a",)]
    assert not recwarn.list


def test_a_long_line_takes_no_longer_than_others():
    with ending():
        assert names("x = '" + "a" * 1_000_000 + "'\nimport a") == [("a",)]
