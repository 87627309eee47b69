"""Owns what the command that starts the web service does and prints. It does not parse arguments or catch refusals."""

import sqlite3
from argparse import Namespace

from bank.store import data_file
from bank.web.server import serve as serve_forever


def serve(db: sqlite3.Connection, arguments: Namespace) -> None:
    serve_forever(data_file(), arguments.port)
