"""How the constitution's engine reads a tree, and asks what stands in the syntax of its files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Protocol

from harness.ports.blobs import Blobs
from harness.ports.workers import Workers


class LinkEnd(Enum):
    """What a symbolic link leads to at last."""

    NOWHERE = auto()
    FILE = auto()
    FOLDER = auto()


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a tree: ``path`` is POSIX and relative; size in bytes; ``mode`` is its permission bits.

    ``target`` is what it points to, where it is a symbolic link, and ``end`` whether that leads to anything on this machine.
    """

    path: str
    size: int
    mode: int = 0o644
    target: str | None = None
    end: LinkEnd = LinkEnd.NOWHERE


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of a tree with its bytes, read once. ``origin`` is where it lies on this machine (empty: only in memory)."""

    path: str
    data: bytes = field(repr=False)
    sha256: str
    mode: int = 0o644
    origin: str = ""

    @property
    def suffix(self) -> str:
        """The end of the name from its last dot, in lower case; empty where there is none."""
        name = self.path.rpartition("/")[2]
        return name[name.rindex(".") :].lower() if "." in name[1:] else ""


@dataclass(frozen=True)
class Unread:
    """A file that could not be read, or what was left out of a tree, and why.

    ``hides``: files of the project may lie there, and nobody can tell which.
    """

    path: str
    reason: str
    hides: bool = False


class SourceTree(Protocol):
    """A tree of files as it was when it was listed."""

    def entries(self) -> Sequence[Entry]:
        """Every file, sorted by path; what lies in folders that are not looked at is in ``skipped``."""
        ...

    def skipped(self) -> Sequence[Unread]:
        """What was left out of ``entries`` and why."""
        ...

    def read(self, paths: Iterable[str]) -> Iterator[SourceFile | Unread]:
        """The named files one by one, each read once."""
        ...

    def folder(self) -> str:
        """The folder of this machine that holds the tree; empty where it lies in memory only."""
        ...


@dataclass(frozen=True)
class StructuralRule:
    """A rule in ast-grep's own language. ``document`` is JSON: ``rule`` and, where given, ``constraints``, ``utils``,
    ``transform`` and ``fix``; ``language`` is ast-grep's name for it, in lower case; ``paths`` are the only files that it can
    match (None: it may match anywhere).
    """

    id: str
    language: str
    document: str
    paths: frozenset[str] | None = None


@dataclass(frozen=True)
class RuleMatch:
    """Where a rule matched, in byte offsets; single and multiple metavariables with their text, and what a fix would put."""

    rule: str
    path: str
    start: int
    end: int
    metavariables: Mapping[str, str] = field(default_factory=dict)
    replacement: str | None = None


@dataclass(frozen=True)
class Excess:
    """A rule that matched more often than is kept: only ``kept`` of its matches were given."""

    rule: str
    kept: int


@dataclass(frozen=True)
class Node:
    """What a tree of syntax says of a span: the enclosing symbol, dotted, its byte range, and the digest of the leaves."""

    symbol: str
    symbol_start: int
    symbol_end: int
    sha256: str


class SyntaxNode(Protocol):
    """A node of a tree of syntax. It keeps its whole tree alive; to ask it costs little, but every answer is made anew."""

    @property
    def type(self) -> str:
        """The kind of node in the grammar, or the text of a token that has no name."""
        ...

    @property
    def text(self) -> bytes | None:
        """Its bytes."""
        ...

    @property
    def children(self) -> Sequence[SyntaxNode]:
        """Everything below it, in order: tokens and comments too."""
        ...

    @property
    def named_children(self) -> Sequence[SyntaxNode]:
        """What is below it and no mere token, in order; comments are."""
        ...

    @property
    def start_byte(self) -> int:
        """Where it begins in the file."""
        ...

    @property
    def end_byte(self) -> int:
        """Where it ends: the offset behind its last byte."""
        ...

    @property
    def start_point(self) -> tuple[int, int]:
        """The row where it begins, from 0, and the column in bytes."""
        ...

    @property
    def end_point(self) -> tuple[int, int]:
        """The row where it ends, from 0, and the column in bytes."""
        ...

    @property
    def is_named(self) -> bool:
        """Whether it is more than a token such as ``(``."""
        ...

    @property
    def is_extra(self) -> bool:
        """Whether it may stand anywhere, as comments do."""
        ...

    @property
    def is_missing(self) -> bool:
        """Whether the text lacks it: the parser put it there to go on."""
        ...

    @property
    def is_error(self) -> bool:
        """Whether it holds what the grammar could not read."""
        ...

    @property
    def has_error(self) -> bool:
        """Whether it, or anything below it, is an error or missing."""
        ...

    def child_by_field_name(self, name: str, /) -> SyntaxNode | None:
        """The first child in a role that the grammar names."""
        ...

    def children_by_field_name(self, name: str, /) -> Sequence[SyntaxNode]:
        """Every child in a role that the grammar names."""
        ...


class Structure(Protocol):
    """Structural matching, all rules over all files at once."""

    def invalid(self, rules: Sequence[StructuralRule]) -> Mapping[str, str]:
        """What is wrong with each rule that cannot be used, by its id."""
        ...

    def begin(self, rules: Sequence[StructuralRule], files: Sequence[SourceFile]) -> Matching:
        """Start matching in the background; ``results`` waits for it. Comments cannot switch a rule off.

        Raises:
            MachineError: if the matcher is not installed.
        """
        ...


class Matching(Protocol):
    """A matching that was begun."""

    def results(self) -> Iterator[RuleMatch | Unread | Excess]:
        """Every match, sorted by path and offset, after every file and every rule that could not be followed to the end.

        Raises:
            MachineError: if the matcher refuses, as it does a rule that ``invalid`` would name.
        """
        ...


class Syntax(Protocol):
    """Trees of syntax by language; names of languages are those of ``StructuralRule``."""

    def knows(self, language: str) -> bool:
        """Whether a grammar of that language is installed."""
        ...

    def begin(self, files: Sequence[SourceFile], thorough: frozenset[str]) -> Parsing:
        """Start to look for mistakes of syntax in the background.

        The files of the paths in ``thorough`` are parsed by the grammar that matching uses; of the others it is enough that
        any parser of their language takes them.
        """
        ...

    def nodes(self, file: SourceFile, spans: Sequence[tuple[int, int]]) -> Sequence[Node]:
        """The node of each span, in order; empty ones where there is no grammar for the file."""
        ...

    def tree(self, language: str, data: bytes) -> SyntaxNode:
        """The root of the tree of a text in a language whose grammar is installed; mistakes are nodes in it."""
        ...

    def comments(self, file: SourceFile) -> Sequence[tuple[int, int]]:
        """Where the comments of a file lie, in byte offsets; none where there is no grammar for it."""
        ...


class Parsing(Protocol):
    """A search for mistakes of syntax that was begun."""

    def results(self) -> Mapping[str, tuple[int, str]]:
        """For each file that does not parse, the line and what is wrong there; files that parse are left out."""
        ...


@dataclass(frozen=True)
class Ended:
    """A program that ran: its exit status (None: it was ended), what it printed (cut), seconds, and why it was ended.

    ``folder`` is where the tree lay for it; ``missing`` are the files of the tree that it was not given, and why.
    """

    status: int | None
    output: bytes
    errors: bytes
    seconds: float
    trouble: str = ""
    folder: str = ""
    missing: tuple[Unread, ...] = ()


class Programs(Protocol):
    """Programs run on a copy of a tree, apart from this machine, with limits."""

    def run(self, command: str, tree: SourceTree, seconds: float, typed: bytes = b"") -> Ended:
        """Run a shell command in the tree's folder; ``typed`` is its input. Raises MachineError where nothing can be run."""
        ...

    def function(self, module: str, name: str, tree: SourceTree, paths: Sequence[str], seconds: float) -> Ended:
        """Call a function of the project's own ``constitutions/checks/`` in a process of its own; it prints JSON lines."""
        ...


class Opinion(Protocol):
    """A model that is asked one question about one principle and one excerpt."""

    @property
    def name(self) -> str:
        """The model's id."""
        ...

    def ask(self, question: str, excerpt: str) -> str:
        """Its whole answer. Raises EvaluatorError where there is none."""
        ...


class Reviews(Protocol):
    """What people confirmed."""

    def confirmed(self, principle: str, sha256: str) -> str | None:
        """Who confirmed this principle for exactly this content, and when; None where nobody did."""
        ...

    def stale(self, principle: str) -> bool:
        """Whether somebody confirmed it for other content."""
        ...


@dataclass(frozen=True)
class Tools:
    """All that checks may reach. ``opinion`` is None where no model may be asked, and ``why`` says so; ``workers`` makes
    workers of what makes their objects, None where there are none. ``blobs`` keep what takes long, and ``version`` tells apart
    what others have kept there.
    """

    structure: Structure
    syntax: Syntax
    programs: Programs
    reviews: Reviews
    opinion: Opinion | None = None
    why: str = "no model is configured"
    workers: Callable[[Callable[[], Any]], AbstractContextManager[Workers[Any]]] | None = None
    blobs: Blobs | None = None
    version: str = ""
