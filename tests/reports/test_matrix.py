"""The compliance matrix claims what was seen and no more, in three formats that nothing of the tree can break out of."""

from __future__ import annotations

import csv
import io
from itertools import groupby

import pytest
from markdown_it import MarkdownIt
from syrupy.assertion import SnapshotAssertion

from harness.domain.findings import CheckResults, Outcome, Role, Standing
from harness.domain.matrix import Matrix, RowStatus
from harness.domain.principles import Use
from harness.domain.results import TreeRecord
from harness.errors import UsageError
from harness.reports import matrix, matrix_csv, matrix_json
from harness.reports._markup import plain, span
from harness.reports._view import View
from tests.support.findings import (
    BROKEN,
    DB,
    EVERYTHING,
    FINE,
    QUERY,
    SHOWN,
    SQL,
    check,
    checked,
    finding,
    many,
    result,
    results,
    whole_file,
)

VIEW = View(folder="runs/1")
HOSTILE = "=cmd|' /C calc'!A0 \x1b[2J\u202e\r\n| `x` ``y`` <script>alert(1)</script> [a](http://x) @team **b** \\|"


def markdown(constitution: CheckResults) -> str:
    return matrix.render(checked(constitution), VIEW)


def drawn_up(constitution: CheckResults) -> Matrix:
    return Matrix.model_validate_json(matrix_json.render(checked(constitution), VIEW))


def sheet(constitution: CheckResults) -> list[dict[str, str]]:
    text = matrix_csv.render(checked(constitution), VIEW)
    return list(csv.DictReader(io.StringIO(text, newline="")))


def hostile() -> CheckResults:
    broken = finding(f"{HOSTILE}x", "x", path=HOSTILE, note=HOSTILE, symbol=HOSTILE, technique=HOSTILE)
    return results(
        result(HOSTILE, Outcome.VIOLATION, broken, title=HOSTILE, cwes=(HOSTILE,), reason=HOSTILE),
        uncovered=(HOSTILE,),
    )


def test_the_matrix_looks_like_this(snapshot: SnapshotAssertion) -> None:
    run = checked(EVERYTHING, tree=TreeRecord(hash="4b" * 20))
    assert matrix.render(run, VIEW) == snapshot


def test_it_claims_no_more_than_passes() -> None:
    assert "**1 of 8 principles pass, 1 of them with evidence at file and line**" in markdown(EVERYTHING)
    assert "**2 of 2 principles pass, 1 of them with evidence at file and line**" in markdown(FINE)
    found = drawn_up(FINE)
    assert (found.principles, found.passed, found.evidenced) == (2, 2, 1)


def test_each_principle_has_a_row_and_without_evidence_the_row_says_so() -> None:
    rows = drawn_up(EVERYTHING).rows
    assert [id for id, _ in groupby(rows, key=lambda row: row.principle)] == [one.id for one in EVERYTHING.principles]
    none = {row.principle: row.note for row in rows if row.status is RowStatus.NONE}
    assert none["SEC-004"] == "no evidence: what it requires (pattern) is found nowhere"
    assert none["OPS-004"] == "no evidence: not-applicable"
    assert "SEC-002" not in none


@pytest.mark.parametrize(
    ("checks", "note"),
    [
        ((check(Use.FORBID),), "no place shows it: what it forbids is absent from 3 files"),
        ((check(Use.REQUIRE),), "no place shows it"),
    ],
)
def test_a_pass_that_no_place_shows_says_what_it_rests_on(checks: tuple[object, ...], note: str) -> None:
    rows = drawn_up(results(result("S-1", Outcome.PASS, checks=checks))).rows
    assert [(row.status, row.note, row.lines) for row in rows] == [(RowStatus.NONE, note, "")]


def test_evidence_is_anchored_by_its_node() -> None:
    shown, broken = drawn_up(results(SQL)).rows
    assert (shown.status, shown.path, shown.lines, shown.symbol) == (RowStatus.ENFORCES, "src/db.py", "6", "save")
    assert (shown.node_sha256, shown.fingerprint) == (SHOWN.node_sha256, SHOWN.fingerprint)
    assert (broken.status, broken.lines, broken.technique) == (RowStatus.VIOLATES, "2", "pattern forbid")


