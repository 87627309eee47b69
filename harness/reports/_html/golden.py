"""Golden cases on the page of a run: what came of each, and its differences; one difference lies in ``differences``."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from harness.domain.golden import CaseOutcome, CaseResult, Difference, GoldenResults
from harness.domain.verdicts import ExitCode, State
from harness.reports._contents import reason_lines
from harness.reports._golden import RETIRE, is_of_pictures, place_of, unshown
from harness.reports._html import words
from harness.reports._html.blocks import facts, fold
from harness.reports._html.differences import Shots, difference_block
from harness.reports._html.markup import Child, Markup, element, path_reference
from harness.reports._html.page import Page

_STATES = {ExitCode.PASS: State.PASS, ExitCode.FAIL: State.FAIL}
_MOST_ATTEMPTS = 20
_MOST_UNUSED = 100
_WHOLE = 40
"""Differences of a case that are unfolded; the others are a click away."""


def state_of(case: CaseResult) -> State:
    """The sign under which a case is shown."""
    return _STATES.get(case.exit_code, State.INCONCLUSIVE)


def case_anchor(number: int) -> str:
    """The anchor of the case of that number in the run."""
    return f"case-{number}"


def slug(outcome: CaseOutcome) -> str:
    """An outcome as the name of a choice."""
    return "golden-" + outcome.value.replace(" ", "-")


def outcomes(results: GoldenResults) -> list[CaseOutcome]:
    """The outcomes that there are: what fails first, what is the same last."""
    found = Counter(case.outcome for case in results.cases)
    order = {ExitCode.FAIL: 0, ExitCode.UNDECIDED: 1, ExitCode.PASS: 2}
    return sorted(found, key=lambda outcome: order[outcome.exit_code])


def overview(results: GoldenResults) -> Markup:
    """Outcomes down, and beside each its cases; then the snapshots that no case has."""
    numbered = list(enumerate(results.cases))
    rows = []
    for outcome in outcomes(results):
        here = [_chip(number, case) for number, case in numbered if case.outcome is outcome]
        rows.append(element("tr", element("th", str(outcome), scope="row"), element("td", *here)))
    if results.unused:
        rows.append(element("tr", element("th", "unused", scope="row"), element("td", *_unused(results.unused))))
    table = element("table", element("tbody", *rows), class_="matrix")
    return fold(element("h2", "By outcome"), table, open=True, class_="by")


def _unused(paths: Sequence[str]) -> Iterator[Markup]:
    yield from (element("div", element("code", path)) for path in paths[:_MOST_UNUSED])
    if len(paths) > _MOST_UNUSED:
        yield element("div", f"and {len(paths) - _MOST_UNUSED:,} more")
    yield element("p", RETIRE, class_="note")


def _chip(number: int, case: CaseResult) -> Markup:
    state = state_of(case)
    said = f"{case.outcome}, explained" if case.explained else str(case.outcome)
    return element(
        "a",
        words.shape(state),
        element("span", f"{said}: ", class_="heard"),
        case.id,
        element("span", "explained", class_="cause") if case.explained else None,
        class_=f"chip {state}",
        href=f"#{case_anchor(number)}",
        title=f"{case.title}: {said}",
        data_card=case_anchor(number),
    )


def case_article(page: Page, number: int, case: CaseResult, open: bool) -> Markup:
    """A case to unfold: what came of it, what to do, and every difference."""
    state = state_of(case)
    inside = element("div", _facts(case), *case_body(page, number, case), class_="inside", id=case_anchor(number))
    return element(
        "details", _heading(case, state), inside, class_=f"card {state}", data_state=slug(case.outcome), open=open
    )


def case_body(page: Page, number: int, case: CaseResult) -> Sequence[Child]:
    """All that was recorded of a case: what to do, and every difference."""
    return [_why(case, state_of(case)), *_steps(page, number, case), _evidence(page, case)]


def _heading(case: CaseResult, state: State) -> Markup:
    number = len(case.differences) + case.more_differences
    return element(
        "summary",
        element("span", words.shape(state), str(case.outcome), class_=f"badge {state}"),
        element("h3", element("span", case.title, class_="title"), " ", element("code", case.id)),
        element("span", words.counted(number, "difference"), class_="cause") if number else None,
        element("span", words.seconds(case.seconds), class_="seconds"),
    )


def _facts(case: CaseResult) -> Markup:
    inputs = ", ".join(f"{name} = {value}" for name, value in case.inputs.items())
    return facts(
        ("case", element("code", case.path)),
        ("verifies", ", ".join(case.verifies)),
        ("inputs", inputs),
        ("explained by", ", ".join(case.explained)),
    )


def _why(case: CaseResult, state: State) -> Child:
    rows = list(reason_lines(case.reason))
    if not rows and not case.hint:
        return None
    hint = element("p", element("strong", "What to do: "), case.hint) if case.hint else None
    return element("div", *(element("p", row) for row in rows), hint, class_=f"callout {state}")


def _steps(page: Page, number: int, case: CaseResult) -> Iterator[Markup]:
    """The differences, below the step that they lie in; of very many the later ones folded."""
    shown = 0
    pictures = _Taken(page, case)
    differences = page.budget.some(case.differences)
    for place, found in groupby(differences, lambda one: one.place):
        told = list(found)
        blocks = [difference_block(one, page.budget, pictures.of(one)) for one in told]
        head = element("h4", place, " ", element("code", place_of(case, told[0]), class_="where-from"))
        if shown < _WHOLE:
            yield element("section", head, *blocks, class_="changes", id=f"{case_anchor(number)}-{shown}")
        else:
            yield fold(f"{place}: {words.counted(len(told), 'difference')}", *blocks)
        shown += len(told)
    more = unshown(case, len(differences))
    if more:
        yield element("p", f"and {words.counted(more, 'more difference')}", class_="note")


class _Taken:
    """The pictures in the evidence of a case, by their digests; read only where a difference is about one."""

    def __init__(self, page: Page, case: CaseResult) -> None:
        self._page = page
        self._folder = case.evidence
        self._known: dict[str, bytes] | None = None

    def of(self, difference: Difference) -> Shots | None:
        """The pictures of a difference; None where it is about none, or neither was kept."""
        if not is_of_pictures(difference):
            return None
        golden, received = self._find(difference.golden), self._find(difference.received)
        return Shots(golden, received) if golden or received else None

    def _find(self, digest: str | None) -> bytes | None:
        if self._known is None:
            self._known = dict(self._all())
        return self._known.get(digest or "")

    def _all(self) -> Iterator[tuple[str, bytes]]:
        evidence = self._page.view.evidence
        for folder in self._attempts() if evidence else ():
            for name in evidence.files(folder) if evidence else ():
                data = evidence.file(folder, name) if evidence and name.endswith(".png") else None
                if data is not None:
                    yield f"sha256:{hashlib.sha256(data).hexdigest()}", data

    def _attempts(self) -> Iterator[str]:
        """The folder of the case's evidence, and those of its other attempts: of two revisions each has its own."""
        if self._folder:
            yield self._folder
            parent = self._folder.rpartition("/")[0]
            others = (f"{parent}/{number}" for number in range(1, _MOST_ATTEMPTS + 1))
            yield from (other for other in others if other != self._folder)


