import sys
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        page = self.path.split("?")[0]
        self.page = unquote(page)
        print("access to", page, file=sys.stderr)
        self.send_response(204)
        self.end_headers()

    def log_message(self, format, *args):
        pass
