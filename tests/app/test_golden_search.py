"""What a search makes of examples that tell nothing: they are no example without a difference."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from harness.app.golden_pair import Sides
from harness.app.golden_run import Shown
from harness.app.golden_search import Bounds, Searching
from harness.app.run_cards import Listener
from harness.domain.cards import Section
from harness.domain.golden import Capture, Part, PartKind
from harness.readers import read_golden
from tests.support.goldens import case

CASE = read_golden(case("CASE", "todo a"), "golden/case.md")
CAPTURE = Capture(
    section=Section.STEPS, number=1, did="Run `todo a`.", parts=(Part(name="stdout", kind=PartKind.TEXT, value="a\n"),)
)


def test_an_example_that_hangs_on_both_revisions_leaves_the_search_open() -> None:
    pair: Any = SimpleNamespace(base=SimpleNamespace(revision="old"), head=SimpleNamespace(revision=None))
    search = Searching(CASE, pair, Bounds(10, 0.0, 0), Listener())
    whole, hung = Shown((CAPTURE,)), Shown((CAPTURE,), unended="Steps 1: still running after 9 s")
    assert not search._seems_to_differ(Sides([whole], [whole]))
    assert search._seems_to_differ(Sides([hung], [hung]))
    assert not search._differs(Sides([hung, hung], [hung, hung]))
    assert "still running" in search.found.untold
