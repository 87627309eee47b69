import json

import tornado.web


class ProfileHandler(tornado.web.RequestHandler):
    def load(self):
        raw = self.get_secure_cookie("session") or b"{}"
        return json.loads(raw)

    def post(self):
        session = self.load()
        session.setdefault("level", min(int(self.get_argument("level", "1")), 3))
        self.set_secure_cookie("session", json.dumps(session), httponly=True, secure=True)
        self.finish("ok")
