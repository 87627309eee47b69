"""``harness golden fuzz`` as a user runs it: inputs are varied until two revisions differ, and the smallest is offered."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.support.projects import CardProject, Done
from tests.support.repositories import Repository

pytestmark = [pytest.mark.long, pytest.mark.requires_git, pytest.mark.requires_cell]

BEFORE = """#!/bin/sh
case "$1" in
  pay) echo "paid $2" ;;
  greet) printf '%s\\n' "$#" "$2" ;;
  hurry) echo "$2"; cat /proc/sys/kernel/random/uuid ;;
  wait) sleep 5 ;;
esac
"""
# From 1000 on the head rounds; of all else it makes nothing different.
AFTER = BEFORE.replace('echo "paid $2"', 'case "$2" in ????*.*) echo "paid ${2%.*}" ;; *) echo "paid $2" ;; esac')
CONFIGURATION = '[product.commands]\nbank = "{tree}/bank"\n'
SPECIFICATION = "# Bank\n\n- **FR-001**: The bank MUST pay.\n- **FR-002**: The bank MUST greet.\n"


def case(id: str, command: str, inputs: str, verifies: str = "FR-001") -> str:
    front = f"id: {id}\nverifies: [{verifies}]\nsurface: terminal\ninputs: {inputs}\n"
    return f"---\n{front}---\n# {id.capitalize()}\n\n## Steps\n1. Run `{command}`.\n"


PAY = case("PAY", "bank pay {amount}", "{amount: decimal 0.01..10000}")
CHOSEN = PAY.replace("decimal 0.01..10000", "[5.00, 1000.00]")
GREET = case("GREET", "bank greet {name}", "{name: text}", "FR-002")


def bank(room: Path, **cases: str) -> CardProject:
    repository = Repository.create(room / "project")
    repository.write({"bank": BEFORE, "harness.toml": CONFIGURATION, "specs/spec.md": SPECIFICATION})
    repository.write({f"golden/{name}.md": text for name, text in cases.items()})
    (repository.folder / "bank").chmod(0o755)
    repository.commit("before")
    return CardProject(repository.folder, room / "cache")


def fuzz(project: CardProject, *arguments: str, **variables: str) -> Done:
    return project.harness("golden", "fuzz", "HEAD", "--report", "json", *arguments, **variables)


def results(done: Done) -> dict[str, Any]:
    assert done.out, done
    return {one["id"]: one for one in done.report["golden"]["cases"]}


# What differs


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[CardProject, Done]:
    """A head that differs for amounts from 1000 on, found and kept."""
    project = bank(tmp_path_factory.mktemp("bank"), pay=PAY, greet=GREET)
    project.write("bank", AFTER)
    return project, fuzz(project, "--examples", "30", "--keep")


Found = tuple[CardProject, Done]


def test_a_difference_is_found_and_made_as_small_as_it_gets(found: Found) -> None:
    assert found[1].code == 1, found[1]
    result = results(found[1])["PAY-1"]
    assert result["outcome"] == "changed"
    assert result["inputs"] == {"amount": "1000.00"}
    assert result["reason"] == "with amount = 1000.00"
    (difference,) = result["differences"]
    assert (difference["golden"], difference["received"]) == ("paid 1000.00", "paid 1000")


def test_nothing_but_what_is_kept_is_written(found: Found) -> None:
    told = found[0].repository.git("status", "--porcelain", "--ignored")
    assert {line[3:] for line in told.splitlines()} == {"bank", "golden/pay-1.md", ".harness/"}


def test_every_case_tells_how_much_was_tried(found: Found) -> None:
    told = results(found[1])
    assert told["PAY"]["outcome"] == "same"
    assert told["PAY"]["reason"].startswith("it differs with other inputs, found after ")
    assert told["GREET"]["outcome"] == "same"
    assert told["GREET"]["reason"] == "no difference in 30 examples"


def test_what_is_kept_is_a_case_that_differs_in_a_comparison(found: Found) -> None:
    project, done = found
    assert "PAY-1 is kept in golden/pay-1.md" in done.err
    kept = (project.folder / "golden/pay-1.md").read_text()
    assert kept == PAY.replace("id: PAY", 'id: "PAY-1"').replace("0.01..10000", "1000.00..1000.00")
    compared = project.harness("golden", "compare", "HEAD", "--report", "json")
    outcomes = {id: one["outcome"] for id, one in results(compared).items()}
    assert outcomes == {"PAY": "same", "GREET": "same", "PAY-1": "changed"}


def test_the_record_holds_the_cases_and_the_example_and_no_attempt_of_the_search(found: Found) -> None:
    project, done = found
    folder = project.folder / ".harness/runs" / done.report["id"]
    attempts = {path.name: sorted(one.name for one in path.iterdir()) for path in (folder / "cards").iterdir()}
    assert attempts == {id: ["1", "2", "3"] for id in ("PAY", "PAY-1", "GREET")}
    verified = project.harness("verify-run", str(folder))
    assert verified.code == 0, verified


@pytest.fixture
def paying(tmp_path: Path) -> CardProject:
    project = bank(tmp_path, pay=CHOSEN)
    project.write("bank", AFTER)
    return project


def test_without_keep_nothing_is_written_and_the_command_is_shown(paying: CardProject) -> None:
    done = paying.harness("golden", "fuzz", "HEAD", "--examples", "20", "--seed", "3", "--case", "golden/pay.md")
    assert done.code == 1, done
    assert "with amount = 1000.00" in done.out
    assert "`harness golden fuzz HEAD --case PAY --seed 3 --keep`" in " ".join(done.err.split())
    assert sorted(path.name for path in (paying.folder / "golden").iterdir()) == ["pay.md"]


def test_what_was_kept_is_not_kept_again_and_nothing_is_written_over(paying: CardProject) -> None:
    paying.write(
        "golden/pay-1.md", CHOSEN.replace("id: PAY", "id: OTHER").replace("pay {amount}", "pay 1000.00 #{amount}")
    )
    first, again = fuzz(paying, "--keep", "--case", "PAY"), fuzz(paying, "--keep", "--case", "PAY")
    assert (first.code, again.code) == (1, 1), first
    assert "PAY-2 is kept in golden/pay-2.md" in first.err
    assert "is kept already: golden/pay-2.md" in again.err
    assert sorted(path.name for path in (paying.folder / "golden").iterdir()) == ["pay-1.md", "pay-2.md", "pay.md"]


def test_a_requirement_with_other_words_explains_what_differs(paying: CardProject) -> None:
    paying.write("specs/spec.md", SPECIFICATION.replace("pay.", "pay, and round from 1000 on."))
    done = fuzz(paying)
    assert done.code == 0, done
    assert results(done)["PAY-1"]["explained"] == ["FR-001"]


def test_noise_is_no_difference(tmp_path: Path) -> None:
    project = bank(tmp_path, hurry=case("HURRY", "bank hurry {n}", "{n: integer 1..9}"))
    done = fuzz(project, "--examples", "4")
    assert done.code == 0, done
    assert results(done)["HURRY"]["reason"] == "no difference in 4 examples"


# What reaches the product

SHOW = """#!/bin/sh
{ printf '%s' "$#:"; for one in "$@"; do printf '<%s>' "$one"; done; } | od -An -c | tr -d ' \\n'
"""


def test_a_text_reaches_the_product_as_one_argument_whatever_it_holds(tmp_path: Path) -> None:
    nasty = [
        "a b",
        "it's",
        'say "x"',
        "$HOME $(touch pwned) `touch pwned`",
        "a\\b\\",
        "one\\ntwo",
        "; touch pwned #",
        "*",
        "-n",
    ]
    choices = ", ".join(
        '"' + one.replace("\\n", "\n").replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        for one in nasty
    )
    command = "bank {text} \"{text}\" '{text}' --x={text}"
    project = bank(tmp_path, show=case("SHOW", command, f"{{text: [{choices}]}}"))
    project.write("bank", SHOW)
    project.repository.commit()
    # The head tells whether it got what it should: all four are the same text, and nothing was made on the way.
    check = '#!/bin/sh\n[ "$#" = 4 ] && [ "$1" = "$2" ] && [ "$2" = "$3" ] && [ "--x=$1" = "$4" ] && [ ! -e pwned ] || exit 9\n'
    project.write("bank", check + SHOW.removeprefix("#!/bin/sh\n"))
    done = fuzz(project, "--examples", "40")
    assert done.code == 0, done
    assert results(done)["SHOW"]["reason"] == f"no difference in {len(nasty)} examples"


@pytest.mark.parametrize(
    ("command", "where"),
    [
        ("sh -c \"bank greet '{name}'\"", "in a command that is read by a shell again"),
        ("eval bank greet {name}", "in a command that is read by a shell again"),
        ('bank greet "$(echo "{name}")"', "behind a command substitution"),
        ("bank greet x # {name}", "behind a comment"),
        ("bank greet $'{name}'", "in `$'…'`"),
        ("bank greet \\{name}", "behind a backslash"),
    ],
)
def test_an_input_that_a_shell_would_read_again_is_refused(tmp_path: Path, command: str, where: str) -> None:
    done = fuzz(bank(tmp_path, greet=case("GREET", command, "{name: text}")))
    assert done.code == 2, done
    assert f"`{{name}}` stands {where}" in " ".join(done.err.split())
    assert "golden/greet.md:10" in done.err


# What makes no sense


@pytest.mark.parametrize(
    ("text", "arguments", "what"),
    [
        (PAY.replace("inputs: {amount: decimal 0.01..10000}\n", ""), [], "no golden case declares inputs"),
        (PAY, ["--case", "PAI"], "'PAI' is neither a path nor the id of a golden case"),
        (PAY.replace("{amount}`", "5`"), [], "golden/pay.md:5: error GOLD110: no step uses the input `amount`"),
        (PAY, ["--examples", "0"], "Invalid value for '--examples'"),
        (PAY, ["--seconds", "0"], "Invalid value for '--seconds'"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_runs(
    tmp_path: Path, text: str, arguments: list[str], what: str
) -> None:
    project = bank(tmp_path, pay=text)
    done = fuzz(project, *arguments)
    assert done.code == 2, done
    assert what in done.err
    assert project.runs() == []


def test_an_unknown_revision_is_refused(paying: CardProject) -> None:
    done = paying.harness("golden", "fuzz", "nowhere")
    assert done.code == 2
    assert "no revision `nowhere`" in done.err


def test_without_hypothesis_one_line_says_what_to_install(paying: CardProject, tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(
        "import importlib.util as u\nfind = u.find_spec\n"
        "u.find_spec = lambda n, *a: None if n == 'hypothesis' else find(n, *a)\n"
    )
    done = fuzz(paying, PYTHONPATH=str(hidden))
    assert done.code == 4, done
    assert done.err == "error: varying inputs needs Hypothesis\n  hint: pip install 'spec-harness[fuzz]'\n"


# Limits


def test_the_time_that_is_given_is_kept_to_and_told(tmp_path: Path) -> None:
    project = bank(tmp_path, greet=GREET)
    done = fuzz(project, "--examples", "5000", "--seconds", "1")
    assert done.code == 0, done
    assert results(done)["GREET"]["reason"].endswith("; the time was over before all 5000 were tried")


def test_a_time_in_which_nothing_could_be_tried_leaves_it_open(tmp_path: Path) -> None:
    done = fuzz(bank(tmp_path, greet=GREET), "--seconds", "0.000001")
    assert done.code == 4, done
    assert results(done)["GREET"]["reason"] == "the time was over before an example was tried"


def test_an_interrupt_ends_it_in_good_order(tmp_path: Path) -> None:
    project = bank(tmp_path, wait=case("WAIT", "bank wait {n}", "{n: integer}"))
    process = project.start("golden", "fuzz", "HEAD", "--report", "json")
    ends = time.monotonic() + 120
    while not project.runs() and time.monotonic() < ends:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    done = Done(process.returncode, out, err)
    assert done.code == 4, done
    assert "Traceback" not in err
    assert done.report["interrupted"] is True
    assert results(done)["WAIT"]["outcome"] == "undecided"


def test_on_a_terminal_it_shows_how_far_it_is(tmp_path: Path) -> None:
    project = bank(tmp_path, greet=GREET)
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "harness", "golden", "fuzz", "HEAD", "--examples", "4"]
    process = subprocess.Popen(
        words,
        cwd=project.folder,
        env={**project.environment, "TERM": "xterm", "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert process.wait(60) == 0
    assert b"/8" in shown
