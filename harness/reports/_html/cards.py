"""One card on the page: what it is, what came of it, and every attempt at it; single steps lie in ``steps``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.domain.results import Attempt, CardResult, CheckResult, Friction
from harness.domain.verdicts import Verdict
from harness.reports._contents import reason_lines
from harness.reports._html import words
from harness.reports._html.blocks import facts, fold
from harness.reports._html.markup import Child, Markup, element, joined, lines
from harness.reports._html.model import conversation
from harness.reports._html.observations import panel
from harness.reports._html.page import Page, Place
from harness.reports._html.player import recordings
from harness.reports._html.steps import first_to_look_at, shown_in, steps


def card_anchor(number: int) -> str:
    """The anchor of the card of that number in the run."""
    return f"card-{number}"


def card_article(page: Page, number: int, open: bool) -> Markup:
    """A card to unfold; its heading tells the verdict and whose fault it is."""
    card = page.run.cards[number]
    inside = element("div", _facts(card), *card_body(page, number), class_="inside", id=card_anchor(number))
    return element("details", _heading(card), inside, class_=f"card {card.state}", data_state=card.state, open=open)


def card_body(page: Page, number: int) -> Sequence[Child]:
    """All that was recorded of a card: why it is not a pass, and every attempt."""
    card = page.run.cards[number]
    attempts = [
        Place(page, card, attempt, f"{card_anchor(number)}-{at}") for at, attempt in enumerate(card.attempts, 1)
    ]
    several = len(attempts) > 1
    return [_why(card, attempts), *(_attempt(place, several) for place in attempts)]


def _heading(card: CardResult) -> Markup:
    cause = element("span", f"cause: {card.cause}", class_="cause") if card.cause else None
    return element(
        "summary",
        words.badge(card.state),
        element("h3", element("span", card.title, class_="title"), " ", element("code", card.id)),
        cause,
        element("span", words.seconds(card.seconds), class_="seconds"),
    )


def _facts(card: CardResult) -> Markup:
    return facts(
        ("tier", str(card.tier)),
        ("verifies", ", ".join(card.verifies)),
        ("evaluator", card.evaluator),
        ("card", element("code", card.path)),
        ("attempts", str(len(card.attempts)) if len(card.attempts) != 1 else None),
    )


def _why(card: CardResult, attempts: Sequence[Place]) -> Child:
    """The reason, whose fault it is and what to do; a pass needs none."""
    rows = list(reason_lines(card.reason))
    if not rows and not card.hint:
        return None
    cause = element("p", element("strong", f"At fault: {words.CAUSES[card.cause]}")) if card.cause else None
    hint = element("p", element("strong", "What to do: "), card.hint) if card.hint else None
    where = next(filter(None, map(first_to_look_at, attempts)), None)
    link = element("p", element("a", "Show where", href=f"#{where}"), class_="where") if where else None
    return element("div", cause, *(element("p", row) for row in rows), hint, link, class_=f"callout {card.state}")


def _attempt(place: Place, several: bool) -> Markup:
    attempt = place.attempt
    inside = [
        _attempt_facts(attempt, place),
        _own_reason(place),
        steps(place),
        recordings(place),
        _checks(attempt.checks),
        _friction(place),
        _others(place),
        conversation(place),
        _written(attempt),
        _files(place),
    ]
    if not several:
        return element("div", *inside, class_="attempt")
    state = " (replay that missed; a live attempt followed)" if attempt.superseded else ""
    title = joined(words.badge(attempt.verdict), element("h4", f"Attempt {attempt.number}{state}"))
    return fold(title, *inside, open=attempt.verdict is not Verdict.PASS, class_="attempt")


def _attempt_facts(attempt: Attempt, place: Place) -> Markup:
    return facts(
        ("isolation", str(attempt.isolation) if attempt.isolation else "none reached"),
        ("took", words.seconds(attempt.seconds)),
        ("carried out by", attempt.evaluator if attempt.evaluator != place.card.evaluator else None),
        ("model", words.spent(attempt.usage)),
        (
            "first request",
            element("code", attempt.prompt_sha256[:16], title="SHA-256") if attempt.prompt_sha256 else None,
        ),
    )


def _own_reason(place: Place) -> Child:
    """Why this attempt did not pass, unless the card has just told it."""
    attempt = place.attempt
    if not attempt.reason or attempt.reason == place.card.reason:
        return None
    return element(
        "div", *(element("p", row) for row in reason_lines(attempt.reason)), class_=f"callout {attempt.verdict}"
    )


def _checks(checks: Sequence[CheckResult]) -> Child:
    """Hidden checks: what broke them in full, warnings too, and the rest in one line."""
    if not checks:
        return None
    loud = [check for check in checks if check.seen or check.verdict is not Verdict.PASS]
    quiet = [str(check.name) for check in checks if check not in loud]
    told = [element("li", *_check(check), class_=f"check {check.verdict}") for check in loud]
    held = element("p", words.sign(Verdict.PASS), " held: ", ", ".join(quiet), class_="quiet") if quiet else None
    return element(
        "section", element("h4", "Hidden checks"), element("ul", *told) if told else None, held, class_="checks"
    )


def _check(check: CheckResult) -> Iterator[Child]:
    yield words.sign(check.verdict)
    yield element("strong", str(check.name))
    yield element("span", "warning", class_="strength") if check.verdict is Verdict.PASS else None
    yield element("div", lines(check.seen), class_="check-seen")


def _friction(place: Place) -> Child:
    if not place.attempt.friction:
        return None
    told = [element("li", *_confusing(one, place)) for one in place.attempt.friction]
    title = element("h4", "What a new user found confusing")
    note = element("p", "In the evaluator's words; it changes no verdict.", class_="note")
    return element("section", title, note, element("ul", *told), class_="friction")


def _confusing(one: Friction, place: Place) -> Iterator[Child]:
    yield one.note
    if one.quote:
        yield joined(" ", element("q", one.quote))
    if one.observation:
        yield joined(" ", element("a", one.observation, href=f"#{place.anchor(one.observation)}"))


def _others(place: Place) -> Child:
    """What was observed outside any step, so that nothing recorded is passed over."""
    named = {id for step in place.attempt.steps for id in shown_in(step)}
    kept = [name.partition("/")[2].removesuffix(".json") for name in place.files() if name.startswith("observations/o")]
    rest = sorted({id for id in kept if "." not in id} - named, key=lambda id: (len(id), id))
    if not rest:
        return None
    panels = element("div", *(panel(place, id) for id in rest), class_="others")
    return fold(words.counted(len(rest), "more observation"), panels)


def _written(attempt: Attempt) -> Child:
    if not attempt.written:
        return None
    told = [element("li", f"{change.kind} ", element("code", change.path)) for change in attempt.written]
    return fold(f"What it wrote into the tree ({len(told)})", element("ul", *told, class_="plain"))


def _files(place: Place) -> Child:
    """Every file of the attempt, where the page can link to them."""
    names = place.files()
    if not names or place.page.view.links is None:
        return None
    told = [element("li", place.link(name, name)) for name in names]
    return fold(f"Files of this attempt ({len(told)})", element("ul", *told, class_="plain files"))
