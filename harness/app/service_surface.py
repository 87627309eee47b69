"""The routes and pages of one HTTP service: from its own description, and by following the links of its pages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from harness.adapters.page_links import PageLinks, links_of, same_service
from harness.adapters.services import address_of
from harness.app.asking import Answer, Look, answers
from harness.domain.configuration import Service
from harness.domain.tracing import SurfaceKind
from harness.errors import DocumentError
from harness.golden.proposing import openapi
from harness.golden.proposing.proposal import Left
from harness.markdown.text import decode
from harness.trace.paths import Paths
from harness.trace.surface import Crawl, shape_of

DESCRIBED_AT = (
    "/openapi.json",
    "/openapi.yaml",
    "/swagger.json",
    "/v3/api-docs",
    "/api/openapi.json",
    "/swagger/v1/swagger.json",
    "/docs/openapi.json",
    "/api/schema/",
)
_SIGN_IN = re.compile(r"(?<![a-z])(?:(?:sign|log)[-_]?in|logon|auth|sso)(?![a-z])", re.IGNORECASE)
_HTML = ("text/html", "application/xhtml+xml")


class Finding(Protocol):
    """Where what is found is put."""

    titles: dict[str, str]

    def add(self, kind: SurfaceKind, name: str, source: str) -> None:
        """Take up one thing."""
        ...

    def refuse(self, what: str) -> None:
        """Note what could not be asked."""
        ...


@dataclass(frozen=True)
class HttpService:
    """A service that is waited for by an http address; ``prefix`` stands before its paths where it is not the first."""

    name: str
    address: str
    prefix: str


def services_of(services: Mapping[str, Service]) -> list[HttpService]:
    """The services that can be asked; bare paths belong to the first."""
    found = [(name, address) for name, service in services.items() if (address := address_of(service))]
    return [HttpService(name, address, address if at else "") for at, (name, address) in enumerate(found)]


@dataclass(frozen=True)
class Described:
    """What a description says that there is."""

    source: str
    names: tuple[str, ...]
    left: tuple[Left, ...] = ()

    def put(self, found: Finding, prefix: str) -> None:
        """Take its routes up."""
        for name in self.names:
            method, _, path = name.partition(" ")
            found.add(SurfaceKind.ROUTE, f"{method} {prefix}{path}", self.source)
        for left in self.left:
            found.refuse(f"{self.source}: `{left.subject}` cannot be read: {left.reason}")


def described(data: bytes, source: str) -> Described:
    """What a description says. Raises DocumentError."""
    routes = openapi.routes(decode(data, source), source)
    return Described(source, routes.names, routes.left)


def of_service(
    service: HttpService, look: Look, found: Finding, lying: Sequence[Described], pages_only: bool = False
) -> None:
    """Ask a service for its description, and for its pages from the start page on.

    Without a description nobody knows which routes there are that no page leads to: that is told, unless somebody said that its
    pages are all that it has.
    """
    asked = answers([f"{service.prefix}{path}" for path in DESCRIBED_AT], look)
    if all(one.trouble for one in asked):
        found.refuse(f"the service `{service.name}` could not be asked: {asked[0].trouble}")
        return
    candidates = [answer for answer in asked if _describes(answer)]
    own = [one for answer in candidates if (one := _description(answer, found)) is not None]
    for one in own:
        one.put(found, service.prefix)
    pages = _Pages(service, found, [*own, *([] if service.prefix else lying)])
    pages.follow(look)
    if not candidates and not lying and not (pages_only and pages.any_html):
        what = f"the service `{service.name}` describes no interface at `{service.prefix}{DESCRIBED_AT[0]}` or the like"
        found.refuse(f"{what}, nor does a file of the tree: routes that no page leads to are not known")


def _describes(answer: Answer) -> bool:
    """Whether an answer wants to be a description. Many services answer with a page, whatever they are asked for."""
    return answer.is_good and not _is_html(answer) and ("openapi" in answer.body or "swagger" in answer.body)


def _description(answer: Answer, found: Finding) -> Described | None:
    """What an answer describes; that it cannot be read is told."""
    try:
        return described(answer.body.encode("utf-8", "replace"), answer.target)
    except DocumentError as error:
        found.refuse(f"the description at `{answer.target}` cannot be read: {error.mistakes[0].what}")
        return None


class _Pages:
    """The pages of one service; those that a description names are its routes, and not told twice."""

    def __init__(self, service: HttpService, found: Finding, told: Sequence[Described]) -> None:
        self._service = service
        self._found = found
        self._known = Paths()
        for one in told:
            for name in one.names:
                method, _, path = name.partition(" ")
                self._known.add(method, path, 0)
        self._described = {path for path in DESCRIBED_AT if told}
        self.any_html = False

    def follow(self, look: Look) -> None:
        crawl = Crawl()
        while wanted := crawl.wanted():
            for target, answer in zip(
                wanted, answers([f"{self._service.prefix}{one}" for one in wanted], look), strict=True
            ):
                self._look_at(target, answer, crawl)
        for shape in crawl.pages:
            self._add(shape)
        if crawl.unfollowed:
            what = f"the service `{self._service.name}` has more pages than are followed"
            self._found.refuse(f"{what}: {crawl.unfollowed} links were not")

    def _look_at(self, target: str, answer: Answer, crawl: Crawl) -> None:
        name = f"{self._service.prefix}{target}"
        if answer.trouble:
            self._found.refuse(f"`{name}` could not be asked for: {answer.trouble}")
        elif 300 <= answer.status < 400:
            self._redirected(target, answer, crawl)
        elif answer.status in (401, 403):
            self._found.refuse(f"`{name}` answers {answer.status}: what lies behind a sign-in was not looked at")
        elif answer.status >= 500:
            self._found.refuse(f"`{name}` answers {answer.status}: it could not be looked at")
        elif answer.is_good:
            self._page(target, answer, crawl)

    def _redirected(self, target: str, answer: Answer, crawl: Crawl) -> None:
        path = same_service(answer.location, f"{self._service.address}{target}") if answer.location else None
        if path and _SIGN_IN.search(path):
            what = f"`{self._service.prefix}{target}` leads to `{self._service.prefix}{path}`"
            self._found.refuse(f"{what}: what lies behind a sign-in was not looked at")
        crawl.led(target, [path] if path else [])

    def _page(self, target: str, answer: Answer, crawl: Crawl) -> None:
        if not _is_html(answer):
            # A service that answers its start page with data has no pages: that path is a route like others.
            crawl.told(target, ())
            return
        page = links_of(answer.body, f"{self._service.address}{target}")
        self.any_html = True
        crawl.told(target, page.links)
        self._found.titles[f"{self._service.prefix}{shape_of(target)}"] = page.title
        self._forms(target, page)
        if page.cut:
            self._found.refuse(
                f"the page `{self._service.prefix}{target}` is too long: not all of its links were followed"
            )
        if page.signs_in:
            what = f"the page `{self._service.prefix}{target}` asks for a password"
            self._found.refuse(f"{what}: what lies behind a sign-in was not looked at")
        if target == crawl.start and page.scripted and not page.links and not page.forms:
            what = f"the page `{self._service.prefix}{target}` is drawn by scripts"
            self._found.refuse(f"{what}: where it leads cannot be told without running them")

    def _forms(self, target: str, page: PageLinks) -> None:
        for form in page.forms:
            method, _, path = form.partition(" ")
            if not self._is_known(method, path) and not (method == "GET" and shape_of(path) == shape_of(target)):
                name = f"{method} {self._service.prefix}{shape_of(path)}"
                self._found.add(SurfaceKind.ROUTE, name, f"the form on {self._service.prefix}{shape_of(target)}")

    def _add(self, shape: str) -> None:
        if shape in self._described or self._is_known("GET", shape):
            return
        self._found.add(SurfaceKind.PAGE, f"{self._service.prefix}{shape}", "the links of its pages")

    def _is_known(self, method: str, path: str) -> bool:
        return any(True for _ in self._known.asked(method, path))


def _is_html(answer: Answer) -> bool:
    return answer.kind.partition(";")[0].strip().lower() in _HTML
