"""Watches one session: which tests there are, what they compared, and which goldens nobody needs any more.

Tests may run in other processes (pytest-xdist): what they compared comes with their reports, what was collected at their end.
PYTEST_DONT_REWRITE: no assertion stands here, and rewriting them takes time at each start.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest

from harness.pytest_plugin._places import Places, is_whole

if TYPE_CHECKING:
    from harness.app.golden_tests import Goldens
    from harness.pytest_plugin._state import State

STATE: pytest.StashKey[State] = pytest.StashKey()
WATCH: pytest.StashKey[Watch] = pytest.StashKey()
_OUTPUT = "harness_golden"
_UPDATES = ("update_snapshots", "update_new_snapshots_only")
Told = dict[str, Any]
"""What a report carries: module, test, and ``pins``, ``unused`` and ``settled``, as JSON."""


class Watch:
    """One session, in the process that runs tests, and in the one that decides."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.is_worker = hasattr(config, "workerinput")
        self.places = Places(config)
        self.pins: dict[tuple[str, str], list[list[Any]]] = {}
        self.unused: dict[str, None] = {}
        self.problems: list[str] = []
        self._settled: dict[str, set[str]] = {}
        self._goldens: Goldens | None = None
        self._collected: set[str] = set()
        self._items: Sequence[pytest.Item] | None = None
        self._selected: Sequence[pytest.Item] = ()
        self._is_narrowed = False
        config.stash[WATCH] = self

    @property
    def goldens(self) -> Goldens:
        """The goldens of this project."""
        if self._goldens is None:
            from harness.app.golden_tests import Goldens

            self._goldens = Goldens(self.places.root)
        return self._goldens

    # --- what there is -----------------------------------------------------------------------------------------------

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note every file of tests, also one that has no test any more."""
        if report.passed and "::" not in report.nodeid:
            self._collected.add(report.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Note every test, before any is left out."""
        self._items = tuple(items)

    def pytest_deselected(self) -> None:
        """From a part of the tests nothing follows for goldens that were not used."""
        self._is_narrowed = True

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """A plugin may leave tests out without saying so. Goldens are read before a test could get in the way of that."""
        self._selected = tuple(session.items)
        if len(session.items) < len(self._items or ()):
            self._is_narrowed = True
        for item in session.items:
            if self.places.has_golden(item):
                self.goldens.of(self.places.module(item.path))

    def require_one(self, item: pytest.Item) -> None:
        """Refuse a test whose name another one has as well: they would share their goldens."""
        if item.nodeid in self._repeated and not self.config.getoption("keepduplicates", False):
            raise pytest.UsageError(f"two tests are both named {item.nodeid}, and would share their goldens")

    @cached_property
    def _repeated(self) -> frozenset[str]:
        counted = Counter(one.nodeid for one in self._selected)
        return frozenset(nodeid for nodeid, many in counted.items() if many > 1)

    # --- what they compared ------------------------------------------------------------------------------------------

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
        """Send along with a test's report what it compared."""
        report = yield
        told = self._told(item, call, report)
        if told:
            report.harness_golden = told
        return report

    def _told(self, item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport) -> Told | None:
        state = item.stash.get(STATE, None)
        passed = report.when == "call" and report.passed
        if state is not None:
            # What is expected to fail is nothing that waits for anybody.
            is_expected = hasattr(report, "wasxfail") and not passed
            return state.told(passed, call.excinfo is not None, not is_expected)
        if passed and self.places.has_golden(item):
            module, test = self.places.of(item)
            entry = self.goldens.of(module).entries.get(test)
            return {"module": module, "test": test, "unused": [""]} if entry is not None else None
        return None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Gather what the tests tell, wherever they run."""
        told: Told | None = getattr(report, _OUTPUT, None)
        if not told or self.is_worker:
            return
        module, test = told["module"], told["test"]
        if told.get("settled"):
            self._settled.setdefault(module, set()).add(test)
        if told.get("pins"):
            self.pins.setdefault((module, test), []).extend(told["pins"])
            self._show(report, f"{module}::{test}", told["pins"])
        for name in told.get("unused", ()):
            what = f" / {_shown(name)}" if name else ""
            self.unused[f"{module}::{test}{what}"] = None

    def _show(self, report: pytest.TestReport, test: str, pins: list[list[Any]]) -> None:
        from harness.pytest_plugin._telling import section

        writer = self.config.get_terminal_writer()
        report.sections.append(("golden", section(test, pins, writer.fullwidth, writer.hasmarkup)))

    # --- what follows ------------------------------------------------------------------------------------------------

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take what another process collected."""
        self._take(getattr(node, "workeroutput", None) or {})

    def _take(self, output: dict[str, Any]) -> None:
        found = output.get(_OUTPUT, {})
        self.unused.update(dict.fromkeys(found.get("unused", ())))
        self.problems.extend(problem for problem in found.get("problems", ()) if problem not in self.problems)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Name the goldens that nobody needs any more, and keep what is received for a review."""
        output = self._of_collection(session)
        if self.is_worker:
            session.config.workeroutput[_OUTPUT] = output  # type: ignore[attr-defined]
            return
        self._take({_OUTPUT: output})
        self._keep()
        if (self.unused or self.problems) and session.exitstatus in (
            pytest.ExitCode.OK,
            pytest.ExitCode.NO_TESTS_COLLECTED,
        ):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _of_collection(self, session: pytest.Session) -> dict[str, list[str]]:
        if not self.places.may_have_goldens or self._is_narrowed or not is_whole(session):
            return {}
        from harness.pytest_plugin._unused import unused

        return unused(self.goldens, self.places, self._collected, self._items)

    def _keep(self) -> None:
        received: dict[str, dict[str, dict[str, str]]] = {}
        for (module, test), pins in self.pins.items():
            parts = {pin[0]: pin[5] for pin in pins if pin[6]}
            if parts:
                received.setdefault(module, {})[test] = parts
        touched = {*received, *(module for module in self._settled if self.places.waits(module))}
        if touched:
            from harness.pytest_plugin._reviewing import keep

            self.problems.extend(keep(self.places.root, touched, received, self._settled))

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say what waits, what is unused, and what to do; then review it, if that was asked for."""
        if self.is_worker:
            return
        if self.pins or self.unused or self.problems:
            terminalreporter.write_sep("=", "goldens")
        for line in self._lines():
            terminalreporter.write_line(line)
        if self.config.getoption("golden_review") and self.pins:
            from harness.pytest_plugin._reviewing import review

            review(self.config, terminalreporter, self.places.root, self.pins)

    def _lines(self) -> Iterator[str]:
        if self.pins or self.unused:
            from harness.pytest_plugin._telling import unused_lines, waiting_lines

            pins = [pin for test in self.pins.values() for pin in test]
            updates = any(self.config.getoption(name, False) for name in _UPDATES)
            yield from waiting_lines(pins, self.config.getoption("golden_review"), updates)
            yield from unused_lines(self.unused)
        yield from self.problems


def _shown(name: str) -> str:
    from harness.golden.module_text import shown_name

    return shown_name(name)
