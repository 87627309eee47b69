"""The grammars of all languages, and ruff, over files in memory and on disk."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from harness.adapters import syntax
from harness.adapters.syntax import Grammars, _grammars, _ruff
from harness.adapters.syntax._ruff import Ruff
from harness.ports.sources import Node, SourceFile
from tests.support.growth import ending

GRAMMARS = Grammars()
EMPTY = Node("", 0, 0, "")


def file(path: str, data: str | bytes, origin: str = "") -> SourceFile:
    return SourceFile(path, data.encode() if isinstance(data, str) else data, "", origin=origin)


def mistakes(*files: SourceFile, grammars: Grammars = GRAMMARS, thorough: frozenset[str] = frozenset()) -> object:
    return grammars.begin(files, thorough).results()


def node(path: str, text: str, what: str) -> Node:
    start = text.encode().index(what.encode())
    return GRAMMARS.nodes(file(path, text), [(start, start + len(what.encode()))])[0]


# --- mistakes -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "text", "line", "what"),
    [
        ("a.py", "x = 1\nfoo(a b)\n", 2, "syntax error at `b`"),
        ("a.py", "x = 1\n\ndef f(:\n  pass\n", 3, "`)` is missing"),
        ("a.js", "let x = 1\nlet y = (2;\n", 2, "`)` is missing"),
        ("a.json", '{"a": 1,\n "b" }', 1, "syntax error at `,`"),
        ("a.py", "x = (1, 2\n", 1, "syntax error at `x = (1, 2`"),
        ("a.yaml", "a: [1\nb: 2\n", 1, "syntax error at `[1`"),
    ],
)
def test_the_first_mistake_is_told_with_its_line(path: str, text: str, line: int, what: str) -> None:
    assert mistakes(file(path, text)) == {path: (line, what)}


CODE = {
    "a.sh": "go() { HIT; }",
    "a.c": "int *go(int a) { return HIT; }",
    "a.cpp": "namespace n { class A { int go() { return HIT; } }; }",
    "a.cs": "namespace N { class A { void Go() { HIT(); } } }",
    "a.css": "a { color: HIT }",
    "a.go": "package m\nfunc (a *A) Go() { HIT() }",
    "a.html": "<p>HIT</p>",
    "A.java": "class A { void go() { HIT(); } }",
    "a.js": "class A { go() { const f = () => HIT } }",
    "b.js": "const go = function () { xs.map((x) => HIT) }",
    "c.js": "module.exports = { go: () => HIT }",
    "d.js": "module.exports = () => HIT",
    "e.js": "run(function go() { HIT })",
    "a.jsx": "function Go() { return <a b={HIT} /> }",
    "a.json": '{"a": "HIT"}',
    "a.kt": "class A {\n    fun go() {\n        HIT\n    }\n}\n",
    "a.php": "<?php class A { function go() { HIT; } }",
    "a.py": "class A:\n    def go(self):\n        return lambda: HIT\n",
    "b.py": "x = HIT\n",
    "a.rb": "module M\n  class A\n    def go\n      HIT\n    end\n  end\nend\n",
    "a.rs": "mod m { impl A { fn go() { HIT } } }",
    "a.scala": "object A { def go() = { HIT } }",
    "a.ts": "namespace N { class A { private go(): void { HIT } } }",
    "a.tsx": "function Go() { return <a b={HIT} /> }",
    "a.yaml": "a:\n  b: HIT\n",
}
SYMBOLS = {
    "a.sh": "go",
    "a.c": "go",
    "a.cpp": "n.A.go",
    "a.cs": "N.A.Go",
    "a.go": "Go",
    "A.java": "A.go",
    "a.js": "A.go.f",
    "b.js": "go.<lambda>",
    "c.js": "go",
    "d.js": "module.exports",
    "e.js": "go",
    "a.jsx": "Go",
    "a.kt": "A.go",
    "a.php": "A.go",
    "a.py": "A.go.<lambda>",
    "a.rb": "M.A.go",
    "a.rs": "m.A.go",
    "a.scala": "A.go",
    "a.ts": "N.A.go",
    "a.tsx": "Go",
}


@pytest.mark.parametrize("path", CODE)
def test_a_place_is_told_by_the_functions_and_classes_around_it(path: str) -> None:
    text = CODE[path]
    assert mistakes(file(path, text)) == {}
    found = node(path, text, "HIT")
    assert found.symbol == SYMBOLS.get(path, "")
    assert len(found.sha256) == 64
    symbol = text[found.symbol_start : found.symbol_end]
    assert "HIT" in symbol
    assert symbol != text or found.symbol == "" or path in ("a.sh", "a.c", "a.jsx", "a.tsx")


def test_what_has_no_grammar_has_no_nodes_and_no_mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [file("a.txt", "((("), file("a.lua", "((("), file("b.go", "(((")]
    assert not GRAMMARS.knows("lua")
    monkeypatch.setattr(_grammars, "find_spec", lambda name: None if name == "tree_sitter_go" else object())
    _grammars.has_grammar.cache_clear()
    try:
        assert not GRAMMARS.knows("go")
        assert GRAMMARS.knows("python")
        assert mistakes(*files) == {}
        assert [GRAMMARS.nodes(one, [(0, 1)]) for one in files] == [[EMPTY]] * 3
        assert [GRAMMARS.comments(one) for one in files] == [[]] * 3
    finally:
        monkeypatch.undo()
        _grammars.has_grammar.cache_clear()


def test_a_tree_is_given_with_the_mistakes_in_it() -> None:
    root = Grammars().tree("python", b"a = 1\nb = )\n")
    assert (root.type, root.has_error, root.children[0].start_point) == ("module", True, (0, 0))
    assert not root.children[0].has_error


def test_an_empty_file_parses() -> None:
    assert mistakes(*(file(path, "") for path in CODE)) == {}


def test_a_file_that_is_nested_deeply_takes_no_time() -> None:
    deep = "x = " + "(" * 50_000 + "1" + ")" * 50_000
    with ending():
        assert mistakes(file("a.py", deep), file("b.py", deep[:-1])) == {
            "b.py": (1, "syntax error at `x = " + "(" * 36 + "`")
        }
        [found] = GRAMMARS.nodes(file("a.py", deep), [(50_004, 50_005)])
        assert found.symbol == ""


# --- digests --------------------------------------------------------------------------------------------------------------


def digest(text: str, what: str) -> str:
    return node("a.py", text, what).sha256


def test_a_node_keeps_its_digest_where_it_is_moved_and_laid_out_otherwise() -> None:
    one = digest('def f():\n    HIT("a b", 1)\n', 'HIT("a b", 1)')
    moved = 'def g():\n    if x:\n        HIT(  # why\n            "a b",\n            1)\n'
    assert digest(moved, moved[moved.index("HIT") : -1]) == one
    assert digest("x = a \\\n  + b\n", "a \\\n  + b") == digest("x = a + b\n", "a + b")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('f("a b")', 'f("ab")'),
        ('f("\\nab")', 'f("\\nac")'),
        ('f("\\na b")', 'f("\\nab")'),
        ("f(a)", "f(b)"),
        ("if a:\n    b()\n    c()", "if a:\n    b()\nc()"),
    ],
)
def test_a_node_that_says_something_else_has_another_digest(one: str, other: str) -> None:
    assert digest(one, one) != digest(other, other)


def test_comments_are_told_by_their_places() -> None:
    text = "# a\nx = '# b'  # ü\ndef f():\n    # c\n    pass\n"
    data = text.encode()
    found = [data[start:end].decode() for start, end in GRAMMARS.comments(file("a.py", text))]
    assert found == ["# a", "# ü", "# c"]
    assert [start for start, _ in GRAMMARS.comments(file("a.js", "a(/* b */) // c"))] == [2, 11]


# --- nodes of parts of a file ---------------------------------------------------------------------------------------------

TRICKY = '''
"""A text.

