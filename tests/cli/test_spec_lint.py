"""``harness spec lint`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.cli.boundary import guarded
from harness.cli.root import root
from harness.specification.samples import sample
from tests.support.constitutions import write_at

ROOT = Path(__file__).parents[2]
VAGUE = "System MUST show several accounts."
OPEN = "System MUST show the total [NEEDS CLARIFICATION: in which currency?]."
SPEC = "specs/001-bank/spec.md"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with one good specification, outside of git."""
    monkeypatch.chdir(tmp_path)
    write_at(tmp_path, "harness.toml", "")
    write_at(tmp_path, SPEC, sample())
    return tmp_path


def lint(capsys, *arguments: str) -> tuple[int, list[str]]:
    code = guarded(root, ["spec", "lint", *arguments])
    shown = capsys.readouterr()
    return code, (shown.out + shown.err).splitlines()


def ignoring(*lines: str) -> str:
    return "\n".join(["[[spec.ignores]]", *lines]) + "\n"


def test_a_good_specification_ends_with_0(project, capsys):
    assert lint(capsys) == (0, ["1 document, 1 requirement: 0 errors, 0 warnings; 0 that nothing could show"])


def test_warnings_end_with_0_and_have_place_code_and_hint(project, capsys):
    write_at(project, SPEC, sample(VAGUE, "Users MUST love it."))
    assert lint(capsys) == (
        0,
        [
            f"{SPEC}:7: warning SPEC301: 'several' in 'FR-001' leaves open what is meant",
            "  hint: say what exactly: how many, how fast, which ones",
            f"{SPEC}:8: warning SPEC501: nothing could show 'FR-002': 'love it' is what people say or do in use",
            "  hint: say what a user would see in the product; keep what only people in use",
            "        can tell outside of the requirements",
            "1 document, 2 requirements: 0 errors, 2 warnings; 1 that nothing could show",
        ],
    )


def test_an_error_ends_with_2(project, capsys):
    write_at(project, SPEC, sample(OPEN))
    code, lines = lint(capsys)
    assert code == 2
    assert lines[0] == f"{SPEC}:7: error SPEC202: 'in which currency?' is not answered in 'FR-001'"


def test_an_id_given_twice_is_told_with_the_rest(project, capsys):
    write_at(
        project, SPEC, sample(VAGUE).replace("several accounts.", "several accounts.\n- **FR-001**: System MUST end.")
    )
    code, lines = lint(capsys)
    assert code == 2
    assert [line.split(": ")[1] for line in lines if line.startswith("specs")] == ["warning SPEC301", "error SPEC101"]


def test_places_are_shown_as_typed_from_the_starting_folder(project, capsys, monkeypatch):
    write_at(project, SPEC, sample(VAGUE))
    monkeypatch.chdir(project / "specs")
    assert lint(capsys)[1][0].startswith("001-bank/spec.md:7: ")
    write_at(project, "other/here.md", "x")
    monkeypatch.chdir(project / "other")
    assert lint(capsys)[1][0].startswith("../specs/001-bank/spec.md:7: ")


def test_paths_narrow_what_is_told_and_all_is_compared(project, capsys):
    write_at(project, SPEC, sample("System MUST show closed accounts.", VAGUE))
    write_at(project, "specs/002-cards/spec.md", sample("System MUST show closed accounts."))
    code, lines = lint(capsys, "specs/002-cards")
    assert code == 0
    assert [line for line in lines if not line.startswith(" ")] == [
        f"specs/002-cards/spec.md:7: warning SPEC403: 'FR-001' says what 'FR-001' says in {SPEC}:7",
        "1 document, 1 requirement: 0 errors, 1 warning; 0 that nothing could show",
    ]


def test_the_json_has_mistakes_counts_and_what_could_show_each_requirement(project, capsys):
    write_at(project, SPEC, sample(VAGUE, "Users MUST love it."))
    code, lines = lint(capsys, "--report", "json")
    told = json.loads("\n".join(lines))
    assert code == 0
    assert (told["errors"], told["warnings"]) == (0, 2)
    assert told["counts"] == {"SPEC301": 1, "SPEC501": 1}
    assert told["documents"][0] == {
        "path": SPEC,
        "format": "speckit",
        "feature": "001-bank",
        "requirements": 2,
        "left_out": 0,
    }
    assert told["requirements"] == [
        {"id": "001-bank/FR-001", "means": ["card", "golden"]},
        {"id": "001-bank/FR-002", "means": []},
    ]
    assert told["mistakes"][0]["place"] == {"path": SPEC, "line": 7}
    assert told["mistakes"][0]["code"] == "SPEC301"


