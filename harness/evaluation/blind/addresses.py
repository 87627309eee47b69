"""Addresses as far as an evaluator's calls need them read: whose they are, and what their escapes stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

WEB = ("http://", "https://")

_HOST = re.compile(r"(https?)://([^/?#\\@\s]+?)(?::(\d{1,5}))?(?:[/?#]\S*)?", re.IGNORECASE)
_IN_TEXT = re.compile(r"https?://[^\s/`\"'<>()\\]+")
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_PORTS = {"http": "80", "https": "443"}
_HERE = ("127.0.0.1", "[::1]")


def hosts(addresses: Iterable[str]) -> Iterator[str]:
    """Host and port of every address that is one; this machine is always called ``localhost``."""
    for address in addresses:
        if found := _HOST.fullmatch(address.strip()):
            scheme, name, port = found[1].lower(), found[2].lower(), found[3]
            yield f"{'localhost' if name in _HERE else name}:{port or _PORTS[scheme]}"


def addresses_in(text: str) -> list[str]:
    """Every address of a web service that stands in a text, without its path."""
    return _IN_TEXT.findall(text)


def decoded(text: str) -> str:
    """A path, query or form with its escapes read: per cent signs (RFC 3986, section 2.1), and the plus for a blank."""
    return _ESCAPES.sub(
        lambda found: bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "replace"), _blanks(text)
    )


def _blanks(text: str) -> str:
    return text.replace("+", " ")
