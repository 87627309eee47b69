"""A project with tests of its own."""

from __future__ import annotations

import pytest

from tests.support.suites import Suite


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Suite:
    monkeypatch.delenv("CI", raising=False)
    return Suite(pytester, monkeypatch)
