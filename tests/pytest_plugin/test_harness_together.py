"""Sessions of several processes, with other attempts, and sessions that end early: one run, and nothing left behind."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.goldens import copy_of
from tests.support.processes import is_gone
from tests.support.projects import ADD, CardProject, card
from tests.support.pytest_sessions import OTHERS, WRONG, list_project, pytest_of

pytestmark = [pytest.mark.long, pytest.mark.requires_git, pytest.mark.requires_cell]

SLOW = "1. Run `sleep 4517.5`.\n   - It succeeds.\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> CardProject:
    return list_project(tmp_path_factory.mktemp("together"), {f"more/{n}.md": card(f"LIST-{n}") for n in range(3)})


@pytest.fixture
def project(made: CardProject, tmp_path: Path) -> CardProject:
    return copy_of(made, tmp_path)


def verified(project: CardProject, folder: Path | None) -> bool:
    return project.harness("verify-run", str(folder)).code == 0


@pytest.mark.parametrize("how", ["load", "loadfile", "loadscope", "worksteal"])
def test_several_processes_write_one_run_of_one_tree(project: CardProject, how: str) -> None:
    text = (project.folder / "harness.toml").read_text()
    project.write("harness.toml", f'[product]\nsetup = ["echo {how} $$ > ready"]\n\n{text}')
    before = set(project.cache.glob("harness/trees/*/facts.json"))
    ended = pytest_of(project, "--harness", "-n", "2", "--dist", how, "-v")
    assert ended.code == 0, ended.out + ended.err
    assert set(ended.told().values()) == {"PASSED"}
    assert ended.states() == {
        "LIST-ADD": "pass",
        "LIST-SHOW": "pass",
        "LIST-0": "pass",
        "LIST-1": "pass",
        "LIST-2": "pass",
        "golden LIST-ADD": "same",
        "SEC-001": "pass",
        "SEC-002": "pass",
    }
    assert len(ended.tests()) == 3
    assert all(one["whole"] for one in ended.tests().values())
    assert len(set(project.cache.glob("harness/trees/*/facts.json")) - before) == 1
    assert verified(project, ended.folder)


def test_a_later_pass_never_overwrites_a_fail(project: CardProject) -> None:
    """A test in Python that passes when it is tried again is flaky, and so is a card."""
    test = """
        import pathlib, pytest
        room = pathlib.Path(ROOM)

        @pytest.mark.verifies("FR-001")
        def test_second_time():
            tried = room / "tried"
            if not tried.exists():
                tried.write_text("")
                raise AssertionError("the first time")

        @pytest.mark.verifies("FR-002")
        def test_never():
            assert not room
    """
    lines = "\n".join(line.removeprefix("        ") for line in test.split("\n"))
    room = project.folder.parent
    project.write("tests/test_flaky.py", lines.replace("ROOM", repr(str(room))))
    project.write("testcards/wrong.md", card("LIST-WRONG", WRONG))
    ended = pytest_of(project, "--harness", "--reruns", "1", "tests/test_flaky.py", "testcards/wrong.md", "-n", "2")
    assert "2 failed, 1 passed, 3 rerun" in ended.out, ended.out
    (wrong,) = ended.run["cards"]
    assert [one["verdict"] for one in wrong["attempts"]] == ["fail", "fail"]
    tests = ended.tests()
    second = tests["tests/test_flaky.py::test_second_time"]
    assert (second["outcome"], second["flaky"], second["attempts"]) == ("failed", True, 2)
    assert second["reason"] == "AssertionError: the first time"
    assert tests["tests/test_flaky.py::test_never"]["flaky"] is False
    assert verified(project, ended.folder)
    done = project.harness("trace", "--report", "json")
    links = {link["evidence"]["id"]: link for row in done.report["rows"] for link in row["links"]}
    assert links["tests/test_flaky.py::test_second_time"]["shown"] == "fail"


def test_a_card_that_wavers_is_flaky_and_fails(project: CardProject) -> None:
    """The product wavers: it counts its own runs outside of the cell's folder, in its service."""
    steps = "1. Run `test $(($(date +%N | cut -c1-9 | sed 's/^0*//') % 2)) = 0`.\n   - It succeeds.\n"
    project.write("testcards/odd.md", card("LIST-ODD", steps + "2. Run `todo add milk`.\n   - It succeeds.\n"))
    ended = pytest_of(project, "--harness", "--reruns", "12", "testcards/odd.md")
    (odd,) = ended.run["cards"]
    verdicts = {one["verdict"] for one in odd["attempts"]}
    if len(verdicts) == 1 and verdicts == {"pass"}:
        assert ended.code == 0
    else:
        assert ended.code == 1
        assert odd["state"] in ("flaky", "fail", "inconclusive")
        assert len(odd["attempts"]) == 13
    assert verified(project, ended.folder)