class Fake:
    def fake(self):
        HIT1()
"""
import x

class Real(Base):
    """Another.

class Fake2:
    def fake2(self): ...
    """

    a = HIT2()

    @decorated(HIT3())
    @again
    def method(self, b=HIT4()):
        """def not_me(): pass"""
        text = """
class Fake3:
    def fake3(self):
        pass
"""
        HIT5(text)

        class Inner:
            def deep(self): HIT6()

    if a:
        def late(self): HIT7()
    else:
        def late(self): HIT8()

@decorated
async def plain(): HIT9()

try:
    HIT10()
except Error:
    HIT11()
else:
    HIT12()
finally:
    HIT13()

x = HIT14("""
def not_me_either(): pass
""", f"{HIT15()}")
'''


def test_nodes_are_the_same_whether_all_of_a_file_is_parsed_or_less() -> None:
    text = TRICKY + "\n".join(f"y{number} = {number}" for number in range(500)) + "\n"
    data = text.encode()
    spans = []
    for number in range(1, 16):
        start = text.index(f"HIT{number}(")
        end = text.index(")", start) + 1
        spans += [(start, start + len(f"HIT{number}")), (start, end), (start, end + 1)]
    tree = _grammars.parse("python", data)
    assert GRAMMARS.nodes(file("a.py", data), spans) == [syntax.node_of(tree, data, *span) for span in spans]


def test_nodes_of_the_library_are_the_same_whether_all_of_a_file_is_parsed_or_less() -> None:
    chance = random.Random(7)
    for path in chance.sample(sorted(Path(os.__file__).parent.glob("*.py")), 12):
        data = path.read_bytes()
        tree = _grammars.parse("python", data)
        every, waiting = [], [tree.root_node]
        while waiting:
            one = waiting.pop()
            every.append((one.start_byte, one.end_byte))
            waiting.extend(one.children)
        spans = chance.sample(every, min(8, len(every)))
        assert GRAMMARS.nodes(file("a.py", data), spans) == [syntax.node_of(tree, data, *span) for span in spans]


# --- ruff -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def on_disk(folder: Path, name: str, text: str | bytes) -> SourceFile:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return file(name, path.read_bytes(), str(path))


def later() -> Ruff:
    """As it would be made a little later, when the files have lain there for a while."""
    return Ruff(since=time.time_ns() + 10_000_000_000)


@pytest.fixture
def never_parsed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What is parsed by a grammar is remembered here."""
    parsed: list[bytes] = []
    real = syntax.parse
    monkeypatch.setattr(syntax, "parse", lambda language, data: parsed.append(data) or real(language, data))
    return parsed


