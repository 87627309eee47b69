"""Owns the words of the command line and what each leads to. It does nothing itself."""

from bank2.terminal import desk, office
from bank2.terminal.grammar import Command, Group, choice, needed, option, switch, value

NAME, AMOUNT = value("NAME"), value("AMOUNT")
FROM, TO = value("FROM", "source"), value("TO", "target")
CUSTOMER = value("CUSTOMER")
JSON = switch("--json", "print a JSON object")

STANDING = (
    Command(
        "add",
        "add a standing order",
        office.add_standing_order,
        (FROM, TO, AMOUNT, needed("--day", "DAY", "the day of the month, 1 to 31")),
    ),
    Command("list", "list the standing orders", office.list_standing_orders),
    Command("cancel", "cancel a standing order", office.cancel_standing_order, [value("NUMBER")]),
    Command(
        "run",
        "pay what is due",
        office.run_standing_orders,
        [value("DATE", help="the day of the run, like 2026-02-28")],
    ),
)

COMMANDS = (
    Command(
        "open",
        "open an account",
        desk.open_account,
        (
            NAME,
            option("--owner", "CUSTOMER", "whose account it is (default: a customer of its name)"),
            option("--deposit", "AMOUNT", "what is paid in at once"),
        ),
    ),
    Command("balance", "show what an account holds", desk.show_balance, (NAME, JSON)),
    Command(
        "list",
        "list all accounts",
        desk.list_accounts,
        (choice("--by", ("name", "balance"), "the order (default: name)"), JSON),
    ),
    Command(
        "statement",
        "show the entries of an account",
        desk.show_statement,
        (
            NAME,
            option("--last", "N", "only the newest N entries", default="1000"),
            option("--csv", "FILE", "write the entries into a new file"),
        ),
    ),
    Command("freeze", "stop payments out of an account", desk.freeze, [NAME]),
    Command("unfreeze", "allow payments out of an account again", desk.unfreeze, [NAME]),
    Command("close", "close an empty account", desk.close, [NAME]),
    Command("deposit", "put cash in", desk.deposit, (NAME, AMOUNT, switch("--receipt", "mail a receipt to the owner"))),
    Command("withdraw", "take cash out", desk.withdraw, (NAME, AMOUNT)),
    Command(
        "transfer",
        "move money between accounts",
        desk.transfer,
        (FROM, TO, AMOUNT, option("--memo", "TEXT", "a note for both statements", default="")),
    ),
    Command("import", "carry out a CSV file of transfers", office.import_transfers, [value("FILE")]),
    Command("interest", "pay interest into all accounts", office.pay_interest, [value("RATE", help="in per cent")]),
    Group("standing", "transfers that repeat every month", STANDING),
    Command("appoint", "make a customer an admin", office.appoint, [CUSTOMER]),
    Command(
        "invite",
        "mail a customer a sign-in link",
        office.invite,
        (CUSTOMER, option("--valid-for", "SECONDS", "when it expires (default: 900)", default="900")),
    ),
    Command(
        "serve",
        "start the web service on this machine",
        office.serve,
        [option("--port", "PORT", "1 to 65535 (default: 8000)", default="8000")],
    ),
)
