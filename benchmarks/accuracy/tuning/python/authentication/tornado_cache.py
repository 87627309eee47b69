import tornado.web


class BaseHandler(tornado.web.RequestHandler):
    def get_current_user(self):
        return self.get_secure_cookie("user")


class CacheHandler(BaseHandler):
    @tornado.web.authenticated
    def get(self):
        self.write({"size": len(self.application.cache)})

    @tornado.web.authenticated
    def post(self):
        self.application.cache.clear()
        self.application.db.execute("DELETE FROM cache")
        self.set_status(204)
