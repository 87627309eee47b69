"""``harness golden record`` as a user runs it: what it writes, masks and refuses, and what it leaves when it cannot."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest

from tests.support import goldens
from tests.support.goldens import case, check, copy_of, files_below, outcomes
from tests.support.processes import is_gone
from tests.support.projects import CardProject, card

pytestmark = [pytest.mark.requires_git, pytest.mark.requires_cell]

WHEN = """1. Run `todo add milk`.
   - It succeeds.
2. Run `todo when`.
   - It succeeds.
"""


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[CardProject, str]:
    """Two cards made into cases, and what was said of it."""
    made = goldens.project(tmp_path_factory.mktemp("record"), {})
    made.write("testcards/basic/add.md", card("TODO-ADD"))
    made.write("testcards/more/add.md", card("TODO-WHEN", WHEN, title="Tell the time"))
    done = made.harness("golden", "record", "testcards")
    assert done.code == 0, done
    return made, done.out


def test_what_differs_from_run_to_run_is_shown_and_masked(recorded: tuple[CardProject, str]) -> None:
    made, said = recorded
    assert "TODO-WHEN: wrote golden/" in said
    assert "masked by timestamps: Steps 2 / stdout" in said
    document = next(path for path in made.folder.glob("golden/*.md") if "TODO-WHEN" in path.read_text())
    assert "redact: [timestamps]" in document.read_text()
    assert "  | <timestamp" in (made.folder / "golden/TODO-WHEN.golden").read_text()


def test_two_cards_of_one_name_get_documents_of_their_own(recorded: tuple[CardProject, str]) -> None:
    made, _ = recorded
    assert sorted(path.name for path in made.folder.glob("golden/*.md")) == ["add.md", "todo-when.md"]


def test_a_case_holds_the_steps_and_no_expectations(recorded: tuple[CardProject, str]) -> None:
    made, _ = recorded
    text = (made.folder / "golden/add.md").read_text()
    assert "1. Run `todo add milk`." in text
    assert "It succeeds" not in text
    assert "2. Run `todo list`." in text, "what an expectation probes is a step of its own"


def test_each_case_is_carried_out_three_times_in_fresh_cells(recorded: tuple[CardProject, str]) -> None:
    made, _ = recorded
    (run,) = made.runs()
    assert sorted(path.name for path in (run / "cards/TODO-ADD").iterdir()) == ["1", "2", "3"]
    golden = (made.folder / "golden/TODO-ADD.golden").read_text()
    assert golden.count("  | milk") == 2, "the list would be longer in a cell that was used before"


def test_the_record_of_the_runs_is_finished_and_agrees_with_itself(recorded: tuple[CardProject, str]) -> None:
    made, _ = recorded
    done = made.harness("verify-run")
    assert done.code == 0, done
    assert "2 golden cases compared again, and everything agrees" in done.out


def test_who_recorded_what_is_logged(recorded: tuple[CardProject, str]) -> None:
    made, _ = recorded
    lines = [json.loads(line) for line in (made.folder / "golden/accepted.jsonl").read_text().splitlines()]
    assert [(line["decision"], line["case"]) for line in lines] == [("recorded", "TODO-ADD"), ("recorded", "TODO-WHEN")]
    for line in lines:
        assert line["who"]
        assert line["when"].endswith("Z")
        assert line["after"] in (made.folder / f"golden/{line['case']}.golden").read_text()


def test_what_was_recorded_checks_as_the_same(recorded: tuple[CardProject, str]) -> None:
    made, _ = recorded
    done = made.harness("golden", "check")
    assert done.code == 0, done
    assert "2 golden cases: 2 same" in done.out
    assert done.err == ""
    assert max(map(len, done.out.splitlines())) <= 80


def test_what_is_recorded_already_is_not_overwritten(recorded: tuple[CardProject, str], tmp_path: Path) -> None:
    made = copy_of(recorded[0], tmp_path)
    before = files_below(made.folder / "golden")
    again = made.harness("golden", "record", "TODO-ADD")
    assert (again.code, "recorded already" in again.err) == (2, True), again
    own = made.harness("golden", "record", "golden/add.md")
    assert (own.code, "recorded already" in own.err) == (2, True), own
    assert files_below(made.folder / "golden") == before


def test_in_ci_nothing_is_recorded(recorded: tuple[CardProject, str], tmp_path: Path) -> None:
    made = copy_of(recorded[0], tmp_path)
    made.write("testcards/new.md", card("TODO-NEW"))
    done = made.harness("golden", "record", "TODO-NEW", CI="true")
    assert done.code == 2
    assert done.err.startswith("error: nothing is recorded in CI\n")
    assert not (made.folder / "golden/new.md").exists()


@pytest.mark.parametrize(
    ("name", "what"), [("TODO-ADE", "neither a path nor"), ("testcards/natural.md", "code cannot carry out")]
)
def test_what_cannot_be_a_case_is_refused(
    recorded: tuple[CardProject, str], tmp_path: Path, name: str, what: str
) -> None:
    made = copy_of(recorded[0], tmp_path)
    made.write("testcards/natural.md", card("TODO-NATURAL", "1. Add some milk.\n   - It succeeds.\n"))
    done = made.harness("golden", "record", name)
    assert done.code == 2, done
    assert what in done.err
    assert "Traceback" not in done.err


# Cases that are written by hand, that waver, that show nothing, that do not end

BY_HAND = {
    "waver.md": case("WAVER", "todo when"),
    "quiet.md": case("QUIET", "todo when", front="redact: [{path: x, as: <x>}]"),
    "hang.md": case("HANG", "todo add milk", "todo hang"),
    "sound.md": case("SOUND", "todo add milk", "todo clear", front="redact: [uuids]"),
}


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> tuple[CardProject, str, int]:
    """Four cases written by hand, recorded without redactions of the tool's own, in two seconds each at most."""
    limits = "[cards]\nlimits = { seconds = 2, turns = 1, tokens = 1, dollars = 0.1 }\n"
    made = goldens.project(tmp_path_factory.mktemp("hand"), BY_HAND, configuration=goldens.CONFIGURATION + limits)
    done = made.harness("golden", "record", "--no-redact", "golden")
    return made, done.out + done.err, done.code


