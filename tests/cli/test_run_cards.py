"""``harness run-cards`` as a user runs it: which cards, what it says, what it leaves, how it ends."""

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
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.processes import is_gone
from tests.support.projects import CONFIGURATION, SCRIPT, CardProject, Done, card
from tests.support.repositories import Repository

pytestmark = [pytest.mark.requires_git, pytest.mark.requires_cell]

WRONG = """1. Run `todo add milk`.
   - It succeeds.
   - You see "added butter".
"""
KNOWN = "known are 'TODO-ADD', 'TODO-AGAIN', 'TODO-SHOW'"
NATURAL = """1. Add some milk to the list.
   - The list looks tidy.
   - You see "added milk".
"""
SLOW = """1. Run `todo slow`.
   - It succeeds.
   - You see "started".
"""


@pytest.fixture
def project(tmp_path: Path) -> CardProject:
    """Three cards that pass, over two folders, two tiers and two requirements."""
    return CardProject.create(
        tmp_path,
        {
            "basic/add.md": card("TODO-ADD"),
            "basic/again.md": card("TODO-AGAIN", title="Add twice"),
            "more/show.md": card("TODO-SHOW", verifies="FR-002", tier="composition", title="Show the list"),
        },
    )


def states(done: Done) -> dict[str, str]:
    return {result["id"]: result["state"] for result in done.report["cards"]}


def run(project: CardProject, *arguments: str) -> Done:
    """Run with a report that a test can read."""
    return project.harness("run-cards", "--report", "json", *arguments)


# Which cards


def test_without_arguments_every_card_runs_and_passes(project: CardProject) -> None:
    done = project.harness("run-cards")
    assert done.code == 0, done
    assert "3 cards: 3 passed" in done.out
    assert done.err == ""
    assert "\x1b" not in done.out
    assert max(map(len, done.out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (["testcards/basic"], {"TODO-ADD", "TODO-AGAIN"}),
        (["testcards/more/show.md"], {"TODO-SHOW"}),
        (["TODO-AGAIN"], {"TODO-AGAIN"}),
        (["TODO-AGAIN", "testcards/more"], {"TODO-AGAIN", "TODO-SHOW"}),
        (["TODO-AGAIN", "TODO-AGAIN", "testcards/basic/again.md"], {"TODO-AGAIN"}),
        (["--tier", "composition"], {"TODO-SHOW"}),
        (["--tier", "composition", "--tier", "foundation"], {"TODO-ADD", "TODO-AGAIN", "TODO-SHOW"}),
        (["--verifies", "fr-002"], {"TODO-SHOW"}),
        (["--verifies", "FR-001", "testcards/basic/add.md"], {"TODO-ADD"}),
    ],
)
def test_cards_are_selected_by_path_id_folder_tier_and_requirement(
    project: CardProject, arguments: list[str], ids: set[str]
) -> None:
    done = run(project, *arguments)
    assert done.code == 0, done
    assert states(done) == dict.fromkeys(ids, "pass")


def test_from_a_folder_below_paths_are_as_one_types_them_there(project: CardProject) -> None:
    done = project.harness("run-cards", "--report", "json", "add.md", folder=project.folder / "testcards/basic")
    assert done.code == 0, done
    assert set(states(done)) == {"TODO-ADD"}