@pytest.mark.parametrize("flags", [("-x",), ("--maxfail=1", "-n", "2")])
def test_a_session_that_stops_early_keeps_what_finished(project: CardProject, flags: tuple[str, ...]) -> None:
    project.write("testcards/add.md", card("LIST-ADD", WRONG))
    project.write("testcards/zz.md", card("LIST-SLOW", SLOW))
    ended = pytest_of(project, "--harness", "testcards/add.md", "testcards/show.md", "testcards/zz.md", *flags)
    assert ended.code in (1, 2), ended.out
    states = ended.states()
    assert states["LIST-ADD"] == "fail"
    assert states["LIST-SLOW"] == "inconclusive"
    assert ended.run["interrupted"] is True
    assert verified(project, ended.folder)
    assert is_gone("sleep", "4517.5")


def start(project: CardProject, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *OTHERS, "--harness", *arguments],
        cwd=project.folder,
        env=project.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for(found: Callable[[], object], process: subprocess.Popen[str]) -> None:
    while not found() and process.poll() is None:
        time.sleep(0.02)


@pytest.mark.parametrize("flags", [(), ("-n", "2")])
def test_an_interrupt_keeps_what_finished_and_leaves_nothing(project: CardProject, flags: tuple[str, ...]) -> None:
    project.write("testcards/zz.md", card("LIST-SLOW", SLOW))
    process = start(project, "testcards/add.md", "testcards/zz.md", *flags)
    runs = ".harness/runs/*/cards"
    wait_for(lambda: list(project.folder.glob(f"{runs}/LIST-SLOW/1/*")), process)
    wait_for(lambda: "LIST-ADD" in finished(project), process)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 2, out + err
    (folder,) = project.runs()[-1:]
    assert (folder / "run.json").is_file(), out + err
    assert '"interrupted": true' in (folder / "run.json").read_text()
    assert is_gone("sleep", "4517.5")
    assert verified(project, folder)
    assert "Traceback" not in out.replace("Traceback (most recent call last) can be", "")
    assert str(project.folder) not in Path("/proc/mounts").read_text()


def finished(project: CardProject) -> str:
    """The ids of the cards that have finished, as the events tell."""
    lines = [line for path in project.folder.glob(".harness/runs/*/events.jsonl") for line in path.open()]
    return " ".join(line for line in lines if '"kind":"card-finished"' in line)


def test_only_what_failed_is_run_again_as_a_run_of_its_own(project: CardProject) -> None:
    project.write("testcards/add.md", card("LIST-ADD", WRONG))
    arguments = ["--harness", "testcards/add.md", "testcards/show.md", "-p", "cacheprovider"]
    assert pytest_of(project, *arguments).code == 1
    project.write("testcards/add.md", card("LIST-ADD", ADD))
    ended = pytest_of(project, *arguments, "--lf")
    assert ended.code == 0, ended.out
    assert ended.states() == {"LIST-ADD": "pass"}


def test_one_set_of_parameters_does_not_show_what_all_of_them_would(project: CardProject) -> None:
    for flags in (["--deselect", "tests/test_it.py::test_sets[b]"], ["tests/test_it.py::test_sets[a]"]):
        ended = pytest_of(project, "--harness", *flags)
        one = ended.tests()["tests/test_it.py::test_sets[a]"]
        assert (one["outcome"], one["whole"]) == ("passed", False)


