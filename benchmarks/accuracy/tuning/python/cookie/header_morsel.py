from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, HTTPServer
from secrets import token_hex


class Handler(BaseHTTPRequestHandler):
    sessions = {}

    def do_POST(self):
        sid = token_hex(16)
        self.sessions[sid] = {}
        self.send_response(204)
        cookie = SimpleCookie({"sid": sid})
        cookie["sid"]["httponly"] = True
        self.send_header("Set-Cookie", cookie["sid"].OutputString())
        self.end_headers()


HTTPServer(("", 8000), Handler).serve_forever()
