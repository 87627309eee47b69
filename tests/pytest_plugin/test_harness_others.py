"""Sessions with plugins, fixtures and flags of others: none of them lets a session end well that should not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.goldens import copy_of
from tests.support.projects import CardProject
from tests.support.pytest_sessions import pytest_of, settled_project

pytestmark = [pytest.mark.long, pytest.mark.requires_git, pytest.mark.requires_cell]

LEAVES = """
import pytest

def pytest_sessionfinish():
    pytest.exit("enough", returncode=0)
"""
LEFT_OUT = """
import pytest

@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items):
    items[:] = [item for item in items if not item.name.endswith("[b]")]
    return (yield)
"""
QUIETLY_AGAIN = """
from _pytest.runner import runtestprotocol

def pytest_runtest_protocol(item, nextitem):
    if any(report.failed for report in runtestprotocol(item, log=False, nextitem=nextitem)):
        item._initrequest()
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        item.ihook.pytest_runtest_logreport(report=report)
    return True
"""
SECOND_TIME = """
import pytest

tried = []

@pytest.mark.verifies("FR-001")
def test_second_time():
    tried.append(1)
    assert len(tried) == 2
"""
CRASHES = """
import os, pytest

@pytest.fixture
def shaky():
    if os.environ.get("CRASH"):
        os._exit(9)

@pytest.mark.verifies("FR-001")
@pytest.mark.parametrize("x", ["a"])
def test_shaky(shaky, x):
    pass
"""
GOES_AWAY = """
import os, tempfile

def test_goes_away():
    folder = tempfile.mkdtemp()
    os.chdir(folder)
    os.rmdir(folder)
"""
NOTHING_READ = """
import pathlib, pytest

@pytest.fixture(autouse=True)
def nothing_is_read(monkeypatch):
    def refused(path):
        raise OSError("no file here")
    monkeypatch.setattr(pathlib.Path, "read_bytes", refused)
"""
EDITED_MEANWHILE = """
import pathlib, pytest, sys

sys.path.insert(0, "src")
from part import number

pathlib.Path("src/part.py").write_text("def number(text):\\n    return None\\n")

@pytest.mark.verifies("FR-001")
def test_number():
    assert number("3") == 3
"""
TIME_STANDS = """
import pytest, time

@pytest.fixture(autouse=True)
def time_stands(monkeypatch):
    monkeypatch.setattr(time, "monotonic", lambda: 5.0)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> CardProject:
    return settled_project(tmp_path_factory.mktemp("others"))


@pytest.fixture
def project(made: CardProject, tmp_path: Path) -> CardProject:
    return copy_of(made, tmp_path)


def test_a_configuration_cannot_take_the_gate_out_quietly(project: CardProject) -> None:
    project.write("pytest.ini", "[pytest]\naddopts = -p no:harness-session\n")
    ended = pytest_of(project, "--harness-gate", "tests")
    assert ended.code == 4
    assert "`-p no:harness-session` takes out what --harness asks for" in ended.err


def test_a_plugin_that_leaves_at_the_end_takes_no_session_past_the_gate(project: CardProject) -> None:
    project.write("conftest.py", LEAVES)
    ended = pytest_of(project, "--harness-gate", "tests")
    assert ended.code == 1, ended.out
    assert "\nUNDECIDED" in ended.out
    assert set(ended.tests()) >= {"tests/test_it.py::test_marked"}


def test_a_gate_decides_without_a_terminal(project: CardProject) -> None:
    ended = pytest_of(project, "--harness-gate", "-p", "no:terminal")
    assert (ended.code, ended.err) == (0, "")
    ended = pytest_of(project, "--harness-gate", "-p", "no:terminal", "-k", "LIST-SHOW")
    assert ended.code == 0, "what was shown before still counts"


def test_what_passes_where_assertions_are_left_out_shows_nothing(project: CardProject) -> None:
    ended = pytest_of(project, "--harness", "tests", PYTHONOPTIMIZE="1")
    assert ended.code == 1
    assert "under which assertions are left out" in ended.out
    assert ended.run["tests"] == []
    ended = pytest_of(project, "--harness", "-m", "card", PYTHONOPTIMIZE="1")
    assert ended.code == 0, ended.out


