"""The ``golden`` fixture against syrupy: many assertions in one test, many tests of one, and many files of one golden."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from benchmarks.measure import Figure, run

ASSERTIONS = 10_000
FILES = 2_000
FEWER_FILES = 250
TIMES = 3
BOUND = 1.0
FILES_BOUND = 1 / 20
FIXTURES = ("plain", "golden", "snapshot")
VALUE = '{{"id": {0}, "name": "item {0}", "tags": ["red", "large"], "price": {0} / 4, "stock": {{"left": {0}, "sold": None}}}}'
# A person's answers, at the terminal that a review asks for: in a benchmark nobody looks at what is accepted.
RECORD = """
import builtins, sys, pytest
from harness.adapters import golden_files
golden_files.may_accept = lambda: ""
builtins.input = lambda prompt: "A"
sys.exit(pytest.main([*sys.argv[1:], "--tb=no", "--golden-review", "--golden-reason", "a benchmark"]))
"""
OPTIONS = ("-q", "-p", "no:cacheprovider", "-p", "no:playwright", "-p", "no:xdist", "-p", "no:cov", "-p", "no:anyio")
CONFTEST = """
import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

class Text(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT

    def serialize(self, data, **others):
        return repr(data)

@pytest.fixture
def plain():
    return None

@pytest.fixture
def single(snapshot):
    return snapshot.use_extension(Text)
"""


def measure(folder: Path) -> Iterator[Figure]:
    """Ratios of the processor time of whole sessions, in turns, and of what assertions add to sessions without any."""
    yield from _against_amber(folder / "one", "assertions in one test", _one_test)
    yield from _against_amber(folder / "each", "tests of one assertion", _many_tests)
    yield from _against_single_files(folder / "files")


def _check(fixture: str) -> str:
    return "assert value is not None" if fixture == "plain" else f"assert value == {fixture}"


def _one_test(fixture: str) -> str:
    value = VALUE.format("number")
    return (
        f"def test_all({fixture}):\n    for number in range({ASSERTIONS}):\n"
        f"        value = {value}\n        {_check(fixture)}\n"
    )


def _many_tests(fixture: str, numbers: range = range(ASSERTIONS)) -> str:
    return "".join(
        f"def test_{number:05}({fixture}):\n    value = {VALUE.format(number)}\n    {_check(fixture)}\n"
        for number in numbers
    )


def _against_amber(folder: Path, what: str, text: Callable[[str], str]) -> Iterator[Figure]:
    for fixture in FIXTURES:
        _project(folder / fixture, {"test_it.py": text(fixture)})
    _record(folder / "golden")
    run([sys.executable, "-m", "pytest", *OPTIONS, "--snapshot-update"], folder / "snapshot")
    taken: dict[str, list[float]] = {fixture: [] for fixture in FIXTURES}
    for turn in range(TIMES):
        for fixture in FIXTURES if turn % 2 == 0 else reversed(FIXTURES):
            taken[fixture].append(_seconds(folder / fixture))
    plain, golden, amber = (median(taken[fixture]) for fixture in FIXTURES)
    detail = f"{golden:.2f} s against {amber:.2f} s of processor time, {plain:.2f} s without any, medians of {TIMES}"
    yield Figure("golden_fixture", f"{ASSERTIONS:,} {what} / syrupy amber", golden / amber, "×", BOUND, detail)
    own, theirs = golden - plain, amber - plain
    detail = f"{own / ASSERTIONS * 1000:.3f} ms against {theirs / ASSERTIONS * 1000:.3f} ms for each"
    yield Figure("golden_fixture", f"{ASSERTIONS:,} {what}, what they add / amber", own / theirs, "×", BOUND, detail)


def _against_single_files(folder: Path) -> Iterator[Figure]:
    """A file for each golden: here one for each file of tests, as syrupy has one for each test."""
    added = {}
    for many in (FEWER_FILES, FILES):
        own = {f"tests/test_{number:05}.py": _many_tests("golden", range(number, number + 1)) for number in range(many)}
        bare = {
            name: text.replace("== golden", "is not None").replace("(golden)", "(plain)") for name, text in own.items()
        }
        for name, files in (("golden", own), ("plain", bare)):
            _project(folder / f"{name}-{many}", files)
        _record(folder / f"golden-{many}")
        added[many] = _seconds(folder / f"golden-{many}") - _seconds(folder / f"plain-{many}")
    theirs = {many: _single_files(folder, many) for many in (FEWER_FILES, FILES)}
    detail = f"{added[FILES]:.2f} s added against {theirs[FILES]:.2f} s added, of processor time"
    name = f"{FILES:,} files of one golden, what they add / syrupy single file"
    yield Figure("golden_fixture", name, added[FILES] / theirs[FILES], "×", FILES_BOUND, detail)
    growth = added[FILES] / added[FEWER_FILES] / (FILES / FEWER_FILES)
    detail = f"{added[FEWER_FILES]:.2f} s for {FEWER_FILES} files; syrupy {theirs[FEWER_FILES]:.2f} s"
    yield Figure("golden_fixture", f"time for each of {FILES:,} files / of {FEWER_FILES}", growth, "×", 1.5, detail)


def _single_files(folder: Path, many: int) -> float:
    for name, fixture in (("single", "single"), ("bare", "plain")):
        _project(folder / f"{name}-{many}", {"test_it.py": _many_tests(fixture, range(many))})
    run([sys.executable, "-m", "pytest", *OPTIONS, "--snapshot-update"], folder / f"single-{many}")
    return _seconds(folder / f"single-{many}") - _seconds(folder / f"bare-{many}")


def _project(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "conftest.py").write_text(CONFTEST)


def _record(folder: Path) -> None:
    run([sys.executable, "-c", RECORD, *OPTIONS], folder, accept=[1])
    _seconds(folder)


def _seconds(folder: Path) -> float:
    """The processor time of one session that has to pass; the machine may be busy with something else."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "pytest", *OPTIONS], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
