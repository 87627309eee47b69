"""``python -m benchmarks [FAMILY…]``: measures, prints the table, and keeps it when everything was measured."""

from __future__ import annotations

import compileall
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from benchmarks import report
from benchmarks.measure import REPOSITORY, Figure

FAMILIES = (
    "start",
    "commands",
    "cards",
    "many",
    "export",
    "browser",
    "blind",
    "tokens",
    "constitution",
    "dataflow",
    "golden_check",
    "golden_compare",
    "golden_fixture",
    "pytest_start",
    "specifications",
    "trace",
    "site",
    "gate",
    "hook",
)


def figures_of(families: list[str]) -> Iterator[Figure]:
    """Each family in a folder of its own, told about as it comes."""
    for family in families:
        with tempfile.TemporaryDirectory(prefix="harness-bench-") as folder:
            for figure in import_module(f"benchmarks.{family}").measure(Path(folder)):
                print(
                    f"{figure.verdict or '–':5} {figure.name}: {figure.value:.2f} {figure.unit} ({figure.detail})",
                    flush=True,
                )
                yield figure


def main(names: list[str]) -> int:
    """Exit code 0 when every bound holds, 1 when one does not, 2 for an unknown family."""
    if unknown := set(names) - set(FAMILIES):
        print(f"unknown: {', '.join(sorted(unknown))}; there are: {', '.join(FAMILIES)}", file=sys.stderr)
        return 2
    # As an installation does it: an environment may keep Python from writing what it has compiled.
    compileall.compile_dir(REPOSITORY / "harness", quiet=1)
    figures = list(figures_of(names or list(FAMILIES)))
    print("\n" + report.markdown(figures))
    if not names:
        (REPOSITORY / "benchmarks" / "results.md").write_text(report.markdown(figures))
        (REPOSITORY / "benchmarks" / "results.json").write_text(report.as_json(figures))
    return int(any(figure.verdict == "OVER" for figure in figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
