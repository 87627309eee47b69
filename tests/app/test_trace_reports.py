"""A trace in the format that a user names, with paths as one would type them and links from where the report will lie."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from harness.app.reports import Look
from harness.app.trace_reports import TRACE_REPORTS, rendered_trace, require_trace_report
from harness.errors import UsageError
from tests.reports.traces.samples import FINE, TRACE, hostile

NAMES = ("github", "html", "json", "lobster", "lobster-activities", "markdown", "reqif", "terminal")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "harness.toml").write_text("")
    (tmp_path / "src").mkdir()
    return tmp_path


def test_every_format_is_there_and_a_mistyped_one_is_refused() -> None:
    assert TRACE_REPORTS.names() == NAMES
    for name in NAMES:
        require_trace_report(name)
    with pytest.raises(UsageError, match="unknown report 'markdwon'"):
        require_trace_report("markdwon")


def test_a_path_is_as_one_would_type_it_from_where_one_stands(project: Path) -> None:
    assert "\n  specs/001-bank/spec.md:33\n" in rendered_trace(TRACE, "terminal", Look(), project)
    assert "\n  ../specs/001-bank/spec.md:33\n" in rendered_trace(TRACE, "terminal", Look(), project / "src")


def test_links_are_as_seen_from_the_file_that_the_report_goes_to(project: Path) -> None:
    look = Look(output=project / "out" / "deep" / "trace.html")
    assert 'href="../../specs/001-bank/spec.md#L33"' in rendered_trace(TRACE, "html", look, project)
    assert "](../../specs/001-bank/spec.md#L33)" in rendered_trace(TRACE, "markdown", look, project / "src")


def test_the_report_says_what_project_and_version_it_is_of(project: Path) -> None:
    text = rendered_trace(TRACE, "reqif", Look(), project)
    assert f"<TITLE>{project.name}: requirements and their evidence</TITLE>" in text
    assert "<REQ-IF-TOOL-ID>harness " in text


@pytest.mark.parametrize("name", sorted({*NAMES} - {"json", "github"}))
def test_a_part_of_a_trace_says_that_it_is_one(name: str, project: Path) -> None:
    assert "bank &amp; co" in html.escape(html.unescape(rendered_trace(FINE, name, Look(), project, "bank & co")))


@pytest.mark.parametrize("name", NAMES)
def test_whatever_a_document_says_every_format_can_be_written_to_a_file(name: str, project: Path) -> None:
    for trace in (TRACE, hostile(), hostile("\ud800\x00")):
        assert rendered_trace(trace, name, Look(), project).encode().endswith(b"\n")
