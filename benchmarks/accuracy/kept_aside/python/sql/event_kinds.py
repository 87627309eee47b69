import enum
import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlparse

executor = ThreadPoolExecutor(4)


class Kind(enum.Enum):
    ALL = "all"
    LOGIN = "login"
    LOGOUT = "logout"


def load_events(kind):
    db = sqlite3.connect("events.db")
    return db.execute("SELECT payload FROM events WHERE kind = '" + kind + "'").fetchall()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        query = parse_qs(urlparse(self.path).query)
        kind = Kind(query.get("kind", ["all"])[0]).value
        rows = executor.submit(load_events, kind).result()
        body = json.dumps([row[0] for row in rows]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    HTTPServer(("", 8000), Handler).serve_forever()
