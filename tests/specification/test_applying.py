"""A proposed change applied to the truth, and every step of it that cannot be taken."""

from __future__ import annotations

import pytest

from harness.domain.places import Severity
from harness.domain.specifications import Specification
from harness.readers.specifications import read_specification
from harness.specification.applying import Applied, applied

TRUTH = "openspec/specs/auth/spec.md"
DELTA = "openspec/changes/login/specs/auth/spec.md"
SPEC = """\
# Auth
## Requirements
### Requirement: Sign in
It SHALL let users in.
#### Scenario: Right word
- **WHEN** a
- **THEN** b
### Requirement: Sign out
It SHALL let users out.
### Requirement: Sign up
"""


def requirement(name: str, text: str = "It SHALL.", *scenarios: str) -> str:
    return f"### Requirement: {name}\n{text}\n" + "".join(
        f"#### Scenario: {one}\n- **WHEN** a\n- **THEN** b\n" for one in scenarios
    )


def apply(delta: str, spec: str = SPEC) -> Applied:
    truth = [read_specification(spec, TRUTH)] if spec else []
    return applied(truth, [read_specification(delta, DELTA)])


def stated(document: Specification) -> list[tuple[str, str]]:
    return [(one.id, one.text) for one in document.requirements]


def mistakes(result: Applied) -> list[tuple[str, Severity]]:
    return [(str(one).removeprefix(f"{DELTA}:"), one.severity) for one in result.mistakes]


def test_a_change_renames_then_removes_then_modifies_then_adds_wherever_its_sections_stand():
    delta = (
        "## ADDED Requirements\n" + requirement("Sign off", "It SHALL let users go.")
        + "## MODIFIED Requirements\n" + requirement("Log in", "It MUST let users in.", "Right word", "Wrong word")
        + "## REMOVED Requirements\n### Requirement: Sign out\n"
        + "## RENAMED Requirements\n- FROM: `### Requirement: Sign in`\n- TO: `### Requirement: Log in`\n"
        + "- FROM: `### Requirement: Sign up`\n- TO: `### Requirement: Register`\n"
    )  # fmt: skip
    result = apply(delta)
    (document,) = result.documents
    assert result.mistakes == ()
    assert document.path == TRUTH
    assert stated(document) == [
        ("log-in", "It MUST let users in."),
        ("register", "Register"),
        ("sign-off", "It SHALL let users go."),
    ]
    assert [(one.place.path, one.place.line) for one in document.requirements] == [(DELTA, 5), (DELTA, 18), (DELTA, 2)]
    assert [one.name for one in document.requirements[0].scenarios] == ["Right word", "Wrong word"]


def test_the_result_has_the_hashes_that_the_truth_would_have():
    delta = (
        "## RENAMED Requirements\n- FROM: `### Requirement: Sign in`\n- TO: `### Requirement: Log in`\n"
        "- FROM: `### Requirement: Sign up`\n- TO: `### Requirement: Join`\n"
    )
    (document,) = apply(delta).documents
    archived = read_specification(SPEC.replace(": Sign in", ": Log in").replace(": Sign up", ": Join"), TRUTH)
    assert [one.sha256 for one in document.requirements] == [one.sha256 for one in archived.requirements]
    before = read_specification(SPEC, TRUTH)
    assert document.sha256 != before.sha256
    assert document.requirements[1] == before.requirements[1]


def test_a_new_capability_is_a_new_document():
    result = apply("## ADDED Requirements\n" + requirement("Pay"), spec="")
    (document,) = result.documents
    assert (document.path, document.feature, document.change, stated(document)) == (
        DELTA,
        "auth",
        "",
        [("pay", "It SHALL.")],
    )
    assert document.requirements[0].qualified == "auth/pay"
    assert not result.mistakes


def test_a_feature_of_another_format_is_another_thing():
    kiro = read_specification("### Requirement 1\nIt SHALL.\n", ".kiro/specs/auth/requirements.md")
    result = applied(
        [kiro, read_specification(SPEC, TRUTH)],
        [read_specification("## REMOVED Requirements\n### Requirement: Sign out\n", DELTA)],
    )
    assert result.documents[0] == kiro
    assert [one.id for one in result.documents[1].requirements] == ["sign-in", "sign-up"]
    result = applied([kiro], [read_specification("## ADDED Requirements\n" + requirement("Pay"), DELTA)])
    assert [one.path for one in result.documents] == [kiro.path, DELTA]


