"""The page before its cards: the verdict on the run, its facts, and all cards by requirement and tier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from harness.domain.cards import Tier
from harness.domain.results import CardResult, Run
from harness.domain.verdicts import ExitCode, State
from harness.reports._contents import WORDS, counts, isolation, shows_cards, warnings_beside_cards
from harness.reports._golden import compared, tally
from harness.reports._html import golden, words
from harness.reports._html.blocks import choice, facts, filter_form, fold
from harness.reports._html.cards import card_anchor
from harness.reports._html.markup import Child, Markup, element, joined
from harness.reports._html.page import Page
from harness.reports._test_lines import tests_line, word

NO_REQUIREMENT = "none named"
_MOST_TESTS = 50
WORST_FIRST = (State.FAIL, State.FLAKY, State.INCONCLUSIVE, State.PASS)
_OF_EXIT = {ExitCode.PASS: State.PASS, ExitCode.FAIL: State.FAIL}


def header(page: Page) -> Markup:
    """The result in words, and the facts that make the run one of its kind."""
    run = page.run
    state = overall(page)
    subjects = [*(["test cards"] if shows_cards(run) else []), *(["golden cases"] if run.golden else [])]
    return element(
        "header",
        element("p", f"harness · {' and '.join(subjects)}", class_="brand"),
        element("h1", words.shape(state), element("span", headline(run, state))),
        element("p", counts(run), class_="counts") if shows_cards(run) else None,
        *(element("p", said, class_="counts") for said in _of_golden(run)),
        *_of_tests(run),
        _problems(run),
        _run_facts(page),
        _holes(run),
        class_=f"top {state}",
    )


def _of_tests(run: Run) -> Iterator[Markup]:
    """How many tests in Python there were, and those that show nothing."""
    wanting = [one for one in run.tests if not one.is_pass]
    if run.tests:
        yield element("p", tests_line(run.tests), class_="counts")
    if wanting:
        told = (f"{word(one)}: {one.id} ({one.place}) {one.reason}" for one in wanting[:_MOST_TESTS])
        yield element("ul", *(element("li", line) for line in told))
    if len(wanting) > _MOST_TESTS:
        yield element("p", f"and {len(wanting) - _MOST_TESTS:,} more")


def _of_golden(run: Run) -> list[str]:
    return [said for said in (tally(run.golden), compared(run.golden)) if said] if run.golden else []


def overall(page: Page) -> State:
    """The run in one word: as its exit code says; where nobody knows that, the worst of its cards and cases."""
    if page.view.exit_code is not None:
        return _OF_EXIT.get(page.view.exit_code, State.INCONCLUSIVE)
    found = {card.state for card in page.run.cards}
    if page.run.golden is not None:
        found.add(_OF_EXIT.get(page.run.golden.exit_code, State.INCONCLUSIVE))
    if not found or page.run.interrupted or page.run.problems:
        found.add(State.INCONCLUSIVE)
    return next(state for state in WORST_FIRST if state in found)


def headline(run: Run, state: State) -> str:
    """What came of the run, in a few words."""
    if run.golden is not None and (not run.cards or all(card.state is State.PASS for card in run.cards)):
        return golden.headline(run.golden, state)
    if not run.cards:
        return "Nothing was shown: there are no cards"
    if state is State.PASS:
        return f"All {len(run.cards)} cards passed" if len(run.cards) > 1 else "The card passed"
    found = Counter(card.state for card in run.cards)
    worst = next((one for one in WORST_FIRST[:-1] if found[one]), None)
    if worst is None:
        return "Every card passed, and yet this run does not count"
    return f"{found[worst]} of {words.counted(len(run.cards), 'card')} {WORDS[worst]}"


def matrix(page: Page) -> Markup:
    """Requirements down, tiers across, in each field the cards that show it."""
    cards = page.run.cards
    tiers = [tier for tier in Tier if any(card.tier is tier for card in cards)]
    head = element(
        "tr", element("th", "requirement", scope="col"), *(element("th", str(t), scope="col") for t in tiers)
    )
    rows = [_row(requirement, tiers, cards) for requirement in _requirements(cards)]
    body = element("table", element("thead", head), element("tbody", *rows), class_="matrix")
    return fold(element("h2", "By requirement and tier"), body, open=True, class_="by")


def filters(page: Page) -> Markup:
    """What to show of the cards; of use only with a script, which shows it."""
    found = Counter(card.state for card in page.run.cards)
    cases = page.run.golden.cases if page.run.golden else ()
    choices = [choice("all", f"all {len(page.run.cards) + len(cases)}", True)]
    choices += [
        choice(state, f"{found[state]} {WORDS[state]}", shape=words.shape(state))
        for state in WORST_FIRST
        if found[state]
    ]
    if page.run.golden:
        choices += [
            choice(name, told, shape=words.shape(state)) for name, state, told in golden.choices(page.run.golden)
        ]
    return filter_form(choices, (), "Text, id, requirement …", "cards" if shows_cards(page.run) else "cases")


def _run_facts(page: Page) -> Markup:
    run = page.run
    code = page.view.exit_code
    return facts(
        ("exit code", words.code_in_words(code) if code is not None else None),
        ("when", run.started[:19].replace("T", " ") + " UTC"),
        ("how long", words.seconds(run.totals.seconds)),
        ("tree", _tree(run)),
        ("isolation", isolation(run)),
        ("evaluator", run.evaluator),
        ("model", run.model),
        ("tokens", words.spent(run.totals.usage)),
        ("command", element("code", " ".join(run.command))),
        ("run", element("code", run.id)),
        ("record", element("code", page.view.folder)),
        ("chain", joined(words.counted(run.events.count, "event"), ", head ", element("code", run.events.head))),
        ("harness", run.tool_version),
        class_="facts run",
    )


def _tree(run: Run) -> Child:
    if run.tree is None:
        return None
    revision = f" (at {run.tree.revision})" if run.tree.revision else " (working tree)"
    return joined(element("code", run.tree.hash), revision)


def _problems(run: Run) -> Child:
    found = warnings_beside_cards(run)
    if not found:
        return None
    return element(
        "div",
        element("strong", "This run cannot count as a pass"),
        *(element("p", one) for one in found),
        class_="callout fail",
    )


def _holes(run: Run) -> Child:
    holes = [element("li", hole) for hole in run.isolation.holes]
    return fold(f"Known holes of this isolation ({len(holes)})", element("ul", *holes)) if holes else None


def _requirements(cards: Sequence[CardResult]) -> list[str]:
    named = sorted({requirement for card in cards for requirement in card.verifies})
    return [*named, *([NO_REQUIREMENT] if any(not card.verifies for card in cards) else [])]


def _row(requirement: str, tiers: Sequence[Tier], cards: Sequence[CardResult]) -> Markup:
    cells = []
    for tier in tiers:
        here = [number for number, card in enumerate(cards) if card.tier is tier and _shows(card, requirement)]
        cells.append(element("td", *(_chip(number, cards[number]) for number in here), data_tier=str(tier)))
    return element("tr", element("th", requirement, scope="row"), *cells)


def _shows(card: CardResult, requirement: str) -> bool:
    return requirement in card.verifies or (requirement == NO_REQUIREMENT and not card.verifies)


def _chip(number: int, card: CardResult) -> Markup:
    """A link to a card: its verdict and id, and for a non-pass whose fault it is."""
    told = str(card.state) + (f": {card.cause}" if card.cause else "")
    cause = element("span", told, class_="cause") if card.state is not State.PASS else None
    heard = element("span", "pass: ", class_="heard") if card.state is State.PASS else None
    title = f"{card.title}: {told}"
    anchor = card_anchor(number)
    return element(
        "a",
        words.shape(card.state),
        heard,
        card.id,
        cause,
        class_=f"chip {card.state}",
        href=f"#{anchor}",
        title=title,
        data_card=anchor,
    )
