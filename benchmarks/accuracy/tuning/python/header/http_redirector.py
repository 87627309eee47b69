from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote


class Mover(BaseHTTPRequestHandler):
    target = "https://new.example.org/"

    def do_GET(self):
        page = unquote(self.path).lstrip("/")
        self.send_response(301)
        self.send_header("Location", self.target + page)
        self.end_headers()
