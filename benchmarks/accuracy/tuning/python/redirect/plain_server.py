from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit


class Jump(BaseHTTPRequestHandler):
    def do_GET(self):
        query = parse_qs(urlsplit(self.path).query)
        values = query.get("url", [])
        self.send_response(302 if values else 404)
        for value in values[:1]:
            clean = value.replace("\r", "").replace("\n", "")
            self.send_header("Location", clean)
        self.end_headers()