def test_what_ruff_takes_needs_no_grammar(folder: Path, never_parsed: list[bytes]) -> None:
    good = on_disk(folder, "good.py", "x = 1\n")
    bad = on_disk(folder, "bad.py", "# ruff: noqa\nx = (  # noqa\n")
    lax = on_disk(folder, "lax.py", "if x:\n    # nothing\n")
    assert mistakes(good, bad, lax, grammars=Grammars(later())) == {"bad.py": (2, "syntax error at `x = (`")}
    assert never_parsed == [bad.data, lax.data]


def test_what_is_asked_for_thoroughly_goes_to_the_grammar(folder: Path, never_parsed: list[bytes]) -> None:
    good = on_disk(folder, "good.py", "x = 1\n")
    assert mistakes(good, grammars=Grammars(later()), thorough=frozenset({"good.py"})) == {}
    assert never_parsed == [good.data]


def test_what_may_not_be_on_disk_as_it_was_read_goes_to_the_grammar(folder: Path, never_parsed: list[bytes]) -> None:
    new = on_disk(folder, "new.py", "x = (\n")
    (folder / "new.py").write_text("x = 1\n")
    gone = on_disk(folder, "gone.py", "x = 2\n")
    (folder / "gone.py").unlink()
    longer = on_disk(folder, "longer.py", "x = 3\n")
    (folder / "longer.py").write_text("x = 33\n")
    target = on_disk(folder, "target.py", "x = 4\n")
    (folder / "link.py").symlink_to("target.py")
    link = file("link.py", target.data, str(folder / "link.py"))
    odd = on_disk(folder, "a\nb.py", "x = 5\n")
    nowhere = file("nowhere.py", "x = 6\n")
    other = on_disk(folder, "a.bzl", "x = 7\n")
    assert mistakes(new, grammars=Grammars()) == {"new.py": (1, "syntax error at `x = (`")}
    never_parsed.clear()
    every = [gone, longer, link, odd, nowhere, other]
    assert mistakes(*every, grammars=Grammars(later())) == {}
    assert never_parsed == [one.data for one in every]


def test_what_changes_while_ruff_looks_goes_to_the_grammar(folder: Path, never_parsed: list[bytes]) -> None:
    one = on_disk(folder, "a.py", "x = 1\n")
    parsing = Grammars(later()).begin([one], frozenset())
    (folder / "a.py").write_text("x = 2\n")
    assert parsing.results() == {}
    assert never_parsed == [one.data]


@pytest.mark.parametrize(
    "does",
    [
        "exit 2",
        "echo '[]'; kill -9 $$",
        "echo 'not json'",
        "echo '[{}]'",
        'echo \'[{"filename": "/elsewhere.py"}]\'; exit 1',
        "exec sleep 60",
    ],
)
def test_a_ruff_that_does_not_do_its_work_is_not_believed(
    folder: Path, never_parsed: list[bytes], does: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = folder / "ruff"
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)
    monkeypatch.setattr(_ruff, "_SECONDS", 0.2)
    one = on_disk(folder, "a.py", "x = 1\n")
    grammars = Grammars(Ruff(since=time.time_ns() + 10**10, program=str(program)))
    assert mistakes(one, grammars=grammars) == {}
    assert never_parsed == [one.data]


def test_without_ruff_everything_goes_to_the_grammar(
    folder: Path, never_parsed: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    one = on_disk(folder, "a.py", "x = 1\n")
    assert mistakes(one, grammars=Grammars(later())) == {}
    assert never_parsed == [one.data]
