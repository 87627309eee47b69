"""Which addresses a page may have: the loopback of a cell and nothing else; going there lies elsewhere."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

BLANK = "about:blank"
_OF_PAGES = ("about:blank", "about:srcdoc", "data:", "blob:")


def is_loopback(url: str) -> bool:
    """Whether a URL names a loopback address over HTTP."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        if parts.scheme not in ("http", "https") or parts.username is not None:
            return False
        return host == "localhost" or host.endswith(".localhost") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def may_show(url: str) -> bool:
    """Whether a page with this URL may be looked at: the product's own, and what its pages make themselves."""
    return is_loopback(url) or url.startswith(_OF_PAGES) or url == ""


def address_of(target: str, origin: str | None) -> str | None:
    """The URL that a path or URL on a card means; None if it leads anywhere else than into the cell."""
    if target.startswith("/") and not target.startswith("//"):
        return origin + target if origin else None
    return target if is_loopback(target) else None
