"""The analysis of one function, or of a module's own code, from beginning to end."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter import (
    accessing,
    calls,
    comprehensions,
    expressions,
    items,
    loops,
    matching,
    scopes,
    statements,
    trying,
)
from harness.constitution.checks.dataflow.interpreter.assigning import store
from harness.constitution.checks.dataflow.interpreter.deleting import delete
from harness.constitution.checks.dataflow.interpreter.forms import unsettle
from harness.constitution.checks.dataflow.interpreter.frames import Exhausted, Frame
from harness.constitution.checks.dataflow.interpreter.functions import enter, run_body
from harness.constitution.checks.dataflow.interpreter.outcome import assurances, effects, returned
from harness.constitution.checks.dataflow.interpreter.parameters import bound_inputs, nested, ruled_returns
from harness.constitution.checks.dataflow.interpreter.refining import refine
from harness.constitution.checks.dataflow.interpreter.run import BUDGET, Run, Tables
from harness.constitution.checks.dataflow.values import UNKNOWN, Given, Hit, Input, Summary, Value
from harness.constitution.checks.dataflow.world import World

TABLES = Tables(
    {
        ir.Constant: expressions.literal,
        ir.Regex: expressions.regex,
        ir.Name: scopes.name,
        ir.Attribute: accessing.attribute,
        ir.Subscript: items.subscript,
        ir.Slice: expressions.bare_slice,
        ir.Call: calls.call,
        ir.Binary: expressions.binary,
        ir.Unary: expressions.unary,
        ir.Logical: expressions.logical,
        ir.Compare: expressions.compare,
        ir.Conditional: expressions.conditional,
        ir.Template: expressions.template,
        ir.Collection: expressions.collection,
        ir.Spread: expressions.spread,
        ir.Dictionary: expressions.dictionary,
        ir.Comprehension: comprehensions.comprehension,
        ir.Lambda: expressions.lambda_,
        ir.Assigned: expressions.assigned,
        ir.Await: expressions.await_,
        ir.Markup: expressions.markup,
        ir.Unknown: expressions.unknown,
    },
    {
        ir.Do: statements.do,
        ir.Assign: statements.assign,
        ir.Augment: statements.augment,
        ir.If: statements.if_,
        ir.While: loops.while_,
        ir.For: loops.for_,
        ir.Try: trying.try_,
        ir.With: trying.with_,
        ir.Match: matching.match_,
        ir.Return: statements.return_,
        ir.Raise: statements.raise_,
        ir.Break: statements.break_,
        ir.Continue: statements.continue_,
        ir.Delete: delete,
        ir.Assert: statements.assert_,
        ir.Scope: statements.scope,
        ir.Import: statements.import_,
        ir.Define: statements.define,
    },
    calls.invoke,
    store,
    refine,
    calls.result_of,
)


def analyse_function(
    world: World, path: str, function: ir.Function, given: Given, roots: bool = False, budget: int = BUDGET
) -> Summary:
    """A function in the eyes of its callers; with ``roots`` functions inside it that nobody called are looked into as well."""
    run = Run(world, path, TABLES, budget)
    run.frame = Frame(function, ("",))
    exhausted = False
    value: Value | None = UNKNOWN
    try:
        bound_inputs(run, function, given)
        value = run_body(run, function)
        ruled_returns(run, function)
        if roots:
            _inside(run)
    except Exhausted:
        return Summary(UNKNOWN, _sorted(run), exhausted=True, stops=tuple(run.stops))
    except RecursionError:
        exhausted = True
    return Summary(
        returned(run, value),
        _sorted(run),
        effects(run, function),
        assurances(run, function),
        tuple(run.stops),
        exhausted,
        None if run.raised is None else unsettle(run, run.raised),
    )


def _inside(run: Run) -> None:
    """Run every function inside the analysed one that nothing has called: something will."""
    after = run.state
    for number in range(len(run.closures) + 8):
        if number >= len(run.closures):
            break
        if number + 1 in run.called:
            continue
        closure = run.closures[number]
        run.called.add(number + 1)
        run.state = after.copy() if not after.dead else run.last.copy()
        run.state.dead = False
        enter(run, closure.function, (f"{number + 1}:", *closure.scopes), nested(run, closure.function))
    run.state = after


def analyse_module(
    world: World, path: str, module: ir.Module, budget: int = BUDGET
) -> tuple[dict[str, Value], Summary]:
    """The names of a module's top level as its code leaves them, told as forms, and what that code does."""
    run = Run(world, path, TABLES, budget)
    exhausted = False
    try:
        run.execute(module.body)
    except (Exhausted, RecursionError):
        exhausted = True
    names = {name: unsettle(run, value) for name, value in run.state.names.items()}
    return names, Summary(UNKNOWN, _sorted(run), stops=tuple(run.stops), exhausted=exhausted)


def analyse_class(
    world: World, path: str, definition: ir.Class, budget: int = BUDGET
) -> tuple[dict[str, Value], Summary]:
    """The names of a class's body, as a module's."""
    run = Run(world, path, TABLES, budget)
    run.inside_class = definition.qualname
    exhausted = False
    try:
        run.execute(definition.body)
    except (Exhausted, RecursionError):
        exhausted = True
    names = {name: unsettle(run, value) for name, value in run.state.names.items()}
    return names, Summary(UNKNOWN, _sorted(run), stops=tuple(run.stops), exhausted=exhausted)


def _sorted(run: Run) -> tuple[Hit, ...]:
    """The hits in order; one for a part of what is given is left out where the whole does as much harm."""
    whole: dict[tuple[object, ...], list[frozenset[str]]] = {}
    for hit in run.hits.values():
        if hit.taint is not None and isinstance(hit.taint.origin, Input) and not hit.taint.origin.access:
            whole.setdefault((*_sink(hit), hit.taint.origin.position), []).append(hit.taint.cleared)
    return tuple(sorted((hit for hit in run.hits.values() if not _covered(hit, whole)), key=_place))


def _sink(hit: Hit) -> tuple[object, ...]:
    return (hit.rule, hit.category, hit.path, hit.start, hit.end)


def _covered(hit: Hit, whole: dict[tuple[object, ...], list[frozenset[str]]]) -> bool:
    if hit.taint is None or not isinstance(hit.taint.origin, Input) or not hit.taint.origin.access:
        return False
    wholes = whole.get((*_sink(hit), hit.taint.origin.position), ())
    return any(cleared <= hit.taint.cleared for cleared in wholes)


def _place(hit: Hit) -> tuple[object, ...]:
    taint = hit.taint
    origin = () if taint is None else (type(taint.origin).__name__, repr(taint.origin), tuple(sorted(taint.cleared)))
    return (hit.path, hit.start, hit.end, hit.rule, hit.category, origin)
