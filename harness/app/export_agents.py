"""``harness export agents``: the constitution where coding agents read it before they write; its words lie in the engine."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from harness.adapters import files
from harness.app.agent_tools import TOOLS, AgentTool
from harness.app.constitutions import load_constitutions
from harness.app.marked_block import DamagedError, block, marked, with_block
from harness.app.project import find_root, shown_from
from harness.app.waiving import waiving
from harness.constitution.agent_rules import Scoped, in_short, scopes
from harness.domain.nearest import did_you_mean
from harness.domain.visible import visible
from harness.errors import UsageError
from harness.reports._smuggled import unsmuggled

FILES = ("AGENTS.md", "CLAUDE.md")
_MOST_BYTES = 8 * 1024 * 1024
_IMPORT = b"@AGENTS.md"


class State(StrEnum):
    """What there is to say of a file that agents read."""

    CURRENT = "current"
    MISSING = "missing"
    STALE = "stale"
    NEEDLESS = "no longer needed"
    EDITED = "edited by hand"
    DAMAGED = "damaged"
    REFUSED = "not ours to write"


@dataclass(frozen=True)
class AgentFile:
    """A file and its state before anything was written; ``path`` as someone in the starting folder would type it.

    ``written`` says that it is as it has to be now; ``said`` what to do where it is not.
    """

    path: str
    state: State
    said: str = ""
    written: bool = False

    @property
    def is_right(self) -> bool:
        """Whether it says what the constitution says."""
        return self.written or self.state is State.CURRENT


@dataclass(frozen=True)
class ExportOptions:
    """``paths`` are files for the whole constitution (none: those that there are), ``tools`` agents besides those in use.

    ``check`` writes nothing; ``force`` writes over what was edited by hand.
    """

    paths: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    check: bool = False
    force: bool = False


def export_agents(start: Path, options: ExportOptions) -> tuple[AgentFile, ...]:
    """Write the constitution of the project that ``start`` lies in to the files that agents read, sorted by path.

    Raises:
        DocumentError: if a constitution is invalid.
        UsageError: if there is none, a path lies outside the project, or a tool is unknown.
        MachineError: if a file cannot be written.
    """
    root = find_root(start)
    tools = _tools(root, options.tools)
    mains = _mains(root, start, options.paths)
    principles = load_constitutions(root, waiving(root).weakened()).require_valid().principles
    scoped = scopes(principles)
    exporting = _Exporting(root, start, options)
    exporting.main(mains, _clean(in_short(principles)))
    for tool in tools:
        exporting.rules(tool, scoped)
    return tuple(sorted(exporting.done, key=lambda one: one.path))


def _tools(root: Path, named: Iterable[str]) -> list[AgentTool]:
    for name in named:
        if name not in TOOLS:
            raise UsageError(f"there is no agent '{name}'", did_you_mean(name, TOOLS))
    return [tool for name, tool in TOOLS.items() if name in set(named) or tool.is_used(root)]


def _mains(root: Path, start: Path, paths: Sequence[str]) -> list[Path]:
    """The files for the whole constitution, each once, however many names it has."""
    if paths:
        return [_named(root, start, path) for path in dict.fromkeys(paths)]
    there = [root / name for name in FILES if (root / name).exists()] or [root / FILES[0]]
    by_end = {files.end_of(path): path for path in reversed(there)}
    found = sorted(by_end.values())
    return [path for path in found if not (len(found) > 1 and _imports_the_other(path))]


def _named(root: Path, start: Path, path: str) -> Path:
    try:
        full = (start / path).resolve()
    except (ValueError, OSError, RuntimeError):
        raise UsageError(f"'{path}' is no path", "name a file such as AGENTS.md") from None
    if not full.is_relative_to(root) or full.is_dir():
        raise UsageError(f"'{path}' is no file of the project", f"name one below '{root}', such as AGENTS.md")
    return full


def _imports_the_other(path: Path) -> bool:
    """Whether it takes over AGENTS.md by its name, and has no block of its own: then it says everything already."""
    data = files.read_bytes(path, _MOST_BYTES)
    return path.name == FILES[1] and b"harness:begin" not in data and _IMPORT in data.split()


@dataclass
class _Exporting:
    """One export: what became of each file."""

    root: Path
    start: Path
    options: ExportOptions
    done: list[AgentFile] = field(default_factory=list)

    def main(self, paths: Iterable[Path], text: str) -> None:
        """The whole constitution, as a block in files of somebody else's."""
        for path in paths:
            self._put(path, "", text)

    def rules(self, tool: AgentTool, scoped: Sequence[Scoped]) -> None:
        """A file of rules for each group of files, and no other of ours."""
        folder = self.root / tool.folder
        wanted = {f"{one.name}{tool.ending}": one for one in scoped}
        for name, one in wanted.items():
            self._put(folder / name, tool.front(one.globs), _clean(one.text))
        for path in _ours(folder, tool.ending):
            if path.name not in wanted:
                self._drop(path)

    def _put(self, path: Path, front: str, text: str) -> None:
        if why := self._why_not(path):
            self._note(path, State.REFUSED, why)
            return
        data = files.read_bytes(path, _MOST_BYTES + 1) if path.is_file() else None
        if data and _is_utf_16(data):
            self._note(path, State.REFUSED, "it is in UTF-16, and the block in UTF-8 would be read as something else")
            return
        state, new = _planned(data, front, text)
        if len(data or b"") > _MOST_BYTES or state is State.DAMAGED:
            self._note(path, State.DAMAGED, _DAMAGED)
        elif state is State.CURRENT:
            self._note(path, state)
        elif self.options.check:
            self._note(path, state, _EDITED if state is State.EDITED else "run `harness export agents`")
        elif state is State.EDITED and not self.options.force:
            self._note(path, state, _EDITED)
        else:
            files.replace_bytes(path, new)
            self._note(path, state, written=True)

    def _drop(self, path: Path) -> None:
        """A file of rules whose principles are gone; it goes too, unless somebody wrote in it."""
        try:
            found = marked(files.read_bytes(path, _MOST_BYTES))
        except DamagedError:
            self._note(path, State.DAMAGED, _DAMAGED)
            return
        if found is None:
            return
        own = found.is_as_written(found.before) and not found.after.strip()
        if self.options.check or not (own or self.options.force):
            said = "run `harness export agents`" if own else "somebody wrote in it: remove it, or run with `--force`"
            self._note(path, State.NEEDLESS, said)
        else:
            files.remove(path)
            self._note(path, State.NEEDLESS, written=True)

    def _why_not(self, path: Path) -> str:
        if not files.is_inside(path, self.root):
            return "a link leads out of the project: put a file in its place"
        if files.end_of(path).is_symlink():
            return "its link leads nowhere but to itself: put a file in its place"
        return "it is a folder" if path.is_dir() else ""

    def _note(self, path: Path, state: State, said: str = "", written: bool = False) -> None:
        name = shown_from(self.start, self.root, path.relative_to(self.root).as_posix())
        self.done.append(AgentFile(name, state, said, written))


