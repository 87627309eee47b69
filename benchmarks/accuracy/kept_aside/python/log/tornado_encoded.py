import base64
import logging

import tornado.web


class PingHandler(tornado.web.RequestHandler):
    log = logging.getLogger("ping")

    def get(self):
        client = base64.b64decode(self.get_argument("client", "")).decode("utf-8", "ignore")
        self.log.error("ping of " + "".join(client.splitlines()))
        self.finish("pong")
