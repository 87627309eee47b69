"""Ports of addresses of this machine, and what is called a port."""

from __future__ import annotations

MASKS = {
    "port": r"(?:(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):|\b[Pp]orts?[ =:]{1,3})(?P<value>[1-9]\d{3,4})(?![\d.])"
}
NUMBERED = True
MASKED = {
    "http://127.0.0.1:43121/a": "http://127.0.0.1:<port#1>/a",
    "listening on port 8081": "listening on port <port#1>",
}
KEPT = ("127.0.0.1:80", "example.org:8080", "12:30")
