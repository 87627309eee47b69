"""``harness verify`` as a user runs it: one command for all stages, one decision, and nothing left behind."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.processes import is_gone
from tests.support.projects import CONFIGURATION, SCRIPT, CardProject, card

pytestmark = [pytest.mark.requires_git, pytest.mark.requires_cell]

SHOW = """1. Run `todo add milk`.
   - It succeeds.
2. Run `todo list`.
   - You see "milk".
"""
CONSTITUTION = """# The list's constitution

Version 1.0.0 · ratified 2026-11-20

## LIST-001 Nothing is evaluated

- **Level:** MUST
- **Applies to:** `**/*.py`
- **Constraint:** Code MUST NOT call `eval`.
- **Pattern:** `ast.literal_eval(text)`
- **Rationale:** what a user types is data

```yaml check
forbid:
  language: python
  any:
    - pattern: eval($$$)
```

```python bad
eval(text)
```

```python good
ast.literal_eval(text)
```
"""
SLOW_SCRIPT = SCRIPT.replace("sleep 600", "sleep 4323.25")
SLOW = """1. Run `todo slow`.
   - It succeeds.
   - You see "started".
"""


@pytest.fixture
def project(tmp_path: Path) -> CardProject:
    """A project whose two requirements are shown by two cards that pass."""
    cards = {"add.md": card("TODO-ADD"), "show.md": card("TODO-SHOW", SHOW, verifies="FR-002", title="Show the list")}
    found = CardProject.create(tmp_path, cards, script=SLOW_SCRIPT)
    found.write(".gitignore", ".harness/\n")
    found.write("constitutions/main.md", CONSTITUTION)
    found.write("tools.py", "import ast\n\nast.literal_eval('1')\n")
    commit_as_one(found)
    return found


def commit_as_one(project: CardProject) -> None:
    """Commit everything as if it had always been so: no change edits its own judges."""
    project.repository.git("add", "--all")
    project.repository.git("commit", "--quiet", "--amend", "--no-edit")


def stages(err: str) -> dict[str, str]:
    """What was said of each stage, without how long it took."""
    found = re.findall(r"^(check|golden check|run-cards|trace|gate) +(.+?)(?: in \d+\.\d s)?$", err, re.MULTILINE)
    return dict(found)


def kinds(project: CardProject) -> list[list[str]]:
    """What was recorded, run by run."""
    records = [json.loads((folder / "run.json").read_text()) for folder in project.runs()]
    return [[kind for kind in ("constitution", "golden", "cards") if one.get(kind)] for one in records]


def decisions(project: CardProject) -> list[str]:
    log = project.folder / ".harness/gate/decisions.jsonl"
    return log.read_text().splitlines() if log.exists() else []


def test_a_tree_that_does_what_is_claimed_passes_and_each_stage_says_what_came_of_it(project: CardProject) -> None:
    before = project.repository.git("status", "--porcelain")
    done = project.harness("verify")
    assert done.code == 0, done
    assert done.out.startswith("PASS")
    assert stages(done.err) == {
        "check": "1 principle: 1 passed",
        "golden check": "skipped: no golden cases",
        "run-cards": "2 cards: 2 passed",
        "trace": "2 requirements: 2 verified",
        "gate": "PASS",
    }
    assert kinds(project) == [["constitution"], ["cards"]]
    assert len(decisions(project)) == 1
    assert project.repository.git("status", "--porcelain") == before
    again = project.harness("gate", "--report", "json")
    assert again.code == 0, again


@pytest.mark.parametrize("lies_there", ["gate/kept.txt", "cache/harness/kept.txt"])
def test_what_a_pipeline_kept_beside_the_records_is_no_part_of_the_tree(project: CardProject, lies_there: str) -> None:
    project.write(".gitignore", "# nothing\n")
    commit_as_one(project)
    shutil.rmtree(project.folder / ".harness", ignore_errors=True)
    project.write(f".harness/{lies_there}", "of an earlier run\n")
    done = project.harness("verify")
    assert done.code == 0, done
    assert project.repository.git("status", "--porcelain") == ""


def test_what_fails_is_sent_back_with_what_the_next_attempt_needs(project: CardProject, tmp_path: Path) -> None:
    project.write("bin/todo", SLOW_SCRIPT.replace('echo "added $2"', 'echo "butter"'))
    project.write("tools.py", "\neval('1')\n")
    done = project.harness("verify", "--bundle", str(tmp_path / "out"), "--report", "json")
    assert done.code == 3, done
    assert done.report["band"] == "REWORK"
    rework = json.loads((tmp_path / "out/rework.json").read_text())
    principle, failed = rework["tasks"]
    assert (principle["id"], principle["spots"][0]["place"]) == ("LIST-001", {"path": "tools.py", "line": 2})
    assert principle["pattern"] == "`ast.literal_eval(text)`"
    assert (failed["id"], failed["steps"][-1]["unmet"][0]["seen"]) == ("TODO-ADD", '"butter"')
    text = (tmp_path / "out/rework.md").read_text()
    assert "The system MUST add an entry to the list." in text
    assert "  | butter" in text.splitlines()


def test_a_bundle_of_before_is_gone_once_the_tree_passes(project: CardProject, tmp_path: Path) -> None:
    project.write("tools.py", "eval('1')\n")
    assert project.harness("verify", "--bundle", ".harness/out").code == 3
    project.write("tools.py", "import ast\n")
    done = project.harness("verify", "--bundle", ".harness/out")
    assert not (project.folder / ".harness/out").exists(), done


def test_work_that_is_sent_back_too_often_fails(project: CardProject) -> None:
    project.write("harness.toml", CONFIGURATION + "[gate]\nmax_cycles = 1\n")
    (project.folder / "testcards/show.md").unlink()
    (project.folder / "testcards/add.md").unlink()
    commit_as_one(project)
    project.write("tools.py", "eval('1')\n")
    assert project.harness("verify", "--line", "work").code == 3
    project.write("tools.py", "eval('2')\n")
    done = project.harness("verify", "--line", "work")
    assert done.code == 1, done
    assert "rework exhausted" in done.out


def test_a_shadow_holds_nothing_up(project: CardProject) -> None:
    project.write("tools.py", "eval('1')\n")
    done = project.harness("verify", "--profile", "shadow")
    assert done.code == 0, done
    assert "REWORK" in done.out


def test_where_there_is_nothing_to_verify_that_is_said(tmp_path: Path) -> None:
    project = CardProject(tmp_path, tmp_path / "cache")
    done = project.harness("verify")
    assert done.code == 2
    assert done.err.startswith("error: there is nothing to verify here\n  hint: ")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("testcards/add.md", "no front matter\n", "testcards/add.md:1"),
        ("constitutions/main.md", CONSTITUTION.replace("MUST\n", "PERHAPS\n"), "constitutions/main.md:"),
        ("golden/a.md", "nothing\n", "golden/a.md:1"),
        (
            "harness.toml",
            CONFIGURATION + '[[gate.criteria]]\nband = "PASS"\nwhen = "cards.faild == 0"\n',
            "harness.toml:",
        ),
        ("harness.toml", "[product\n", "harness.toml:"),
    ],
)
def test_a_document_that_is_invalid_is_told_before_anything_is_run(
    project: CardProject, name: str, text: str, said: str
) -> None:
    project.write(name, text)
    done = project.harness("verify")
    assert done.code == 2, done
    assert said in done.err
    assert "Traceback" not in done.err
    assert project.runs() == []
    assert decisions(project) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--bundle", "bin"], "'bin' holds something else"),
        (["--bundle", "new"], "'new' lies in the tree"),
        (["--report", "pdf"], "unknown report 'pdf'"),
        (["--profile", "kind"], "Invalid value for '--profile'"),
        (["-j", "0"], "Invalid value for '-j'"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_run(
    project: CardProject, arguments: list[str], said: str
) -> None:
    done = project.harness("verify", *arguments)
    assert done.code == 2, done
    assert said in done.err
    assert project.runs() == []


def test_a_stage_that_cannot_be_carried_out_leaves_it_open_and_the_others_are(project: CardProject) -> None:
    project.write("testcards/natural.md", card("TODO-NATURAL", "1. Add some milk.\n   - The list looks tidy.\n"))
    empty = {"ANTHROPIC_API_KEY": "", "ANTHROPIC_AUTH_TOKEN": "", "HOME": str(project.folder.parent)}
    done = project.harness("verify", **empty)
    assert done.code == 4, done
    assert stages(done.err)["check"] == "1 principle: 1 passed"
    assert done.out.startswith("UNDECIDED")
    assert "run-cards: " in done.err


def test_a_report_that_is_written_into_the_tree_makes_it_another(project: CardProject) -> None:
    for name in ("add.md", "show.md"):
        (project.folder / "testcards" / name).unlink()
    done = project.harness("verify", "--output", "report.txt")
    assert "the tree has 'report.txt' now and is another" in done.err
    ignored = project.harness("verify", "--output", ".harness/report.txt")
    assert "is another" not in ignored.err


def wait_for(seen: Callable[[], object], process: subprocess.Popen[str]) -> None:
    """Wait until something is there, for a minute, as long as the process runs."""
    for _ in range(3000):
        if seen():
            return
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    raise AssertionError("it never came")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_keeps_what_finished_and_leaves_nothing_behind(project: CardProject, number: int) -> None:
    project.write("testcards/zz/last.md", card("TODO-SLOW", SLOW))
    process = project.start("verify", "-j", "1")
    wait_for(lambda: list(project.folder.glob(".harness/runs/*/cards/TODO-SLOW/1/*")), process)
    time.sleep(0.3)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 4, err
    assert out == ""
    assert "interrupted: nothing was decided; what was finished is recorded" in err
    assert kinds(project) == [["constitution"], ["cards"]]
    assert decisions(project) == []
    assert not list(Path("/tmp").glob(f"harness-*-{process.pid}-*"))
    assert is_gone("sleep", "4323.25")
    for folder in project.runs():
        assert project.harness("verify-run", str(folder)).code == 0


def on_a_terminal(project: CardProject, *arguments: str) -> tuple[int, str]:
    """Run on a real pseudo-terminal, 100 columns wide; exit code and everything that it showed."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "harness", *arguments],
        cwd=project.folder,
        env={**project.environment, "TERM": "xterm-256color"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown = bytearray()
    while select.select([ours], [], [], 60)[0]:
        try:
            chunk = os.read(ours, 1 << 16)
        except OSError:
            break
        if not chunk:
            break
        shown += chunk
    os.close(ours)
    return process.wait(), shown.decode()


def test_a_person_sees_one_display_for_all_stages(project: CardProject) -> None:
    project.write(
        "testcards/zz/wait.md", card("TODO-WAIT", "1. Wait 1 second.\n2. Run `todo add milk`.\n   - It succeeds.\n")
    )
    commit_as_one(project)
    code, shown = on_a_terminal(project, "verify", "-j", "1")
    assert code == 0, shown[-2000:]
    assert "TODO-WAIT: steps 1" in shown
    assert "2/3" in shown
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h") == 1
    assert "3 cards: 3 passed" in shown
    assert "PASS: this tree is accepted" in shown
