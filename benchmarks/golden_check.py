"""What checking many terminal cases costs against prysk on the same commands, in turns."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from benchmarks.many import environment
from benchmarks.measure import HARNESS, Figure, alternate, run

CASES = int(os.environ.get("GOLDEN_CASES", "500"))
TIMES = 3
BOUND = 1.3
PRODUCT = """#!/bin/sh
case "$1" in
  add) echo "$2" >> "$HOME/list.txt"; echo "added $2" ;;
  list) cat "$HOME/list.txt" ;;
  *) echo "unknown command: $1" >&2; exit 2 ;;
esac
"""
COMMANDS = ("note add {id}", "note list", "note fly")


def measure(folder: Path) -> Iterator[Figure]:
    """Prysk as it is, one test after the other, and two processes of it, each on half of the tests."""
    project, tests = _project(folder), _tests(folder)
    checks, alone, halved = alternate(
        TIMES,
        lambda: _check(project, folder),
        lambda: _prysk([f"{tests}/*.t"], folder),
        lambda: _prysk([f"{tests}/*[02468].t", f"{tests}/*[13579].t"], folder),
    )
    for against, other, bound in (("prysk", alone, BOUND), ("two processes of prysk", halved, None)):
        ratio = median(one / two for one, two in zip(checks, other, strict=True))
        each = f"{median(checks) / CASES * 1000:.1f} ms a case against {median(other) / CASES * 1000:.1f} ms"
        detail = f"{CASES} cases of {len(COMMANDS)} commands, {each}, median of {TIMES} ratios"
        yield Figure(
            "golden_check", f"golden check against {against} on the same commands", ratio, "times", bound, detail
        )


def _project(folder: Path) -> Path:
    project = folder / "project"
    golden = project / "golden"
    golden.mkdir(parents=True)
    (project / "bin").mkdir()
    (project / "bin/note").write_text(PRODUCT)
    (project / "bin/note").chmod(0o755)
    (project / "harness.toml").write_text('[product.commands]\nnote = "{tree}/bin/note"\n')
    for number in range(CASES):
        id = f"NOTE-{number:04}"
        steps = "".join(f"{at}. Run `{command.format(id=id)}`.\n" for at, command in enumerate(COMMANDS, 1))
        (golden / f"{id.lower()}.md").write_text(
            f"---\nid: {id}\nsurface: terminal\n---\n# Note {number}\n\n## Steps\n{steps}"
        )
    run(["git", "init", "--quiet", "."], project)
    run(["git", "add", "--all"], project)
    run(["git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "first"], project)
    run([*HARNESS, "golden", "record", "golden"], project, {**environment(folder), "CI": ""})
    return project


def _check(project: Path, folder: Path) -> None:
    shutil.rmtree(project / ".harness", ignore_errors=True)
    run([*HARNESS, "golden", "check"], project, environment(folder))


def _tests(folder: Path) -> Path:
    """The same commands as prysk's tests, each with a home of its own, as prysk gives a test a folder of its own."""
    tests = folder / "prysk"
    tests.mkdir()
    program = folder / "project/bin/note"
    for number in range(CASES):
        id = f"NOTE-{number:04}"
        lines = [f"  $ {command.format(id=id).replace('note', str(program), 1)}\n" for command in COMMANDS]
        expected = [f"  added {id}\n", f"  {id}\n", "  unknown command: fly\n  [2]\n"]
        body = "".join(line + seen for line, seen in zip(lines, expected, strict=True))
        (tests / f"{id}.t").write_text(f"  $ export HOME=$PWD\n{body}")
    return tests


def _prysk(globs: Sequence[str], folder: Path) -> None:
    """As many processes of prysk, each on the tests that match; every test must show what is expected of it."""
    prysk = Path(sys.executable).parent / "prysk"
    started = "".join(f'{prysk} --quiet {glob} & processes="$processes $!"; ' for glob in globs)
    run(["sh", "-c", f"{started} for one in $processes; do wait $one || exit 1; done"], folder)