def test_other_documents_stay_as_they_are():
    other = read_specification(SPEC, "openspec/specs/other/spec.md")
    words = read_specification("It MUST.\n", "openspec/project.md")
    change = [
        read_specification("## REMOVED Requirements\n### Requirement: Sign out\n", DELTA),
        read_specification("# Why\n", "openspec/changes/login/proposal.md"),
    ]
    result = applied([other, words, read_specification(SPEC, TRUTH)], change)
    assert result.documents[:2] == (other, words)
    assert stated(result.documents[2]) == [("sign-in", "It SHALL let users in."), ("sign-up", "Sign up")]


IN = f"it is not in '{TRUTH}'"


@pytest.mark.parametrize(
    ("delta", "what"),
    [
        ("## MODIFIED Requirements\n" + requirement("Pay"), f"2: MODIFIED 'Pay' does not apply: {IN}"),
        (
            "## MODIFIED Requirements\n" + requirement("sign OUT"),
            "2: MODIFIED 'sign OUT' does not apply: it is not there, but 'Sign out' is",
        ),
        (
            "## REMOVED Requirements\n### Requirement: sign out\n",
            "2: REMOVED 'sign out' does not apply: it is not there, but 'Sign out' is",
        ),
        (
            "## ADDED Requirements\n" + requirement("Sign out"),
            "2: ADDED 'Sign out' does not apply: 'Sign out' is there",
        ),
        (
            "## ADDED Requirements\n" + requirement("`Sign` OUT"),
            "2: ADDED '`Sign` OUT' does not apply: 'Sign out' is there",
        ),
        (
            "## RENAMED Requirements\n- FROM: `### Requirement: Sign in`\n- TO: `### Requirement: Sign out`\n",
            "2: RENAMED 'Sign in' does not apply: it is to be 'Sign out', and 'Sign out' is there",
        ),
        (
            "## RENAMED Requirements\n- FROM: `### Requirement: Sign in`\n- TO: `### Requirement: Sign in`\n",
            "2: RENAMED 'Sign in' does not apply: it is to be 'Sign in', and 'Sign in' is there",
        ),
        (
            "## RENAMED Requirements\n- FROM: `### Requirement: Pay`\n- TO: `### Requirement: Buy`\n",
            f"2: RENAMED 'Pay' does not apply: {IN}",
        ),
    ],
)
def test_a_step_that_was_written_for_another_truth_is_a_mistake_and_changes_nothing(delta, what):
    result = apply(delta)
    assert mistakes(result) == [(what, Severity.ERROR)]
    assert all(one.hint for one in result.mistakes)
    assert stated(result.documents[0]) == stated(read_specification(SPEC, TRUTH))


@pytest.mark.parametrize(
    "delta",
    [
        "## REMOVED Requirements\n### Requirement: Pay\n",
        "## ADDED Requirements\n### Requirement: Sign out\nIt SHALL let\nusers out.\n",
        "## RENAMED Requirements\n- FROM: `### Requirement: Leave`\n- TO: `### Requirement: Sign out`\n",
    ],
)
def test_a_step_that_was_taken_already_is_a_warning(delta):
    result = apply(delta)
    assert [severity for _, severity in mistakes(result)] == [Severity.WARNING]
    assert stated(result.documents[0]) == stated(read_specification(SPEC, TRUTH))


@pytest.mark.parametrize("kind", ["MODIFIED", "RENAMED", "REMOVED"])
def test_only_added_requirements_make_a_new_capability(kind):
    steps = {
        "MODIFIED": requirement("Pay"),
        "REMOVED": "### Requirement: Pay\n",
        "RENAMED": "- FROM: `### Requirement: Pay`\n- TO: `### Requirement: Buy`\n",
    }
    result = apply(f"## {kind} Requirements\n{steps[kind]}", spec="")
    severity = Severity.WARNING if kind == "REMOVED" else Severity.ERROR
    assert mistakes(result) == [(f"2: {kind} 'Pay' does not apply: there is no capability 'auth'", severity)]
    assert result.documents == ()


