"""Checks of scope TREE tried with scripted tools: a program that ends as told, a model with answers, a list of reviews."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from harness.constitution.kinds import Doubtful, Match, Seen
from harness.constitution.trees import MemoryTree
from harness.errors import EvaluatorError
from harness.ports.sources import Ended, SourceFile, SourceTree, Tools
from tests.constitution.checks import bench

FOLDER = "/product"


@dataclass
class ScriptedPrograms:
    """Ends every program as ``ended`` says; keeps what it was asked."""

    ended: Ended
    commands: list[str] = field(default_factory=list)
    typed: bytes = b""
    tree: SourceTree | None = None

    def run(self, command: str, tree: SourceTree, seconds: float, typed: bytes = b"") -> Ended:
        self.commands.append(command)
        self.typed, self.tree = typed, tree
        return self.ended

    def function(self, module: str, name: str, tree: SourceTree, paths: Sequence[str], seconds: float) -> Ended:
        self.commands.append(f"{module}:{name} {' '.join(paths)}")
        return self.ended


@dataclass
class ScriptedOpinion:
    """Answers every question with what ``answer`` makes of it; keeps questions and excerpts."""

    answer: Callable[[str], str | EvaluatorError]
    asked: list[tuple[str, str]] = field(default_factory=list)
    name: str = "scripted"

    def ask(self, question: str, excerpt: str) -> str:
        self.asked.append((question, excerpt))
        said = self.answer(excerpt)
        if isinstance(said, EvaluatorError):
            raise said
        return said


@dataclass(frozen=True)
class ScriptedReviews:
    """What was confirmed, by principle and digest."""

    by: Mapping[tuple[str, str], str] = field(default_factory=dict)
    old: frozenset[str] = frozenset()

    def confirmed(self, principle: str, sha256: str) -> str | None:
        return self.by.get((principle, sha256))

    def stale(self, principle: str) -> bool:
        return principle in self.old


def ended(output: str | bytes = "", status: int | None = 0, errors: str = "", **fields: Any) -> Ended:
    raw = output.encode() if isinstance(output, str) else output
    return Ended(status, raw, errors.encode(), 0.1, folder=FOLDER, **fields)


def tools(**given: Any) -> Tools:
    """Tools of which only those given are there."""
    names = ("structure", "syntax", "programs", "reviews")
    return Tools(**{name: given.get(name) for name in names}, **{k: v for k, v in given.items() if k not in names})


def memory(files: Mapping[str, str]) -> MemoryTree:
    return MemoryTree([SourceFile(path, text.encode(), "") for path, text in files.items()])


def surveyed(kind: str, text: str, tree: SourceTree, given: Tools, paths: Sequence[str] | None = None) -> list[Seen]:
    """What the check that a YAML text holds sees in the files of a tree that it looks at."""
    one = bench.job(kind, text)
    all_paths = [entry.path for entry in tree.entries() if entry.target is None]
    looked_at = [path for path in (all_paths if paths is None else paths) if one.kind.looks_at(one.options, path)]
    return list(one.kind.survey(one, tree, looked_at, given))


def told(seen: Sequence[Seen], tree: SourceTree) -> list[str]:
    """Each thing seen as a line: sign, path, the text there, note; or the reason of the doubt."""
    return [_told(one, tree) for one in seen]


def _told(one: Seen, tree: SourceTree) -> str:
    if isinstance(one, Doubtful):
        return f"? {one.path}:{one.line} {one.kind}: {one.reason}"
    assert isinstance(one, Match)
    file = next(iter(tree.read([one.path])))
    text = file.data[one.start : one.end].decode() if isinstance(file, SourceFile) else ""
    return f"{'-' if one.role == 'violates' else '+'} {one.path} {text!r} {one.note}"
