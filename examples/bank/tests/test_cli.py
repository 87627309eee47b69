import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bank.cli import main
from bank.parser import COMMANDS

BANK = str(Path(__file__).parent.parent / "bin" / "bank")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    """Run one command; gives exit code, output and errors."""

    def run(*words: str) -> tuple[int, str, str]:
        try:
            code = main(words)
        except SystemExit as exit:
            code = exit.code if isinstance(exit.code, int) else 1
        return code, *capsys.readouterr()

    return run


def test_a_customer_moves_money(run) -> None:
    assert run("open", "alice", "--deposit", "100") == (0, "Opened alice with 100.00\n", "")
    run("open", "bob")
    assert run("transfer", "alice", "bob", "30") == (0, "Transferred 30.00 from alice to bob\n", "")
    assert run("balance", "alice") == (0, "70.00\n", "")
    assert json.loads(run("balance", "bob", "--json")[1])["balance"] == "30.00"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], 2),
        (["nonsense"], 2),
        (["balance"], 2),
        (["balance", "nobody"], 1),
        (["import", "missing.csv"], 2),
        (["import", "."], 2),
        (["deposit", "alice", "-5"], 1),
        (["deposit", "alice", "NaN"], 2),
        (["interest", "abc"], 2),
        (["standing", "run", "2026-02-30"], 2),
        (["invite", "nobody"], 1),
        (["serve", "--port", "99999"], 2),
    ],
)
def test_a_refusal_is_told_in_the_banks_own_form(run, words: list[str], code: int) -> None:
    refused, output, errors = run(*words)
    assert (refused, output) == (code, "")
    assert errors.startswith("bank: ")


@pytest.mark.parametrize("words", [["balance", "\udcff"], ["appoint", "\udcff"], ["standing", "cancel", "\udcff"]])
def test_a_name_that_is_not_text_is_refused(words: list[str]) -> None:
    refused = start(*words)
    assert refused.returncode == 1 and refused.stderr.startswith(b"bank: there is no")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(run, command: str) -> None:
    code, output, _ = run(command, "--help")
    assert code == 0 and output.startswith(f"usage: bank {command}")


def test_a_statement_is_never_written_over_a_file(run, home: Path) -> None:
    run("open", "alice", "--deposit", "1")
    assert run("statement", "alice", "--csv", "a.csv")[0] == 0
    before = (home / "a.csv").read_text()
    assert run("statement", "alice", "--csv", "a.csv")[0] == 1
    assert (home / "a.csv").read_text() == before and before.startswith("day,text,amount,balance\n")


def test_deposits_at_the_same_time_are_all_kept(run) -> None:
    run("open", "alice")
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda _: start("deposit", "alice", "10", "--receipt"), range(8)))
    assert [process.returncode for process in done] == [0] * 8
    assert run("balance", "alice")[1] == "80.00\n"


def test_the_first_commands_may_come_at_the_same_time(run) -> None:
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda number: start("open", f"customer-{number}"), range(4)))
    assert [process.returncode for process in done] == [0] * 4


def start(*words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, BANK, *words], env=dict(os.environ), capture_output=True)


def test_without_an_output_nothing_is_begun(home: Path) -> None:
    done = subprocess.run(f"{BANK} open alice >&-", shell=True, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "bank: [Errno 9] Bad file descriptor\n")
    assert not (home / ".local").exists()
