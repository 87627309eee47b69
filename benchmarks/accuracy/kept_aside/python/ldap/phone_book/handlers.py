import tornado.web

from directory import Directory


class PhoneHandler(tornado.web.RequestHandler):
    def initialize(self, directory: Directory) -> None:
        self.directory = directory

    def get(self):
        surname = self.get_query_argument("surname")
        self.write({"phones": self.directory.phones(surname)})
