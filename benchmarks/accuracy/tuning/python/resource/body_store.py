from http.server import BaseHTTPRequestHandler


class Upload(BaseHTTPRequestHandler):
    def do_PUT(self):
        length = int(self.headers.get("Content-Length", 0))
        if length > 1_000_000:
            self.send_error(413)
            return
        buffer = bytearray(length)
        view = memoryview(buffer)
        self.rfile.readinto(view)
        self.send_response(204)
        self.end_headers()
        self.server.store(bytes(buffer))
