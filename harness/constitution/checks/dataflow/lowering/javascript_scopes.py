"""Scopes of names: one that a block declares anew is renamed, since a function has one scope here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering.javascript_jumps import Frame


@dataclass
class FunctionScope:
    """What one function gathers while it is read: ``prefix`` is its qualname, ``this`` what ``this`` is called in it.

    ``is_code`` is false for a file's own level and for a class. ``outer`` are the names of enclosing scopes that it assigns to,
    by how far they are (``nonlocal``, ``global``); ``modules`` the modules that it loads by ``require``, in order; ``before``
    are definitions that the statement at hand needs first.
    """

    prefix: str
    above: Scope | None
    this: str = "this"
    is_code: bool = True
    outer: dict[str, str] = field(default_factory=dict)
    modules: dict[str, int] = field(default_factory=dict)
    nameless: dict[str, int] = field(default_factory=dict)
    renamed: dict[str, int] = field(default_factory=dict)
    before: list[ir.Statement] = field(default_factory=list)

    def nameless_name(self, what: str, line: int) -> str:
        """The name of a function or class without one, unique in this function."""
        name = f"<{what}:{line}>"
        count = self.nameless[name] = self.nameless.get(name, 0) + 1
        return name if count == 1 else f"{name}#{count}"

    def taken(self) -> list[ir.Statement]:
        """The definitions that have to come first, which are then forgotten."""
        found = list(self.before)
        self.before.clear()
        return found

    def qualified(self, name: str) -> str:
        """The qualname of what is defined here."""
        return f"{self.prefix}.{name}" if self.prefix else name


@dataclass(frozen=True)
class Scope:
    """A block: the names that it declares, and as what; ``frames`` is what jumps may leave, the innermost one last, and
    ``labels`` stand right before the statement that is read."""

    function: FunctionScope
    names: Mapping[str, str]
    above: Scope | None = None
    frames: tuple[Frame, ...] = ()
    labels: frozenset[str] = frozenset()

    @property
    def is_module(self) -> bool:
        """Whether it is the top level of a file."""
        return self.above is None and self.function.above is None

    def block(self, declared: Iterable[str]) -> Scope:
        """A block in it that declares names; those that mean something else around it are renamed."""
        return Scope(self.function, {name: self._fresh(name) for name in declared}, self, self.frames)

    def within(self, frame: Frame) -> Scope:
        """The body of a loop, of a switch or of a block with a label."""
        return Scope(self.function, {}, self, (*self.frames, frame))

    def labelled(self, labels: frozenset[str]) -> Scope:
        """The same for a statement with labels."""
        return replace(self, labels=labels)

    def resolve(self, name: str) -> str:
        """What a name that is read is called."""
        found = self._own(name)
        if found is not None:
            return found
        above = self.function.above
        return above.resolve(name) if above is not None else name

    def assign(self, name: str) -> str:
        """What a name that is assigned to is called; one that is not declared in the function is noted."""
        found = self._own(name)
        if found is not None:
            return found
        resolved = self.resolve(name)
        if self.function.above is not None:
            self.function.outer[resolved] = "nonlocal" if self._enclosed(name) else "global"
        return resolved

    def _own(self, name: str) -> str | None:
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.above
        return None

    def _enclosed(self, name: str) -> bool:
        """Whether a function around this one declares it."""
        scope = self.function.above
        while scope is not None and scope.function.above is not None:
            if scope._own(name) is not None:
                return True
            scope = scope.function.above
        return False

    def _fresh(self, name: str) -> str:
        if self._own(name) is None:
            return name
        count = self.function.renamed[name] = self.function.renamed.get(name, 1) + 1
        return f"{name}#{count}"
