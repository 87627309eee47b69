"""Owns what the commands that move money do and print. It does not parse arguments or catch refusals."""

import sqlite3
from argparse import Namespace

from bank import accounts, transfers
from bank.money import read_amount, read_rate, write_amount


def deposit(db: sqlite3.Connection, arguments: Namespace) -> None:
    amount = read_amount(arguments.amount)
    account = accounts.find_account(db, arguments.name)
    balance = transfers.deposit(db, account.name, amount)
    print(f"Deposited {write_amount(amount)} to {account.name}")
    if arguments.receipt:
        from bank.receipts import mail_receipt  # late for weight: most commands send no mail

        mail_receipt(account, amount, balance)
        print(f"Mailed a receipt to {account.owner}")


def withdraw(db: sqlite3.Connection, arguments: Namespace) -> None:
    amount = read_amount(arguments.amount)
    transfers.withdraw(db, arguments.name, amount)
    print(f"Withdrew {write_amount(amount)} from {arguments.name}")


def transfer(db: sqlite3.Connection, arguments: Namespace) -> None:
    order = transfers.Order(arguments.source, arguments.target, read_amount(arguments.amount), arguments.memo)
    transfers.transfer(db, order)
    print(transfers.announce(order))


def import_transfers(db: sqlite3.Connection, arguments: Namespace) -> None:
    from bank import batches  # late for weight

    count = batches.import_transfers(db, arguments.file)
    print(f"Imported {count} transfers")


def pay_interest(db: sqlite3.Connection, arguments: Namespace) -> None:
    from bank import interest  # late for weight

    paid = interest.pay_interest(db, read_rate(arguments.rate))
    for account, amount in paid:
        print(f"Paid {write_amount(amount)} to {account}")
    print(f"Paid {write_amount(sum(item.amount for item in paid))} in interest")
