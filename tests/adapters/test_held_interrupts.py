"""An interrupt in the moment in which a temporary folder comes to be leaves none behind."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.adapters.held_interrupts import interrupts_held
from harness.adapters.structure._folder import Folder


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_folder_is_removed_though_the_interrupt_came_before_anybody_knew_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, mkdtemp = [], tempfile.mkdtemp

    def interrupted(*given: object) -> str:
        made.append(Path(mkdtemp(*given)))  # type: ignore[call-overload]
        signal.raise_signal(signal.SIGINT)
        return str(made[0])

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(tempfile, "mkdtemp", interrupted)
    with pytest.raises(KeyboardInterrupt), pytest.warns(ResourceWarning):
        Folder([], [])
    assert [path.parent for path in made] == [tmp_path]
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_comes_after_the_block() -> None:
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        _interrupted(done)
    assert done == ["the whole of it"]


def _interrupted(done: list[str]) -> None:
    with interrupts_held():
        signal.raise_signal(signal.SIGINT)
        done.append("the whole of it")
