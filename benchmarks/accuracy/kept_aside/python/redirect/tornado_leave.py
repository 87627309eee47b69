import tornado.web


class LogoutHandler(tornado.web.RequestHandler):
    def get(self):
        self.clear_cookie("sid")
        target = self.get_argument("next", None)
        if target:
            self.redirect("/page/%d" % int(target))
        else:
            self.redirect("/")
