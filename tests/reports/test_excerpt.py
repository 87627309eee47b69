"""The excerpt of a finding: its line numbers, its span underlined, and never wider than asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from harness.domain.findings import Finding, Role, Span
from harness.domain.visible import visible
from harness.reports._excerpt import excerpt
from tests.support.findings import LONG, LOOP, TABBED, finding, whole_file


def drawn(found: Finding, width: int = 40) -> list[str]:
    return [str(row) for row in excerpt(found, width)]


def test_the_span_is_underlined() -> None:
    assert drawn(finding("a = 1\nprint(eval(x))\n", "eval(x)")) == ["2 | print(eval(x))", "  |       ^^^^^^^"]


def test_tabs_are_four_columns_wide_characters_two_and_controls_are_spelled_out() -> None:
    assert drawn(finding(TABBED, "password")) == ["2 |         password = 'hunter2'  # …", "  |         ^^^^^^^^"]
    assert drawn(finding(TABBED, "(ключ)")) == ["1 |     if 送金(ключ):", "  |            ^^^^^^"]
    assert drawn(finding("\x1b[2Jx", "x")) == ["1 | \\x1b[2Jx", "  |        ^"]


def test_a_long_line_is_cut_around_the_span() -> None:
    assert drawn(finding(LONG, "location.hash")) == [
        "1 | …ument.write(location.hash);yyyyyyy…",
        "  |              ^^^^^^^^^^^^^",
    ]


def test_a_span_at_the_end_of_a_long_line_is_shown_with_as_much_before_it_as_there_is_room_for() -> None:
    assert drawn(finding("x" * 100 + "END", "END"), 24) == ["1 | …xxxxxxxxxxxxxxxEND", "  |                 ^^^"]


def test_a_span_that_is_too_long_itself_is_underlined_up_to_the_cut() -> None:
    assert drawn(finding("f(" + "x" * 900 + ")", "(" + "x" * 900 + ")"), 24) == [
        "1 | f(xxxxxxxxxxxxxxxxx…",
        "  |  ^^^^^^^^^^^^^^^^^^",
    ]


def test_a_span_over_several_lines_is_bracketed() -> None:
    assert drawn(finding(LOOP, "sum([\n    1,\n])")) == [
        " 9 |   total = sum([",
        "   |  _________^",
        "10 | |     1,",
        "11 | | ])",
        "   | |__^",
    ]


def test_a_span_of_whole_lines_is_bracketed_from_its_first_line() -> None:
    assert drawn(finding("if x:\n    pass\ny\n", "if x:\n    pass")) == [
        "1 | / if x:",
        "2 | |     pass",
        "  | |________^",
    ]


def test_of_a_span_that_ends_with_its_line_nothing_of_the_next_line_is_marked() -> None:
    assert drawn(finding("one\ntwo\n", "one\n")) == ["1 | one", "  | ^^^"]


def test_of_more_than_five_lines_it_is_told_where_they_end() -> None:
    shown = drawn(finding(LOOP, LOOP[: LOOP.index("    pass")]))
    assert len(shown) == 6
    assert shown[-1] == "  | |… up to line 7"


def test_an_empty_span_has_one_mark() -> None:
    empty = Span(path="a", line=1, column=3, end_line=1, end_column=3, start=2, end=2)
    assert drawn(whole_file("a").model_copy(update={"span": empty, "lines": ("abc",)})) == ["1 | abc", "  |   ^"]


def test_a_span_beyond_what_was_kept_of_its_line_is_marked_at_its_end() -> None:
    beyond = Span(path="a", line=1, column=900, end_line=1, end_column=910, start=899, end=909)
    shown = drawn(whole_file("a").model_copy(update={"span": beyond, "lines": ("abc",)}))
    assert shown == ["1 | abc", "  |    ^"]


def test_a_file_as_a_whole_has_no_excerpt() -> None:
    assert drawn(whole_file("deploy/.env")) == []


@given(
    text=st.text(st.sampled_from("ab \t送\x1b\u202e\u0301\n"), min_size=1, max_size=200),
    ends=st.tuples(st.integers(0, 200), st.integers(0, 200)),
    width=st.integers(24, 100),
)
@pytest.mark.filterwarnings("error")
def test_no_row_is_wider_than_asked_for_and_none_commands(text: str, ends: tuple[int, int], width: int) -> None:
    start, end = sorted(min(at, len(text)) for at in ends)
    found = finding(text, text[start:end] or text[:1], role=Role.ENFORCES)
    for row in excerpt(found, width):
        assert cell_len(str(row)) <= width
        assert visible(str(row)) == str(row)
