from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlparse


class Echo(BaseHTTPRequestHandler):
    def do_GET(self):
        query = parse_qs(urlparse(self.path).query)
        language = query.get("lang", ["en"])[0]
        self.send_response(200)
        self.send_header("Content-Language", "de" if language == "de" else "en")
        self.end_headers()
        self.wfile.write(b"ok")
