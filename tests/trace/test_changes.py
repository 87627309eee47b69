"""What a change touched, as a pure function."""

from __future__ import annotations

from harness.trace.changes import Touch, affected, touched_evidence, touched_requirements
from tests.trace.test_tracing import evidence, requirement


def test_requirements_are_compared_by_what_they_say() -> None:
    before = [requirement("FR-001"), requirement("FR-002"), requirement("FR-003")]
    after = [requirement("FR-004"), requirement("FR-002", "The system MUST subtract."), requirement("FR-001")]
    found = touched_requirements(before, after)
    assert [(one.touch, one.requirement) for one in found] == [
        (Touch.ADDED, "001-list/FR-004"),
        (Touch.CHANGED, "001-list/FR-002"),
        (Touch.REMOVED, "001-list/FR-003"),
    ]
    assert (found[1].before, found[1].after) == ("The system MUST add.", "The system MUST subtract.")


def test_evidence_is_compared_by_its_text_and_its_claims() -> None:
    before = [evidence("SAME"), evidence("TEXT"), evidence("CLAIM"), evidence("GONE")]
    after = [evidence("SAME"), evidence("TEXT", sha256="other"), evidence("CLAIM", "FR-002"), evidence("NEW")]
    assert [(one.touch, one.id) for one in touched_evidence(before, after)] == [
        (Touch.CHANGED, "TEXT"),
        (Touch.CHANGED, "CLAIM"),
        (Touch.ADDED, "NEW"),
        (Touch.REMOVED, "GONE"),
    ]


def test_a_reworded_requirement_makes_all_of_its_evidence_stale() -> None:
    before, after = [requirement(), requirement("FR-002")], [requirement(text="Other words."), requirement("FR-002")]
    both = [evidence("A"), evidence("B"), evidence("C", "FR-002")]
    (one,) = affected(after, both, before, touched_requirements(before, after), ())
    assert (one.requirement, one.why, one.stale) == ("001-list/FR-001", ("its words",), ("card A", "card B"))


def test_evidence_that_is_gone_touches_what_it_claimed_and_is_stale_for_nothing() -> None:
    listed = [requirement()]
    moved = touched_evidence([evidence("GONE")], [])
    (one,) = affected(listed, [], listed, (), moved)
    assert (one.why, one.stale) == (("card GONE removed",), ())


def test_an_ambiguous_claim_of_what_is_gone_touches_nothing() -> None:
    listed = [requirement(), requirement(feature="002-web")]
    assert affected(listed, [], listed, (), touched_evidence([evidence("GONE")], [])) == ()
