import sqlite3

from flask import Flask, request

app = Flask(__name__)


class VisitLog:
    def __init__(self, path: str, agent: str) -> None:
        self.path = path
        self.agent = agent

    def record(self) -> int:
        db = sqlite3.connect(self.path)
        with db:
            db.execute("INSERT INTO visits(agent) VALUES ('" + self.agent + "')")
        (count,) = db.execute("SELECT count(*) FROM visits").fetchone()
        db.close()
        return count


@app.route("/")
def index():
    log = VisitLog("visits.db", request.headers.get("User-Agent", "unknown"))
    return f"visit number {log.record()}"
