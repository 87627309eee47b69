"""``harness golden retire``: takes goldens away for good, with a reason that is kept; deciding is for a person."""

from __future__ import annotations

from pathlib import Path

from harness.adapters import golden_files, pending
from harness.app.golden_cases import GOLDEN, Cases, load_cases
from harness.app.golden_signing import signed
from harness.app.golden_tests import module_names
from harness.app.golden_tests_review import TestReviewing
from harness.app.roots import find_root
from harness.domain.golden import Decision
from harness.domain.nearest import did_you_mean
from harness.errors import UsageError


def retire(start: Path, id: str, reason: str, requirement: str = "") -> tuple[str, ...]:
    """Take a case away with its snapshot, a snapshot that belongs to no case, or the goldens of a test in Python.

    Returns what was removed; of tests, the file that their goldens stood in.

    What is gone already is only logged.

    Raises:
        UsageError: in CI, if there is no reason, or neither case nor snapshot of that id or path.
        MachineError: where the log or the folder refuses; then nothing was removed.
    """
    if golden_files.in_ci():
        raise UsageError("nothing is retired in CI", "retire it on your machine, and commit that")
    root = find_root(start)
    if "::" in id or id in module_names(root):
        tests = TestReviewing(root)
        return (tests.retire(id, tests.signed(reason, requirement)),)
    cases = load_cases(start)
    case, targets = _targets(cases, id)
    kept = cases.snapshots.get(case)
    before = kept.reading.digest if kept and kept.reading else None
    with (
        golden_files.logged(
            root / GOLDEN, signed(cases.project, reason, requirement).record(Decision.RETIRED, case, before)
        ),
        golden_files.removed(targets),
    ):
        pass
    for target in targets[-1:]:
        golden_files.keep_pictures(target.parent, case, ())
    pending.remove(root, case)
    return tuple(target.relative_to(root).as_posix() for target in targets)


def _targets(cases: Cases, id: str) -> tuple[str, list[Path]]:
    """The id of the case that is meant, and its files."""
    root = cases.project.root
    for case in cases.every:
        if id in (case.id, case.card.path):
            found = [root / case.card.path, cases.path_of(case)]
            return case.id, [path for path in found if path.is_file()]
    unused = [path for path in cases.unused if id in (path, Path(path).stem)]
    if unused:
        return Path(unused[0]).stem, [root / path for path in unused]
    if id in cases.gone:
        return id, []
    known = [*(case.id for case in cases.every), *cases.unused, *cases.gone]
    raise UsageError(f"there is no golden case and no unused snapshot '{id}'", did_you_mean(id, known))
