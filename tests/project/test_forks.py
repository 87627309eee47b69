"""What tests start by forking is what a user starts: the same streams, the same exit code, a process of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support import forks


@pytest.mark.parametrize(
    ("arguments", "typed", "code"),
    [
        (["--version"], b"", 0),
        (["lint"], b"", 2),
        (["no-such-command"], b"", 2),
        (["hook", "claude-code", "post-tool-use"], b"no event", 4),
        (["explain", "phrases"], b"", 0),
    ],
)
def test_what_is_forked_says_and_ends_as_what_is_started(
    arguments: list[str], typed: bytes, code: int, tmp_path: Path
) -> None:
    (tmp_path / "testcards").mkdir()
    (tmp_path / "testcards/a.md").write_text("no card")
    forked = forks.harness(arguments, tmp_path, os.environ, typed)
    started = forks.harness(arguments, tmp_path, {**os.environ, "PYTHONHASHSEED": "1"}, typed)
    assert forked == started
    assert forked.code == code


def test_each_has_its_own_environment_and_folder_and_leaves_none_behind(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / f"cache-{name}")}
        assert forks.harness(["init"], tmp_path / name, environment).code == 0
        assert str(tmp_path / f"cache-{name}").encode() in forks.harness(["cache"], tmp_path / name, environment).out
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("cache")) == ["one", "two"]
    assert (tmp_path / "one/harness.toml").is_file()
