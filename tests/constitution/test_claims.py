"""Matrices that people and models write: whatever order and form their columns, files and lines have."""

from __future__ import annotations

import pytest

from harness.constitution._claim_places import line_ranges
from harness.constitution.claims import Claim, read_claims
from tests.support.growth import ending

KNOWN = ("SEC-002", "SEC-003")


def claims(text: str) -> tuple[Claim, ...]:
    return read_claims(text, "docs/matrix.md", KNOWN)


def row(file: str, line: str = "", description: str = "") -> tuple[Claim, ...]:
    return claims(f"## CWE-89\n\n| File | Line | Description |\n|---|---|---|\n| {file} | {line} | {description} |\n")


def where(file: str, line: str = "") -> list[str]:
    return [claim.where for claim in row(file, line)]


@pytest.mark.parametrize(
    ("file", "line", "expected"),
    [
        ("src/a.py", "12", ["src/a.py:12"]),
        ("`src/a.py`", "12-14", ["src/a.py:12-14"]),
        ("src/a.py", "12–14", ["src/a.py:12-14"]),
        ("src/a.py", "L12-L14", ["src/a.py:12-14"]),
        ("src/a.py", "lines 3, 9-11 and 20", ["src/a.py:3", "src/a.py:9-11", "src/a.py:20"]),
        ("src/a.py", "~12", ["src/a.py:12"]),
        ("src/a.py", "**12**", ["src/a.py:12"]),
        ("src/a.py", "All", ["src/a.py"]),
        ("src/a.py", "entire file", ["src/a.py"]),
        ("src/a.py", "—", ["src/a.py"]),
        ("src/a.py", "N/A", ["src/a.py"]),
        ("src/a.py", "", ["src/a.py"]),
        ("src/a.py:12-14", "", ["src/a.py:12-14"]),
        ("src/a.py:L12", "", ["src/a.py:12"]),
        ("src/a.py:12:5", "", ["src/a.py:12"]),
        ("src/a.py#L12-L14", "", ["src/a.py:12-14"]),
        ("src/a.py#section", "", ["src/a.py"]),
        ("[a.py](src/a.py#L10-L20)", "", ["src/a.py:10-20"]),
        ("[a.py](src/a.py#L20-L10)", "", ["src/a.py:10-20"]),
        ("[a.py](../src/a%20b.py)", "3", ["../src/a b.py:3"]),
        ("[a.py](https://github.com/o/r/blob/main/src/a.py#L3)", "", ["src/a.py:3"]),
        ("[src/a.py](https://example.com/x)", "3", ["src/a.py:3"]),
        ("`a.py`, `b.py`", "3, 9", ["a.py:3", "b.py:9"]),
        ("a.py, b.py", "3", ["a.py:3", "b.py:3"]),
        ("a.py<br>b.py", "", ["a.py", "b.py"]),
        ("src/**/*.py", "All", ["src/**/*.py"]),
        ("src/routes/", "", ["src/routes/"]),
        ("./src//a.py", "1", ["src/a.py:1"]),
    ],
)
def test_files_and_lines_are_read_as_people_write_them(file: str, line: str, expected: list[str]) -> None:
    assert where(file, line) == expected
    assert not any(claim.unclear for claim in row(file, line))


@pytest.mark.parametrize("file", ["—", "N/A", "All routers", "every endpoint of the API"])
def test_a_row_that_names_no_file_says_so(file: str) -> None:
    (claim,) = row(file, "All")
    assert claim.unclear.startswith("no file is named")
    assert claim.where == ""


@pytest.mark.parametrize("line", ["somewhere", "12-", "14-12", "0", "12345678", "3, x"])
def test_lines_that_cannot_be_understood_are_no_lines(line: str) -> None:
    (claim,) = row("src/a.py", line)
    assert claim.unclear == f"the lines '{line}' cannot be understood"


