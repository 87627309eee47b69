import hashlib
import hmac
import sqlite3

import tornado.web


class LoginHandler(tornado.web.RequestHandler):
    def post(self):
        db = sqlite3.connect("users.db")
        row = db.execute("SELECT digest FROM users WHERE name = ?", (self.get_argument("name"),)).fetchone()
        state = hashlib.sha1()
        state.update(self.get_argument("password").encode())
        if row is None or not hmac.compare_digest(row[0], state.hexdigest()):
            raise tornado.web.HTTPError(401)
        self.finish("welcome")
