"""What a page of HTML leads to: its links, its forms, its title; following them lies elsewhere, and no script is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_MOST_CHARACTERS = 2_000_000
_MOST_LINKS = 2_000
_SPACE = re.compile(r"\s+")
_NAME = re.compile(r"<([A-Za-z][^\s/>]{0,40})")
_ATTRIBUTE = re.compile(r"[\s/]*+([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+([\"']|[^\s>]*+))?")
_OF_TEXT = frozenset({"title", "script", "style", "textarea", "xmp"})
_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _OF_TEXT}


@dataclass(frozen=True)
class PageLinks:
    """``links`` are paths (with their query) of the same service, in order; ``forms`` such as ``POST /accounts``.

    ``scripted`` says that the page brings scripts, ``signs_in`` that it asks for a password, ``cut`` that it is too long, or
    leads to too much, to be read to its end.
    """

    title: str = ""
    links: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    scripted: bool = False
    signs_in: bool = False
    cut: bool = False


def links_of(html: str, address: str) -> PageLinks:
    """What a page at an address leads to; what is too long to be a page is read as far as that."""
    reading = _Reading(address)
    reading.read(html[:_MOST_CHARACTERS])
    return PageLinks(
        title=_SPACE.sub(" ", reading.title or "").strip(),
        links=tuple(reading.links),
        forms=tuple(reading.forms),
        scripted=reading.scripted,
        signs_in=reading.signs_in,
        cut=reading.cut or len(html) > _MOST_CHARACTERS,
    )


def same_service(link: str, address: str) -> str | None:
    """The path and query that a link on a page at ``address`` leads to; None where it leads elsewhere."""
    try:
        here, there = urlsplit(address), urlsplit(urljoin(address, link.strip()))
        if there.scheme != here.scheme or _host(there) != _host(here):
            return None
    except ValueError:
        return None
    path = quote(
        unquote(there.path, "utf-8", "surrogateescape") or "/", safe="/:@!$&'()*+,;=~", errors="surrogateescape"
    )
    return f"{path}?{quote(there.query, safe='/?:@!$&()*+,;=~%')}" if there.query else path


def _host(address: SplitResult) -> tuple[str, int]:
    host = address.hostname or ""
    return ("127.0.0.1" if host in _LOOPBACK else host, address.port or 80)


class _Reading:
    """One reading of one page; a page that is no sound HTML is read as far as it goes, as a browser does."""

    def __init__(self, address: str) -> None:
        self._address = self._base = address
        self.title: str | None = None
        self.links: dict[str, None] = {}
        self.forms: dict[str, None] = {}
        self.scripted = self.signs_in = self.cut = False

    def read(self, html: str) -> None:
        """Take in what the tags say. The standard library's parser takes quadratic time for tags that never end."""
        for name, given, text in _tags(html):
            self._tag(name, given, text)

    def _tag(self, tag: str, given: dict[str, str], text: str) -> None:
        if tag == "title" and self.title is None:
            self.title = unescape(text)
        elif tag == "base" and "href" in given and self._base == self._address:
            self._base = self._joined(given["href"])
        elif tag in ("a", "area") and "href" in given:
            self._link(given["href"])
        elif tag in ("iframe", "frame") and given.get("src"):
            self._link(given["src"])
        elif tag == "form":
            self._form(given)
        elif tag == "input" and given.get("type", "").lower() == "password":
            self.signs_in = True
        elif tag == "script":
            self.scripted = True

    def _joined(self, link: str) -> str:
        try:
            return urljoin(self._address, link.strip())
        except ValueError:
            return self._address

    def _path(self, link: str) -> str | None:
        if len(self.links) + len(self.forms) >= _MOST_LINKS:
            self.cut = True
            return None
        return same_service(self._joined_to_base(link), self._address)

    def _joined_to_base(self, link: str) -> str:
        try:
            return urljoin(self._base, link.strip())
        except ValueError:
            return "about:blank"

    def _link(self, link: str) -> None:
        path = self._path(link)
        if path is not None and not link.strip().startswith("#"):
            self.links[path] = None

    def _form(self, given: dict[str, str]) -> None:
        method = given.get("method", "").upper() or "GET"
        path = self._path(given.get("action", "") or self._address)
        if path is not None and method in ("GET", "POST"):
            self.forms[f"{method} {path.partition('?')[0]}"] = None


def _tags(html: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Each tag that begins something, its attributes, and the text of what holds nothing but text; in linear time."""
    at = 0
    while (at := html.find("<", at)) >= 0:
        if html.startswith("<!--", at):
            end = html.find("-->", at)
            if end < 0:
                return
            at = end
        elif (found := _NAME.match(html, at)) is not None:
            name = found[1].lower()
            given, at = _attributes(html, found.end())
            if at < 0:
                return
            end = _end_of_text(html, at, name) if name in _OF_TEXT else at
            yield name, given, html[at:end]
            at = end
        else:
            at += 1


def _attributes(html: str, at: int) -> tuple[dict[str, str], int]:
    """The attributes of a tag, the first of each name, and where the tag ends; -1 where it never does."""
    given: dict[str, str] = {}
    while found := _ATTRIBUTE.match(html, at):
        name, value, at = found[1].lower(), found[2] or "", found.end()
        if value[:1] in ("'", '"'):
            end = html.find(value[0], found.start(2) + 1)
            if end < 0:
                return given, -1
            value, at = html[found.start(2) + 1 : end], end + 1
        given.setdefault(name, unescape(value))
    end = html.find(">", at)
    return given, end + 1 if end >= 0 else -1


def _end_of_text(html: str, at: int, name: str) -> int:
    found = _ENDS[name].search(html, at)
    return found.start() if found else len(html)
