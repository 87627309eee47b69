"""Owns the connections: which request comes next, and how its answer goes out. It does not know what is asked for."""

import re
import sys
import traceback
from email.message import Message
from email.utils import formatdate
from http import HTTPStatus
from socketserver import StreamRequestHandler, ThreadingTCPServer
from urllib.parse import unquote

from bank2.records.vault import Vault
from bank2.service.front import answer
from bank2.service.messages import Answer, Request, in_json
from bank2.service.parsing import (
    LONGEST_LINE,
    OLDEST,
    RequestLine,
    Unreadable,
    parse_request_line,
    read_head,
    read_length,
)

LINK = re.compile(r"(?<=/sign-in/)[^ /?]+")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
ALWAYS = (("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"))
CLOSE = ("Connection", "close")


class Service(ThreadingTCPServer):
    """Listens on this machine alone: it speaks plain HTTP (CWE-319)."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, vault: Vault, port: int) -> None:
        super().__init__(("127.0.0.1", port), Connection)
        self.vault = vault
        self.address = f"http://127.0.0.1:{port}"


class Connection(StreamRequestHandler):
    """Requests of one client, one after the other."""

    server: Service
    timeout = 30

    def setup(self) -> None:
        super().setup()
        self.is_open = True
        self.line = self.method = ""
        self.is_bare = False

    def handle(self) -> None:
        while self.is_open:
            try:
                self.handle_next()
            except TimeoutError as error:
                self.is_open = False
                log(f"Request timed out: {error!r}")

    def handle_next(self) -> None:
        """Answer one request. The connection stays open only when its head was read and asks for that."""
        self.is_open = False
        try:
            request_line = self.read_request_line()
            if request_line:
                self.respond(request_line, read_head(self.rfile))  # type: ignore[arg-type]
        except Unreadable as error:
            self.is_open = False
            self.is_bare |= error.is_bare
            self.send(in_json(error.status, {"error": error.words}, (CLOSE,)))

    def read_request_line(self) -> RequestLine | None:
        """Nothing when the client has gone, or sent an empty line."""
        self.line, self.method, self.is_bare = "", "", False
        raw = self.rfile.readline(LONGEST_LINE + 1)
        if len(raw) > LONGEST_LINE:
            raise Unreadable(414, "bad request")
        self.line = raw.decode("latin-1").rstrip("\r\n")
        if not self.line.split():
            return None
        line = parse_request_line(self.line)
        self.method, self.is_bare = line.method, line.version == OLDEST
        return line

    def respond(self, line: RequestLine, head: Message) -> None:
        self.is_open = stays_open(line, head)
        if line.is_persistent and head.get("Expect", "").lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        if line.method not in METHODS:
            raise Unreadable(405, f"Unsupported method ({line.method!r})")
        self.send(self.find_answer(line, head))

    def find_answer(self, line: RequestLine, head: Message) -> Answer:
        try:
            return answer(self.server.vault, self.read_request(line, head))
        except (Unreadable, TimeoutError):
            raise
        except Exception:  # noqa: BLE001  # the edge: a mistake of ours must not end the service
            traceback.print_exc()
            return in_json(500, {"error": "something went wrong on our side"})

    def read_request(self, line: RequestLine, head: Message) -> Request:
        path, _, query = line.target.partition("?")
        headers = {name.lower(): value for name, value in head.items()}
        body = self.rfile.read(read_length(head))
        return Request(line.method, unquote(path), query, headers, body, self.server.address)

    def send(self, reply: Answer) -> None:
        """An answer in HTTP/0.9 is bare of a head, and one to HEAD has nothing else."""
        log(f'"{self.line}" {reply.status} -')
        head = b"" if self.is_bare else write_head(reply)
        self.wfile.write(head + (b"" if self.method == "HEAD" else reply.body))


def stays_open(line: RequestLine, head: Message) -> bool:
    wish = head.get("Connection", "").lower()
    return wish == "keep-alive" or (line.is_persistent and wish != "close")


def write_head(reply: Answer) -> bytes:
    status = HTTPStatus(reply.status)
    headers = [("Server", "bank "), ("Date", formatdate(usegmt=True)), *ALWAYS, *reply.headers]
    if reply.kind:
        headers.append(("Content-Type", reply.kind))
    if status is not HTTPStatus.NO_CONTENT:
        headers.append(("Content-Length", str(len(reply.body))))
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1", "strict")


def log(line: str) -> None:
    """Write one line, without the secrets of sign-in links (CWE-532)."""
    sys.stderr.write(LINK.sub("…", line).encode("ascii", "backslashreplace").decode() + "\n")


def serve(vault: Vault, port: int) -> None:
    """Answer until interrupted."""
    with Service(vault, port) as service:
        print(f"Serving on {service.address}", flush=True)
        try:
            service.serve_forever()
        except KeyboardInterrupt:
            return
