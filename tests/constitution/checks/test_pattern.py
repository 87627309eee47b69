"""Structural checks by the real ast-grep and the real grammars."""

from __future__ import annotations

import pytest

from harness.adapters.structure import AstGrep
from harness.adapters.syntax import Grammars
from harness.constitution.checks import pattern as kind
from harness.ports.sources import Tools
from tests.constitution.checks import bench

TOOLS = Tools(AstGrep(), Grammars(), None, None)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def real_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "NO_TOOLS", TOOLS)


@pytest.mark.parametrize("text", kind.GOOD)
def test_every_good_principle_works_on_its_samples(text: str) -> None:
    assert bench.trouble(text) == []


@pytest.mark.parametrize("text", kind.BAD)
def test_no_bad_principle_works(text: str) -> None:
    assert bench.trouble(text)
