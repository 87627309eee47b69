import sqlite3

import tornado.ioloop
import tornado.web


def counter_for(field):
    def count(database):
        (number,) = database.execute("SELECT count(DISTINCT " + field + ") FROM visits").fetchone()
        return number

    return count


class CountHandler(tornado.web.RequestHandler):
    def get(self, field):
        count = counter_for(field)
        database = sqlite3.connect("visits.db")
        try:
            self.write({"count": count(database)})
        finally:
            database.close()


def main():
    app = tornado.web.Application([(r"/count/(.+)", CountHandler)])
    app.listen(8888)
    tornado.ioloop.IOLoop.current().start()
