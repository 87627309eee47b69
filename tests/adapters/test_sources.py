"""A folder's files are listed whole, read once, and never through a link."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from harness.adapters.source_files import MOST_BYTES
from harness.adapters.sources import FolderTree
from harness.ports.sources import SourceFile, Unread


def paths(tree: FolderTree) -> list[str]:
    return [entry.path for entry in tree.entries()]


def reasons(tree: FolderTree) -> dict[str, str]:
    tree.entries()
    return {one.path: one.reason for one in tree.skipped()}


def write(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"{name}\n")


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *arguments], cwd=root, check=True)


def test_outside_git_everything_but_debris_is_listed(tmp_path: Path) -> None:
    write(tmp_path, "b.py", "a/c.py", "node_modules/x.js", "env/pyvenv.cfg", "env/lib/y.py", ".harness/runs/r.json")
    tree = FolderTree(tmp_path)
    assert paths(tree) == ["a/c.py", "b.py", "env/pyvenv.cfg"]
    assert reasons(tree) == {"env/lib": "not the project's own", "node_modules": "not the project's own"}


@pytest.mark.requires_git
def test_in_git_what_is_ignored_is_told(tmp_path: Path) -> None:
    write(tmp_path, "kept.py", "new.py", "out/made.py", "secret.env", "__pycache__/kept.pyc")
    (tmp_path / ".gitignore").write_text("out/\n*.env\n__pycache__/\n")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "kept.py", ".gitignore")
    git(tmp_path, "commit", "--quiet", "--message", "one")
    tree = FolderTree(tmp_path)
    assert paths(tree) == [".gitignore", "kept.py", "new.py"]
    assert reasons(tree) == {"out": "ignored by git", "secret.env": "ignored by git"}


@pytest.mark.requires_git
def test_a_project_below_the_top_of_a_repository_is_seen_alone(tmp_path: Path) -> None:
    write(tmp_path, "top.py", "part/own.py")
    git(tmp_path, "init", "--quiet")
    assert paths(FolderTree(tmp_path / "part")) == ["own.py"]


@pytest.mark.requires_git
def test_a_repository_in_a_repository_is_walked(tmp_path: Path) -> None:
    write(tmp_path, "top.py", "sub/own.py")
    git(tmp_path / "sub", "init", "--quiet")
    git(tmp_path / "sub", "add", ".")
    git(tmp_path / "sub", "commit", "--quiet", "--message", "one")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "-c", "advice.addEmbeddedRepo=false", "add", ".")
    assert paths(FolderTree(tmp_path)) == ["sub/own.py", "top.py"]


@pytest.mark.requires_git
def test_what_was_just_deleted_is_not_listed(tmp_path: Path) -> None:
    write(tmp_path, "a.py", "b.py")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    (tmp_path / "a.py").unlink()
    assert paths(FolderTree(tmp_path)) == ["b.py"]


def test_what_is_left_out_is_told_with_the_reason(tmp_path: Path) -> None:
    write(tmp_path, "a.py", "vendor/b.py")
    tree = FolderTree(tmp_path, lambda path: "not ours" if path.startswith("vendor/") else "")
    assert paths(tree) == ["a.py"]
    assert reasons(tree) == {"vendor/b.py": "not ours"}


def test_links_are_listed_with_what_they_lead_to_and_never_followed(tmp_path: Path) -> None:
    write(tmp_path, "tree/a.py", "outside.py")
    root = tmp_path / "tree"
    (root / "file").symlink_to("../outside.py")
    (root / "loop").symlink_to("loop")
    (root / "folder").symlink_to("..")
    entries = {entry.path: entry.target for entry in FolderTree(root).entries()}
    assert entries == {"a.py": None, "file": "../outside.py", "folder": "..", "loop": "loop"}
    assert all(isinstance(one, Unread) for one in FolderTree(root).read(["file", "loop"]))


def test_a_pipe_is_told_and_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    tree = FolderTree(tmp_path)
    assert paths(tree) == []
    assert reasons(tree) == {"pipe": "neither a file nor a folder"}
    assert list(tree.read(["pipe"])) == [Unread("pipe", "no longer a plain file")]


def test_a_file_is_read_whole_with_its_digest_and_mode(tmp_path: Path) -> None:
    write(tmp_path, "run.sh")
    (tmp_path / "run.sh").chmod(0o755)
    (file,) = FolderTree(tmp_path).read(["run.sh"])
    assert isinstance(file, SourceFile)
    assert (file.data, file.mode, file.suffix) == (b"run.sh\n", 0o755, ".sh")
    assert len(file.sha256) == 64


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "big.py").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    (found,) = FolderTree(tmp_path).read(["big.py"])
    assert isinstance(found, Unread)
    assert "too large to be checked: 8.0 MiB" in found.reason


def test_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    assert list(FolderTree(tmp_path).read(["a.py"])) == [Unread("a.py", "cannot be read: No such file or directory")]


def test_names_that_are_not_unicode_can_be_read(tmp_path: Path) -> None:
    with open(os.path.join(os.fsencode(tmp_path), b"\xff.py"), "wb") as file:
        file.write(b"x = 1\n")
    (path,) = paths(FolderTree(tmp_path))
    (found,) = FolderTree(tmp_path).read([path])
    assert isinstance(found, SourceFile)
    assert found.data == b"x = 1\n"
