"""A run as JUnit XML, one test case a principle, card or golden case; what failed or changed is a failure.

What is undecided is an error. ``properties`` in a test case are what pytest writes too; the schema of Jenkins has none there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from harness.domain.golden import CaseResult, GoldenResults
from harness.domain.results import CardResult, Run
from harness.domain.test_results import TestOutcome, TestResult
from harness.domain.verdicts import ExitCode, State
from harness.domain.visible import visible
from harness.reports._contents import (
    attempts_to_explain,
    counts,
    isolation,
    reason_lines,
    shows_nothing,
    troubles,
    warnings,
)
from harness.reports._golden import RETIRE, explanation, leaf_of, place_of, tally, unshown
from harness.reports._golden_rows import as_diff
from harness.reports._junit_constitution import Told, told_of
from harness.reports._lines import cut
from harness.reports._principles import alarms
from harness.reports._view import View

# XML 1.0, 2.2: what ``visible`` leaves and no XML document may hold.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST_DIFFERENCES = 50
_MOST_ROWS = 100
_LONGEST = 64_000
_LONGEST_FIELD = 4_000
_PROBLEM = {State.FAIL: ("failure", ""), State.FLAKY: ("failure", "flaky"), State.INCONCLUSIVE: ("error", "")}


def render(run: Run, view: View) -> str:
    """The run in the form that CI servers read; no character in it is illegal in XML 1.0.

    What a case shows stands as ``properties`` in it: ``requirement``, once for each.
    """
    suites = Element("testsuites", {"name": "harness"})
    if run.constitution is not None:
        suite = _suite(suites, run, "constitution")
        for told in told_of(run.constitution):
            _told_case(suite, told)
    if run.cards or shows_nothing(run):
        suite = _suite(suites, run, "test cards")
        for card in run.cards:
            _case(suite, card, view)
    if run.golden is not None:
        suite = _suite(suites, run, "golden cases")
        for golden in run.golden.cases:
            _golden_case(suite, golden, view)
        _unused(suite, run.golden)
    if run.tests:
        suite = _suite(suites, run, "tests")
        for test in run.tests:
            _test_case(suite, test)
    _whole(suites[0], run)
    _count(suites, run)
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode") + "\n"


def _whole(suite: Element, run: Run) -> None:
    """A case of its own for what is wrong with the run as a whole, lest a server shows it as green."""
    wrong = _wrong(run)
    if wrong:
        case = SubElement(suite, "testcase", {"name": "the run as a whole", "classname": "harness", "time": "0.000"})
        SubElement(case, "error", {"message": _short(wrong[0]), "type": "run"}).text = _legal("\n".join(wrong))


def _wrong(run: Run) -> list[str]:
    nothing = [counts(run)] if shows_nothing(run) else []
    if run.constitution is not None:
        nothing += alarms(run.constitution)
    if run.golden is not None and not run.golden.cases:
        nothing.append(tally(run.golden))
    return [*warnings(run), *nothing]


def _count(suites: Element, run: Run) -> None:
    """The numbers of each suite, and of all together, as they stand in them."""
    for element in (*suites, suites):
        tags = {"tests": "testcase", "failures": "failure", "errors": "error"}
        numbers = {name: str(sum(1 for _ in element.iter(tag))) for name, tag in tags.items()}
        element.attrib.update(numbers | {"time": _seconds(run.totals.seconds)})
        if element is not suites:
            element.attrib["skipped"] = str(sum(1 for _ in element.iter("skipped")))


def _suite(suites: Element, run: Run, name: str) -> Element:
    suite = SubElement(suites, "testsuite", {"name": name, "timestamp": _legal(run.started[:19])})
    known = {"run": run.id, "isolation": isolation(run), "evaluator": run.evaluator, "chain": run.events.head}
    _properties(suite, known.items())
    return suite


def _properties(element: Element, known: Iterable[tuple[str, str]]) -> None:
    properties = SubElement(element, "properties")
    for name, value in known:
        SubElement(properties, "property", {"name": name, "value": _legal(value)})


def _begun(suite: Element, name: str, classname: str, seconds: float) -> Element:
    facts = {"name": _short(name), "classname": _short(classname), "time": _seconds(seconds)}
    return SubElement(suite, "testcase", facts)


def _shows(case: Element, requirements: Sequence[str]) -> None:
    if requirements:
        _properties(case, (("requirement", one) for one in requirements))


def _told_case(suite: Element, told: Told) -> None:
    case = _begun(suite, told.name, told.classname, 0.0)
    if told.properties:
        _properties(case, told.properties)
    if told.tag:
        problem = SubElement(case, told.tag, {"message": _short(told.message), "type": told.kind})
        problem.text = _legal(_bearable(iter(told.lines)))


def _test_case(suite: Element, test: TestResult) -> None:
    case = _begun(suite, test.id.rpartition("::")[2], test.test, test.seconds)
    _shows(case, test.verifies)
    if test.outcome.is_failure or test.flaky:
        tag = "error" if test.outcome is TestOutcome.ERROR else "failure"
        kind = "flaky" if test.flaky else test.outcome.value
        SubElement(case, tag, {"message": _short(test.reason or kind), "type": kind}).text = _legal(str(test.place))
    elif not test.is_pass:
        SubElement(case, "skipped", {"message": _short(test.reason or test.outcome.value), "type": test.outcome.value})


def _case(suite: Element, card: CardResult, view: View) -> None:
    case = _begun(suite, card.title, card.id, card.seconds)
    _shows(case, card.verifies)
    if card.state in _PROBLEM:
        tag, kind = _PROBLEM[card.state]
        message = " ".join(line.strip() for line in reason_lines(card.reason)) or card.state
        problem = SubElement(case, tag, {"message": _short(message), "type": kind or str(card.cause or card.state)})
        problem.text = _legal(_bearable(_details(card, view)))


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
    element = _begun(suite, case.title, case.id, case.seconds)
    _shows(element, case.verifies)
    if case.exit_code is ExitCode.PASS:
        if case.explained:
            SubElement(element, "system-out").text = _legal(_bearable(_golden_details(case, view)))
        return
    tag = "failure" if case.exit_code is ExitCode.FAIL else "error"
    problem = SubElement(element, tag, {"message": _short(_told(case)), "type": _legal(case.outcome)})
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


def _seconds(seconds: float) -> str:
    """Seconds as the schema of Jenkins has them: without an exponent, and with at most three digits behind the point."""
    return f"{seconds:.3f}"


def _short(text: str) -> str:
    """What servers keep in one field."""
    return _legal(cut(text, _LONGEST_FIELD))


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", "\n".join(visible(line) for line in text.split("\n")))
