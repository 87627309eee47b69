"""Reads trees out of git without touching the user's repository: every index and object it writes lies elsewhere."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from harness.adapters.cell.rooms import beginning
from harness.adapters.linking import link_files
from harness.errors import MachineError, TreeError, UsageError

DOCUMENT_FOLDERS = (
    "testcards",
    "specs",
    ".specify",
    "openspec",
    ".kiro",
    "_bmad-output",
    "golden",
    "constitutions",
    ".harness",
)
"""Folders at the top of a project that people own and the product must not see: they are left out of its tree."""

_NOT_THE_PRODUCT = (*DOCUMENT_FOLDERS, "harness.toml", "trace.lock", "waivers.toml")

# Filters of Git LFS are replaced by nothing: its `clean` would write into the repository, its `smudge` reach for the network.
# What a sparse checkout leaves out, and what was edited without another size or time, would else be taken for unchanged.
_CONFIGURATION = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.untrackedCache": "false",
    "core.quotePath": "false",
    "core.sparseCheckout": "false",
    "core.trustctime": "true",
    "core.checkStat": "default",
    "advice.addEmbeddedRepo": "false",
    "checkout.workers": "2",
    "filter.lfs.clean": "",
    "filter.lfs.smudge": "",
    "filter.lfs.process": "",
    "filter.lfs.required": "false",
    "gc.auto": "0",
}


@dataclass(frozen=True)
class TreeEntry:
    """One entry of a tree: its mode in octal as git writes it, object id, and path as bytes decoded with surrogateescape."""

    mode: str
    id: str
    path: str


_NOTHING = "000000"
_PLAIN = "100644"
_SUBMODULE = "160000"


@dataclass(frozen=True)
class PathChange:
    """A path that is not as it was: its mode before and now, in octal as git writes it; of zeros where there is nothing."""

    before: str
    now: str

    @classmethod
    def put_there(cls, seen: PathChange | None) -> PathChange:
        """Something that lies there unseen by git, which tells at most what it was."""
        return cls(seen.before if seen else _NOTHING, _PLAIN)

    @classmethod
    def within(cls, seen: PathChange | None) -> PathChange:
        """Something that is not committed in a submodule, of which git tells at most which commit it is at."""
        return seen or cls(_SUBMODULE, _SUBMODULE)

    @property
    def is_new(self) -> bool:
        """Whether nothing was there."""
        return self.before == _NOTHING

    @property
    def is_gone(self) -> bool:
        """Whether nothing is there now."""
        return self.now == _NOTHING

    @property
    def is_submodule(self) -> bool:
        """Whether it is one, or was: what changed in it is not told."""
        return _SUBMODULE in (self.before, self.now)


@dataclass(frozen=True)
class Snapshot:
    """A tree in git's object store or in a temporary one. ``tree`` is the whole project's id, ``product`` without documents."""

    tree: str
    product: str
    revision: str | None
    entries: tuple[TreeEntry, ...]
    submodules: Mapping[str, Snapshot]
    _git: Git

    @property
    def identity(self) -> tuple[str, ...]:
        """What tells this product tree from another, submodules included."""
        return (self.product, *(f"{path}={sub.identity}" for path, sub in sorted(self.submodules.items())))

    @property
    def documents(self) -> tuple[Path, ...]:
        """The folders of this machine that hold what the product must not see: documents, records, and their history."""
        own = [self._git.folder / name for name in DOCUMENT_FOLDERS]
        history = Path(self._git.variables["GIT_DIR"])
        common = history / Path(os.fsdecode(self._git.run("rev-parse", "--git-common-dir")).rstrip("\n"))
        return tuple(dict.fromkeys(folder.resolve() for folder in (*own, history, common) if folder.is_dir()))

    def without(self, names: Collection[str]) -> tuple[str, ...]:
        """What tells the whole project's tree, but for what has one of these names at its top, from another."""
        kept = self._git.without(self.tree, names)
        return (kept, *(f"{path}={sub.identity}" for path, sub in sorted(self.submodules.items())))

    def export(self, destination: Path, like: Exported | None = None) -> None:
        """Write the product's files below ``destination``, which must exist; what ``like`` has too is linked to it there.

        Raises TreeError.
        """
        shared = like.shared(self) if like else {}
        if like and shared:
            link_files(shared, like.folder, destination)
            self._git.check_out_entries([one for one in self.entries if one.path not in shared], destination)
        else:
            self._git.check_out(self.product, destination)
        for path, submodule in self.submodules.items():
            folder = destination / path
            folder.mkdir(parents=True, exist_ok=True)
            submodule.export(folder)
        self._fill_large_files(destination, shared)
        self._refuse_outside_links(destination)

    def _refuse_outside_links(self, destination: Path) -> None:
        for entry in self.entries:
            if entry.mode == "120000":
                target = os.readlink(destination / entry.path)
                if _leaves(entry.path, target):
                    raise TreeError(
                        f"{_shown(entry.path)}: symbolic link points outside the tree: `{_shown(target)}`",
                        "replace the link by what it points to, or make that in `setup`",
                    )

    def _fill_large_files(self, destination: Path, filled: Collection[str]) -> None:
        if not _attributes(self.entries):
            return
        for entry in self.entries:
            if entry.mode.startswith("100") and entry.path not in filled:
                path = destination / entry.path
                if large := _large_file_id(path):
                    self._git.fill_large_file(path, entry.path, large)


