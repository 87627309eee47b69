from http.server import BaseHTTPRequestHandler


class Mover(BaseHTTPRequestHandler):
    target = "https://new.example.org/"

    def do_GET(self):
        page = self.path.lstrip("/")
        self.send_response(301)
        self.send_header("Location", self.target + page)
        self.end_headers()
