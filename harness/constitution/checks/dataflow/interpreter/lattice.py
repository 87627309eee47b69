"""Values: made, joined and bounded. Nothing here knows of code, of states or of the heap."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from harness.constitution.checks.dataflow.values import (
    EVERYTHING,
    MEANINGS,
    MOST_CONSTANTS,
    MOST_STEPS,
    TEXT,
    UNKNOWN,
    Form,
    Input,
    Source,
    Step,
    Taint,
    Trail,
    Value,
)

Item = TypeVar("Item")
NONE: frozenset[Taint] = frozenset()
MOST_TAINTS = 24
LONGEST_CONSTANT = 4096
JSON = "~json"
"""In ``Taint.cleared``: it was written as JSON, which does no harm in a script without a ``<``."""
RESOLVED = "~resolved"
"""A mark in ``Taint.cleared`` that is no category: a path without links and ``..``; its beginning says where it lies."""
MARKS = frozenset({RESOLVED})
BY_LINES = frozenset(("header", "log"))
"""Categories in which the ends of lines alone do harm: without them a value is harmless."""


def constant(value: object) -> Value:
    """A value that is known; what is too long to be of use is not."""
    if isinstance(value, str | bytes | tuple) and len(value) > LONGEST_CONSTANT:
        return UNKNOWN
    return Value(NONE, frozenset((value,)))


def constants(values: Iterable[object]) -> Value:
    """One of some values that are known."""
    found = frozenset(values)
    return Value(NONE, found) if 0 < len(found) <= MOST_CONSTANTS else UNKNOWN


TRUE = constant(True)
FALSE = constant(False)
NULL = constant(None)
EITHER = constants((True, False))


def truth(boolean: bool | None) -> Value:
    """A bool that may be known."""
    return EITHER if boolean is None else TRUE if boolean else FALSE


def join(one: Value, other: Value) -> Value:
    """What is one or the other; one itself, where the other one has nothing to add."""
    if one is other:
        return one
    mine, others = one.constants, other.constants
    known = mine
    if mine is not others and mine is not None:
        known = None if others is None else mine if others <= mine else mine | others
        if known is not None and len(known) > MOST_CONSTANTS:
            known = None
    taints = join_taints(one.taints, other.taints)
    names = _either(one.names, other.names)
    types = _either(one.types, other.types)
    targets = _either(one.targets, other.targets)
    objects = _either(one.objects, other.objects)
    form = one.form if other.form is None else other.form if one.form is None else join_forms(one.form, other.form)
    if (
        taints is one.taints
        and known is mine
        and names is one.names
        and types is one.types
        and targets is one.targets
        and objects is one.objects
        and form is one.form
    ):
        return one
    return Value(taints, known, names, types, targets, objects, form)


def _either(one: frozenset[Item], other: frozenset[Item]) -> frozenset[Item]:
    return one if not other or one is other or other <= one else one | other


def join_all(values: Iterable[Value]) -> Value:
    """What is one of several; unknown where there is none."""
    result: Value | None = None
    for value in values:
        result = value if result is None else join(result, value)
    return UNKNOWN if result is None else result


def join_maybe(one: Value | None, other: Value | None) -> Value | None:
    """The join where None means that there is nothing."""
    if one is None:
        return other
    return one if other is None else join(one, other)


def join_forms(one: Form, other: Form) -> Form:
    """An object that is one or the other: what stands in one of them alone may be missing, so it is among the rest."""
    if one is other or one == other:
        return one
    mine, others = dict(one.items), dict(other.items)
    rest = join_maybe(one.rest, other.rest)
    items: list[tuple[object, Value]] = []
    for key, value in (*mine.items(), *((key, value) for key, value in others.items() if key not in mine)):
        if key in mine and key in others:
            items.append((key, join(mine[key], others[key])))
        else:
            items.append((key, value))
            rest = join_maybe(rest, value) if one.kind in ("list", "tuple") else rest
    attributes = dict(one.attributes)
    for name, value in other.attributes:
        attributes[name] = join(attributes[name], value) if name in attributes else value
    return Form(
        one.kind if one.kind == other.kind else "object",
        tuple(items),
        tuple(attributes.items()),
        rest,
        join_maybe(one.keys, other.keys),
        (*one.given, *(origin for origin in other.given if origin not in one.given)),
    )


PATTERNS = frozenset(("re.Pattern",))


def tells_nothing(value: Value) -> bool:
    """Whether what is named like a secret is known to be none: a compiled pattern, or a constant that is no text."""
    if value.taints:
        return False
    if value.constants is not None:
        return not any(isinstance(each, str | bytes | tuple) for each in value.constants)
    return value.types == PATTERNS


def tells(part: Value) -> bool:
    """Whether a part of what a caller gives is known so well that a function may go by it."""
    return bool(part.constants or part.names or part.targets) and part.form is None


# --- taints -------------------------------------------------------------------------------------------------------------


def join_taints(one: frozenset[Taint], other: frozenset[Taint]) -> frozenset[Taint]:
    """Both; of two with one origin the one that is as harmful or more is enough."""
    if not other or one is other:
        return one
    if not one:
        return other
    if other <= one:
        return one
    return bounded(pruned(one | other))


def pruned(taints: frozenset[Taint]) -> frozenset[Taint]:
    """Without those that say less than another of the same origin."""
    if len({taint.origin for taint in taints}) == len(taints):
        return taints
    by_origin: dict[object, list[Taint]] = {}
    for taint in taints:
        by_origin.setdefault(taint.origin, []).append(taint)
    return frozenset(
        taint
        for same in by_origin.values()
        for taint in same
        if len(same) == 1 or not any(other.cleared < taint.cleared for other in same)
    )


def in_both(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """For what both of two are harmless: one that is so for everything, or for all text, is so for what the other names."""
    if EVERYTHING in one or EVERYTHING in other:
        return other if EVERYTHING in one else one
    shared = one & other
    for all_text, named in ((one, other), (other, one)):
        if TEXT in all_text:
            shared |= frozenset(each for each in named if each not in MEANINGS and not each.startswith("~"))
    return shared


def bounded(taints: frozenset[Taint]) -> frozenset[Taint]:
    """At most so many: inputs are told less finely, and of many sources of one kind the first ones are enough."""
    if len(taints) <= MOST_TAINTS:
        return taints
    kept: dict[object, Taint] = {}
    for taint in ordered(taints):
        origin = taint.origin
        if isinstance(origin, Input):
            whole = Input(origin.position, (), origin.text if origin.position < 0 else "")
            before = kept.get(whole)
            cleared = taint.cleared if before is None else in_both(taint.cleared, before.cleared)
            kept[whole] = Taint(whole, cleared, taint.trail)
    sources = [taint for taint in ordered(taints) if isinstance(taint.origin, Source)]
    seen: dict[object, int] = {}
    for taint in sources:
        kind = (taint.origin.kind, taint.cleared) if isinstance(taint.origin, Source) else None
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] <= 4:
            kept[taint] = taint
    return frozenset(kept.values())


def order(taint: Taint) -> tuple[object, ...]:
    """A key to sort taints by: what one is does not depend on how a set keeps it."""
    origin = taint.origin
    if isinstance(origin, Source):
        return (0, origin.path, origin.start, origin.end, origin.rule, origin.kind, tuple(sorted(taint.cleared)))
    return (1, origin.text, origin.position, 0, "", "/".join(origin.access), tuple(sorted(taint.cleared)))


def ordered(taints: Iterable[Taint]) -> list[Taint]:
    """In an order that is always the same."""
    found = list(taints)
    if len(found) > 1:
        found.sort(key=order)
    return found


def through(taints: frozenset[Taint], step: Step | None) -> frozenset[Taint]:
    """One step on; what is no longer so of a text that changed (``MARKS``) is forgotten."""
    if not taints:
        return taints
    found = []
    for taint in taints:
        cleared = taint.cleared
        if cleared and not MARKS.isdisjoint(cleared):
            cleared = cleared - MARKS
        found.append(Taint(taint.origin, cleared, taint.trail if step is None else Trail(step, taint.trail)))
    return frozenset(found)


def cleared(taints: frozenset[Taint], categories: frozenset[str], step: Step | None) -> frozenset[Taint]:
    """Made harmless in some categories; the step says by what."""
    if not taints:
        return taints
    found: dict[Taint, Taint] = {}
    for taint in ordered(taints):
        if EVERYTHING in taint.cleared or categories <= taint.cleared:
            made = taint
        else:
            made = Taint(
                taint.origin, taint.cleared | categories, taint.trail if step is None else Trail(step, taint.trail)
            )
        found.setdefault(made, made)
    return frozenset(found.values())


def extended(before: Trail | None, inner: Trail | None, last: Step | None) -> Trail | None:
    """A way that goes on with another one and a last step; of one that becomes too long the middle is left out."""
    whole = Trail(last, before, inner)
    if whole.length <= MOST_STEPS:
        return whole if whole.length else None
    every = whole.steps()
    kept: Trail | None = None
    for step in (*every[: MOST_STEPS // 4], *every[-MOST_STEPS // 4 :]):
        kept = Trail(step, kept)
    return kept
