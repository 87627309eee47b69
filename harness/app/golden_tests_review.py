"""What waits of tests written in Python, and the reviewed acts: accept, reject, retire. Only accepting changes a golden."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from pathlib import Path

from harness.adapters import files, golden_files
from harness.app.golden_signing import Signed, signed
from harness.app.golden_tests import (
    GOLDEN,
    Goldens,
    golden_path,
    module_names,
    read_goldens,
    read_waiting,
    waiting_names,
    write_waiting,
)
from harness.app.project import load_project
from harness.domain.golden import AcceptRecord, Decision, Difference
from harness.domain.nearest import did_you_mean
from harness.errors import UsageError
from harness.golden.module_text import Entry, body_of, entry_digest, write_module
from harness.golden.pinning import entry_differences


@dataclass(frozen=True, eq=False)
class WaitingTest:
    """A test whose received values wait: its golden, None where there is none, and every difference."""

    module: str
    test: str
    received: Entry
    golden: Entry | None
    differences: tuple[Difference, ...] = field(repr=False)

    @property
    def id(self) -> str:
        """The test as pytest names it."""
        return f"{self.module}::{self.test}"


class TestReviewing:
    """Everything that waits of the tests of the project at ``root``, or of some files of tests."""

    __test__ = False

    def __init__(self, root: Path, names: Iterable[str] | None = None) -> None:
        self.root = root
        self._names = tuple(waiting_names(root) if names is None else names)

    @cached_property
    def pending(self) -> tuple[WaitingTest, ...]:
        """What waits, by file and test. Raises DocumentError where a golden of it cannot be read."""
        return tuple(one for name in self._names for one in self._of(name))

    @property
    def refused(self) -> str:
        """Why nothing may be accepted here; empty where a person sits at a terminal."""
        return golden_files.may_accept()

    def named(self, id: str) -> WaitingTest:
        """What waits of one test. Raises UsageError if nothing does."""
        for one in self.pending:
            if one.id == id:
                return one
        raise UsageError(f"nothing waits of '{id}'", did_you_mean(id, [one.id for one in self.pending]))

    def signed(self, reason: str, requirement: str = "") -> Signed:
        """The signature under a decision. Raises UsageError if there is no reason, or no such requirement."""
        return signed(load_project(self.root), reason, requirement)

    def accept(self, chosen: Mapping[WaitingTest, Collection[str] | None], signature: Signed) -> tuple[str, ...]:
        """Make what is received of each test golden, all of it or some assertions; returns the files that were written.

        Raises:
            UsageError: where a person cannot have looked at it: in CI, or without a terminal.
            DocumentError: if the goldens beside it cannot be read.
            MachineError: if they cannot be written.
        """
        if self.refused:
            raise UsageError(self.refused, "run `pytest --golden-review` in a terminal")
        taken = {one: names for one, names in chosen.items() if names is None or names}
        written = []
        for name, ones in groupby(sorted(taken, key=lambda one: one.id), key=lambda one: one.module):
            written.append(self._accepted(name, {one: taken[one] for one in ones}, signature))
        return tuple(written)

    def reject(self, one: WaitingTest) -> None:
        """Take away what waits; the golden stays, and the next run tells the difference again."""
        self._settle(one.module, {one.test: one.received.parts.keys()})

    def retire(self, id: str, signature: Signed) -> str:
        """Take the goldens of a test, or of a file of tests, away; returns the file that they stood in.

        Raises:
            UsageError: if there are none.
        """
        name, _, test = id.partition("::")
        names = tuple(module_names(self.root))
        if name not in names:
            raise UsageError(f"there is no golden of '{id}'", did_you_mean(name, names))
        entries = self._entries(name)
        if test and test not in entries:
            known = [f"{name}::{one}" for one in entries]
            raise UsageError(f"there is no golden of '{id}'", did_you_mean(id, known))
        gone = [entry for entry in entries.values() if test in ("", entry.test)]
        kept = {entry.test: entry for entry in entries.values() if entry not in gone}
        records = [_record(Decision.RETIRED, name, entry.test, signature, entry, None) for entry in gone]
        with self._logged(records):
            path = self._write(name, kept)
        self._settle(name, {entry.test: None for entry in gone})
        return path

    def _of(self, name: str) -> Iterator[WaitingTest]:
        waiting = read_waiting(self.root, name)
        goldens = self._entries(name) if waiting else {}
        for test, received in waiting.items():
            golden = goldens.get(test)
            yield WaitingTest(name, test, received, golden, tuple(entry_differences(test, golden, received)))

    def _entries(self, name: str) -> dict[str, Entry]:
        found = read_goldens(self.root, name)
        if found.problem is not None:
            raise found.problem
        return dict(found.entries)

    def _accepted(self, name: str, taken: Mapping[WaitingTest, Collection[str] | None], signature: Signed) -> str:
        entries, goldens = self._entries(name), Goldens(self.root)
        records = []
        for one, names in taken.items():
            before = entries.get(one.test)
            # What nobody accepted as it stands there is not kept beside what is accepted now.
            parts = dict(before.parts) if before is not None and goldens.is_accepted(name, before) else {}
            parts.update({part: text for part, text in one.received.parts.items() if names is None or part in names})
            body = body_of(parts)
            after = entries[one.test] = Entry(one.test, body, entry_digest(one.test, body), 0)
            decision = Decision.RECORDED if before is None else Decision.ACCEPTED
            records.append(_record(decision, name, one.test, signature, before, after))
        with self._logged(records):
            path = self._write(name, entries)
        self._settle(name, {one.test: names for one, names in taken.items()})
        return path

    @contextmanager
    def _logged(self, records: Iterable[AcceptRecord]) -> Iterator[None]:
        with golden_files.logged(self.root / GOLDEN, *records):
            yield

    def _write(self, name: str, entries: Mapping[str, Entry]) -> str:
        path = golden_path(self.root, name)
        if entries:
            files.write_over(path, write_module(name, {test: entry.body for test, entry in entries.items()}))
        else:
            path.unlink()
        return path.relative_to(self.root).as_posix()

    def _settle(self, name: str, settled: Mapping[str, Collection[str] | None]) -> None:
        """Let nothing wait any more of these assertions; None is all of a test's."""
        bodies = {}
        for test, entry in read_waiting(self.root, name).items():
            done = settled.get(test, ())
            left = {} if done is None else {part: text for part, text in entry.parts.items() if part not in done}
            if left:
                bodies[test] = body_of(left)
        write_waiting(self.root, name, bodies)
        self.__dict__.pop("pending", None)


def _record(
    decision: Decision, name: str, test: str, signature: Signed, before: Entry | None, after: Entry | None
) -> AcceptRecord:
    digests = (one.digest if one else None for one in (before, after))
    return signature.record(decision, f"{name}::{test}", *digests)
