"""What was kept is used as long as it holds: the result is always that of an analysis from the beginning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from harness.adapters.flow_cache import FlowCache
from harness.adapters.syntax import Grammars
from harness.adapters.workers import ProcessWorkers
from harness.constitution.checks.dataflow.answers import Answers
from harness.constitution.checks.dataflow.catalogue import CatalogueSpec, build
from harness.constitution.checks.dataflow.project import ProjectAnalysis
from harness.constitution.checks.dataflow.project import analysis as conducting
from tests.constitution.dataflow.test_project_analysis import OWN, SPEC, files

Project = Mapping[str, str]
PROJECT = {
    "app/__init__.py": "",
    "app/store.py": "import db\n\ndef save(text):\n    return db.run('select ' + text)\n\ndef other(text):\n    return text\n",
    "app/form.py": "import web\n\ndef current():\n    return web.take()\n",
    "app/views.py": "import web\nfrom app.store import save\n\ndef view():\n    save(web.take())\n",
    "app/more.py": "from app import form, store\n\ndef shown():\n    store.save(form.current())\n",
    "app/alone.py": "import web\n\ndef view():\n    return len(web.take())\n",
    "app/idle.py": "def idle():\n    return 1\n",
}


class Memory:
    """Blobs that lie in memory."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}
        self.put_count = 0

    def get(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        return {key: self.blobs[key] for key in keys if key in self.blobs}

    def put(self, blobs: Mapping[str, bytes]) -> None:
        self.put_count += len(blobs)
        self.blobs.update(blobs)


@pytest.fixture
def memory() -> Memory:
    return Memory()


def run(memory: Memory | None, project: Project, spec: CatalogueSpec = SPEC) -> Answers:
    analysis = ProjectAnalysis(build, Grammars().tree, partial(ProcessWorkers, count=0), memory)
    return analysis.analysed(files(project), spec)


def trails(answers: Answers) -> list[object]:
    return [hit.taint and hit.taint.trail for hit in answers.hits]


def changed(memory: Memory, change: Project, gone: Sequence[str] = ()) -> int:
    """Analyse, change files, analyse again: the result is that without a cache. How many files needed no work."""
    run(memory, PROJECT)
    project = {path: text for path, text in {**PROJECT, **change}.items() if path not in gone}
    expected, told = run(None, project), run(memory, project)
    assert replace(told, cached=0) == expected
    assert trails(told) == trails(expected)
    again = run(memory, project)
    assert replace(again, cached=0) == expected
    assert trails(again) == trails(expected)
    assert again.cached == len(project)
    return told.cached


def test_nothing_changed_and_nothing_is_done(memory: Memory) -> None:
    cold = run(memory, PROJECT)
    assert cold.hits
    assert not cold.cached
    count = memory.put_count
    warm = run(memory, PROJECT)
    assert replace(warm, cached=0) == cold
    assert warm.cached == len(PROJECT)
    assert memory.put_count == count


def test_what_a_worker_found_is_kept_in_a_database(tmp_path: Path) -> None:
    for cached in (0, len(PROJECT)):
        with FlowCache(tmp_path) as cache:
            analysis = ProjectAnalysis(build, Grammars().tree, partial(ProcessWorkers, count=0), cache)
            assert analysis.analysed(files(PROJECT), SPEC).cached == cached


@pytest.mark.parametrize(
    ("path", "text", "cached"),
    [
        ("app/idle.py", "def idle():\n    return 2\n", 6),
        ("app/alone.py", "import web\n\ndef view():\n    return str(web.take())\n", 6),
        ("app/store.py", PROJECT["app/store.py"] + "\n# a remark\n", 6),
        ("app/store.py", "# a remark\n" + PROJECT["app/store.py"], 6),
        ("app/store.py", PROJECT["app/store.py"].replace("return text\n", "return text + text\n"), 6),
        ("app/store.py", PROJECT["app/store.py"].replace("'select '", "'select', '' "), 4),
        ("app/store.py", PROJECT["app/store.py"].replace("import db", "import db as db"), 4),
        ("app/store.py", "import db\n\nsave = db.quote\n", 4),
        ("app/store.py", PROJECT["app/store.py"].replace("def save(", "def keep("), 4),
        ("app/form.py", "import web\n\ndef current():\n    return 'x'\n", 5),
        ("app/form.py", "\n\nimport web\n\ndef current():\n    # here\n    return web.take()\n", 5),
        ("app/__init__.py", "form = 1\n", 5),
    ],
)
def test_after_a_change_only_what_it_concerns_is_analysed_again(
    memory: Memory, path: str, text: str, cached: int
) -> None:
    assert changed(memory, {path: text}) == cached


def test_a_new_name_for_a_source_concerns_all_who_speak_of_it(memory: Memory) -> None:
    extra = {"app/idle.py": "import web\n\ndef other(text):\n    return web.take()\n"}
    assert changed(memory, extra) <= 6


def test_a_file_that_is_gone_concerns_those_it_had_a_part_in(memory: Memory) -> None:
    assert changed(memory, {"app/idle.py": "import db\n" + PROJECT["app/idle.py"]}, ["app/store.py"]) == 3
    assert changed(memory, {}, ["app/idle.py"]) == 6


def test_where_nothing_imports_a_package_any_more_its_rules_are_left_out_and_all_is_analysed_again(
    memory: Memory,
) -> None:
    assert changed(memory, {}, ["app/store.py"]) == 0


def test_a_new_file_concerns_those_that_may_import_it(memory: Memory) -> None:
    assert changed(memory, {"app/unheard.py": "x = 1\n"}) == 7
    assert changed(memory, {"store.py": "x = 1\n"}) == 5
    assert changed(memory, {"app/form/__init__.py": "def current():\n    return 'x'\n"}) < 7


def test_an_attribute_of_a_module_that_is_now_assigned_elsewhere_concerns_all(memory: Memory) -> None:
    project = {
        "one.py": "import web\nimport db\nRAW = 0\ndef view():\n    db.run(web.take() if RAW else '')\n",
        "two.py": "",
    }
    assert not run(memory, project).hits
    told = run(memory, {**project, "two.py": "import one\none.RAW = 1\n"})
    assert told.hits
    assert not told.cached


def test_another_catalogue_or_version_shares_nothing(memory: Memory) -> None:
    run(memory, PROJECT)
    assert not run(memory, PROJECT, CatalogueSpec(libraries=("markupsafe",), own=OWN, categories=("sql",))).cached
    other = ProjectAnalysis(build, Grammars().tree, partial(ProcessWorkers, count=0), memory, "2")
    assert not other.analysed(files(PROJECT), SPEC).cached
    assert not other.analysed(files(PROJECT), SPEC, explain=True).cached


@pytest.mark.parametrize("text", [b"", b"{", b"[]\n[]\n[]", b"[1,2,3]", b"null\nnull\nnull"])
def test_what_cannot_be_read_counts_as_missing(memory: Memory, text: bytes) -> None:
    expected = run(memory, PROJECT)
    memory.blobs = dict.fromkeys(memory.blobs, text)
    assert run(memory, PROJECT) == expected


def test_without_its_layout_or_paths_a_change_concerns_all_it_may(memory: Memory) -> None:
    run(memory, PROJECT)
    project = {**PROJECT, "app/store.py": "# a remark\n" + PROJECT["app/store.py"], "new.py": ""}
    expected = run(None, project)
    for key, blob in list(memory.blobs.items()):
        if not blob.startswith(b"[[") and b"\n" not in blob:
            memory.blobs[key] = b"?"
    assert replace(run(memory, project), cached=0) == expected


def test_what_could_not_be_followed_in_a_file_that_has_changed_is_looked_for_again(memory: Memory) -> None:
    project = {
        "bad.py": "import db\n\ndef save(x):\n    db.run(x)\n\ndef f(:\n    pass\n",
        "view.py": "import web\nimport bad\n\ndef view():\n    bad.save(web.take())\n",
    }
    assert run(memory, project).unfollowed
    later = {**project, "bad.py": "\n\n" + project["bad.py"]}
    assert replace(run(memory, later), cached=0) == run(None, later)
    mended = {**project, "bad.py": project["bad.py"].replace("f(:", "f():")}
    assert replace(run(memory, mended), cached=0) == run(None, mended)


def test_what_was_not_followed_to_its_end_is_never_kept(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conducting, "ROUNDS", 0)
    for _ in range(2):
        assert [one.reason for one in run(memory, PROJECT).unfollowed] == [
            "sources are handed on from function to function too often to be followed"
        ]
    monkeypatch.undo()
    assert run(memory, PROJECT) == run(None, PROJECT)
