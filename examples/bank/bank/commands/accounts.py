"""Owns what the commands about accounts do and print. It does not parse arguments or catch refusals."""

import json
import sqlite3
from argparse import Namespace

from bank import accounts, layout, statements
from bank.money import read_amount, write_amount


def open_account(db: sqlite3.Connection, arguments: Namespace) -> None:
    deposit = read_amount(arguments.deposit) if arguments.deposit is not None else 0
    owner = arguments.owner if arguments.owner is not None else arguments.name
    account = accounts.open_account(db, arguments.name, owner, deposit)
    print(f"Opened {account.name} with {write_amount(account.balance)}")


def show_balance(db: sqlite3.Connection, arguments: Namespace) -> None:
    account = accounts.find_account(db, arguments.name)
    print(json.dumps(layout.account_json(account)) if arguments.json else write_amount(account.balance))


def list_accounts(db: sqlite3.Connection, arguments: Namespace) -> None:
    found = accounts.list_accounts(db, accounts.Order(arguments.by))
    print(json.dumps(layout.accounts_json(found)) if arguments.json else "\n".join(layout.accounts_table(found)))


def show_statement(db: sqlite3.Connection, arguments: Namespace) -> None:
    last = statements.read_count(arguments.last)
    statement = statements.make_statement(db, accounts.find_account(db, arguments.name), last)
    if arguments.csv is None:
        print("\n".join(layout.statement_table(statement)))
    else:
        from bank.exports import save_csv  # late for weight: few statements are exported

        save_csv(arguments.csv, statement)
        print(f"Wrote {len(statement.entries)} entries to {arguments.csv}")


def freeze(db: sqlite3.Connection, arguments: Namespace) -> None:
    accounts.freeze(db, arguments.name)
    print(f"{arguments.name} is frozen")


def unfreeze(db: sqlite3.Connection, arguments: Namespace) -> None:
    accounts.unfreeze(db, arguments.name)
    print(f"{arguments.name} is open again")


def close_account(db: sqlite3.Connection, arguments: Namespace) -> None:
    accounts.close_account(db, arguments.name)
    print(f"Closed {arguments.name}")
