from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit


MIRRORS = ("https://a.example.org/", "https://b.example.org/")


class Jump(BaseHTTPRequestHandler):
    def do_GET(self):
        query = parse_qs(urlsplit(self.path).query)
        values = query.get("url", [])
        self.send_response(302 if values else 404)
        for value in values[:1]:
            self.send_header("Location", MIRRORS[int(value) % len(MIRRORS)])
        self.end_headers()
