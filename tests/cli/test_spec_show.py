"""``harness spec show`` as a user meets it."""

from __future__ import annotations

import json

import pytest

from harness.cli.boundary import guarded
from harness.cli.root import root

SPEC = """\
# Feature Specification: Bank

## User Scenarios & Testing

### User Story 1 - Pay a bill (Priority: P1)

**Acceptance Scenarios**:

1. **Given** a bill, **When** it is paid, **Then** it is gone

### Edge Cases

- What happens with no money? It is refused.

## Requirements

- **FR-001** *(US1)*: System MUST pay every bill that a customer hands in at the counter before noon of the same day.
- **FR-002**: System SHOULD pay in [NEEDS CLARIFICATION: which currencies?].
- Bills are kept.
- Clerks are kind.
- Doors are open.
- Lights are on.

### Key Entities

- **Account**: what holds money
  - number

## Success Criteria

- **SC-001**: Nine in ten pay at once.
"""
TASKS = "# Tasks: Bank\n\n- [x] T001 Begin\n- [ ] T002 [US1] Pay (FR-001)\n"
PLAN = (
    "# Plan\n\n## Constitution Check\n\n- [x] Tests first\n\n## Complexity Tracking\n\n"
    "| Violation | Why Needed | Simpler |\n|---|---|---|\n| 4th project | the app | no |\n"
)
TRUTH = (
    "# auth\n\n## Requirements\n\n### Requirement: Sign in\nThe system SHALL let people in.\n\n"
    "#### Scenario: In\n- **WHEN** a\n- **THEN** b\n"
)
CHANGE = TRUTH[len("# auth\n\n") :].replace("## R", "## ADDED R", 1).replace("Sign in", "Sign out")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with one feature in Spec Kit's form."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "harness.toml", "")
    write(tmp_path, "specs/001-bank/spec.md", SPEC)
    return tmp_path


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def show(capsys, *arguments):
    code = guarded(root, ["spec", "show", *arguments])
    shown = capsys.readouterr()
    return code, (shown.out + shown.err).splitlines()


def as_json(capsys, *arguments):
    code = guarded(root, ["spec", "show", "--report", "json", *arguments])
    return code, json.loads(capsys.readouterr().out)


def test_everything_that_a_specification_says_is_shown_line_by_line(project, capsys):
    write(project, "specs/001-bank/tasks.md", TASKS)
    write(project, "specs/001-bank/plan.md", PLAN)
    write(project, "specs/001-bank/research.md", "# Research\n")
    code, lines = show(capsys)
    assert code == 0
    assert lines == [
        "specs/001-bank/plan.md  (speckit-plan · 001-bank)",
        "  Plan",
        "  constitution check",
        "    pass  Tests first",
        "  deviations",
        "    4th project: the app",
        "",
        "specs/001-bank/research.md  (speckit-companion · 001-bank)",
        "  Research",
        "  left out: 1 passage",
        "    :1 a companion of a specification states no requirement by itself: Research",
        "",
        "specs/001-bank/spec.md  (speckit · 001-bank)",
        "  Bank",
        "  functional",
        "    FR-001  MUST    System MUST pay every bill that a customer ha…  (1 scenario)",
        "    FR-002  SHOULD  System SHOULD pay in [NEEDS CLARIFICATION: which currencies…",
        "  success criterion",
        "    SC-001  -       Nine in ten pay at once.",
        "  stories",
        "    US1 P1  Pay a bill (1 scenario)",
        "  entities",
        "    Account (1 field)",
        "  edge cases",
        "    What happens with no money? → It is refused.",
        "  open questions",
        "    :18 FR-002: which currencies?",
        "  left out: 4 passages",
        "    :19 it has no id: Bills are kept.",
        "    :20 it has no id: Clerks are kind.",
        "    :21 it has no id: Doors are open.",
        "    … and 1 more: `--left-out`",
        "",
        "specs/001-bank/tasks.md  (speckit-tasks · 001-bank)",
        "  Tasks: Bank",
        "  tasks: 1 done, 1 open",
        "",
        "4 documents: 3 requirements, 5 passages left out, 0 mistakes",
    ]
    assert max(map(len, lines)) <= 80


def test_every_passage_that_was_left_out_is_shown_when_asked_for(project, capsys):
    assert "    :22 it has no id: Lights are on." in show(capsys, "--left-out")[1]


def test_machines_get_the_documents_as_they_were_read(project, capsys):
    code, shown = as_json(capsys)
    (document,) = shown["documents"]
    assert code == 0
    assert [one["id"] for one in document["requirements"]] == ["FR-001", "FR-002", "SC-001"]
    assert document["requirements"][0]["scenarios"][0]["then"] == ["it is gone"]
    assert (document["format"], document["feature"], len(document["left_out"])) == ("speckit", "001-bank", 4)
    assert (shown["mistakes"], shown["ambiguous"]) == ([], [])