def test_what_was_skipped_or_may_fail_shows_nothing(project: CardProject) -> None:
    text = 'import pytest\n\n@pytest.mark.verifies("FR-001")\n'
    tests = {
        "skipped": '@pytest.mark.skip(reason="later")\ndef test_{0}():\n    pass\n',
        "xfailed": '@pytest.mark.xfail(reason="known")\ndef test_{0}():\n    assert False\n',
        "xpassed": '@pytest.mark.xfail(reason="known")\ndef test_{0}():\n    pass\n',
        "error": "def test_{0}(there_is_none):\n    pass\n",
        "failed": "def test_{0}():\n    assert False\n",
    }
    for name, body in tests.items():
        project.write(f"tests/test_{name}.py", text + body.format(name))
    ended = pytest_of(project, "--harness", *(f"tests/test_{name}.py" for name in tests))
    assert {id.partition("::test_")[2]: one["outcome"] for id, one in ended.tests().items()} == {n: n for n in tests}
    done = project.harness("trace", "--report", "json")
    links = {link["evidence"]["id"]: link for row in done.report["rows"] for link in row["links"]}
    shown = {name: links[f"tests/test_{name}.py::test_{name}"]["shown"] for name in tests}
    assert shown == {
        "skipped": "undecided",
        "xfailed": "undecided",
        "xpassed": "undecided",
        "error": "fail",
        "failed": "fail",
    }


def test_a_test_that_was_changed_since_is_stale_and_an_unknown_name_leads_nowhere(project: CardProject) -> None:
    pytest_of(project, "--harness", "tests")
    lines = (project.folder / "tests/test_it.py").read_text()
    project.write("tests/test_it.py", lines.replace("assert True", "assert 1").replace('"FR-002"', '"FR-02"'))
    pytest_of(project, "--harness", "tests/test_it.py::test_plain", "testcards/show.md")
    done = project.harness("trace", "--report", "json")
    links = {link["evidence"]["id"]: link for row in done.report["rows"] for link in row["links"]}
    assert links["tests/test_it.py::test_marked"]["shown"] != "pass"
    (orphan,) = done.report["orphans"]
    assert (orphan["claim"], orphan["nearest"][0]) == ("FR-02", "FR-002")


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def below(process: int) -> list[int]:
    """All processes below a process."""
    return [one for child in children(process) for one in (child, *below(child))]


def sleeping_below(process: int) -> list[int]:
    """The process whose card sleeps, of those that pytest itself has started; nothing while there is none."""
    with contextlib.suppress(OSError):
        for worker in children(process):
            if any("4517.5" in Path(f"/proc/{one}/cmdline").read_text() for one in below(worker)):
                return [worker]
    return []


def test_a_process_that_is_killed_takes_its_card_along_and_nothing_else(project: CardProject) -> None:
    project.write("testcards/zz.md", card("LIST-SLOW", SLOW))
    process = start(project, "testcards/add.md", "testcards/zz.md", "-n", "2")
    wait_for(lambda: list(project.folder.glob(".harness/runs/*/cards/LIST-SLOW/1/observations")), process)
    wait_for(lambda: "LIST-ADD" in finished(project), process)
    at_work: list[int] = []
    wait_for(lambda: at_work.extend(sleeping_below(process.pid)) or at_work, process)
    os.kill(at_work[0], signal.SIGKILL)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 1, out + err
    assert "crashed while running 'testcards/zz.md::LIST-SLOW'" in out
    folder = project.runs()[-1]
    found = json.loads((folder / "run.json").read_text())
    assert {one["id"]: one["state"] for one in found["cards"]} == {"LIST-ADD": "pass", "LIST-SLOW": "inconclusive"}
    assert found["interrupted"] is True
    assert is_gone("sleep", "4517.5")
    assert verified(project, folder)
