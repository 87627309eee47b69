"""Every principle is tried on its own samples, and each one that shows something wrong is named by its line."""

from __future__ import annotations

import pytest

from harness.constitution.canary import sample_tree, trials, try_samples
from harness.constitution.jobs import jobs_of
from harness.domain.principles import Principle
from tests.support.kinds import TOOLS, check, principle, sample

pytestmark = pytest.mark.usefixtures("simple_kinds")


def troubles(*principles: Principle) -> list[list[str]]:
    canaries = try_samples(jobs_of(principles), TOOLS, sample_tree)
    return [
        [f"{doubt.path}:{doubt.line}: {doubt.reason}" for doubt in trial.troubles]
        for trial in trials(principles, canaries)
    ]


def test_a_principle_whose_checks_fit_their_samples_has_no_trouble() -> None:
    assert troubles(principle(check("forbid", "word", word="bomb"), bad=["bomb"], good=["tea"])) == [[]]


def test_a_bad_sample_that_no_check_flags_is_named() -> None:
    two = principle(
        check("forbid", "word", word="bomb"),
        samples=(sample("bomb", False, line=10), sample("gun", False, line=12), sample("tea", True, line=14)),
    )
    assert troubles(two) == [["c.md:12: no check flags the `bad` sample in line 12"]]


def test_a_sample_that_no_check_looks_at_is_named() -> None:
    unseen = principle(
        check("forbid", "word", word="bomb"),
        samples=(sample("bomb", False, line=10), sample("tea", True, path="a.py", line=12), sample("x", True, line=14)),
    )
    assert troubles(unseen) == [["c.md:12: no check looks at the `good` sample in line 12"]]


def test_a_bad_sample_needs_only_one_of_several_checks() -> None:
    both = principle(
        check("forbid", "word", word="bomb"), check("forbid", "word", word="gun"), bad=["bomb", "gun"], good=["tea"]
    )
    assert troubles(both) == [[]]


def test_every_check_needs_a_bad_sample_of_its_own() -> None:
    idle = principle(
        check("forbid", "word", word="bomb"), check("forbid", "word", line=9, word="gun"), bad=["bomb"], good=["tea"]
    )
    assert troubles(idle) == [["c.md:9: forbid word does not flag any `bad` sample"]]


def test_a_principle_without_a_check_is_not_tried() -> None:
    assert troubles(principle(bad=["bomb"])) == []
