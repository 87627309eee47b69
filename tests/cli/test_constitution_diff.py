"""``harness constitution diff`` as a user meets it."""

from __future__ import annotations

import json

import pytest

from harness.cli.boundary import guarded
from harness.cli.root import root
from tests.support.constitutions import constitution, write, write_at
from tests.support.repositories import Repository

pytestmark = pytest.mark.requires_git
WEAKER = {"level": "SHOULD", "constraint": "Code SHOULD NOT call `eval`."}
NO_SECRETS = (
    "\n## SEC-009 No secrets\n\n- **Level:** MUST\n- **Constraint:** Secrets MUST NOT stand in code.\n"
    "- **Rationale:** code is copied\n- **Review:** by a person\n"
)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with a committed constitution of two principles."""
    monkeypatch.chdir(tmp_path)
    write_at(tmp_path, "harness.toml", "")
    write(tmp_path, main=constitution() + NO_SECRETS)
    Repository.create(tmp_path, {})
    return tmp_path


def diff(capsys, *arguments: str) -> tuple[int, list[str]]:
    code = guarded(root, ["constitution", "diff", *arguments])
    shown = capsys.readouterr()
    return code, (shown.out + shown.err).splitlines()


def test_nothing_changed(project, capsys):
    assert diff(capsys, "HEAD") == (0, ["no principle changed since HEAD"])


def test_what_changed_is_told_with_the_step_that_it_asks_for(project, capsys):
    text = constitution(version="Version 1.1.0 · ratified 2026-11-20", **WEAKER)
    write(project, main=text.replace("- **CWE:** CWE-89", "- **CWE:** CWE-95"))
    assert diff(capsys, "HEAD") == (
        0,
        [
            "constitutions/main.md: 1.0.0 → 1.1.0: a major step is asked for, but a minor one was made",
            "  removed    SEC-009 No secrets (MUST)",
            "  weakened   SEC-001 No eval (SHOULD)",
            "               level SHOULD instead of MUST",
            "               now says: Code SHOULD NOT call `eval`",
            "               other CWEs",
            "1 constitution changed since HEAD: 1 removed, 1 weakened",
        ],
    )


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("Version 1.0.0 · ratified 2026-11-20", "1.0.0 → 1.0.0: a minor step is asked for, but none was made"),
        ("Version 1.1.0 · ratified 2026-11-20", "1.0.0 → 1.1.0: a minor step is asked for, and was made"),
        ("Version 2.0.0 · ratified 2026-11-20", "1.0.0 → 2.0.0: a minor step is asked for, and a major one was made"),
        ("", "a minor step is asked for, and there are no two versions to compare"),
    ],
)
def test_the_step_that_was_made_is_told(project, capsys, version, said):
    write(project, main=constitution(version=version) + NO_SECRETS + NO_SECRETS.replace("SEC-009", "SEC-010"))
    assert diff(capsys, "HEAD")[1][0] == f"constitutions/main.md: {said}"


def test_documents_and_bases_that_come_and_go_are_told(project, capsys):
    write(project, new=constitution("NEW-001"), user=constitution("USE-001", extends="new.md"))
    Repository(project).commit()
    write(project, user=constitution("USE-001"), more=constitution("MOR-001"))
    (project / "constitutions/main.md").unlink()
    assert diff(capsys, "HEAD")[1] == [
        "constitutions/main.md: removed",
        "  removed    SEC-001 No eval (MUST)",
        "  removed    SEC-009 No secrets (MUST)",
        "constitutions/more.md: new",
        "  added      MOR-001 No eval (MUST)",
        "constitutions/user.md: 1.0.0 → 1.0.0: a major step is asked for, but none was made",
        "  removed    no longer extends 'constitutions/new.md'",
        "3 constitutions changed since HEAD: 2 removed, 1 added",
    ]


def test_everything_is_added_since_before_there_was_a_constitution(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Repository.create(tmp_path, {"README.md": "one"})
    write(tmp_path, main=constitution())
    assert diff(capsys, "HEAD")[1] == [
        "constitutions/main.md: new",
        "  added      SEC-001 No eval (MUST)",
        "1 constitution changed since HEAD: 1 added",
    ]


def test_paths_are_those_of_the_folder_one_stands_in(project, capsys, monkeypatch):
    write(project, main=constitution())
    monkeypatch.chdir(project / "constitutions")
    assert diff(capsys, "HEAD")[1][0].startswith("main.md: 1.0.0")


def test_machines_get_json(project, capsys):
    write(project, main=constitution(**WEAKER), new=constitution("NEW-001"))
    code, lines = diff(capsys, "HEAD", "--report", "json")
    document = json.loads("\n".join(lines))
    main, new = document["documents"]
    assert code == 0
    assert document["since"] == "HEAD"
    assert (main["path"], main["before"], main["after"]) == ("constitutions/main.md", "1.0.0", "1.0.0")
    assert (main["asked"], main["made"], main["enough"]) == ("major", "none", False)
    assert [(one["id"], one["shift"], one["place"]) for one in main["principles"]] == [
        ("SEC-009", "removed", None),
        ("SEC-001", "weakened", {"path": "constitutions/main.md", "line": 5}),
    ]
    assert main["principles"][1]["aspects"][0] == {"shift": "weakened", "what": "level SHOULD instead of MUST"}
    assert (new["before"], new["made"], new["enough"]) == (None, None, True)


def test_what_cannot_be_read_now_or_then_is_told_with_its_place(project, capsys):
    write(project, main="# nothing\n")
    code, lines = diff(capsys, "HEAD")
    assert code == 2
    assert lines[0] == "constitutions/main.md:1: error CONST101: this is not a constitution"
    Repository(project).commit()
    write(project, main=constitution())
    code, lines = diff(capsys, "HEAD")
    assert code == 2
    assert lines[0] == "HEAD:constitutions/main.md:1: error CONST101: this is not a constitution"


@pytest.mark.parametrize("revision", ["none", "HEAD~99", "--"])
def test_an_unknown_revision_is_one_line_and_a_hint(project, capsys, revision):
    code, lines = diff(capsys, "--", revision)
    assert code == 2
    assert lines == [f"error: no revision `{revision}` in this repository", "  hint: see `git log --oneline --all`"]


def test_without_any_constitution_now_or_then_it_is_an_error(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Repository.create(tmp_path, {"README.md": "one"})
    code, lines = diff(capsys, "HEAD")
    assert code == 2
    assert lines[0] == "error: there is no constitution in constitutions/"


def test_outside_git_there_is_nothing_to_compare_with(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, main=constitution())
    code, lines = diff(capsys, "HEAD")
    assert code == 2
    assert lines[0].startswith("error: no revision `HEAD`: git rev-parse: not a git repository")
