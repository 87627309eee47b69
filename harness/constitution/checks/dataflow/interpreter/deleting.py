"""``del``: what stood there is gone."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.scopes import found_key
from harness.constitution.checks.dataflow.interpreter.shapes import SEQUENCES, Shape, blurred, renumbered
from harness.constitution.checks.dataflow.values import Value


def delete(run: Run, node: ir.Delete) -> None:
    for target in node.targets:
        if isinstance(target, ir.Name):
            key = found_key(run, target.id)
            if key is not None:
                del run.state.names[key]
        elif isinstance(target, ir.Subscript):
            _item(run, target)
        elif isinstance(target, ir.Attribute):
            _attribute(run, target)


def _item(run: Run, target: ir.Subscript) -> None:
    owner = run.evaluate(target.value)
    key = run.evaluate(target.index)
    if key.constants is None or len(key.constants) != 1:
        if len(owner.objects) == 1:
            run.change(owner, lambda shape, weak: blurred(shape) if shape.kind in SEQUENCES else shape)
        return
    (only,) = key.constants
    run.change(owner, lambda shape, weak: _without(shape, only, weak))


def _without(shape: Shape, key: object, weak: bool) -> Shape:
    if shape.kind in SEQUENCES:
        if weak or not shape.exact or not isinstance(key, int):
            return blurred(shape)
        values = list(shape.items.values())
        if -len(values) <= key < len(values):
            del values[key]
        return renumbered(shape, values)
    if weak:
        return shape
    items = {name: value for name, value in shape.items.items() if name != key}
    return Shape(shape.kind, items, shape.attributes, shape.rest, shape.keys, shape.origin)


def _attribute(run: Run, target: ir.Attribute) -> None:
    owner: Value = run.evaluate(target.value)
    if len(owner.objects) == 1:
        run.change(
            owner,
            lambda shape, weak: Shape(
                shape.kind,
                shape.items,
                {name: value for name, value in shape.attributes.items() if name != target.attr},
                shape.rest,
                shape.keys,
                shape.origin,
            ),
        )
