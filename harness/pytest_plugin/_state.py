"""One test that uses ``golden``: what it compared, what of that was told already, and whether it went on all the same."""

from __future__ import annotations

from typing import Any

import pytest

from harness.app.golden_tests import TestGoldens
from harness.domain.golden import CaseOutcome, Redaction
from harness.golden.pinning import Pin
from harness.golden.values import Choice

_GOES_ON = "the golden did not match, and the test went on: write `assert result == golden`"
_NOTHING = "the test asks for `golden` and compares nothing with it"
_WAITS = "waits for the review at the end"


class State:
    """A test while it runs; shared by every assertion that it makes from its fixture."""

    def __init__(
        self, goldens: TestGoldens, module: str, test: str, redactions: tuple[Redaction, ...], asks: bool
    ) -> None:
        self.goldens = goldens
        self.module = module
        self.test = test
        self.redactions = redactions
        self.reviews = False
        self.numbered = 0
        self._asks = asks
        self._asserted = 0
        self._told = 0

    @property
    def id(self) -> str:
        """The test as pytest names it."""
        return f"{self.module}::{self.test}"

    def compare(
        self, name: str | None, value: Any, redactions: tuple[Redaction, ...], choice: Choice | None
    ) -> tuple[bool, Pin]:
        """Compare a value; True if it matches, or if the test is to go on until its review."""
        if name is None:
            number: int | str = self.numbered
            self.numbered += 1
        else:
            number = name
        pin = self.goldens.compare(number, value, redactions, choice)
        return pin.outcome is CaseOutcome.SAME or self.reviews, pin

    def told(self, passed: bool, raised: bool, counts: bool) -> dict[str, Any] | None:
        """What the report of a phase carries of this test; None if there is nothing new, or what is new does not count."""
        pins = list(self.goldens.pins.values())
        new, self._told = pins[self._told :], len(pins)
        if raised:
            self._asserted = len(pins)
        told: dict[str, Any] = {"pins": [_told(pin) for pin in new] if counts else []}
        if passed:
            entry = self.goldens.entry
            told["unused"] = list(self.goldens.unused) if self.goldens.used or entry is None else [""]
            told["settled"] = not pins
        return {"module": self.module, "test": self.test, **told} if any(told.values()) else None

    def require_asserted(self, item: pytest.Item) -> None:
        """Fail a test that came to its end although a golden did not match, or that compared nothing."""
        __tracebackhide__ = True
        if self._asks and not self.goldens.used:
            pytest.fail(_NOTHING, pytrace=False)
        self.require_told()

    def require_told(self) -> None:
        """Fail if a golden did not match since the last failure of this test."""
        __tracebackhide__ = True
        pins = list(self.goldens.pins.values())[self._asserted :]
        self._asserted = len(self.goldens.pins)
        if pins:
            told = "\n".join(line for pin in pins for line in self.lines(pin))
            pytest.fail(f"{told}\n{_WAITS if self.reviews else _GOES_ON}", pytrace=False)

    def lines(self, pin: Pin) -> list[str]:
        """What a failing assertion says of its golden."""
        from harness.pytest_plugin._telling import assertion_lines

        return assertion_lines(self.id, pin)


def _told(pin: Pin) -> list[Any]:
    return [pin.name, str(pin.outcome), pin.reason, pin.hint, pin.golden, pin.received, pin.may_wait]
