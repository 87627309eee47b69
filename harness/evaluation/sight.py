"""Which expectations look at the page that is open, and when a page shows all of them; judging lies elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from harness.domain.actions import Surface
from harness.domain.expectations import Expectation, Sees, SeesLine
from harness.domain.observations import ActionObservation, Observation, PageObservation
from harness.domain.verdicts import Verdict
from harness.evaluation.evidence import Evidence
from harness.evaluation.judges import judge


def is_of_page(expectation: Expectation, seen: Observation | None, page_open: bool) -> bool:
    """Whether an expectation is about the page, given what the step's own action showed.

    What is said of elements, titles and addresses always is. A text is looked for in what a command or a request showed, and
    on the page only where the action was on the page, or showed nothing.
    """
    if expectation.surface is Surface.BROWSER:
        return True
    shows_nothing = isinstance(seen, ActionObservation) and seen.problem is None and page_open
    return isinstance(expectation, Sees | SeesLine) and (isinstance(seen, PageObservation) or shows_nothing)


def shows_all(expectations: Iterable[Expectation]) -> Callable[[Observation], bool]:
    """Whether an observation bears every one of these out."""
    wanted = tuple(expectations)
    return lambda seen: all(judge(one, Evidence(step=seen)).verdict is Verdict.PASS for one in wanted)