def test_the_principle_or_cwe_comes_from_the_nearest_heading_that_names_one() -> None:
    text = """# Matrix of SEC-003
## sec-002: SQL (CWE-89)
### Evidence
| File | Line |
|---|---|
| a.py | 1 |
## Others
| File | Line |
|---|---|
| b.py | 2 |
### CWE 352 and CWE-0079
| File | Line |
|---|---|
| c.py | 3 |
"""
    assert [(one.principles, one.cwes, one.place.line) for one in claims(text)] == [
        (("SEC-002",), ("CWE-89",), 6),
        (("SEC-003",), (), 10),
        ((), ("CWE-352", "CWE-79"), 14),
    ]


def test_or_from_a_column_in_any_order_with_columns_that_nobody_asked_for() -> None:
    text = """## CWE-1
| Description | Owner | Line | Principle | File | CWE |
|---|---|---|---|---|---|
| x | me | 1 | SEC-002 | a.py | CWE-89 |
| y | me | 2 | | b.py | |
"""
    assert [(one.principles, one.cwes, one.where) for one in claims(text)] == [
        (("SEC-002",), ("CWE-89",), "a.py:1"),
        ((), ("CWE-1",), "b.py:2"),
    ]


def test_the_names_of_code_in_a_row_are_kept() -> None:
    (claim,) = row("a.py", "1", "calls `Db.execute(sql)`, hash_password and verify() of `x`; `not code` CWE-89 is fine")
    assert claim.identifiers == ("execute", "hash_password", "verify")


def test_a_table_without_a_column_of_files_claims_nothing() -> None:
    assert claims("| CWE | Title |\n|---|---|\n| CWE-89 | SQL |\n") == ()


def test_rows_of_our_own_matrix_that_are_no_evidence_claim_nothing() -> None:
    head = "## SEC-002\n| File | Lines | Status | Node |\n|---|---|---|---|\n"
    rows = "".join(f"| a.py | 1 | {status} | `d737aeff8c9e` |\n" for status in ("enforces", "violates", "waived"))
    (claim,) = claims(head + rows + "| | | | |\n")
    assert claim.identifiers == ()


def test_hostile_cells_are_read_in_no_time() -> None:
    hostile = (
        ":" * 5_000,
        "a:1" * 3_000,
        "https://a/" + "blob/" * 2_000,
        "_a" * 5_000,
        "a." * 5_000 + "b(",
        ",1" * 5_000,
    )
    with ending():
        for text in hostile:
            row(text, text, text)
            row(f"[x]({text})", f"`{text}`", f"`{text}`")
        for text in ("1" * 9_000 + "x", "1 " * 5_000 + "x", "CWE" * 5_000, "1/" * 5_000, "(" * 9_000):
            claims(f"| CWE | File |\n|---|---|\n| {text} | a.py |\n")


def test_no_cell_names_more_places_than_anybody_reads() -> None:
    assert len(row(", ".join(f"{number}.py" for number in range(500)))) == 50
    assert len(line_ranges("1, 2 & 3")) == 3


@pytest.mark.parametrize(
    ("cell", "cwes"),
    [
        ("522", ("CWE-522",)),
        ("862, 863", ("CWE-862", "CWE-863")),
        ("862/863", ("CWE-862", "CWE-863")),
        ("CWE-862/863", ("CWE-862", "CWE-863")),
        ("CWE-862, 863 and 89", ("CWE-862", "CWE-863", "CWE-89")),
        ("89 (one of the top 25)", ("CWE-89",)),
        ("one of the top 25", ()),
        ("none", ()),
    ],
)
def test_below_cwe_a_number_alone_is_a_weakness(cell: str, cwes: tuple[str, ...]) -> None:
    (claim,) = claims(f"| Principle | CWE | File | Lines |\n|---|---|---|---|\n| Hashing | {cell} | a.py | 14-24 |\n")
    assert claim.cwes == cwes


def test_a_number_elsewhere_is_no_weakness() -> None:
    (claim,) = claims("| ID | File | Line |\n|---|---|---|\n| 89 | a.py | 3 |\n")
    assert claim.cwes == ()


@pytest.mark.parametrize("status", ["Planned", "pending", "Not implemented"])
def test_a_row_that_is_for_later_claims_nothing(status: str) -> None:
    assert claims(f"| CWE | File | Status |\n|---|---|---|\n| 89 | a.py | {status} |\n") == ()
