"""What tests in Python say that they show, as their text has it, and what came of them, as a run records it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import files
from harness.adapters.marked_tests import tests_of
from harness.domain.places import Place
from harness.domain.requirements import ByName
from harness.domain.test_results import TestOutcome, TestResult
from harness.domain.tracing import Evidence
from harness.ports.sources import SourceFile

_WORST_FIRST = (
    TestOutcome.FAILED, TestOutcome.ERROR, TestOutcome.XPASSED, TestOutcome.XFAILED, TestOutcome.SKIPPED,
    TestOutcome.PASSED,
)  # fmt: skip


@dataclass(frozen=True)
class Ended:
    """How one attempt at a test ended; ``reason`` is one line."""

    outcome: TestOutcome
    reason: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class MarkedTest:
    """A test that is about to run: see ``TestResult``. ``unseen`` are claims that its text does not show as plain strings."""

    test: str
    line: int
    sha256: str
    verifies: tuple[str, ...]
    unseen: tuple[str, ...] = ()


class MarkedTests:
    """The tests of a project by their files, each read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[str, tuple[str, Mapping[str, Evidence]]] = {}

    def of(self, module: str, test: str, claims: Iterable[str]) -> MarkedTest:
        """The test of that name (without parameters) in a file of the project, which says by its marks what it verifies."""
        digest, known = self._known(module)
        said = tuple(dict.fromkeys(claims))
        found = known.get(f"{module}::{test}")
        if found is None:
            return MarkedTest(f"{module}::{test}", 1, digest, said, said)
        unseen = tuple(one for one in said if one not in found.claims)
        return MarkedTest(found.id, found.place.line, found.sha256, said, unseen)

    def named(self, module: str, test: str) -> MarkedTest | None:
        """The test of that name, if its text says that it verifies anything; for one that could not tell it itself."""
        found = self._known(module)[1].get(f"{module}::{test}")
        if found is None or not found.claims:
            return None
        return MarkedTest(found.id, found.place.line, found.sha256, found.claims)

    def _known(self, module: str) -> tuple[str, Mapping[str, Evidence]]:
        if module not in self._files:
            path = self._root / module
            data = files.read_bytes(path) if path.is_file() else b""
            digest = hashlib.sha256(data).hexdigest()
            self._files[module] = digest, {one.id: one for one in tests_of(SourceFile(module, data, digest))}
        return self._files[module]


def result_of_test(
    id: str, marked: MarkedTest, attempts: Sequence[Ended], whole: bool, requirements: ByName
) -> TestResult:
    """What came of a test over all its attempts: the worst of them, and flaky where they differ."""
    worst = min(attempts, key=lambda one: _WORST_FIRST.index(one.outcome))
    meant = {claim: found.sha256 for claim in marked.verifies if (found := requirements.one(claim))}
    return TestResult(
        id=id,
        test=marked.test,
        place=Place(path=marked.test.partition("::")[0], line=marked.line),
        sha256=marked.sha256,
        verifies=marked.verifies,
        requirements=meant,
        outcome=worst.outcome,
        reason=" ".join(worst.reason.split())[:500],
        attempts=len(attempts),
        flaky=len({one.outcome for one in attempts}) > 1,
        whole=whole,
        seconds=sum(one.seconds for one in attempts),
    )
