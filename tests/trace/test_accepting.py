"""What may be accepted of a trace, and the lines that say so."""

from __future__ import annotations

from harness.domain.tracing import EvidenceKind, Shown
from harness.trace.accepting import Signature, anchors, offers
from tests.trace.test_tracing import anchor, drawn, evidence, result

SIGNED = Signature("A Person", "2026-11-21T00:00:00Z", "looked at")


def test_what_was_never_accepted_and_passes_is_offered() -> None:
    (offer,) = offers(drawn([result()])).open
    assert not offer.suspect
    (line,) = anchors(offer, "tree", SIGNED)
    assert (line.requirement, line.evidence, line.evidence_sha256, line.who) == (
        "001-list/FR-001",
        "card ADD",
        "text",
        "A Person",
    )


def test_what_is_accepted_as_it_is_is_not_offered_again() -> None:
    found = offers(drawn([result()], anchors=[anchor()]))
    assert (found.open, found.refused) == ((), ())


def test_what_does_not_pass_is_refused_with_its_names() -> None:
    cases = {
        Shown.FAIL: "it fails on this tree (card ADD)",
        Shown.UNDECIDED: "not all of its evidence passes on this tree (card ADD)",
        Shown.NOT_RUN: "nothing shows it on this tree (card ADD)",
    }
    for shown, why in cases.items():
        found = offers(drawn([result(shown)], anchors=[anchor(evidence_sha256="older")]))
        assert [reason for _, reason in found.refused] == [why]
        assert found.open == ()


def test_one_stale_link_keeps_all_of_the_requirement_from_being_accepted() -> None:
    other = evidence("OTHER")
    found = offers(drawn([result(), result(of=other, sha256="older")], [evidence(), other]))
    assert [why for _, why in found.refused] == ["not all of its evidence passes on this tree (card OTHER)"]


def test_markers_alone_are_refused_and_beside_a_pass_accepted() -> None:
    marker = evidence("a.py:f", kind=EvidenceKind.MARKER)
    assert offers(drawn(found=[marker])).refused[0][1] == "nothing shows it on this tree"
    (offer,) = offers(drawn([result()], [evidence(), marker])).open
    assert [line.shown for line in anchors(offer, "tree", SIGNED)] == [Shown.PASS, Shown.CLAIMED]


def test_evidence_that_is_gone_is_accepted_as_gone() -> None:
    found = offers(drawn([result()], anchors=[anchor(), anchor(evidence("LOST"))]))
    (line,) = anchors(found.open[0], "tree", SIGNED)
    assert (line.evidence, line.evidence_sha256) == ("card LOST", "")
    assert offers(drawn([result()], anchors=[anchor(), line])).open == ()


def test_where_all_evidence_is_gone_nothing_can_be_accepted() -> None:
    found = offers(drawn(found=[evidence("X", "FR-009")], anchors=[anchor(evidence("LOST"))]))
    assert found.refused[0][1] == "nothing shows it on this tree"


def test_what_moved_comes_first() -> None:
    from tests.trace.test_tracing import requirement

    second = evidence("SECOND", "FR-002")
    both = [requirement(), requirement("FR-002")]
    moved = anchor(second, requirement="001-list/FR-002", evidence_sha256="older")
    shown = [result(), result(of=second, requirements={"FR-002": requirement("FR-002").sha256})]
    found = offers(drawn(shown, [evidence(), second], both, [moved]))
    assert [one.row.requirement.id for one in found.open] == ["FR-002", "FR-001"]
