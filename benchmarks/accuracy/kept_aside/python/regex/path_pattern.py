import re

import tornado.web

PATH = re.compile(r"^(/?[\w-]+/?)+$")


class CheckHandler(tornado.web.RequestHandler):
    def post(self):
        path = self.get_body_argument("path")
        if PATH.match(path) is None:
            raise tornado.web.HTTPError(400)
        self.write({"parts": path.strip("/").split("/")})
