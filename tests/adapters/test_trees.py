"""Prepared trees are made once, shared by any number of runs, and never half-made."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from harness.adapters.git import snapshot
from harness.adapters.setup import SetupFailed
from harness.adapters.trees import PreparedTree, TreeCache
from harness.domain.configuration import Product
from harness.domain.verdicts import Isolation
from harness.errors import MachineError, TreeError
from tests.support.limits import no_file_beyond
from tests.support.processes import is_gone
from tests.support.repositories import Repository

pytestmark = pytest.mark.requires_git

Prepare = Callable[..., PreparedTree]

IN_A_PROCESS = """
import sys
from pathlib import Path
from harness.adapters.git import snapshot
from harness.adapters.trees import TreeCache
from harness.domain.configuration import Product
from harness.domain.verdicts import Isolation

project, cache, setup = sys.argv[1:]
product = Product(setup=(setup,) if setup else ())
with snapshot(Path(project), None) as taken:
    with TreeCache(Path(cache)).prepared(taken, product, Isolation.EXPORT, lambda what: print(what, flush=True)) as tree:
        print("ready", tree.facts.key, flush=True)
        sys.stdin.read()
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Repository.create(tmp_path / "project", {"app.py": "print(1)\n"}).folder


@pytest.fixture
def cache(tmp_path: Path) -> TreeCache:
    return TreeCache(tmp_path / "cache")


@pytest.fixture
def stages() -> list[str]:
    """What ``prepare`` said that it did."""
    return []


@pytest.fixture
def prepare(project: Path, cache: TreeCache, stages: list[str]) -> Iterator[Prepare]:
    """Prepare the project's tree, and keep it in use until the test is over."""
    with ExitStack() as open_things:

        def prepared(
            *setup: str, level: Isolation = Isolation.EXPORT, toolchains: tuple[str, ...] = ()
        ) -> PreparedTree:
            taken = open_things.enter_context(snapshot(project, None))
            product = Product(setup=setup, toolchains=toolchains)
            return open_things.enter_context(cache.prepared(taken, product, level, stages.append))

        yield prepared


