"""The command line as a process."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(line: str) -> "subprocess.CompletedProcess[str]":
    bank = f"{sys.executable} {ROOT / 'bin/bank'}"
    return subprocess.run(["sh", "-c", line.replace("bank", bank, 1)], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("line", "code", "error"),
    [
        ("bank list", 0, ""),
        ("bank balance nobody", 1, 'bank: there is no account "nobody"\n'),
        ("bank deposit nobody five", 2, 'bank: "five" is not an amount: write it like 12.50\n'),
        ("bank list >&-", 1, "bank: [Errno 9] Bad file descriptor\n"),
        ("BANK_DATA=. bank list", 1, "bank: unable to open database file\n"),
        ("BANK_DATA=/dev/null bank list", 1, "bank: disk I/O error\n"),
    ],
)
def test_a_command_ends_with_its_code_and_its_complaint(line: str, code: int, error: str) -> None:
    done = run(line)
    assert (done.returncode, done.stderr) == (code, error)


def test_a_reader_that_leaves_early_is_no_mistake() -> None:
    assert run("bank list | true").stderr == ""


def test_what_was_paid_is_said_before_what_was_not() -> None:
    for line in ("bank open alice --deposit 5", "bank open bob", "bank standing add alice bob 5 --day 1"):
        run(line)
    run("bank standing add alice bob 6 --day 1")
    done = run("bank standing run 2026-01-01 2>&1")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-2:] == [
        "Paid 1 of 2 due",
        "bank: standing order 2 not paid: insufficient funds: alice has 0.00",
    ]
