"""What was found by other rules is not taken for what these find: a changed file of ours makes another digest."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from harness.adapters import installed


def test_a_changed_file_of_a_package_makes_another_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "rules_of_ours" / "inner"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").write_text("")
    library = folder / "a.yaml"
    library.write_text("sinks: []")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    def state() -> str:
        installed.state_of.cache_clear()
        return installed.state_of("rules_of_ours")

    first = state()
    assert state() == first
    (folder / "notes.txt").write_text("no rule")
    assert state() == first
    os.utime(library, ns=(1, 1))
    assert state() != first


def test_a_package_that_is_not_there_has_a_digest_too() -> None:
    assert len(installed.state_of("no_such_package_of_ours")) == 16
