"""What an agent waits for ``harness hook`` after an edit, beside a Python that does nothing: one file, a whole constitution."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.measure import REPOSITORY, Figure, medians, run, seconds_of

TIMES = 15
BOUND = 300
FILES = 20_000
_WRONG = "\n\ndef found(db, name):\n    return db.execute(f\"select * from people where name = '{name}'\").fetchall()\n"


def measure(folder: Path) -> Iterator[Figure]:
    """Wall milliseconds of the process, in turns with the bare one: nothing found, something found, and in a large tree."""
    small, large = _project(folder / "small", 0), _project(folder / "large", FILES)
    cache = {"XDG_CACHE_HOME": str(folder / "cache")}
    first = seconds_of(_hook(small, "bank/store.py", cache))
    (small / "bank/found.py").write_text((small / "bank/store.py").read_text() + _WRONG)
    bare, clean, wrong, many = medians(
        TIMES,
        lambda: run([sys.executable, "-c", "pass"]),
        _hook(small, "bank/store.py", cache),
        _hook(small, "bank/found.py", cache),
        _hook(large, "bank/store.py", cache),
    )
    beside = f"against {bare * 1000:.0f} ms of `python -c pass`, medians of {TIMES}"
    yield Figure("hook", "after an edit, nothing is wrong", clean * 1000, "ms", BOUND, beside)
    yield Figure("hook", "after an edit, something is wrong", wrong * 1000, "ms", BOUND, beside)
    yield Figure("hook", f"after an edit among {FILES:,} files", many * 1000, "ms", BOUND, beside)
    least = min(_processor(_hook(small, "bank/store.py", cache)) for _ in range(TIMES))
    yield Figure(
        "hook", "after an edit, processor time", least * 1000, "ms", None, f"the least of {TIMES}, children and all"
    )
    yield Figure("hook", "after an edit, for the first time with a constitution", first * 1000, "ms", None, "once")
    stop = seconds_of(lambda: run([*_harness(), "hook", "stop"], small, cache, accept=(0, 1, 2)))
    yield Figure("hook", "before a stop, one new file", stop * 1000, "ms", None, "the whole tree, for the first time")


def _processor(call: Callable[[], None]) -> float:
    """Seconds of processor time that a call's processes take: on a shared machine they tell more than those on the wall."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    call()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _harness() -> list[str]:
    return [str(Path(sys.executable).with_name("harness"))]


def _hook(project: Path, path: str, cache: dict[str, str]) -> Callable[[], None]:
    """One event on standard input, as an agent gives it."""
    event = {"session_id": "bench", "cwd": str(project), "hook_event_name": "PostToolUse", "tool_name": "Edit"}
    typed = json.dumps({**event, "tool_input": {"file_path": str(project / path)}}).encode()

    def call() -> None:
        command = [*_harness(), "hook", "claude-code", "post-tool-use"]
        done = subprocess.run(command, cwd=project, env={**os.environ, **cache}, input=typed, capture_output=True)
        if done.returncode not in (0, 1, 2):
            raise SystemExit(done.stderr.decode(errors="replace"))

    return call


def _project(folder: Path, more: int) -> Path:
    """The bank with its constitution, committed, and so many files more."""
    shutil.copytree(REPOSITORY / "examples" / "bank", folder, ignore=shutil.ignore_patterns(".harness"))
    for at in range(more):
        path = folder / "more" / f"{at // 200:03}" / f"m{at}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"def f{at}(x):\n    return x + {at}\n")
    author = ["-c", "user.name=bench", "-c", "user.email=bench@example.org"]
    for command in (["init", "-q"], ["add", "--all"], [*author, "commit", "-q", "-m", "first"]):
        run(["git", *command], folder)
    return folder
