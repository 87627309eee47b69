import tornado.escape
import tornado.web


class StatsHandler(tornado.web.RequestHandler):
    def get(self):
        self.label = self.get_argument("label", "all")
        self.show()

    def show(self):
        self.write("<table><caption>")
        self.write(self.label)
        self.write("</caption></table>")
