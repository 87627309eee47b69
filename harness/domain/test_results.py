"""What came of tests in Python that say which requirements they show; finding and running them lies elsewhere."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from harness.domain.base import Frozen
from harness.domain.places import Place


class TestOutcome(StrEnum):
    """How a test ended, as pytest says it. Only ``passed`` shows anything: neither what was skipped nor what may fail."""

    __test__: ClassVar[bool]

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    XFAILED = "xfailed"
    XPASSED = "xpassed"
    ERROR = "error"

    @property
    def is_failure(self) -> bool:
        """Whether it says that something is not as it should be."""
        return self in (TestOutcome.FAILED, TestOutcome.ERROR)


TestOutcome.__test__ = False  # no test of pytest's, whatever module it is imported into


class TestResult(Frozen):
    """One test, with one set of its parameters, over all its attempts.

    ``id`` is its node id from the project's folder on, ``test`` that without parameters; ``sha256`` is of the lines of its
    function, see ``adapters.marked_tests``. ``requirements`` are the hashes of what it ``verifies``, by the names that it uses.
    Of attempts that differ the worst is told, and it is ``flaky``. ``whole`` is False where other parameters of the same test
    were left out. ``reason`` is one line. Seconds are wall time.
    """

    __test__: ClassVar[bool] = False

    id: str
    test: str
    place: Place
    sha256: str
    verifies: tuple[str, ...]
    requirements: dict[str, str] = {}
    outcome: TestOutcome
    reason: str = ""
    attempts: Annotated[int, Field(ge=1)] = 1
    flaky: bool = False
    whole: bool = True
    seconds: float = 0.0

    @property
    def is_pass(self) -> bool:
        """Whether it shows what it verifies."""
        return self.outcome is TestOutcome.PASSED and not self.flaky and self.whole
