"""The pytest plugin: the ``golden`` fixture, and with ``--harness`` cards, golden cases and principles as items.

What either needs is imported when it is first used. What becomes golden is decided in a review (``pytest --golden-review``),
never by a run.
PYTEST_DONT_REWRITE: no assertion stands here, and rewriting them takes time at each start.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import pytest

from harness.pytest_plugin._watch import STATE, Watch

if TYPE_CHECKING:
    from harness.pytest_plugin.assertion import GoldenAssertion

_HARNESS = "Collect the project's test cards, golden cases and principles as well, and record what came of everything."
_GATE = "Decide at the end as `harness gate` does (with --harness): only PASS leaves the session's own status as it is."
_MARKERS = (
    "verifies(*requirements): the requirements that this test shows, such as `FR-003`",
    "card(id, tier): a test card (--harness)",
    "golden(id, tier): a golden case (--harness)",
    "principle(id, level): a principle of a constitution (--harness)",
)
_SESSION = "harness-session"
_REVIEW = (
    "Go through what does not match its golden, one difference at a time, and accept or reject it. Needs a terminal."
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The flags of the plugin; there is none that accepts a golden without a review."""
    harness = parser.getgroup("harness", "test cards, golden cases and principles")
    harness.addoption("--harness", action="store_true", default=None, help=_HARNESS)
    harness.addoption("--harness-gate", action="store_true", help=_GATE)
    parser.addini("harness", "The same as --harness.", type="bool", default=False)
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
    for marker in _MARKERS:
        config.addinivalue_line("markers", marker)
    if config.getoption("harness") or config.getoption("harness_gate") or config.getini("harness"):
        from harness.pytest_plugin._session import HarnessSession

        if config.pluginmanager.register(HarnessSession(config), _SESSION) is None:
            raise pytest.UsageError(f"`-p no:{_SESSION}` takes out what --harness asks for; leave one of the two out")
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
