"""What follows from the answers of a service: its routes, its pages, and what could not be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from harness.app.asking import answers
from harness.app.golden_run import Shown
from harness.app.service_surface import HttpService, of_service
from harness.app.trace_surface import Found
from harness.domain.actions import SendRequest
from harness.domain.cards import Section
from harness.domain.golden import Capture, CaseOutcome, GoldenCase, Part, PartKind

WEB = HttpService("web", "http://127.0.0.1:8000", "")
Site = Mapping[str, tuple[int, str, str]]
"""Status, kind (or the place of a redirection) and body of each path."""


class Service:
    """Answers in place of a product in a cell."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.asked: list[str] = []

    def __call__(self, cases: Sequence[GoldenCase], services: bool) -> Mapping[str, Shown]:
        return {case.id: Shown(captures=tuple(self._captures(case))) for case in cases}

    def _captures(self, case: GoldenCase) -> list[Capture]:
        captures = []
        for number, step in enumerate(case.card.steps, 1):
            assert isinstance(step.action, SendRequest)
            self.asked.append(step.action.target)
            parts = self._parts(step.action.target)
            captures.append(Capture(section=Section.STEPS, number=number, did=step.text, parts=parts))
        return captures

    def _parts(self, target: str) -> tuple[Part, ...]:
        status, kind, body = self.site.get(target, (404, "text/html", "no"))
        if not status:
            return (Part(name="failure", kind=PartKind.VALUE, value="no answer in time"),)
        name = "header location" if 300 <= status < 400 else "header content-type"
        return (
            Part(name="status", kind=PartKind.VALUE, value=str(status)),
            Part(name=name, kind=PartKind.VALUE, value=kind),
            Part(name="body", kind=PartKind.TEXT, value=body),
        )


def page(body: str) -> tuple[int, str, str]:
    return (200, "text/html; charset=utf-8", body)


def found_of(site: Site) -> tuple[list[str], list[str]]:
    found = Found()
    of_service(WEB, Service(site), found, [], pages_only=True)
    return sorted(name for _, name in found.items), list(found.trouble)


def test_a_page_that_only_scripts_draw_is_told():
    names, trouble = found_of({"/": page("<title>App</title><div id=root></div><script src=/app.js></script>")})
    assert names == ["/"]
    assert trouble == ["the page `/` is drawn by scripts: where it leads cannot be told without running them"]


@pytest.mark.parametrize("path", ["/login", "/accounts/sign-in?next=/", "/auth/start", "/sso"])
def test_a_start_page_that_leads_to_a_sign_in_is_told(path):
    _, trouble = found_of({"/": (302, path, ""), path: page("<a href=/>x</a>")})
    assert trouble == [f"`/` leads to `{path}`: what lies behind a sign-in was not looked at"]


def test_a_redirection_elsewhere_or_to_nowhere_leads_to_no_page():
    site = {"/": page("<a href=/a>a</a><a href=/b>b</a>"), "/a": (301, "https://example.com/", ""), "/b": (304, "", "")}
    assert found_of(site) == (["/"], [])


def test_more_pages_than_are_followed_are_told():
    site = {"/": page("".join(f"<a href=/page-{at}x>x</a>" for at in range(90)))}
    names, trouble = found_of(site)
    assert names == ["/"]
    assert trouble == ["the service `web` has more pages than are followed: 31 links were not"]


def test_a_page_without_an_answer_is_told():
    _, trouble = found_of({"/": page("<a href=/slow>x</a>"), "/slow": (0, "", "")})
    assert trouble == ["`/slow` could not be asked for: no answer in time"]


def test_what_a_description_names_is_no_page_and_no_form_besides():
    description = '{"openapi": "3.1.0", "paths": {"/items/{id}": {"get": {}}, "/cart": {"post": {}}}}'
    site = {
        "/openapi.json": (200, "application/json", description),
        "/": page("<a href=/items/1>1</a><form method=post action=/cart></form><a href=/openapi.json>api</a>"),
        "/items/1": page("one"),
    }
    assert found_of(site) == (["/", "GET /items/{id}", "POST /cart"], [])


def test_a_page_in_place_of_a_description_is_none():
    everywhere = page("openapi is what this page is about")
    _, trouble = found_of({"/": everywhere, "/openapi.json": everywhere})
    assert trouble == []


def test_a_service_that_cannot_be_reached_at_all_is_told_once():
    def lost(cases: Sequence[GoldenCase], services: bool) -> Mapping[str, Shown]:
        return {case.id: Shown(outcome=CaseOutcome.UNDECIDED, reason="it did not start") for case in cases}

    found = Found()
    of_service(WEB, lost, found, [])
    assert list(found.trouble) == ["the service `web` could not be asked: it did not start"]
    assert answers([], lost) == []


def test_a_page_that_leads_to_too_much_is_told():
    many = "".join(f"<a href=/elsewhere?{number}>x</a>" for number in range(2_001))
    _, trouble = found_of({"/": page(many)})
    assert "the page `/` is too long: not all of its links were followed" in trouble
    _, trouble = found_of({"/": page("<a href=/elsewhere>x</a>")})
    assert trouble == []
