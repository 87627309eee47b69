"""Which golden cases a project has, and what lies beside them that belongs to none."""

from __future__ import annotations

from pathlib import Path

from harness.app.golden_cases import load_cases
from tests.support import goldens
from tests.support.goldens import case

DIGEST = "0" * 64


def test_a_picture_that_no_snapshot_names_is_unused(tmp_path: Path) -> None:
    made = goldens.project(tmp_path, {"one.md": case("ONE", "todo list")})
    made.write(f"golden/pictures/ONE/{DIGEST}.png", "left behind")
    assert load_cases(made.folder).unused == (f"golden/pictures/ONE/{DIGEST}.png",)


def test_of_a_snapshot_that_cannot_be_read_no_picture_is_called_unused(tmp_path: Path) -> None:
    made = goldens.project(tmp_path, {"one.md": case("ONE", "todo list")})
    made.write("golden/ONE.golden", "<<<<<<< ours\n")
    made.write(f"golden/pictures/ONE/{DIGEST}.png", "perhaps needed")
    found = load_cases(made.folder)
    assert found.snapshots["ONE"].mistakes
    assert found.unused == ()
