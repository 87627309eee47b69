"""Comments and summaries in Markdown: always small enough for GitHub, complete in what matters, and harmless."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from harness.domain.findings import Doubt, DoubtKind, FlowStep, Outcome, PrincipleResult
from harness.domain.golden import CaseOutcome
from harness.domain.principles import Level
from harness.domain.results import Run
from harness.domain.test_results import TestOutcome
from harness.domain.verdicts import ExitCode
from harness.reports import github, markdown
from harness.reports._comment import fitted
from harness.reports._view import View
from tests.reports.test_junit import a_test
from tests.reports.test_principles import hostile
from tests.reports.test_reports import ATTACK, FAILED
from tests.reports.test_reports import EVERYTHING as CARDS
from tests.support import golden_results
from tests.support.findings import (
    BROKEN,
    DB,
    EVERYTHING,
    QUERY,
    checked,
    finding,
    result,
    results,
    sql_result,
    whole_file,
)
from tests.support.formats import COMMANDS

COMMENT = 65_536
SUMMARY = 1_024 * 1_000
VIEW = View(folder=".harness/runs/20261120T143015123456Z-3f9a2c", exit_code=ExitCode.FAIL)
WIDE = "送🙂|`<@team>\n\x1b[2J\u202e\ud800]]>" * 40


def many(principles: int, places: int, text: str = WIDE) -> tuple[PrincipleResult, ...]:
    return tuple(
        result(
            f"S-{at}",
            Outcome.VIOLATION,
            *(whole_file(f"src/{text}{number}.py", note=text) for number in range(places)),
            title=text,
            constraint=text,
            rationale=text,
            pattern=text,
        )
        for at in range(principles)
    )


def huge() -> Run:
    """A run of which every part alone is too large."""
    doubts = tuple(Doubt(kind=DoubtKind.UNPARSABLE, reason=WIDE, path=f"{at}{WIDE}") for at in range(300))
    unknown = result("U-1", Outcome.UNVERIFIED, doubts=doubts, reason=WIDE)
    case = golden_results.CHANGED
    cases = tuple(case.model_copy(update={"id": f"G-{at}", "reason": WIDE}) for at in range(300))
    golden = golden_results.a_run(*cases, unused=tuple(f"golden/{at}{WIDE}" for at in range(300))).golden
    return checked(
        results(*many(40, 60), unknown),
        cards=(FAILED.model_copy(update={"title": WIDE}),) * 300,
        golden=golden,
        tests=tuple(a_test(TestOutcome.FAILED, reason=WIDE) for _ in range(400)),
        problems=(WIDE,) * 30,
    )


RUNS = {
    "everything": checked(EVERYTHING),
    "hostile": checked(hostile()),
    "cards": CARDS,
    "attack": ATTACK,
    "golden": golden_results.CHECKED,
    "compared": golden_results.COMPARED,
    "nothing": checked(None),
    "huge": huge(),
    "one-long-line": checked(results(*many(1, 2, "x" * 1_000_000))),
}


def is_closed(text: str) -> bool:
    """Whether nothing that was opened is left open: folded parts and fences."""
    lines = text.split("\n")
    opened = sum(line.startswith("<details>") for line in lines)
    fences = [line for line in lines if re.match("`{3,}", line)]
    return opened == lines.count("</details>") and len(fences) % 2 == 0


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_a_comment_is_smaller_than_github_takes_in_characters_and_in_bytes(run: Run) -> None:
    text = markdown.render(run, VIEW)
    assert len(text) <= len(text.encode()) <= markdown.LONGEST + 1 < COMMENT
    assert is_closed(text)
    assert not re.search(COMMANDS, text)


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_a_summary_is_smaller_than_the_room_that_is_left(run: Run) -> None:
    for room in (SUMMARY, 100_000, 3_000, 500, 10, 0, -5):
        text = github.summary(run, VIEW, room)
        assert len(text.encode()) <= max(room, 0)
        assert is_closed(text)


def test_a_huge_run_uses_the_room_and_says_that_it_was_cut() -> None:
    text = markdown.render(RUNS["huge"], VIEW)
    assert len(text.encode()) > 40_000
    assert "… cut here; the whole is in <code>&#46;harness/runs/" in text
    for part in (
        "harness: FAIL",
        "41 principles: 40 violated",
        "300 golden cases",
        "400 tests",
        "300 cards",
        "head <code>",
    ):
        assert part in text
    assert len(github.summary(RUNS["huge"], VIEW, SUMMARY)) > len(text) * 5


def test_the_first_line_is_a_mark_that_nobody_sees_and_that_is_the_same_for_runs_of_one_subject() -> None:
    marks = {name: markdown.render(run, VIEW).split("\n")[0] for name, run in RUNS.items()}
    assert marks["everything"] == marks["hostile"] == "<!-- harness-report: check -->"
    assert marks["golden"] == "<!-- harness-report: golden -->"
    assert marks["huge"] == "<!-- harness-report: run -->"


def test_what_github_shows_of_a_comment_has_the_table_the_places_and_the_folded_rest() -> None:
    shown = MarkdownIt("gfm-like", {"linkify": False}).render(markdown.render(checked(EVERYTHING), VIEW))
    assert shown.count("<table>") == 2
    assert "<code>src/db.py:2:12</code> the query is an f-string" in shown
    assert "<summary>3 more principles</summary>" in shown
    assert "<li>what to do: pass values as the second argument of `execute`</li>" in shown


def test_what_does_not_bind_is_not_red() -> None:
    may = markdown.render(checked(results(result("S-1", Outcome.VIOLATION, BROKEN, level=Level.MAY))), VIEW)
    must = markdown.render(checked(results(result("S-1", Outcome.VIOLATION, BROKEN))), VIEW)
    assert ("| ⚠️ violation |" in may, "| ❌ violation |" in must) == (True, True)


def test_of_many_places_five_are_open_some_are_folded_and_the_rest_is_counted() -> None:
    places = [whole_file(f"src/{at:03}.py") for at in range(80)]
    text = markdown.render(checked(results(result("S-1", Outcome.VIOLATION, *places))), VIEW)
    assert "<details><summary>45 more places</summary>" in text
    assert "- … and 30 more" in text
    assert "src/079" in github.summary(checked(results(result("S-1", Outcome.VIOLATION, *places))), VIEW, SUMMARY)


def test_the_way_of_a_value_stands_below_its_place() -> None:
    steps = tuple(FlowStep(path="src/in.py", line=at, what=f"step {at}") for at in (1, 2))
    text = markdown.render(checked(results(sql_result(Outcome.VIOLATION, finding(DB, QUERY, steps=steps)))), VIEW)
    assert "\n  1. src/in&#46;py&#58;1  step 1\n  2. src/in" in text


def test_a_broken_test_and_a_case_are_told_beside_each_other() -> None:
    run = checked(None, tests=(a_test(TestOutcome.FAILED, reason="1 is not 2"),), golden=golden_results.CHECKED.golden)
    text = markdown.render(run, VIEW)
    assert "### 1 test: 0 passed, 1 failed or flaky" in text
    assert "failed: 1 is not 2" in text
    assert CaseOutcome.CHANGED.value in text


@given(
    st.lists(st.lists(st.sampled_from(["<details>", "</details>", "x" * 50, "送" * 30, ""]), max_size=40), max_size=6),
    st.integers(0, 4_000),
)
def test_sections_never_outgrow_the_room(sections: list[list[str]], most: int) -> None:
    balanced = [[one for one in section if "details" not in one] for section in sections]
    text = fitted(balanced, most, "cut here")
    assert len(text.encode()) <= most


def test_what_one_section_leaves_the_next_one_uses() -> None:
    small, large = ["a"], ["b" * 99] * 100
    text = fitted([small, large], 5_000, "cut here")
    assert text.startswith("a\n")
    assert text.count("b" * 99) > 40
    assert text.endswith("cut here\n\n")
