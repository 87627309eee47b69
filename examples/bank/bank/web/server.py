"""Owns the sockets: reading one request whole, and writing one response. It does not know what is asked for."""

import re
import sys
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from bank.web.dispatch import respond
from bank.web.messages import Request, Response, answer_json

LARGEST_BODY = 64 * 1024
SECRET = re.compile(r"(/sign-in/)[^ /?]+")
HEADERS = (
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
)


class BadMessage(Exception):
    """A request whose length is unclear: answered, and its connection closed (CWE-444)."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Server(ThreadingHTTPServer):
    """Answers on this machine only."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, data_file: str, port: int) -> None:
        super().__init__(("127.0.0.1", port), Conversation)
        self.data_file = data_file
        self.home = f"http://127.0.0.1:{self.server_port}"


class Conversation(BaseHTTPRequestHandler):
    """One connection: as many requests as the client sends on it."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "bank"
    sys_version = ""
    timeout = 30

    def answer(self) -> None:
        try:
            response = respond(self.server.data_file, self.read_request())
        except BadMessage as error:
            self.close_connection = True
            response = answer_json(error.status, {"error": str(error)}, (("Connection", "close"),))
        except Exception:  # the boundary: a mistake of ours must not stop the service
            traceback.print_exc()
            response = answer_json(500, {"error": "something went wrong on our side"})
        self.write(response)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer

    def read_request(self) -> Request:
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, unquote(path), query, headers, self.read_body(), self.server.home)

    def read_body(self) -> bytes:
        """The body, whose length must be told once and in digits (RFC 9112, section 6.3)."""
        lengths = self.headers.get_all("Content-Length", [])
        if self.headers.get("Transfer-Encoding") is not None or len(lengths) > 1:
            raise BadMessage(400, "send one Content-Length and no Transfer-Encoding")
        length = lengths[0].strip() if lengths else "0"
        if not (length.isascii() and length.isdecimal() and len(length) < 10):
            raise BadMessage(400, "the Content-Length is not a number")
        if int(length) > LARGEST_BODY:
            raise BadMessage(413, f"the body must not be larger than {LARGEST_BODY} bytes")
        return self.rfile.read(int(length))

    def write(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in (*HEADERS, *response.headers):
            self.send_header(name, value)
        if response.content_type:
            self.send_header("Content-Type", response.content_type)
        if response.status != 204:
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the base class refuses by itself: an unknown method or a malformed request line."""
        self.close_connection = True
        status = 405 if code == 501 else code
        self.write(answer_json(status, {"error": message or "bad request"}, (("Connection", "close"),)))

    def log_message(self, format: str, *args: object) -> None:
        """One line for each request, without the secrets of sign-in links."""
        line = SECRET.sub(r"\1…", format % args)
        sys.stderr.write(line.encode("ascii", "backslashreplace").decode() + "\n")


def serve(data_file: str, port: int) -> None:
    """Answer until interrupted."""
    with Server(data_file, port) as server:
        print(f"Serving on {server.home}", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            pass
