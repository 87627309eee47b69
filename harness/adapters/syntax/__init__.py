"""Trees of syntax by tree-sitter, and ruff where a file of Python only has to parse; it does not know which files matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from harness.adapters.syntax._anchors import anchor_of, docstrings
from harness.adapters.syntax._grammars import comments, has_grammar, parse
from harness.adapters.syntax._mistakes import first_mistake
from harness.adapters.syntax._nodes import node_of
from harness.adapters.syntax._regions import nodes_by_region
from harness.adapters.syntax._ruff import Ruff
from harness.domain.languages import language_of
from harness.ports.sources import Node, SourceFile, SyntaxNode


@dataclass(frozen=True)
class Grammars:
    """The Syntax (see ``harness.ports``) of the grammars that are installed.

    What lies on disk is taken for what was read only where it has not changed since ``ruff`` was made.
    """

    ruff: Ruff = field(default_factory=Ruff)

    def knows(self, language: str) -> bool:
        """Whether a grammar of that language is installed."""
        return has_grammar(language)

    def begin(self, files: Sequence[SourceFile], thorough: frozenset[str]) -> SyntaxParsing:
        """Start ruff on what it may answer for; the rest is parsed when the results are asked for."""
        return SyntaxParsing(files, thorough, self.ruff)

    def nodes(self, file: SourceFile, spans: Sequence[tuple[int, int]]) -> Sequence[Node]:
        """The node of each span, in order; empty ones where there is no grammar for the file."""
        language = language_of(file.path)
        if language is None or not spans or not has_grammar(language):
            return [Node("", 0, 0, "") for _ in spans]
        nodes = (
            nodes_by_region(file.data, spans, partial(parse, language)) if language == "python" else [None] * len(spans)
        )
        if all(nodes):
            return [node for node in nodes if node]
        tree = parse(language, file.data)
        return [node or node_of(tree, file.data, *span) for node, span in zip(nodes, spans, strict=True)]

    def tree(self, language: str, data: bytes) -> SyntaxNode:
        """The root of the tree of a text in a language whose grammar is installed; mistakes are nodes in it."""
        return parse(language, data).root_node

    def comments(self, file: SourceFile) -> Sequence[tuple[int, int]]:
        """Where the comments of a file lie; none where there is no grammar for it."""
        language = language_of(file.path)
        if language is None or not has_grammar(language):
            return []
        return comments(language, parse(language, file.data))

    def docstrings(self, file: SourceFile) -> Sequence[tuple[int, int]]:
        """Where the texts lie that explain the modules, classes and functions of a file of Python."""
        return docstrings(parse("python", file.data))

    def anchors(self, file: SourceFile, comments: Sequence[tuple[int, int]]) -> Sequence[Node]:
        """The code that each comment of a file stands at; the file has to be in a language whose grammar is installed."""
        tree = parse(language_of(file.path) or "", file.data)
        return [anchor_of(tree, file.data, *span) for span in comments]


class SyntaxParsing:
    """A search for mistakes of syntax that was begun."""

    def __init__(self, files: Sequence[SourceFile], thorough: frozenset[str], ruff: Ruff) -> None:
        self._files = files
        self._asked = ruff.begin([file for file in files if file.path not in thorough])

    def results(self) -> Mapping[str, tuple[int, str]]:
        """For each file that does not parse, the line and what is wrong there; files without a grammar are left out."""
        parsed = self._asked.parsed()
        mistakes = {}
        for file in self._files:
            language = language_of(file.path)
            if file.path in parsed or language is None or not has_grammar(language):
                continue
            if mistake := first_mistake(parse(language, file.data), file.data):
                mistakes[file.path] = mistake
        return mistakes
