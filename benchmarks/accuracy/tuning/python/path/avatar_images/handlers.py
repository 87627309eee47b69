import tornado.web

from storage import AvatarStorage


class AvatarHandler(tornado.web.RequestHandler):
    storage = AvatarStorage("/srv/avatars")

    def get(self):
        user = self.get_query_argument("user")
        size = self.get_query_argument("size", "64")
        self.set_header("Content-Type", "image/png")
        self.write(self.storage.read(user, size))
