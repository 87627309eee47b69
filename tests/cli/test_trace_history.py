"""``harness trace history`` as a user runs it."""

from __future__ import annotations

import json
import os
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.support.projects import CardProject, card

pytestmark = pytest.mark.requires_git
HISTORY = ".harness/history.jsonl"


@pytest.fixture
def project(tmp_path: Path) -> CardProject:
    return CardProject.create(tmp_path, {"add.md": card("TODO-ADD")})


def lines(project: CardProject) -> list[dict[str, object]]:
    return [json.loads(line) for line in (project.folder / HISTORY).read_text().splitlines()]


def line(coverage: float, day: int = 1) -> str:
    known = {"when": f"2026-11-{day:02}T20:00:00Z", "tree": f"{day:040}", "requirements": 20, "pass_rate": 1.0}
    return json.dumps({**known, "coverage": coverage}) + "\n"


def keep(project: CardProject, *coverage: float) -> None:
    project.write(HISTORY, "".join(line(value, at) for at, value in enumerate(coverage, 1)))


def test_each_trace_keeps_one_line_and_none_that_repeats_the_last(project):
    assert project.harness("trace").code == 4
    assert project.harness("trace").code == 4
    (kept,) = lines(project)
    assert (kept["requirements"], kept["untested"], kept["coverage"], kept["pass_rate"]) == (2, 2, 0.0, 0.0)
    assert kept["revision"] == project.repository.git("rev-parse", "HEAD").strip()
    project.write("bin/more", "echo more\n")
    project.harness("trace")
    first, second = lines(project)
    assert first["tree"] != second["tree"]
    assert project.repository.git("status", "--porcelain", ".harness") == ""


def test_of_a_part_and_of_what_cannot_be_read_nothing_is_kept(project):
    project.harness("trace", "FR-001")
    project.harness("trace", "--state", "untested")
    project.write("testcards/broken.md", "no card\n")
    assert project.harness("trace").code == 2
    assert not (project.folder / HISTORY).exists()


def test_the_history_is_plotted_and_what_worsened_is_named(project):
    keep(project, 1.0, 0.9, 0.8, 0.75)
    done = project.harness("trace", "history", PYTHONIOENCODING="utf-8")
    assert done.code == 0
    assert done.out.splitlines()[0] == f"4 traces of 4 in {HISTORY}, 2026-11-01 to 2026-11-04"
    assert "coverage    75.0 %  █▅▂▁  75.0 % … 100.0 %" in done.out.splitlines()
    assert "coverage has worsened three times in a row: 100.0 % → 90.0 % → 80.0 % → 75.0 %" in done.out
    assert project.harness("trace", "history", "--fail-on-drift").code == 4
    plain = project.harness("trace", "history", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert plain.out.isascii()
    assert "100.0 % -> 90.0 %" in plain.out
    assert max(map(len, done.out.splitlines())) <= 80


def test_what_did_not_worsen_three_times_is_no_drift(project):
    keep(project, 1.0, 0.9, 0.8, 0.8)
    done = project.harness("trace", "history", "--fail-on-drift")
    assert (done.code, "worsened" in done.out) == (0, False)


def test_the_history_is_drawn_into_a_file_and_told_as_json(project):
    keep(project, 1.0, 0.9, 0.8, 0.75)
    done = project.harness("trace", "history", "--svg", "history.svg", "--report", "json", "--last", "2")
    assert (done.code, done.err) == (0, "picture written to history.svg\n")
    assert [one["coverage"] for one in done.report["lines"]] == [0.8, 0.75]
    assert done.report["worsening"] == [{"metric": "coverage", "values": [1.0, 0.9, 0.8, 0.75]}]
    root = ElementTree.fromstring((project.folder / "history.svg").read_text())
    assert root.tag.endswith("svg")


def test_a_broken_line_is_told_and_neither_dropped_nor_written_behind(project):
    text = line(1.0) + "<<<<<<< HEAD\n" + line(7.0) + '{"when": "x"}\n'
    project.write(HISTORY, text)
    done = project.harness("trace", "history")
    assert (done.code, done.out) == (2, "")
    told = [one for one in done.err.splitlines() if one.startswith(HISTORY)]
    assert [one.split(":")[1] for one in told] == ["2", "3", "4"]
    assert "error TRACE113: this is no line of the history of traces" in told[0]
    done = project.harness("trace")
    assert done.code == 4
    assert "no line of the history is kept" in done.err
    assert (project.folder / HISTORY).read_text() == text


def test_a_line_without_its_end_stays_a_line(project):
    keep(project, 1.0)
    path = project.folder / HISTORY
    path.write_text(path.read_text().rstrip("\n"))
    project.harness("trace")
    assert len(lines(project)) == 2


def test_another_history_is_read_from_a_file(project, tmp_path):
    other = tmp_path / "pipeline.jsonl"
    other.write_text(line(0.5))
    done = project.harness("trace", "history", "--file", str(other))
    assert done.code == 0
    assert "50.0 %" in done.out
    done = project.harness("trace", "history", "--file", "missing.jsonl")
    assert (done.code, done.err.splitlines()[0]) == (2, "error: 'missing.jsonl' is not a file")


def test_without_a_history_there_is_a_hint(project):
    done = project.harness("trace", "history")
    assert done.code == 2
    assert done.err.splitlines()[0] == "error: there is no history yet"


def test_a_history_that_leads_elsewhere_is_not_written(project, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (project.folder / ".harness").symlink_to(elsewhere)
    done = project.harness("trace")
    assert "leads out of the project" in done.err
    assert os.listdir(elsewhere) == []
