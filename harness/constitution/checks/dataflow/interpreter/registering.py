"""Functions that are given to a framework as handlers by a call: what a decorator on them would say holds of them."""

from __future__ import annotations

from dataclasses import replace

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation
from harness.constitution.checks.dataflow.interpreter.parameters import names_in, reached_by_return
from harness.constitution.checks.dataflow.interpreter.ruling import site_of
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.rules import ParameterRule, Site
from harness.constitution.checks.dataflow.values import Value

DECORATORS = {"add_url_rule": "route"}
"""Methods that do what a decorator of the same object does."""


def as_decorated(run: Run, invocation: Invocation) -> Site | None:
    """The call as if it were a decorator of the function that it is given."""
    word = DECORATORS.get(invocation.method)
    if word is None or run.javascript:
        return None
    site = site_of(run, invocation)
    return replace(site, names=frozenset(f"{name.rpartition('.')[0]}.{word}" for name in site.names), method=word)


def parameters_of(run: Run, site: Site, parameters: tuple[ir.Parameter, ...]) -> tuple[ParameterRule, ...]:
    """What is known of the parameters of a handler."""
    names = [each.name for each in parameters]
    none: frozenset[str] = frozenset()
    annotations = [none if each.annotation is None else names_in(run, each.annotation) for each in parameters]
    return tuple(run.catalogue.parameters(names, annotations, [site], none, ""))


def answered(run: Run, site: Site, node: ir.Expression, value: Value) -> None:
    """What a handler returns is sent."""
    reached_by_return(run, node, tuple(run.catalogue.returns([site], frozenset(), "")), value)
