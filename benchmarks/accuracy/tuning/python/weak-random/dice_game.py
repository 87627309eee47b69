import random

import tornado.web


class DiceHandler(tornado.web.RequestHandler):
    def get(self):
        count = min(int(self.get_argument("count", "2")), 10)
        rolls = [random.randint(1, 6) for _ in range(count)]
        self.write({"rolls": rolls, "sum": sum(rolls)})
