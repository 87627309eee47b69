"""What is known of each combination of the declared dimensions."""

from __future__ import annotations

import pytest

from harness.domain.places import Mistake, Place
from harness.domain.tracing import Blank, EvidenceKind, Link, Matrix, MatrixCell, RowState, Shown, Trace, TraceRow
from harness.domain.verdicts import ExitCode
from harness.trace.matrix import MOST_LISTED, MOST_OF_ONE, matrix
from tests.reports.traces.samples import card, evidence, link, requirement

WHERE = Place(path="harness.toml", line=9)
BOTH = {"platform": ("linux", "macos"), "action": ("open", "close")}


def row(*links: Link, id: str = "FR-001", feature: str = "001-bank") -> TraceRow:
    return TraceRow(
        requirement=requirement(id, "A customer MUST open.", feature=feature), state=RowState.VERIFIED, links=links
    )


def shown(id: str, state: Shown = Shown.PASS, moved: tuple[str, ...] = (), **said: tuple[str, ...]) -> Link:
    return link(card(id, dimensions=said), state, moved=moved)


def states(found: Matrix) -> dict[tuple[str, ...], str]:
    return {cell.values: cell.state.value for cell in found.cells}


def test_each_combination_says_what_the_evidence_that_lies_there_shows():
    found = matrix(BOTH, [row(shown("A", platform=("linux",), action=("open", "close")))], WHERE)
    assert states(found) == {
        ("linux", "open"): "verified",
        ("linux", "close"): "verified",
        ("macos", "open"): "empty",
        ("macos", "close"): "empty",
    }
    assert (found.combinations, found.covered, found.trouble) == (4, 2, ())
    assert found.cells[0].evidence == ("card A",)
    assert set(found.proposals) == {("macos", "open"), ("macos", "close")}


def test_what_leaves_a_dimension_out_lies_in_no_combination():
    found = matrix(BOTH, [row(shown("A", platform=("linux",)), shown("B"))], WHERE)
    assert found.covered == 0
    assert set(states(found).values()) == {"empty"}


@pytest.mark.parametrize(
    ("state", "moved", "expected"),
    [
        (Shown.PASS, (), Blank.VERIFIED),
        (Shown.PASS, ("the requirement",), Blank.UNDECIDED),
        (Shown.FAIL, ("the requirement",), Blank.FAILING),
        (Shown.BLOCKED, (), Blank.BLOCKED),
        (Shown.UNDECIDED, (), Blank.UNDECIDED),
        (Shown.STALE, (), Blank.UNDECIDED),
        (Shown.NOT_RUN, (), Blank.UNDECIDED),
    ],
)
def test_only_what_passes_and_did_not_move_verifies_a_combination(state, moved, expected):
    one = {"platform": ("linux",)}
    found = matrix(one, [row(shown("A", state, moved, platform=("linux",)))], WHERE)
    assert [cell.state for cell in found.cells] == [expected]


def test_a_pass_beside_something_worse_verifies_nothing():
    one = {"platform": ("linux",)}
    for state, expected in (
        (Shown.FAIL, "failing"),
        (Shown.BLOCKED, "blocked"),
        (Shown.NOT_RUN, "undecided"),
    ):
        links = [shown("A", platform=("linux",)), shown("B", state, platform=("linux",))]
        found = matrix(one, [row(*links)], WHERE)
        assert states(found) == {("linux",): expected}


def test_evidence_of_two_requirements_counts_as_the_worse_of_what_it_shows():
    same = {"platform": ("linux",)}
    rows = [row(shown("A", **same)), row(shown("A", Shown.STALE, **same), id="FR-002")]
    found = matrix(same, rows, WHERE)
    assert states(found) == {("linux",): "undecided"}
    assert found.cells[0].evidence == ("card A",)


def test_a_marker_covers_nothing():
    marker = evidence(EvidenceKind.MARKER, "src/a.py:1", "src/a.py", dimensions={"platform": ("linux",)})
    found = matrix({"platform": ("linux",)}, [row(link(marker, Shown.CLAIMED))], WHERE)
    assert (found.covered, states(found)) == (0, {("linux",): "empty"})


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ({"platform": ("linux",), "colour": ("red",)}, "card A: unknown dimension 'colour'"),
        ({"platform": ("lynux",)}, "card A: unknown value 'lynux' of the dimension 'platform'"),
        ({"platform": ("linux", "beos")}, "card A: unknown value 'beos' of the dimension 'platform'"),
    ],
)
def test_what_lies_where_nobody_declared_anything_is_told_and_covers_nothing(said, what):
    found = matrix({"platform": ("linux",)}, [row(shown("A", **said))], WHERE)
    assert [(str(one.place), one.what) for one in found.trouble] == [("testcards/a.md:1", what)]
    assert found.covered == 0


