"""What came of the tests in Python that say which requirements they show, attempt by attempt, as their reports tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from harness.app.joint_record import holds
from harness.app.joint_tests import Ended, MarkedTest, MarkedTests, result_of_test
from harness.domain.requirements import ByName, Requirement
from harness.domain.results import Run
from harness.domain.test_results import TestOutcome, TestResult
from harness.pytest_plugin._items import DocumentItem

_OUTPUT = "harness_test"
_PHASES = ("setup", "call", "teardown")
_RUN_AGAIN = "it failed, and a plugin ran it again"
_NARROWING = ("lf", "stepwise", "stepwise_skip")
Sent = dict[str, Any]


@dataclass
class _Watched:
    """A marked test, with one set of parameters: what it says, and the phases of its attempts."""

    sent: Sent
    attempts: list[list[pytest.TestReport]] = field(default_factory=list)

    @property
    def is_hidden(self) -> bool:
        """Whether a plugin that runs a test again has not told of everything that failed."""
        told = sum(_failed(report) for attempt in self.attempts for report in attempt)
        return any(_failures(report) > told for attempt in self.attempts for report in attempt)


class Outcomes:
    """The marked tests of one session."""

    def __init__(self, config: pytest.Config, root: Path, run: str) -> None:
        self._config = config
        self._run = run
        self._root = root
        self._marked = MarkedTests(root)
        self._siblings: dict[str, set[str]] = {}
        self._failures: Counter[str] = Counter()
        self._watched: dict[str, _Watched] = {}
        self._by_node: dict[str, str] = {}
        self.any_marked = False
        self.remarks: dict[str, None] = {}

    # --- where tests run ---------------------------------------------------------------------------------------------

    def collected(self, item: pytest.Item) -> None:
        """Note which sets of parameters there are of a test; whether it is marked may be known later."""
        if hasattr(item, "callspec"):
            module, test = self._name(item)
            self._siblings.setdefault(f"{module}::{test}", set()).add(item.nodeid)

    def selected(self, items: Sequence[pytest.Item]) -> None:
        """Note which are left, and put into their reports which requirements they are for."""
        for item in items:
            claims = _claims(item)
            if not claims:
                continue
            self.any_marked = True
            self._marked.of(*self._name(item), claims)  # read before any test could get in the way of reading
            item.user_properties.extend([*(("requirement", one) for one in claims), ("run", self._run)])

    def mark(self, item: pytest.Item, report: pytest.TestReport) -> None:
        """Send along with a test's report what it says that it shows."""
        claims = _claims(item)
        module, test = self._name(item) if claims else ("", "")
        if not claims or module.startswith("/"):
            return  # a test that lies elsewhere is none of this project's
        marked = self._marked.of(module, test, claims)
        self._failures[item.nodeid] += report.failed
        report.harness_test = {  # type: ignore[attr-defined]
            "id": "::".join(self._full_name(item)),
            "test": marked.test,
            "line": marked.line,
            "sha256": marked.sha256,
            "verifies": list(marked.verifies),
            "unseen": list(marked.unseen),
            "siblings": max(len(self._siblings.get(f"{module}::{test}", ())), 1),
            "whole": self._is_whole(item),
            "failures": self._failures[item.nodeid],
        }

    def _is_whole(self, item: pytest.Item) -> bool:
        """Whether all sets of parameters of a test could be seen when it was collected."""
        if not hasattr(item, "callspec"):
            return True
        by_name = any("[" in argument for argument in self._config.args)
        return not by_name and not any(self._config.getoption(name, None) for name in _NARROWING)

    def _name(self, item: pytest.Item) -> tuple[str, str]:
        """The file of a test, and its names without parameters."""
        module, test = self._full_name(item)
        return module, "::".join((*test.split("::")[:-1], getattr(item, "originalname", "") or item.name))

    def _full_name(self, item: pytest.Item) -> tuple[str, str]:
        chain = item.listchain()
        at = max((n for n, node in enumerate(chain) if isinstance(node, pytest.File)), default=0)
        names = [node.name for node in chain[at + 1 :]]
        path = item.path.resolve()
        module = path.relative_to(self._root).as_posix() if path.is_relative_to(self._root) else str(path)
        return module, "::".join(names)

    # --- where they are gathered -------------------------------------------------------------------------------------

    def take(self, report: pytest.TestReport) -> None:
        """Take what one phase of a test came to. A process that crashed tells its test's name, and no more."""
        sent: Sent | None = getattr(report, _OUTPUT, None)
        if not sent and report.when not in _PHASES and report.nodeid not in self._by_node:
            sent = self._of_crashed(report)
        id = sent["id"] if sent else self._by_node.get(report.nodeid)
        if id is None:
            return
        if sent:
            self._by_node[report.nodeid] = id
            self._watched.setdefault(id, _Watched(sent))
            for one in sent["unseen"]:
                self.remarks[
                    f"{sent['test']}: `harness trace` cannot see that it verifies '{one}': write the name in its "
                    "mark as a plain string"
                ] = None
        watched = self._watched[id]
        if report.when == "setup" or not watched.attempts:
            watched.attempts.append([])
        watched.attempts[-1].append(report)

    def _of_crashed(self, report: pytest.TestReport) -> Sent | None:
        """What a test says that it shows, from its text alone: its process ended before it had told anything."""
        name, _, test = report.nodeid.partition("::")
        path = (self._config.rootpath / name).resolve()
        if not path.is_relative_to(self._root):
            return None
        module = path.relative_to(self._root).as_posix()
        marked = self._marked.named(module, test.partition("[")[0].partition("@")[0])
        if marked is None:
            return None
        return {
            "id": f"{module}::{test}",
            "test": marked.test,
            "line": marked.line,
            "sha256": marked.sha256,
            "verifies": list(marked.verifies),
            "unseen": [],
            "siblings": 1,
            "whole": True,
            "failures": 0,
        }

    def results(self, requirements: Sequence[Requirement]) -> tuple[TestResult, ...]:
        """What came of every marked test that came to its end."""
        names = ByName(requirements)
        ended = {id: _attempts(watched) for id, watched in self._watched.items()}
        ran: dict[str, int] = {}
        for id, attempts in ended.items():
            test = self._watched[id].sent["test"]
            ran[test] = ran.get(test, 0) + bool(attempts)
        return tuple(
            self._result(id, self._watched[id].sent, attempts, ran, names) for id, attempts in ended.items() if attempts
        )

    def _result(
        self, id: str, sent: Sent, attempts: Sequence[Ended], ran: Mapping[str, int], names: ByName
    ) -> TestResult:
        marked = MarkedTest(sent["test"], sent["line"], sent["sha256"], tuple(sent["verifies"]))
        whole = bool(sent["whole"]) and ran[sent["test"]] >= sent["siblings"]
        return result_of_test(id, marked, attempts, whole, names)

    def may_end_well(self, run: Run) -> bool:
        """Whether nothing in a run but its tests, which pytest judges itself, keeps the session from ending well."""
        return not holds(run)