RENAME = "## RENAMED Requirements\n- FROM: `### Requirement: Sign in`\n- TO: `### Requirement: Log in`\n"


@pytest.mark.parametrize(
    ("delta", "what"),
    [
        ("## ADDED Requirements\n" + requirement("Pay") * 2, "4: ADDED 'Pay' contradicts ADDED on line 2"),
        (
            "## MODIFIED Requirements\n"
            + requirement("Sign out")
            + "## REMOVED Requirements\n### Requirement: Sign out\n",
            "5: REMOVED 'Sign out' contradicts MODIFIED on line 2",
        ),
        (
            "## ADDED Requirements\n"
            + requirement("Sign out")
            + "## REMOVED Requirements\n### Requirement: Sign out\n",
            "5: REMOVED 'Sign out' contradicts ADDED on line 2",
        ),
        (
            "## ADDED Requirements\n"
            + requirement("Sign out")
            + "## MODIFIED Requirements\n"
            + requirement("Sign out"),
            "5: MODIFIED 'Sign out' contradicts ADDED on line 2",
        ),
        (
            RENAME + "## MODIFIED Requirements\n" + requirement("Sign in"),
            "5: MODIFIED 'Sign in' contradicts RENAMED on line 2",
        ),
        (
            RENAME + "## REMOVED Requirements\n### Requirement: sign IN\n",
            "5: REMOVED 'sign IN' contradicts RENAMED on line 2",
        ),
        (RENAME + "## ADDED Requirements\n" + requirement("Log in"), "5: ADDED 'Log in' contradicts RENAMED on line 2"),
        (RENAME + RENAME[24:], "4: RENAMED 'Sign in' contradicts RENAMED on line 2"),
        (
            RENAME + "- FROM: `### Requirement: Sign up`\n- TO: `### Requirement: log in`\n",
            "4: RENAMED 'Log in' contradicts RENAMED on line 2",
        ),
    ],
)
def test_steps_that_contradict_each_other_are_mistakes_and_none_of_them_is_taken(delta, what):
    result = apply(delta)
    assert (what, Severity.ERROR) in mistakes(result)
    assert stated(result.documents[0]) == stated(read_specification(SPEC, TRUTH))


def test_a_renamed_requirement_may_be_modified_under_its_new_name_and_its_old_one_given_to_another():
    delta = RENAME + "## MODIFIED Requirements\n" + requirement("Log in", "It MUST.", "Right word")
    result = apply(delta + "## ADDED Requirements\n" + requirement("Sign in", "It SHALL be new."))
    assert result.mistakes == ()
    assert stated(result.documents[0])[0] == ("log-in", "It MUST.")
    assert stated(result.documents[0])[-1] == ("sign-in", "It SHALL be new.")
    case_only = "## RENAMED Requirements\n- FROM: `### Requirement: Sign out`\n- TO: `### Requirement: Sign OUT`\n"
    result = apply(case_only + "## MODIFIED Requirements\n" + requirement("Sign OUT", "It MUST."))
    assert (result.mistakes, result.documents[0].requirements[1].title) == ((), "Sign OUT")


def test_a_modified_requirement_that_drops_a_scenario_is_a_mistake():
    result = apply("## MODIFIED Requirements\n" + requirement("Sign in", "It MUST.", "Other"))
    assert mistakes(result) == [("2: MODIFIED 'Sign in' does not repeat the scenario 'Right word'", Severity.ERROR)]
    assert stated(result.documents[0])[0] == ("sign-in", "It MUST.")


def test_two_documents_about_one_capability_are_one_change():
    truth = [read_specification(SPEC, TRUTH)]
    first = read_specification("## REMOVED Requirements\n### Requirement: Sign out\n", DELTA)
    second = read_specification(
        "## ADDED Requirements\n" + requirement("Sign out"), "openspec/changes/login/specs/auth.md"
    )
    result = applied(truth, [first, second])
    assert [one.place.path for one in result.mistakes] == ["openspec/changes/login/specs/auth.md"]
