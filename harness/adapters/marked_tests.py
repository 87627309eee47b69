"""Tests in Python that carry ``@pytest.mark.verifies("FR-003")``, found in their text; running them is for pytest to do.

What a decorator says, a ``pytestmark`` of the module or of a class, and ``pytest.param(…, marks=…)``. Only names that are
written there as plain strings are seen. Nothing is imported, and nothing of the file is run.
"""

from __future__ import annotations

import ast
import hashlib
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from harness.domain.places import Place
from harness.domain.tracing import Evidence, EvidenceKind
from harness.ports.sources import SourceFile

_MARK = "verifies"
_LONGEST_CLAIM = 200
_MOST_BASES = 20
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def marked_tests(files: Iterable[SourceFile]) -> Iterator[Evidence]:
    """The tests of these files that say what they verify, in order; their id is ``path::Class::test``, without parameters.

    ``sha256`` is of the lines of the function with its decorators, without what they are indented by.
    """
    for file in files:
        yield from (one for one in tests_of(file) if one.claims)


def tests_of(file: SourceFile) -> tuple[Evidence, ...]:
    """All tests of a file in which one may be marked, those that claim nothing among them; none where it is no Python."""
    if not file.path.endswith(".py") or _MARK.encode() not in file.data:
        return ()
    try:
        tree = ast.parse(file.data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()  # pytest cannot collect it either, and says so
    lines = ast_lines(file.data)
    return tuple(_evidence(file.path, one, lines) for one in _Module(tree).tests())


def ast_lines(data: bytes) -> list[str]:
    """The lines of a file as the syntax tree counts them."""
    return data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")


@dataclass(frozen=True)
class _Test:
    """A function that pytest would take for a test, by its names from the module on, and what it claims."""

    names: tuple[str, ...]
    function: _Function
    claims: tuple[str, ...]


def _evidence(path: str, test: _Test, lines: Sequence[str]) -> Evidence:
    function = test.function
    first = min([function.lineno, *(one.lineno for one in function.decorator_list)])
    text = textwrap.dedent("\n".join(line.rstrip() for line in lines[first - 1 : function.end_lineno]))
    return Evidence(
        kind=EvidenceKind.TEST,
        id="::".join((path, *test.names)),
        place=Place(path=path, line=function.lineno),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        claims=test.claims,
        technique="test in Python, in no cell",
    )


@dataclass
class _Module:
    """A module as its text has it: its classes by name, and what names at its top stand for."""

    tree: ast.Module
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)
    meant: dict[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for node in _statements(self.tree.body):
            if isinstance(node, ast.ClassDef):
                self.classes[node.name] = node
            elif isinstance(node, ast.Assign):
                self._assigned([one.id for one in node.targets if isinstance(one, ast.Name)], node.value)

    def _assigned(self, names: Iterable[str], value: ast.expr) -> None:
        """``listed = pytest.mark.verifies("FR-003")`` and ``verifies = pytest.mark.verifies``."""
        for name in names:
            if self._is_mark(value):
                self.aliases.add(name)
            elif claims := self._claims([value]):
                self.meant[name] = claims

    def tests(self) -> Iterator[_Test]:
        """Every test, in the order of the text; of two with one name the later one is there."""
        found = {one.names: one for one in self._tests((), self.tree.body, self._module_claims(self.tree.body))}
        yield from found.values()

    def _tests(self, above: tuple[str, ...], body: Sequence[ast.stmt], claims: Sequence[str]) -> Iterator[_Test]:
        for node in _statements(body):
            if isinstance(node, _Function):
                own = self._claims(node.decorator_list)
                if own or node.name.startswith("test"):
                    yield _Test((*above, node.name), node, _once(own, claims))
            elif isinstance(node, ast.ClassDef) and self._is_collected(node):
                yield from self._of_class(above, node, claims)

    def _of_class(self, above: tuple[str, ...], node: ast.ClassDef, claims: Sequence[str]) -> Iterator[_Test]:
        """The tests of a class, those that it inherits from classes of the same module first."""
        bases = self._bases(node)
        marks = (mark for one in (node, *bases) for mark in self._class_claims(one))
        known = _once(marks, claims)
        for one in (*reversed(bases), node):
            yield from self._tests((*above, node.name), one.body, known)

    def _is_collected(self, node: ast.ClassDef) -> bool:
        """By pytest's own rules: the name, or that it is one of unittest's."""
        cases = (base for one in (node, *self._bases(node)) for base in one.bases)
        return node.name.startswith("Test") or any(_last_name(base).endswith("TestCase") for base in cases)

    def _bases(self, node: ast.ClassDef) -> list[ast.ClassDef]:
        found: dict[str, ast.ClassDef] = {}
        waiting = [node]
        while waiting and len(found) < _MOST_BASES:
            for name in map(_last_name, waiting.pop(0).bases):
                base = self.classes.get(name)
                if base is not None and base is not node and name not in found:
                    found[name] = base
                    waiting.append(base)
        return list(found.values())

    def _class_claims(self, node: ast.ClassDef) -> tuple[str, ...]:
        return _once(self._claims(node.decorator_list), self._module_claims(node.body))

    def _module_claims(self, body: Sequence[ast.stmt]) -> tuple[str, ...]:
        """What ``pytestmark`` says in a body."""
        values = []
        for node in _statements(body):
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            is_assigned = isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign)
            if is_assigned and any(isinstance(one, ast.Name) and one.id == "pytestmark" for one in targets):
                value = getattr(node, "value", None)
                values += [value] if value is not None else []
        return self._claims(values)

    def _claims(self, expressions: Iterable[ast.expr]) -> tuple[str, ...]:
        """What all marks say in some expressions, wherever they stand in them."""
        found: list[str] = []
        for node in (node for one in expressions for node in ast.walk(one)):
            if isinstance(node, ast.Call) and self._is_mark(node.func):
                found += [word for word in map(_text, node.args) if word]
            elif isinstance(node, ast.Name):
                found += self.meant.get(node.id, ())
        return _once(found)

    def _is_mark(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Name):
            return node.id in self.aliases
        return isinstance(node, ast.Attribute) and node.attr == _MARK and _last_name(node.value) == "mark"


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a body, and those that stand in it below a condition."""
    for node in body:
        yield node
        if isinstance(node, ast.If | ast.Try | ast.With):
            handlers = [line for one in getattr(node, "handlers", ()) for line in one.body]
            yield from _statements(
                (*node.body, *handlers, *getattr(node, "orelse", ()), *getattr(node, "finalbody", ()))
            )


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _text(node: ast.expr) -> str:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) <= _LONGEST_CLAIM
    return str(node.value).strip() if is_text and isinstance(node, ast.Constant) else ""


def _once(*claims: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim for each in claims for claim in each))
