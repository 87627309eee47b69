"""What leads to very much of a project is looked at less closely; what a principle leaves out, where others lead to it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pytest

from harness.adapters.syntax import Grammars
from harness.adapters.workers import ProcessWorkers
from harness.constitution.checks.dataflow.answers import Answers
from harness.constitution.checks.dataflow.catalogue import build
from harness.constitution.checks.dataflow.project import ProjectAnalysis, reach
from harness.constitution.checks.dataflow.project.facts import imported_words
from harness.constitution.globs import Globs
from tests.constitution.dataflow.test_project_analysis import IN, SPEC, files
from tests.constitution.dataflow.test_project_keeping import Memory

Project = Mapping[str, str]
CHAIN = {
    "a.py": "import b\n",
    "b.py": "from c import x\n",
    "c.py": "import b\n",
    "alone.py": "import os\n",
    "pack/__init__.py": "from .inner import y\n",
    "pack/inner.py": "",
    "pack/below/deep.py": "from .. import inner\n",
}


def wide(project: Project, monkeypatch: pytest.MonkeyPatch, largest: int) -> set[str]:
    monkeypatch.setattr(reach, "LARGEST_REACH", largest)
    words = {path: imported_words(text.encode()) for path, text in project.items()}
    return set(reach.wide(dict.fromkeys(project, 10), words))


@pytest.mark.parametrize(
    ("largest", "expected"),
    [
        (1000, set()),
        (29, {"a.py"}),
        (19, {"a.py", "b.py", "c.py", "pack/__init__.py", "pack/below/deep.py"}),
        (9, set(CHAIN)),
    ],
)
def test_a_file_is_wide_by_all_that_it_leads_to(
    largest: int, expected: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = wide(CHAIN, monkeypatch, largest)
    if largest == 19:
        # deep.py leads to inner.py, and its folder's own file is not named by it
        assert found >= {"a.py", "b.py", "c.py", "pack/__init__.py"}
        assert "alone.py" not in found
    else:
        assert found == expected


def test_what_an_import_may_mean_is_never_too_little() -> None:
    imports = reach.Imports(["app/models.py", "lib/models.py", "util.py", "app/__init__.py"])
    assert set(imports.meant("app/views.py", {"models"})) == {"app/models.py"}
    assert set(imports.meant("main.py", {"app", "models"})) == {"app/models.py", "app/__init__.py"}
    assert set(imports.meant("deep/in/main.py", {"util"})) == {"util.py"}
    assert set(imports.meant("app/sub/views.py", {"models"})) == {"app/models.py"}
    assert not set(imports.meant("main.py", {"models"}))


def found(project: Project, memory: Memory | None = None) -> Answers:
    analysis = ProjectAnalysis(build, Grammars().tree, partial(ProcessWorkers, count=0), memory)
    return analysis.analysed(files(project), SPEC)


FLOWS = {
    "store.py": "import db\n\ndef save(text, how):\n    if how == 'raw':\n        db.run(text)\n\n"
    "def each(do, value):\n    return do(value)\n",
    "through.py": IN + "from store import each\n\ndef view():\n    each(db.run, web.take())\n",
    "direct.py": IN + "import store\n\ndef view():\n    store.save(web.take(), 'raw')\n",
}
HARMLESS = {**FLOWS, "direct.py": FLOWS["direct.py"].replace("'raw'", "'clean'")}


def test_flows_are_found_in_what_is_wide_though_callers_tell_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def begun(project: Project) -> set[str]:
        hits = found(project).hits
        return {hit.taint.trail.steps()[0].path for hit in hits if hit.taint and hit.taint.trail}

    assert (begun(FLOWS), begun(HARMLESS)) == ({"through.py", "direct.py"}, {"through.py"})
    monkeypatch.setattr(reach, "LARGEST_REACH", 1)
    assert begun(FLOWS) == {"direct.py"}, "functions that are handed over are not told"
    assert begun(HARMLESS) == {"direct.py"}, "constants of callers are not told"


def test_what_was_kept_does_not_hold_where_another_file_is_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory()
    small = found(HARMLESS, memory)
    assert found(HARMLESS, memory).cached == len(HARMLESS)
    monkeypatch.setattr(reach, "LARGEST_REACH", 1)
    large = found(HARMLESS, memory)
    assert (large.cached, large.hits) == (0, found(HARMLESS).hits)
    assert large.hits != small.hits


def test_recursion_is_followed_in_what_is_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    project = {
        "walk.py": IN
        + "def walk(node, depth):\n    if depth:\n        return walk(node, depth - 1)\n    return db.run(node)\n",
        "view.py": "import web\nfrom walk import walk\n\ndef view():\n    walk(web.take(), 3)\n",
    }
    assert found(project).hits
    monkeypatch.setattr(reach, "LARGEST_REACH", 1)
    assert found(project).hits


@pytest.mark.parametrize(
    ("patterns", "path", "excluded"),
    [
        (("*.py", "!tests/"), "tests/a.py", True),
        (("*.py", "!tests/"), "src/a.py", False),
        (("src/**",), "tests/a.py", False),
        ((), "tests/a.py", False),
        (("!t\ud800/",), "t\ufffd/a.py", True),
    ],
)
def test_only_what_a_pattern_takes_out_is_excluded(patterns: tuple[str, ...], path: str, excluded: bool) -> None:
    assert Globs(patterns).excludes(path) is excluded
