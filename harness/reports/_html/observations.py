"""One observation as the page shows it, by its kind; where it belongs in a card is told elsewhere."""

from __future__ import annotations

from functools import singledispatch

from harness.domain.observations import (
    ActionObservation,
    CommandObservation,
    FileObservation,
    FolderObservation,
    Observation,
    PageObservation,
    ProductCall,
    ResponseObservation,
    ScreenObservation,
)
from harness.reports._html import words
from harness.reports._html.blocks import facts, fold, output
from harness.reports._html.markup import Child, Markup, element, escaped, joined
from harness.reports._html.page import Place
from harness.reports._html.pages import page_evidence


def panel(place: Place, id: str) -> Markup:
    """What is kept under that id, with a link to it."""
    seen = place.observation(id)
    if seen is None:
        return element("p", f"{id} is not in the record any more", class_="gone") if _kept(place) else _bare(place, id)
    head = element(
        "figcaption",
        element("span", _title(seen), class_="did"),
        element("span", words.seconds(seen.seconds), class_="seconds") if seen.seconds else None,
        place.link(f"observations/{id}.json", id) if place.page.view.links is not None else element("code", id),
        class_="what",
    )
    return element("figure", head, _body(seen, place), class_=f"panel of-{seen.kind}", id=place.anchor(id))


def _kept(place: Place) -> bool:
    return place.page.view.evidence is not None


def _bare(place: Place, id: str) -> Markup:
    return element("p", "evidence ", place.link(f"observations/{id}.json", id), class_="gone")


@singledispatch
def _title(seen: Observation) -> Markup:
    raise NotImplementedError(type(seen))


@singledispatch
def _body(seen: Observation, place: Place) -> Markup:
    raise NotImplementedError(type(seen))


@_title.register
def _(seen: CommandObservation) -> Markup:
    return element("code", seen.command, class_="command")


@_body.register
def _(seen: CommandObservation, place: Place) -> Markup:
    name = f"observations/{seen.id}.stdout" if seen.stdout else f"observations/{seen.id}.stderr"
    shown = output(place, seen.shown, name) if seen.shown.strip() else element("p", "no output", class_="nothing")
    return joined(shown, _end(seen), _calls(seen.calls))


@_title.register
def _(seen: ScreenObservation) -> Markup:
    typed = joined(" ⌨ ", element("kbd", seen.typed)) if seen.typed else None
    return joined(element("code", seen.command, class_="command"), typed)


@_body.register
def _(seen: ScreenObservation, place: Place) -> Markup:
    screen = output(place, seen.screen, f"observations/{seen.id}.json", "output screen")
    state = element("p", "still running", class_="end") if seen.running else _end(seen)
    return joined(_problem(seen.problem), screen, state, _calls(seen.calls))


@_title.register
def _(seen: ResponseObservation) -> Markup:
    return element("code", seen.request, class_="command")


@_body.register
def _(seen: ResponseObservation, place: Place) -> Markup:
    status = element("p", element("strong", f"{seen.status} {seen.reason}".strip()), class_="end")
    headers = facts(*((name, value or "(empty)") for name, value in seen.headers), class_="facts headers")
    return joined(
        status if seen.status is not None else None,
        _problem(seen.failure),
        output(place, seen.body, f"observations/{seen.id}.body") if seen.body else None,
        fold(words.counted(len(seen.headers), "header"), headers) if seen.headers else None,
    )


@_title.register
def _(seen: FileObservation) -> Markup:
    return joined("file ", element("code", seen.path))


@_body.register
def _(seen: FileObservation, place: Place) -> Markup:
    if seen.content is not None:
        return output(place, seen.content, f"observations/{seen.id}.content")
    state = "it is there" if seen.exists else "there is no such file"
    return joined(_problem(seen.problem), element("p", state, class_="nothing"))


@_title.register
def _(seen: FolderObservation) -> Markup:
    return escaped("the user's folder")


@_body.register
def _(seen: FolderObservation, place: Place) -> Markup:
    return facts(*((one.path, f"{one.change}, {one.size:,} bytes") for one in seen.changes))


@_title.register
def _(seen: ActionObservation) -> Markup:
    return escaped(seen.did)


@_body.register
def _(seen: ActionObservation, place: Place) -> Markup:
    return joined(_problem(seen.problem))


@_title.register
def _(seen: PageObservation) -> Markup:
    return escaped(seen.did)


@_body.register
def _(seen: PageObservation, place: Place) -> Markup:
    return joined(_problem(seen.problem), page_evidence(seen, place))


def _problem(problem: str | None) -> Child:
    return element("p", problem, class_="problem") if problem else None


def _end(seen: CommandObservation | ScreenObservation) -> Markup:
    """How it ended, in words; success is said quietly."""
    if seen.stopped:
        return element("p", seen.stopped, class_="end bad")
    if seen.signal is not None:
        return element("p", f"ended by signal {seen.signal}", class_="end bad")
    return element("p", f"exit code {seen.exit_code}", class_="end bad" if seen.exit_code else "end")


def _calls(calls: tuple[ProductCall, ...]) -> Child:
    """Calls of the product; the usual single one needs no line of its own."""
    if len(calls) < 2:
        return None
    told = [
        element("li", element("code", " ".join((call.name, *call.arguments))), f" → {call.status}") for call in calls
    ]
    return fold(words.counted(len(calls), "call") + " of the product", element("ul", *told, class_="plain"))
