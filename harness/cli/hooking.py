"""How a hook reads and answers: JSON in, an exit code and a text out; what is answered lies in ``app``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.app.hook_start import hurry
from harness.cli.group import LazyGroup

if TYPE_CHECKING:
    from harness.app.hook_event import HookEvent
    from harness.app.hook_results import Feedback

NOT_CHECKED = 4
project_option = click.option(
    "--project",
    type=click.Path(file_okay=False, path_type=Path),
    help="The project's folder, or one in it; else the one that the agent works in.",
)
attempts_option = click.option(
    "--attempts",
    type=click.IntRange(1, 100),
    default=3,
    show_default=True,
    metavar="N",
    help="How many times the same findings are sent back.",
)
session_option = click.option(
    "--session", default="", metavar="ID", help="Which session of the agent this is; findings are counted by session."
)


class HookGroup(LazyGroup):
    """A group of hooks. To an agent 2 means that its work is not right: what is wrong with the call must not end with it."""

    def invoke(self, ctx: click.Context) -> Any:
        """As click does; a mistake of the call or of the project ends with 4, and says that nothing was checked."""
        hurry()
        from harness.errors import HarnessError

        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            _refuse(error.format_message(), "see `harness hook --help`")
        except HarnessError as error:
            _refused(error)
        return NOT_CHECKED


def event_on_input() -> HookEvent:
    """The event on standard input. Raises UsageError where there is none."""
    from harness.app.hook_event import MOST_BYTES, read_event
    from harness.errors import UsageError

    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError("there is no input", "an agent gives its event as JSON on standard input")
    return read_event(sys.stdin.buffer.read(MOST_BYTES + 1))


def folder_of(project: Path | None, event: HookEvent | None = None) -> Path:
    """Where the project is looked for: what is named, else where the agent works, else here."""
    return project or Path(event.folder if event and event.folder else ".")


def answer(feedback: Feedback, *, message: bool = False) -> int:
    """Print what is to be said and return the exit code; ``message``: the person is told by JSON, where nothing is wrong."""
    from harness.cli.output import clean

    text = clean(feedback.text)
    if message and not feedback.answer and text:
        click.echo(json.dumps({"systemMessage": text.rstrip("\n")}))
    elif text:
        click.echo(text, err=True, nl=False)
    return int(feedback.answer)


def _refused(error: Exception) -> None:
    from harness.errors import DocumentError, HarnessError

    assert isinstance(error, HarnessError)
    if not isinstance(error, DocumentError):
        _refuse(error.what, error.hint)
        return
    first, *others = error.mistakes
    _refuse(f"{first.place}: {first.code}: {first.what}", first.hint)
    if others:
        from harness.cli.output import show_mistake

        for mistake in others:
            show_mistake(mistake, err=True)


def _refuse(what: str, hint: str) -> None:
    """Agents show a person the first line of what a hook says that ends with neither 0 nor 2: it has to say all."""
    from harness.cli.output import clean, show_hint

    click.echo(f"harness: nothing was checked: {clean(what)}", err=True)
    show_hint(hint, err=True)