def test_annotations_for_github(project, capsys):
    write_at(project, SPEC, sample(VAGUE, OPEN))
    code, lines = lint(capsys, "--report", "github")
    assert code == 2
    assert [line.partition(",title=")[0] for line in lines] == [
        f"::error file={SPEC},line=8",
        f"::warning file={SPEC},line=7",
    ]


def test_nothing_to_lint_is_one_line_and_a_hint(project, capsys):
    (project / SPEC).unlink()
    assert lint(capsys) == (
        2,
        ["error: there is no specification in the project", "  hint: write one, such as specs/001-name/spec.md"],
    )


@pytest.mark.parametrize(("path", "what"), [("none", "'none' does not exist"), ("..", "'..' lies outside the project")])
def test_a_wrong_path_is_one_line_and_a_hint(project, capsys, path, what):
    code, lines = lint(capsys, path)
    assert code == 2
    assert lines[0] == f"error: {what}"


def test_a_document_that_cannot_be_read_is_told_beside_the_others(project, capsys):
    write_at(project, SPEC, sample(VAGUE))
    (project / "specs/001-bank/bad.md").write_bytes(b"\xff")
    code, lines = lint(capsys)
    assert code == 2
    assert lines[0].startswith("specs/001-bank/bad.md:1: error DOC")
    assert any("SPEC301" in line for line in lines)


def test_the_configuration_ignores_codes_in_paths_for_a_reason(project, capsys):
    write_at(project, SPEC, sample(VAGUE))
    write_at(project, "harness.toml", ignoring('codes = ["SPEC301"]', 'paths = ["specs/001-*/**"]', 'reason = "old"'))
    assert lint(capsys) == (0, ["1 document, 1 requirement: 0 errors, 0 warnings; 0 that nothing could show"])


def test_an_ignore_that_ignores_nothing_is_told_where_all_was_looked_at(project, capsys):
    write_at(project, "harness.toml", ignoring('codes = ["SPEC301"]', 'paths = ["specs/**"]', 'reason = "old"'))
    code, lines = lint(capsys)
    assert code == 0
    assert lines[0] == "harness.toml:2: warning SPEC292: nothing is told as SPEC301 in these paths"
    assert lint(capsys, "specs")[1] == ["1 document, 1 requirement: 0 errors, 0 warnings; 0 that nothing could show"]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (('codes = ["SPEC999"]', 'paths = ["**"]', 'reason = "x"'), "harness.toml:6: error CONF103: there is no rule"),
        (('codes = ["SPEC301"]', 'paths = ["**"]', 'reason = " "'), "harness.toml:8: error CONF103: 'reason' of an ignore"),
        (('codes = ["SPEC301"]', "paths = []", 'reason = "x"'), "harness.toml:7: error CONF103: 'paths' of an ignore"),
        (('codes = ["SPEC301"]', 'paths = ["**"]'), "harness.toml:5: error CONF103: 'spec.ignores.1.reason'"),
        (('codes = ["SPEC301"]', 'path = ["**"]', 'reason = "x"'), "harness.toml:7: error CONF102: unknown setting"),
    ],
)  # fmt: skip
def test_an_ignore_that_cannot_be_followed_is_told_at_its_line(project, capsys, lines, told):
    first = ignoring('codes = ["SPEC301"]', 'paths = ["**"]', 'reason = "old"')
    write_at(project, "harness.toml", first + ignoring(*lines))
    write_at(project, SPEC, sample(VAGUE))
    code, shown = lint(capsys)
    assert code == 2
    assert any(line.startswith(told) for line in shown)


def test_documents_that_state_nothing_are_not_called_right(project, capsys):
    write_at(project, SPEC, "# Notes\n\nWe like it fast.\n")
    code, lines = lint(capsys)
    assert code == 4
    assert "no requirement was found: nothing can be said of it" in lines


def test_passages_that_were_left_out_are_counted(project, capsys):
    write_at(project, "notes.md", "Nothing that a reader knows.\n")
    code, lines = lint(capsys, "notes.md", "specs")
    assert code == 0
    assert lines[-1] == "1 passage left out in reading: `harness spec show` tells which, and why"


@pytest.mark.parametrize("folder", [ROOT, ROOT / "examples" / "bank"], ids=["harness", "bank"])
def test_our_own_specifications_have_no_errors(folder, capsys, monkeypatch):
    monkeypatch.chdir(folder)
    code, lines = lint(capsys)
    assert code == 0
    assert " 0 errors, " in lines[-1]


def test_every_code_can_be_explained(project, capsys):
    assert guarded(root, ["explain", "spec301"]) == 0
    assert "Refused:" in capsys.readouterr().out
    assert guarded(root, ["explain", "SPEC291"]) == 0
