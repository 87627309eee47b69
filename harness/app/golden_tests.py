"""The goldens of tests written in Python: one file for each file of tests, read once; what is received waits for a review.

The file of ``tests/test_bank.py`` is ``golden/tests/test_bank.py.golden``. Nothing here changes a golden.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from harness.adapters import files, golden_files
from harness.domain.golden import CaseOutcome, Redaction
from harness.errors import DocumentError, HarnessError, UsageError
from harness.golden.module_text import Entry, body_of, is_module, name_of, read_module, write_module
from harness.golden.pinning import Pin, pinned
from harness.golden.redaction import Masking
from harness.golden.snapshot_text import SUFFIX, part_lines, read_snapshot
from harness.golden.values import Choice, Unpinnable, plain, untagged

GOLDEN = "golden"
WAITING = Path(".harness", "golden-tests")
_MOST = 256 * 1024 * 1024
Texts = Mapping[str, Mapping[str, str]]
"""Of each test the text of its assertions by their name."""


@dataclass(frozen=True)
class Module:
    """The goldens of one file of tests; ``problem`` is why they cannot be read."""

    name: str
    entries: Mapping[str, Entry] = field(default_factory=dict)
    problem: HarnessError | None = None


class Goldens:
    """The goldens of the tests of the project at ``root``; each file is read when it is first asked for, and once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._modules: dict[str, Module] = {}

    def of(self, name: str) -> Module:
        """The goldens of one file of tests, by its path below the root."""
        found = self._modules.get(name)
        if found is None:
            found = self._modules[name] = read_goldens(self.root, name)
        return found

    def is_accepted(self, name: str, entry: Entry) -> bool:
        """Whether an entry stands there as it was accepted last. Raises DocumentError if the log cannot be read."""
        return entry.untouched and self._accepted.get(f"{name}::{entry.test}") == entry.digest

    @cached_property
    def _accepted(self) -> Mapping[str, str | None]:
        log = f"{GOLDEN}/{golden_files.LOG}"
        return golden_files.accepted_last(golden_files.decisions(self.root / GOLDEN, log))

    def has(self, name: str) -> bool:
        """Whether there is a file of goldens of a file of tests."""
        return (self.root / GOLDEN / f"{name}{SUFFIX}").is_file()

    def names(self) -> tuple[str, ...]:
        """The files of tests that have goldens, whether they are still there or not."""
        return tuple(module_names(self.root))


def module_names(root: Path) -> Iterable[str]:
    """The files of tests that have goldens, by their path below the root."""
    folder = root / GOLDEN
    for path in files.documents(folder, root, SUFFIX) if folder.is_dir() else ():
        if is_of_tests(path):
            yield path.relative_to(folder).as_posix().removesuffix(SUFFIX)


def is_of_tests(path: Path) -> bool:
    """Whether a file of goldens is of tests written in Python: those are told when the tests run."""
    with path.open("rb") as stream:
        return is_module(stream.readline(4096).decode("utf-8", "replace"))


def golden_path(root: Path, name: str) -> Path:
    """Where the goldens of a file of tests lie. Raises UsageError if that is outside the project."""
    path = root / GOLDEN / f"{name}{SUFFIX}"
    if ".." in Path(name).parts or not files.is_inside(path, root):
        raise UsageError(f"the goldens of '{name}' would lie outside the project", f"the project is '{root}'")
    return path


def read_goldens(root: Path, name: str) -> Module:
    """The goldens of one file of tests as they lie there now."""
    try:
        path = golden_path(root, name)
        if not path.exists():
            return Module(name)
        data = files.read_bytes(path, _MOST)
        return Module(name, read_module(data, path.relative_to(root).as_posix()))
    except (DocumentError, UsageError) as error:
        return Module(name, problem=error)


