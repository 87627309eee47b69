"""A card's own text with what came of each step beside it; how one observation looks lies in ``observations``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import dedent

from harness.domain.results import ExpectationResult, StepResult
from harness.domain.verdicts import Verdict
from harness.reports._difference import marked
from harness.reports._html import words
from harness.reports._html.blocks import facts
from harness.reports._html.markup import Child, Markup, card_words, element, joined, lines
from harness.reports._html.observations import panel
from harness.reports._html.page import Place

_WIDTH = 400


def steps(place: Place) -> Markup:
    """Every step of the card in its order, below the headings of the card."""
    rows = [*_introduction(place)]
    shown: set[str] = set()
    section = None
    for step, rest in _with_text(place):
        if step.section is not section:
            section = step.section
            rows.append(element("h4", str(section)))
        rows.append(_step(step, rest, [_once(id, shown, place) for id in shown_in(step)], place))
    return joined(*rows)


def first_to_look_at(place: Place) -> str | None:
    """The anchor of the first step that did not pass."""
    failed = (step.line for step in place.attempt.steps if not step.performed or step.verdict is not Verdict.PASS)
    line = next(failed, None)
    return None if line is None else place.anchor(f"line-{line}")


def shown_in(step: StepResult) -> tuple[str, ...]:
    """The observations of a step, those that only its expectations name included, each once."""
    named = (id for expectation in step.expectations for id in expectation.observations)
    return tuple(dict.fromkeys([*step.observations, *named]))


def _introduction(place: Place) -> Iterator[Markup]:
    """What the card says between its title and its first section."""
    rows = iter((place.file("card.md") or b"").decode("utf-8", "replace").split("\n"))
    for row in rows:
        if row.startswith("# "):
            break
    for paragraph in "\n".join(_up_to_heading(rows)).split("\n\n"):
        if paragraph.strip():
            yield element("p", card_words(" ".join(paragraph.split())), class_="introduction")


def _once(id: str, shown: set[str], place: Place) -> Markup:
    """An observation where it is first met; later a link to it."""
    if id in shown:
        return element("p", "see ", _reference(id, place), class_="note")
    shown.add(id)
    return panel(place, id)


def _step(step: StepResult, rest: str, evidence: Sequence[Markup], place: Place) -> Markup:
    nothing = element("p", "nothing was recorded", class_="nothing")
    beside = element("div", *(evidence or [nothing]), class_="evidence")
    return element("section", _text(step, rest, place), beside, class_="step", id=place.anchor(f"line-{step.line}"))


def _text(step: StepResult, rest: str, place: Place) -> Markup:
    """What the card says: the step, what else stands below it, and what it expects."""
    verdict = step.verdict if step.performed else Verdict.INCONCLUSIVE
    head = element(
        "div",
        element("span", words.sign(verdict), f"{step.number}.", class_="number"),
        element("span", card_words(step.text), class_="told"),
        element("span", words.seconds(step.seconds), class_="seconds") if step.seconds else None,
        class_="ask",
    )
    expected = [_expectation(one, place) for one in step.expectations]
    judged = element("ul", *expected, class_="expectations") if expected else None
    return element("div", head, _rest(rest), _reason(step), judged, class_="text")


def _rest(rest: str) -> Child:
    """What else the card says below a step: bullets that expect nothing, or a block of code."""
    rows = [row.strip() for row in rest.split("\n") if row.strip()]
    if all(row.startswith("- ") for row in rows):
        return element("ul", *(element("li", card_words(row[2:])) for row in rows), class_="besides") if rows else None
    block = dedent("\n".join(row for row in rest.split("\n") if not row.strip().startswith(("```", "~~~"))))
    return element("pre", lines(block.strip("\n")), class_="rest", tabindex="0")


def _reason(step: StepResult) -> Child:
    if step.performed:
        return element("p", step.reason, class_="reason") if step.reason and not step.expectations else None
    return element("p", f"not carried out: {step.reason.removeprefix('not carried out: ')}", class_="reason")


def _expectation(one: ExpectationResult, place: Place) -> Markup:
    """The line of the card, what it means, and on what it was judged."""
    slow = element("span", "not binding", class_="strength") if one.soft else None
    where = joined(*(_reference(id, place) for id in one.observations))
    shown = element("span", slow, words.strength(one.strength), where, class_="shown")
    told = element("span", card_words(one.text), class_="told")
    head = element("div", words.sign(one.verdict), told, shown, class_="line")
    cause = words.CAUSES[one.cause] if one.cause else None
    return element(
        "li",
        head,
        facts(
            ("expected", one.expected),
            ("seen", _seen(one)),
            ("quote", element("q", one.quote) if one.quote else None),
            ("said", one.said),
            ("at fault", cause),
            class_="facts judged",
        ),
        class_=f"expectation {one.verdict}",
    )


def _reference(id: str, place: Place) -> Markup:
    return element("a", id, href=f"#{place.anchor(id)}")


def _seen(one: ExpectationResult) -> Child:
    """What was seen; where it is nearly what was expected, with the difference marked."""
    difference = marked(one.expected, one.seen, _WIDTH) if one.verdict is not Verdict.PASS else None
    if difference is None:
        return one.seen[:4000]
    return joined(*_marked(difference.text, difference.marks.ljust(len(difference.text))))


def _marked(text: str, marks: str) -> Iterator[Markup]:
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or marks[at] != marks[start]:
            yield element("mark" if marks[start] == "^" else "span", text[start:at])
            start = at


def _with_text(place: Place) -> Iterator[tuple[StepResult, str]]:
    """Each step with the lines of the card below it that are no expectation, such as a block of code."""
    text = (place.file("card.md") or b"").decode("utf-8", "replace").split("\n")
    results: Sequence[StepResult] = place.attempt.steps
    if not results:
        return
    ends = [step.line for step in results[1:]]
    for step, end in zip(results, [*ends, len(text) + 1], strict=True):
        taken = {one.line for one in step.expectations}
        below = range(max(step.line, 0) + 1, min(end, len(text) + 1))
        yield step, "\n".join(_up_to_heading(text[line - 1] for line in below if line not in taken)).strip("\n")


def _up_to_heading(rows: Iterator[str]) -> Iterator[str]:
    for row in rows:
        if row.startswith("## "):
            return
        yield row
