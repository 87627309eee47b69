"""Which functions of a file may begin a flow, so that they are analysed although nobody calls them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.javascript_pages import LOADERS
from harness.constitution.checks.dataflow.project.facts import Facts
from harness.constitution.checks.dataflow.project.modules import Loaded

_INNER = re.compile(rb"(?<![\w$])(?:def|class|function|lambda)(?![\w$])|=>")
_LAMBDA = re.compile(rb"(?<![\w$])(?:lambda|function)(?![\w$])|=>")


@dataclass(frozen=True)
class Roots:
    """The qualnames of functions and of classes whose own level is one, in order, and whether that of the file is one.

    ``around`` are those of the functions that have others inside.
    """

    functions: tuple[str, ...] = ()
    around: frozenset[str] = frozenset()
    classes: tuple[str, ...] = ()
    module: bool = False


def roots(loaded: Loaded, facts: Facts, carriers: frozenset[str] = frozenset()) -> Roots:
    """Those of a file. ``carriers`` are names by which a source is known elsewhere, what returns or holds one; those of
    attributes begin with a dot."""
    finder = _Finder(loaded, facts, carriers)
    # Functions inside functions are analysed where they stand.
    found = [function for function in loaded.outermost if finder.is_root(function)]
    functions = tuple(function.qualname for function in found)
    around = frozenset(function.qualname for function in found if finder.has_inner(function))
    classes = tuple(each.qualname for each in loaded.module.classes.values() if finder.is_class_root(each))
    # a page calls its own functions where nothing is written
    is_page = not LOADERS.isdisjoint(loaded.module.exports)
    return Roots(functions, around, tuple(sorted(classes)), is_page or finder.is_root_itself())


class _Finder:
    def __init__(self, loaded: Loaded, facts: Facts, carriers: frozenset[str]) -> None:
        self._data = loaded.data
        self._outermost = loaded.outermost
        self._head_words = facts.heads
        self._own_words = 1 if loaded.module.language == "python" else 0
        self._marks = places(loaded.data, facts.marks | carriers)
        self._heads = places(loaded.data, facts.heads)
        self._headed = {
            function.qualname for each in loaded.module.classes.values() for function in self._of_headed(each)
        }

    def is_root(self, function: ir.Function) -> bool:
        """Whether a function has a mark, or its head or that of one inside it has one that counts there."""
        if _any(self._marks, function) or function.qualname in self._headed:
            return True
        if not _any(self._heads, function):
            return False
        names = (function.name, *(one.name for one in function.parameters))
        if not self._head_words.isdisjoint(names) or any(_any(self._heads, one) for one in _head(function)):
            return True
        return self.has_inner(function)

    def has_inner(self, function: ir.Function) -> bool:
        """Whether a function may have others inside."""
        return len(_INNER.findall(self._data, function.start, function.end)) > self._own_words

    def is_class_root(self, defined: ir.Class) -> bool:
        """Whether the own level of a class has a mark."""
        at = bisect_left(self._marks, defined.start)
        return any(place < defined.end and self._is_outside(place) for place in self._marks[at:])

    def is_root_itself(self) -> bool:
        """Whether the code outside of all functions has a mark, or functions without a name whose heads may have one."""
        if any(self._is_outside(place) for place in self._marks):
            return True
        return bool(_LAMBDA.search(self._data)) and any(self._is_outside(place) for place in self._heads)

    def _is_outside(self, place: int) -> bool:
        at = bisect_right(self._outermost, place, key=lambda function: function.start) - 1
        if at < 0 or self._outermost[at].end <= place:
            return True
        # what it is given to, as a handler of a route, may make its parameters sources
        return self._outermost[at].name.startswith("<")

    def _of_headed(self, defined: ir.Class) -> Iterator[ir.Function]:
        """The methods of a class whose decorators or bases have a mark."""
        parts = (*defined.decorators, *defined.bases, *(one.value for one in defined.keywords))
        if any(_any(self._marks, one) or _any(self._heads, one) for one in parts):
            for statement in defined.body:
                if isinstance(statement, ir.Define) and isinstance(statement.defined, ir.Function):
                    yield statement.defined


def places(data: bytes, words: frozenset[str]) -> list[int]:
    """Where any of some words stands as a whole; one that begins with a dot stands behind one."""
    plain = _alternatives(word for word in words if not word.startswith("."))
    dotted = _alternatives(word[1:] for word in words if word.startswith("."))
    either = [rb"(?<![\w$\x80-\xff])(?:%s)" % plain] if plain else []
    either += [rb"\.\s*(?:%s)" % dotted] if dotted else []
    if not either:
        return []
    return [found.start() for found in re.finditer(rb"(?:%s)(?![\w$\x80-\xff])" % b"|".join(either), data)]


def _alternatives(words: Iterable[str]) -> bytes:
    return b"|".join(
        re.escape(word.encode("utf-8", "replace")) for word in sorted(words, key=lambda word: (-len(word), word))
    )


def _head(function: ir.Function) -> Iterator[ir.Expression]:
    yield from function.decorators
    for parameter in function.parameters:
        yield from (one for one in (parameter.annotation, parameter.default) if one is not None)


def _any(places: list[int], node: ir.Node) -> bool:
    at = bisect_left(places, node.start)
    return at < len(places) and places[at] < node.end