def test_an_unknown_id_is_refused_with_the_nearest_known_one(project: CardProject) -> None:
    done = run(project, "TODO-ADE")
    assert done.code == 2
    assert (
        done.err
        == f"error: 'TODO-ADE' is neither a path nor the id of a card\n  hint: did you mean 'TODO-ADD'? {KNOWN}\n"
    )
    assert project.runs() == []


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["--tier", "frontier"], "no card matches"),
        (["--verifies", "FR-999"], "no card matches"),
        (["../outside"], "neither a path nor"),
        (["--report", "pdf"], "unknown report 'pdf'"),
        (["--evaluator", "litteral"], "unknown evaluator 'litteral'"),
        (["--at", "nowhere"], "no revision `nowhere`"),
        (["--tier", "huge"], "Invalid value for '--tier'"),
        (["--isolation", "prison"], "Invalid value for '--isolation'"),
        (["-j", "0"], "Invalid value for '-j'"),
        (["--repeat", "0"], "Invalid value for '--repeat'"),
        (["--only-failed"], "no finished run is recorded"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_runs(
    project: CardProject, arguments: list[str], what: str
) -> None:
    done = run(project, *arguments)
    assert done.code == 2, done
    assert what in done.err
    assert "Traceback" not in done.err
    assert done.out == ""


def test_a_path_outside_the_project_is_refused(project: CardProject, tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text(card("TODO-OTHER"))
    done = run(project, str(tmp_path / "other.md"))
    assert done.code == 2
    assert "lies outside the project" in done.err


def test_only_failed_runs_what_did_not_pass_last_time(project: CardProject) -> None:
    project.write("testcards/basic/add.md", card("TODO-ADD", WRONG))
    assert states(run(project)) == {"TODO-ADD": "fail", "TODO-AGAIN": "pass", "TODO-SHOW": "pass"}
    project.write("testcards/new.md", card("TODO-NEW"))
    project.write("testcards/basic/add.md", card("TODO-ADD"))
    assert states(run(project, "--only-failed")) == {"TODO-ADD": "pass", "TODO-NEW": "pass"}


def test_only_failed_looks_past_a_check_of_the_tree(project: CardProject) -> None:
    run(project, "TODO-ADD")
    project.write(
        "constitutions/a.md", "# A\n\n## DOC-001 Short\n\n- **Level:** MAY\n- **Constraint:** It MAY be short.\n"
    )
    assert project.harness("check").code == 4
    assert states(run(project, "--only-failed")) == {"TODO-AGAIN": "pass", "TODO-SHOW": "pass"}


def test_only_failed_with_nothing_left_says_so(project: CardProject) -> None:
    run(project, "TODO-ADD")
    done = run(project, "--only-failed", "TODO-ADD")
    assert done.code == 2
    assert "every selected card passed in the latest run" in done.err


# What it runs on


def test_an_earlier_revision_is_run_with_the_cards_of_today(project: CardProject) -> None:
    project.write("bin/todo", "#!/bin/sh\necho broken >&2; exit 1\n")
    assert run(project, "TODO-ADD").code == 1
    done = run(project, "TODO-ADD", "--at", "HEAD")
    assert done.code == 0, done
    assert done.report["tree"]["revision"] == "HEAD"


def test_the_repository_is_left_as_it_was(project: CardProject) -> None:
    project.write("untracked.txt", "x\n")
    told = project.repository.told()
    assert run(project, "TODO-ADD").code == 0
    assert project.repository.told()[1:] == told[1:]
    assert set(project.repository.told()[0].splitlines()) - set(told[0].splitlines()) == {"! .harness/"}


def test_a_product_that_is_not_in_git_runs_as_well(project: CardProject) -> None:
    shutil.rmtree(project.folder / ".git")
    assert run(project, "TODO-ADD").code == 0


def test_a_tree_that_cannot_be_exported_leaves_every_card_undecided(project: CardProject) -> None:
    (project.folder / "out").symlink_to("/etc")
    done = run(project)
    assert done.code == 4
    assert {(one["state"], one["cause"]) for one in done.report["cards"]} == {("inconclusive", "environment")}
    assert done.report["problems"] == ["out: symbolic link points outside the tree: `/etc`"]


def test_a_failed_setup_leaves_every_card_undecided_and_shows_the_end_of_its_output(project: CardProject) -> None:
    project.write(
        "harness.toml",
        '[product]\nsetup = ["seq 1000; echo no luck >&2; exit 3"]\n'
        + CONFIGURATION.replace("[product.c", "\n[product.c"),
    )
    done = project.harness("run-cards", "TODO-ADD")
    assert done.code == 4
    assert "setup failed with exit code 3" in done.out
    assert "no luck" in done.out
    record = json.loads((project.runs()[-1] / "run.json").read_text())
    assert (record["cards"][0]["state"], record["cards"][0]["cause"]) == ("inconclusive", "environment")


def test_setup_runs_once_for_many_runs(project: CardProject) -> None:
    project.write(
        "harness.toml",
        '[product]\nsetup = ["date +%s%N > stamp; mkdir -p data"]\ncommands = { todo = "cat {tree}/stamp" }\n',
    )
    project.write(
        "testcards/basic/add.md",
        card("TODO-ADD", "1. Run `todo`.\n   - It succeeds.\n   - You see a line matching `^[0-9]+$`.\n"),
    )
    for _ in range(2):
        run(project, "TODO-ADD")
    stamps = {next(path.read_text() for path in folder.rglob("o1.stdout")) for folder in project.runs()}
    assert len(stamps) == 1


# What is wrong with the documents


def test_a_broken_configuration_is_refused_with_every_mistake_at_its_line(project: CardProject) -> None:
    project.write("harness.toml", '[product]\ncomands = { a = "b" }\n[cards]\nworkers = "two"\n')
    done = run(project)
    assert done.code == 2
    assert "harness.toml:2: error" in done.err
    assert "harness.toml:4: error" in done.err
    assert "did you mean 'commands'?" in done.err
    assert project.runs() == []


def test_broken_cards_are_refused_with_every_mistake_at_its_line(project: CardProject) -> None:
    project.write("testcards/basic/add.md", "---\nid: TODO-ADD\ntier: huge\n---\n# Add\n")
    project.write("testcards/more/show.md", "no front matter\n")
    done = run(project)
    assert done.code == 2
    assert re.search(r"^testcards/basic/add\.md:3: error", done.err, re.M)
    assert re.search(r"^testcards/more/show\.md:1: error", done.err, re.M)
    assert "  hint: " in done.err


def test_a_card_that_breaks_the_rules_for_cards_is_undecided_by_its_own_fault(project: CardProject) -> None:
    text = card("TODO-ADD", "1. Run `python3 -c 'import todo'`.\n   - It succeeds.\n")
    project.write("testcards/basic/add.md", text)
    done = run(project)
    assert done.code == 4, done
    results = {one["id"]: one for one in done.report["cards"]}
    assert (results["TODO-ADD"]["state"], results["TODO-ADD"]["cause"]) == ("inconclusive", "card")
    assert "testcards/basic/add.md:" in results["TODO-ADD"]["reason"]
    assert results["TODO-SHOW"]["state"] == "pass"


def test_a_card_that_needs_reading_is_undecided_and_says_which_lines(project: CardProject) -> None:
    project.write("testcards/basic/add.md", card("TODO-ADD", NATURAL))
    done = run(project, "--evaluator", "literal")
    assert done.code == 4
    result = next(one for one in done.report["cards"] if one["id"] == "TODO-ADD")
    assert (result["state"], result["cause"]) == ("inconclusive", "evaluator")
    assert "testcards/basic/add.md:10: Add some milk to the list." in result["reason"]
    assert "testcards/basic/add.md:11: The list looks tidy." in result["reason"]
    assert "phrasebook" in result["hint"]


def test_when_no_card_can_be_run_no_cell_is_started(project: CardProject) -> None:
    project.write("testcards/basic/add.md", card("TODO-ADD", NATURAL))
    done = run(project, "TODO-ADD", "--evaluator", "literal")
    assert done.code == 4
    assert done.report["isolation"]["reached"] is None


def test_a_page_without_a_service_is_the_cards_fault_and_says_so(project: CardProject) -> None:
    text = card("TODO-ADD", '1. Open `/`.\n   - The heading "List" is shown.\n', surface="[browser, terminal]")
    project.write("testcards/basic/add.md", text)
    done = run(project, "TODO-ADD", "--evaluator", "literal")
    first = done.report["cards"][0]["attempts"][0]["steps"][0]
    assert (first["verdict"], first["cause"], first["performed"]) == ("inconclusive", "card", False)
    assert "no service has an address" in first["reason"]


def test_where_there_is_no_card_it_says_how_to_write_one(project: CardProject) -> None:
    shutil.rmtree(project.folder / "testcards")
    done = run(project)
    assert done.code == 2
    assert "there is no test card here" in done.err
    assert "harness new card" in done.err


def test_outside_a_project_it_says_that_there_is_no_card(project: CardProject, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = project.harness("run-cards", folder=tmp_path / "empty")
    assert done.code == 2
    assert "there is no test card here" in done.err
    assert not (tmp_path / "empty/.harness").exists()


# Verdicts and exit codes


def test_a_failure_of_the_product_ends_with_1_and_shows_expected_and_seen(project: CardProject) -> None:
    project.write("testcards/basic/add.md", card("TODO-ADD", WRONG))
    done = project.harness("run-cards")
    assert done.code == 1
    assert "testcards/basic/add.md:12" in done.out
    assert "added butter" in done.out
    assert "added milk" in done.out
    assert "1 failed" in done.out
    assert done.err == ""


def test_a_failure_counts_more_than_what_is_undecided(project: CardProject) -> None:
    project.write("testcards/basic/add.md", card("TODO-ADD", WRONG))
    project.write("testcards/more/show.md", card("TODO-SHOW", NATURAL))
    assert run(project, "--evaluator", "literal").code == 1


def test_a_command_that_is_not_there_is_the_environment_s_fault(project: CardProject) -> None:
    project.write("harness.toml", CONFIGURATION.replace("bin/todo", "bin/missing"))
    done = run(project, "TODO-ADD")
    assert done.code == 4
    assert done.report["cards"][0]["cause"] == "environment"
    assert "`todo` cannot be run as `/product/bin/missing`" in done.report["cards"][0]["reason"]


def test_a_product_that_writes_to_its_own_code_has_tampered(project: CardProject) -> None:
    project.write("bin/todo", '#!/bin/sh\necho "# more" >> "$0"\necho "added $2"\n')
    done = run(project, "TODO-ADD")
    assert done.code == 1
    assert done.report["cards"][0]["cause"] == "tampering"


def test_a_service_that_never_comes_up_is_the_environment_s_fault(project: CardProject) -> None:
    service = '[product.services.web]\nrun = "sh -c \'echo no port left; exit 9\'"\nready = "http://127.0.0.1:8000/"\n'
    project.write("harness.toml", CONFIGURATION + service)
    done = run(project, "TODO-ADD")
    assert done.code == 4
    assert "no port left" in done.report["cards"][0]["reason"]
    assert next(project.runs()[-1].rglob("web.log")).read_text() == "no port left\n"


def test_a_service_that_dies_during_a_card_is_the_product_s_fault(project: CardProject) -> None:
    service = '[product.services.web]\nrun = "{tree}/serve"\nready = "up"\n'
    project.write("harness.toml", CONFIGURATION + service)
    project.write("serve", "#!/bin/sh\necho up\nwhile ! test -e /tmp/stop; do sleep 0.01; done\nexit 9\n")
    (project.folder / "serve").chmod(0o755)
    project.write("bin/todo", '#!/bin/sh\ntouch /tmp/stop; sleep 0.5; echo "added $2"\n')
    done = run(project, "TODO-ADD")
    assert done.code == 1
    assert "service `web` ended during the card with exit code 9" in json.dumps(done.report)


def test_a_card_that_takes_too_long_is_stopped(project: CardProject) -> None:
    project.write("harness.toml", CONFIGURATION + "[cards]\nlimits = { seconds = 1.0 }\n")
    project.write("testcards/basic/add.md", card("TODO-ADD", SLOW))
    done = run(project, "TODO-ADD")
    assert done.code in (1, 4)
    assert done.report["cards"][0]["state"] != "pass"


# Repeating, and several at a time


def test_a_card_that_disagrees_with_itself_is_flaky_and_no_pass(project: CardProject) -> None:
    # Each attempt is a fresh cell, in which the product draws a lot: that 24 draws are alike happens once in 8 million runs.
    drawn = "test -e ~/lot || echo $((SRANDOM % 2)) > ~/lot\n"
    unlucky = '[ "$1 $(cat ~/lot)" != "add 1" ] || { echo "bad luck" >&2; exit 1; }\n'
    project.write("bin/todo", "#!/bin/bash\n" + drawn + unlucky + SCRIPT)
    done = run(project, "TODO-ADD", "--repeat", "24", "-j", "2")
    assert done.code == 1
    assert states(done) == {"TODO-ADD": "flaky"}
    attempts = done.report["cards"][0]["attempts"]
    assert [one["number"] for one in attempts] == list(range(1, 25))
    assert {one["verdict"] for one in attempts} == {"pass", "fail"}


def test_a_card_that_agrees_with_itself_passes_however_often_it_runs(project: CardProject) -> None:
    done = run(project, "TODO-ADD", "--repeat", "3")
    assert done.code == 0
    assert len(done.report["cards"][0]["attempts"]) == 3


@pytest.mark.parametrize("workers", ["1", "4"])
def test_the_number_of_workers_changes_nothing_but_the_time(project: CardProject, workers: str) -> None:
    done = run(project, "-j", workers)
    assert done.code == 0
    assert [one["id"] for one in done.report["cards"]] == ["TODO-ADD", "TODO-AGAIN", "TODO-SHOW"]


@pytest.mark.parametrize("level", ["sandbox", "export"])
def test_a_weaker_level_that_is_asked_for_is_accepted_and_its_holes_are_named(project: CardProject, level: str) -> None:
    done = run(project, "TODO-ADD", "--isolation", level)
    assert done.code == 0, done
    assert done.report["isolation"]["reached"] == level
    assert done.report["isolation"]["holes"]


# Reports


def test_every_report_can_be_printed(project: CardProject) -> None:
    project.write("testcards/basic/add.md", card("TODO-ADD", WRONG))
    texts = {
        name: project.harness("run-cards", "--report", name, "testcards/basic").out
        for name in ("terminal", "json", "junit", "markdown")
    }
    assert json.loads(texts["json"])["cards"][0]["state"] == "fail"
    suite = ElementTree.fromstring(texts["junit"])
    assert [one.get("name") is not None for one in suite.iter("testcase")] == [True] * 2
    assert len(list(suite.iter("failure"))) == 1
    assert "TODO-ADD" in texts["markdown"]
    assert "TODO-ADD" in texts["terminal"]
    assert "\x1b" not in texts["terminal"]


def test_a_report_can_be_written_to_a_file(project: CardProject) -> None:
    done = project.harness("run-cards", "TODO-ADD", "--report", "junit", "--output", "reports/cards.xml")
    assert (done.code, done.out, done.err) == (0, "", "report written to reports/cards.xml\n")
    assert ElementTree.parse(project.folder / "reports/cards.xml").getroot() is not None
    assert os.listdir(project.folder / "reports") == ["cards.xml"]


def test_a_report_that_cannot_be_written_says_so_in_one_line_and_the_record_stays(project: CardProject) -> None:
    project.write("file", "")
    done = project.harness("run-cards", "TODO-ADD", "--output", "file/report.txt")
    assert done.code == 4
    assert "cannot be written" in done.err
    assert "Traceback" not in done.err
    assert (project.runs()[-1] / "run.json").is_file()


def test_the_record_holds_the_evidence_of_every_step(project: CardProject) -> None:
    assert project.harness("run-cards", "TODO-ADD").code == 0
    (folder,) = project.runs()
    assert (folder / "cards/TODO-ADD/1/card.md").read_text() == (project.folder / "testcards/basic/add.md").read_text()
    assert (folder / "cards/TODO-ADD/1/observations/o1.stdout").read_text() == "added milk\n"
    assert project.harness("verify-run", str(folder)).code == 0


def test_where_no_record_can_be_kept_nothing_runs(project: CardProject) -> None:
    project.write(".harness", "a file where the folder of records should be\n")
    done = project.harness("run-cards", "TODO-ADD")
    assert done.code == 2
    assert "cannot write the record" in done.err
    assert "Traceback" not in done.err


def test_in_a_folder_that_is_read_only_nothing_runs_and_one_line_says_why(project: CardProject) -> None:
    within = ["bwrap", "--dev-bind", "/", "/", "--ro-bind", str(project.folder), str(project.folder), "--"]
    done = project.harness("run-cards", "TODO-ADD", within=within)
    assert done.code == 2
    assert re.fullmatch(
        r"error: cannot write the record at `.*`: Read-only file system\n  hint: .*\n(        .*\n)*", done.err
    )


def test_when_the_disk_is_full_in_the_middle_one_line_says_so(project: CardProject) -> None:
    done = project.harness("run-cards", within=["prlimit", "--fsize=12000", "--"])
    assert done.code == 2, done
    assert "cannot write the record" in done.err
    assert "defect of harness" not in done.err
    (folder,) = project.runs()
    assert not (folder / "run.json").exists()


def test_a_cache_that_cannot_be_written_leaves_every_card_undecided(project: CardProject, tmp_path: Path) -> None:
    (tmp_path / "no-folder").write_text("")
    done = project.harness("run-cards", "--report", "json", "TODO-ADD", XDG_CACHE_HOME=str(tmp_path / "no-folder"))
    assert done.code == 4
    assert "XDG_CACHE_HOME" in done.report["cards"][0]["hint"]
    assert "Traceback" not in done.err


# Interrupting


def wait_for(found: object, process: subprocess.Popen[str]) -> None:
    """Until ``found()`` is true; not longer than the process lives."""
    while not found() and process.poll() is None:  # type: ignore[operator]
        time.sleep(0.02)


@pytest.mark.parametrize("numbers", [[signal.SIGINT], [signal.SIGTERM], [signal.SIGINT, signal.SIGINT, signal.SIGTERM]])
def test_an_interrupt_keeps_what_finished_and_leaves_nothing_running(project: CardProject, numbers: list[int]) -> None:
    project.write("testcards/zz/last.md", card("TODO-SLOW", SLOW))
    process = project.start("run-cards", "--report", "json", "-j", "1")
    wait_for(lambda: list(project.folder.glob(".harness/runs/*/cards/TODO-SLOW/1/*")), process)
    time.sleep(0.3)
    for number in numbers:
        process.send_signal(number)
        time.sleep(0.02)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 4, err
    report = json.loads(out)
    assert report["interrupted"] is True
    assert {one["id"]: one["state"] for one in report["cards"]} == {
        "TODO-ADD": "pass",
        "TODO-AGAIN": "pass",
        "TODO-SHOW": "pass",
        "TODO-SLOW": "inconclusive",
    }
    assert not list(Path("/tmp").glob(f"harness-cell-{process.pid}-*"))
    assert project.harness("verify-run", str(project.runs()[-1])).code == 0


def test_an_interrupt_during_setup_leaves_a_record_and_no_process(project: CardProject) -> None:
    project.write("harness.toml", '[product]\nsetup = ["echo > half; sleep 4322.5"]\n\n' + CONFIGURATION)
    process = project.start("run-cards", "--report", "json")
    wait_for(lambda: list(project.cache.rglob("half")), process)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 4, err
    assert json.loads(out)["interrupted"] is True
    assert not list(project.cache.rglob("half"))
    assert is_gone("sleep", "4322.5")


# On a terminal


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
    while True:
        ready, _, _ = select.select([ours], [], [], 60)
        if not ready:
            break
        try:
            chunk = os.read(ours, 1 << 16)
        except OSError:
            break
        if not chunk:
            break
        shown += chunk
    os.close(ours)
    return process.wait(), shown.decode()


def test_a_person_sees_what_is_done_what_runs_and_how_long_it_takes(project: CardProject) -> None:
    project.write(
        "testcards/zz/last.md", card("TODO-WAIT", "1. Wait 1 second.\n2. Run `todo add milk`.\n   - It succeeds.\n")
    )
    code, shown = on_a_terminal(project, "run-cards", "-j", "1")
    assert code == 0, shown
    assert "3/4" in shown
    assert "TODO-WAIT: steps 1" in shown
    assert re.search(r"0:00:0[0-9]", shown)
    assert shown.rstrip().splitlines()[-1]
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h") > 0
    assert "4 cards: 4 passed" in shown


def test_a_reader_that_has_gone_away_is_no_crash(project: CardProject) -> None:
    line = f"'{sys.executable}' -m harness run-cards | true"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"],
        cwd=project.folder,
        env=project.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr


# What the product's setup leaves to the cell


def test_a_virtual_environment_made_in_setup_works_in_the_cell(project: CardProject) -> None:
    setup = '[product]\nsetup = ["python3 -m venv --without-pip .venv"]\n\n'
    project.write("harness.toml", setup + '[product.commands]\ntodo = "{tree}/.venv/bin/python {tree}/todo.py"\n')
    code = (
        "import sys\nif sys.argv[1] == 'add': print('added', sys.argv[2])\nelif sys.argv[1] == 'list': print('milk')\n"
    )
    code += "else: sys.exit('unknown command: ' + sys.argv[1])\nassert sys.prefix == '/product/.venv'\n"
    project.write("todo.py", code)
    done = project.harness("run-cards", "TODO-ADD")
    assert done.code == 0, done


def test_a_project_in_a_subfolder_of_a_repository(tmp_path: Path) -> None:
    inner = CardProject.create(tmp_path, {"add.md": card("TODO-ADD")})
    outer = Repository.create(tmp_path / "outer", {"other.txt": "x\n"})
    shutil.rmtree(inner.folder / ".git")
    shutil.move(inner.folder, outer.folder / "part")
    moved = CardProject(outer.folder / "part", tmp_path / "cache")
    done = run(moved)
    assert done.code == 0, done
