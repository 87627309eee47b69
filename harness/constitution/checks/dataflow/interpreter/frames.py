"""What stands around the code that is being run: its function, its loops, and functions inside it."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.state import State
from harness.constitution.checks.dataflow.values import Value


class Exhausted(Exception):
    """The function took more than its budget."""


class Loop:
    """Where ``break`` and ``continue`` of a loop lead: the states that they were met in."""

    __slots__ = ("broken", "continued")

    def __init__(self) -> None:
        self.broken: list[State] = []
        self.continued: list[State] = []


class Frame:
    """A function that is being run: the analysed one, or one inside it.

    ``scopes`` are the prefixes of the names of this function and of those around it, the innermost first; that of the
    analysed function is empty.
    """

    __slots__ = ("exits", "function", "loops", "outer", "returned", "scopes", "state", "yielded")

    def __init__(self, function: ir.Function | None, scopes: tuple[str, ...]) -> None:
        self.function = function
        self.scopes = scopes
        self.loops: list[Loop] = []
        self.state: State | None = None
        self.returned: Value | None = None
        self.yielded: Value | None = None
        self.exits: list[tuple[State, ir.Expression | None, Value]] = []
        self.outer: frozenset[str] = frozenset()


class Closure:
    """A function inside the analysed one, with the scopes around it."""

    __slots__ = ("function", "scopes")

    def __init__(self, function: ir.Function, scopes: tuple[str, ...]) -> None:
        self.function = function
        self.scopes = scopes


class Refinement:
    """What a call that was evaluated says of a place, if its result is true (False: false): harmless in some categories."""

    __slots__ = ("categories", "place", "what", "when")

    def __init__(self, place: ir.Expression, categories: frozenset[str], when: bool, what: str) -> None:
        self.place = place
        self.categories = categories
        self.when = when
        self.what = what
