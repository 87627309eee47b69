"""Owns one run of the command line: its output, its refusals and its exit code. It does not know the commands.

Exit codes: 0 done, 1 refused, 2 not understood.
"""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from errno import EBADF
from io import TextIOWrapper
from typing import NoReturn

from bank2.records.journal import DataFault
from bank2.records.vault import Vault
from bank2.refusal import Reason, Refusal
from bank2.terminal.grammar import NOT_UNDERSTOOD, build_parser
from bank2.terminal.vocabulary import COMMANDS

DONE, REFUSED = 0, 1


def run_from_shell() -> NoReturn:
    sys.exit(main(sys.argv[1:]))


def main(words: Sequence[str]) -> int:
    """Carry out one command line; gives the exit code."""
    arguments = build_parser(COMMANDS).parse_args(words)
    try:
        prepare_output()
        perform(arguments)
        sys.stdout.flush()
        return DONE
    except Refusal as refusal:
        return complain(refusal.words, NOT_UNDERSTOOD if refusal.reason is Reason.UNREADABLE else REFUSED)
    except BrokenPipeError:
        return leave_quietly()
    except (DataFault, OSError) as error:
        return complain(str(error), REFUSED)


def prepare_output() -> None:
    """Let any name of a file be printed, in whatever bytes. Without an output, as after `>&-`, nothing is begun."""
    if not isinstance(sys.stdout, TextIOWrapper):
        raise OSError(EBADF, os.strerror(EBADF))
    sys.stdout.reconfigure(errors="backslashreplace")


def perform(arguments: Namespace) -> None:
    """Print what the command says. What it said before a refusal comes out before the refusal."""
    vault = Vault(find_data_file())
    with vault.visit():
        try:
            for line in arguments.perform(vault, arguments):
                print(line)
        except Refusal:
            sys.stdout.flush()
            raise


def find_data_file() -> str:
    return os.environ.get("BANK_DATA") or os.path.expanduser("~/.local/share/bank/bank.db")


def complain(words: str, code: int) -> int:
    for line in words.splitlines():
        print("bank:", line, file=sys.stderr)
    return code


def leave_quietly() -> int:
    """Whoever read the output has gone, as in `bank list | head -1`; Python must not try again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE
