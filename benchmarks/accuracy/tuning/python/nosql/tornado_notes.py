import tornado.escape
import tornado.web
from pymongo import MongoClient

notes = MongoClient()["desk"]["notes"]


class NotesHandler(tornado.web.RequestHandler):
    def delete(self):
        body = tornado.escape.json_decode(self.request.body)
        if not isinstance(body.get("title"), str):
            raise tornado.web.HTTPError(400)
        result = notes.delete_many({"owner": self.current_user, "title": body.get("title")})
        self.write({"deleted": result.deleted_count})
