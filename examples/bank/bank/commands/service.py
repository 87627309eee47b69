"""Owns what the command that starts the web service does and prints. It does not parse arguments or catch refusals."""

import sqlite3
from argparse import Namespace

from bank.refusals import NotUnderstood
from bank.store import data_file
from bank.web.server import serve as serve_forever


def serve(db: sqlite3.Connection, arguments: Namespace) -> None:
    serve_forever(data_file(), read_port(arguments.port))


def read_port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdecimal() and len(text) <= 5 else 0
    if not 1 <= port <= 65535:
        raise NotUnderstood(f'"{text}" is not a port: use 1 to 65535')
    return port
