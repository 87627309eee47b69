"""A run as JUnit XML, one test case a card; failed and flaky cards are failures, undecided ones errors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from harness.domain.results import CardResult, Run
from harness.domain.verdicts import State
from harness.domain.visible import visible
from harness.reports._contents import (
    attempts_to_explain,
    counts,
    isolation,
    reason_lines,
    troubles,
    warnings_beside_cards,
)
from harness.reports._view import View

# XML 1.0, 2.2: what ``visible`` leaves and no XML document may hold.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PROBLEM = {State.FAIL: ("failure", ""), State.FLAKY: ("failure", "flaky"), State.INCONCLUSIVE: ("error", "")}


def render(run: Run, view: View) -> str:
    """The run in the form that CI servers read; no character in it is illegal in XML 1.0."""
    suites = Element("testsuites", _numbers(run) | {"name": "harness"})
    suite = SubElement(suites, "testsuite", _numbers(run) | _suite(run))
    _properties(suite, run)
    for card in run.cards:
        _case(suite, card, view)
    _whole(suite, run)
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode") + "\n"


def _whole(suite: Element, run: Run) -> None:
    """A case of its own for what is wrong with the run as a whole, lest a server shows it as green."""
    wrong = _wrong(run)
    if wrong:
        case = SubElement(suite, "testcase", {"name": "the run as a whole", "classname": "harness", "time": "0.000"})
        SubElement(case, "error", {"message": _legal(wrong[0]), "type": "run"}).text = _legal("\n".join(wrong))


def _wrong(run: Run) -> list[str]:
    return [*warnings_beside_cards(run), *([] if run.cards else [counts(run)])]


def _numbers(run: Run) -> dict[str, str]:
    states = [card.state for card in run.cards]
    whole = 1 if _wrong(run) else 0
    return {
        "tests": str(len(states) + whole),
        "failures": str(states.count(State.FAIL) + states.count(State.FLAKY)),
        "errors": str(states.count(State.INCONCLUSIVE) + whole),
        "time": f"{run.totals.seconds:.3f}",
    }


def _suite(run: Run) -> dict[str, str]:
    return {"name": "test cards", "skipped": "0", "timestamp": _legal(run.started[:19])}


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


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", "\n".join(visible(line) for line in text.split("\n")))