def test_paths_narrow_what_is_shown_and_are_those_of_the_folder_one_stands_in(project, capsys, monkeypatch):
    write(project, "specs/002-shop/spec.md", "- **FR-001**: a\n- **FR-001**: b\n")
    assert show(capsys, "specs/001-bank")[0] == 0
    monkeypatch.chdir(project / "specs")
    code, lines = show(capsys, "002-shop/spec.md")
    assert code == 2
    assert "002-shop/spec.md:2: error SPEC101: requirement 'FR-001' is given twice, first on line 1" in lines


def test_an_id_of_several_features_is_told_even_where_one_of_them_is_not_shown(project, capsys):
    write(project, "specs/002-shop/spec.md", "- **FR-001**: System MUST sell.\n")
    code, lines = show(capsys, "specs/002-shop")
    assert code == 0
    assert lines[-2] == "1 id of several features (FR-001): claims have to name the feature too"


def test_a_document_that_cannot_be_read_ends_with_2(project, capsys):
    (project / "specs/001-bank/other.md").write_bytes(b"\xff")
    code, lines = show(capsys)
    assert code == 2
    assert any(line.startswith("specs/001-bank/other.md:1: error DOC") for line in lines)


def test_a_place_of_the_configuration_without_documents_ends_with_2(project, capsys):
    write(project, "harness.toml", '[spec]\npaths = ["docs/asked"]\n')
    code, lines = show(capsys)
    assert code == 2
    assert "harness.toml:2: error CONF103: 'docs/asked' names no specification" in lines
    write(project, "docs/asked/shop.md", "- **FR-009**: System MUST sell.\n")
    code, shown = as_json(capsys)
    assert (code, [one["path"] for one in shown["documents"]]) == (0, ["specs/001-bank/spec.md", "docs/asked/shop.md"])


def test_an_open_change_can_be_taken_for_accepted(project, capsys):
    write(project, "openspec/specs/auth/spec.md", TRUTH)
    write(project, "openspec/changes/add-out/specs/auth/spec.md", CHANGE)
    (before,) = [one for one in as_json(capsys)[1]["documents"] if one["path"] == "openspec/specs/auth/spec.md"]
    code, shown = as_json(capsys, "--apply", "add-out")
    (after,) = [one for one in shown["documents"] if one["path"] == "openspec/specs/auth/spec.md"]
    assert code == 0
    assert (len(before["requirements"]), len(after["requirements"])) == (1, 2)


def test_a_change_that_does_not_apply_ends_with_2(project, capsys):
    write(project, "openspec/specs/auth/spec.md", TRUTH)
    write(
        project,
        "openspec/changes/drop/specs/auth/spec.md",
        CHANGE.replace("ADDED", "MODIFIED"),
    )
    code, lines = show(capsys, "--apply", "drop")
    assert code == 2
    assert any("SPEC120" in line for line in lines)


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["--apply", "none"], "error: there is no open change 'none'"),
        (["--format", "none", "specs"], "error: there is no format 'none'"),
        (["--format", "speckit"], "error: `--format` needs a PATH"),
        (["nowhere"], "error: 'nowhere' does not exist"),
        (["empty"], "error: there is no specification in 'empty'"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_line(project, capsys, arguments, what):
    (project / "empty").mkdir()
    code, lines = show(capsys, *arguments)
    assert (code, lines[0]) == (2, what)


def test_a_format_can_be_named(project, capsys):
    write(project, "docs/notes.md", "# Bank\n\n## Requirements\n\n- **UX-001**: The door is open.\n")
    code, shown = as_json(capsys, "--format", "speckit", "docs/notes.md")
    (document,) = shown["documents"]
    assert (code, document["format"], [one["id"] for one in document["requirements"]]) == (0, "speckit", ["UX-001"])


def test_a_project_without_specifications_is_told_what_to_write(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    code, lines = show(capsys)
    assert (code, lines[0]) == (2, "error: there is no specification here")


def test_nothing_of_a_document_commands_the_terminal(project, capsys):
    write(project, "specs/001-bank/spec.md", "- **FR-001**: System MUST \u202e pay.\n")
    write(project, "specs/002-shop/spec.md", "- **FR-001**: System MUST \x1b[31m pay.\n")
    code, lines = show(capsys)
    assert code == 2
    assert any("\\u202e" in line for line in lines)
    assert "\x1b" not in "".join(lines)
