from http.server import BaseHTTPRequestHandler, HTTPServer
from secrets import token_hex


class Handler(BaseHTTPRequestHandler):
    sessions = {}

    def do_POST(self):
        sid = token_hex(16)
        self.sessions[sid] = {}
        self.send_response(204)
        self.send_header("Set-Cookie", f"sid={sid}; Secure; HttpOnly; SameSite=Lax; Path=/")
        self.end_headers()


HTTPServer(("", 8000), Handler).serve_forever()
