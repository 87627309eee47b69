"""Owns what a command line can consist of, as plain values, and the parser made of them. It knows no command."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, NoReturn

from bank2 import VERSION
from bank2.records.vault import Vault

NOT_UNDERSTOOD = 2
Perform = Callable[[Vault, Namespace], Iterable[str]]


class Part(NamedTuple):
    """One argument: what to call it, and the settings of `ArgumentParser.add_argument`."""

    flag: str
    settings: dict[str, Any]


class Command(NamedTuple):
    """A word that does something."""

    word: str
    help: str
    perform: Perform
    parts: Sequence[Part] = ()


class Group(NamedTuple):
    """A word that wants another one."""

    word: str
    help: str
    commands: Sequence[Command]


def value(metavar: str, goes_to: str = "", help: str | None = None) -> Part:
    return Part(goes_to or metavar.lower(), {"metavar": metavar, "help": help})


def option(flag: str, metavar: str, help: str, default: str | None = None) -> Part:
    return Part(flag, {"metavar": metavar, "help": help, "default": default})


def needed(flag: str, metavar: str, help: str) -> Part:
    return Part(flag, {"metavar": metavar, "help": help, "required": True})


def choice(flag: str, choices: Sequence[str], help: str) -> Part:
    """The first of the choices is the default."""
    return Part(flag, {"choices": choices, "default": choices[0], "help": help})


def switch(flag: str, help: str) -> Part:
    return Part(flag, {"action": "store_true", "help": help})


class Parser(ArgumentParser):
    """Complains like the rest of the bank, and points to the help."""

    def error(self, message: str) -> NoReturn:
        hint = f'hint: "{self.prog} --help" shows what can be written'
        self.exit(NOT_UNDERSTOOD, f"bank: {message}\n{hint}\n")


def build_parser(commands: Sequence[Command | Group]) -> Parser:
    parser = Parser(prog="bank", description="A small bank.", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"bank {VERSION}")
    add_all(parser, commands, "COMMAND")
    return parser


def add_all(parser: Parser, commands: Iterable[Command | Group], metavar: str) -> None:
    choices = parser.add_subparsers(prog=parser.prog, metavar=metavar, required=True)
    for command in commands:
        below = choices.add_parser(command.word, help=command.help, allow_abbrev=False)
        if isinstance(command, Group):
            add_all(below, command.commands, "ACTION")
        else:
            complete(below, command)


def complete(parser: Parser, command: Command) -> None:
    for part in command.parts:
        parser.add_argument(part.flag, **part.settings)
    parser.set_defaults(perform=command.perform)