def _evidence(page: Page, case: CaseResult) -> Child:
    """What was received, and all else that was kept of the case."""
    evidence, links = page.view.evidence, page.view.links
    names = evidence.files(case.evidence) if evidence and case.evidence else ()
    if case.evidence is None or not names:
        return None
    if links is None:
        return facts(("evidence", element("code", f"{page.view.folder}/{case.evidence}")))
    told = [
        element("li", element("a", name, href=path_reference(f"{links}/{case.evidence}/{name}")))
        for name in sorted(names, key=lambda name: ("received" not in name, "/" in name, name))
    ]
    return fold(f"What was received, and other evidence ({len(told)})", element("ul", *told, class_="plain files"))


def headline(results: GoldenResults, state: State) -> str:
    """What came of all cases, in a few words."""
    total = len(results.cases)
    if not total:
        return "Nothing was compared: there are no golden cases"
    if state is State.PASS:
        if all(case.outcome is CaseOutcome.SAME for case in results.cases):
            return f"All {total:,} golden cases are the same" if total > 1 else "The golden case is the same"
        return "What changed is explained"
    found = Counter(case.outcome for case in results.cases if case.exit_code is not ExitCode.PASS)
    worst = next((one for one in outcomes(results) if found[one]), None)
    if worst is None:
        return "Every case is the same, and yet this run does not count"
    return f"{found[worst]:,} of {words.counted(total, 'golden case')} {worst}"


def choices(results: GoldenResults) -> Sequence[tuple[str, State, str]]:
    """What of the cases can be shown alone: its name, its sign and its words."""
    found = Counter(case.outcome for case in results.cases)
    by_code = {outcome: _STATES.get(outcome.exit_code, State.INCONCLUSIVE) for outcome in found}
    return [(slug(one), by_code[one], f"{found[one]:,} {one}") for one in outcomes(results)]