@dataclass(frozen=True)
class Exported:
    """A tree that was exported to ``folder`` and never written to since."""

    snapshot: Snapshot
    folder: Path

    def shared(self, other: Snapshot) -> Mapping[str, TreeEntry]:
        """The files that another tree has just so, by path; none where attributes could have them written otherwise."""
        if _attributes(self.snapshot.entries) != _attributes(other.entries):
            return {}
        here = {one.path: (one.mode, one.id) for one in self.snapshot.entries}
        return {
            one.path: one
            for one in other.entries
            if here.get(one.path) == (one.mode, one.id) and one.mode != _SUBMODULE and not _is_attributes(one.path)
        }


@dataclass(frozen=True)
class Git:
    """Git commands with a fixed environment: no hooks, no optional locks, none of the caller's ``GIT_*`` variables."""

    folder: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, typed: bytes = b"", variables: Mapping[str, str] | None = None) -> bytes:
        """Standard output of one git command. Raises TreeError with git's own last words, MachineError without git."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment |= {
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_LFS_SKIP_SMUDGE": "1",
            "GIT_NO_REPLACE_OBJECTS": "1",  # else this clone could tell of another history than it was given
            "GIT_GRAFT_FILE": os.devnull,
            "LC_ALL": "C.UTF-8",
            "GIT_TERMINAL_PROMPT": "0",
        }
        environment |= {**self.variables, **(variables or {}), **_configured()}
        try:
            done = subprocess.run(
                ["git", *arguments], cwd=self.folder, env=environment, input=typed, capture_output=True, check=False
            )
        except OSError as error:
            raise MachineError(f"git cannot be run: {error.strerror}", "install git") from error
        if done.returncode != 0:
            raise _refused(arguments, done.returncode, done.stderr)
        return done.stdout

    def line(self, *arguments: str) -> str:
        """One line of output, without its end."""
        return os.fsdecode(self.run(*arguments)).rstrip("\n")

    def check_out(self, tree: str, destination: Path) -> None:
        """Write all files of a tree below ``destination`` by way of an index of its own."""
        with tempfile.TemporaryDirectory(prefix=beginning("index")) as room:
            variables = {"GIT_INDEX_FILE": f"{room}/index", "GIT_WORK_TREE": str(destination)}
            self.run("read-tree", tree, variables=variables)
            self.run("checkout-index", "--all", "--force", "--quiet", variables=variables)

    def check_out_entries(self, entries: Sequence[TreeEntry], destination: Path) -> None:
        """Write some files of a tree below ``destination``, with the folders above them."""
        rows = (f"{one.mode} {one.id} 0\t{one.path}\0" for one in entries)
        with tempfile.TemporaryDirectory(prefix=beginning("index")) as room:
            variables = {"GIT_INDEX_FILE": f"{room}/index", "GIT_WORK_TREE": str(destination)}
            self.run("update-index", "-z", "--index-info", typed=os.fsencode("".join(rows)), variables=variables)
            self.run("checkout-index", "--all", "--force", "--quiet", variables=variables)

    def entries(self, tree: str) -> tuple[TreeEntry, ...]:
        """Every file, link and submodule of a tree."""
        return tuple(_entry(row) for row in self.run("ls-tree", "--full-tree", "-r", "-z", tree).split(b"\0") if row)

    def without(self, tree: str, names: Collection[str]) -> str:
        """The id of the same tree without what has one of these names at its top."""
        rows = self.run("ls-tree", "--full-tree", "-z", tree).split(b"\0")
        kept = b"".join(row + b"\0" for row in rows if row and _entry(row).path not in names)
        # Where git sees that it has this tree already it renews the time of that object's file: so it must not see it.
        unseen = {"GIT_ALTERNATE_OBJECT_DIRECTORIES": ""}
        return os.fsdecode(self.run("mktree", "-z", "--missing", typed=kept, variables=unseen)).strip()

    def fill_large_file(self, path: Path, name: str, large: str) -> None:
        """Replace a Git LFS pointer by the file that it stands for, if this machine has it."""
        common = Path(self.folder, self.line("rev-parse", "--git-common-dir"))
        stored = common / "lfs" / "objects" / large[:2] / large[2:4] / large
        if not stored.is_file():
            raise TreeError(
                f"{_shown(name)}: the file is kept in Git LFS and is not on this machine",
                "run `git lfs pull`, then again",
            )
        mode = path.stat().st_mode
        shutil.copyfile(stored, path)
        path.chmod(mode)


@contextmanager
def snapshot(project: Path, revision: str | None) -> Iterator[Snapshot]:
    """The tree of ``project`` at ``revision``, or as it is in the working tree (uncommitted and untracked files included).

    A folder outside git is read as if it were a new repository. Raises TreeError, and UsageError for an unknown revision.
    """
    with contextlib.ExitStack() as cleanup:
        room = Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix=beginning("git"))))
        yield _snapshot(Path(os.path.realpath(project)), revision, room, _NOT_THE_PRODUCT)


def changed_since(project: Path, revisions: Sequence[str]) -> tuple[Mapping[str, PathChange], ...]:
    """For each revision the paths of a folder that are not as it has them, whatever is uncommitted or untracked included.

    A renamed file is two changed paths; a submodule is one, whatever is not committed in it. A revision that lacks the folder
    has nothing in it. What a sparse checkout leaves out is gone.

    Raises:
        TreeError: if the repository cannot be read, or the folder is in none.
        UsageError: if there is no such revision.
    """
    with tempfile.TemporaryDirectory(prefix=beginning("git")) as room:
        (Path(room) / "objects").mkdir()
        git = _temporary_store(project, Path(room))
        tree = _working_tree(git, project, Path(room), as_it_lies=True)
        empty = os.fsdecode(git.run("mktree")).strip()
        trees = [folder_at(git, revision) or empty for revision in revisions]
        return tuple(_changes(git.run("diff-tree", "-r", "-z", "--no-renames", one, tree)) for one in trees)


def folder_at(git: Git, revision: str) -> str | None:
    """The id of a folder's tree at a revision; None where that has no such folder. Raises UsageError without the revision."""
    try:
        return committed_tree(git, revision)
    except UsageError as error:
        if "has no folder" in error.what:
            return None
        raise


