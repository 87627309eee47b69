"""What a test that holds, or fails, says of the values in it."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.call_tests import call_holds, differs, instance
from harness.constitution.checks.dataflow.interpreter.characters import lacks
from harness.constitution.checks.dataflow.interpreter.guards import bounded_by, contained, equal
from harness.constitution.checks.dataflow.interpreter.javascript_guards import no_prototype
from harness.constitution.checks.dataflow.interpreter.membership import constants_of
from harness.constitution.checks.dataflow.interpreter.places import ANYTHING, assume, clear_place, peek, replace
from harness.constitution.checks.dataflow.interpreter.relations import definition
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.state import State
from harness.constitution.checks.dataflow.values import Value

PLACES = (ir.Name, ir.Attribute, ir.Subscript)


def refine(run: Run, test: ir.Expression, holds: bool) -> None:
    """From here on ``test`` is true (or false)."""
    if run.state.dead:
        return
    match test:
        case ir.Unary(operator="not"):
            refine(run, test.operand, not holds)
        case ir.Logical():
            _logical(run, test, holds)
        case ir.Compare():
            _compare(run, test, holds)
        case ir.Call():
            call_holds(run, test, holds)
        case ir.Name() | ir.Attribute() | ir.Subscript():
            _truth(run, test, holds)
        case ir.Assigned():
            refine(run, test.value, holds)
            _truth(run, test.target, holds)
        case ir.Await() if test.value is not None:
            refine(run, test.value, holds)
        case _:
            pass


def _logical(run: Run, test: ir.Logical, holds: bool) -> None:
    if (test.operator == "and") is holds:
        for operand in test.operands:
            refine(run, operand, holds)
        return
    # one of the operands failed (or held), those before it did not
    ways: list[State] = []
    for operand in test.operands:
        here = run.state.copy()
        refine(run, operand, holds)
        ways.append(run.state)
        run.state = here
        refine(run, operand, not holds)
    living = [way for way in ways if not way.dead]
    if living:
        run.join(living)
    else:
        run.state.dead = True


def _truth(run: Run, place: ir.Expression, holds: bool) -> None:
    source = definition(run, place)
    if source is not None:
        refine(run, source, holds)
        if run.state.dead:
            return
    value = peek(run, place)
    if value is None:
        return
    if value.constants is not None:
        kept = frozenset(each for each in value.constants if bool(each) is holds)
        if kept != value.constants:
            _keep(run, place, value, kept)
    elif not holds and value.taints:
        clear_place(run, place, ANYTHING, place, "is empty here")


def _keep(run: Run, place: ir.Expression, value: Value, kept: frozenset[object]) -> None:
    """Of the constants of a place only some are left."""
    if kept and value.taints:
        new = Value(value.taints, kept, value.names, value.types, value.targets, value.objects)
        replace(run, place, value, new)
    else:
        assume(run, place, kept)


OPPOSITE = {
    "==": "!=",
    "!=": "==",
    "in": "not-in",
    "not-in": "in",
    "is": "is-not",
    "is-not": "is",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
}


def _compare(run: Run, test: ir.Compare, holds: bool) -> None:
    operator = test.operator if holds else OPPOSITE.get(test.operator, "")
    if operator == "in":
        contained(run, test.left, test.right, test)
    elif operator in ("==", "is"):
        equal(run, test.left, test.right, test)
        equal(run, test.right, test.left, test)
    elif operator in ("!=", "is-not"):
        _unequal(run, test.left, test.right)
        _unequal(run, test.right, test.left)
        differs(run, test)
    elif operator == "not-in":
        _outside(run, test.left, test.right)
        if isinstance(test.left, ir.Constant) and isinstance(test.left.value, str) and len(test.left.value) == 1:
            lacks(run, test.right, test.left.value, test)
    elif operator in ("<", "<="):
        bounded_by(run, test.left, test.right, test)
    elif operator in (">", ">="):
        bounded_by(run, test.right, test.left, test)
    elif operator == "instanceof":
        instance(run, test.left, test.right, test)


def _unequal(run: Run, place: ir.Expression, other: ir.Expression) -> None:
    """What is ruled out is no longer among the constants; ``x != True`` and the like say nothing more."""
    known = peek(run, other) if not isinstance(place, ir.Constant) else None
    if known is None or known.constants is None or len(known.constants) != 1:
        return
    no_prototype(run, place, known.constants, place)
    value = peek(run, place)
    if value is None or value.constants is None:
        return
    kept = value.constants - known.constants
    if kept != value.constants:
        _keep(run, place, value, kept)


def _outside(run: Run, place: ir.Expression, collection: ir.Expression) -> None:
    value = peek(run, place)
    if value is None or value.constants is None:
        return
    listed = constants_of(run, collection)
    if listed is not None:
        kept = value.constants - listed
        if kept != value.constants:
            _keep(run, place, value, kept)
