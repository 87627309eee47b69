"""The trace as a pure function: who claims what, what that shows, what it makes of a requirement, and what moved since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from harness.domain.places import Place
from harness.domain.requirements import Requirement, meaning
from harness.domain.tracing import Anchor, Evidence, EvidenceKind, Exemption, Result, RowState, Shown, Trace, TraceRow
from harness.domain.verdicts import ExitCode
from harness.trace.suspect import GONE, REQUIREMENT
from harness.trace.tracing import trace

TODAY = date(2026, 11, 21)
CARD, GOLDEN, MARKER = EvidenceKind.CARD, EvidenceKind.GOLDEN, EvidenceKind.MARKER


def requirement(id: str = "FR-001", text: str = "The system MUST add.", feature: str = "001-list") -> Requirement:
    return Requirement(
        id=id, text=text, place=Place(path=f"specs/{feature}/spec.md"), sha256=meaning(text), feature=feature
    )


def evidence(id: str = "ADD", *claims: str, kind: EvidenceKind = CARD, sha256: str = "text") -> Evidence:
    return Evidence(kind=kind, id=id, place=Place(path=f"{id}.md"), sha256=sha256, claims=claims or ("FR-001",))


def result(shown: Shown = Shown.PASS, of: Evidence | None = None, when: str = "1", **changed: Any) -> Result:
    one = of or evidence()
    known = {"kind": one.kind, "id": one.id, "sha256": one.sha256, "run": f"run-{when}", "when": when, "shown": shown}
    said = {"requirements": {"FR-001": requirement().sha256}}
    return Result.model_validate({**known, **said, **changed})


def drawn(
    results: Sequence[Result] = (),
    found: Sequence[Evidence] = (),
    requirements: Sequence[Requirement] = (),
    anchors: Sequence[Anchor] = (),
    exemptions: Sequence[Exemption] = (),
    **more: Any,
) -> Trace:
    return trace(
        requirements or [requirement()],
        found or [evidence()],
        results,
        anchors,
        exemptions,
        "tree",
        today=TODAY,
        **more,
    )


def row(*results: Result, **given: Any) -> TraceRow:
    return drawn(results, **given).rows[0]


def anchor(of: Evidence | None = None, requirement_sha256: str = "", **changed: str) -> Anchor:
    one = of or evidence()
    return Anchor.model_validate(
        {
            "requirement": "001-list/FR-001",
            "requirement_sha256": requirement_sha256 or requirement().sha256,
            "evidence": one.key,
            "evidence_sha256": one.sha256,
            "shown": "pass",
            "tree": "tree",
            "who": "A Person",
            "when": "2026-11-01T00:00:00Z",
            "reason": "looked at",
            **changed,
        }
    )


def exemption(requirement: str = "FR-001", until: str = "2026-11-21", **changed: str) -> Exemption:
    known = {"requirement": requirement, "reason": "no test system yet", "who": "A Person", "until": until}
    return Exemption.model_validate({**known, **changed, "place": Place(path="harness.toml", line=7)})


# What evidence shows


def test_a_requirement_is_verified_where_its_evidence_passes_on_this_tree() -> None:
    found = drawn([result()])
    assert (found.rows[0].state, found.rows[0].links[0].shown, found.exit_code) == (
        RowState.VERIFIED,
        Shown.PASS,
        ExitCode.PASS,
    )


@pytest.mark.parametrize(
    ("shown", "state"),
    [
        (Shown.FAIL, RowState.FAILING),
        (Shown.UNDECIDED, RowState.UNDECIDED),
        (Shown.BLOCKED, RowState.UNDECIDED),
        (Shown.NOT_RUN, RowState.UNTESTED),
    ],
)
def test_what_does_not_pass_verifies_nothing(shown: Shown, state: RowState) -> None:
    assert row(result(shown)).state is state


@pytest.mark.parametrize("shown", [Shown.FAIL, Shown.UNDECIDED, Shown.BLOCKED, Shown.NOT_RUN])
def test_one_that_does_not_pass_outweighs_all_that_do(shown: Shown) -> None:
    other = evidence("OTHER")
    found = row(result(), result(shown, other), found=[evidence(), other])
    assert found.state is (RowState.FAILING if shown is Shown.FAIL else RowState.UNDECIDED)


def test_nothing_that_was_not_run_verifies() -> None:
    assert (row().state, row().links[0].shown) == (RowState.UNTESTED, Shown.NOT_RUN)


def test_markers_only_claim() -> None:
    marker = evidence("a.py:f", kind=MARKER)
    found = row(found=[marker])
    assert (found.state, found.links[0].shown) == (RowState.UNTESTED, Shown.CLAIMED)
    assert "only markers" in found.reason
    forged = result(Shown.PASS, marker)
    assert row(forged, found=[marker]).state is RowState.UNTESTED


def test_a_requirement_that_nothing_claims_says_so() -> None:
    assert row(found=[evidence("ADD", "FR-009")]).reason == "nothing claims it"


def test_results_of_a_card_are_none_of_a_golden_case_of_the_same_id() -> None:
    assert row(result(), found=[evidence(kind=GOLDEN)]).state is RowState.UNTESTED


# Two runs that disagree


@pytest.mark.parametrize("order", ["12", "21"])
def test_a_pass_never_takes_a_failure_of_the_same_tree_back(order: str) -> None:
    found = row(result(Shown.FAIL, when=order[0]), result(Shown.PASS, when=order[1]))
    assert found.state is RowState.FAILING
    (link,) = found.links
    assert link.reason.startswith(f"flaky: it failed in run run-{order[0]} and passed in run run-{order[1]}")
    assert link.result is not None
    assert link.result.flaky


def test_a_failure_of_another_text_is_not_one_of_this() -> None:
    assert row(result(Shown.FAIL, sha256="older"), result(when="2")).state is RowState.VERIFIED


def test_what_wavered_in_one_run_never_passes() -> None:
    wavered = result(Shown.UNDECIDED, flaky=True, reason="two of three")
    found = row(wavered, result(when="2"))
    assert (found.state, found.links[0].reason) == (RowState.UNDECIDED, "flaky in run run-1; two of three")


def test_of_what_did_not_fail_the_last_result_counts() -> None:
    assert row(result(Shown.BLOCKED, when="1"), result(when="2")).state is RowState.VERIFIED
    assert row(result(when="1"), result(Shown.BLOCKED, when="2")).state is RowState.UNDECIDED


def test_a_run_that_proves_nothing_neither_passes_nor_spoils_a_pass() -> None:
    nothing = result(Shown.NOT_RUN, when="2", reason="run run-2 was interrupted, and proves nothing")
    assert row(result(when="1"), nothing).state is RowState.VERIFIED
    alone = row(nothing)
    assert (alone.state, alone.links[0].reason) == (RowState.UNTESTED, nothing.reason)


# Texts that moved after the run


def test_a_card_that_was_edited_after_its_pass_is_stale() -> None:
    found = row(result(sha256="older"))
    assert (found.state, found.links[0].shown) == (RowState.UNDECIDED, Shown.STALE)
    assert found.links[0].reason == "the card was changed since run run-1"


def test_a_requirement_that_was_reworded_after_the_pass_makes_it_stale() -> None:
    found = row(result(requirements={"FR-001": meaning("The system MUST subtract.")}))
    assert (found.state, found.links[0].reason) == (
        RowState.UNDECIDED,
        "the requirement was changed since run run-1",
    )


@pytest.mark.parametrize("said", [None, {}, {"FR-002": requirement().sha256}])
def test_a_pass_that_does_not_tell_of_which_words_is_stale(said: dict[str, str] | None) -> None:
    found = row(result(requirements=said))
    assert found.links[0].shown is Shown.STALE
    assert "does not tell" in found.links[0].reason


def test_a_result_may_name_its_requirement_by_feature_and_id() -> None:
    assert row(result(requirements={"001-list/FR-001": requirement().sha256})).state is RowState.VERIFIED


# Claims that lead nowhere


def test_an_unknown_claim_is_an_orphan_with_the_nearest_names() -> None:
    found = drawn(found=[evidence("ADD", "FR-01"), evidence("SHOW", "XYZ-77")])
    assert [(one.claim, one.nearest[:1]) for one in found.orphans] == [("FR-01", ("FR-001",)), ("XYZ-77", ())]
    assert found.exit_code is ExitCode.UNDECIDED


def test_an_ambiguous_claim_proves_nothing_of_either() -> None:
    both = [requirement(), requirement(feature="002-web")]
    found = drawn([result()], requirements=both)
    assert [one.state for one in found.rows] == [RowState.UNTESTED, RowState.UNTESTED]
    (orphan,) = found.orphans
    assert orphan.what.startswith("it stands for several requirements")
    assert orphan.nearest == ("001-list/FR-001", "002-web/FR-001")


def test_a_qualified_claim_means_one_of_two() -> None:
    both = [requirement(), requirement(feature="002-web")]
    found = drawn([result()], [evidence("ADD", "002-web/FR-001")], both)
    assert [one.state for one in found.rows] == [RowState.UNTESTED, RowState.VERIFIED]


def test_two_requirements_of_one_name_in_one_feature_are_both_unproven() -> None:
    found = drawn([result()], requirements=[requirement(), requirement()])
    assert [one.state for one in found.rows] == [RowState.UNTESTED, RowState.UNTESTED]
    assert "2 requirements have that name" in found.orphans[0].what


def test_a_claim_made_twice_is_one_link() -> None:
    assert len(row(found=[evidence("ADD", "FR-001", "001-list/FR-001", "FR-001")]).links) == 1


def test_two_cards_of_one_id_decide_nothing() -> None:
    found = row(result(), found=[evidence(), evidence()])
    assert found.state is RowState.UNDECIDED
    assert {link.reason for link in found.links} == {"several have this id, and their results cannot be told apart"}


def test_what_is_withheld_shows_nothing() -> None:
    found = row(result(), withheld={"card ADD": "its seal is broken"})
    assert (found.state, found.links[0].reason) == (RowState.UNDECIDED, "its seal is broken")


# What moved since someone looked


def test_what_nobody_accepted_is_not_suspect() -> None:
    assert row(result()).links[0].accepted is None
    assert row(result()).state is RowState.VERIFIED


def test_what_was_accepted_as_it_is_stays_verified() -> None:
    found = row(result(), anchors=[anchor()])
    assert (found.state, found.links[0].accepted, found.links[0].moved) == (RowState.VERIFIED, anchor(), ())


def test_a_moved_requirement_or_card_is_suspect_though_all_passes() -> None:
    reworded = row(result(), anchors=[anchor(requirement_sha256="older")])
    assert (reworded.state, reworded.links[0].moved) == (RowState.SUSPECT, (REQUIREMENT,))
    edited = row(result(), anchors=[anchor(evidence_sha256="older")])
    assert (edited.state, edited.links[0].moved) == (RowState.SUSPECT, ("the card",))


def test_moved_code_below_a_marker_is_suspect() -> None:
    marker = evidence("a.py:f", kind=MARKER)
    found = row(result(), found=[evidence(), marker], anchors=[anchor(marker, evidence_sha256="older")])
    assert (found.state, found.links[1].moved) == (RowState.SUSPECT, ("the marked code",))


def test_a_failure_is_worse_than_a_suspicion() -> None:
    assert row(result(Shown.FAIL), anchors=[anchor(evidence_sha256="older")]).state is RowState.FAILING


def test_evidence_that_was_accepted_and_is_gone_makes_suspect() -> None:
    found = row(result(), anchors=[anchor(), anchor(evidence("LOST"))])
    assert found.state is RowState.SUSPECT
    gone = found.links[1]
    assert (gone.evidence.key, gone.shown, gone.moved) == ("card LOST", Shown.NOT_RUN, (GONE,))
    golden = row(result(), anchors=[anchor(evidence("LOST", kind=GOLDEN))])
    assert golden.links[1].evidence.kind is GOLDEN


def test_evidence_that_is_rightly_gone_is_not_suspect_and_counts_anew_once_it_is_back() -> None:
    lost = evidence("LOST")
    rightly = anchor(lost, evidence_sha256="")
    assert row(result(), anchors=[rightly]).state is RowState.VERIFIED
    back = row(result(), result(of=lost), found=[evidence(), lost], anchors=[rightly])
    assert (back.state, back.links[1].accepted) == (RowState.VERIFIED, None)


def test_a_line_in_doubt_makes_suspect_though_its_hashes_are_right() -> None:
    doubted = {("001-list/FR-001", "card ADD"): "its line, which somebody wrote in"}
    found = row(result(), anchors=[anchor()], doubted=doubted)
    assert (found.state, found.links[0].moved) == (RowState.SUSPECT, ("its line, which somebody wrote in",))


def test_of_two_lines_for_one_link_the_later_holds_in_any_order() -> None:
    later = anchor(when="2026-11-02T00:00:00Z", evidence_sha256="newer")
    for both in ([anchor(), later], [later, anchor()]):
        assert row(result(), anchors=both).links[0].accepted == later


# Exemptions


def test_what_is_exempted_is_waived_and_tells_what_it_would_be() -> None:
    found = drawn(exemptions=[exemption()])
    (one,) = found.rows
    assert (one.state, one.beneath, one.exemption) == (RowState.WAIVED, RowState.UNTESTED, exemption())
    assert found.exit_code is ExitCode.PASS


def test_an_exemption_that_is_not_needed_changes_nothing() -> None:
    assert row(result(), exemptions=[exemption()]).state is RowState.VERIFIED


@pytest.mark.parametrize(
    ("results", "anchors", "state"),
    [
        ([result(Shown.FAIL)], [], RowState.FAILING),
        ([result()], [anchor(evidence_sha256="older")], RowState.SUSPECT),
    ],
)
def test_no_exemption_covers_a_failure_or_a_suspicion(
    results: list[Result], anchors: list[Anchor], state: RowState
) -> None:
    found = row(*results, anchors=anchors, exemptions=[exemption()])
    assert (found.state, found.exemption) == (state, None)
    assert found.reason == f"the exemption in harness.toml:7 does not cover that it is {state.value}"


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (exemption(until="2026-11-20"), "ended on 2026-11-20"),
        (exemption(until="soon"), "ends on no day: 'soon'"),
        (exemption("FR-01"), "there is no requirement 'FR-01' to exempt"),
        (exemption(reason=" "), "says not why"),
        (exemption(who=""), "says not who accepted it"),
    ],
)
def test_an_exemption_that_holds_no_more_is_a_mistake_and_excuses_nothing(one: Exemption, said: str) -> None:
    found = drawn(exemptions=[one])
    assert found.rows[0].state is RowState.UNTESTED
    assert said in found.mistakes[0].what
    assert found.exit_code is ExitCode.USAGE


def test_an_exemption_that_ends_later_holds() -> None:
    assert row(exemptions=[exemption(until="2099-01-01")]).state is RowState.WAIVED


def test_an_ambiguous_exemption_and_a_second_one_are_mistakes() -> None:
    both = [requirement(), requirement(feature="002-web")]
    ambiguous = drawn(requirements=both, exemptions=[exemption()])
    assert "stands for several" in ambiguous.mistakes[0].what
    assert {one.state for one in ambiguous.rows} == {RowState.UNTESTED}
    twice = drawn(exemptions=[exemption(), exemption("001-list/FR-001")])
    assert "exempted twice" in twice.mistakes[0].what


# Exit codes


def test_without_requirements_nothing_passes() -> None:
    found = trace([], [], [], [], [], "tree", today=TODAY)
    assert found.exit_code is ExitCode.UNDECIDED


def test_rows_are_in_the_order_of_the_documents() -> None:
    given = [requirement(f"FR-{number:03}") for number in (3, 1, 2)]
    assert [one.requirement.id for one in drawn(requirements=given).rows] == ["FR-003", "FR-001", "FR-002"]