def is_large_file(pointer: bytes, content: bytes) -> bool:
    """Whether a content is what a pointer of Git LFS stands for."""
    large = _large_id(pointer)
    return large is not None and hashlib.sha256(content).hexdigest() == large


def _changes(rows: bytes) -> dict[str, PathChange]:
    """What ``git diff-tree -z`` tells: ``:100644 100644 <id> <id> M``, then the path."""
    words = rows.split(b"\0")[:-1]
    return {
        os.fsdecode(path): PathChange(*(mode.decode() for mode in facts.split()[:2]))
        for facts, path in zip((row.removeprefix(b":") for row in words[::2]), words[1::2], strict=True)
    }


def _snapshot(project: Path, revision: str | None, room: Path, left_out: Collection[str] = ()) -> Snapshot:
    (room / "objects").mkdir(parents=True)
    git = _temporary_store(project, room)
    tree = _working_tree(git, project, room) if revision is None else committed_tree(git, revision)
    product = git.without(tree, left_out) if left_out else tree
    entries = git.entries(product)
    links = [entry for entry in entries if entry.mode == _SUBMODULE]
    submodules = {entry.path: _submodule(project, entry, revision, room / f"sub{at}") for at, entry in enumerate(links)}
    return Snapshot(tree, product, revision, entries, submodules, git)


