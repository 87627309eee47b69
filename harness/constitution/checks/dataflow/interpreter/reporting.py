"""Sinks and misuses: what reaches them is a hit, and what does not is told on demand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.lattice import ordered
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.rules import Bound, Role, Rule, Sure
from harness.constitution.checks.dataflow.values import Hit, Taint, Trail, Value

LONGEST_SHOWN = 60


def found_at(run: Run, node: ir.Expression, bounds: Iterable[Bound], what: str) -> None:
    """What the rules that match at a place find there."""
    for bound in bounds:
        if bound.rule.role is Role.SINK:
            reached(run, node, bound.rule, bound.values, what)
        elif bound.rule.role is Role.MISUSE and bound.sure is Sure.YES:
            misused(run, node, bound.rule)


def misused(run: Run, node: ir.Expression, rule: Rule) -> None:
    """A misuse, which needs no value."""
    if not run.state.dead:
        for category in sorted(rule.categories):
            run.hit(Hit(rule.id, category, run.path, node.line, node.start, node.end, None, rule.note))


def reached(run: Run, node: ir.Expression, rule: Rule, values: Mapping[str, tuple[Value, ...]], what: str) -> None:
    """Whatever is harmful and reaches a sink."""
    if run.state.dead:
        return
    for place in rule.arguments or tuple(values):
        for value in values.get(place, ()):
            taints = (
                value.taints
                if "html" in rule.categories and _is_json(run, value)
                else run.deep(value, attributes=run.javascript)
            )
            for taint in ordered(taints):
                _reached_by(run, node, rule, taint, what)
            if run.explains and not taints:
                _untainted(run, node, rule, value)


def _is_json(run: Run, value: Value) -> bool:
    """Whether a value is a dictionary: where HTML is expected it is written as JSON."""
    shapes = run.shapes(value)
    return bool(shapes) and all(shape.kind == "dict" and shape.origin is None for shape in shapes)


def _reached_by(run: Run, node: ir.Expression, rule: Rule, taint: Taint, what: str) -> None:
    for category in sorted(rule.categories):
        if taint.reaches(category):
            trail = Trail(run.step(node, f"reaches {what}, a sink ({category})"), taint.trail)
            given = Taint(taint.origin, taint.cleared, trail)
            run.hit(Hit(rule.id, category, run.path, node.line, node.start, node.end, given, rule.note))
        else:
            run.stop(node, category, "what reaches the sink was made harmless before", taint.trail)


def _untainted(run: Run, node: ir.Expression, rule: Rule, value: Value) -> None:
    reason = "nothing that comes from a source reaches the sink"
    if value.constants is not None:
        shown = ", ".join(sorted(repr(each) for each in value.constants))
        reason = f"the argument of the sink is always {shown[:LONGEST_SHOWN]}"
    for category in sorted(rule.categories):
        run.stop(node, category, reason)
