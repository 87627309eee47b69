"""``python -m benchmarks.accuracy``: runs the tools over the labelled cases, prints the table, and keeps it if asked to."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.accuracy import scanners, tables
from benchmarks.accuracy.cases import FOLDER, PARTS, Case, read_cases
from benchmarks.accuracy.judging import judge

TOOLS = ("harness", "bandit", "ruff", "semgrep")


def main(words: Sequence[str]) -> int:
    """Always 0: the figures are for people to judge."""
    chosen = _arguments(words)
    cases = [
        case
        for case in read_cases(chosen.part)
        if chosen.language in (case.language, "both") and chosen.category in (case.category, None)
    ]
    with tempfile.TemporaryDirectory(prefix="harness-accuracy-") as folder:
        project = Path(folder) / "project"
        lay_out(cases, project)
        peers = chosen.peers or Path(folder) / "peers"
        scans = list(scanners.scan(chosen.tools, project, peers.absolute(), chosen.constitutions or scanners.shipped()))
    outcomes = [
        tables.Outcome(part, language, scan, tuple(judged))
        for part in PARTS
        for language in ("python", "javascript")
        for scan in scans
        if (judged := judge([case for case in cases if (case.part, case.language) == (part, language)], scan))
    ]
    rules = [(scan, judge(cases, scan)) for scan in scans if scan.tool == "harness"]
    if chosen.list:
        for outcome in outcomes:
            # Who reads what is kept aside cannot be measured by it any more.
            if outcome.part == "tuning" and outcome.scan.tool == "harness":
                print("\n".join(tables.misses(outcome)))
    print(tables.markdown(outcomes, rules))
    if chosen.keep:
        (FOLDER / "results.md").write_text(tables.markdown(outcomes, rules), encoding="utf-8")
        (FOLDER / "results.json").write_text(tables.as_json(outcomes, rules), encoding="utf-8")
    return 0


def lay_out(cases: Sequence[Case], project: Path) -> None:
    """The cases' files below ``cases/<part>``, and nothing else: no label lies beside them."""
    for case in cases:
        for name in case.files():
            target = project / "cases" / case.part / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(FOLDER / PARTS[case.part] / name, target)


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--part", choices=[*PARTS, "both"], default="tuning", help="default: tuning")
    parser.add_argument("--language", choices=["python", "javascript", "both"], default="both")
    parser.add_argument("--category", help="only this one")
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=TOOLS, help="default: all")
    parser.add_argument("--constitutions", nargs="+", help="names or files; default: all that the package ships")
    parser.add_argument(
        "--peers", type=Path, help="environment with bandit, semgrep and njsscan; made if it is not there"
    )
    parser.add_argument("--list", action="store_true", help="also name what harness judged wrongly in the tuning part")
    parser.add_argument("--keep", action="store_true", help="write results.md and results.json")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
