"""How a command is written as a check, and what makes no sense of it; what its end says lies in ``_command_end``."""

from __future__ import annotations

import shlex
from types import ModuleType
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from harness.constitution import linters
from harness.constitution._forms import Keys, Word, Words
from harness.constitution.kinds import refuse
from harness.constitution.outputs.looking import Parse
from harness.domain.nearest import did_you_mean
from harness.domain.principles import CheckSpec, Use
from harness.plugins import Family

LINTERS = Family(linters)
MOST_SECONDS = 3600.0
_PREFIXES = ("exec", "env", "command", "uvx", "npx", "pipx", "run", "python", "python3", "-m")


def _as_command(value: Any) -> Any:
    return {"run": value} if isinstance(value, str) else value


class Command(Keys):
    """What to run: a shell command, or a tool that we know with arguments of its own, or both."""

    run: Word | None = None
    tool: Word | None = None
    arguments: Words | tuple[()] = ()


class CommandCheck(Keys):
    """A check of this kind as written. ``rules`` are the only ones of the tool that count, if there are any."""

    command: Annotated[Command, BeforeValidator(_as_command)]
    parse: Parse | None = None
    rules: Words | tuple[()] = ()
    seconds: Annotated[float, Field(gt=0, le=MOST_SECONDS)] = 60.0


def linter_of(command: Command) -> ModuleType | None:
    """The tool that a command names, or that is the program which it begins with."""
    if command.tool is not None:
        return LINTERS.load(command.tool)
    words = shlex.split(command.run or "")
    program = next((word for word in words if word not in _PREFIXES and "=" not in word), "").rpartition("/")[2]
    return LINTERS.load(program) if program in LINTERS.names() else None


def require_sense(spec: CheckSpec, check: CommandCheck) -> None:
    """Raise DocumentError where the parts of a check do not go together."""
    command = check.command
    if command.run is None and command.tool is None:
        raise refuse(spec, "there is nothing to run", 'write `command: "a shell command"`')
    _require_words(spec, command.run)
    if command.tool is not None and command.tool not in LINTERS.names():
        raise refuse(spec, f"the tool '{command.tool}' is not known", did_you_mean(command.tool, LINTERS.names()))
    if command.run is not None and command.arguments:
        raise refuse(spec, "`arguments` are of a tool that is run by its name", "put them into the command")
    _require_arguments(spec, command)
    if spec.use is Use.REQUIRE:
        _require_status_tells(spec, check)


def _require_words(spec: CheckSpec, run: str | None) -> None:
    try:
        words = shlex.split(run) if run is not None else ["a tool"]
    except ValueError as error:
        raise refuse(spec, f"the command is not one: {str(error).lower()}", "correct its quotes") from None
    if not words:
        raise refuse(spec, "the command is empty", "write what to run")


def _require_arguments(spec: CheckSpec, command: Command) -> None:
    linter = linter_of(command)
    if linter is None or linter.WANTS is None or command.run is not None:
        return
    wanted, hint = linter.WANTS
    if not any(word.partition("=")[0] in wanted for word in command.arguments):
        raise refuse(spec, f"{command.tool} is not told what to look for", f"write `{hint}`")


def _require_status_tells(spec: CheckSpec, check: CommandCheck) -> None:
    """Refuse what makes no sense of a command that is required: it has to succeed, and that is all that counts."""
    linter = linter_of(check.command)
    if check.command.tool is not None or check.parse not in (None, Parse.EXIT) or check.rules:
        hint = "use `forbid`: what the tool reports must not occur"
        raise refuse(spec, "`tool`, `parse` and `rules` are about what a tool reports", hint)
    if linter is not None and not linter.STATUS_TELLS:
        name = linter.__name__.rpartition(".")[2]
        hint = f"use `forbid: {{ command: {{ tool: {name} }} }}`"
        raise refuse(spec, f"{name} succeeds even where it could not parse a file", hint)
