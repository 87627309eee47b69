"""``harness golden check`` as a user runs it: each thing that keeps a case from being the same is found and named."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support import goldens
from tests.support.goldens import case, check, copy_of, files_below, outcomes, redigested, results
from tests.support.processes import is_gone
from tests.support.projects import CardProject, Done
from tests.support.recorded import edit_json, forge_end

pytestmark = [pytest.mark.requires_git, pytest.mark.requires_cell]

IDS = [
    "SAME",
    "CHANGED",
    "STALE",
    "EDITED",
    "FORGED",
    "BROKEN",
    "MERGED",
    "LATIN",
    "OTHERS",
    "SWAPPED",
    "UNUSED",
    "GONE",
    "DELETED",
    "MASKED",
    "BIG",
    "BINARY",
]
CASES = {f"{id.lower()}.md": case(id, "todo add milk", "todo list") for id in IDS} | {
    "changed.md": case("CHANGED", "todo add milk", "todo fly", "todo clear"),
    "masked.md": case("MASKED", "todo when", "todo quiet"),
    "big.md": case("BIG", "todo big 104857600"),
    "binary.md": case("BINARY", "todo add milk", 'head -c 5 /dev/zero > "$HOME/zero.bin"', "todo clear"),
}


@dataclass(frozen=True)
class Checked:
    """A project in which much is wrong, and the check that says so."""

    made: CardProject
    done: Done
    before: dict[str, str]

    def one(self, id: str) -> Any:
        return results(self.done)[id]

    @property
    def run(self) -> Path:
        return self.made.runs()[-1]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> CardProject:
    """All cases, recorded."""
    made = goldens.project(tmp_path_factory.mktemp("check"), CASES)
    done = made.harness("golden", "record", "golden")
    assert done.code == 0, done
    return made


@pytest.fixture(scope="module")
def checked(recorded: CardProject, tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """Each case spoilt in its own way, and checked once, with a folder of goldens that nobody may write to."""
    made = copy_of(recorded, tmp_path_factory.mktemp("spoilt"))
    goldens.change(made, 'echo "unknown command: $1" >&2; exit 2', 'echo "no command: $1" >&2; exit 3')
    golden = made.folder / "golden"
    _spoil(golden)
    made.write("golden/unrecorded.md", case("UNRECORDED", "todo add milk"))
    before = files_below(golden)
    for path in (golden, *golden.iterdir()):
        path.chmod(0o555)
    done = check(made)
    for path in (golden, *golden.iterdir()):
        path.chmod(0o755)
    return Checked(made, done, before)


def _spoil(golden: Path) -> None:
    def edit(name: str, change: Callable[[str], str]) -> None:
        path = golden / name
        path.write_text(change(path.read_text()))

    edit("stale.md", lambda text: text.replace("todo list", "todo clear"))
    edit("EDITED.golden", lambda text: text.replace("| milk", "| bread"))
    edit("FORGED.golden", lambda text: redigested(text.replace("| milk", "| bread")))
    edit("BROKEN.golden", lambda text: text.replace("exit code = 0", "exit code 0"))
    edit("MERGED.golden", lambda text: text.replace("== Steps 2", "<<<<<<< HEAD\n== Steps 2"))
    (golden / "LATIN.golden").write_bytes((golden / "LATIN.golden").read_bytes().replace(b"| milk", b"| m\xfclk"))
    (golden / "OTHERS.golden").write_bytes((golden / "SAME.golden").read_bytes())
    (golden / "SWAPPED.golden").unlink()
    (golden / "unused.md").unlink()
    (golden / "gone.md").unlink()
    (golden / "GONE.golden").unlink()


EXPECTED = {
    "SAME": ("same", ""),
    "DELETED": ("same", ""),
    "BIG": ("same", ""),
    "BINARY": ("same", ""),
    "MASKED": ("same", ""),
    "CHANGED": ("changed", ""),
    "STALE": ("stale", "the case was changed after its snapshot was accepted"),
    "EDITED": ("edited by hand", "the digest in its snapshot does not hold"),
    "FORGED": ("edited by hand", "nobody accepted it"),
    "BROKEN": ("broken snapshot", "golden/BROKEN.golden:6"),
    "MERGED": ("broken snapshot", "the markers of a merge stand here"),
    "LATIN": ("broken snapshot", "is not UTF-8"),
    "OTHERS": ("broken snapshot", "this is the snapshot of `SAME`, and not of `OTHERS`"),
    "SWAPPED": ("unrecorded", "no snapshot of it was ever accepted"),
    "UNRECORDED": ("unrecorded", "no snapshot of it was ever accepted"),
    "GONE": ("gone", "it was accepted and never retired"),
}


@pytest.mark.parametrize("id", EXPECTED)
def test_each_thing_that_is_wrong_is_found_and_named(checked: Checked, id: str) -> None:
    outcome, reason = EXPECTED[id]
    found = checked.one(id)
    assert (found["outcome"], reason in found["reason"]) == (outcome, True), found


def test_every_case_is_told_of_and_no_other(checked: Checked) -> None:
    assert set(outcomes(checked.done)) == set(EXPECTED)
    assert checked.done.code == 1


def test_a_snapshot_whose_case_was_deleted_is_unused(checked: Checked) -> None:
    assert checked.done.report["golden"]["unused"] == ["golden/UNUSED.golden"]


def test_a_change_is_told_with_its_step_its_part_and_both_sides(checked: Checked) -> None:
    told = [
        (one["place"], one["leaf"], one["kind"], one["golden"], one["received"])
        for one in checked.one("CHANGED")["differences"]
    ]
    assert told == [
        ("Steps 2", "exit code", "value", "2", "3"),
        ("Steps 2", "stderr / line 1", "value", "unknown command: fly", "no command: fly"),
    ]


def test_the_terminal_names_path_step_and_part(checked: Checked) -> None:
    said = checked.made.harness("report", str(checked.run)).out
    assert "golden/changed.md:" in said
    assert "Steps 2 / exit code" in said
    assert "golden/UNUSED.golden" in said
    assert "harness golden retire GONE --reason WHY" in " ".join(said.split())
    assert max(map(len, said.splitlines())) <= 80


def test_nothing_below_golden_is_written_while_checking(checked: Checked) -> None:
    assert files_below(checked.made.folder / "golden") == checked.before


def test_what_was_received_lies_in_the_run_and_waits(checked: Checked) -> None:
    received = checked.run / "cards/CHANGED/1/received.golden"
    assert "| no command: fly" in received.read_text()
    waiting = checked.made.folder / ".harness/golden/CHANGED/received.golden"
    assert waiting.read_bytes() == received.read_bytes()
    assert not (checked.run / "cards/SAME/1/received.golden").exists()
    assert sorted(path.name for path in waiting.parents[1].iterdir()) == sorted(
        id for id, (outcome, _) in EXPECTED.items() if outcome not in ("same", "gone")
    )


def test_what_has_no_golden_is_carried_out_three_times_so_that_it_is_known_what_wavers(checked: Checked) -> None:
    assert sorted(path.name for path in (checked.run / "cards/UNRECORDED").iterdir()) == ["1", "2", "3"]
    assert sorted(path.name for path in (checked.run / "cards/SAME").iterdir()) == ["1"]


def test_output_beyond_what_can_be_kept_is_compared_by_size_and_digest(checked: Checked) -> None:
    digest = hashlib.sha256()
    for _ in range(100):
        digest.update(b"x" * (1 << 20))
    snapshot = (checked.made.folder / "golden/BIG.golden").read_text()
    assert f" = 104857600 bytes, sha256:{digest.hexdigest()}\n" in snapshot
    kept = checked.run / "cards/BIG/1/observations/o1.stdout"
    assert kept.stat().st_size == 16 << 20


def test_a_file_that_is_no_text_is_compared_by_size_and_digest(checked: Checked) -> None:
    snapshot = (checked.made.folder / "golden/BINARY.golden").read_text()
    assert f" = 5 bytes, sha256:{hashlib.sha256(bytes(5)).hexdigest()}\n" in snapshot


# The record


def test_a_check_can_be_judged_again_from_its_record(checked: Checked) -> None:
    done = checked.made.harness("verify-run", str(checked.run))
    assert done.code == 0, done
    assert f"{len(EXPECTED) - 1} golden cases compared again, and everything agrees" in done.out


def _as_passed(run: Path) -> str:
    def forge(record: Any) -> None:
        (found,) = (one for one in record["golden"]["cases"] if one["id"] == "CHANGED")
        found.update(outcome="same", differences=[])

    edit_json(run / "run.json", forge)
    forge_end(run)
    return "the case is recorded as `same`, and the recording shows `changed`: Steps 2 / exit code"


def _output(run: Path) -> str:
    (path,) = (run / "cards/CHANGED/1/observations").glob("*.stderr")
    path.write_text("unknown command: fly\n")
    return f"cards/CHANGED/1/observations/{path.name}: was changed: its hash is not the recorded one"


def _golden(run: Path) -> str:
    path = run / "cards/CHANGED/1/golden.golden"
    path.write_text(redigested(path.read_text().replace("unknown", "no").replace("code = 2", "code = 3")))
    return "cards/CHANGED/1/golden.golden: was changed: its hash is not the recorded one"


def _dropped(run: Path) -> str:
    def forge(record: Any) -> None:
        cases = record["golden"]["cases"]
        record["golden"]["cases"] = [one for one in cases if one["id"] != "CHANGED"]

    edit_json(run / "run.json", forge)
    forge_end(run)
    return "lacks attempt 1 of card CHANGED, of which the events tell"


@pytest.mark.parametrize("tamper", [_as_passed, _output, _golden, _dropped])
def test_a_check_that_was_tampered_with_is_found(
    checked: Checked, tmp_path: Path, tamper: Callable[[Path], str]
) -> None:
    made = copy_of(checked.made, tmp_path)
    run = made.runs()[-1]
    what = tamper(run)
    done = made.harness("verify-run", str(run))
    assert done.code == 1, done
    assert what in done.out


# Documents that cannot be read


def test_two_cases_with_one_id_are_refused(recorded: CardProject, tmp_path: Path) -> None:
    made = copy_of(recorded, tmp_path)
    made.write("golden/twice.md", CASES["same.md"])
    done = check(made)
    assert done.code == 2
    assert "golden/twice.md:2: error GOLD105: the id `SAME` is that of golden/same.md as well" in done.err
    assert done.out == ""


def test_links_out_of_the_project_and_a_broken_log_are_refused_all_at_once(
    recorded: CardProject, tmp_path: Path
) -> None:
    made = copy_of(recorded, tmp_path)
    golden = made.folder / "golden"
    for name in ("same.md", "SAME.golden"):
        (golden / name).rename(tmp_path / name)
        (golden / name).symlink_to(tmp_path / name)
    done = check(made)
    assert done.code == 2
    for name in ("same.md", "SAME.golden"):
        assert f"golden/{name}:1: error GOLD107: this is a link out of the project" in done.err
    for name in ("same.md", "SAME.golden"):
        (golden / name).unlink()
        (tmp_path / name).rename(golden / name)
    log = golden / "accepted.jsonl"
    log.write_text(f"<<<<<<< HEAD\n{log.read_text()}")
    done = check(made)
    assert done.code == 2
    assert "golden/accepted.jsonl:1: error GOLD106: this is no line of the log" in done.err
    assert "Traceback" not in done.err


def test_a_name_that_is_none_is_refused_before_anything_runs(recorded: CardProject, tmp_path: Path) -> None:
    made = copy_of(recorded, tmp_path)
    done = check(made, "SANE")
    assert done.code == 2
    assert "'SANE' is neither a path nor the id of a golden case" in done.err
    assert "did you mean 'SAME'" in done.err
    assert len(made.runs()) == len(recorded.runs())


# A product that wants to be found the same


CUNNING = """#!/bin/sh
case "$1" in
  add) for at in /work /product {root} "$PWD" ..; do
         [ -d "$at/golden" ] && echo x > "$at/golden/SAME.golden"
       done
       mkdir -p golden && echo x > golden/SAME.golden && rm -r golden
       echo "$2" >> "$HOME/list.txt"; echo "added $2" ;;
  list) cat "$HOME/list.txt" ;;
  when) echo "<timestamp>" ;;
  quiet) ;;
