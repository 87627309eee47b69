from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlparse


class Page(BaseHTTPRequestHandler):
    content_type = "text/html"

    def do_GET(self):
        params = parse_qs(urlparse(self.path).query)
        topic = params.get("topic", ["news"])[0]
        lines = ["<html>", "<body>"]
        lines.append("<h2>" + topic + "</h2>")
        lines.append("</body></html>")
        self.send_response(200)
        self.send_header("Content-Type", self.content_type)
        self.end_headers()
        self.wfile.write("\n".join(lines).encode())
