"""The ``golden`` fixture for tests in Python: ``assert result == golden``; what it needs is imported when it is first used.

What becomes golden is decided in a review (``pytest --golden-review``), never by a run.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import pytest

from harness.pytest_plugin._watch import STATE, Watch

if TYPE_CHECKING:
    from harness.pytest_plugin.assertion import GoldenAssertion

_REVIEW = (
    "Go through what does not match its golden, one difference at a time, and accept or reject it. Needs a terminal."
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The flags of the fixture; there is none that accepts without a review."""
    group = parser.getgroup("golden", "goldens")
    group.addoption("--golden-review", action="store_true", help=_REVIEW)
    group.addoption(
        "--golden-reason", default="", metavar="TEXT", help="Why what you accept is right; else it is asked for."
    )
    group.addoption(
        "--golden-requirement", default="", metavar="ID", help="The requirement that justifies what you accept."
    )
    parser.addini(
        "golden_redact",
        'What is masked in every golden: a name, or `{"pattern": …, "as": "<mask>"}`, a line each.',
        type="linelist",
        default=[],
    )


def pytest_configure(config: pytest.Config) -> None:
    """Watch over this session. Refuses a review where nobody could have looked at anything."""
    watch = Watch(config)
    if config.getoption("golden_review") and not watch.is_worker:
        from harness.pytest_plugin._reviewing import require_terminal

        require_terminal(config)
    config.pluginmanager.register(watch, "harness-golden")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Generator[GoldenAssertion]:
    """What this test's values were when somebody accepted them: ``assert result == golden``.

    ``golden(name="total")`` names an assertion, ``golden(redact=["uuids"])`` masks what changes from run to run; ``exclude``,
    ``include`` and ``matcher`` are syrupy's. Differences are accepted in a review: ``pytest --golden-review``.
    """
    from harness.pytest_plugin.assertion import begin

    assertion = begin(request)
    yield assertion
    assertion.state.require_told()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_assertrepr_compare(op: str, left: Any, right: Any) -> Generator[None, Any, Any]:
    """What a failing ``assert`` says of its golden."""
    others = yield
    sides = [side for side in (left, right) if getattr(type(side), "is_golden", False)]
    return [sides[0].told()] if sides else others


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """A test that went on although a golden did not match has failed as well."""
    returned = yield
    state = item.stash.get(STATE, None)
    if state is not None:
        state.require_asserted(item)
    return returned
