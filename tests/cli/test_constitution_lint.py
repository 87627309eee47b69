"""``harness constitution lint`` as a user meets it."""

from __future__ import annotations

import json
import os

import pytest

from harness.cli.boundary import guarded
from harness.cli.root import root
from tests.support.constitutions import constitution, write, write_at
from tests.support.repositories import Repository

WEAKER = {"level": "SHOULD", "constraint": "Code SHOULD NOT call `eval`."}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with one good constitution, outside of git."""
    monkeypatch.chdir(tmp_path)
    write_at(tmp_path, "harness.toml", "")
    write(tmp_path, main=constitution())
    return tmp_path


def lint(capsys, *arguments: str) -> tuple[int, list[str]]:
    code = guarded(root, ["constitution", "lint", *arguments])
    shown = capsys.readouterr()
    return code, (shown.out + shown.err).splitlines()


def test_a_good_constitution_ends_with_0(project, capsys):
    assert lint(capsys) == (0, ["1 constitution, 1 principle: 0 errors, 0 warnings"])


def test_an_error_ends_with_2_and_has_place_code_and_hint(project, capsys):
    write(project, main=constitution(rationale=""))
    assert lint(capsys) == (
        2,
        [
            "constitutions/main.md:5: error CONST401: 'SEC-001' does not say why",
            "  hint: add a bullet `- **Rationale:** …` that says what goes wrong without it",
            "1 constitution, 1 principle: 1 error, 0 warnings",
        ],
    )


def test_documents_of_other_dialects_are_only_warned(project, capsys):
    write_at(project, "constitutions/list.yaml", "- id: SEC-009\n  level: MUST\n  constraint: Code MUST NOT `exec`.\n")
    code, lines = lint(capsys)
    assert code == 0
    assert [line.split(": ")[1] for line in lines if line.startswith("constitutions/list.yaml")] == [
        "warning CONST401",
        "warning CONST404",
        "warning CONST408",
    ]


def test_a_check_that_does_not_flag_its_bad_sample_is_broken(project, capsys):
    write(project, main=constitution(bad="\n```python bad\nexec(x)\n```\n"))
    code, lines = lint(capsys)
    assert code == 2
    assert lines[0] == (
        "constitutions/main.md:14: error CONST409: 'SEC-001': forbid text does not flag any `bad` sample"
    )


def test_a_check_that_flags_a_good_sample_is_broken(project, capsys):
    write(project, main=constitution(good="\n```python good\neval(x)\n```\n"))
    code, lines = lint(capsys)
    assert code == 2
    assert lines[0].startswith(
        "constitutions/main.md:22: error CONST409: 'SEC-001': forbid text flags the `good` sample"
    )


def test_documents_and_checks_that_cannot_be_read_are_told_with_the_rest(project, capsys):
    write(
        project,
        broken="# nothing\n",
        check=constitution("SEC-002", checks="\n```yaml check\nforbid:\n  text: '('\n```\n"),
    )
    write(project, vague=constitution("SEC-003", constraint="Code MUST be clean."))
    code, lines = lint(capsys)
    assert code == 2
    assert [line.split(": ")[1] for line in lines if line.startswith("constitutions")] == [
        "error CONST101",
        "error CONST201",
        "error CONST403",
    ]


def test_hostile_yaml_is_one_clear_line(project, capsys):
    bomb = "\n```yaml check\nforbid:\n  a: &a [1]\n  b: [*a, *a]\n```\n"
    write(project, main=constitution(checks=bomb))
    code, lines = lint(capsys)
    assert code == 2
    assert lines[0].startswith("constitutions/main.md:15: error CONST112: YAML anchors and aliases are not allowed")


def test_paths_narrow_what_is_told_but_ids_are_compared_with_all(project, capsys):
    write(project, other=constitution(rationale=""))
    assert lint(capsys, "constitutions/main.md")[0] == 0
    code, lines = lint(capsys, "constitutions/other.md")
    assert code == 2
    assert [line.split(": ")[1] for line in lines if line.startswith("constitutions")] == [
        "error CONST303",
        "error CONST401",
    ]


def test_a_folder_names_what_is_below_it(project, capsys):
    write_at(project, "constitutions/deep/other.md", constitution("SEC-002", rationale=""))
    assert lint(capsys, "constitutions/deep")[1][-1] == "1 constitution, 1 principle: 1 error, 0 warnings"
    assert lint(capsys, "constitutions")[1][-1] == "2 constitutions, 2 principles: 1 error, 0 warnings"


def test_constitutions_elsewhere_can_be_named(project, capsys):
    write_at(project, "library/other.md", constitution(rationale=""))
    write_at(project, "library/README.md", "# Not one\n")
    assert lint(capsys, "library")[1][-1] == "1 constitution, 1 principle: 1 error, 0 warnings"
    assert lint(capsys, "library/README.md")[1][0] == "library/README.md:1: error CONST101: this is not a constitution"


def test_places_are_those_of_the_folder_one_stands_in(project, capsys, monkeypatch):
    write(project, main=constitution(rationale=""))
    monkeypatch.chdir(project / "constitutions")
    assert lint(capsys)[1][0].startswith("main.md:5: error CONST401")


def test_an_inherited_must_may_not_be_loosened_without_a_waiver(project, capsys):
    write(project, top=constitution(extends="main.md", **WEAKER))
    code, lines = lint(capsys)
    assert code == 2
    assert lines[0] == (
        "constitutions/top.md:8: error CONST304: 'SEC-001' loosens the MUST of constitutions/main.md:5:"
        " level SHOULD instead of MUST"
    )
    entry = "- SEC-001 (weakened): the parser needs it until it is replaced (ann, until 2999-12-31)\n"
    write(project, waivers=f"# Waivers\n\n{entry}")
    assert lint(capsys)[0] == 0
    write(project, waivers=f"# Waivers\n\n{entry.replace('2999', '2020')}")
    assert lint(capsys)[0] == 2


def test_machines_get_json(project, capsys):
    write(project, main=constitution(rationale=""))
    code, lines = lint(capsys, "--report", "json")
    document = json.loads("\n".join(lines))
    assert (code, document["errors"], document["warnings"]) == (2, 1, 0)
    assert document["mistakes"][0]["code"] == "CONST401"
    assert document["constitutions"] == [
        {"path": "constitutions/main.md", "title": "Web service constitution", "version": "1.0.0", "principles": 1}
    ]


def test_nothing_to_lint_is_an_error(project, capsys):
    (project / "constitutions/main.md").unlink()
    code, lines = lint(capsys)
    assert code == 2
    assert lines[0] == "error: there is no constitution in constitutions/"
    assert "harness constitution adopt FILE" in " ".join(lines[1:])


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("none.md", "error: 'none.md' does not exist"),
        ("..", "error: '..' lies outside the project"),
        ("empty", "error: there is no constitution in 'empty'"),
    ],
)
def test_a_wrong_path_is_one_line_and_a_hint(project, capsys, path, said):
    (project / "empty").mkdir()
    code, lines = lint(capsys, path)
    assert code == 2
    assert lines[0] == said


def test_escapes_in_a_document_are_shown_and_not_obeyed(project, capsys):
    write(project, main=constitution().replace("No eval", "No \u202eeval [PROJECT_NAME]"))
    code, lines = lint(capsys)
    assert code == 2
    assert not any("\u202e" in line for line in lines)


def test_every_code_can_be_explained(capsys):
    for code in ("CONST401", "CONST304", "CONST201"):
        assert guarded(root, ["explain", code]) == 0
        assert capsys.readouterr().out.startswith(code)


def make_loop(path):
    path.symlink_to(path.name)


def make_dangling(path):
    path.symlink_to("nowhere.md")


def make_pipe(path):
    os.mkfifo(path)


@pytest.mark.parametrize("make", [make_loop, make_dangling, make_pipe])
def test_what_is_no_file_is_one_clear_line(project, capsys, make):
    make(project / "constitutions/odd.md")
    code, lines = lint(capsys)
    assert (code, len(lines)) == (2, 2)
    assert lines[0].endswith("constitutions/odd.md' is not a file")


def test_a_folder_that_links_to_itself_does_no_harm(project, capsys):
    (project / "constitutions/again").symlink_to(project / "constitutions")
    assert lint(capsys)[0] == 0


def test_a_huge_document_is_one_clear_line(project, capsys):
    write(project, huge="x" * (3 * 1024 * 1024))
    assert lint(capsys)[1][0] == "constitutions/huge.md:1: error DOC102: the file has 3.0 MiB, more than 2 MiB"


@pytest.fixture
def repository(project):
    repository = Repository.create(project, {})
    write_at(project, "library/base.md", constitution("SEC-009"))
    repository.commit("constitution")
    return repository


@pytest.mark.requires_git
def test_a_must_that_was_weakened_since_the_last_commit_asks_for_a_major_version(repository, project, capsys):
    assert lint(capsys)[0] == 0
    write(project, main=constitution(**WEAKER))
    code, lines = lint(capsys)
    assert code == 2
    assert lines[0] == (
        "constitutions/main.md:5: error CONST410: MUST 'SEC-001' was weakened since HEAD without a major version:"
        " level SHOULD instead of MUST"
    )
    write(project, main=constitution(version="Version 2.0.0 · ratified 2026-11-20", **WEAKER))
    assert lint(capsys)[0] == 0


@pytest.mark.requires_git
def test_an_older_revision_can_be_compared_with(repository, project, capsys):
    repository.git("tag", "v1")
    write(project, main=constitution(**WEAKER))
    write_at(project, "library/base.md", constitution("SEC-009", **WEAKER))
    repository.commit()
    assert lint(capsys)[0] == 0
    code, lines = lint(capsys, "--since", "v1")
    assert code == 2
    assert "since v1" in lines[0]
    assert "since v1" in lint(capsys, "--since", "v1", "library/base.md")[1][0]


@pytest.mark.requires_git
def test_an_unknown_revision_is_one_line_and_a_hint(repository, capsys):
    assert lint(capsys, "--since", "none") == (
        2,
        ["error: no revision `none` in this repository", "  hint: see `git log --oneline --all`"],
    )


def test_a_revision_outside_git_is_one_line_and_a_hint(project, capsys):
    code, lines = lint(capsys, "--since", "HEAD")
    assert code == 2
    assert lines[0].startswith("error: no revision `HEAD`: git rev-parse: not a git repository")


@pytest.mark.requires_git
def test_a_revision_whose_documents_cannot_be_read_is_told_if_it_is_named(repository, project, capsys):
    write(project, main="# nothing\n")
    repository.commit()
    write(project, main=constitution())
    assert lint(capsys)[0] == 0
    code, lines = lint(capsys, "--since", "HEAD")
    assert code == 2
    assert lines[0] == "HEAD:constitutions/main.md:1: error CONST101: this is not a constitution"


@pytest.mark.requires_git
def test_a_document_that_cannot_be_read_now_is_not_taken_for_removed(repository, project, capsys):
    write(project, main="# nothing\n")
    code, lines = lint(capsys)
    assert code == 2
    assert [line.split(": ")[1] for line in lines if line.startswith("constitutions")] == ["error CONST101"]
