"""Trees are read out of real repositories of every shape, and no repository is ever touched."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness.adapters.git import DOCUMENT_FOLDERS, snapshot
from harness.errors import MachineError, TreeError, UsageError
from tests.support.repositories import Repository

pytestmark = pytest.mark.requires_git

Export = Callable[..., Path]


@pytest.fixture(autouse=True)
def hermetic(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Repository]:
    """A repository with one commit; after the test it must look as it did when it was last pictured by ``export``."""
    return Repository.create(tmp_path / "project", {"app.py": "print(1)\n", "lib/part.py": "x = 1\n"})


@pytest.fixture
def export(tmp_path: Path) -> Export:
    """Export a project, and see that nothing of its repository has changed by that, whether or not it succeeded."""
    numbers = iter(range(100))

    def exported(project: Path, revision: str | None = None) -> Path:
        watched = Repository(_top(project))
        before = watched.picture()
        destination = tmp_path / f"out{next(numbers)}"
        destination.mkdir()
        try:
            with snapshot(project, revision) as taken:
                taken.export(destination)
        finally:
            assert watched.picture() == before
        return destination

    return exported


def _top(folder: Path) -> Path:
    for candidate in (folder, *folder.parents):
        if (candidate / ".git").exists():
            return candidate
    return folder


def names(folder: Path) -> set[str]:
    """Every file and link below a folder."""
    return {
        os.path.relpath(os.path.join(parent, name), folder)
        for parent, folders, found in os.walk(folder)
        for name in (*found, *(one for one in folders if os.path.islink(os.path.join(parent, one))))
    }


def identity(project: Path, revision: str | None = None) -> tuple[str, ...]:
    with snapshot(project, revision) as taken:
        return taken.identity


# The working tree


def test_the_working_tree_is_what_the_user_sees(repository: Repository, export: Export) -> None:
    repository.write({".gitignore": "ignored.txt\n", "old name.py": "moved\n", "gone.py": "", "both.py": "committed\n"})
    repository.commit()
    repository.write({"app.py": "print(2)\n", "new/untracked.txt": "new\n", "ignored.txt": "secret\n"})
    repository.write({"staged.txt": "staged\n", "both.py": "staged\n"})
    repository.git("add", "staged.txt", "both.py")
    repository.write({"both.py": "edited after staging\n"})
    repository.git("mv", "old name.py", "new name.py")
    (repository.folder / "gone.py").unlink()
    told = repository.told()
    out = export(repository.folder)
    assert repository.told() == told
    expected = {".gitignore", "app.py", "both.py", "lib/part.py", "new/untracked.txt", "new name.py", "staged.txt"}
    assert names(out) == expected
    assert (out / "app.py").read_text() == "print(2)\n"
    assert (out / "both.py").read_text() == "edited after staging\n"
    assert not (out / ".git").exists()


def test_a_file_that_is_only_staged_and_then_deleted_is_not_in_the_tree(repository: Repository, export: Export) -> None:
    repository.write({"passing.txt": "here for a moment\n"})
    repository.git("add", "passing.txt")
    (repository.folder / "passing.txt").unlink()
    assert "passing.txt" not in names(export(repository.folder))


def test_an_ignored_file_that_is_tracked_all_the_same_is_in_the_tree(repository: Repository, export: Export) -> None:
    repository.write({".gitignore": "*.log\n", "kept.log": "tracked\n"})
    repository.git("add", "--force", "kept.log")
    assert "kept.log" in names(export(repository.folder))


@pytest.mark.parametrize("mode", [0o755, 0o644])
def test_a_changed_mode_counts(repository: Repository, export: Export, mode: int) -> None:
    path = repository.folder / "app.py"
    path.chmod(0o755 if mode == 0o644 else 0o644)
    repository.commit()
    before = identity(repository.folder)
    path.chmod(mode)
    assert identity(repository.folder) != before
    assert bool(stat.S_IMODE((export(repository.folder) / "app.py").stat().st_mode) & 0o100) == (mode == 0o755)


def test_a_file_that_became_a_folder_and_the_other_way_round(repository: Repository, export: Export) -> None:
    (repository.folder / "app.py").unlink()
    shutil.rmtree(repository.folder / "lib")
    repository.write({"app.py/inside.py": "x\n", "lib": "a file now\n"})
    assert names(export(repository.folder)) == {"app.py/inside.py", "lib"}


def test_the_same_files_have_the_same_identity_however_they_came_there(repository: Repository) -> None:
    committed = identity(repository.folder, "HEAD")
    assert identity(repository.folder) == committed
    repository.write({"new.txt": "new\n"})
    untracked = identity(repository.folder)
    assert untracked != committed
    repository.commit()
    assert identity(repository.folder) == identity(repository.folder, "HEAD") == untracked


def test_an_edit_right_after_the_commit_that_keeps_size_and_time_is_seen(
    repository: Repository, export: Export
) -> None:
    path = repository.folder / "app.py"
    when = path.stat().st_mtime_ns
    path.write_text("print(7)\n")
    os.utime(path, ns=(when, when))
    assert (export(repository.folder) / "app.py").read_text() == "print(7)\n"


@pytest.mark.parametrize("mark", ["--assume-unchanged", "--skip-worktree"])
def test_an_edit_that_the_index_was_told_to_overlook_is_seen(repository: Repository, export: Export, mark: str) -> None:
    repository.git("update-index", mark, "app.py")
    repository.write({"app.py": "print('edited')\n"})
    assert (export(repository.folder) / "app.py").read_text() == "print('edited')\n"


def test_a_file_left_out_by_a_sparse_checkout_is_taken_from_the_commit(repository: Repository, export: Export) -> None:
    repository.git("sparse-checkout", "set", "--no-cone", "/app.py")
    assert not (repository.folder / "lib").exists()
    assert names(export(repository.folder)) == {"app.py", "lib/part.py"}


def test_what_was_written_where_a_sparse_checkout_has_nothing_is_seen(repository: Repository, export: Export) -> None:
    repository.git("sparse-checkout", "set", "--no-cone", "/app.py")
    repository.write({"lib/part.py": "print('edited')\n", "lib/more.py": "print('new')\n"})
    tree = export(repository.folder)
    assert names(tree) == {"app.py", "lib/part.py", "lib/more.py"}
    assert (tree / "lib/part.py").read_text() == "print('edited')\n"


def test_an_excluded_file_is_left_out_as_git_does(repository: Repository, export: Export) -> None:
    (repository.folder / ".git/info").mkdir(exist_ok=True)
    (repository.folder / ".git/info/exclude").write_text("mine.txt\n")
    repository.write({"mine.txt": "notes\n"})
    assert "mine.txt" not in names(export(repository.folder))


def test_in_the_middle_of_a_merge_the_files_are_taken_as_they_lie(repository: Repository, export: Export) -> None:
    repository.git("switch", "--quiet", "--create", "other")
    repository.write({"app.py": "print('theirs')\n"})
    repository.commit()
    repository.git("switch", "--quiet", "main")
    repository.write({"app.py": "print('ours')\n"})
    repository.commit()
    repository.git("merge", "other", check=False)
    assert "UU app.py" in repository.git("status", "--porcelain")
    assert "<<<<<<<" in (export(repository.folder) / "app.py").read_text()


def test_a_hook_a_monitor_and_a_filter_of_the_repository_are_never_run(
    repository: Repository, export: Export, tmp_path: Path
) -> None:
    trap = tmp_path / "sprung"
    for name in ("post-index-change", "post-checkout", "pre-commit"):
        hook = repository.folder / ".git/hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch '{trap}'\n")
        hook.chmod(0o755)
    monitor = tmp_path / "monitor"
    monitor.write_text(f"#!/bin/sh\ntouch '{trap}'\n")
    monitor.chmod(0o755)
    repository.git("config", "core.fsmonitor", str(monitor))
    trap.unlink(missing_ok=True)
    out = tmp_path / "exported"
    out.mkdir()
    with snapshot(repository.folder, None) as taken:
        taken.export(out)
    assert not trap.exists()


def test_variables_that_point_git_elsewhere_are_ignored(
    repository: Repository, export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = Repository.create(tmp_path / "elsewhere", {"wrong.txt": "wrong\n"})
    with monkeypatch.context() as inside:
        inside.setenv("GIT_DIR", str(elsewhere.folder / ".git"))
        inside.setenv("GIT_WORK_TREE", str(elsewhere.folder))
        inside.setenv("GIT_INDEX_FILE", str(elsewhere.folder / ".git/index"))
        assert names(export(repository.folder)) == {"app.py", "lib/part.py"}


def test_reading_leaves_even_the_times_of_objects_alone(repository: Repository) -> None:
    for name in ("app.py", "lib/part.py"):
        os.utime(repository.folder / name, (1_000_000_000, 1_000_000_000))
    repository.git("update-index", "--refresh")
    repository.write({"stashed.txt": "x\n"})
    repository.git("stash", "--include-untracked")
    told = repository.told()
    before = repository.picture()
    for revision in (None, "HEAD"):
        with snapshot(repository.folder, revision):
            pass
    after = repository.picture()
    assert repository.told() == told
    assert after == before
    assert after.object_times == before.object_times


# Revisions


def test_any_way_to_name_a_revision_works(repository: Repository, export: Export) -> None:
    first = repository.git("rev-parse", "HEAD")
    repository.git("tag", "v1")
    repository.git("tag", "--annotate", "--message", "x", "v1-annotated")
    repository.git("branch", "feature/one")
    repository.write({"app.py": "print(2)\n", "later.py": ""})
    repository.commit()
    for revision in (first, first[:8], "v1", "v1-annotated", "feature/one", "HEAD~1", "main^"):
        assert names(export(repository.folder, revision)) == {"app.py", "lib/part.py"}, revision


def test_a_revision_is_free_of_what_is_only_in_the_working_tree(repository: Repository, export: Export) -> None:
    repository.write({"untracked.txt": "new\n", "app.py": "edited\n"})
    repository.git("add", "app.py")
    out = export(repository.folder, "HEAD")
    assert names(out) == {"app.py", "lib/part.py"}
    assert (out / "app.py").read_text() == "print(1)\n"


@pytest.mark.parametrize("revision", ["nowhere", "--all", "", "HEAD:app.py", "main..main", "a b", "-h", "\udcff"])
def test_an_unknown_revision_is_refused_in_one_line(repository: Repository, export: Export, revision: str) -> None:
    with pytest.raises(UsageError) as refusal:
        export(repository.folder, revision)
    assert "\n" not in refusal.value.what
    assert refusal.value.hint


def test_a_revision_from_before_the_project_s_folder_is_refused(repository: Repository, export: Export) -> None:
    repository.write({"deep/project/app.py": "x\n"})
    repository.commit()
    with pytest.raises(UsageError, match="has no folder `deep/project`"):
        export(repository.folder / "deep/project", "HEAD~1")


# Where the project lies


@pytest.mark.parametrize("revision", [None, "HEAD"])
def test_a_project_in_a_subfolder_is_that_folder_alone(
    repository: Repository, export: Export, revision: str | None
) -> None:
    repository.write({"parts/shop/shop.py": "x\n", "parts/shop/testcards/a.md": "card\n", "parts/other.py": "y\n"})
    repository.commit()
    assert names(export(repository.folder / "parts/shop", revision)) == {"shop.py"}


def test_a_subfolder_reached_through_a_link_is_the_same_tree(
    repository: Repository, export: Export, tmp_path: Path
) -> None:
    link = tmp_path / "shortcut"
    link.symlink_to(repository.folder / "lib")
    before = repository.picture()
    assert identity(link) == identity(repository.folder / "lib")
    assert repository.picture() == before


@pytest.mark.parametrize(
    "name", ["with space", "with:colon", '"quoted"', "ünïcode", "com,ma", "back\\slash", "new\nline"]
)
def test_a_project_folder_of_any_name(tmp_path: Path, export: Export, name: str) -> None:
    repository = Repository.create(tmp_path / name, {"app.py": "x\n"})
    assert names(export(repository.folder)) == {"app.py"}
    assert names(export(repository.folder, "HEAD")) == {"app.py"}


def test_a_folder_outside_git_is_read_as_it_lies(tmp_path: Path, export: Export) -> None:
    Repository(tmp_path / "plain").write({"app.py": "x\n", ".gitignore": "*.log\n", "debug.log": "", "specs/a.md": ""})
    assert names(export(tmp_path / "plain")) == {".gitignore", "app.py"}
    assert not (tmp_path / "plain" / ".git").exists()


def test_a_revision_outside_git_is_refused(tmp_path: Path, export: Export) -> None:
    (tmp_path / "plain").mkdir()
    with pytest.raises(UsageError, match="no revision `HEAD`"):
        export(tmp_path / "plain", "HEAD")


def test_a_repository_without_a_commit_has_a_working_tree(tmp_path: Path, export: Export) -> None:
    repository = Repository.create(tmp_path / "young")
    repository.write({"app.py": "x\n"})
    assert names(export(repository.folder)) == {"app.py"}
    with pytest.raises(UsageError, match="no revision `HEAD`"):
        export(repository.folder, "HEAD")


def test_an_empty_tree_is_a_tree(tmp_path: Path, export: Export) -> None:
    repository = Repository.create(tmp_path / "empty", {})
    assert names(export(repository.folder)) == set()
    assert names(export(repository.folder, "HEAD")) == set()


def test_a_linked_worktree_has_a_tree_of_its_own(repository: Repository, export: Export, tmp_path: Path) -> None:
    repository.git("worktree", "add", "--quiet", str(tmp_path / "second"), "-b", "second")
    second = Repository(tmp_path / "second")
    second.write({"only here.txt": "x\n"})
    before = repository.picture()
    assert names(export(second.folder)) == {"app.py", "lib/part.py", "only here.txt"}
    assert names(export(second.folder, "main")) == {"app.py", "lib/part.py"}
    assert repository.picture() == before


def test_a_worktree_of_a_bare_repository(repository: Repository, export: Export, tmp_path: Path) -> None:
    repository.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
    Repository(tmp_path / "bare.git").git("worktree", "add", "--quiet", str(tmp_path / "checkout"), "main")
    assert names(export(tmp_path / "checkout")) == {"app.py", "lib/part.py"}


def test_a_clone_that_borrows_objects_is_read_whole(repository: Repository, export: Export, tmp_path: Path) -> None:
    repository.git("clone", "--quiet", "--shared", ".", str(tmp_path / "borrower"))
    assert names(export(tmp_path / "borrower")) == {"app.py", "lib/part.py"}


# Documents


@pytest.mark.parametrize("revision", [None, "HEAD"])
def test_the_documents_that_people_own_are_not_in_the_product_s_tree(
    repository: Repository, export: Export, revision: str | None
) -> None:
    repository.write({f"{folder}/secret.md": "hidden\n" for folder in DOCUMENT_FOLDERS})
    repository.write({"docs/specs/kept.md": "the product's own\n", "specs.md": "a file\n"})
    repository.git("add", "--all", "--force")
    repository.commit()
    assert names(export(repository.folder, revision)) == {"app.py", "lib/part.py", "docs/specs/kept.md", "specs.md"}


def test_the_product_s_identity_does_not_move_with_its_documents(repository: Repository) -> None:
    before = identity(repository.folder)
    repository.write({"testcards/new.md": "a card\n", "specs/new.md": "more\n"})
    assert identity(repository.folder) == before
    with snapshot(repository.folder, None) as taken:
        assert taken.tree != taken.product


def test_a_document_folder_that_is_a_submodule_is_left_out(with_submodule: Repository, export: Export) -> None:
    with_submodule.git("mv", "vendor/library", "specs")
    with_submodule.commit()
    assert names(export(with_submodule.folder)) == {".gitmodules", "app.py", "lib/part.py"}


# Names and links

AWKWARD = [
    b"with space",
    b"new\nline",
    b"tab\there",
    b'double"quote',
    b"single'quote",
    b"-rf",
    b"--force",
    b"back\\slash",
    b"star*",
    b":colon",
    b":(glob)x",
    b"\xff\xfe bytes",
    "ünïcode".encode(),
    b"a" * 200,
    b"~",
    b"#hash",
    b"!bang",
    b" leading",
    b"trailing ",
    b"\x01control",
]


@pytest.mark.parametrize("revision", [None, "HEAD"])
def test_files_of_any_name_are_exported(repository: Repository, export: Export, revision: str | None) -> None:
    for name in AWKWARD:
        Path(os.fsdecode(os.path.join(os.fsencode(repository.folder), name))).write_bytes(name)
    repository.commit()
    out = export(repository.folder, revision)
    for name in AWKWARD:
        assert Path(os.fsdecode(os.path.join(os.fsencode(out), name))).read_bytes() == name


def test_links_inside_the_tree_stay_links(repository: Repository, export: Export) -> None:
    links = {"to file": "app.py", "to folder": "lib", "lib/up": "../app.py", "dangling": "nothing/here", "self": "self"}
    for name, target in links.items():
        (repository.folder / name).symlink_to(target)
    out = export(repository.folder)
    assert {name: os.readlink(out / name) for name in links} == links


@pytest.mark.parametrize("target", ["/etc/passwd", "../outside", "..", "lib/../../outside", "/", "../project/app.py"])
@pytest.mark.parametrize("revision", [None, "HEAD"])
def test_a_link_out_of_the_tree_is_refused_in_one_line(
    repository: Repository, export: Export, target: str, revision: str | None
) -> None:
    (repository.folder / "way\nout").symlink_to(target)
    repository.commit()
    with pytest.raises(TreeError) as refusal:
        export(repository.folder, revision)
    assert refusal.value.what == f"way\\nout: symbolic link points outside the tree: `{target}`"
    assert refusal.value.hint


def test_a_link_from_deep_inside_may_lead_up_to_the_top(repository: Repository, export: Export) -> None:
    repository.write({"a/b/c/file": "x\n"})
    (repository.folder / "a/b/c/top").symlink_to("../../..")
    (repository.folder / "a/b/c/out").symlink_to("../../../..")
    with pytest.raises(TreeError, match=r"a/b/c/out: .* `\.\./\.\./\.\./\.\.`"):
        export(repository.folder)


def test_a_link_in_a_document_folder_does_not_matter(repository: Repository, export: Export) -> None:
    repository.write({"testcards/a.md": ""})
    (repository.folder / "testcards/shared").symlink_to("/etc")
    assert names(export(repository.folder)) == {"app.py", "lib/part.py"}


def test_a_link_that_stands_where_the_tree_had_a_folder_is_never_written_through(
    repository: Repository, export: Export, tmp_path: Path
) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    shutil.rmtree(repository.folder / "lib")
    (repository.folder / "lib").symlink_to(victim)
    with pytest.raises(TreeError, match="lib: symbolic link points outside"):
        export(repository.folder)
    assert list(victim.iterdir()) == []


@pytest.mark.parametrize("special", ["fifo", "socket"])
def test_what_git_does_not_keep_is_not_in_the_tree(repository: Repository, export: Export, special: str) -> None:
    os.mkfifo(repository.folder / special)
    assert special not in names(export(repository.folder))


# Attributes


def test_attributes_apply_as_in_a_checkout(repository: Repository, export: Export) -> None:
    attributes = "*.bat text eol=crlf\n*.txt text eol=lf\nkept.md export-ignore\nid.py ident\nsubst.py export-subst\n"
    repository.write({".gitattributes": attributes, "run.bat": "a\nb\n", "kept.md": "kept\n", "id.py": "# $Id$\n"})
    repository.write({"subst.py": "# $Format:%H$\n"})
    (repository.folder / "mixed.txt").write_bytes(b"a\r\nb\n")
    repository.commit()
    for revision in (None, "HEAD"):
        out = export(repository.folder, revision)
        assert (out / "run.bat").read_bytes() == b"a\r\nb\r\n"
        assert (out / "mixed.txt").read_bytes() == b"a\nb\n"
        assert (out / "kept.md").read_text() == "kept\n"
        assert (out / "subst.py").read_text() == "# $Format:%H$\n"
        assert (out / "id.py").read_text().startswith("# $Id: ")


def test_a_required_filter_that_is_missing_says_so_in_one_line(repository: Repository, export: Export) -> None:
    repository.git("config", "filter.crypt.clean", "no-such-program-of-ours")
    repository.git("config", "filter.crypt.required", "true")
    repository.write({".gitattributes": "*.key filter=crypt\n", "a.key": "x\n"})
    with pytest.raises(TreeError) as refusal:
        export(repository.folder)
    assert "\n" not in refusal.value.what
    assert "a.key" in refusal.value.what


# Git LFS

ATTRIBUTES = "*.bin filter=lfs diff=lfs merge=lfs -text\n"


def pointer(content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(content)}\n"


def keep_large(repository: Repository, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()
    path = repository.folder / ".git/lfs/objects" / digest[:2] / digest[2:4] / digest
    path.parent.mkdir(parents=True)
    path.write_bytes(content)


@pytest.fixture
def with_large(repository: Repository) -> Repository:
    repository.write({".gitattributes": ATTRIBUTES, "data/model.bin": pointer(b"large content")})
    (repository.folder / "data/model.bin").chmod(0o755)
    repository.commit()
    return repository


@pytest.mark.parametrize("revision", [None, "HEAD"])
def test_a_large_file_is_filled_in_from_this_machine(
    with_large: Repository, export: Export, revision: str | None
) -> None:
    keep_large(with_large, b"large content")
    out = export(with_large.folder, revision)
    assert (out / "data/model.bin").read_bytes() == b"large content"
    assert os.access(out / "data/model.bin", os.X_OK)


def test_a_large_file_that_is_not_here_is_refused_in_one_line(with_large: Repository, export: Export) -> None:
    with pytest.raises(TreeError) as refusal:
        export(with_large.folder)
    assert refusal.value.what == "data/model.bin: the file is kept in Git LFS and is not on this machine"
    assert "git lfs pull" in refusal.value.hint


def test_a_large_file_that_is_checked_out_is_taken_as_it_lies(with_large: Repository, export: Export) -> None:
    (with_large.folder / "data/model.bin").write_bytes(b"large content")
    assert (export(with_large.folder) / "data/model.bin").read_bytes() == b"large content"


def test_the_large_files_of_a_linked_worktree_lie_with_its_main_repository(
    with_large: Repository, export: Export, tmp_path: Path
) -> None:
    keep_large(with_large, b"large content")
    with_large.git("worktree", "add", "--quiet", str(tmp_path / "second"), "-b", "second")
    assert (export(tmp_path / "second") / "data/model.bin").read_bytes() == b"large content"


@pytest.mark.parametrize(
    "text",
    [
        "version https://git-lfs.github.com/spec/v1\noid sha256:short\n",
        "version https://git-lfs.github.com/spec/v1\nnothing more\n",
        "version https://git-lfs.github.com/spec/v1\noid sha256:" + "../" * 21 + "x\n",
        "version https://git-lfs.github.com/spec/v2\noid sha256:" + "0" * 64 + "\n",
    ],
)
def test_what_only_looks_like_a_pointer_is_an_ordinary_file(repository: Repository, export: Export, text: str) -> None:
    repository.write({".gitattributes": ATTRIBUTES, "note.txt": text})
    assert (export(repository.folder) / "note.txt").read_text() == text


def test_an_installed_lfs_filter_is_not_run(with_large: Repository, export: Export, tmp_path: Path) -> None:
    trap = tmp_path / "sprung"
    for key in ("clean", "smudge", "process"):
        with_large.git("config", f"filter.lfs.{key}", f"touch '{trap}' && cat")
    with_large.git("config", "filter.lfs.required", "true")
    keep_large(with_large, b"large content")
    trap.unlink(missing_ok=True)
    out = tmp_path / "exported"
    out.mkdir()
    with snapshot(with_large.folder, "HEAD") as taken:
        taken.export(out)
    with snapshot(with_large.folder, None):
        pass
    assert (out / "data/model.bin").read_bytes() == b"large content"
    assert not trap.exists()


# Repositories in repositories


@pytest.fixture
def with_submodule(repository: Repository, tmp_path: Path) -> Repository:
    library = Repository.create(tmp_path / "library", {"library.py": "v = 1\n"})
    inner = Repository.create(tmp_path / "inner", {"inner.py": "i = 1\n"})
    library.git("submodule", "--quiet", "add", str(inner.folder), "nested")
    library.commit()
    repository.git("submodule", "--quiet", "add", str(library.folder), "vendor/library")
    repository.git("submodule", "--quiet", "update", "--init", "--recursive")
    repository.commit()
    return repository


WITH_SUBMODULE = {".gitmodules", "app.py", "lib/part.py"} | {
    f"vendor/library/{name}" for name in (".gitmodules", "library.py", "nested/inner.py")
}


@pytest.mark.parametrize("revision", [None, "HEAD"])
def test_submodules_are_part_of_the_tree_nested_ones_too(
    with_submodule: Repository, export: Export, revision: str | None
) -> None:
    assert names(export(with_submodule.folder, revision)) == WITH_SUBMODULE


def test_a_dirty_submodule_is_taken_as_it_lies_and_changes_the_identity(
    with_submodule: Repository, export: Export
) -> None:
    before = identity(with_submodule.folder)
    with_submodule.write({"vendor/library/library.py": "v = 2\n", "vendor/library/nested/new.py": ""})
    out = export(with_submodule.folder)
    assert (out / "vendor/library/library.py").read_text() == "v = 2\n"
    assert (out / "vendor/library/nested/new.py").exists()
    assert identity(with_submodule.folder) != before
    assert identity(with_submodule.folder, "HEAD") == before


def test_at_a_revision_a_submodule_is_at_the_commit_that_it_names(with_submodule: Repository, export: Export) -> None:
    submodule = Repository(with_submodule.folder / "vendor/library")
    submodule.write({"library.py": "v = 3\n"})
    submodule.commit()
    with_submodule.commit()
    assert (export(with_submodule.folder, "HEAD") / "vendor/library/library.py").read_text() == "v = 3\n"
    assert (export(with_submodule.folder, "HEAD~1") / "vendor/library/library.py").read_text() == "v = 1\n"


@pytest.mark.parametrize("revision", [None, "HEAD"])
def test_a_submodule_that_is_not_checked_out_is_refused_in_one_line(
    with_submodule: Repository, export: Export, tmp_path: Path, revision: str | None
) -> None:
    with_submodule.git("clone", "--quiet", ".", str(tmp_path / "clone"))
    with pytest.raises(TreeError) as refusal:
        export(tmp_path / "clone", revision)
    assert refusal.value.what == "vendor/library: the submodule is not checked out"
    assert "git submodule update --init" in refusal.value.hint


def test_a_submodule_without_the_commit_that_is_asked_for_is_refused_in_one_line(
    with_submodule: Repository, export: Export
) -> None:
    with_submodule.git("update-index", "--cacheinfo", f"160000,{'12' * 20},vendor/library")
    with_submodule.git("commit", "--quiet", "--message", "a commit nobody pushed")
    with pytest.raises(TreeError, match="vendor/library: the submodule lacks commit 121212121212"):
        export(with_submodule.folder, "HEAD")


def test_the_link_of_a_submodule_may_not_lead_out_of_it(with_submodule: Repository, export: Export) -> None:
    (with_submodule.folder / "vendor/library/out").symlink_to("../../app.py")
    with pytest.raises(TreeError, match="out: symbolic link points outside the tree"):
        export(with_submodule.folder)


def test_a_submodule_s_own_documents_belong_to_the_product(with_submodule: Repository, export: Export) -> None:
    with_submodule.write({"vendor/library/specs/format.md": "the library's\n"})
    assert "vendor/library/specs/format.md" in names(export(with_submodule.folder))


def test_an_embedded_repository_is_taken_as_it_lies(repository: Repository, export: Export) -> None:
    Repository.create(repository.folder / "embedded", {"inside.py": "x\n"})
    assert names(export(repository.folder)) == {"app.py", "lib/part.py", "embedded/inside.py"}


def test_an_embedded_repository_without_a_commit_is_refused_in_one_line(repository: Repository, export: Export) -> None:
    Repository.create(repository.folder / "embedded")
    repository.write({"embedded/inside.py": "x\n"})
    with pytest.raises(TreeError, match="'embedded/' does not have a commit checked out") as refusal:
        export(repository.folder)
    assert "\n" not in refusal.value.what


# What is wrong with the repository


def objects(repository: Repository) -> list[Path]:
    return [path for path in (repository.folder / ".git/objects").glob("??/*") if path.is_file()]


def test_a_repository_with_a_lost_object_says_so_in_one_line(repository: Repository, export: Export) -> None:
    tree = repository.git("rev-parse", "HEAD:lib")
    (repository.folder / ".git/objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(TreeError) as refusal:
        export(repository.folder, "HEAD")
    assert "\n" not in refusal.value.what


def test_a_repository_with_broken_objects_says_so_in_one_line(repository: Repository, export: Export) -> None:
    blob = repository.git("rev-parse", "HEAD:app.py")
    path = repository.folder / ".git/objects" / blob[:2] / blob[2:]
    path.chmod(0o644)
    path.write_bytes(b"not zlib")
    with pytest.raises(TreeError) as refusal:
        export(repository.folder, "HEAD")
    assert "\n" not in refusal.value.what


def test_a_broken_index_says_so_in_one_line(repository: Repository, export: Export) -> None:
    (repository.folder / ".git/index").write_bytes(b"DIRC broken")
    with pytest.raises(TreeError) as refusal:
        export(repository.folder)
    assert "\n" not in refusal.value.what


def test_a_git_folder_that_is_none_says_so_in_one_line(tmp_path: Path, export: Export) -> None:
    Repository(tmp_path / "project").write({"app.py": "x\n", ".git": "gitdir: /nowhere/at/all\n"})
    with pytest.raises(TreeError) as refusal:
        export(tmp_path / "project")
    assert "/nowhere/at/all" in refusal.value.what
    assert "\n" not in refusal.value.what


def test_a_repository_of_another_user_says_what_to_do(
    repository: Repository, export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Git's own switch to try this case without a second user (setup.c).
    inside = _Pass(monkeypatch, "GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with inside, pytest.raises(TreeError) as refusal, snapshot(repository.folder, None):
        pass
    assert "dubious ownership" in refusal.value.what
    assert "safe.directory" in refusal.value.hint


class _Pass:
    """Let one ``GIT_*`` variable through to git by way of a wrapper on PATH."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
        self.monkeypatch, self.name, self.value = monkeypatch, name, value

    def __enter__(self) -> None:
        folder = Path(os.environ["HOME"]) / "wrapped"
        folder.mkdir(parents=True)
        wrapper = folder / "git"
        wrapper.write_text(f'#!/bin/sh\nexport {self.name}={self.value}\nexec {shutil.which("git")} "$@"\n')
        wrapper.chmod(0o755)
        self.monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)

    def __exit__(self, *_: object) -> None:
        return None


def test_without_git_one_line_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MachineError, match="git cannot be run"), snapshot(tmp_path, None):
        pass


def test_an_unreadable_file_is_named_in_one_line(repository: Repository) -> None:
    repository.write({"locked.txt": "x\n"})
    (repository.folder / "locked.txt").chmod(0)
    if os.access(repository.folder / "locked.txt", os.R_OK):
        _without_privilege(repository)
        return
    with pytest.raises(TreeError, match=r"locked\.txt"), snapshot(repository.folder, None):
        pass


def _without_privilege(repository: Repository) -> None:
    """Root reads everything: look in a process that has lost that privilege."""
    code = (
        "import sys; from pathlib import Path; from harness.adapters.git import snapshot; from harness.errors import *\n"
        "try:\n  with snapshot(Path(sys.argv[1]), None): print('read')\n"
        "except TreeError as error: print(error.what)\n"
    )
    dropped = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
    done = subprocess.run(
        [*dropped, sys.executable, "-c", code, str(repository.folder)], capture_output=True, text=True, check=False
    )
    assert "locked.txt" in done.stdout, done
    assert done.stdout.count("\n") == 1
