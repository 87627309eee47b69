"""A run as a comment for a pull request: a table of cards, and below it what did not hold, at a bounded length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.results import CardResult, Run
from harness.domain.verdicts import State
from harness.domain.visible import visible
from harness.reports._contents import (
    attempts_to_explain,
    counts,
    isolation,
    own_reason,
    reason_lines,
    spent,
    troubles,
    warnings_beside_cards,
)
from harness.reports._view import View

LONGEST = 60_000
"""Characters; GitHub refuses a comment of more than 65,536."""

_SIGNS = {State.PASS: "✅ pass", State.FAIL: "❌ fail", State.INCONCLUSIVE: "❔ inconclusive", State.FLAKY: "🎲 flaky"}
_MARKUP = re.compile(r"[^\w\s/,;=()-]|_|(?<!\w)-|-(?=-)", re.ASCII)
_LONGEST_CELL = 300


def render(run: Run, view: View) -> str:
    """The run in GitHub-flavoured Markdown. Nothing that the product printed can become markup, a mention or a link."""
    lines: list[str] = []
    left = LONGEST
    for line in _lines(run, view):
        left -= len(line) + 1
        if left < 200:
            lines += ["", f"… cut here; the whole is in {_code(view.folder)}"]
            break
        lines.append(line)
    return "\n".join(lines) + "\n"


def _lines(run: Run, view: View) -> Iterator[str]:
    yield f"### Test cards: {counts(run)}"
    yield ""
    yield from _problems(run)
    yield from _not_passed(run)
    for card in run.cards:
        yield from _details(card, view)
    yield f"Isolation {isolation(run)} · {run.totals.seconds:.1f} s · record {_code(view.folder)}"
    yield f"· chain of {run.events.count} events, head {_code(run.events.head)}"
    if spent(run):
        yield f"· {_code(spent(run))}"
    yield from _passed(run)


def _problems(run: Run) -> Iterator[str]:
    if warnings_beside_cards(run):
        yield from (f"- {_code(warning)}" for warning in warnings_beside_cards(run))
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
            cells = (_SIGNS[card.state], _code(card.id), _plain(card.title), card.cause or "", f"{card.seconds:.1f}")
            yield f"| {' | '.join(cells)} |"
        yield ""


def _details(card: CardResult, view: View) -> Iterator[str]:
    if card.state is State.PASS:
        return
    yield f"#### {_code(card.id)} {_plain(card.title)}"
    yield ""
    for attempt in attempts_to_explain(card):
        found = troubles(card, attempt, view)
        for trouble in found:
            yield f"- {_code(trouble.place)} {_plain(trouble.line)}"
            yield from (f"  - expected {_code(trouble.expected)}" for _ in [0] if trouble.expected)
            yield f"  - seen {_code(trouble.seen)}"
        yield from (f"- {_code(line)}" for line in reason_lines(own_reason(attempt, found)))
    if not card.attempts:
        yield from (f"- {_code(line)}" for line in reason_lines(card.reason))
    yield from (f"- hint: {_plain(line)}" for line in reason_lines(card.hint))
    yield ""


def _code(text: str) -> str:
    return f"<code>{_plain(text)}</code>" if text else ""


def _plain(text: str) -> str:
    """The text, cut to a bearable length, with whatever Markdown or HTML could act on as a numeric entity."""
    shown = visible(text)
    if len(shown) > _LONGEST_CELL:
        shown = shown[: _LONGEST_CELL - 1] + "…"
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};" if found[0].isascii() else found[0], shown)
