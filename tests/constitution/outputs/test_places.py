"""What a tool reports lies at bytes of the tree's files, however it counts; what lies nowhere leaves the check in doubt."""

from __future__ import annotations

from typing import Any

import pytest

from harness.constitution.kinds import Doubtful, Match
from harness.constitution.outputs.places import Places, note_of
from harness.constitution.outputs.results import Result, Unit, Unparsed
from harness.constitution.trees import MemoryTree
from harness.domain.findings import DoubtKind, Role
from harness.ports.sources import Entry, SourceFile
from tests.constitution.checks import bench

TEXT = "first\n  é = '😀'; bad(x)\r\n\n\tlast"
FILES = {"a.py": TEXT, "src/b.py": "b\n", "other.txt": "o\n", "empty.py": ""}
TREE = MemoryTree([SourceFile(path, text.encode(), "") for path, text in FILES.items()])
PLACES = Places(TREE, ["a.py", "src/b.py", "empty.py", "gone.py"], "/product")
JOB = bench.job("command", "forbid: { command: 'true' }")


def seen(*results: Result, tree: Any = None) -> list[Match | Doubtful]:
    places = Places(tree, ["gone.py"], "/product") if tree else PLACES
    return list(places.matches(JOB, Role.VIOLATES, results))


def at(line: int | None, *numbers: int | None, unit: Unit = Unit.CHARACTERS, path: str = "a.py") -> str:
    """The text that a result is placed at: its column, end line and end column follow its line."""
    column, end_line, end_column = (*numbers, None, None, None)[:3]
    [found] = seen(Result(path, "no", "R1", line, column, end_line, end_column, unit))
    assert isinstance(found, Match), found
    return FILES[path].encode()[found.start : found.end].decode()


@pytest.mark.parametrize(
    ("unit", "column", "end"),
    [(Unit.CHARACTERS, 12, 15), (Unit.UTF16, 13, 16), (Unit.BYTES, 16, 19)],
)
def test_columns_are_counted_in_the_units_of_the_tool(unit: Unit, column: int, end: int) -> None:
    assert at(2, column, 2, end, unit=unit) == "bad"
    assert at(2, column, None, end, unit=unit) == "bad"


def test_without_an_end_it_reaches_to_the_end_of_the_line() -> None:
    assert at(2, 12) == "bad(x)"
    assert at(2, 12, 4) == "bad(x)\r\n\n\tlast"


def test_without_a_column_it_is_the_line_without_its_blanks() -> None:
    assert at(2) == "é = '😀'; bad(x)"
    assert at(1, None, 2) == "first\n  é = '😀'; bad(x)"
    assert at(4) == "last"
    assert at(3) == ""


def test_without_a_line_it_is_the_file_as_a_whole() -> None:
    assert seen(Result("a.py", "no")) == [Match(JOB.key, Role.VIOLATES, "a.py", 0, 0, "no")]
    assert seen(Result("a.py", "no", line=0)) == seen(Result("a.py", "no"))


def test_a_column_that_cannot_be_relied_on_counts_in_a_line_of_ascii_only() -> None:
    assert at(1, 2, 1, 4, unit=Unit.ASCII) == "ir"
    assert at(2, 12, 2, 15, unit=Unit.ASCII) == "é = '😀'; bad(x)"


def test_an_empty_place_is_its_first_character_never_a_part_of_one() -> None:
    assert at(2, 3, 2, 3) == "é"
    assert at(2, 4, 2, 4, unit=Unit.BYTES) == "é"
    assert at(2, 3, 2, 3, unit=Unit.BYTES) == "é"
    assert at(1, 3, 1, 1) == "r"


def test_a_column_beyond_the_line_is_its_end() -> None:
    assert at(1, 99) == ""
    assert at(1, 3, 1, 99) == "rst"


def test_a_result_may_lie_behind_the_last_line() -> None:
    [found] = seen(Result("src/b.py", "no newline", line=2, column=1))
    assert isinstance(found, Match)
    assert seen(Result("empty.py", "empty", line=1, column=1)) == [
        Match(JOB.key, Role.VIOLATES, "empty.py", note="empty")
    ]


def test_a_line_that_is_not_there_is_a_doubt() -> None:
    [found] = seen(Result("src/b.py", "no", line=9))
    assert isinstance(found, Doubtful)
    assert found.reason == "it reports line 9 of a file of 1: it saw another file"
    assert (found.path, found.kind) == ("src/b.py", DoubtKind.TOOL)


@pytest.mark.parametrize("path", ["a.py", "./a.py", "/product/a.py", "src/../a.py", " a.py"])
def test_a_path_may_be_written_in_any_way(path: str) -> None:
    [found] = seen(Result(path, "no", line=1))
    assert isinstance(found, Match)
    assert found.path == "a.py"
    assert PLACES.in_tree(path)


def test_a_result_about_all_of_the_tree_is_one_about_the_tree() -> None:
    assert [one.path for one in seen(Result("", "no"), Result("/product", "no"), Result(".", "no"))] == ["."] * 3


def test_a_file_that_the_check_is_not_about_is_left_out() -> None:
    assert seen(Result("other.txt", "no", line=1)) == []
    assert seen(Result("constitutions/checks/rules.py", "no", line=1)) == []


def test_a_file_that_is_not_in_the_tree_is_a_doubt() -> None:
    [found] = seen(Result("/etc/passwd", "no", line=1))
    assert isinstance(found, Doubtful)
    assert found.reason == "it speaks of `/etc/passwd`, which is no file of the tree"


def test_a_file_that_cannot_be_read_is_a_doubt() -> None:
    class Gone(MemoryTree):
        def entries(self) -> list[Entry]:
            return [Entry("gone.py", 1)]

    [found] = seen(Result("gone.py", "no", line=1), tree=Gone([]))
    assert isinstance(found, Doubtful)
    assert (found.kind, found.path) == (DoubtKind.UNREADABLE, "gone.py")


def test_a_file_that_does_not_parse_is_a_doubt_of_its_own() -> None:
    files = (
        Unparsed("./a.py", "bad\n syntax", 3),
        Unparsed("other.txt", "no"),
        Unparsed("x.py", "no"),
        Unparsed("", "all"),
    )
    doubts = list(PLACES.unparsed(JOB, files))
    assert [(one.kind, one.path, one.line, one.reason) for one in doubts] == [
        (DoubtKind.UNPARSABLE, "a.py", 3, "it does not parse: bad syntax"),
        (DoubtKind.TOOL, "", 1, "it speaks of `x.py`, which is no file of the tree: no"),
        (DoubtKind.TOOL, "", 1, "it speaks of `.`, which is no file of the tree: all"),
    ]


def test_what_a_tool_did_not_look_at_is_missing() -> None:
    assert list(PLACES.missing(["./a.py"])) == ["empty.py", "gone.py", "src/b.py"]
    assert list(PLACES.missing(["x.js"])) == []
    assert list(PLACES.missing([])) == ["a.py", "empty.py", "gone.py", "src/b.py"]


def test_a_note_is_one_line_that_names_the_rule_once() -> None:
    assert note_of(Result("a.py", "no\n bombs", "R1")) == "R1: no bombs"
    assert note_of(Result("a.py", "R1 no bombs", "R1")) == "R1 no bombs"
    assert len(note_of(Result("a.py", "x" * 999))) == 300
