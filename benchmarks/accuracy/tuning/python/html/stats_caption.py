import tornado.escape
import tornado.web


class StatsHandler(tornado.web.RequestHandler):
    def get(self):
        self.label = self.get_argument("label", "all")
        self.show()

    def show(self):
        self.write({"caption": self.label})
