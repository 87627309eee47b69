"""Markers such as ``covers: FR-003``: in comments of any language and nowhere else, and what code they stand at."""

from __future__ import annotations

import hashlib

import pytest

from harness.adapters.markers import markers
from harness.domain.tracing import Evidence
from harness.ports.sources import SourceFile


def file(path: str, text: str) -> SourceFile:
    data = text.encode()
    return SourceFile(path, data, hashlib.sha256(data).hexdigest())


def found(path: str, text: str) -> list[Evidence]:
    return list(markers([file(path, text)]))


def claims(path: str, text: str) -> list[str]:
    return [claim for one in found(path, text) for claim in one.claims]


# Comments of any language


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", "x = 1  # covers: FR-003\n"),
        ("a.py", 'def f():\n    """Adds.\n\n    covers: FR-003\n    """\n'),
        ("a.py", '"""A module. Covers: FR-003."""\n'),
        ("a.js", "// covers: FR-003\n"),
        ("a.ts", "/* covers: FR-003 */\n"),
        ("a.ts", "/**\n * Adds.\n * covers: FR-003\n */\nfunction f() {}\n"),
        ("a.tsx", "const a = <b>{/* covers: FR-003 */}</b>;\n"),
        ("a.go", "package a\n\n// covers: FR-003\nfunc F() {}\n"),
        ("a.rs", "/// covers: FR-003\nfn f() {}\n"),
        ("a.java", "class A { /* covers: FR-003 */ }\n"),
        ("a.c", "int a; // covers: FR-003\n"),
        ("a.rb", "# covers: FR-003\n"),
        ("a.php", "<?php\n# covers: FR-003\n"),
        ("a.css", "/* covers: FR-003 */\n"),
        ("a.html", "<!-- covers: FR-003 -->\n"),
        ("a.vue", "<template>\n<!-- covers: FR-003 -->\n</template>\n"),
        ("a.sh", "# covers: FR-003\n"),
        ("a.yaml", "a: 1 # covers: FR-003\n"),
        ("a.toml", "a = 1 # covers: FR-003\n"),
        ("a.sql", "select 1 -- covers: FR-003\n"),
        ("a.lua", "-- covers: FR-003\n"),
        ("a.hs", "{- covers: FR-003 -}\n"),
        ("a.el", "; covers: FR-003\n"),
        ("a.clj", "(def a 1) ; covers: FR-003\n"),
        ("a.erl", "% covers: FR-003\n"),
        ("a.ml", "(* covers: FR-003 *)\n"),
        ("a.swift", "let a = 1 // covers: FR-003\n"),
        ("a.bat", "rem covers: FR-003\n"),
        ("a.bat", "@REM covers: FR-003\n"),
        ("Makefile", "all: # covers: FR-003\n"),
        ("Dockerfile", "# covers: FR-003\n"),
        ("bin/tool", "#!/bin/sh\n# covers: FR-003\n"),
        ("a.odd", "  // covers: FR-003\n"),
    ],
)
def test_a_comment_counts(path: str, text: str) -> None:
    assert claims(path, text) == ["FR-003"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", 'x = "# covers: FR-003"\n'),
        ("a.py", 'x = """\ncovers: FR-003\n"""\n'),
        ("a.py", 'f("""covers: FR-003""")\n'),
        ("a.py", 'def f():\n    x = 1\n    """covers: FR-003"""\n'),
        ("a.py", "def f():\n    if x:\n        'covers: FR-003'\n"),
        ("a.js", "const a = '// covers: FR-003';\n"),
        ("a.js", "const a = `\n// covers: FR-003\n`;\n"),
        ("a.go", 'var a = "// covers: FR-003"\n'),
        ("a.go", "var a = `\n// covers: FR-003\n`\n"),
        ("a.sh", "echo '# covers: FR-003'\n"),
        ("a.sh", "cat <<END\n# covers: FR-003\nEND\n"),
        ("a.sql", "select '-- covers: FR-003'\n"),
        ("a.lua", 'x = "-- covers: FR-003"\n'),
        ("a.toml", 'a = "# covers: FR-003"\n'),
        ("a.el", '(setq a "; covers: FR-003")\n'),
        ("a.html", "<p>covers: FR-003</p>\n"),
        ("a.bat", "echo covers: FR-003\n"),
        ("a.odd", "it says # covers: FR-003\n"),
        ("README.md", "<!-- covers: FR-003 -->\n"),
        ("notes.txt", "# covers: FR-003\n"),
        ("a.json", '{"a": "// covers: FR-003"}\n'),
        ("a.py", "# discovers: FR-003\n"),
        ("a.py", "# re-covers: FR-003\n"),
        ("a.py", "# covers FR-003\n"),
        ("a.py", "# covers:\n"),
    ],
)
def test_texts_and_prose_do_not_count(path: str, text: str) -> None:
    assert claims(path, text) == []


