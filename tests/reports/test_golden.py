"""Golden cases in every report: what each shows of each outcome, at any width, and that nothing of the product acts in it."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import jsonschema
import pytest
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from harness import reports
from harness.domain.golden import CaseOutcome, DifferenceClass
from harness.domain.results import Run
from harness.plugins import Family
from harness.reports._golden_rows import LONGEST, Row, as_diff, marked, plain, rows
from harness.reports._schema import run_schema
from harness.reports._view import View
from tests.support.golden_results import (
    BROKEN,
    CHANGED,
    CHECKED,
    COMPARED,
    EXPLAINED,
    SAME,
    UNSTABLE,
    C,
    a_run,
    case,
    difference,
)

REPORTS = Family(reports)
FOLDER = ".harness/runs/20261120T143015123456Z-3f9a2c"
VIEW = View(folder=FOLDER)
HOSTILE = (
    "</script><script>hit=1</script><img src=x onerror=hit=2> ```\n``` @everyone [x](javascript:hit=3)\n"
    "::error::planted\n##[error]planted %0A]]>\x1b[2J\x00\u202e\ud800 | \\"
)


def render(name: str, run: Run, view: View = VIEW) -> str:
    text: str = REPORTS.load(name).render(run, view)
    return text


def told(*differences: object, outcome: CaseOutcome = CaseOutcome.CHANGED, **rest: object) -> Run:
    return a_run(case("BANK-X", "A title", outcome, *differences).model_copy(update=rest))  # type: ignore[arg-type]


# --- as they look ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["terminal", "github", "junit", "markdown"])
@pytest.mark.parametrize("run", [CHECKED, COMPARED], ids=["checked", "compared"])
def test_a_run_looks_as_it_did(name: str, run: Run, snapshot: SnapshotAssertion) -> None:
    assert render(name, run) == snapshot


def test_json_holds_everything_and_keeps_to_the_schema() -> None:
    text = render("json", CHECKED)
    jsonschema.validate(__import__("json").loads(text), __import__("json").loads(run_schema()))
    assert Run.model_validate_json(text) == CHECKED


# --- rows ------------------------------------------------------------------------------------------------------------


def texts(found: tuple[Row, ...]) -> list[tuple[str | None, str | None]]:
    return [tuple(None if line is None else plain(line) for line in (row.golden, row.received)) for row in found]  # type: ignore[misc]


def test_words_that_differ_are_marked_and_nothing_else() -> None:
    before, after = marked("alice has 70.00 EUR", "alice has 71.00 EUR now")
    assert [piece.text for piece in before if piece.marked] == ["70"]
    assert [piece.text for piece in after if piece.marked] == ["71", " now"]
    assert plain(after) == "alice has 71.00 EUR now"


def test_a_long_line_is_cut_around_where_it_begins_to_differ() -> None:
    before, after = marked("x " * 50_000 + "old" + " y" * 9_000, "x " * 50_000 + "new" + " y" * 9_000)
    for side, word in ((before, "old"), (after, "new")):
        assert word in [piece.text for piece in side if piece.marked]
        assert plain(side)[0] == plain(side)[-1] == "…"
        assert len(plain(side)) <= LONGEST + 2


def test_lines_are_laid_side_by_side_and_most_that_are_the_same_are_left_out() -> None:
    golden = "".join(f"line {number}\n" for number in range(100))
    one = difference(C.ORDER, "stdout", golden, golden.replace("line 50\n", "") + "line 50\n")
    found = rows(one)
    assert [row.skipped for row in found if row.skipped] == [48, 45]
    assert ("line 50", None) in texts(found)
    assert texts(found)[-1] == (None, "line 50")


def test_a_very_large_difference_takes_no_time_and_is_counted() -> None:
    golden, received = ("".join(f"{word} {number}\n" for number in range(100_000)) for word in ("old", "new"))
    found = rows(difference(C.VALUE, "stdout", golden, received), 30)
    assert len(found) == 31
    assert found[-1].skipped == 99_970


def test_a_diff_tells_what_is_gone_before_what_came() -> None:
    one = difference(C.VALUE, "stdout", "same\nold 1\nold 2\nend", "same\nnew 1\nnew 2\nend")
    assert list(as_diff(one, 50)) == [" same", "-old 1", "-old 2", "+new 1", "+new 2", " end"]


def test_digests_of_pictures_are_short() -> None:
    one = difference(C.VALUE, "screenshot", f"sha256:{'a' * 64}", f"sha256:{'b' * 64}")
    assert texts(rows(one)) == [("sha256:aaaaaaaaaaaa…", "sha256:bbbbbbbbbbbb…")]


# --- terminal --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [24, 40, 80, 200])
@pytest.mark.parametrize("run", [CHECKED, COMPARED], ids=["checked", "compared"])
def test_no_line_is_wider_than_the_terminal(width: int, run: Run) -> None:
    own = {"chain", "record"}
    lines = render("terminal", run, View(folder="runs/x", width=width)).split("\n")
    shown = [line for line in lines if line.split(" ")[0] not in own and "abab" not in line]
    # What a terminal folds by itself: a path that is to be clicked is never cut.
    wide = [line for line in shown if cell_len(line) > width and "golden/" not in line]
    assert [line for line in wide if width >= 40] == []


def test_wide_and_combining_characters_keep_their_columns() -> None:
    run = told(difference(C.VALUE, "stdout / line 1", "残高 七十 円 " * 12, "残高 八十 円 " * 12))
    lines = render("terminal", run, View(folder="x", width=60)).split("\n")
    assert max(map(cell_len, lines[:12])) <= 60
    assert "".join(line[15:] for line in lines if line.startswith(" " * 15)).count("円") >= 10


def test_whatever_could_command_a_terminal_is_spelled_out() -> None:
    for colour in (False, True):
        text = render("terminal", told(difference(C.VALUE, HOSTILE, HOSTILE, "x")), View(folder="x", colour=colour))
        assert not set(re.sub(r"\x1b\[[\d;]*m", "", text)) & {"\x1b", "\x00", "\u202e", "\ud800"}
        assert "\\x1b[2J" in text
        assert not re.search(r"^\s*::error", text, re.MULTILINE)


def test_blanks_at_the_end_of_a_line_can_be_seen() -> None:
    text = render("terminal", told(difference(C.VALUE, "title", "Accounts", "Accounts  ")))
    assert "Accounts␣␣" in text


def test_an_empty_line_is_no_absent_one() -> None:
    text = render("terminal", told(difference(C.VALUE, "stdout / line 1", "", "x"), difference(C.ADDED, "a", None, "")))
    assert text.count("(an empty line)") == 2


def test_a_long_line_is_folded_whole_and_a_very_long_one_counted() -> None:
    text = render("terminal", told(difference(C.ADDED, "stdout / line 1", None, "ab-" * 200)))
    assert text.replace("\n               ", "").count("ab-") == 200
    text = render("terminal", told(difference(C.ADDED, "stdout / line 1", None, "x" * 1_000_000)))
    assert "more characters" in text
    assert len(text) < 4_000


def test_of_thousands_of_differences_a_bearable_number_is_shown() -> None:
    many = [difference(C.VALUE, f"body / {at}", "1", "2") for at in range(200)]
    cases = [case(f"BANK-{at}", "A title", CaseOutcome.CHANGED, *many, more_differences=5_000) for at in range(100)]
    text = render("terminal", a_run(*cases))
    assert len(text.split("\n")) < 1_500
    assert "… and 5,180 more differences" in text
    assert "… and 5,200 more differences" in text
    assert "100 golden cases: 100 changed in 3.2 s" in text


def test_a_single_further_difference_is_told_as_one() -> None:
    many = [difference(C.VALUE, f"body / {at}", "1", "2") for at in range(21)]
    assert "… and 1 more difference\n" in render("terminal", told(*many))


def test_unused_snapshots_are_named_and_what_to_do_is_said_once() -> None:
    text = render("terminal", a_run(SAME, unused=tuple(f"golden/OLD-{at}.golden" for at in range(300))))
    assert "golden/OLD-19.golden" in text
    assert "… and 280 more unused" in text
    assert text.count("harness golden retire") == 1
    assert "1 golden case: 1 same; 300 unused snapshots in 3.2 s" in text


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (a_run(), "no golden cases: nothing was compared in 3.2 s"),
        (a_run(unused=("golden/a.golden",)), "nothing was compared; 1 unused snapshot in 3.2 s"),
        (a_run(SAME), "1 golden case: 1 same in 3.2 s"),
        (a_run(SAME, CHANGED, BROKEN), "3 golden cases: 1 same, 1 changed, 1 broken snapshot in 3.2 s"),
        (COMPARED, "base v1.0, head the working tree: 1 explained, 1 unexplained"),
        (a_run(SAME, base="v1", head="v2"), "base v1, head v2"),
    ],
)
def test_the_last_lines_say_how_many_are_what(run: Run, said: str) -> None:
    assert said in render("terminal", run)


def test_each_difference_stands_at_a_line_that_a_terminal_can_follow() -> None:
    text = render("terminal", CHECKED)
    assert "golden/bank-transfer.md:9  Steps 1 / exit code  value" in text
    assert "golden/bank-transfer.md:10  Steps 2 / title  value" in text


def test_of_pictures_it_says_where_to_look() -> None:
    one = difference(C.VALUE, "screenshot", f"sha256:{'a' * 64}", f"sha256:{'b' * 64}")
    assert "`harness report --report html --output FILE`" in render("terminal", told(one))


# --- JUnit -----------------------------------------------------------------------------------------------------------


def junit(run: Run) -> ElementTree.Element:
    return ElementTree.fromstring(render("junit", run))


def test_junit_has_one_test_case_for_each_case() -> None:
    (suite,) = junit(a_run(SAME, CHANGED, UNSTABLE, BROKEN, EXPLAINED))
    assert suite.get("name") == "golden cases"
    found = {one.get("classname"): [child.tag for child in one][1:] for one in suite.iter("testcase")}
    assert found == {
        "BANK-OPEN": [],
        "BANK-TRANSFER": ["failure"],
        "BANK-TOKEN": ["error"],
        "BANK-LIST": ["error"],
        "BANK-FEE": ["system-out"],
    }
    assert [suite.get(name) for name in ("tests", "failures", "errors")] == ["5", "1", "2"]


@pytest.mark.parametrize(
    "run",
    [a_run(), a_run(SAME), a_run(SAME, problems=("the disk is full",)), CHECKED, COMPARED, a_run(unused=("a",))],
)
def test_junit_counts_what_is_in_it(run: Run) -> None:
    suites = junit(run)
    for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
        assert int(suites.get(name, "0")) == len(list(suites.iter(tag)))


def test_junit_is_not_green_without_a_case_or_with_a_problem_or_an_unused_snapshot() -> None:
    for run in (a_run(), a_run(SAME, problems=("the disk is full",)), a_run(SAME, unused=("golden/a.golden",))):
        assert list(junit(run).iter("error")) + list(junit(run).iter("failure"))


def test_junit_stays_of_a_bearable_size() -> None:
    many = [difference(C.VALUE, f"stdout / line {at}", "old\n" * 500, "new\n" * 500) for at in range(200)]
    text = render("junit", told(*many))
    assert len(text) < 80_000
    assert "… cut here; the whole is in the record" in text


def test_junit_stays_xml_whatever_a_product_prints() -> None:
    suites = junit(told(difference(C.VALUE, HOSTILE, HOSTILE, "x"), reason=HOSTILE, id=HOSTILE, title=HOSTILE))
    assert "<script>hit=1" in "".join(suites.itertext())


# --- a pull request's comment ----------------------------------------------------------------------------------------


def test_what_a_requirement_explains_stands_apart() -> None:
    text = render("markdown", COMPARED)
    before, _, after = text.partition("<details><summary>1 explained by a requirement that changed as well</summary>")
    assert "BANK-FEE" not in before
    assert "BANK-TRANSFER" not in after
    assert "<code>FR-003</code>" in after


@pytest.mark.parametrize("number", [1, 40, 400])
def test_a_comment_is_cut_at_a_length_that_github_takes_and_leaves_nothing_open(number: int) -> None:
    many = [difference(C.VALUE, f"stdout / line {at}", "old\n" * 40, "new\n" * 40) for at in range(20)]
    cases = [
        case(f"BANK-{at}", "A title", CaseOutcome.CHANGED, *many, explained=("FR-001",) if at else ())
        for at in range(number)
    ]
    text = render("markdown", a_run(*cases, base="v1"))
    assert len(text) <= 60_000
    lines = text.split("\n")
    assert sum(line.startswith("<details>") for line in lines) == lines.count("</details>")
    assert len(re.findall(r"^```", text, re.MULTILINE)) % 2 == 0
    assert ("cut here" in text) == (number > 1)


def test_a_comment_counts_what_it_does_not_list() -> None:
    cases = [case(f"BANK-{at}", "A title", CaseOutcome.UNSTABLE) for at in range(310)]
    unused = tuple(f"golden/OLD-{at}.golden" for at in range(25))
    text = render("markdown", a_run(*cases, unused=unused))
    assert "… and 10 more |" in text
    assert "- … and 5 more unused" in text
    many = [difference(C.VALUE, f"body / {at}", "1", "2") for at in range(21)]
    assert "… and 1 more difference\n" in render("markdown", told(*many))


def test_nothing_of_a_product_ends_the_fence_that_it_stands_in() -> None:
    hostile = "````\n</details>\n@everyone\n<img src=x>"
    text = render("markdown", told(difference(C.VALUE, "stdout", f"{hostile}\n```\nold", f"```\n{hostile}\nmore")))
    fences = [line for line in text.split("\n") if re.fullmatch(r"`{3,}(diff)?", line)]
    assert fences == ["`````diff", "`````"]
    inside = text.split("`````diff\n")[1].split("\n`````")[0]
    assert all(line[:1] in "+- " for line in inside.split("\n"))


def test_outside_of_fences_nothing_of_a_product_is_markup() -> None:
    text = render("markdown", told(difference(C.VALUE, HOSTILE, "a", "b"), reason=HOSTILE, hint=HOSTILE, id=HOSTILE))
    outside = re.sub(r"^(`{3,})diff\n.*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
    assert not re.search(r"<(script|img)|@everyone|\]\(javascript|```", outside)


# --- annotations -----------------------------------------------------------------------------------------------------


def test_annotations_stand_at_the_step_that_differs() -> None:
    lines = render("github", CHECKED).splitlines()
    assert [line.partition(",title")[0] for line in lines] == [
        "::error file=golden/OLD.golden,line=1",
        "::error file=golden/bank-transfer.md,line=9",
        "::error file=golden/bank-transfer.md,line=10",
        "::error file=golden/bank-token.md,line=1",
        "::error file=golden/bank-list.md,line=1",
    ]


def test_what_is_explained_is_a_notice() -> None:
    kinds = [line.split(" ")[0] for line in render("github", a_run(SAME, EXPLAINED)).splitlines()]
    assert kinds == ["::notice"]


def test_no_case_is_an_error_and_further_differences_are_counted() -> None:
    assert render("github", a_run()).startswith("::error title=harness::no golden cases")
    many = [difference(C.VALUE, f"body / {at}", "1", "2") for at in range(200)]
    assert "and 950 more differences" in render("github", told(*many, more_differences=800))


def test_nothing_of_a_product_begins_another_command() -> None:
    text = render(
        "github", told(difference(C.VALUE, HOSTILE, HOSTILE, "x"), reason=HOSTILE, title=HOSTILE, path="a,b::c")
    )
    assert all(line.startswith("::error ") for line in text.splitlines())
    assert "file=a%2Cb%3A%3Ac" in text


def test_every_class_of_difference_has_its_own_word() -> None:
    text = render("terminal", CHECKED)
    assert all(f"  {kind.value}\n" in text for kind in DifferenceClass)
    assert all(before != after for before, after in pairwise(sorted(kind.value for kind in DifferenceClass)))
