"""The options of commands that ask a gate, and what they mean; deciding lies in ``app``."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import TypeVar, cast

import click

from harness.app.gate import GateOptions
from harness.domain.gate import Profile
from harness.errors import UsageError

Command = TypeVar("Command", bound=Callable[..., object])
_FILE = click.Path(dir_okay=False, path_type=Path)
_OPTIONS = (
    click.argument("runs", nargs=-1, metavar="[RUN]..."),
    click.option("--gate", "gate", default="gate", show_default=True, metavar="NAME", help="Which gate decides."),
    click.option("--line", metavar="NAME", help="The line of work whose cycles are counted. By default the branch."),
    click.option("--since", metavar="REV", help="The branch or commit that this change parted from."),
    click.option(
        "--reviewed-by",
        multiple=True,
        metavar="WHO",
        help="Who answers for what the change edits of its own judges. May be given again.",
    ),
    click.option("--facts", type=_FILE, metavar="FILE", help="Further facts, as JSON: what other tools measured."),
    click.option("--log", type=_FILE, metavar="FILE", help="Another log of decisions."),
    click.option(
        "--profile", type=click.Choice([one.value for one in Profile]), help="Another profile than the policy's."
    ),
)


def gate_options(command: Command) -> Command:
    """Give a command all options of a gate."""
    given: Callable[..., object] = reduce(lambda made, option: option(made), reversed(_OPTIONS), command)
    return cast(Command, given)


def asked(given: dict[str, object], bundle: Path | None = None) -> GateOptions:
    """What was given for these options. Raises UsageError for a gate without a name, such as that of an unset variable."""
    profile, gate = given["profile"], str(given["gate"]).strip()
    if not gate:
        raise UsageError("the gate has no name", "give `--gate` a name, or leave it out")
    return GateOptions(
        runs=cast(tuple[str, ...], given["runs"]),
        gate=gate,
        line=cast(str | None, given["line"]),
        since=cast(str | None, given["since"]),
        reviewed_by=cast(tuple[str, ...], given["reviewed_by"]),
        facts=cast(Path | None, given["facts"]),
        log=cast(Path | None, given["log"]),
        profile=Profile(str(profile)) if profile else None,
        bundle=bundle,
    )
