"""The truth of OpenSpec: requirements, scenarios, and what is no requirement although it looks like one."""

from __future__ import annotations

import pytest

from harness.domain.principles import Level
from harness.domain.specifications import Specification
from harness.readers.specifications import read_specification

TRUTH = "openspec/specs/auth/session/spec.md"

SPEC = """\
# Session Specification

## Purpose
Sessions end by themselves.

## Requirements
### Requirement: Session `expiry`

The server SHALL end a session
after 30 minutes. <!-- was 20 -->

- of idleness
  1. counted from the last request

```text
401
```

#### Scenario: Idle user

- **WHEN** nothing is asked for 30 minutes
- **THEN** these happen:
  - the session ends
- **AND** the user signs in anew

Afterwards the list SHALL be empty.

#### Edge case
- GIVEN two tabs, WHEN one is idle
- BUT the other is not
- THEN the session goes on

### requirement: Sign out ###
**ID**: S-2

### Requirement: Nothing more
"""


def read(text: str, path: str = TRUTH) -> Specification:
    return read_specification(text, path)


def left(document: Specification) -> dict[int, tuple[str, str]]:
    return {one.place.line: (one.text, one.why) for one in document.left_out}


def test_a_requirement_has_the_id_of_its_heading_and_all_that_stands_above_its_scenarios():
    document = read(SPEC)
    assert (document.format, document.title, document.feature) == ("openspec", "Session", "auth/session")
    assert not document.mistakes
    found = [(one.id, one.title, one.text, one.place.line) for one in document.requirements]
    first = "The server SHALL end a session after 30 minutes. of idleness counted from the last request 401"
    assert found == [
        ("session-expiry", "Session `expiry`", first, 7),
        ("sign-out", "Sign out", "**ID**: S-2", 33),
        ("nothing-more", "Nothing more", "Nothing more", 36),
    ]
    assert document.requirements[0].qualified == "auth/session/session-expiry"
    assert document.requirements[0].level is Level.MUST


def test_every_heading_of_the_fourth_level_is_a_scenario_with_its_clauses():
    first, second = read(SPEC).requirements[0].scenarios
    assert (first.name, first.given, first.place.line) == ("Idle user", (), 19)
    assert first.when == ("nothing is asked for 30 minutes",)
    assert first.then[0] == "these happen: the session ends"
    assert first.then[1] == "the user signs in anew Afterwards the list SHALL be empty."
    assert (second.name, second.given) == ("Edge case", ("two tabs",))
    assert second.when == ("one is idle", "the other is not")
    assert second.then == ("the session goes on",)


@pytest.mark.parametrize("mark", ["```", "~~~", "````", "  ```"])
def test_what_stands_in_code_is_no_requirement_and_is_left_out_with_the_reason(mark):
    hidden = f"{mark}\n### Requirement: Hidden\n#### Scenario: Hidden too\n{mark.strip()}\n"
    document = read(
        f"## Requirements\n### Requirement: Seen\nIt SHALL be.\n\n{hidden}\n### Requirement: Also seen\nIt SHALL.\n"
    )
    assert [one.id for one in document.requirements] == ["seen", "also-seen"]
    assert document.requirements[0].scenarios == ()
    assert left(document) == {6: ("### Requirement: Hidden", "it stands in a block of code")}


def test_a_fence_that_is_never_closed_does_not_hide_requirements_in_silence():
    document = read("### Requirement: Seen\nIt SHALL.\n~~~\n### Requirement: Lost\nIt MUST.\n")
    assert [one.id for one in document.requirements] == ["seen"]
    assert left(document)[4] == ("### Requirement: Lost", "it stands in a block of code")


def test_indented_code_is_told_by_its_own_line():
    document = read("Words.\n\n    ### Requirement: Shown\n")
    assert left(document)[3] == ("### Requirement: Shown", "it stands in a block of code")


def test_what_is_commented_out_is_left_out():
    document = read("### Requirement: Seen\nIt SHALL.\n\n<!--\n### Requirement: Dropped\nIt SHALL go.\n-->\n")
    assert [one.text for one in document.requirements] == ["It SHALL."]
    assert left(document)[5] == ("### Requirement: Dropped", "it stands in a comment")


def test_what_binds_in_a_comment_within_a_requirement_is_left_out():
    document = read("### Requirement: Seen\nIt SHALL <!-- and MUST --> open.\n\n<!-- It MUST close. -->\n")
    assert [one.text for one in document.requirements] == ["It SHALL open."]
    assert left(document) == {
        2: ("<!-- and MUST -->", "it stands in a comment"),
        4: ("<!-- It MUST close. -->", "it stands in a comment"),
    }


