"""What waits for a review as one page, to be looked at in a browser; nothing is accepted in it."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from harness.domain.golden import Difference, GoldenCase, Part, Snapshot
from harness.domain.verdicts import State
from harness.reports._html import words
from harness.reports._html.blocks import facts
from harness.reports._html.budget import Budget
from harness.reports._html.differences import Shots, difference_block, heading, part_block, pictures
from harness.reports._html.document import document
from harness.reports._html.markup import Child, Markup, card_words, element, joined
from harness.reports._lines import cut

NOTHING_DIFFERS = "nothing that it shows differs; only the text of the case, or of its snapshot, is another one"
_ALONE = "What is received becomes a golden in a terminal only: nothing is accepted on this page."
_MOST_OPEN = 20
_MOST_DIFFERENCES = 400
_WAITS = State.INCONCLUSIVE


@dataclass(frozen=True)
class Waiting:
    """A case that waits, by its golden (None: it has none) and what was received in ``run``.

    ``outdated`` says why it cannot be accepted as it is. ``write`` gives a part as a snapshot has it. ``shots`` are pictures by
    the text of their difference.
    """

    case: GoldenCase
    golden: Snapshot | None
    received: Snapshot
    differences: tuple[Difference, ...]
    run: str
    write: Callable[[Part], str]
    outdated: str = ""
    shots: Mapping[str, Shots] = field(default_factory=dict)


def review_page(
    project: str,
    waiting: Sequence[Waiting],
    version: str,
    problems: Sequence[str] = (),
    forms: Callable[[Waiting], Markup] | None = None,
) -> str:
    """The page; ``problems`` stand at its top. What the product showed is in it as text and pictures alone.

    ``forms`` are by what a person decides of a case on the page itself, where it is served.
    """
    budget = Budget()
    number = sum(len(one.differences) for one in waiting)
    title = f"{words.counted(len(waiting), 'golden case')} to review" if waiting else "Nothing waits for a review"
    told = _ALONE if forms is None else "What you accept becomes the golden; say why it is right."
    body = (
        element("a", "Skip to the cases", class_="skip", href="#cases"),
        words.shapes(),
        element(
            "header",
            element("p", "harness · golden review", class_="brand"),
            element("h1", words.shape(_WAITS if waiting else State.PASS), element("span", title)),
            element("p", f"{project}: {words.counted(number, 'difference')}. {told}", class_="counts"),
            element("div", *(element("p", one) for one in problems), class_="callout fail") if problems else None,
            class_="top inconclusive" if waiting else "top pass",
        ),
        element("nav", _overview(waiting), aria_label="Overview") if waiting else None,
        element(
            "main",
            element("h2", "Cases"),
            *(_article(at, one, budget, at < _MOST_OPEN, forms) for at, one in enumerate(waiting)),
            id="cases",
            tabindex="-1",
        ),
        element("footer", f"harness {version}"),
    )
    styles = ("page.css", "golden.css", *(("served.css",) if forms else ()))
    return document(f"{title} · harness", body, styles, ("golden.js",), served=forms is not None)


def _overview(waiting: Sequence[Waiting]) -> Markup:
    rows = []
    for at, one in enumerate(waiting):
        link = element("a", one.case.id, href=f"#case-{at}", class_=f"chip {_WAITS}")
        cells = (one.case.card.title, _kind(one), words.counted(len(one.differences), "difference"))
        rows.append(element("tr", element("th", link, scope="row"), *(element("td", cell) for cell in cells)))
    return element("table", element("tbody", *rows), class_="matrix waiting")


def _kind(one: Waiting) -> str:
    if one.outdated:
        return "outdated"
    return "changed" if one.golden else "new"


def _article(
    at: int, one: Waiting, budget: Budget, open: bool, forms: Callable[[Waiting], Markup] | None = None
) -> Markup:
    inside = element(
        "div",
        facts(("case", element("code", one.case.card.path)), ("verifies", ", ".join(one.case.card.verifies)),
              ("received in", element("code", one.run))),
        _outdated(one),
        _commands(one) if forms is None else None,
        *_steps(one, budget, f"case-{at}"),
        forms(one) if forms else None,
        class_="inside",
        id=f"case-{at}",
    )  # fmt: skip
    head = element(
        "summary",
        element("span", words.shape(_WAITS), _kind(one), class_=f"badge {_WAITS}"),
        element("h3", element("span", one.case.card.title, class_="title"), " ", element("code", one.case.id)),
        element("span", words.counted(len(one.differences), "difference"), class_="cause"),
    )
    return element("details", head, inside, class_=f"card {_WAITS}", open=open)


def _outdated(one: Waiting) -> Child:
    if not one.outdated:
        return None
    hint = element("p", element("strong", "What to do: "), "run `harness golden check` again")
    return element("div", element("p", f"Nothing of it can be accepted: {one.outdated}"), hint, class_="callout fail")


def _commands(one: Waiting) -> Markup:
    """What to type; an id is quoted as a shell wants it."""
    id = shlex.quote(one.case.id)
    told = [] if one.outdated else [("accept, in a terminal", f"harness golden review {id}")]
    told += [("the product is wrong", f"harness golden reject {id}"), ("look at it again", f"harness golden show {id}")]
    return element(
        "dl",
        *(joined(element("dt", what), element("dd", element("code", typed))) for what, typed in told),
        class_="commands",
    )


# --- steps -----------------------------------------------------------------------------------------------------------


def _steps(one: Waiting, budget: Budget, anchor: str) -> Iterator[Markup]:
    """Every step that differs, in the order of the case, with what it does."""
    told = _Told(one, budget, anchor)
    lines = {f"{step.section.value} {step.number}": step.line for step in one.case.card.steps}
    shown = budget.some(one.differences[:_MOST_DIFFERENCES])
    places = list(dict.fromkeys(difference.place for difference in shown))
    for number, place in enumerate(places):
        found = [difference for difference in shown if difference.place == place]
        where = element("code", f"{one.case.card.path}:{lines.get(place, 1)}", class_="where-from")
        head = element("h4", f"{place}: ", card_words(cut(told.did(place), 300)), " ", where)
        blocks = (block for difference in found for block in told.blocks(difference, number))
        yield element("section", head, *blocks, class_="changes", id=f"{anchor}-{number}")
    if not one.differences:
        yield element("p", NOTHING_DIFFERS, class_="note")
    more = len(one.differences) - len(shown)
    if more:
        yield element("p", f"and {words.counted(more, 'more difference')}", class_="note")


class _Told:
    """What is told of the differences of one case; two pictures that stand in the page already are not shown again."""

    def __init__(self, one: Waiting, budget: Budget, anchor: str) -> None:
        self._one = one
        self._budget = budget
        self._anchor = anchor
        self._shown: dict[tuple[bytes | None, bytes | None], str] = {}
        golden = one.golden.captures if one.golden else ()
        self._before = {capture.place: capture for capture in golden}
        self._after = {capture.place: capture for capture in one.received.captures}

    def did(self, place: str) -> str:
        """What the step does."""
        capture = self._after.get(place) or self._before.get(place)
        return capture.did if capture else ""

    def blocks(self, difference: Difference, number: int) -> Iterator[Markup]:
        """A difference; of a step that only one side has, all that it showed."""
        step = f"{self._anchor}-{number}"
        shots = self._one.shots.get(str(difference))
        if difference.leaf:
            known = self._seen(shots, step) if shots else None
            yield known or difference_block(difference, self._budget, shots)
            return
        capture = (self._before if difference.received is None else self._after).get(difference.place)
        yield heading(difference)
        parts = capture.parts if capture else ()
        shown = {part.name: self._one.shots.get(f"{difference} / {part.name}") for part in parts}
        yield part_block("\n".join(self._one.write(part) for part in parts if not shown[part.name]), self._budget)
        for shot in filter(None, shown.values()):
            yield self._seen(shot, step) or pictures(shot, self._budget)

    def _seen(self, shots: Shots, step: str) -> Markup | None:
        """A note where the same two pictures are shown already."""
        first = self._shown.setdefault((shots.golden, shots.received), step)
        if first == step:
            return None
        link = element("a", "an earlier step", href=f"#{first}")
        return element("p", element("code", "screenshot", class_="leaf"), " looks exactly as at ", link, class_="note")