_DAMAGED = "its marks do not make one block: take out what is left of them, and run `harness export agents` again"
_EDITED = "its block was edited: write it elsewhere, or lose it with `harness export agents --force`"


def _planned(data: bytes | None, front: str, text: str) -> tuple[State, bytes]:
    """The state of a file, and what it would be. A file with a ``front`` is all ours up to the end of the block."""
    if data is None:
        return State.MISSING, block(text, front)
    try:
        found = marked(data)
    except DamagedError:
        return State.DAMAGED, data
    written = block(text, front, data)
    if found is None:
        return (State.EDITED, written) if front else (State.MISSING, with_block(data, written))
    own = found.before if front else b""
    new = (b"" if front else found.before) + written + found.after
    if not found.is_as_written(own):
        return State.EDITED, new
    is_current = found.says(text) and own.replace(b"\r\n", b"\n") == front.encode()
    return (State.CURRENT if is_current else State.STALE), new


def _is_utf_16(data: bytes) -> bool:
    """Whether a file says that it is, and nothing was written to it yet."""
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"harness:begin" in data:
        return False
    try:
        data.decode("utf-16")
    except UnicodeDecodeError:
        return False
    return True


def _ours(folder: Path, ending: str) -> Iterator[Path]:
    """The files in a folder of rules that are called as ours are."""
    if folder.is_dir():
        yield from sorted(path for path in folder.glob(f"harness-*{ending}") if path.is_file())


def _clean(text: str) -> str:
    """The text with nothing in it that hides from a reader, and no mark of ours."""
    lines = (visible(line.replace("\t", "    ")) for line in text.replace("<!--", "&lt;!--").split("\n"))
    return unsmuggled("\n".join(lines))