def test_a_name_with_something_hidden_in_it_is_another_name() -> None:
    assert claims("a.py", "# covers: FR-003\u202e\n") == ["FR-003\u202e"]


def test_several_names_may_follow_with_their_features_and_any_full_stop() -> None:
    text = "# covers: FR-003, 001-bank/FR-004,NFR-001a.\n# Covers: `SC-001`\n"
    assert claims("a.py", text) == ["FR-003", "001-bank/FR-004", "NFR-001a", "SC-001"]


# The code that a marker stands at


PYTHON = """# covers: FR-000
import os

# covers: FR-001
def a():
    # covers: FR-002
    return 1


class B:
    # covers: FR-003
    @property
    def c(self):
        return os.name  # covers: FR-004


RATE = 3  # covers: FR-005
"""


def test_a_marker_is_named_after_the_definition_that_it_stands_above_or_in() -> None:
    assert [(one.id, one.place.line, one.claims) for one in found("a.py", PYTHON)] == [
        ("a.py#1", 1, ("FR-000",)),
        ("a.py:a", 4, ("FR-001", "FR-002")),
        ("a.py:B.c", 11, ("FR-003", "FR-004")),
        ("a.py#2", 17, ("FR-005",)),
    ]


@pytest.mark.parametrize(
    ("path", "text", "id"),
    [
        ("a.ts", "// covers: FR-1\nexport const f = () => 1;\n", "a.ts:f"),
        ("a.ts", "class X {\n  /** covers: FR-1 */\n  m() {}\n}\n", "a.ts:X.m"),
        ("a.go", "package a\n\n// covers: FR-1\nfunc F() {}\n", "a.go:F"),
        ("a.rs", "/// covers: FR-1\nfn f() {}\n", "a.rs:f"),
        ("a.java", "class A {\n  // covers: FR-1\n  void m() {}\n}\n", "a.java:A.m"),
        ("a.rb", "class A\n  # covers: FR-1\n  def m; end\nend\n", "a.rb:A.m"),
    ],
)
def test_definitions_are_known_in_every_language_with_a_grammar(path: str, text: str, id: str) -> None:
    assert [one.id for one in found(path, text)] == [id]


def digests(path: str, text: str) -> dict[str, str]:
    return {one.id: one.sha256 for one in found(path, text)}


def test_moving_lines_comments_and_layout_change_nothing() -> None:
    moved = PYTHON.replace("def a():", "# more\n\ndef a( ):").replace("import os", "\n\nimport os  # why")
    assert digests("a.py", moved) == digests("a.py", PYTHON)


def test_only_a_change_of_the_anchored_code_changes_its_digest() -> None:
    before, after = digests("a.py", PYTHON), digests("a.py", PYTHON.replace("return 1", "return 2"))
    assert {id for id in before if before[id] != after[id]} == {"a.py:a", "a.py#1"}, "the first stands for the file"


def test_two_definitions_of_one_name_are_told_apart() -> None:
    text = "# covers: FR-1\ndef f(): pass\n\n# covers: FR-2\ndef f(): return 2\n"
    assert [one.id for one in found("a.py", text)] == ["a.py:f", "a.py:f#2"]


SQL = """-- covers: FR-001
create table a (id integer);

create table b (id integer);
"""


def test_without_a_grammar_the_lines_around_count() -> None:
    before = digests("a.sql", SQL)
    assert list(before) == ["a.sql#1"]
    assert digests("a.sql", SQL.replace("table b", "table c")) == before
    assert digests("a.sql", "\n\n" + SQL.replace(" (id", "   (id")) == before
    assert digests("a.sql", SQL.replace("table a", "table c")) != before
    apart = SQL.replace("FR-001\n", "FR-001\n\n")
    assert digests("a.sql", apart) == before
    assert digests("a.sql", apart.replace("table a", "table c")) != before


def test_a_file_that_is_no_text_or_does_not_parse_breaks_nothing() -> None:
    broken = SourceFile("a.py", b"\xff\xfe# covers: FR-1\ndef (:\n# covers: FR-2\n", "")
    assert [claim for one in markers([broken]) for claim in one.claims][-1] == "FR-2"
    assert claims("a.py", "") == []


def test_very_many_markers_are_all_read() -> None:
    text = "".join(f"# covers: FR-{number}\nx{number} = {number}\n" for number in range(3000))
    assert len(claims("a.py", text)) == 3000