esac
"""


def test_a_product_that_writes_goldens_or_prints_masks_is_not_the_same(recorded: CardProject, tmp_path: Path) -> None:
    made = copy_of(recorded, tmp_path)
    made.write("bin/todo", CUNNING.replace("{root}", str(made.folder)))
    before = files_below(made.folder / "golden")
    done = check(made, "SAME", "MASKED")
    assert files_below(made.folder / "golden") == before
    assert outcomes(done)["MASKED"] == "changed", done
    # What it made in the user's folder it has taken away again.
    assert outcomes(done)["SAME"] in ("same", "changed")


# Interrupts, and two at once


def test_an_interrupt_keeps_what_was_finished_and_leaves_nothing_running(recorded: CardProject, tmp_path: Path) -> None:
    made = copy_of(recorded, tmp_path)
    made.write("golden/zhang.md", case("ZHANG", "todo hang"))
    before = files_below(made.folder / "golden")
    running = made.start("golden", "check", "SAME", "ZHANG", "-j", "1")
    while '"card":"ZHANG"' not in (text := (made.runs()[-1] / "events.jsonl").read_text()) or (
        "step-started" not in text.split('"card":"ZHANG"', 1)[1]
    ):
        assert running.poll() is None, running.communicate()
        time.sleep(0.05)
    time.sleep(0.3)
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 4, out + err
    assert "Traceback" not in err
    run = json.loads((made.runs()[-1] / "run.json").read_text())
    assert run["interrupted"] is True
    assert {one["id"]: one["outcome"] for one in run["golden"]["cases"]} == {"SAME": "same", "ZHANG": "undecided"}
    assert is_gone("sleep", "600")
    assert files_below(made.folder / "golden") == before
    assert made.harness("verify-run").code == 0


def test_two_checks_at_once_in_one_project_do_not_meet(recorded: CardProject, tmp_path: Path) -> None:
    made = copy_of(recorded, tmp_path)
    goldens.change(made, 'echo "added $2"', 'echo "has $2"')
    running = [made.start("golden", "check", "SAME", "STALE", "DELETED") for _ in range(2)]
    ended = [one.communicate(timeout=120) for one in running]
    assert [one.returncode for one in running] == [1, 1], ended
    assert "cannot wait" not in str(ended)
    waiting = made.folder / ".harness/golden"
    assert sorted(path.name for path in waiting.iterdir()) == ["DELETED", "SAME", "STALE"]
    newest = made.runs()[-1].name
    assert {json.loads((path / "facts.json").read_text())["run"] for path in waiting.iterdir()} <= {
        newest,
        made.runs()[-2].name,
    }


def test_a_hundred_megabytes_of_output_do_not_fill_the_memory(recorded: CardProject, tmp_path: Path) -> None:
    made = copy_of(recorded, tmp_path)
    script = (
        "import resource, subprocess, sys\n"
        "code = subprocess.run([sys.executable, '-m', 'harness', 'golden', 'check', 'BIG'], stdout=2).returncode\n"
        "print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=made.folder,
        env=made.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    code, megabytes = map(int, done.stdout.split())
    assert code == 0, done.stderr
    assert megabytes < 400