def in_a_process(project: Path, cache: TreeCache, setup: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", IN_A_PROCESS, str(project), str(cache.folder.parent), setup],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def until(process: subprocess.Popen[str], beginning: str) -> list[str]:
    """What the process says until a line that begins so, that line included."""
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if line.startswith(beginning):
            return lines
    raise AssertionError(lines)


# Making


def test_a_tree_is_exported_and_set_up_once(prepare: Prepare, stages: list[str]) -> None:
    first = prepare("echo made >> made.txt")
    assert stages == ["exporting the tree", "setup 1/1: echo made >> made.txt"]
    again = prepare("echo made >> made.txt")
    assert len(stages) == 2
    assert again.files == first.files
    assert (again.files / "made.txt").read_text() == "made\n"
    assert (again.files / "app.py").read_text() == "print(1)\n"
    assert again.setup_log.read_text() == "$ echo made >> made.txt\n"


def test_the_tree_has_no_history(prepare: Prepare) -> None:
    assert sorted(os.listdir(prepare().files)) == [".harness-canary", "app.py"]


def test_whatever_the_tree_depends_on_makes_another_one(prepare: Prepare, project: Path) -> None:
    keys = [
        prepare().facts.key,
        prepare("true").facts.key,
        prepare("true", "true").facts.key,
        prepare("true true").facts.key,
        prepare(toolchains=("/opt/tool",)).facts.key,
    ]
    (project / "app.py").write_text("print(2)\n")
    keys.append(prepare().facts.key)
    assert len(set(keys)) == len(keys)


@pytest.mark.requires_cell
def test_a_tree_that_was_set_up_on_the_host_is_not_one_that_was_set_up_inside(prepare: Prepare) -> None:
    keys = {level: prepare(level=level).facts.key for level in Isolation}
    assert keys[Isolation.CELL] == keys[Isolation.SANDBOX] != keys[Isolation.EXPORT]


def test_documents_and_the_way_a_tree_was_reached_make_no_other_tree(prepare: Prepare, project: Path) -> None:
    key = prepare().facts.key
    Repository(project).write({"testcards/a.md": "a card\n", "harness.toml": "[cards]\nworkers = 3\n"})
    assert prepare().facts.key == key
    Repository(project).commit()
    assert prepare().facts.key == key


def test_facts_that_cannot_be_read_make_the_tree_anew(prepare: Prepare, stages: list[str]) -> None:
    tree = prepare()
    (tree.folder / "facts.json").write_text("{")
    assert prepare().files == tree.files
    assert stages.count("exporting the tree") == 2


# Several at a time


def test_several_processes_make_a_tree_once_and_all_go_on_while_others_still_use_it(
    project: Path, cache: TreeCache, tmp_path: Path
) -> None:
    setup = f"echo x >> '{tmp_path}/count'; sleep 0.3"
    processes = [in_a_process(project, cache, setup) for _ in range(4)]
    said = [until(process, "ready") for process in processes]  # none of them has let go of the tree yet
    for process in processes:
        process.communicate()
    assert (tmp_path / "count").read_text() == "x\n"
    assert len({lines[-1] for lines in said}) == 1
    assert sum("exporting the tree" in lines for lines in said) == 1


def test_when_the_maker_is_killed_the_next_in_line_makes_the_tree(
    project: Path, cache: TreeCache, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    setup = f"echo part > part.txt; while ! test -e '{gate}'; do sleep 0.05; done"
    maker = in_a_process(project, cache, setup)
    until(maker, "setup")
    waiter = in_a_process(project, cache, setup)
    maker.kill()
    maker.communicate()
    gate.touch()
    assert until(waiter, "ready")[:1] == ["exporting the tree"]
    waiter.communicate()


# Failing


@pytest.mark.parametrize("level", [Isolation.EXPORT, pytest.param(Isolation.CELL, marks=pytest.mark.requires_cell)])
def test_a_failed_setup_says_its_exit_code_and_the_end_of_its_output(
    prepare: Prepare, cache: TreeCache, level: Isolation
) -> None:
    with pytest.raises(SetupFailed) as failure:
        prepare("true", "seq 100; echo broken >&2; exit 7", "never", level=level)
    lines = failure.value.what.splitlines()
    assert lines[0] == "setup failed with exit code 7: `seq 100; echo broken >&2; exit 7`"
    assert lines[-1] == "  broken"
    assert len(lines) < 20
    assert str(failure.value.log) in failure.value.hint
    assert "never" not in failure.value.log.read_text()


def test_a_failed_setup_leaves_nothing_but_its_output_and_is_tried_again(
    prepare: Prepare, cache: TreeCache, stages: list[str]
) -> None:
    for _ in range(2):
        with pytest.raises(SetupFailed) as failure:
            prepare("echo half > half.txt; exit 1")
    assert [path.name for path in failure.value.log.parent.iterdir()] == ["setup.log"]
    assert cache.trees() == []
    assert stages.count("exporting the tree") == 2


def test_an_interrupted_setup_leaves_no_process_and_the_next_run_starts_afresh(
    project: Path, cache: TreeCache, tmp_path: Path
) -> None:
    pid = tmp_path / "pid"
    setup = f"echo half > half.txt; test -e '{tmp_path}/second' || {{ echo $$ > '{pid}'; sleep 4324.5; }}"
    process = in_a_process(project, cache, setup)
    until(process, "setup")
    while not (pid.exists() and pid.read_text().strip()):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert is_gone("sleep", "4324.5")
    assert not any(path.name == "half.txt" for path in cache.folder.rglob("*"))
    (tmp_path / "second").touch()
    again = in_a_process(project, cache, setup)
    until(again, "ready")
    again.communicate()


def test_an_interrupt_at_the_very_start_of_setup_leaves_no_process(project: Path, cache: TreeCache) -> None:
    for number in range(8):
        process = in_a_process(project, cache, f"kill -INT $PPID; sleep 4325.{number}")
        process.communicate()
        assert process.returncode != 0
        assert is_gone("sleep", f"4325.{number}")


def test_a_tree_that_cannot_be_exported_leaves_nothing(prepare: Prepare, project: Path, cache: TreeCache) -> None:
    (project / "out").symlink_to("/etc/passwd")
    with pytest.raises(TreeError, match="points outside"):
        prepare()
    assert list(cache.folder.glob("*/*")) == []


@pytest.mark.parametrize("where", ["cache", "cache/trees"])
def test_a_cache_that_cannot_be_written_is_named_in_one_line(
    prepare: Prepare, cache: TreeCache, tmp_path: Path, where: str
) -> None:
    (tmp_path / where).parent.mkdir(exist_ok=True)
    (tmp_path / where).write_text("a file where a folder should be\n")
    with pytest.raises(MachineError) as refusal:
        prepare()
    assert str(cache.folder) in refusal.value.what
    assert "\n" not in refusal.value.what
    assert "XDG_CACHE_HOME" in refusal.value.hint


def test_when_the_disk_is_full_one_line_says_so(project: Path, cache: TreeCache, tmp_path: Path) -> None:
    with snapshot(project, None) as taken, no_file_beyond(10):
        prepared = cache.prepared(taken, Product(), Isolation.EXPORT, lambda _: None)
        with pytest.raises((TreeError, MachineError)) as refusal, prepared:
            pass
    assert "\n" not in refusal.value.what
    assert not any(cache.folder.glob("*/tree"))


def test_when_the_facts_cannot_be_written_the_tree_does_not_count(project: Path, cache: TreeCache) -> None:
    with ExitStack() as until, snapshot(project, None) as taken:

        def fill_the_disk(stage: str) -> None:
            if stage.startswith("setup"):
                until.enter_context(no_file_beyond(10))

        prepared = cache.prepared(taken, Product(setup=("true",)), Isolation.EXPORT, fill_the_disk)
        with pytest.raises(MachineError, match="cannot be prepared") as refusal, prepared:
            pass
    assert "\n" not in refusal.value.what
    assert cache.trees() == []


# Pruning


def test_pruning_removes_what_was_not_used_since(project: Path, cache: TreeCache) -> None:
    made = []
    for text in ("old\n", "new\n"):
        (project / "app.py").write_text(text)
        process = in_a_process(project, cache)
        made.append(until(process, "ready")[-1].split()[1])
        process.communicate()
    old, new = (cache.folder / key for key in made)
    os.utime(old / "facts.json", (1_000_000_000, 1_000_000_000))
    assert [tree.last_used > 1_000_000_000 for tree in cache.trees()] == [True, False]
    assert cache.prune(time.time() - 3600) == (1, 0)
    assert not old.exists()
    assert [tree.folder for tree in cache.trees()] == [new]


def test_using_a_tree_makes_it_young_again(prepare: Prepare, cache: TreeCache) -> None:
    tree = prepare()
    os.utime(tree.folder / "facts.json", (1_000_000_000, 1_000_000_000))
    prepare()
    assert cache.trees()[0].last_used > 1_000_000_000


def test_pruning_leaves_what_another_process_uses(project: Path, cache: TreeCache) -> None:
    user = in_a_process(project, cache)
    until(user, "ready")
    assert cache.prune(time.time() + 3600) == (0, 1)
    assert len(cache.trees()) == 1
    user.communicate()
    assert cache.prune(time.time() + 3600) == (1, 0)
    assert cache.trees() == []


def test_pruning_leaves_what_another_process_is_making(project: Path, cache: TreeCache, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    maker = in_a_process(project, cache, f"while ! test -e '{gate}'; do sleep 0.05; done")
    until(maker, "setup")
    assert cache.prune(time.time() + 3600) == (0, 0)
    gate.touch()
    until(maker, "ready")
    maker.communicate()


def test_pruning_removes_what_was_left_half_made(cache: TreeCache) -> None:
    for name, facts in (("killed", None), ("broken", "{")):
        (cache.folder / name / "tree").mkdir(parents=True)
        if facts:
            (cache.folder / name / "facts.json").write_text(facts)
    assert cache.prune(0.0) == (0, 0)
    assert not list(cache.folder.glob("*/"))


def test_pruning_removes_files_whatever_modes_a_setup_gave_them(
    prepare: Prepare, cache: TreeCache, project: Path
) -> None:
    process = in_a_process(project, cache, "mkdir -p deep/er && touch deep/er/file && chmod -R a-rwx deep")
    until(process, "ready")
    process.communicate()
    assert cache.prune(time.time() + 3600) == (1, 0)
    assert not list(cache.folder.glob("*/"))


def test_an_empty_cache_has_no_trees(cache: TreeCache) -> None:
    assert cache.trees() == []
    assert cache.prune(time.time()) == (0, 0)


def test_a_canary_lies_in_every_prepared_tree_and_is_no_part_of_its_hash(prepare: Prepare) -> None:
    first = prepare()
    assert (first.files / ".harness-canary").read_text().strip() == first.facts.canary
    assert len(first.facts.canary) > 32
    assert prepare().facts.canary == first.facts.canary
    other = prepare("true")
    assert other.facts.canary != first.facts.canary
    assert other.facts.tree == first.facts.tree


def test_a_file_of_the_product_that_has_the_canarys_name_is_left_alone(prepare: Prepare, project: Path) -> None:
    (project / ".harness-canary").write_text("mine\n")
    made = prepare()
    assert (made.files / ".harness-canary").read_text() == "mine\n"
    assert (made.files / ".harness-canary~").read_text().strip() == made.facts.canary
