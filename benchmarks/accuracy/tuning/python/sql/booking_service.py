from __future__ import annotations

import logging
import sqlite3
from abc import ABC, abstractmethod
from contextlib import contextmanager
from typing import Any, Iterator

from flask import Flask, jsonify, request
from flask.views import MethodView

app = Flask(__name__)
log = logging.getLogger(__name__)


@contextmanager
def cursor(path: str) -> Iterator[sqlite3.Cursor]:
    connection = sqlite3.connect(path)
    try:
        yield connection.cursor()
        connection.commit()
    finally:
        connection.close()


class Query(ABC):
    table = "bookings"

    @abstractmethod
    def condition(self) -> tuple[str, tuple[Any, ...]]: ...

    def run(self) -> list[tuple]:
        text, values = self.condition()
        with cursor("hotel.db") as db:
            db.execute(f"SELECT id, guest FROM {self.table} WHERE {text}", values)
            return db.fetchall()


class ByRoom(Query):
    def __init__(self, room: str) -> None:
        self.room = room

    def condition(self) -> tuple[str, tuple[Any, ...]]:
        return f"room = '{self.room}'", ()


class Bookings(MethodView):
    def get(self):
        found = ByRoom(request.args.get("room", "101")).run()
        log.info("%d bookings", len(found))
        return jsonify(found)


app.add_url_rule("/bookings", view_func=Bookings.as_view("bookings"))