@pytest.mark.parametrize(
    ("heading", "below", "scenarios"),
    [
        ("## Requirement: Open", "### Scenario: One", 1),
        ("#### Requirement: Open", "##### Scenario: One", 1),
        ("###Requirement: Open", "#### Scenario: One", 1),
        ("### REQUIREMENT:Open", "#### One", 1),
        ("### **Requirement: Open**", "#### Scenario: One", 1),
        ("### 需求\uff1aOpen", "#### 场景\uff1aOne", 1),
        ("### Requisito: Open", "#### Escenario: One", 1),
        ("Requirement: Open\n---", "### One", 1),
        ("### Requirement: Open", "##### Too deep", 0),
        ("### Requirement: Open", "##### Scenario: One", 1),
        ("### Requirement: Open", "#### Scenarios\n##### Scenario: One", 1),
    ],
)
def test_headings_of_other_levels_cases_and_languages_are_read_alike(heading, below, scenarios):
    (one,) = read(f"{heading}\nIt SHALL open.\n\n{below}\n- **WHEN** a\n- **THEN** b\n").requirements
    assert one.id == "open"
    assert [(found.when, found.then) for found in one.scenarios] == [(("a",), ("b",))] * scenarios
    assert ("Too deep" in one.text) is (scenarios == 0)


def test_tables_and_other_headings_between_scenarios_of_another_level_belong_to_the_requirement():
    fields = "### Fields\n| Name | Type |\n|---|---|\n| day | date |\n"
    (one,) = read(f"## Requirement: Open\nIt SHALL.\n{fields}\n### Scenario: One\n- WHEN a\n").requirements
    assert one.text == "It SHALL. Fields Name | Type day | date"
    assert [found.name for found in one.scenarios] == ["One"]
    (other,) = read(f"### Requirement: Open\nIt SHALL.\n#{fields}\n#### Scenario: One\n- WHEN a\n").requirements
    assert [(found.name, found.text) for found in other.scenarios] == [
        ("Fields", "Name | Type day | date"),
        ("One", "WHEN a"),
    ]


def test_a_scenario_may_be_lines_of_a_paragraph_or_gherkin():
    lines = "Given a shop\nAnd a till\nWhen one pays\nThen it opens\n"
    for text in (lines, f"```gherkin\n{lines}```\n"):
        (one,) = read(f"### Requirement: Open\nIt SHALL.\n#### Scenario: One\n\n{text}").requirements
        (found,) = one.scenarios
        assert (found.given, found.when, found.then) == (("a shop", "a till"), ("one pays",), ("it opens",))


def test_html_is_read_without_its_tags():
    (one,) = read("### Requirement: Open\nIt SHALL.\n\n<div>at <b>nine</b></div>\n\n> and ten\n").requirements
    assert one.text == "It SHALL. at nine and ten"


def test_scenarios_in_other_languages_have_clauses():
    steps = "- **前提** 用户存在\n- **当** 用户登录\n- **那么** 显示首页\n- **并且** 写日志\n"
    text = f"### 需求\uff1a登录\n系统必须登录。\n\n#### 场景\uff1a成功\n{steps}"
    (one,) = read(text).requirements
    assert one.id == "登录"
    (found,) = one.scenarios
    assert (found.given, found.when, found.then) == (("用户存在",), ("用户登录",), ("显示首页", "写日志"))


@pytest.mark.parametrize("second", ["Sign out", "sign  OUT", "`Sign` out!", "Sign out ##"])
def test_headings_that_are_one_requirement_to_openspec_are_one_id_given_twice(second):
    document = read(f"### Requirement: Sign out\nIt SHALL.\n### Requirement: {second}\nIt MUST.\n")
    assert [one.text for one in document.requirements] == ["It SHALL."]
    (mistake,) = document.mistakes
    assert str(mistake) == f"{TRUTH}:3: requirement 'sign-out' is given twice, first on line 1"


def test_a_bare_heading_below_requirements_counts_where_it_binds_or_has_scenarios():
    text = "## Requirements\n### The shop SHALL open\nAt nine.\n\n### Rules\n#### Scenario: One\n- WHEN a\n"
    document = read(text + "### History\nOnce it was.\n")
    assert [(one.id, one.text) for one in document.requirements] == [
        ("the-shop-shall-open", "The shop SHALL open At nine."),
        ("rules", "Rules"),
    ]


def test_groups_of_requirements_are_no_requirements():
    document = read(
        "## Requirements\n### Errors\nThey SHALL be told.\n#### Requirement: Told\nIt SHALL.\n##### Scenario: a\n- WHEN b\n"
    )
    assert [(one.id, len(one.scenarios)) for one in document.requirements] == [("told", 1)]
    assert left(document) == {3: ("They SHALL be told.", "it stands outside of a requirement")}


