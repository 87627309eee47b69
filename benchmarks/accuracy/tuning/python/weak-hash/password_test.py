import sqlite3

import bcrypt
import tornado.web


class LoginHandler(tornado.web.RequestHandler):
    def post(self):
        db = sqlite3.connect("users.db")
        row = db.execute("SELECT digest FROM users WHERE name = ?", (self.get_argument("name"),)).fetchone()
        if row is None or not bcrypt.checkpw(self.get_argument("password").encode(), row[0]):
            raise tornado.web.HTTPError(401)
        self.finish("welcome")
