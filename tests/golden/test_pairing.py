"""No case of the base is dropped, or replaced by one that does less, and no tag that came later explains anything."""

from __future__ import annotations

from harness.domain.golden import GoldenCase
from harness.golden.pairing import paired
from harness.readers import read_golden


def case(id: str = "A", command: str = "it", verifies: str = "FR-001", more: str = "", title: str = "T") -> GoldenCase:
    front = f"id: {id}\nverifies: [{verifies}]\nsurface: terminal\n{more}"
    return read_golden(f"---\n{front}---\n# {title}\n\n## Steps\n1. Run `{command}`.\n", f"golden/{id.lower()}.md")


def told(
    base: list[GoldenCase], head: list[GoldenCase], revision: str = "main"
) -> dict[str, tuple[tuple[str, ...], str]]:
    return {one.case.id: (one.tags, one.told) for one in paired(base, head, revision)}


def test_a_case_of_both_is_carried_out_once() -> None:
    assert told([case()], [case(title="Another title")]) == {"A": (("FR-001",), "")}


def test_a_new_case_has_its_own_tags() -> None:
    assert told([], [case(verifies="FR-009")]) == {"A": (("FR-009",), "")}


def test_a_tag_counts_only_if_both_have_it() -> None:
    (one,) = paired([case(verifies="FR-001, FR-003")], [case(verifies="FR-002, FR-001")], "main")
    assert (one.tags, one.late) == (("FR-001",), ("FR-002",))


def test_a_case_that_is_gone_is_that_of_the_base() -> None:
    assert told([case()], []) == {
        "A-at-main": (("FR-001",), "the case is gone since `main`: carried out as it was there")
    }


def test_a_case_that_does_something_else_is_carried_out_both_ways() -> None:
    one, other = paired([case(command="old", verifies="FR-001, FR-002")], [case(command="new")], "v1")
    assert "new" in one.case.card.steps[0].text
    assert "old" in other.case.card.steps[0].text
    assert (one.case.id, other.case.id, other.id) == ("A", "A-at-v1", "A")
    assert other.case.card.path == "v1:golden/a.md"
    assert one.tags == other.tags == ("FR-001",)


def test_a_redaction_that_is_new_does_not_hide_what_the_base_shows() -> None:
    assert set(told([case()], [case(more="redact: [uuids]\n")])) == {"A", "A-at-main"}
    assert set(told([case(more="redact: [uuids]\n")], [case(more="\nredact: [uuids]\n")])) == {"A"}


def test_a_name_of_a_revision_is_made_fit_for_an_id_that_is_free() -> None:
    base = [case(), case("A-at-HEAD-2")]
    assert set(told(base, [case("A-at-HEAD-2")], "HEAD~2")) == {"A-at-HEAD-2", "A-at-HEAD-2_"}


def test_the_text_of_a_renamed_case_is_that_case() -> None:
    (one,) = paired([case(more="redact:\n  - uuids\n")], [], "main")
    again = read_golden(one.case.card.text, one.case.card.path)
    assert again == one.case
