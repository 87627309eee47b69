"""A second tree shares files with the first one, and nothing that happens to either shows in the other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from harness.adapters import linking
from harness.adapters.git import snapshot
from harness.adapters.trees import PreparedTree, Sibling, TreeCache
from harness.domain.configuration import Product
from harness.domain.verdicts import Isolation
from tests.support.repositories import Repository

pytestmark = pytest.mark.requires_git

FILES = {"app.py": "print(1)\n", "lib/a.txt": "a\n", "lib/deep/b.txt": "b\n", "lib/old.txt": "old\n"}


class Trees:
    """Prepares one revision after the other, each like the one before."""

    def __init__(self, repository: Repository, cache: TreeCache, open_things: ExitStack) -> None:
        self.repository = repository
        self.stages: list[str] = []
        self._cache = cache
        self._open_things = open_things
        self._before: Sibling | None = None

    def close(self) -> None:
        """Let go of every tree."""
        self._open_things.close()

    def prepare(self, *setup: str, level: Isolation = Isolation.CELL) -> PreparedTree:
        taken = self._open_things.enter_context(snapshot(self.repository.folder, None))
        prepared = self._cache.prepared(taken, Product(setup=setup), level, self.stages.append, self._before)
        tree = self._open_things.enter_context(prepared)
        self._before = Sibling(taken, tree)
        return tree


@pytest.fixture
def trees(tmp_path: Path) -> Iterator[Trees]:
    repository = Repository.create(tmp_path / "project", FILES)
    os.symlink("a.txt", repository.folder / "lib/link")
    with ExitStack() as open_things:
        yield Trees(repository, TreeCache(tmp_path / "cache"), open_things)


def change(trees: Trees) -> None:
    """One file changed, one removed, one new, one that is a folder now, and one whose mode alone changed."""
    folder = trees.repository.folder
    (folder / "lib/old.txt").unlink()
    trees.repository.write({"app.py": "print(2)\n", "new.txt": "new\n", "lib/old.txt/inner": "inner\n"})
    (folder / "lib/deep/b.txt").chmod(0o755)


def contents(tree: PreparedTree) -> dict[str, object]:
    found: dict[str, object] = {}
    for parent, folders, names in os.walk(tree.files):
        for name in (*names, *(one for one in folders if Path(parent, one).is_symlink())):
            path = Path(parent, name)
            relative = path.relative_to(tree.files).as_posix()
            if not name.startswith(".harness-canary"):
                link = os.readlink(path) if path.is_symlink() else ""
                found[relative] = link or (path.read_text(), bool(path.stat().st_mode & 0o100))
    return found


def shared(first: PreparedTree, second: PreparedTree) -> set[str]:
    names = contents(first).keys() & contents(second).keys()
    return {name for name in names if os.path.samestat((first.files / name).lstat(), (second.files / name).lstat())}


def test_what_is_the_same_is_shared_and_all_else_is_written_anew(trees: Trees) -> None:
    first = trees.prepare()
    change(trees)
    second = trees.prepare()
    assert shared(first, second) == {"lib/a.txt", "lib/link"}
    assert contents(second) == {
        "app.py": ("print(2)\n", False),
        "lib/a.txt": ("a\n", False),
        "lib/link": "a.txt",
        "lib/deep/b.txt": ("b\n", True),
        "lib/old.txt/inner": ("inner\n", False),
        "new.txt": ("new\n", False),
    }


def test_each_tree_has_a_canary_of_its_own(trees: Trees) -> None:
    first = trees.prepare()
    change(trees)
    second = trees.prepare()
    told = {(tree.files / ".harness-canary").read_text().strip() for tree in (first, second)}
    assert told == {first.facts.canary, second.facts.canary}
    assert len(told) == 2


@pytest.mark.requires_cell
@pytest.mark.parametrize("of_the_first", [(), ("true",)], ids=["without a setup before", "with one"])
def test_a_setup_that_writes_in_place_does_not_write_through_to_the_first_tree(
    trees: Trees, of_the_first: tuple[str, ...]
) -> None:
    first = trees.prepare(*of_the_first)
    before = contents(first)
    change(trees)
    second = trees.prepare("echo more >> lib/a.txt; chmod 700 lib/a.txt; echo over > lib/deep/b.txt")
    assert contents(second)["lib/a.txt"] == ("a\nmore\n", True)
    assert contents(first) == before
    assert shared(first, second) == set()


@pytest.mark.requires_cell
def test_nothing_is_taken_from_a_tree_that_its_setup_has_written_to(trees: Trees) -> None:
    trees.prepare("echo more >> lib/a.txt")
    change(trees)
    assert contents(trees.prepare())["lib/a.txt"] == ("a\n", False)


def test_nothing_is_shared_where_what_runs_is_not_confined(trees: Trees) -> None:
    first = trees.prepare(level=Isolation.EXPORT)
    change(trees)
    assert shared(first, trees.prepare(level=Isolation.EXPORT)) == set()


def test_nothing_is_shared_where_attributes_may_write_it_otherwise(trees: Trees) -> None:
    first = trees.prepare()
    trees.repository.write({".gitattributes": "*.txt eol=crlf\n"})
    second = trees.prepare()
    assert shared(first, second) == set()
    assert (second.files / "lib/a.txt").read_bytes() == b"a\r\n"


def test_attributes_that_are_the_same_hold_for_what_is_written_anew(trees: Trees) -> None:
    trees.repository.write({".gitattributes": "*.txt eol=crlf\n"})
    first = trees.prepare()
    change(trees)
    second = trees.prepare()
    assert (second.files / "new.txt").read_bytes() == b"new\r\n"
    assert "lib/a.txt" in shared(first, second)


def test_a_file_system_that_refuses_links_gets_files_of_its_own(trees: Trees, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(31, "Too many links")

    first = trees.prepare()
    change(trees)
    monkeypatch.setattr(linking, "_link", refuse)
    second = trees.prepare()
    assert shared(first, second) == set()
    assert contents(second)["lib/a.txt"] == ("a\n", False)


def test_removing_the_first_tree_leaves_the_second_whole(trees: Trees, tmp_path: Path) -> None:
    trees.prepare()
    change(trees)
    second = trees.prepare()
    before = contents(second)
    trees.close()
    cache = TreeCache(tmp_path / "cache")
    first = next(tree for tree in cache.trees() if tree.folder != second.folder)
    os.utime(first.folder / "facts.json", (1, 1))
    cache.prune(older_than=10)
    assert not first.files.exists()
    assert contents(second) == before
