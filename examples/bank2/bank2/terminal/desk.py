"""Owns what the commands about one account say. Each gives its lines of output; what it cannot do it refuses."""

import json
from argparse import Namespace
from collections.abc import Iterator

from bank2.cents import parse_amount, show
from bank2.records.vault import Vault
from bank2.rules import accounts, payments
from bank2.rules.letters import mail_receipt
from bank2.rules.statements import draw_up, parse_count
from bank2.shapes import describe_account, describe_accounts
from bank2.terminal.sheets import lay_out_accounts, lay_out_statement, save_as_csv


def open_account(vault: Vault, arguments: Namespace) -> Iterator[str]:
    cents = 0 if arguments.deposit is None else parse_amount(arguments.deposit)
    owner = arguments.name if arguments.owner is None else arguments.owner
    account = accounts.open_account(vault, arguments.name, owner, cents)
    yield f"Opened {account.name} with {show(account.balance)}"


def show_balance(vault: Vault, arguments: Namespace) -> Iterator[str]:
    account = accounts.get_account(vault.books, arguments.name)
    yield json.dumps(describe_account(account)) if arguments.json else show(account.balance)


def list_accounts(vault: Vault, arguments: Namespace) -> Iterator[str]:
    chosen = accounts.select_accounts(vault.books, sorting=accounts.Sorting(arguments.by))
    if arguments.json:
        yield json.dumps(describe_accounts(chosen))
    else:
        yield from lay_out_accounts(chosen)


def show_statement(vault: Vault, arguments: Namespace) -> Iterator[str]:
    count = parse_count(arguments.last)
    statement = draw_up(vault.books, accounts.get_account(vault.books, arguments.name), count)
    if arguments.csv is None:
        yield from lay_out_statement(statement)
    else:
        save_as_csv(statement, arguments.csv)
        yield f"Wrote {len(statement.entries)} entries to {arguments.csv}"


def freeze(vault: Vault, arguments: Namespace) -> Iterator[str]:
    accounts.freeze(vault, arguments.name)
    yield f"{arguments.name} is frozen"


def unfreeze(vault: Vault, arguments: Namespace) -> Iterator[str]:
    accounts.thaw(vault, arguments.name)
    yield f"{arguments.name} is open again"


def close(vault: Vault, arguments: Namespace) -> Iterator[str]:
    accounts.close(vault, arguments.name)
    yield f"Closed {arguments.name}"


def deposit(vault: Vault, arguments: Namespace) -> Iterator[str]:
    cents = parse_amount(arguments.amount)
    account = payments.pay_in(vault, arguments.name, cents)
    yield f"Deposited {show(cents)} to {account.name}"
    if arguments.receipt:
        mail_receipt(account, cents)
        yield f"Mailed a receipt to {account.owner}"


def withdraw(vault: Vault, arguments: Namespace) -> Iterator[str]:
    cents = parse_amount(arguments.amount)
    payments.pay_out(vault, arguments.name, cents)
    yield f"Withdrew {show(cents)} from {arguments.name}"


def transfer(vault: Vault, arguments: Namespace) -> Iterator[str]:
    wish = payments.Wish(arguments.source, arguments.target, parse_amount(arguments.amount), arguments.memo)
    payments.transfer(vault, wish)
    yield wish.announce()