def _temporary_store(project: Path, room: Path) -> Git:
    """Git on the project's repository, or on an empty one, with all that it writes going to ``room``."""
    variables = {"GIT_OBJECT_DIRECTORY": f"{room}/objects", "GIT_INDEX_FILE": f"{room}/index"}
    plain = Git(project)
    try:
        store = os.path.abspath(project / plain.line("rev-parse", "--git-path", "objects"))
    except TreeError as error:
        if "not a git repository (or any" not in error.what:  # else a `.git` is there, and leads nowhere
            raise
        empty = room / "git"
        plain.run("init", "--quiet", "--bare", str(empty))
        where = {"GIT_DIR": str(empty), "GIT_WORK_TREE": str(project)}
        return Git(project, {**variables, **where, "GIT_ALTERNATE_OBJECT_DIRECTORIES": f"{empty}/objects"})
    where = {"GIT_DIR": os.path.abspath(project / plain.line("rev-parse", "--git-dir"))}
    where["GIT_WORK_TREE"] = top_of(plain)
    return Git(project, {**variables, **where, "GIT_ALTERNATE_OBJECT_DIRECTORIES": _quoted(store)})


def top_of(git: Git) -> str:
    """The top of the repository that the folder lies in. Raises TreeError where its settings name another place."""
    top = git.line("rev-parse", "--show-toplevel")
    if not Path(os.path.realpath(git.folder)).is_relative_to(os.path.realpath(top)):
        raise TreeError(
            f"git says that the files of this repository lie in `{_shown(top)}`", "see `git config core.worktree`"
        )
    return top


def _working_tree(git: Git, project: Path, room: Path, as_it_lies: bool = False) -> str:
    """Add everything to a copy of the index and write the tree of the project's folder.

    What a sparse checkout leaves out is taken from the index, but not ``as_it_lies``.
    """
    index = Path(git.variables["GIT_DIR"]) / "index"
    if index.is_file():
        shutil.copy2(index, room / "index")  # with its time: git trusts an entry only if it is older than the index
    _believe_nothing(git, as_it_lies)
    git.run("add", "--all", "--", ".")
    prefix = os.path.relpath(os.path.realpath(project), os.path.realpath(git.variables["GIT_WORK_TREE"]))
    return git.line("write-tree", *([] if prefix == "." else [f"--prefix={prefix}/"]))


def _believe_nothing(git: Git, as_it_lies: bool) -> None:
    """Drop the marks by which an index can hide an edit: assume-unchanged, and skip-worktree where the file is there."""
    rows = [row for row in git.run("ls-files", "-v", "-z").split(b"\0") if row]
    assumed = [row[2:] for row in rows if row[:1].islower()]
    folder = os.fsencode(git.folder)
    skipped = [
        row[2:] for row in rows if row[:1] in b"Ss" and (as_it_lies or os.path.lexists(os.path.join(folder, row[2:])))
    ]
    for option, paths in (("--no-assume-unchanged", assumed), ("--no-skip-worktree", skipped)):
        if paths:
            git.run("update-index", option, "-z", "--stdin", typed=b"".join(path + b"\0" for path in paths))


