"""A run for a person at a terminal, readable at 80 columns and without colour; progress lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

from harness.domain.results import Attempt, CardResult, Run
from harness.domain.verdicts import State, Verdict
from harness.domain.visible import visible
from harness.reports._contents import (
    Trouble,
    attempts_to_explain,
    counts,
    isolation,
    own_reason,
    reason_lines,
    spent,
    troubles,
    warnings,
)
from harness.reports._difference import marked
from harness.reports._golden_lines import golden_lines
from harness.reports._golden_lines import summary_lines as golden_summary
from harness.reports._lines import INDENT, LABEL, cut, drawn, in_cells, label_of, labelled, wrapped
from harness.reports._principle_lines import principle_lines, summary_lines
from harness.reports._test_lines import test_lines, tests_line
from harness.reports._view import View

_STYLES = {State.PASS: "green", State.FAIL: "bold red", State.INCONCLUSIVE: "yellow", State.FLAKY: "bold magenta"}


def render(run: Run, view: View) -> str:
    """The cards, principles and tests, what did not hold in each, and the sum. No escape but its own colours is in it."""
    return drawn(_lines(run, view), view)


def details(run: Run, view: View) -> str:
    """The same without the sum: what came of each card, case and principle, and why."""
    return drawn(_details(run, view), view)


def summary(run: Run, view: View) -> str:
    """The sum alone."""
    return drawn(_summary(run, view), view)


def _lines(run: Run, view: View) -> Iterator[Text]:
    yield from _details(run, view)
    yield from _summary(run, view)


def _details(run: Run, view: View) -> Iterator[Text]:
    id_width = min(max((cell_len(visible(card.id)) for card in run.cards), default=0), view.width // 3)
    for card in run.cards:
        yield _card_line(card, id_width, view.width)
        yield from _explained(card, view)
    if run.golden:
        yield from golden_lines(run.golden, view.width)
    if run.cards or run.golden or not run.constitution:
        yield Text()
    if run.constitution:
        yield from principle_lines(run.constitution, view.width)
    yield from test_lines(run.tests, view.width)


def _card_line(card: CardResult, id_width: int, width: int) -> Text:
    seconds = f"{card.seconds:.2f} s"
    id = visible(card.id)
    id += " " * (id_width - cell_len(id))
    room = max(width - 14 - cell_len(id) - 2 - len(seconds) - 1, 8)
    title = in_cells(visible(card.title), room)
    return Text.assemble((card.state.ljust(14), _STYLES[card.state]), (id, "bold"), "  ", title, " ", (seconds, "dim"))


def _explained(card: CardResult, view: View) -> Iterator[Text]:
    if not card.attempts:
        yield from _reason(card.reason, view)
    for attempt in attempts_to_explain(card):
        yield from _attempt_line(card, attempt)
        found = troubles(card, attempt, view)
        yield from _reason(own_reason(attempt, found), view)
        for trouble in found:
            yield from _trouble(trouble, view)
    for text in reason_lines(card.hint):
        yield from labelled("what to do", text, view.width)


def _attempt_line(card: CardResult, attempt: Attempt) -> Iterator[Text]:
    if len(card.attempts) > 1:
        agreed = sum(1 for other in card.attempts if other.verdict is Verdict.PASS)
        yield Text(f"  attempt {attempt.number} of {len(card.attempts)}: {attempt.verdict} ({agreed} passed)")


def _reason(reason: str, view: View) -> Iterator[Text]:
    for line in reason_lines(reason):
        yield from wrapped(line.strip(), INDENT if line.startswith(" ") else 2, view.width)


def _trouble(trouble: Trouble, view: View) -> Iterator[Text]:
    yield Text.assemble(f"  {trouble.place}", *([("  slower, not binding", "yellow")] if trouble.soft else []))
    yield from wrapped(cut(trouble.line, 4 * view.width), INDENT, view.width, "italic")
    if trouble.expected:
        yield from labelled("expected", trouble.expected, view.width)
    yield from _seen(trouble, view)
    for path in trouble.evidence:
        yield Text.assemble(" " * INDENT, ("evidence".ljust(LABEL), "dim"), path)


def _seen(trouble: Trouble, view: View) -> Iterator[Text]:
    difference = marked(trouble.expected, trouble.seen, view.width - INDENT - LABEL)
    if difference is None:
        yield from labelled("seen", trouble.seen, view.width)
        return
    yield label_of("seen").append_text(_highlighted(difference.text, difference.marks))
    yield Text.assemble(" " * (INDENT + LABEL), (difference.marks, "red"))


def _highlighted(text: str, marks: str) -> Text:
    shown = Text(text)
    for at, mark in enumerate(marks):
        if mark == "^":
            shown.stylize("bold red", at, at + 1)
    return shown


def _summary(run: Run, view: View) -> Iterator[Text]:
    for warning in warnings(run):
        yield from wrapped(warning, 0, view.width, "yellow")
    if run.constitution:
        yield from summary_lines(run.constitution, run.totals.seconds, view.width)
    if run.golden:
        yield from golden_summary(run.golden, run.totals.seconds, view.width)
    if run.tests:
        yield from wrapped(tests_line(run.tests), 0, view.width, "bold")
    if run.cards or not (run.constitution or run.golden or run.tests):
        yield from _summary_of_cards(run, view)
    if spent(run):
        yield Text(f"model     {spent(run)}")
    yield Text(f"record    {visible(view.folder)}")
    if run.cards or run.golden or not run.constitution:
        yield Text(f"chain     {run.events.count} events, head")
        yield Text(f"          {visible(run.events.head)}")


def _summary_of_cards(run: Run, view: View) -> Iterator[Text]:
    yield Text(f"{counts(run)} in {run.totals.seconds:.1f} s", "bold")
    yield Text(f"isolation {isolation(run)}")
    for hole in run.isolation.holes:
        yield from wrapped(f"known hole: {visible(hole)}", 2, view.width)
