import random

import tornado.web


class DiceHandler(tornado.web.RequestHandler):
    def get(self):
        count = 12
        rolls = [random.randint(33, 126) for _ in range(count)]
        self.write({"password": "".join(map(chr, rolls))})
