import tornado.web

from directory import Directory


class PhoneHandler(tornado.web.RequestHandler):
    def initialize(self, directory: Directory) -> None:
        self.directory = directory

    def get(self):
        surname = self.get_query_argument("surname")
        if not surname.isalpha():
            raise tornado.web.HTTPError(400)
        self.write({"phones": self.directory.phones(surname)})
