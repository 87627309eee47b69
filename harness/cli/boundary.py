"""The one place where an error becomes lines on the screen and an exit code; raising errors lies with all the rest."""

from __future__ import annotations

import contextlib
import errno
import sys
from collections.abc import Sequence

import click

from harness.domain.verdicts import ExitCode

_FULL = frozenset((errno.ENOSPC, errno.EDQUOT))


def guarded(command: click.Command, arguments: Sequence[str]) -> int:
    """Run a command with its arguments and return one of the documented exit codes, whatever happens."""
    try:
        code = command.main(args=list(arguments), prog_name="harness", standalone_mode=False)
        sys.stdout.flush()
        return int(code or 0)
    except click.ClickException as error:
        with contextlib.suppress(OSError):  # who cannot be told is not told, and the code stays
            error.show()
        return ExitCode.USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted: nothing more is done", err=True)
        return ExitCode.UNDECIDED
    except BrokenPipeError:
        _close_quietly()
        return ExitCode.UNDECIDED
    except OSError as error:
        if error.errno not in _FULL:
            return _report(error)
        return _no_room(error)
    except Exception as error:  # noqa: BLE001 - the process boundary: every error ends in a documented exit code
        return _report(error)


def _report(error: Exception) -> int:
    # Imported late, because they bring much with them and most commands never fail.
    import traceback

    from harness.cli.output import show_error
    from harness.errors import HarnessError

    if isinstance(error, HarnessError):
        show_error(error)
        return int(error.exit_code)
    traceback.print_exception(error)
    click.echo("this is a defect of harness: please report it with the lines above", err=True)
    return ExitCode.UNDECIDED


def _no_room(error: OSError) -> int:
    with contextlib.suppress(OSError):
        click.echo(f"error: there is no room to write what is told: {error.strerror}\n  hint: make room", err=True)
    _close_quietly()
    return ExitCode.UNDECIDED


def _close_quietly() -> None:
    """Whoever read our output is gone: close it now, or the interpreter would complain when it ends."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.close()
