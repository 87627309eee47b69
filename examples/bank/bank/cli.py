"""Owns running one command: its exit code, and how a refusal is told. It does not know the bank's rules.

Exit codes: 0 done, 1 refused, 2 the command line cannot be understood.
"""

import os
import sqlite3
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from errno import EBADF
from importlib import import_module
from io import TextIOWrapper

from bank.parser import USAGE, build_parser
from bank.refusals import NotUnderstood, Refused
from bank.store import data_file, opened

REFUSED = 1
Command = Callable[[sqlite3.Connection, Namespace], None]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    words = sys.argv[1:] if argv is None else argv
    arguments = build_parser(words[0] if words else "").parse_args(words)
    try:
        prepare_output()
        run(arguments)
        sys.stdout.flush()
        return 0
    except NotUnderstood as refusal:
        return refuse(refusal, USAGE)
    except Refused as refusal:
        return refuse(refusal, REFUSED)
    except BrokenPipeError:
        return stop_writing()
    except (sqlite3.Error, OSError) as error:
        return refuse(error, REFUSED)


def prepare_output() -> None:
    """Let names of files be printed whatever bytes they are of. Without an output, as after `>&-`, nothing is begun."""
    if not isinstance(sys.stdout, TextIOWrapper):
        raise OSError(EBADF, os.strerror(EBADF))
    sys.stdout.reconfigure(errors="backslashreplace")


def run(arguments: Namespace) -> None:
    command = load(arguments.command)
    with opened(data_file()) as db:
        command(db, arguments)


def load(name: str) -> Command:
    """The function behind `subject.command`; the modules of other subjects are not loaded, for a quick start."""
    subject, function = name.split(".")
    command: Command = getattr(import_module(f"bank.commands.{subject}"), function)
    return command


def refuse(refusal: Exception, code: int) -> int:
    for line in str(refusal).splitlines():
        print(f"bank: {line}", file=sys.stderr)
    return code


def stop_writing() -> int:
    """The reader has seen enough, as in `bank list | head -1`: that is no mistake of anybody."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
