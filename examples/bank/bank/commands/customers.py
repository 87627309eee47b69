"""Owns what the commands about customers do and print. It does not parse arguments or catch refusals."""

import sqlite3
from argparse import Namespace

from bank import customers


def appoint(db: sqlite3.Connection, arguments: Namespace) -> None:
    customers.appoint_admin(db, arguments.name)
    print(f"{arguments.name} is now an admin")


def invite(db: sqlite3.Connection, arguments: Namespace) -> None:
    from bank import signin  # late for weight

    signin.invite(db, arguments.name, seconds=signin.read_seconds(arguments.valid_for))
    print(f"Mailed a sign-in link to {arguments.name}")
