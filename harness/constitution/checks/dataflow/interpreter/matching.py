"""``match`` and ``switch``: cases in order, of which those that surely do not fit are left out."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.comparing import compared
from harness.constitution.checks.dataflow.interpreter.construction import fields_of
from harness.constitution.checks.dataflow.interpreter.frames import Loop
from harness.constitution.checks.dataflow.interpreter.items import read_item
from harness.constitution.checks.dataflow.interpreter.lattice import constant, constants, join_maybe
from harness.constitution.checks.dataflow.interpreter.members import member
from harness.constitution.checks.dataflow.interpreter.naming import class_of
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.scopes import key_of
from harness.constitution.checks.dataflow.interpreter.shapes import Shape
from harness.constitution.checks.dataflow.interpreter.state import State
from harness.constitution.checks.dataflow.interpreter.statements import dead
from harness.constitution.checks.dataflow.interpreter.truths import truth_of
from harness.constitution.checks.dataflow.values import UNKNOWN, Value


def match_(run: Run, node: ir.Match) -> None:
    subject = run.evaluate(node.subject)
    ends: list[State] = []
    falling: State | None = None
    loop = Loop()
    if run.javascript:
        run.frame.loops.append(loop)
    for case in node.cases:
        before = run.state
        fits, missed = (None, before) if before.dead else _case(run, node, case, subject)
        if before.dead:
            run.state = dead()
        if falling is not None:
            falling.join(run.state, run.part)
            run.state = falling
            falling = None
        if not run.state.dead:
            run.execute(case.body)
        if case.falls and not run.state.dead:
            falling = run.state
        else:
            ends.append(run.state)
        run.state = missed
        if fits is True:
            run.state = dead()
    if falling is not None:
        ends.append(falling)
    if run.javascript:
        _leave(run, loop, ends)
    for state in ends:
        run.state.join(state, run.part)


def _leave(run: Run, loop: Loop, ends: list[State]) -> None:
    """``break`` leaves the ``switch``; ``continue`` is of the loop around it."""
    run.frame.loops.pop()
    ends += loop.broken
    if run.frame.loops:
        run.frame.loops[-1].continued += loop.continued


def _case(run: Run, node: ir.Match, case: ir.Case, subject: Value) -> tuple[bool | None, State]:
    """Go into a case as far as it may fit; with the state in which it does not."""
    other = run.state.copy()
    fits: bool | None = True
    if case.pattern is not None:
        fits = fitting(run, case.pattern, subject, node.subject)
    if fits is not False and case.guard is not None:
        test = truth_of(run, run.evaluate(case.guard))
        if test is not False:
            run.refine(case.guard, True)
        fits = False if test is False else fits if test is True else None
    if fits is False:
        run.state = dead()
    elif fits is None:
        _not(run, case, node.subject, other)
    return fits, other


def _not(run: Run, case: ir.Case, subject: ir.Expression, other: State) -> None:
    """In what comes after a case its value is ruled out."""
    pattern = case.pattern
    if pattern is None or case.guard is not None or pattern.kind != "value" or pattern.value is None:
        return
    here, run.state = run.state, other
    test = ir.Compare(pattern.line, pattern.start, pattern.end, "!=", subject, pattern.value)
    run.refine(test, True)
    run.state = here


def fitting(run: Run, pattern: ir.Pattern, subject: Value, place: ir.Expression | None) -> bool | None:
    """Whether a pattern fits, as far as that is known; names are bound, and the subject is refined."""
    kind = pattern.kind
    if kind == "capture":
        if pattern.name:
            run.state.names[key_of(run, pattern.name)] = subject
        return True
    if kind == "value" and pattern.value is not None:
        return _value(run, pattern, pattern.value, subject, place)
    if kind == "or":
        return _either(run, pattern, subject, place)
    if kind == "as":
        fits = fitting(run, pattern.parts[0], subject, place) if pattern.parts else True
        if pattern.name:
            run.state.names[key_of(run, pattern.name)] = _named(run, pattern, subject, place)
        return fits
    return _parts(run, pattern, subject)


def _named(run: Run, pattern: ir.Pattern, subject: Value, place: ir.Expression | None) -> Value:
    """What ``pattern as name`` binds: the subject as the pattern left it."""
    if isinstance(place, ir.Name | ir.Attribute | ir.Subscript):
        return run.evaluate(place)
    known = _constants(pattern.parts[0]) if pattern.parts else None
    return subject if known is None else constants(known)


def _constants(pattern: ir.Pattern) -> list[object] | None:
    """What a pattern of constants fits; None for any other."""
    if pattern.kind == "value" and isinstance(pattern.value, ir.Constant):
        return [pattern.value.value]
    if pattern.kind != "or":
        return None
    found: list[object] = []
    for part in pattern.parts:
        more = _constants(part)
        if more is None:
            return None
        found += more
    return found


def _value(
    run: Run, pattern: ir.Pattern, value: ir.Expression, subject: Value, place: ir.Expression | None
) -> bool | None:
    fits = truth_of(run, compared(run, "==", subject, run.evaluate(value)))
    if fits is None and place is not None:
        run.refine(ir.Compare(pattern.line, pattern.start, pattern.end, "==", place, value), True)
    return fits


def _either(run: Run, pattern: ir.Pattern, subject: Value, place: ir.Expression | None) -> bool | None:
    """One of several: the ways in are joined."""
    before = run.state
    ways: list[State] = []
    found: bool | None = False
    for part in pattern.parts:
        run.state = before.copy()
        fits = fitting(run, part, subject, place)
        if fits is not False:
            ways.append(run.state)
            found = True if fits is True or found is True else None
    run.state = before
    if ways:
        run.join(ways)
    return found


def _parts(run: Run, pattern: ir.Pattern, subject: Value) -> bool | None:
    fits: bool | None = None
    for index, part in enumerate(pattern.parts):
        inner = _part(run, pattern, index, subject)
        if part.kind == "star":
            if part.name:
                rest = run.new(part, Shape("list", rest=inner), subject.taints)
                run.state.names[key_of(run, part.name)] = rest
        elif fitting(run, part, inner, None) is False:
            fits = False
    return fits


def _part(run: Run, pattern: ir.Pattern, index: int, subject: Value) -> Value:
    where = pattern.value or ir.Name(pattern.line, pattern.start, pattern.end, "")
    if pattern.kind == "mapping" and index < len(pattern.keys):
        return read_item(run, where, subject, run.evaluate(pattern.keys[index]))
    if pattern.kind == "class":
        names = pattern.names
        positional = len(pattern.parts) - len(names)
        if index >= positional:
            found = member(run, subject, names[index - positional], pattern.start)
            return Value(subject.taints) if found is None else found
        return _positional(run, index, subject, pattern)
    starred = any(part.kind == "star" for part in pattern.parts[: index + 1])
    if starred:
        items = run.items(subject)
        return UNKNOWN if items is None else items
    return read_item(run, where, subject, constant(index))


def _positional(run: Run, index: int, subject: Value, pattern: ir.Pattern) -> Value:
    """``Point(x, y)``: the fields in order; ``str(text)`` binds the subject itself."""
    found: Value | None = None
    for each in sorted(subject.types):
        defined = run.world.definition(class_of(each)) if "::" in each else None
        if isinstance(defined, ir.Class):
            fields = list(fields_of(run, each, defined))
            if index < len(fields):
                found = join_maybe(found, member(run, subject, fields[index], pattern.start))
    if found is None:
        return Value(run.deep(subject)) if any("::" in each for each in subject.types) else subject
    return found
