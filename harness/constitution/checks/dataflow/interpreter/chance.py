"""What chance gives and is kept under a name without being assigned: as a key of a dictionary, or a keyword of a call."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.lattice import join_taints
from harness.constitution.checks.dataflow.interpreter.reporting import found_at
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.rules import Site
from harness.constitution.checks.dataflow.values import Source, Value

RANDOM = "random"
CATEGORY = "weak-random"


def is_chance(run: Run, value: Value) -> bool:
    """Whether a value comes from a generator whose next value can be guessed."""
    if not value.taints and not value.objects:
        return False
    return any(isinstance(taint.origin, Source) and taint.origin.kind == RANDOM for taint in run.deep(value))


def under_key(run: Run, node: ir.Expression, key: Value, value: Value) -> None:
    """``{"token": value}``."""
    if is_chance(run, value):
        site = Site(frozenset(), "[]", positional=(key, value), item=run.item, lacks=run.lacks)
        _told(run, node, site, "a dictionary")


def under_keyword(run: Run, node: ir.Expression, name: str, value: Value) -> None:
    """``f(token=value)``."""
    if is_chance(run, value):
        site = Site(frozenset(), text=name, positional=(value,), item=run.item, lacks=run.lacks)
        _told(run, node, site, f"`{name}`")


def _told(run: Run, node: ir.Expression, site: Site, what: str) -> None:
    found_at(run, node, [each for each in run.catalogue.stores(site) if CATEGORY in each.rule.categories], what)


def chosen(run: Run, node: ir.Subscript, key: Value, value: Value) -> Value:
    """``letters[random.randrange(26)]``: what is chosen can be guessed as well as the index."""
    chance = frozenset(each for each in key.taints if isinstance(each.origin, Source) and each.origin.kind == RANDOM)
    if not chance:
        return value
    taints = join_taints(value.taints, run.on(chance, node, "chooses an item"))
    return Value(taints, value.constants, value.names, value.types, value.targets, value.objects)
