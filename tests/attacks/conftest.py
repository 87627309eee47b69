"""Every attack has a project, a cache and a temporary folder of its own, and must leave nothing behind."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks.arena import Project
from tests.attacks.residue import nothing_left


@pytest.fixture(autouse=True)
def leaves_nothing(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The check around every attack."""
    own = tmp_path_factory.mktemp("attack")
    for variable, name in (("TMPDIR", "tmp"), ("XDG_CACHE_HOME", "cache"), ("HOME", "home")):
        (own / name).mkdir()
        monkeypatch.setenv(variable, str(own / name))
    monkeypatch.setattr(tempfile, "tempdir", None)
    with nothing_left():
        yield


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)
