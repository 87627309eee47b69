"""What the analysis of one function asks about everything beyond it; the project as a whole answers."""

from __future__ import annotations

from typing import Protocol

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.rules import Catalogue
from harness.constitution.checks.dataflow.values import Given, Summary, Target, Value


class World(Protocol):
    """The project beyond one function. Nothing here depends on the order of questions."""

    @property
    def catalogue(self) -> Catalogue:
        """The rules that hold."""
        ...

    @property
    def explains(self) -> bool:
        """Whether stops are collected."""
        ...

    def global_name(self, path: str, name: str) -> Value | None:
        """The value of a name of a file's own top level, as its code leaves it; None where it binds no such name."""
        ...

    def imported(self, path: str, statement: ir.Import) -> Value:
        """What an import in a file binds: a target in the project, or the dotted name of what lies outside."""
        ...

    def definition(self, target: Target) -> ir.Function | ir.Class | None:
        """The code of a target."""
        ...

    def member(self, target: Target, name: str) -> Value | None:
        """An attribute of a module or class of the project, through its bases: methods are targets without a receiver.

        Where a base outside the project may have it, a value with the dotted name ``base.name``; None if it has no such
        attribute.
        """
        ...

    def stored(self, type: str, name: str) -> Value | None:
        """What any method of a class of the project (``path::qualname``) stores in that attribute of its objects, with what is
        known whoever calls: sources, constants, types, names; taints have a ``Source`` as origin. None if none stores any."""
        ...

    def bases(self, type: str) -> frozenset[str]:
        """A type with all its bases, in the project and outside."""
        ...

    def summary(self, target: Target, given: Given) -> Summary:
        """A function of the project in the eyes of a caller; to construct an object its ``__init__`` is asked for."""
        ...
