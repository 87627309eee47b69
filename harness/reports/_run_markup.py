"""A run in GitHub-flavoured Markdown, as sections of pieces of which none may be cut; how much fits lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from harness.domain.results import CardResult, Run
from harness.domain.test_results import TestResult
from harness.domain.verdicts import ExitCode, State
from harness.reports._contents import (
    attempts_to_explain,
    counts,
    isolation,
    own_reason,
    reason_lines,
    shows_nothing,
    spent,
    troubles,
    warnings,
)
from harness.reports._golden_markup import golden_markup
from harness.reports._markup import code, plain
from harness.reports._principle_markup import principle_markup
from harness.reports._principles import number_of
from harness.reports._view import View

_SIGNS = {State.PASS: "✅ pass", State.FAIL: "❌ fail", State.INCONCLUSIVE: "❔ inconclusive", State.FLAKY: "🎲 flaky"}
_CODES = {ExitCode.PASS: "✅", ExitCode.FAIL: "❌"}
_MOST_TESTS = 300


def run_markup(run: Run, view: View, most_places: int) -> Sequence[Iterable[str]]:
    """What is said of the run as a whole, of its principles, its golden cases, its tests, and of its cards.

    At most ``most_places`` places of one principle are listed. Nothing that the product printed can become markup, a mention
    or a link.
    """
    sections: list[Iterable[str]] = [_head(run, view)]
    if run.constitution is not None:
        sections.append(principle_markup(run.constitution, most_places))
    if run.golden is not None:
        sections.append(golden_markup(run.golden))
    if run.tests:
        sections.append(_tests(run.tests))
    if run.cards:
        sections.append(_cards(run, view))
    return [*sections, _foot(run, view)]


def _head(run: Run, view: View) -> Iterator[str]:
    if view.exit_code is not None:
        yield f"## {_CODES.get(view.exit_code, '❔')} harness: {view.exit_code.name}"
        yield ""
    if run.cards or shows_nothing(run):
        yield f"### Test cards: {counts(run)}"
        yield ""
    if warnings(run):
        yield from (f"- {code(warning)}" for warning in warnings(run))
        yield ""


def _foot(run: Run, view: View) -> Iterator[str]:
    yield f"Isolation {isolation(run)} · {run.totals.seconds:.1f} s · record {code(view.folder)}"
    yield f"· chain of {run.events.count} events, head {code(run.events.head)}"
    if spent(run):
        yield f"· {code(spent(run))}"


def _tests(tests: Sequence[TestResult]) -> Iterator[str]:
    failed = [one for one in tests if one.outcome.is_failure or one.flaky]
    passed = sum(one.is_pass for one in tests)
    yield f"### {number_of(len(tests), 'test')}: {passed:,} passed, {len(failed):,} failed or flaky"
    yield ""
    for one in failed[:_MOST_TESTS]:
        yield f"- {code(str(one.place))} {code(one.id)} {'flaky' if one.flaky else one.outcome}: {plain(one.reason)}"
    if len(failed) > _MOST_TESTS:
        yield f"- … and {len(failed) - _MOST_TESTS:,} more"
    yield ""


def _cards(run: Run, view: View) -> Iterator[str]:
    yield from _table([card for card in run.cards if card.state is not State.PASS])
    for card in run.cards:
        yield from _details(card, view)
    passed = [card for card in run.cards if card.state is State.PASS]
    if passed:
        yield f"<details><summary>{len(passed)} passed</summary>"
        yield ""
        yield from _table(passed)
        yield "</details>"
        yield ""


def _table(cards: list[CardResult]) -> Iterator[str]:
    if cards:
        yield "| | card | title | cause | seconds |\n|---|---|---|---|--:|"
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
