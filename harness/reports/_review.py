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
from harness.reports._html.differences import Shots, difference_block, part_block, pictures
from harness.reports._html.document import document
from harness.reports._html.markup import Child, Markup, card_words, element, joined
from harness.reports._lines import cut

NOTHING_DIFFERS = "nothing that it shows differs; only the text of the case, or of its snapshot, is another one"
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


def review_page(project: str, waiting: Sequence[Waiting], version: str, problems: Sequence[str] = ()) -> str:
    """The page; ``problems`` stand at its top. What the product showed is in it as text and pictures alone."""
    budget = Budget()
    number = sum(len(one.differences) for one in waiting)
    title = f"{words.counted(len(waiting), 'golden case')} to review" if waiting else "Nothing waits for a review"
    told = "What is received becomes a golden in a terminal only: nothing is accepted on this page."
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
            *(_article(at, one, budget, at < _MOST_OPEN) for at, one in enumerate(waiting)),
            id="cases",
            tabindex="-1",
        ),
        element("footer", f"harness {version}"),
    )
    return document(f"{title} · harness", body, ("page.css", "golden.css"), ("golden.js",))


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


def _article(at: int, one: Waiting, budget: Budget, open: bool) -> Markup:
    inside = element(
        "div",
        facts(("case", element("code", one.case.card.path)), ("verifies", ", ".join(one.case.card.verifies)),
              ("received in", element("code", one.run))),
        _outdated(one),
        _commands(one),
        *_steps(one, budget),
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


def _steps(one: Waiting, budget: Budget) -> Iterator[Markup]:
    """Every step that differs, in the order of the case, with what it does."""
    lines = {f"{step.section.value} {step.number}": step.line for step in one.case.card.steps}
    by_place: dict[str, list[Difference]] = {}
    for difference in one.differences[:_MOST_DIFFERENCES]:
        by_place.setdefault(difference.place, []).append(difference)
    shown = {
        capture.place: capture for capture in (*(one.golden.captures if one.golden else ()), *one.received.captures)
    }
    for place, found in by_place.items():
        did = shown[place].did if place in shown else ""
        where = element("code", f"{one.case.card.path}:{lines.get(place, 1)}", class_="where-from")
        head = element("h4", f"{place}: ", card_words(cut(did, 300)), " ", where)
        yield element("section", head, *(_block(one, found_one, budget) for found_one in found), class_="changes")
    if not one.differences:
        yield element("p", NOTHING_DIFFERS, class_="note")
    more = len(one.differences) - _MOST_DIFFERENCES
    if more > 0:
        yield element("p", f"and {words.counted(more, 'more difference')}", class_="note")


def _block(one: Waiting, difference: Difference, budget: Budget) -> Markup:
    """A difference; of a step that only one side has, all that it showed."""
    if difference.leaf:
        return difference_block(difference, budget, one.shots.get(str(difference)))
    snapshot = one.golden if difference.received is None else one.received
    captures = [capture for capture in snapshot.captures if capture.place == difference.place] if snapshot else []
    parts = [_part(one, difference, part, budget) for capture in captures for part in capture.parts]
    return joined(difference_block(difference, budget), *parts)


def _part(one: Waiting, difference: Difference, part: Part, budget: Budget) -> Markup:
    shots = one.shots.get(f"{difference} / {part.name}")
    return element("div", pictures(shots, budget) if shots else part_block(one.write(part), budget), class_="part")
