"""Which files a kind is given with which jobs; what comes of it is tested with the kinds."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from harness.constitution.kinds import Scope
from harness.constitution.scanning import scan
from harness.constitution.trees import memory_file
from tests.constitution.checks.bench import NO_TOOLS


class Kind(SimpleNamespace):
    SCOPE = Scope.FILE

    def scan(self, jobs: Any, files: Any, tools: Any) -> Any:
        self.batches.append(([job.key for job in jobs], [file.path for file in files]))
        return iter(())


@pytest.mark.parametrize(
    ("by_file", "batches"),
    [
        (False, [(["x", "y"], ["a", "b", "c"])]),
        (True, [(["x"], ["a", "c"]), (["x", "y"], ["b"])]),
    ],
)
def test_a_kind_to_which_batches_mean_nothing_is_given_each_file_with_its_own_jobs(by_file: bool, batches: Any) -> None:
    kind = Kind(batches=[], BY_FILE=by_file)
    x, y = (SimpleNamespace(key=key, kind=kind, spec=SimpleNamespace(kind="k")) for key in "xy")
    files: Any = [(memory_file("a", ""), [x]), (memory_file("b", ""), [x, y]), (memory_file("c", ""), [x])]
    assert list(scan(files, NO_TOOLS)) == []
    assert kind.batches == batches
