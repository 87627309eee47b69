"""Tables of a document: their cells as a reader sees them, their lines, and the headings that they stand under."""

from __future__ import annotations

import pytest

from harness.errors import DocumentError
from harness.markdown.tables import Cell, Grid, tables


def read(text: str) -> list[Grid]:
    return list(tables(text, "matrix.md"))


def cell(source: str) -> Cell:
    return read(f"| a |\n|---|\n| {source} |\n")[0].rows[0].cells[0]


def test_a_table_has_columns_rows_and_lines() -> None:
    (grid,) = read("text\n\n| File | Line |\n|---|--:|\n| a.py | 3 |\n| b.py |\n")
    assert (grid.columns, grid.line) == (("File", "Line"), 3)
    assert [(row.line, [one.text for one in row.cells]) for row in grid.rows] == [(5, ["a.py", "3"]), (6, ["b.py", ""])]


def test_a_table_stands_under_its_headings_the_nearest_first() -> None:
    table = "\n\n| a |\n|---|\n"
    text = f"# M\n## One{table}\n### Deep{table}\n## Two\n**Bold: words** and more{table}\n## Three\nplain{table}"
    assert [grid.headings for grid in read(text)] == [
        ("One", "M"),
        ("Deep", "One", "M"),
        ("**Bold: words** and more", "Two", "M"),
        ("Three", "M"),
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("`a.py`", Cell("a.py", ("a.py",))),
        ("<code>a&#124;b</code>", Cell("a|b", ("a|b",))),
        ("a \\| b", Cell("a | b")),
        ("[a](src/a.py#L1-L2) x", Cell("a x", (), ("src/a.py#L1-L2",))),
        ("src/__init__.py and **/*.py", Cell("src/__init__.py and **/*.py")),
        ("a<br>b <b>c</b>", Cell("a; b c")),
        ("", Cell("")),
    ],
)
def test_a_cell_is_read_as_it_is_seen(source: str, expected: Cell) -> None:
    assert cell(source) == expected


def test_tables_in_quotes_and_lists_count_and_those_in_fences_do_not() -> None:
    text = "> | a |\n> |---|\n> | q |\n\n- x\n\n  | a |\n  |---|\n  | l |\n\n```\n| a |\n|---|\n| f |\n```\n"
    assert [grid.rows[0].cells[0].text for grid in read(text)] == ["q", "l"]


def test_a_table_of_headings_alone_has_no_rows() -> None:
    assert [grid.rows for grid in read("| a |\n|---|\n")] == [()]


def test_a_document_with_control_characters_is_refused() -> None:
    with pytest.raises(DocumentError):
        read("| a |\n|---|\n| \x1b |\n")
