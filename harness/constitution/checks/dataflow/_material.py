"""Which files of a project flows are looked for in: those that a principle leaves out count only where others lead to them."""

from __future__ import annotations

from collections.abc import Sequence

from harness.constitution.checks.dataflow.form import DataflowCheck
from harness.constitution.checks.dataflow.project.facts import words_that_may_import
from harness.constitution.checks.dataflow.project.reach import Imports
from harness.constitution.globs import Globs
from harness.constitution.kinds import Job
from harness.ports.sources import SourceFile


def material(jobs: Sequence[Job[DataflowCheck]], files: Sequence[SourceFile], wanted: str = "") -> list[SourceFile]:
    """The files without those that every job's principle excludes (``!tests/``) and that no other file imports.

    No flow begins in such a file; one that is imported is a part of what imports it, and so is what it imports in turn.
    Imports are told by their words: a file too many is looked at rather than one too few. ``wanted`` is kept anyway.
    """
    globs = [Globs(patterns) for patterns in {job.principle.applies_to for job in jobs}]
    out = {file.path: file for file in files if all(one.excludes(file.path) for one in globs) and file.path != wanted}
    if not out:
        return list(files)
    waiting = [file for file in files if file.path not in out]
    imports = Imports(out)
    while waiting:
        file = waiting.pop()
        for path in imports.meant(file.path, words_that_may_import(file.data)):
            if path in out:
                waiting.append(out.pop(path))
    return [file for file in files if file.path not in out]
