"""The review at the end of ``pytest --golden-review``, and what waits for it; what a review may do lies in ``app``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from harness.app.golden_tests import Texts, keep_waiting
from harness.app.golden_tests_review import TestReviewing, WaitingTest
from harness.app.golden_tests_views import differences_text, new_text
from harness.domain.golden import Difference
from harness.errors import HarnessError
from harness.golden.module_text import shown_name
from harness.golden.pinning import differences_of

_KEYS = "[a]ccept  [r]eject  [s]kip  accept [A]ll that is left  [q]uit: "
_FIRST = "recorded for the first time"


def require_terminal(config: pytest.Config) -> None:
    """Refuse a review in CI, without a terminal, or together with pytest's own prompts."""
    with _uncaptured(config):
        refused = TestReviewing(config.rootpath, ()).refused
    if refused:
        raise pytest.UsageError(f"--golden-review: {refused}")


@contextmanager
def _uncaptured(config: pytest.Config) -> Iterator[None]:
    capturing: Any = config.pluginmanager.getplugin("capturemanager")
    if capturing is None:
        yield
        return
    capturing.suspend_global_capture(in_=True)
    try:
        yield
    finally:
        # Between the phases of a session pytest captures what is typed, and not what is written: as it was before.
        capturing.resume_global_capture()
        capturing.suspend_global_capture(in_=False)


def keep(
    root: Path, touched: Iterable[str], received: Mapping[str, Texts], settled: Mapping[str, Collection[str]]
) -> list[str]:
    """Let what was received wait; returns what went wrong."""
    problems = []
    for module in sorted(touched):
        try:
            keep_waiting(root, module, received.get(module, {}), settled.get(module, ()))
        except HarnessError as error:
            problems.append(f"what was received of {module} is lost: {error.what}")
    return problems


def review(config: pytest.Config, terminal: Any, root: Path, ran: Collection[tuple[str, str]]) -> None:
    """Go through what did not match in this session."""
    with _uncaptured(config):
        reviewing = TestReviewing(root, sorted({module for module, _ in ran}))
        try:
            waiting = [one for one in reviewing.pending if (one.module, one.test) in ran]
            _Sitting(config, terminal, reviewing).go_through(waiting)
        except HarnessError as error:
            terminal.write_line(f"nothing was accepted: {error.what}")
            terminal.write_line(f"hint: {error.hint}")
        except (EOFError, KeyboardInterrupt):
            terminal.write_line("\nnothing was accepted")


class _Sitting:
    """One review; the reason is asked for once, at its end."""

    def __init__(self, config: pytest.Config, terminal: Any, reviewing: TestReviewing) -> None:
        self._config = config
        self._terminal = terminal
        self._reviewing = reviewing
        self._rest = ""

    def go_through(self, waiting: list[WaitingTest]) -> None:
        taken: dict[WaitingTest, list[str]] = {}
        rejected = []
        for number, one in enumerate(waiting, 1):
            self._say(f"{one.id}  ({number} of {len(waiting)})")
            answers = {name: self._asked(one, name) for name in one.received.parts}
            taken[one] = [name for name, answer in answers.items() if answer == "a"]
            if "r" in answers.values():
                rejected.append(one)
        self._accept({one: names for one, names in taken.items() if names})
        for one in rejected:
            self._reviewing.reject(one)
            self._say(f"rejected {one.id}: it has to behave as its golden says")

    def _asked(self, one: WaitingTest, name: str) -> str:
        """What becomes of one assertion: it is accepted if all its differences are."""
        golden = one.golden.parts.get(name) if one.golden else None
        answers = set()
        for difference in differences_of(one.test, name, golden, one.received.parts[name]) or (None,):
            if self._rest:
                return self._rest
            if difference is None:
                self._say(f"  {shown_name(name)}: as in the golden, which nobody accepted as it stands there")
            else:
                self._say(self._shown(one, name, difference, golden is None))
            answers.add(self._key())
        return "r" if "r" in answers else "s" if "s" in answers else "a"

    def _shown(self, one: WaitingTest, name: str, difference: Difference, is_new: bool) -> str:
        width, colour = self._config.get_terminal_writer().fullwidth, bool(self._terminal.hasmarkup)
        if is_new:
            return new_text(shown_name(name), one.received.parts[name], width, colour).rstrip("\n")
        return differences_text([difference], width, colour).rstrip("\n")

    def _key(self) -> str:
        while True:
            answer = input(_KEYS).strip()
            if answer in ("A", "q"):
                self._rest = "a" if answer == "A" else "s"
                return self._rest
            if answer in ("a", "r", "s"):
                return answer

    def _accept(self, taken: Mapping[WaitingTest, Collection[str]]) -> None:
        if not taken:
            self._say("nothing was accepted")
            return
        reason = self._config.getoption("golden_reason")
        default = _FIRST if all(one.golden is None for one in taken) else ""
        while not reason.strip():
            reason = input(f"why is it right?{f' [{default}]' if default else ''} ") or default
        signature = self._reviewing.signed(reason, self._config.getoption("golden_requirement"))
        for path in self._reviewing.accept(taken, signature):
            self._say(f"accepted {path}")
        self._say("run the tests again: what was accepted is compared from now on")

    def _say(self, line: str) -> None:
        self._terminal.write_line(line)
