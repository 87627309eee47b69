"""Owns the grammar of the command line. It does not know what the commands do: it names them as `subject.command`."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any, NoReturn

from bank import __version__

USAGE = 2


class Parser(ArgumentParser):
    """Says what is wrong in the bank's own form."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f'bank: {message}\nhint: "{self.prog} --help" shows what can be written\n')


Add = Callable[..., Parser]


def build_parser(word: str) -> Parser:
    """The parser for a command line that starts with `word`. The other commands are left out, for a quick start."""
    parser = Parser(prog="bank", description="A small bank.", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"bank {__version__}")
    add_commands(parser, {word: COMMANDS[word]} if word in COMMANDS else COMMANDS, "COMMAND")
    return parser


def add_commands(parser: Parser, commands: dict[str, Callable[[Add], None]], metavar: str) -> None:
    subparsers: Any = parser.add_subparsers(prog=parser.prog, metavar=metavar, required=True)
    for add_command in commands.values():
        add_command(subparsers.add_parser)


def add_open(add: Add) -> None:
    parser = add("open", help="open an account", allow_abbrev=False)
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--owner", metavar="CUSTOMER", help="whose account it is (default: a customer of its name)")
    parser.add_argument("--deposit", metavar="AMOUNT", help="what is paid in at once")
    parser.set_defaults(command="accounts.open_account")


def add_balance(add: Add) -> None:
    parser = add("balance", help="show what an account holds", allow_abbrev=False)
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--json", action="store_true", help="print a JSON object")
    parser.set_defaults(command="accounts.show_balance")


def add_list(add: Add) -> None:
    parser = add("list", help="list all accounts", allow_abbrev=False)
    parser.add_argument("--by", choices=["name", "balance"], default="name", help="the order (default: name)")
    parser.add_argument("--json", action="store_true", help="print a JSON object")
    parser.set_defaults(command="accounts.list_accounts")


def add_statement(add: Add) -> None:
    parser = add("statement", help="show the entries of an account", allow_abbrev=False)
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--last", metavar="N", default="1000", help="only the newest N entries")
    parser.add_argument("--csv", metavar="FILE", help="write the entries into a new file")
    parser.set_defaults(command="accounts.show_statement")


def add_freeze(add: Add) -> None:
    parser = add("freeze", help="stop payments out of an account", allow_abbrev=False)
    parser.add_argument("name", metavar="NAME")
    parser.set_defaults(command="accounts.freeze")


def add_unfreeze(add: Add) -> None:
    parser = add("unfreeze", help="allow payments out of an account again", allow_abbrev=False)
    parser.add_argument("name", metavar="NAME")
    parser.set_defaults(command="accounts.unfreeze")


def add_close(add: Add) -> None:
    parser = add("close", help="close an empty account", allow_abbrev=False)
    parser.add_argument("name", metavar="NAME")
    parser.set_defaults(command="accounts.close_account")


def add_deposit(add: Add) -> None:
    parser = add("deposit", help="put cash in", allow_abbrev=False)
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("amount", metavar="AMOUNT")
    parser.add_argument("--receipt", action="store_true", help="mail a receipt to the owner")
    parser.set_defaults(command="money.deposit")


def add_withdraw(add: Add) -> None:
    parser = add("withdraw", help="take cash out", allow_abbrev=False)
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("amount", metavar="AMOUNT")
    parser.set_defaults(command="money.withdraw")


def add_transfer(add: Add) -> None:
    parser = add("transfer", help="move money between accounts", allow_abbrev=False)
    parser.add_argument("source", metavar="FROM")
    parser.add_argument("target", metavar="TO")
    parser.add_argument("amount", metavar="AMOUNT")
    parser.add_argument("--memo", metavar="TEXT", default="", help="a note for both statements")
    parser.set_defaults(command="money.transfer")


def add_import(add: Add) -> None:
    parser = add("import", help="carry out a CSV file of transfers", allow_abbrev=False)
    parser.add_argument("file", metavar="FILE")
    parser.set_defaults(command="money.import_transfers")


def add_interest(add: Add) -> None:
    parser = add("interest", help="pay interest into all accounts", allow_abbrev=False)
    parser.add_argument("rate", metavar="RATE", help="in per cent")
    parser.set_defaults(command="money.pay_interest")


def add_standing(add: Add) -> None:
    parser = add("standing", help="transfers that repeat every month", allow_abbrev=False)
    add_commands(parser, STANDING_COMMANDS, "ACTION")


def add_standing_add(add: Add) -> None:
    parser = add("add", help="add a standing order", allow_abbrev=False)
    parser.add_argument("source", metavar="FROM")
    parser.add_argument("target", metavar="TO")
    parser.add_argument("amount", metavar="AMOUNT")
    parser.add_argument("--day", metavar="DAY", required=True, help="the day of the month, 1 to 31")
    parser.set_defaults(command="standing.add_standing_order")


def add_standing_list(add: Add) -> None:
    parser = add("list", help="list the standing orders", allow_abbrev=False)
    parser.set_defaults(command="standing.list_standing_orders")


def add_standing_cancel(add: Add) -> None:
    parser = add("cancel", help="cancel a standing order", allow_abbrev=False)
    parser.add_argument("number", metavar="NUMBER")
    parser.set_defaults(command="standing.cancel_standing_order")


def add_standing_run(add: Add) -> None:
    parser = add("run", help="pay what is due", allow_abbrev=False)
    parser.add_argument("date", metavar="DATE", help="the day of the run, like 2026-02-28")
    parser.set_defaults(command="standing.run_standing_orders")


def add_appoint(add: Add) -> None:
    parser = add("appoint", help="make a customer an admin", allow_abbrev=False)
    parser.add_argument("name", metavar="CUSTOMER")
    parser.set_defaults(command="customers.appoint")


def add_invite(add: Add) -> None:
    parser = add("invite", help="mail a customer a sign-in link", allow_abbrev=False)
    parser.add_argument("name", metavar="CUSTOMER")
    parser.add_argument("--valid-for", metavar="SECONDS", default="900", help="when it expires (default: 900)")
    parser.set_defaults(command="customers.invite")


def add_serve(add: Add) -> None:
    parser = add("serve", help="start the web service on this machine", allow_abbrev=False)
    parser.add_argument("--port", default="8000", metavar="PORT", help="1 to 65535 (default: 8000)")
    parser.set_defaults(command="service.serve")


COMMANDS: dict[str, Callable[[Add], None]] = {
    "open": add_open,
    "balance": add_balance,
    "list": add_list,
    "statement": add_statement,
    "freeze": add_freeze,
    "unfreeze": add_unfreeze,
    "close": add_close,
    "deposit": add_deposit,
    "withdraw": add_withdraw,
    "transfer": add_transfer,
    "import": add_import,
    "interest": add_interest,
    "standing": add_standing,
    "appoint": add_appoint,
    "invite": add_invite,
    "serve": add_serve,
}
STANDING_COMMANDS: dict[str, Callable[[Add], None]] = {
    "add": add_standing_add,
    "list": add_standing_list,
    "cancel": add_standing_cancel,
    "run": add_standing_run,
}