def _claims(item: pytest.Item) -> tuple[str, ...]:
    if isinstance(item, DocumentItem):
        return ()
    said = (one for mark in item.iter_markers("verifies") for one in mark.args)
    return tuple(dict.fromkeys(one.strip() for one in said if isinstance(one, str) and one.strip()))


def _attempts(watched: _Watched) -> list[Ended]:
    """How its attempts ended, as far as they did."""
    found = [one for one in map(_ended, watched.attempts) if one]
    return [Ended(TestOutcome.FAILED, _RUN_AGAIN), *found] if found and watched.is_hidden else found


def _failed(report: pytest.TestReport) -> bool:
    return report.outcome in ("failed", "rerun")


def _failures(report: pytest.TestReport) -> int:
    """How often the test had failed by then, as the process says that ran it."""
    return int(getattr(report, _OUTPUT, {}).get("failures", 0))


def _ended(reports: Sequence[pytest.TestReport]) -> Ended | None:
    """How an attempt ended; None where it did not come to its end."""
    seconds = sum(getattr(report, "duration", 0.0) for report in reports)
    for report in reports:
        if _failed(report) or report.when not in _PHASES:
            outcome = TestOutcome.FAILED if report.when == "call" else TestOutcome.ERROR
            return Ended(outcome, _reason(report), seconds)
    if not any(report.when == "teardown" for report in reports):
        return None
    for report in reports:
        if report.skipped:
            expected = hasattr(report, "wasxfail")
            reason = str(report.wasxfail) if expected else _reason(report)
            return Ended(TestOutcome.XFAILED if expected else TestOutcome.SKIPPED, reason, seconds)
    calls = [report for report in reports if report.when == "call"]
    if any(hasattr(report, "wasxfail") for report in calls):
        return Ended(TestOutcome.XPASSED, str(getattr(calls[0], "wasxfail", "")), seconds)
    return Ended(TestOutcome.PASSED, "", seconds) if calls else None


def _reason(report: pytest.TestReport) -> str:
    """Why it ended so, in one line."""
    told = report.longrepr
    crash = getattr(told, "reprcrash", None)
    if crash is not None:
        return str(crash.message).partition("\n")[0]
    if isinstance(told, tuple):
        return str(told[-1])
    lines = str(told or "").strip().splitlines()
    return lines[-1] if lines else ""
