"""A run as a comment for a pull request: a table of cards, and below it what did not hold, at a bounded length."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.results import CardResult, Run
from harness.domain.verdicts import State
from harness.reports._contents import (
    attempts_to_explain,
    counts,
    isolation,
    own_reason,
    reason_lines,
    shows_cards,
    spent,
    troubles,
    warnings_beside_cards,
)
from harness.reports._golden_markup import golden_markup
from harness.reports._markup import code, plain
from harness.reports._view import View

LONGEST = 60_000
"""Characters; GitHub refuses a comment of more than 65,536."""

_SIGNS = {State.PASS: "✅ pass", State.FAIL: "❌ fail", State.INCONCLUSIVE: "❔ inconclusive", State.FLAKY: "🎲 flaky"}


def render(run: Run, view: View) -> str:
    """The run in GitHub-flavoured Markdown. Nothing that the product printed can become markup, a mention or a link."""
    pieces: list[str] = []
    left = LONGEST
    unfolded = 0
    for piece in _pieces(run, view):
        left -= len(piece) + 1
        if left < 300:
            pieces += [*["</details>"] * unfolded, "", f"… cut here; the whole is in {code(view.folder)}"]
            break
        unfolded += piece.startswith("<details>") - (piece == "</details>")
        pieces.append(piece)
    return "\n".join(pieces) + "\n"


def _pieces(run: Run, view: View) -> Iterator[str]:
    """What the comment is made of; none of them can be cut."""
    if shows_cards(run):
        yield f"### Test cards: {counts(run)}"
        yield ""
    yield from _problems(run)
    if run.golden is not None:
        yield from golden_markup(run.golden)
    yield from _lines(run, view)


def _lines(run: Run, view: View) -> Iterator[str]:
    yield from _not_passed(run)
    for card in run.cards:
        yield from _details(card, view)
    yield f"Isolation {isolation(run)} · {run.totals.seconds:.1f} s · record {code(view.folder)}"
    yield f"· chain of {run.events.count} events, head {code(run.events.head)}"
    if spent(run):
        yield f"· {code(spent(run))}"
    yield from _passed(run)


def _problems(run: Run) -> Iterator[str]:
    if warnings_beside_cards(run):
        yield from (f"- {code(warning)}" for warning in warnings_beside_cards(run))
        yield ""


def _not_passed(run: Run) -> Iterator[str]:
    yield from _table([card for card in run.cards if card.state is not State.PASS])


def _passed(run: Run) -> Iterator[str]:
    passed = [card for card in run.cards if card.state is State.PASS]
    if passed:
        yield ""
        yield f"<details><summary>{len(passed)} passed</summary>"
        yield ""
        yield from _table(passed)
        yield "</details>"


def _table(cards: list[CardResult]) -> Iterator[str]:
    if cards:
        yield "| | card | title | cause | seconds |"
        yield "|---|---|---|---|--:|"
        for card in cards:
            cells = (_SIGNS[card.state], code(card.id), plain(card.title), card.cause or "", f"{card.seconds:.1f}")
            yield f"| {' | '.join(cells)} |"
        yield ""


def _details(card: CardResult, view: View) -> Iterator[str]:
    if card.state is State.PASS:
        return
    yield f"#### {code(card.id)} {plain(card.title)}"
    yield ""
    for attempt in attempts_to_explain(card):
        found = troubles(card, attempt, view)
        for trouble in found:
            yield f"- {code(trouble.place)} {plain(trouble.line)}"
            yield from (f"  - expected {code(trouble.expected)}" for _ in [0] if trouble.expected)
            yield f"  - seen {code(trouble.seen)}"
        yield from (f"- {code(line)}" for line in reason_lines(own_reason(attempt, found)))
    if not card.attempts:
        yield from (f"- {code(line)}" for line in reason_lines(card.reason))
    yield from (f"- hint: {plain(line)}" for line in reason_lines(card.hint))
    yield ""
