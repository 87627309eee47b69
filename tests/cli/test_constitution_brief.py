"""``harness constitution brief`` as a user meets it."""

from __future__ import annotations

import pytest

from harness.cli.boundary import guarded
from harness.cli.root import root
from tests.support.constitutions import constitution, write, write_at

APPLIES = "- **Applies to:** `src/**/*.py`"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with a principle for Python below ``src``, and one for what is deployed."""
    monkeypatch.chdir(tmp_path)
    write_at(tmp_path, "harness.toml", "")
    write(tmp_path, main=constitution())
    write(tmp_path, other=constitution("DEP-001").replace(APPLIES, "- **Applies to:** `deploy/**`"))
    return tmp_path


def brief(capsys, *arguments: str) -> tuple[int, str]:
    code = guarded(root, ["constitution", "brief", *arguments])
    shown = capsys.readouterr()
    return code, shown.out + shown.err


def test_what_is_asked_of_a_file_that_does_not_exist_yet(project, capsys):
    assert brief(capsys, "--paths", "src/new/app.py") == (
        0,
        "# What the constitution asks of `src/new/app.py`\n\n"
        "## SEC-001 No eval (MUST, CWE-89)\n\n"
        "Code MUST NOT call `eval`.\n\n"
        "- Why: a query built from input lets the input rewrite the query\n\n"
        "```python\nliteral_eval(x)\n```\n",
    )


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        ((), ["SEC-001", "DEP-001"]),
        (("--paths", "src/app.py", "--paths", "deploy/x.yaml"), ["SEC-001", "DEP-001"]),
        (("--paths", "src/app.py", "deploy/x.yaml"), ["SEC-001", "DEP-001"]),
        (("--paths", "**/*.py"), ["SEC-001", "DEP-001"]),
        (("deploy/",), ["DEP-001"]),
        (("src",), ["SEC-001"]),
        (("./src/../deploy/a.yaml",), ["DEP-001"]),
        (("src/",), ["SEC-001"]),
        ((".",), ["SEC-001", "DEP-001"]),
        (("--most", "1"), ["SEC-001"]),
    ],
)
def test_files_folders_and_globs_choose_the_principles(project, capsys, arguments, ids):
    (project / "src").mkdir()
    code, text = brief(capsys, *arguments)
    assert code == 0
    assert [line.split()[1] for line in text.splitlines() if line.startswith("## ")] == ids


def test_paths_are_those_of_the_folder_one_stands_in(project, capsys, monkeypatch):
    (project / "src").mkdir()
    monkeypatch.chdir(project / "src")
    assert brief(capsys, "app.py")[1].startswith("# What the constitution asks of `src/app.py`\n\n## SEC-001")


def test_nothing_applies(project, capsys):
    assert brief(capsys, "docs/x.md") == (
        0,
        "# What the constitution asks of `docs/x.md`\n\nNo principle applies to these files.\n",
    )


def test_an_invalid_constitution_is_told_and_nothing_is_asked(project, capsys):
    write(project, main="# nothing\n")
    code, text = brief(capsys, "src/app.py")
    assert code == 2
    assert text.startswith("constitutions/main.md:1: error CONST101: this is not a constitution\n  hint: ")
    assert "#" not in text.splitlines()[0]


def test_hostile_yaml_is_one_clear_line(project, capsys):
    write(project, main=constitution(checks="\n```yaml check\nforbid: &a [*a]\n```\n"))
    code, text = brief(capsys)
    assert code == 2
    assert text.startswith("constitutions/main.md:14: error CONST112: YAML anchors and aliases are not allowed")


def test_without_a_constitution_it_is_an_error(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    code, text = brief(capsys)
    assert code == 2
    assert text.startswith("error: there is no constitution in constitutions/\n  hint: ")


@pytest.mark.parametrize("path", ["../outside.py", "/etc/passwd", "src/../../x"])
def test_a_path_outside_of_the_project_is_one_line_and_a_hint(project, capsys, path):
    code, text = brief(capsys, path)
    assert code == 2
    assert text.startswith(f"error: '{path}' lies outside the project\n")


def test_at_most_none_makes_no_sense(project, capsys):
    assert brief(capsys, "--most", "0")[0] == 2


def test_escapes_in_a_document_are_shown_and_not_obeyed(project, capsys):
    write(project, main=constitution(constraint="Code MUST NOT \u202ecall `eval`."))
    assert "\\u202ecall" in brief(capsys)[1]