def test_features_may_stand_for_values_and_then_evidence_lies_in_those_that_it_verifies():
    declared = {"feature": ("*",), "platform": ("linux",)}
    rows = [
        row(shown("A", platform=("linux",))),
        row(shown("A", platform=("linux",)), feature="002-loans"),
        row(feature="003-cards"),
        row(shown("B", platform=("linux",), feature=("003-cards",)), id="FR-009"),
    ]
    found = matrix(declared, rows, WHERE)
    assert found.dimensions["feature"] == ("001-bank", "002-loans", "003-cards")
    assert [cell.evidence for cell in found.cells] == [("card A",), ("card A",), ("card B",)]
    assert found.covered == 3


def test_without_a_feature_there_is_no_combination():
    found = matrix({"feature": ("*",), "platform": ("linux",)}, [row(shown("A"), feature="")], WHERE)
    assert (found.combinations, found.cells, found.proposals) == (0, (), ())


def test_without_dimensions_there_is_no_combination():
    assert matrix({}, [row(shown("A"))], WHERE) == Matrix(dimensions={})


def test_too_many_combinations_are_counted_and_only_those_with_evidence_listed():
    many = {name: tuple(f"{name}{at}" for at in range(10)) for name in "abcde"}
    said = {name: (f"{name}9", f"{name}1") if name == "a" else (f"{name}3",) for name in many}
    found = matrix(many, [row(shown("A", **said))], WHERE)
    assert found.combinations == 10**5 > MOST_LISTED
    assert [cell.values[0] for cell in found.cells] == ["a1", "a9"]
    assert found.covered == 2


def test_evidence_that_claims_to_lie_nearly_everywhere_is_told_and_not_counted():
    many = {name: tuple(f"{name}{at}" for at in range(10)) for name in "abcde"}
    found = matrix(many, [row(shown("A", **many))], WHERE)
    assert found.covered == 0
    assert MOST_OF_ONE < 10**5
    assert [one.what for one in found.trouble] == ["card A lies in 100,000 combinations, and is not counted"]


def test_where_there_are_too_many_pairs_none_is_proposed_and_that_is_told_where_they_are_declared():
    many = {name: tuple(map(str, range(150))) for name in "ab"}
    found = matrix(many, [], WHERE)
    assert (found.combinations, found.proposals) == (22_500, ())
    assert [str(one) for one in found.trouble] == [
        "harness.toml:9: more than 20,000 pairs of values: no combination is proposed"
    ]


def test_only_a_matrix_whose_cells_are_all_verified_leaves_nothing_open() -> None:
    def of(*states: Blank, combinations: int = 2, trouble: bool = False) -> bool:
        cells = tuple(MatrixCell(values=(str(at),), state=state) for at, state in enumerate(states))
        place = Place(path="harness.toml")
        wrong = (Mistake(place=place, what="w", hint="h", code="TRACE111"),) if trouble else ()
        return Matrix(dimensions={"a": ("0", "1")}, cells=cells, combinations=combinations, trouble=wrong).is_covered

    assert of(Blank.VERIFIED, Blank.VERIFIED)
    assert not of(Blank.VERIFIED, Blank.VERIFIED, trouble=True)
    assert not of(Blank.VERIFIED, Blank.VERIFIED, combinations=3)
    assert not of(combinations=0)
    for state in Blank:
        assert of(Blank.VERIFIED, state) is (state is Blank.VERIFIED)


def test_a_trace_passes_with_a_matrix_only_if_that_is_covered() -> None:
    rows = (row(shown("ONE", platform=("linux",))),)
    for platforms, code in (("linux",), ExitCode.PASS), (("linux", "macos"), ExitCode.UNDECIDED):
        whole = Trace(tree="1", rows=rows, matrix=matrix({"platform": platforms}, rows, WHERE))
        assert whole.exit_code is code
    assert Trace(tree="1", rows=rows).exit_code is ExitCode.PASS
