import sqlite3

import tornado.web
from argon2 import PasswordHasher


class LoginHandler(tornado.web.RequestHandler):
    def post(self):
        db = sqlite3.connect("users.db")
        row = db.execute("SELECT digest FROM users WHERE name = ?", (self.get_argument("name"),)).fetchone()
        PasswordHasher().verify(row[0], self.get_argument("password"))
        if row is None:
            raise tornado.web.HTTPError(401)
        self.finish("welcome")
