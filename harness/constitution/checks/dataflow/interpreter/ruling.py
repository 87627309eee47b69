"""What the rules of the catalogue say of a call."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.absorbing import absorb
from harness.constitution.checks.dataflow.interpreter.addresses import COOKIE_HEADER, spelled
from harness.constitution.checks.dataflow.interpreter.chance import RANDOM
from harness.constitution.checks.dataflow.interpreter.folding import escaped
from harness.constitution.checks.dataflow.interpreter.frames import Refinement
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation, deep_arguments
from harness.constitution.checks.dataflow.interpreter.lattice import NONE, join_taints
from harness.constitution.checks.dataflow.interpreter.models import built_in
from harness.constitution.checks.dataflow.interpreter.naming import dotted
from harness.constitution.checks.dataflow.interpreter.places import clear_place
from harness.constitution.checks.dataflow.interpreter.reporting import found_at
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.wording import written
from harness.constitution.checks.dataflow.rules import RECEIVER, RETURN, Bound, Role, Site, Sure
from harness.constitution.checks.dataflow.values import Taint, Value


def site_of(run: Run, invocation: Invocation) -> Site:
    """A call as the rules look at it."""
    node = invocation.node
    constructed = isinstance(node, ir.Call) and node.new
    positional = _logged(run, invocation) if invocation.method in LOGGERS else invocation.positional
    if any(each.targets for each in positional):
        positional = [_as_derived(run, each) for each in positional]
    if len(positional) == 2 and positional[0].constants == COOKIE_HEADER and len(invocation.nodes) == 2:
        positional = [positional[0], spelled(run, invocation.nodes[1], positional[1])]
    keywords = {name: _as_derived(run, each) for name, each in invocation.keywords.items()}
    return Site(
        invocation.names,
        invocation.method,
        invocation.receiver,
        dotted(invocation.place) if invocation.place is not None else "",
        tuple(positional),
        keywords,
        invocation.rest,
        constructed,
        run.item,
        run.lacks,
    )


def _as_derived(run: Run, value: Value) -> Value:
    """A class of the project is, for the rules, what it is derived from outside."""
    if not value.targets or run.javascript:
        return value
    names = {
        base
        for target in value.targets
        if target.kind == "class"
        for base in run.world.bases(f"{target.path}::{target.qualname}")
        if "::" not in base
    }
    if not names:
        return value
    own = tuple(f".{target.qualname}" for target in value.targets)
    outer = frozenset(name for name in names | value.names if not name.endswith(own))
    return Value(value.taints, value.constants, outer, value.types, value.targets, value.objects)


LOGGERS = frozenset({"debug", "info", "warning", "warn", "error", "critical", "exception", "log"})


def _logged(run: Run, invocation: Invocation) -> list[Value]:
    """What is given to a logger, as its format writes it."""
    first = 1 if invocation.method == "log" else 0
    given = invocation.positional
    known = given[first].constants if len(given) > first + 1 else None
    text = next(iter(known)) if known and len(known) == 1 else None
    if run.javascript or not isinstance(text, str):
        return given
    return [*given[: first + 1], *escaped(run, invocation.node, text, given[first + 1 :])]


def by_rules(run: Run, invocation: Invocation, bounds: tuple[Bound, ...]) -> Value | None:
    """What rules say of a call; None if they leave open what it gives."""
    node = invocation.node
    shown = f"`{invocation.written()}`"
    found_at(run, node, bounds, shown)
    result: Value | None = None
    ruled = propagated = False
    harmless: frozenset[str] = frozenset()
    taints: frozenset[Taint] = NONE
    for bound in bounds:
        rule = bound.rule
        if rule.role is Role.SOURCE:
            ruled = True
            if bound.sure is not Sure.YES:
                # it may as well be a method of something else, which passes on what it holds
                owner = NONE if invocation.receiver is None else run.deep(invocation.receiver)
                taints = join_taints(taints, run.on(owner, node, f"passes through {shown}"))
            brought = source_taints(run, invocation, bound)
            taints = join_taints(taints, brought)
            if rule.kind == RANDOM and invocation.written() == "shuffle" and invocation.positional:
                absorb(run, invocation, invocation.positional[0], invocation.nodes[0], Value(brought))
        elif rule.role is Role.SANITIZER:
            ruled = True
            values = [value for name in rule.arguments or tuple(bound.values) for value in bound.values.get(name, ())]
            inner = run.deep_all(values) if values else deep_arguments(run, invocation)
            taints = join_taints(taints, run.clear(inner, rule.categories, node, f"{shown} makes it harmless"))
            harmless |= rule.categories
        elif rule.role is Role.PROPAGATOR:
            propagated = True
            taints = join_taints(taints, _propagated(run, invocation, bound))
        elif rule.role is Role.GUARD:
            _guarded(run, invocation, bound)
    only_sanitized = bool(harmless) and not propagated and all(bound.rule.role is not Role.SOURCE for bound in bounds)
    if only_sanitized or (propagated and not ruled):
        # what is built in is known more closely than that it passes something on, or makes it harmless
        own = built_in(run, invocation)
        if own is not None and not (only_sanitized and own.objects):
            cleared = run.clear(own.taints, harmless, node, f"{shown} makes it harmless") if harmless else own.taints
            same = Value(cleared, own.constants, own.names, own.types, own.targets, own.objects, own.form)
            return typed(run, invocation, same)
    if ruled or propagated:
        result = Value(taints, types=known_types(run, invocation))
    return result


def source_taints(run: Run, invocation: Invocation, bound: Bound) -> frozenset[Taint]:
    """The taint that a call brings in, made harmless where the very same call was checked before."""
    node = invocation.node
    rule = bound.rule
    text = written(node) or (
        f"{dotted(invocation.place)}.{invocation.method}" if invocation.place is not None else invocation.written()
    )
    return frozenset((run.checked(run.source(rule.id, rule.kind, node, text, rule.categories), node),))


def _propagated(run: Run, invocation: Invocation, bound: Bound) -> frozenset[Taint]:
    rule = bound.rule
    values = [value for name in rule.sources for value in bound.values.get(name, ())]
    if RECEIVER in rule.sources and invocation.receiver is not None:
        values.append(invocation.receiver)
    if not rule.sources:
        values = [value for each in bound.values.values() for value in each]
    taints = run.on(run.deep_all(values), invocation.node, f"passes through `{invocation.written()}`")
    if rule.categories:
        taints = run.clear(taints, rule.categories, invocation.node, f"`{invocation.written()}` makes it harmless")
    for target in rule.targets:
        if target == RECEIVER and invocation.receiver is not None:
            absorb(run, invocation, invocation.receiver, invocation.place, Value(taints))
        elif target != RETURN:
            for value in bound.values.get(target, ()):
                absorb(run, invocation, value, invocation.node_of(value), Value(taints))
    return taints if not rule.targets or RETURN in rule.targets else NONE


def _guarded(run: Run, invocation: Invocation, bound: Bound) -> None:
    rule = bound.rule
    what = f"`{invocation.written()}` checks it"
    for name in rule.arguments or tuple(bound.values):
        for value in bound.values.get(name, ()):
            place = invocation.node_of(value)
            if place is None:
                continue
            if rule.when_true is None:
                clear_place(run, place, rule.categories, invocation.node, what)
            else:
                refinement = Refinement(place, rule.categories, rule.when_true, what)
                run.guards.setdefault(id(invocation.node), []).append(refinement)


def known_types(run: Run, invocation: Invocation) -> frozenset[str]:
    if not invocation.names:
        return NONE_TYPES
    return run.catalogue.types(invocation.names, lambda: site_of(run, invocation))


NONE_TYPES: frozenset[str] = frozenset()


def typed(run: Run, invocation: Invocation, value: Value) -> Value:
    types = known_types(run, invocation)
    if not types or types <= value.types:
        return value
    return Value(value.taints, value.constants, value.names, value.types | types, value.targets, value.objects)
