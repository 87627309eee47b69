"""``harness golden retire``: the only way for a golden to go, with a reason that stays; nothing is lost half-way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support import goldens
from tests.support.goldens import case, check, copy_of, files_below, outcomes
from tests.support.projects import CardProject

pytestmark = [pytest.mark.requires_git, pytest.mark.requires_cell]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> CardProject:
    made = goldens.project(
        tmp_path_factory.mktemp("retire"),
        {"one.md": case("ONE", "todo add milk"), "two.md": case("TWO", "todo add bread")},
    )
    assert made.harness("golden", "record", "golden").code == 0
    return made


def last_line(made: CardProject) -> dict[str, str]:
    found: dict[str, str] = json.loads((made.folder / "golden/accepted.jsonl").read_text().splitlines()[-1])
    return found


def test_a_case_is_retired_with_its_snapshot_and_the_reason_stays(recorded: CardProject, tmp_path: Path) -> None:
    made = copy_of(recorded, tmp_path)
    done = made.harness("golden", "retire", "ONE", "--reason", "nobody adds milk", "--requirement", "FR-001")
    assert done.code == 0, done
    assert done.out == "removed golden/one.md\nremoved golden/ONE.golden\n"
    line = last_line(made)
    assert (line["decision"], line["case"], line["reason"], line["requirement"]) == (
        "retired",
        "ONE",
        "nobody adds milk",
        "FR-001",
    )
    assert outcomes(check(made)) == {"TWO": "same"}


def test_a_deleted_case_leaves_an_unused_snapshot_that_only_retiring_takes_away(
    recorded: CardProject, tmp_path: Path
) -> None:
    made = copy_of(recorded, tmp_path)
    for name in ("one.md", "two.md"):
        (made.folder / "golden" / name).unlink()
    done = check(made)
    assert done.code == 1
    assert done.report["golden"]["unused"] == ["golden/ONE.golden", "golden/TWO.golden"]
    assert made.harness("golden", "retire", "golden/ONE.golden", "--reason", "gone").code == 0
    assert made.harness("golden", "retire", "TWO", "--reason", "gone").code == 0
    done = check(made)
    assert done.code == 2
    assert "there is no golden case" in done.err


def test_a_case_that_is_gone_with_its_snapshot_is_missed_until_it_is_retired(
    recorded: CardProject, tmp_path: Path
) -> None:
    made = copy_of(recorded, tmp_path)
    for name in ("one.md", "ONE.golden"):
        (made.folder / "golden" / name).unlink()
    done = check(made)
    assert (done.code, outcomes(done)["ONE"]) == (1, "gone")
    done = made.harness("golden", "retire", "ONE", "--reason", "not needed")
    assert (done.code, done.out) == (0, "ONE was gone already, and is now retired\n")
    assert outcomes(check(made)) == {"TWO": "same"}


@pytest.mark.parametrize(
    ("arguments", "variables", "what"),
    [
        (["ONE"], {}, "Missing option '--reason'"),
        (["ONE", "--reason", "  "], {}, "a decision needs a reason"),
        (["ONE", "--reason", "x", "--requirement", "FR-999"], {}, "there is no requirement 'FR-999'"),
        (["ON", "--reason", "x"], {}, "there is no golden case and no unused snapshot 'ON'"),
        (["ONE", "--reason", "x"], {"CI": "true"}, "nothing is retired in CI"),
    ],
)
def test_what_is_refused_removes_nothing(
    recorded: CardProject, arguments: list[str], variables: dict[str, str], what: str
) -> None:
    before = files_below(recorded.folder / "golden")
    done = recorded.harness("golden", "retire", *arguments, **variables)
    assert done.code == 2, done
    assert what in done.err
    assert files_below(recorded.folder / "golden") == before


def test_where_the_log_cannot_be_written_nothing_is_removed(recorded: CardProject, tmp_path: Path) -> None:
    made = copy_of(recorded, tmp_path)
    log = made.folder / "golden/accepted.jsonl"
    size = log.stat().st_size
    before = files_below(made.folder / "golden")
    full = [*goldens.UNMEASURED, "prlimit", f"--fsize={size + 20}:{size + 20}"]
    done = made.harness("golden", "retire", "ONE", "--reason", "the disk is full", within=full)
    assert done.code == 4, done
    assert "accepted.jsonl' cannot be written" in done.err
    assert "Traceback" not in done.err
    assert files_below(made.folder / "golden") == before
