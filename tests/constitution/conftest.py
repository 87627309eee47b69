"""The engine of the constitution with kinds of check that need no program."""

from __future__ import annotations

import pytest

from harness.constitution import jobs
from tests.support import kinds


@pytest.fixture
def simple_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "KINDS", kinds.Kinds())
    kinds.scanned.clear()
    kinds.explored.clear()
    kinds.unchanged.clear()
