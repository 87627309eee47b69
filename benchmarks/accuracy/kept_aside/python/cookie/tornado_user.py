import tornado.web


class LoginHandler(tornado.web.RequestHandler):
    async def post(self):
        user = await self.application.users.check(self.get_argument("name"), self.get_argument("password"))
        if user is None:
            self.set_status(401)
            return
        self.set_secure_cookie("user", str(user.id), httponly=True, secure=True, samesite="Lax")
        self.redirect("/")