def test_a_requirement_within_another_is_one_of_its_own():
    document = read(
        "### Requirement: Outer\nIt SHALL.\n#### Requirement: Inner\nIt MUST.\n#### Scenario: Of outer\n- WHEN a\n"
    )
    assert [(one.id, [found.name for found in one.scenarios]) for one in document.requirements] == [
        ("outer", ["Of outer"]),
        ("inner", []),
    ]


def test_what_binds_outside_of_a_requirement_is_left_out():
    text = (
        "## Purpose\nIt SHALL matter.\n\n#### Scenario: Stray\n- **WHEN** a\n\n### Requirement:\n### Requirement: ???\n"
    )
    document = read(text + "### Requirement: One\n#### Scenario: Empty\n")
    assert [one.id for one in document.requirements] == ["one"]
    assert left(document) == {
        2: ("It SHALL matter.", "it stands outside of a requirement"),
        4: ("Scenario: Stray", "it stands under no requirement"),
        7: ("Requirement:", "its heading gives the requirement no name"),
        8: ("Requirement: ???", "its heading gives the requirement no name"),
        10: ("Scenario: Empty", "nothing stands below the heading of this scenario"),
    }


def test_a_requirement_within_a_scenario_is_told():
    document = read("### Requirement: One\nIt SHALL.\n#### Notes\n##### Requirement: Two\nIt SHALL.\n")
    assert left(document)[4] == ("Requirement: Two", "it stands within a scenario")


def test_sections_of_a_change_in_the_truth_are_mistakes_and_what_they_add_counts():
    text = "## ADDED Requirements\n### Requirement: One\nIt SHALL.\n## REMOVED Requirements\n### Requirement: Two\nIt SHALL.\n"
    document = read(text)
    assert [one.id for one in document.requirements] == ["one"]
    assert [mistake.place.line for mistake in document.mistakes] == [1, 4]
    assert left(document) == {5: ("Requirement: Two", "it stands below 'REMOVED Requirements'")}


def test_the_hash_is_of_name_words_code_and_scenarios_and_not_of_their_layout():
    base = "### Requirement: One\nIt SHALL\nopen.\n```\n200\n```\n#### Scenario: a\n- **WHEN** b\n- **THEN** c\n"
    (one,) = read(base).requirements
    (same,) = read(base.replace("SHALL\nopen", "SHALL open").replace("- **", "* **") + "\n\n").requirements
    assert one.sha256 == same.sha256
    for old, new in (("200", "201"), ("open", "close"), ("One", "Won"), ("** b", "** d"), (": a", ": e")):
        (other,) = read(base.replace(old, new)).requirements
        assert other.sha256 != one.sha256, old


@pytest.mark.parametrize(
    ("path", "why"),
    [
        (
            "openspec/changes/archive/2026-01-02-x/specs/a/spec.md",
            "it is the record of a change that was applied or dropped",
        ),
        ("openspec/changes/x/proposal.md", "it tells of specifications, and states none"),
        ("openspec/specs/auth/design.md", "it tells of specifications, and states none"),
        ("openspec/AGENTS.md", "it tells of specifications, and states none"),
    ],
)
def test_documents_about_specifications_state_nothing(path, why):
    document = read("# Words\n\n## ADDED Requirements\n### Requirement: One\nIt SHALL.\n", path)
    assert (document.requirements, document.deltas) == ((), ())
    assert [one.why for one in document.left_out] == [why]


def test_words_that_bind_nobody_are_not_even_left_out():
    assert read("# Why\n\nIt helps.\n", "openspec/changes/x/proposal.md").left_out == ()
    assert read("Merged.\n", "openspec/changes/archive/2026-01-02-x/tasks.md").left_out[0].text == "Merged."


def test_the_tasks_of_a_change_are_read():
    text = "## 1. Parser\n- [x] 1.1 Write it\n- [ ] 1.2 Test it\n  - with fuzz\n- plain\n"
    document = read(text, "openspec/changes/x/tasks.md")
    assert document.change == "x"
    assert [(one.id, one.text, one.done, one.place.line) for one in document.tasks] == [
        ("1.1", "Write it", True, 2),
        ("1.2", "Test it", False, 3),
    ]


@pytest.mark.parametrize(
    ("path", "feature", "change"),
    [
        ("openspec/specs/auth/spec.md", "auth", ""),
        ("openspec/specs/auth.md", "auth", ""),
        ("web/openspec/specs/a/b/c/spec.md", "a/b/c", ""),
        ("openspec/changes/x/specs/a/b/spec.md", "a/b", "x"),
        ("docs/changes/x/specs/a/spec.md", "a", "x"),
        ("specs/shop/spec.md", "shop", ""),
    ],
)
def test_the_path_tells_capability_and_change(path, feature, change):
    document = read("## ADDED Requirements\n### Requirement: One\nIt SHALL.\n", path)
    assert (document.format, document.feature, document.change) == ("openspec", feature, change)
    assert bool(document.deltas) is bool(change)