def test_a_set_of_parameters_that_a_plugin_takes_out_is_missed(project: CardProject) -> None:
    project.write("conftest.py", LEFT_OUT)
    ended = pytest_of(project, "--harness", "tests")
    assert {id: one["whole"] for id, one in ended.tests().items()} == {
        "tests/test_it.py::test_marked": True,
        "tests/test_it.py::test_sets[a]": False,
    }


def test_a_failure_that_a_plugin_keeps_to_itself_makes_a_test_flaky(project: CardProject) -> None:
    project.write("conftest.py", QUIETLY_AGAIN)
    project.write("tests/test_it.py", SECOND_TIME)
    ended = pytest_of(project, "--harness", "tests")
    assert "1 passed" in ended.out
    (one,) = ended.tests().values()
    assert (one["outcome"], one["flaky"], one["attempts"]) == ("failed", True, 2)


def test_a_test_that_ends_its_process_before_it_began_has_failed(project: CardProject) -> None:
    project.write("tests/test_it.py", CRASHES)
    assert pytest_of(project, "--harness", "-n", "1", "tests").code == 0
    ended = pytest_of(project, "--harness", "-n", "1", "tests", CRASH="1")
    assert ended.code == 1
    (one,) = ended.run["tests"]
    assert (one["id"], one["outcome"]) == ("tests/test_it.py::test_shaky[a]", "error")
    assert project.harness("trace", "FR-001").code == 1


def test_a_test_may_leave_for_a_folder_that_is_gone(project: CardProject) -> None:
    project.write("tests/test_away.py", GOES_AWAY)
    ended = pytest_of(project, "--harness-gate")
    assert "INTERNALERROR" not in ended.out
    assert "\nPASS" in ended.out
    assert ended.code == 0


def test_fixtures_that_let_nothing_be_read_keep_no_test_from_being_recorded(project: CardProject) -> None:
    project.write("conftest.py", NOTHING_READ)
    ended = pytest_of(project, "--harness", "tests")
    assert ended.code == 0, ended.out
    assert ended.tests()["tests/test_it.py::test_marked"]["verifies"] == ["FR-001"]


def test_a_test_of_another_project_runs_beside_a_folder_of_goldens(project: CardProject, tmp_path: Path) -> None:
    other = tmp_path / "other" / "test_other.py"
    other.parent.mkdir()
    other.write_text("def test_other():\n    pass\n")
    for flags in ((), ("--harness",)):
        ended = pytest_of(project, "--rootdir=.", *flags, str(other), "tests")
        assert (ended.code, ended.err) == (0, ""), ended.out


def test_what_a_product_takes_is_measured_though_a_fixture_holds_the_time(project: CardProject) -> None:
    project.write("conftest.py", TIME_STANDS)
    ended = pytest_of(project, "--harness", "-k", "LIST-SHOW")
    assert ended.code == 0, ended.out
    assert ended.folder is not None
    told = sorted((ended.folder / "cards").rglob("o*.json"))
    assert told
    assert all(json.loads(one.read_text())["observation"]["seconds"] > 0 for one in told)


def test_paths_in_a_configuration_keep_no_card_from_being_looked_for(project: CardProject) -> None:
    project.write("tox.ini", "[pytest]\nharness = yes\naddopts = -ra tests\n")
    ended = pytest_of(project)
    assert set(ended.states()) >= {"LIST-ADD", "golden LIST-ADD", "SEC-001"}
    ended = pytest_of(project, "testcards/add.md")
    assert set(ended.states()) == {"LIST-ADD"}


def test_what_was_loaded_before_an_edit_shows_nothing_of_the_tree_after_it(project: CardProject) -> None:
    project.write("tests/test_it.py", EDITED_MEANWHILE)
    ended = pytest_of(project, "--harness", "tests")
    assert "1 passed" in ended.out
    assert ended.code == 1
    assert ended.run["tests"] == []