def test_a_case_written_by_hand_is_recorded_where_it_lies(by_hand: tuple[CardProject, str, int]) -> None:
    made, said, _ = by_hand
    assert "SOUND: wrote golden/sound.md and golden/SOUND.golden" in said
    assert (made.folder / "golden/sound.md").read_text() == BY_HAND["sound.md"]


def test_files_that_come_change_and_go_are_in_the_snapshot(by_hand: tuple[CardProject, str, int]) -> None:
    text = (by_hand[0].folder / "golden/SOUND.golden").read_text()
    assert "file list.txt = created\ncontent of list.txt:\n  | milk\n" in text
    assert "file list.txt = deleted\n" in text


def test_what_nothing_masks_makes_the_case_unstable_and_no_pass(by_hand: tuple[CardProject, str, int]) -> None:
    made, said, code = by_hand
    assert code == 4
    assert "unstable: Steps 1 / stdout" in said
    assert "unstable: Steps 1 / stdout\n" in (made.folder / "golden/WAVER.golden").read_text()


def test_a_case_that_never_ends_is_not_recorded(by_hand: tuple[CardProject, str, int]) -> None:
    made, said, _ = by_hand
    assert "HANG: not recorded: Steps 2: " in said
    assert "still running" in said
    assert not (made.folder / "golden/HANG.golden").exists()
    assert is_gone("sleep", "600")


def test_an_unstable_case_and_one_that_is_not_recorded_do_not_pass_a_check(
    by_hand: tuple[CardProject, str, int],
) -> None:
    made, _, _ = by_hand
    done = check(made, "WAVER", "SOUND")
    assert done.code == 4, done
    assert outcomes(done) == {"SOUND": "same", "WAVER": "unstable"}


# When it cannot write, and when it is interrupted


def test_a_golden_folder_that_refuses_is_told_in_one_line_and_nothing_is_half_written(tmp_path: Path) -> None:
    made = goldens.project(tmp_path, {})
    made.write("testcards/add.md", card("TODO-ADD"))
    # Where root runs the tests a mode refuses nothing, but a file in the place of the folder does.
    made.write("golden", "")
    done = made.harness("golden", "record", "TODO-ADD")
    assert done.code == 4, done
    assert "golden/add.md' cannot be written: " in done.out
    assert "Traceback" not in done.out + done.err


def test_a_disk_that_is_full_leaves_neither_document_nor_snapshot(tmp_path: Path) -> None:
    made = goldens.project(tmp_path, {"long.md": case("LONG", "todo big 300000", "todo add milk")})
    before = files_below(made.folder / "golden")
    full = [*goldens.UNMEASURED, "prlimit", "--fsize=250000:250000"]
    done = made.harness("golden", "record", "golden", within=full)
    assert done.code == 4, done
    assert "Traceback" not in done.out + done.err, done
    assert files_below(made.folder / "golden") == before


def test_an_interrupt_ends_all_and_writes_nothing(tmp_path: Path) -> None:
    made = goldens.project(tmp_path, {"hang.md": case("HANG", "todo hang"), "add.md": case("ADD", "todo add milk")})
    running = made.start("golden", "record", "golden", "-j", "2")
    while '"step-started"' not in "".join(
        path.read_text() for path in made.folder.glob(".harness/runs/*/events.jsonl")
    ):
        assert running.poll() is None, running.communicate()
        time.sleep(0.05)
    time.sleep(0.3)
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 4, out + err
    assert "Traceback" not in err
    assert "HANG: not recorded: interrupted" in out
    assert sorted(files_below(made.folder / "golden")) == ["add.md", "hang.md"]
    assert is_gone("sleep", "600")
    (run,) = made.runs()
    assert json.loads((run / "run.json").read_text())["interrupted"] is True
