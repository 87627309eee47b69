import sqlite3

import tornado.web


class ArchiveHandler(tornado.web.RequestHandler):
    def initialize(self, database: str) -> None:
        self.database = database

    def post(self) -> None:
        folder = self.get_body_argument("folder")
        db = sqlite3.connect(self.database)
        script = "BEGIN; UPDATE mails SET archived = 1 WHERE folder = '" + folder + "'; COMMIT;"
        db.executescript(script)
        db.close()
        self.write({"archived": folder})


def make_app() -> tornado.web.Application:
    return tornado.web.Application([(r"/archive", ArchiveHandler, {"database": "mail.db"})])