@pytest.mark.parametrize(
    ("standing", "status"),
    [(Standing.KNOWN, RowStatus.KNOWN), (Standing.WAIVED, RowStatus.WAIVED), (Standing.ELSEWHERE, RowStatus.ELSEWHERE)],
)
def test_what_breaks_a_principle_has_a_row_even_where_it_does_not_count(standing: Standing, status: RowStatus) -> None:
    excused = finding(DB, QUERY, standing=standing)
    assert [row.status for row in drawn_up(results(result("S-1", Outcome.WAIVED, excused))).rows] == [
        RowStatus.NONE, status,
    ]  # fmt: skip


def test_places_that_are_not_listed_are_counted() -> None:
    shown = results(result("S-1", Outcome.PASS, *many(100), shown=1234))
    rows = drawn_up(shown).rows
    assert (rows[-1].status, rows[-1].note) == (RowStatus.MORE, "about 1,134 more places show it")
    assert "| pass | 100+ | 0 |" in markdown(shown)
    broken = results(result("S-1", Outcome.VIOLATION, *many(1000, Role.VIOLATES), broken=1234))
    assert drawn_up(broken).rows[-1].note == "about 234 more places break it"
    assert "| violation | 0 | 1000+ |" in markdown(broken)


def test_a_place_that_two_checks_found_is_no_place_more() -> None:
    found = results(result("S-1", Outcome.VIOLATION, SHOWN, BROKEN, shown=2, broken=2))
    assert [row.status for row in drawn_up(found).rows] == [RowStatus.ENFORCES, RowStatus.VIOLATES]


def test_lines_are_told_as_people_write_them() -> None:
    several = finding(DB, DB[: DB.index("def save")])
    rows = drawn_up(results(result("S-1", Outcome.VIOLATION, several, whole_file(".env")))).rows
    assert [row.lines for row in rows[1:]] == ["all", "1-4"]


def test_a_run_without_a_constitution_has_no_matrix() -> None:
    for format in (matrix, matrix_csv, matrix_json):
        with pytest.raises(UsageError, match="checked no constitution"):
            format.render(checked(None), VIEW)


def test_a_spreadsheet_computes_nothing_of_the_tree() -> None:
    printed = matrix_csv.render(checked(hostile()), VIEW)
    assert printed.endswith("\r\n")
    assert "\x1b" not in printed
    assert "\u202e" not in printed
    for row in sheet(hostile()):
        assert [cell for cell in row.values() if cell[:1] in ("=", "+", "-", "@")] == []
    assert sheet(hostile())[0]["principle"].startswith("'=cmd")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", '"=', "\uff1d", "\t=", "\r="])
def test_a_cell_that_would_be_a_formula_begins_with_an_apostrophe_or_is_spelled_out(start: str) -> None:
    cell = sheet(results(result("S-1", Outcome.GAP, title=f"{start}1+1")))[0]["title"]
    assert cell.startswith(("'", "\\"))


def test_a_spreadsheet_has_the_columns_of_every_row() -> None:
    rows = sheet(EVERYTHING)
    assert [row["principle"] for row in rows] == [row.principle for row in drawn_up(EVERYTHING).rows]
    assert rows[0] == {
        "principle": "SEC-002", "title": "Parameterised SQL", "cwe": "CWE-89", "level": "MUST", "outcome": "violation",
        "status": "enforces", "file": "src/db.py", "lines": "6", "symbol": "save", "technique": "pattern require",
        "strength": "recorded", "node_sha256": SHOWN.node_sha256, "fingerprint": SHOWN.fingerprint, "note": "",
    }  # fmt: skip


def test_the_rendered_matrix_holds_no_markup_of_the_tree_and_no_cell_too_many() -> None:
    page = MarkdownIt("gfm-like", {"linkify": False}).enable("table").render(markdown(hostile()))
    for markup in ("<script", "<a ", "<strong>b", "<img"):
        assert markup not in page
    rows = [row for row in page.split("<tr>") if "<td" in row]
    assert [row.count("<td") for row in rows] == [8, 8]
    assert "\x1b" not in page


@pytest.mark.parametrize("text", ["a.py", "`a`", "a``b", " a", "a|b", "a\\|b", "```", "<b>", "&amp;", "-", "送"])
@pytest.mark.parametrize("within", ["{}", "| a | b |\n|---|---|\n| {} | c |"])
def test_text_in_letters_of_code_is_read_as_it_was_written(text: str, within: str) -> None:
    page = MarkdownIt("commonmark").enable("table").render(within.format(span(text)))
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f"<code>{escaped}</code>" in page.replace("&#124;", "|")
    assert page.count("<td") in (0, 2)


def test_nothing_is_no_code_and_long_text_is_cut() -> None:
    assert span("") == ""
    assert plain("a" * 400) == "a" * 299 + "…"
