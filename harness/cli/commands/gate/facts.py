"""List every fact that a policy may name, with its value today."""

from __future__ import annotations

import json
from pathlib import Path

import click

from harness.app.gate import gate_facts
from harness.cli.collecting import at_rest
from harness.cli.gate_options import asked, gate_options
from harness.cli.options import plain_report
from harness.cli.output import say
from harness.cli.staging import staging
from harness.domain.gate import Fact
from harness.domain.verdicts import ExitCode
from harness.gate.names import FACTS

_NAME, _VALUE = 32, 8


@click.command("facts", short_help="List every fact that a policy may name, with its value today.")
@gate_options
@plain_report
def command(report: str, **given: object) -> int:
    """List the facts that criteria in [gate] are written with, and what they are of this tree now.

    Handy for writing a policy. Nothing is decided, and nothing is written. Exit code 0.
    """
    with staging() as listener, at_rest():
        found = gate_facts(Path.cwd(), asked(given), listener)
    if report == "json":
        facts = [{**one.model_dump(mode="json"), "says": FACTS.get(one.name, "")} for one in found.facts]
        click.echo(json.dumps({"tree": found.tree, "facts": facts}, indent=2))
    else:
        for fact in found.facts:
            say(_line(fact))
        for remark in found.remarks:
            say(remark, err=True)
    return ExitCode.PASS


def _line(fact: Fact) -> str:
    if fact.value is not None:
        return f"{fact.name:<{_NAME}} {_number(fact.value):>{_VALUE}}  {FACTS.get(fact.name, '')}".rstrip()
    return f"{fact.name:<{_NAME}} {_bounds(fact):>{_VALUE}}  {fact.unknown}"


def _bounds(fact: Fact) -> str:
    if fact.low is None and fact.high is None:
        return "unknown"
    low, high = (("" if one is None else _number(one)) for one in (fact.low, fact.high))
    return f"{low}..{high}"


def _number(value: float) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
