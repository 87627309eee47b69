"""Gets one document over HTTP, as much and as long as is fair; what it says lies elsewhere."""

from __future__ import annotations

import http.client
import ipaddress
import time
import urllib.error
import urllib.request
from typing import IO
from urllib.parse import urlsplit, urlunsplit

from harness.errors import UsageError

MOST_BYTES = 10 * 1024 * 1024
MOST_SECONDS = 30.0
_MOST_REDIRECTS = 5
_CHUNK = 1 << 16


def is_url(text: str) -> bool:
    """Whether a text names something that is fetched."""
    return text.lower().startswith(("http://", "https://"))


def without_secrets(url: str) -> str:
    """A URL without what may be secret in it: who signs in, and what is asked."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.partition("?")[0].rpartition("@")[2]
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def fetch(url: str, seconds: float = MOST_SECONDS) -> bytes:
    """The body of the answer to a GET request; nothing but HTTP is followed, and from elsewhere never to this machine.

    Raises:
        UsageError: if there is no such document, or it is too large or too slow.
    """
    deadline = time.monotonic() + seconds
    shown = without_secrets(url)
    try:
        here = _is_here(url)
        proxies = urllib.request.ProxyHandler({}) if here else urllib.request.ProxyHandler()
        opener = urllib.request.build_opener(proxies, _Redirects(here))
        request = urllib.request.Request(url, headers={"Accept": "application/json, application/yaml, */*"})
        with opener.open(request, timeout=seconds) as answer:
            return _body(answer, deadline, shown)
    except urllib.error.HTTPError as error:
        raise UsageError(f"'{shown}' cannot be fetched: {error.code} {error.reason}", _HINT) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise UsageError(f"'{shown}' cannot be fetched: {reason}", _HINT) from error


_HINT = "check the address, or save the document and name the file"


def _body(answer: http.client.HTTPResponse, deadline: float, shown: str) -> bytes:
    data = bytearray()
    while chunk := answer.read1(_CHUNK):
        data += chunk
        if len(data) > MOST_BYTES:
            raise UsageError(f"'{shown}' is larger than {MOST_BYTES >> 20} MiB", _HINT)
        if time.monotonic() > deadline:
            raise UsageError(f"'{shown}' did not come to its end in time", _HINT)
    return bytes(data)


def _is_here(url: str) -> bool:
    """Whether a URL names this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few redirects, to HTTP alone."""

    max_redirections = _MOST_REDIRECTS

    def __init__(self, from_here: bool) -> None:
        self._from_here = from_here

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """The next request. Raises UsageError where none is sent."""
        shown = without_secrets(newurl)
        if not is_url(newurl):
            raise UsageError(f"it redirects to '{shown}', which is no HTTP", _HINT)
        if _is_here(newurl) and not self._from_here:
            raise UsageError(f"it redirects to this machine: '{shown}'", _HINT)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
