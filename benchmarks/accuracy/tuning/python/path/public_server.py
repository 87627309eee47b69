import os
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import unquote, urlsplit

ROOT = os.path.abspath("public")


class FileHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        target = os.path.realpath(os.path.join(ROOT, unquote(urlsplit(self.path).path).lstrip("/")))
        if os.path.commonpath([ROOT, target]) != ROOT:
            self.send_error(400)
            return
        if not os.path.isfile(target):
            self.send_error(404)
            return
        self.send_response(200)
        self.end_headers()
        with open(target, "rb") as file:
            self.wfile.write(file.read())


HTTPServer(("", 8080), FileHandler).serve_forever()
