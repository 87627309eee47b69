"""A trace at a terminal: a line a requirement, below it what keeps it from being verified, and nothing that commands."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from harness.domain.tracing import RowState, Shown, Trace
from harness.reports.traces import terminal
from harness.reports.traces._view import TraceView
from tests.reports.traces.samples import (
    FAILING,
    FINE,
    MATRIX,
    NOTHING,
    OPEN,
    ROWS,
    TRACE,
    TRANSFER,
    UNREAD,
    hostile,
    large,
    link,
)

VIEW = TraceView()


def drawn(trace: Trace, view: TraceView = VIEW) -> list[str]:
    return terminal.render(trace, view).splitlines()


def test_a_trace_looks_like_this(snapshot: SnapshotAssertion) -> None:
    assert terminal.render(TRACE, VIEW) == snapshot


def test_each_requirement_has_one_line_and_only_what_is_not_verified_is_explained() -> None:
    lines = drawn(TRACE)
    for row in ROWS:
        at = next(number for number, line in enumerate(lines) if line.split()[1:2] == [row.requirement.qualified])
        assert lines[at].startswith(row.state)
        explained = lines[at + 1].strip() == str(row.requirement.place)
        assert explained is (row.state is not RowState.VERIFIED)


def test_it_says_at_the_end_what_is_known_of_the_whole() -> None:
    assert drawn(FINE)[-2] == "2 requirements: 2 verified"
    assert drawn(NOTHING)[-2] == "no requirements: nothing can be shown"
    assert drawn(NOTHING, TraceView(only="failing"))[-3:-1] == ["only      failing", "no requirement is in this part"]
    assert "1 mistake in documents" in drawn(UNREAD)
    assert "specs/001-bank/spec.md:7: the table ends too early" in terminal.render(UNREAD, VIEW)
    assert "    hint: close it" in drawn(UNREAD)


def test_a_path_is_written_as_one_would_type_it() -> None:
    view = TraceView(typed=lambda path: f"../{path}")
    assert "  ../specs/001-bank/spec.md:33" in drawn(TRACE, view)
    assert "    fail       card BANK-TRANSFER  ../testcards/transfer.md:1" in drawn(TRACE, view)


def test_colours_are_there_for_terminals_alone_and_change_no_word() -> None:
    coloured = terminal.render(TRACE, TraceView(colour=True))
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == terminal.render(TRACE, VIEW)


def test_of_very_many_links_and_cells_some_are_listed_and_the_rest_counted() -> None:
    row = FAILING.model_copy(update={"links": tuple(link(TRANSFER, Shown.FAIL, "no") for _ in range(50))})
    assert "    … and 30 more" in drawn(Trace(tree="1", rows=(row,)))
    cells = MATRIX.model_copy(update={"cells": MATRIX.cells * 20, "proposals": MATRIX.proposals * 20})
    lines = drawn(Trace(tree="1", matrix=cells))
    assert "    … and 40 more" in lines
    assert "    … and 20 more to try" in lines


def test_a_passing_link_is_counted_and_not_listed() -> None:
    row = FAILING.model_copy(update={"links": (link(OPEN, Shown.PASS), *FAILING.links)})
    text = terminal.render(Trace(tree="1", rows=(row,)), VIEW)
    assert "1 of 2 pass" in text
    assert "BANK-OPEN" not in text


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("trace", [TRACE, hostile(), UNREAD])
def test_no_line_but_a_place_is_wider_than_the_terminal(trace: Trace, width: int) -> None:
    for line in drawn(trace, TraceView(width=width)):
        assert cell_len(line.replace("##\\[", "##[")) <= width or re.fullmatch(r"  \S.*:\d+", line)


def test_nothing_of_a_document_commands_a_terminal_or_the_log_of_a_ci_server() -> None:
    text = terminal.render(hostile(), VIEW)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    assert not re.search(r"^\s*::|##\w*\[", text, re.MULTILINE)


def test_the_text_grows_with_the_rows_alone() -> None:
    small, big = (len(terminal.render(large(rows), VIEW)) for rows in (300, 3000))
    assert big / small == pytest.approx(10, rel=0.02)
