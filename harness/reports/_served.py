"""The pages that only a server shows: the run that goes on, and forms to decide by; serving them lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from harness.domain.cards import Card
from harness.domain.tracing import SealRow, SealState
from harness.domain.verdicts import State
from harness.reports._html import words
from harness.reports._html.document import document
from harness.reports._html.markup import Child, Markup, element, lines

_STYLES = ("page.css", "served.css")


class Way(StrEnum):
    """The pages, by where they lie."""

    LIVE = "/"
    SITE = "/site/index.html"
    GOLDEN = "/golden"
    SEALS = "/seals"

    @property
    def label(self) -> str:
        """What leads there is called."""
        return {"/": "Now", "/golden": "Golden review", "/seals": "Seals"}.get(self.value, "Report")


@dataclass(frozen=True)
class Sealable:
    """A card with its text and what is known of its seal (None: it has none)."""

    card: Card
    text: str
    seal: SealRow | None


def live_page(project: str, version: str) -> str:
    """The page that follows the newest run; its script fills it in."""
    head = element("tr", *(element("th", one, scope="col") for one in ("card", "verdict", "now", "reason")))
    body = (
        words.shapes(),
        ways(Way.LIVE),
        _top("Nothing is known yet", project, id="title"),
        element("p", "", id="said", class_="counts", role="status", aria_live="polite"),
        element("div", element("div", id="bar"), class_="progress", aria_hidden="true"),
        element("p", "There is more in the ", element("a", "report", href=Way.SITE), " now.", id="fresh", hidden=True),
        element(
            "main",
            element("table", element("thead", head), element("tbody", id="rows"), class_="matrix live"),
            id="main",
        ),
        element("noscript", "Without scripts this page stands still: the ", element("a", "report", href=Way.SITE)),
        element("footer", f"harness {version}"),
    )
    return document("harness", body, _STYLES, ("live.js",), served=True)


def seals_page(project: str, cards: Sequence[Sealable], version: str, proof: str, refused: str) -> str:
    """All cards with their texts and seals; with a form to seal each, unless that is ``refused``."""
    whole = sum(one.seal is not None and one.seal.state is SealState.WHOLE for one in cards)
    told = f"{project}: {whole} of {words.counted(len(cards), 'card')} sealed"
    body = (
        words.shapes(),
        ways(Way.SEALS),
        _top("Seals", told),
        _callout(refused) if refused else None,
        element("main", *(_sealable(one, proof if not refused else "") for one in cards), id="main"),
        element("footer", f"harness {version}"),
    )
    return document("Seals · harness", body, _STYLES, (), served=True)


def golden_forms(case: str, received: str, proof: str) -> Markup:
    """By what a person accepts what was received of a case, or rejects it; ``received`` is the digest of what they look at."""
    known = {"case": case, "received": received, "proof": proof}
    reason = element(
        "label", "Why what is received is right", element("input", type="text", name="reason", required=True)
    )
    accept = element(
        "form",
        *_hidden(known),
        reason,
        _button("Accept it as the golden"),
        method="post",
        action="/golden/accept",
        class_="decide",
    )
    reject = element(
        "form",
        *_hidden(known),
        element("span", "The product is wrong: the golden stays.", class_="quiet"),
        element("button", "Reject it"),
        method="post",
        action="/golden/reject",
        class_="decide",
    )
    return Markup(accept + reject)


def told_page(title: str, said: Sequence[str], back: Way) -> str:
    """What came of what a person asked for."""
    link = element("p", element("a", "Go back", href=back))
    body = (ways(back), _top(title, ""), element("main", *(element("p", one) for one in said), link, id="main"))
    return document(f"{title} · harness", body, _STYLES, (), served=True)


def ways(here: Way) -> Markup:
    """The ways between the pages."""
    links = (element("a", way.label, href=way, aria_current="page" if way is here else None) for way in Way)
    return element("nav", *links, class_="ways", aria_label="Pages")


def _sealable(one: Sealable, proof: str) -> Markup:
    state = one.seal.state if one.seal else None
    shown = State.PASS if state is SealState.WHOLE else State.FAIL if one.seal and state else State.INCONCLUSIVE
    head = element(
        "summary",
        element("span", words.shape(shown), state.value if state else "not sealed", class_=f"badge {shown}"),
        element("h3", element("span", one.card.title, class_="title"), " ", element("code", one.card.id)),
    )
    verifies = f"verifies {', '.join(one.card.verifies)}"
    inside = element(
        "div",
        element("p", element("code", one.card.path), " ", verifies, class_="note"),
        element("p", one.seal.reason) if one.seal and one.seal.reason else None,
        element("pre", lines(one.text), class_="text"),
        _seal_form(one.card, proof) if proof and state is not SealState.WHOLE else None,
        class_="inside",
    )
    return element("details", head, inside, class_=f"card {shown}")


def _seal_form(card: Card, proof: str) -> Markup:
    reason = element("label", "What you looked at", element("input", type="text", name="reason", required=True))
    known = _hidden({"card": card.id, "sha256": card.sha256, "proof": proof})
    return element("form", *known, reason, _button("Seal it"), method="post", action="/seals/set", class_="decide")


def _hidden(values: dict[str, str]) -> Iterator[Markup]:
    return (element("input", type="hidden", name=name, value=value) for name, value in values.items())


def _button(word: str) -> Markup:
    return element("button", word, class_="chief")


def _top(title: str, said: Child, id: str | None = None) -> Markup:
    name = element("h1", element("span", title, id=id))
    return element(
        "header", element("p", "harness", class_="brand"), name, element("p", said, class_="counts"), class_="top"
    )


def _callout(said: str) -> Markup:
    return element("div", element("p", f"Nothing can be decided here: {said}"), class_="callout inconclusive")
