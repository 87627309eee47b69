"""What is put into an object of which only the place is known, or which lies in the heap."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation
from harness.constitution.checks.dataflow.interpreter.lattice import join_taints
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import blurred
from harness.constitution.checks.dataflow.values import Value


def absorb(run: Run, invocation: Invocation, owner: Value, place: ir.Expression | None, more: Value) -> None:
    """Something is put into an object."""
    if not more.taints and not more.objects:
        return
    if owner.objects:
        run.change(owner, lambda shape, weak: blurred(shape, more))
    elif isinstance(place, ir.Name | ir.Attribute | ir.Subscript):
        whole = Value(
            join_taints(owner.taints, run.deep(more)), None, owner.names, owner.types, owner.targets, owner.objects
        )
        run.store(place, whole)