def committed_tree(git: Git, revision: str) -> str:
    """The id of the project's folder at a revision. Raises UsageError where there is no such revision, or no such folder."""
    prefix = git.line("rev-parse", "--show-prefix").rstrip("/")
    try:
        commit = git.line("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{tree}}")
    except TreeError as error:
        raise UsageError(f"no revision `{revision}` in this repository", "see `git log --oneline --all`") from error
    if not prefix:
        return commit
    try:
        return git.line("rev-parse", "--verify", "--quiet", f"{commit}:{prefix}")
    except TreeError as error:
        raise UsageError(f"revision `{revision}` has no folder `{prefix}`", "name a later revision") from error


def _submodule(project: Path, entry: TreeEntry, revision: str | None, room: Path) -> Snapshot:
    folder = project / entry.path
    if not (folder / ".git").exists():
        raise TreeError(
            f"{_shown(entry.path)}: the submodule is not checked out", "run `git submodule update --init --recursive`"
        )
    try:
        return _snapshot(folder, None if revision is None else entry.id, room)
    except UsageError as error:
        raise TreeError(
            f"{_shown(entry.path)}: the submodule lacks commit {entry.id[:12]}", "run `git submodule update --init`"
        ) from error


def _configured() -> dict[str, str]:
    """Configuration by environment, which reaches git's own children as well (git-config(1), GIT_CONFIG_COUNT)."""
    variables = {"GIT_CONFIG_COUNT": str(len(_CONFIGURATION))}
    for number, (key, value) in enumerate(_CONFIGURATION.items()):
        variables |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return variables


def _is_attributes(path: str) -> bool:
    return path.endswith(".gitattributes") and os.path.basename(path) == ".gitattributes"


def _attributes(entries: Sequence[TreeEntry]) -> list[TreeEntry]:
    return [one for one in entries if _is_attributes(one.path)]


def _entry(row: bytes) -> TreeEntry:
    facts, _, path = row.partition(b"\t")
    mode, _, identity = facts.decode().split(" ")
    return TreeEntry(mode, identity, os.fsdecode(path))


def _large_file_id(path: Path) -> str | None:
    """The object id that a Git LFS pointer file names (https://git-lfs.com/spec/v1); None for any other file."""
    if path.is_symlink() or path.stat().st_size > 1024:
        return None
    return _large_id(path.read_bytes())


def _large_id(data: bytes) -> str | None:
    if not data.startswith(b"version https://git-lfs.github.com/spec/v1\n"):
        return None
    for line in data.decode(errors="replace").splitlines():
        if line.startswith("oid sha256:"):
            large = line.removeprefix("oid sha256:")
            return large if len(large) == 64 and large.isalnum() else None
    return None


def _leaves(path: str, target: str) -> bool:
    """Whether a link at ``path`` leads out of the tree, by name alone."""
    if os.path.isabs(target):
        return True
    return os.path.normpath(os.path.join(os.path.dirname(path), target)).split(os.sep)[0] == os.pardir


def _quoted(path: str) -> str:
    """A path as GIT_ALTERNATE_OBJECT_DIRECTORIES wants it where it has a colon or starts with a quote (git(1))."""
    if ":" not in path and not path.startswith('"'):
        return path
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _refused(arguments: Sequence[str], status: int, complaint: bytes) -> TreeError:
    lines = [line for line in complaint.decode(errors="replace").splitlines() if line.strip()]
    marked = [line.partition(": ")[2] for line in lines if line.startswith(("fatal: ", "error: "))]
    # The first complaint is the cause, the last what came of it; either may be the one that names the file.
    said = (
        "; ".join(dict.fromkeys([marked[0], marked[-1]])) if marked else (lines or [f"ended with status {status}"])[-1]
    )
    hint = "run it by hand to see all that git says"
    if "dubious ownership" in said:
        hint = "the repository belongs to another user: `git config --global --add safe.directory <folder>`"
    return TreeError(f"git {arguments[0]}: {said}", hint)


def _shown(name: str) -> str:
    return name.encode(errors="surrogateescape").decode(errors="backslashreplace").encode("unicode_escape").decode()
