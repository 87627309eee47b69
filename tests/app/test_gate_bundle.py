"""The folder of what goes back with work: written whole or not at all, over nothing but its own kind, and beside the tree."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest

from harness.adapters.git import snapshot
from harness.app.gate_bundle import require_bundle_place, write_bundle
from harness.domain.gate import Band
from harness.errors import MachineError, UsageError
from tests.support.rework import card_item, decision, failed_card, project

pytestmark = pytest.mark.requires_git
SCHEMA = Path(__file__).parents[2] / "docs" / "rework.schema.json"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with one card."""
    return project(tmp_path)


def tree_of(root: Path) -> str:
    with snapshot(root, None) as taken:
        return taken.tree


def test_it_holds_the_same_for_an_agent_and_for_a_program(root: Path, tmp_path: Path) -> None:
    run = failed_card(root)
    path = write_bundle(decision(root, {"cards.failed": (card_item(run),)}), root, tmp_path / "out")
    assert path == tmp_path / "out" / "rework.md"
    assert sorted(one.name for one in path.parent.iterdir()) == ["rework.json", "rework.md"]
    text = path.read_text()
    found = json.loads((tmp_path / "out/rework.json").read_text())
    jsonschema.validate(found, json.loads(SCHEMA.read_text()))
    (task,) = found["tasks"]
    for told in (task["id"], task["command"], task["wrong"], task["steps"][-1]["text"], found["decision"]):
        assert told in text


def test_a_bundle_is_replaced_and_of_a_tree_that_passes_none_is_left(root: Path, tmp_path: Path) -> None:
    run = failed_card(root)
    out = tmp_path / "out"
    write_bundle(decision(root, {"cards.failed": (card_item(run),)}), root, out)
    write_bundle(decision(root, {"extra.other": ()}), root, out)
    assert "BANK-TRANSFER" not in (out / "rework.md").read_text()
    write_bundle(decision(root, {}, band=Band.PASS), root, out)
    assert not out.exists()
    assert [one.name for one in tmp_path.iterdir()] == ["project"]


@pytest.mark.parametrize("there", ["out/keep.txt", "out/rework.md/deep", "out"])
def test_something_else_that_lies_there_is_not_destroyed(root: Path, tmp_path: Path, there: str) -> None:
    (tmp_path / there).parent.mkdir(exist_ok=True, parents=True)
    (tmp_path / there).write_text("mine")
    for band in (Band.REWORK, Band.PASS):
        with pytest.raises(UsageError):
            write_bundle(decision(root, {}, band=band), root, tmp_path / "out")
    assert (tmp_path / there).read_text() == "mine"


def test_a_json_file_that_is_no_bundle_is_not_destroyed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/rework.json").write_text('{"kind": "other"}')
    with pytest.raises(UsageError, match="holds something else"):
        require_bundle_place(root, tmp_path / "out")


def test_a_link_is_not_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    os.symlink(tmp_path / "elsewhere", tmp_path / "out")
    with pytest.raises(UsageError, match="is no folder"):
        write_bundle(decision(root, {}), root, tmp_path / "out")
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("there", ["rework", "docs/rework", "testcards/x", "."])
def test_a_bundle_in_the_tree_would_make_it_another_and_is_refused(root: Path, there: str) -> None:
    with pytest.raises(UsageError):
        write_bundle(decision(root, {}), root, root / there)
    assert not (root / there / "rework.md").exists()


def test_a_folder_above_the_project_is_refused(root: Path) -> None:
    with pytest.raises(UsageError):
        require_bundle_place(root, root.parent)


@pytest.mark.parametrize("there", [".harness/bundle", "out", "out/deep"])
def test_what_git_ignores_and_what_is_ours_leaves_the_tree_as_it_is(root: Path, there: str) -> None:
    before = tree_of(root)
    write_bundle(decision(root, {}), root, root / there)
    assert (root / there / "rework.md").is_file()
    assert tree_of(root) == before


def test_where_it_cannot_be_written_nothing_is_left(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises((MachineError, UsageError)):
        write_bundle(decision(root, {}), root, tmp_path / "file" / "out")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "project"]


def test_where_the_new_one_cannot_be_put_the_old_one_stays(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    write_bundle(decision(root, {"extra.first": ()}), root, out)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == "fresh":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(MachineError, match="No space left"):
        write_bundle(decision(root, {"extra.second": ()}), root, out)
    assert "extra.first" in (out / "rework.md").read_text()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["out", "project"]