class TestGoldens:
    """The goldens of one test while it runs: what it compared, and what did not match."""

    __test__ = False

    def __init__(self, goldens: Goldens, module: str, test: str) -> None:
        self.test = test
        self.module = goldens.of(module)
        self.entry = self.module.entries.get(test)
        self._is_accepted = self.entry is None or goldens.is_accepted(module, self.entry)
        self.used: set[str] = set()
        self.pins: dict[str, Pin] = {}
        self._maskings: dict[tuple[Redaction, ...], Masking] = {}

    def compare(
        self, name: int | str, value: Any, redactions: tuple[Redaction, ...] = (), choice: Choice | None = None
    ) -> Pin:
        """Compare a value with the golden of its name: its number from 0, or the name that it was given.

        Raises:
            Unpinnable: if the value has no form that is the same in every run.
            UsageError: if the goldens of this test cannot be read.
        """
        if self.module.problem is not None:
            raise self.module.problem
        key = name_of(name)
        self.used.add(key)
        shown = plain(value, choice)
        if choice is not None and _is_emptied(shown, value):
            what = "all that it shows is left out"
            return self._noted(Pin(key, CaseOutcome.VACUOUS, what, "leave out less"))
        return self._noted(
            pinned(key, shown, self.entry, self._is_accepted, self._masking(redactions), choice is not None)
        )

    def _noted(self, pin: Pin) -> Pin:
        if pin.outcome is CaseOutcome.SAME:
            return pin
        before = self.pins.setdefault(pin.name, pin)
        if before.received != pin.received:
            what = f"two assertions of one test are both named {pin.name} and show different values"
            raise Unpinnable(what, "give each a name of its own")
        return pin

    def _masking(self, redactions: tuple[Redaction, ...]) -> Masking | None:
        """What is masked, with the numbers that this test was given so far."""
        if not redactions:
            return None
        return self._maskings.setdefault(redactions, Masking(redactions))

    @property
    def unused(self) -> tuple[str, ...]:
        """The goldens that no assertion was compared with."""
        return tuple(name for name in self.entry.parts if name not in self.used) if self.entry else ()


def _is_emptied(shown: Any, value: Any) -> bool:
    return isinstance(shown, dict | list) and not untagged(shown) and bool(untagged(plain(value)))


# --- what waits ------------------------------------------------------------------------------------------------------


def waiting_path(root: Path, name: str) -> Path:
    """Where what was received of a file of tests waits."""
    return root / WAITING / f"{name}{SUFFIX}"


def waits(root: Path, name: str) -> bool:
    """Whether something that was received of a file of tests waits."""
    return waiting_path(root, name).is_file()


def read_waiting(root: Path, name: str) -> dict[str, Entry]:
    """What waits of a file of tests; nothing if that cannot be read: the next run leaves it again."""
    path = waiting_path(root, name)
    try:
        found = read_module(files.read_bytes(path, _MOST), path.name) if path.is_file() else {}
    except DocumentError:
        return {}
    return {test: entry for test, entry in found.items() if entry.untouched}


def keep_waiting(root: Path, name: str, received: Texts, settled: Iterable[str] = ()) -> None:
    """Let what was received wait beside what waits already; what is settled, or was received anew, waits no more.

    Raises:
        MachineError: where writing is refused.
    """
    before = {test: entry.body for test, entry in read_waiting(root, name).items()}
    for test in settled:
        before.pop(test, None)
    write_waiting(root, name, {**before, **{test: body_of(parts) for test, parts in received.items()}})


def write_waiting(root: Path, name: str, bodies: Mapping[str, str]) -> None:
    """Let exactly this wait of a file of tests. Raises MachineError where writing is refused."""
    path = waiting_path(root, name)
    if bodies:
        if not files.is_inside(path, root):
            raise UsageError(f"'{path}' leads out of the project", "remove the link")
        ignore = root / WAITING.parent / ".gitignore"
        if not ignore.exists():
            files.write_over(ignore, "*\n")
        files.write_over(path, write_module(name, bodies))
    else:
        path.unlink(missing_ok=True)


def waiting_names(root: Path) -> tuple[str, ...]:
    """The files of tests of which something waits."""
    folder = root / WAITING
    found = files.documents(folder, root, SUFFIX) if folder.is_dir() else ()
    return tuple(path.relative_to(folder).as_posix().removesuffix(SUFFIX) for path in found)


def golden_texts(path: Path) -> dict[str, str]:
    """What stands in one file of goldens as it was accepted last, by ``TEST / ASSERTION``, or of a case by ``STEP / PART``.

    Raises:
        DocumentError: if it or the log of decisions cannot be read.
    """
    return _texts(path, path.stat().st_mtime_ns) if path.is_file() else {}


@lru_cache(maxsize=16)
def _texts(path: Path, changed: int) -> dict[str, str]:
    folder = next((one for one in path.parents if (one / golden_files.LOG).is_file()), path.parent)
    accepted = golden_files.accepted_last(golden_files.decisions(folder, f"{GOLDEN}/{golden_files.LOG}"))
    data = files.read_bytes(path, _MOST)
    if is_module(data.partition(b"\n")[0].decode("utf-8", "replace")):
        module = path.relative_to(folder).as_posix().removesuffix(SUFFIX)
        entries = read_module(data, str(path)).values()
        kept = [one for one in entries if one.untouched and accepted.get(f"{module}::{one.test}") == one.digest]
        return {f"{entry.test} / {name}": text for entry in kept for name, text in entry.parts.items()}
    reading = read_snapshot(data, str(path))
    is_kept = reading.untouched and accepted.get(reading.snapshot.case) == reading.digest
    captures = reading.snapshot.captures if is_kept else ()
    return {
        f"{capture.place} / {part.name}": "\n".join(part_lines(part)) for capture in captures for part in capture.parts
    }
