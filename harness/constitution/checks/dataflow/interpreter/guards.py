"""What the tests that people write to be sure of a value make it harmless for."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.acceptance import (
    HOSTS,
    accepted,
    accepted_for,
    call_of,
    inside,
    parsed_from,
)
from harness.constitution.checks.dataflow.interpreter.javascript_guards import of_kind
from harness.constitution.checks.dataflow.interpreter.lattice import join_taints
from harness.constitution.checks.dataflow.interpreter.membership import constants_of, is_text, is_untainted
from harness.constitution.checks.dataflow.interpreter.naming import class_of, dotted
from harness.constitution.checks.dataflow.interpreter.places import ANYTHING, assume, peek, replace
from harness.constitution.checks.dataflow.interpreter.relations import walked
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.values import Source, Taint, Value


def contained(run: Run, place: ir.Expression, collection: ir.Expression, at: ir.Node) -> None:
    """``place in collection``."""
    if isinstance(collection, ir.Attribute) and collection.attr == "parents":
        inside(run, collection.value, at, "its parents are checked")
        return
    if _decides_itself(run, collection):
        return
    known = constants_of(run, collection)
    source = call_of(run, place)
    if known is not None and not is_text(run, collection):
        value = peek(run, place)
        kept = known if value is None or value.constants is None else known & value.constants
        if value is not None and len(kept) <= 8:
            assume(run, place, kept)
        accepted(run, place, at, "is one of a fixed list", source)
    elif is_untainted(run, collection):
        accepted(run, place, at, "is one of a list that nobody else chooses", source)
    elif _own_host(run, collection):
        _host(run, place, source, at)
    else:
        value = peek(run, collection) or run.noted.get(id(collection))
        if value is not None:
            _one_of(run, place, run.deep(value), at)


def _decides_itself(run: Run, collection: ir.Expression) -> bool:
    """Whether a class of the project says what is in its objects."""
    value = peek(run, collection)
    own = [] if value is None or run.javascript else [each for each in value.types if "::" in each]
    return any(run.world.member(class_of(each), "__contains__") is not None for each in own)


def _one_of(run: Run, place: ir.Expression, others: frozenset[Taint], at: ir.Node) -> None:
    """A value is one of others: where it comes from matters less than where those do, if they come from elsewhere."""
    value = peek(run, place)
    if value is None or not value.taints or not others:
        return
    mine = {taint.origin.kind for taint in value.taints if isinstance(taint.origin, Source)}
    theirs = {taint.origin.kind for taint in others if isinstance(taint.origin, Source)}
    given = any(not isinstance(taint.origin, Source) for taint in value.taints)
    if not (mine & OUTER or given) or theirs & OUTER or any(not isinstance(taint.origin, Source) for taint in others):
        return
    if given:
        accepted(run, place, at, "is one of what comes from elsewhere")
        return
    taints = join_taints(run.clear(value.taints, ANYTHING, at, "is one of what comes from elsewhere"), others)
    replace(run, place, value, Value(taints, value.constants, value.names, value.types, value.targets, value.objects))


OUTER = frozenset({"request", "network", "stdin", "cli"})

OWN_HOSTS = frozenset({"host", "host_url", "url_root", "base_url", "get_host", "server_name", "hostname"})


def _own_host(run: Run, node: ir.Expression) -> bool:
    """Whether an expression is about the host that the request was sent to."""
    every = [inner for each in walked(call_of(run, node)) for inner in walked(call_of(run, each))]
    if any(isinstance(each, ir.Call) and dotted(each.function).rpartition(".")[2] == "urljoin" for each in every):
        return False  # what is joined to it may have a host of its own
    for each in every:
        if isinstance(each, ir.Attribute) and each.attr in OWN_HOSTS and not isinstance(each.value, ir.Call):
            return "request" in dotted(each) or "req." in dotted(each)
    return False


def _host(run: Run, place: ir.Expression, source: ir.Expression, at: ir.Node) -> None:
    if isinstance(source, ir.Attribute) and source.attr in HOSTS:
        parsed_from(run, source.value, at, "has the host of the application itself")


def equal(run: Run, place: ir.Expression, other: ir.Expression, at: ir.Node) -> None:
    """``place == other``."""
    if isinstance(place, ir.Constant) or _common_path(run, place, other, at):
        return
    known = peek(run, other)
    source = call_of(run, place)
    if known is None:
        if is_untainted(run, other):
            accepted(run, place, at, "equals what nobody else chooses", source)
        elif _own_host(run, other):
            _host(run, place, source, at)
        return
    if known.constants is not None and not known.taints:
        if of_kind(run, place, known.constants, at):
            return
        _holding(run, place, known.constants)
        accepted(run, place, at, "equals a constant", source)
        return
    if not run.deep(known):
        accepted(run, place, at, "equals what nobody else chooses", source)
    elif _own_host(run, other):
        _host(run, place, source, at)
    else:
        _one_of(run, place, run.deep(known), at)


def bounded_by(run: Run, place: ir.Expression, most: ir.Expression, at: ir.Node) -> None:
    """``place <= most``: no more is asked for than that, unless the bound itself comes from outside."""
    if isinstance(place, ir.Constant) or not _is_fixed(run, most):
        return
    source = call_of(run, place)
    if isinstance(source, ir.Call) and dotted(source.function) == "len" and source.arguments:
        accepted_for(run, source.arguments[0].value, AMOUNT, at, "is no longer than a fixed bound", 3)
    else:
        accepted_for(run, place, AMOUNT, at, "is no larger than a fixed bound", 3)


def _is_fixed(run: Run, node: ir.Expression) -> bool:
    if isinstance(node, ir.Binary):
        return _is_fixed(run, node.left) and _is_fixed(run, node.right)
    return is_untainted(run, node)


AMOUNT = frozenset(("resource",))


def _holding(run: Run, place: ir.Expression, known: frozenset[object]) -> None:
    value = peek(run, place)
    if value is not None and not isinstance(place, ir.Constant):
        kept = known if value.constants is None else value.constants & known
        if value.constants is None or kept != value.constants:
            assume(run, place, kept)


def _common_path(run: Run, place: ir.Expression, other: ir.Expression, at: ir.Node) -> bool:
    """``os.path.commonpath([base, path]) == base``."""
    call = call_of(run, place)
    if not isinstance(call, ir.Call) or dotted(call.function).rpartition(".")[2] not in ("commonpath", "commonprefix"):
        return False
    for argument in call.arguments:
        items = argument.value.items if isinstance(argument.value, ir.Collection) else (argument.value,)
        for item in items:
            inside(run, item, at, "lies below a fixed folder")
    return True
