"""A run as JUnit XML, one test case a card or golden case; what failed or changed is a failure, what is undecided an error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from harness.domain.golden import CaseResult, GoldenResults
from harness.domain.results import CardResult, Run
from harness.domain.verdicts import ExitCode, State
from harness.domain.visible import visible
from harness.reports._contents import (
    attempts_to_explain,
    counts,
    isolation,
    reason_lines,
    shows_cards,
    troubles,
    warnings_beside_cards,
)
from harness.reports._golden import RETIRE, explanation, leaf_of, place_of, tally, unshown
from harness.reports._golden_rows import as_diff
from harness.reports._view import View

# XML 1.0, 2.2: what ``visible`` leaves and no XML document may hold.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST_DIFFERENCES = 50
_MOST_ROWS = 100
_LONGEST = 64_000
_PROBLEM = {State.FAIL: ("failure", ""), State.FLAKY: ("failure", "flaky"), State.INCONCLUSIVE: ("error", "")}


def render(run: Run, view: View) -> str:
    """The run in the form that CI servers read; no character in it is illegal in XML 1.0."""
    suites = Element("testsuites", _numbers(run) | {"name": "harness"})
    if shows_cards(run):
        suite = SubElement(suites, "testsuite", _numbers_of_cards(run) | _suite(run, "test cards"))
        _properties(suite, run)
        for card in run.cards:
            _case(suite, card, view)
    if run.golden is not None:
        suite = SubElement(suites, "testsuite", _numbers_of_golden(run, run.golden) | _suite(run, "golden cases"))
        _properties(suite, run)
        for golden in run.golden.cases:
            _golden_case(suite, golden, view)
        _unused(suite, run.golden)
    _whole(suites[0], run)
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode") + "\n"


def _whole(suite: Element, run: Run) -> None:
    """A case of its own for what is wrong with the run as a whole, lest a server shows it as green."""
    wrong = _wrong(run)
    if wrong:
        case = SubElement(suite, "testcase", {"name": "the run as a whole", "classname": "harness", "time": "0.000"})
        SubElement(case, "error", {"message": _legal(wrong[0]), "type": "run"}).text = _legal("\n".join(wrong))


def _wrong(run: Run) -> list[str]:
    nothing = [counts(run)] if shows_cards(run) and not run.cards else []
    if run.golden is not None and not run.golden.cases:
        nothing.append(tally(run.golden))
    return [*warnings_beside_cards(run), *nothing]


def _numbers(run: Run) -> dict[str, str]:
    """Of all suites together, that of the run as a whole included."""
    cards = _numbers_of_cards(run) if shows_cards(run) else {}
    golden = _numbers_of_golden(run, run.golden) if run.golden is not None else {}
    names = ("tests", "failures", "errors")
    sums = {name: str(int(cards.get(name, 0)) + int(golden.get(name, 0))) for name in names}
    return sums | {"time": f"{run.totals.seconds:.3f}"}


def _numbers_of_cards(run: Run) -> dict[str, str]:
    states = [card.state for card in run.cards]
    return _counted(
        run, len(states), states.count(State.FAIL) + states.count(State.FLAKY), states.count(State.INCONCLUSIVE), True
    )


def _numbers_of_golden(run: Run, results: GoldenResults) -> dict[str, str]:
    codes = [case.exit_code for case in results.cases] + [ExitCode.FAIL] * bool(results.unused)
    return _counted(run, len(codes), codes.count(ExitCode.FAIL), codes.count(ExitCode.UNDECIDED), not shows_cards(run))


def _counted(run: Run, tests: int, failures: int, errors: int, holds_the_whole: bool) -> dict[str, str]:
    """The numbers of a suite; what is wrong with the run as a whole is one more case of the first one."""
    whole = 1 if holds_the_whole and _wrong(run) else 0
    return {
        "tests": str(tests + whole),
        "failures": str(failures),
        "errors": str(errors + whole),
        "time": f"{run.totals.seconds:.3f}",
    }


def _suite(run: Run, name: str) -> dict[str, str]:
    return {"name": name, "skipped": "0", "timestamp": _legal(run.started[:19])}


def _properties(suite: Element, run: Run) -> None:
    properties = SubElement(suite, "properties")
    known = {"run": run.id, "isolation": isolation(run), "evaluator": run.evaluator, "chain": run.events.head}
    for name, value in known.items():
        SubElement(properties, "property", {"name": name, "value": _legal(value)})


def _case(suite: Element, card: CardResult, view: View) -> None:
    facts = {"name": _legal(card.title), "classname": _legal(card.id), "time": f"{card.seconds:.3f}"}
    case = SubElement(suite, "testcase", facts)
    if card.state in _PROBLEM:
        tag, kind = _PROBLEM[card.state]
        message = " ".join(line.strip() for line in reason_lines(card.reason)) or card.state
        problem = SubElement(case, tag, {"message": _legal(message), "type": kind or str(card.cause or card.state)})
        problem.text = _legal("\n".join(_details(card, view)))


def _details(card: CardResult, view: View) -> Iterator[str]:
    yield from reason_lines(card.reason)
    for attempt in attempts_to_explain(card):
        yield f"attempt {attempt.number}: {attempt.verdict}"
        found = troubles(card, attempt, view)
        yield from (f"  {line}" for line in reason_lines(attempt.reason) if not found)
        for trouble in found:
            yield f"{trouble.place}: {trouble.line}"
            yield from (f"  expected {trouble.expected}" for _ in [0] if trouble.expected)
            yield f"  seen     {trouble.seen}"
            yield from (f"  evidence {path}" for path in trouble.evidence)
    yield from (f"hint: {line}" for line in reason_lines(card.hint))


def _golden_case(suite: Element, case: CaseResult, view: View) -> None:
    facts = {"name": _legal(case.title), "classname": _legal(case.id), "time": f"{case.seconds:.3f}"}
    element = SubElement(suite, "testcase", facts)
    if case.exit_code is ExitCode.PASS:
        if case.explained:
            SubElement(element, "system-out").text = _legal(_bearable(_golden_details(case, view)))
        return
    tag = "failure" if case.exit_code is ExitCode.FAIL else "error"
    problem = SubElement(element, tag, {"message": _legal(_told(case)), "type": _legal(case.outcome)})
    problem.text = _legal(_bearable(_golden_details(case, view)))


def _bearable(lines: Iterator[str]) -> str:
    """The lines, as far as servers like to read them."""
    told: list[str] = []
    left = _LONGEST
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            return "\n".join([*told, "… cut here; the whole is in the record"])
        told.append(line)
    return "\n".join(told)


def _told(case: CaseResult) -> str:
    number = len(case.differences) + case.more_differences
    differences = f"{number:,} difference{'' if number == 1 else 's'}" if number else ""
    return ": ".join(filter(None, (str(case.outcome), case.reason or differences)))


def _golden_details(case: CaseResult, view: View) -> Iterator[str]:
    yield from reason_lines(case.reason)
    for difference in case.differences[:_MOST_DIFFERENCES]:
        yield f"{place_of(case, difference)}: {leaf_of(difference)}: {difference.kind}"
        yield from (f"  {line}" for line in as_diff(difference, _MOST_ROWS))
    more = unshown(case, _MOST_DIFFERENCES)
    yield from [f"and {more:,} more difference{'' if more == 1 else 's'}"] if more else []
    yield from [explanation(case)] if case.explained else []
    yield from [f"evidence {view.folder}/{case.evidence}"] if case.evidence else []
    yield from (f"hint: {line}" for line in reason_lines(case.hint))


def _unused(suite: Element, results: GoldenResults) -> None:
    """One case for all snapshots that no case has: they fail the run."""
    if results.unused:
        facts = {"name": "no snapshot is unused", "classname": "harness", "time": "0.000"}
        problem = SubElement(SubElement(suite, "testcase", facts), "failure", {"message": RETIRE, "type": "unused"})
        problem.text = _legal("\n".join(results.unused))


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", "\n".join(visible(line) for line in text.split("\n")))
