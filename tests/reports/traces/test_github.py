"""What is not verified as annotations at its line; nothing of a document begins another command."""

from __future__ import annotations

import re

from syrupy.assertion import SnapshotAssertion

from harness.reports.traces import github
from harness.reports.traces._view import TraceView
from tests.reports.traces.samples import FINE, NOTHING, TRACE, UNREAD, hostile

VIEW = TraceView()


def test_a_trace_looks_like_this(snapshot: SnapshotAssertion) -> None:
    assert github.render(TRACE, VIEW) == snapshot


def test_what_is_verified_needs_no_annotation() -> None:
    assert github.render(FINE, VIEW) == ""


def test_a_part_that_holds_nothing_needs_none_either() -> None:
    assert github.render(NOTHING, TraceView(only="failing")) == ""


def test_nothing_and_what_cannot_be_read_are_errors() -> None:
    assert github.render(NOTHING, VIEW) == "::error title=trace::no requirements: nothing can be shown\n"
    assert github.render(UNREAD, VIEW) == (
        "::error file=specs/001-bank/spec.md,line=7,title=trace::the table ends too early%0Awhat to do: close it\n"
    )


def test_each_line_is_one_command_whatever_a_document_says() -> None:
    for line in github.render(hostile(), VIEW).splitlines():
        assert re.match(r"::(error|warning|notice) [^\n]*::", line)
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e]", line)
        properties = line.split("::")[1]
        assert [pair.split("=")[0] for pair in properties.split(" ", 1)[1].split(",")] in (
            ["file", "line", "title"],
            ["title"],
        )
