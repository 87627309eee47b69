"""``harness spec show`` on files that are no specifications, or are made to do harm: one clear line and exit code 2."""

from __future__ import annotations

import os
import stat

import pytest

from harness.cli.boundary import guarded
from harness.cli.root import root
from harness.readers.specifications import SPECIFICATIONS

GOOD = "# Feature Specification: Bank\n\n- **FR-001**: System MUST pay.\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with one good specification and a folder for a bad one."""
    folder = tmp_path / "project"
    (folder / "specs/001-bank").mkdir(parents=True)
    (folder / "specs/002-bad").mkdir()
    (folder / "specs/001-bank/spec.md").write_text(GOOD)
    (folder / "harness.toml").write_text("")
    monkeypatch.chdir(folder)
    return folder


def show(capsys, *arguments):
    code = guarded(root, ["spec", "show", *arguments])
    shown = capsys.readouterr()
    return code, shown.out + shown.err


def told(text, word):
    """The lines that tell of a file, and that there is no trace of a crash."""
    assert "Traceback" not in text
    return [line for line in text.splitlines() if word in line]


HOSTILE = {
    "three mebibytes": (b"- **FR-002**: MUST x\n" * (3 * 1024 * 1024 // 21), "has 3.0 MiB, more than 2 MiB"),
    "not text": (bytes(range(256)), "is not UTF-8"),
    "a NUL": (b"# A\n\nIt MUST\x00 x.\n", "control character 0x00"),
    "an escape": (b"# A\n\n\x1b[2JIt MUST x.\n", "control character 0x1b"),
    "nested lists": ("\n".join("  " * n + "- x" for n in range(60)).encode(), "nested more than 16 levels deep"),
    "front matter of aliases": (b"---\na: &a [x]\nb: *a\n---\n# A\n", "spec.md:"),
}


@pytest.mark.parametrize(("data", "what"), HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("named", [True, False], ids=["named", "found"])
def test_a_file_that_cannot_be_read_is_told_in_one_line_and_the_others_are_shown(project, capsys, data, what, named):
    (project / "specs/002-bad/spec.md").write_bytes(data)
    code, text = show(capsys, *(["specs/002-bad/spec.md", "specs/001-bank/spec.md"] if named else []))
    assert code == 2
    lines = told(text, what)
    assert len(lines) == 1
    assert lines[0].lstrip().startswith("specs/002-bad/spec.md:")
    assert told(text, "FR-001")


def test_a_link_that_leads_out_of_the_project_is_refused(project, capsys, tmp_path):
    (tmp_path / "secret.md").write_text("# Secret\n\nIt MUST stay secret.\n")
    (project / "specs/002-bad/spec.md").symlink_to(tmp_path / "secret.md")
    code, text = show(capsys, "specs/002-bad/spec.md")
    assert (code, len(told(text, "lies outside the project"))) == (2, 1)
    assert "stay secret" not in text
    assert "stay secret" not in show(capsys)[1]


def test_a_link_to_itself_and_one_to_nothing_are_no_documents(project, capsys):
    (project / "specs/002-bad/spec.md").symlink_to("spec.md")
    (project / "specs/002-bad/gone.md").symlink_to("nowhere.md")
    assert [show(capsys, f"specs/002-bad/{name}.md")[0] for name in ("spec", "gone")] == [2, 2]
    assert "Traceback" not in show(capsys)[1]


def test_a_folder_named_as_a_document_is_entered_as_a_folder(project, capsys):
    (project / "specs/002-bad/spec.md").mkdir()
    code, text = show(capsys)
    assert (code, len(told(text, "FR-001"))) == (0, 1)
    code, text = show(capsys, "specs/002-bad/spec.md")
    assert (code, "Traceback" in text) == (2, False)


def test_a_pipe_is_never_waited_for(project, capsys):
    os.mkfifo(project / "specs/002-bad/spec.md")
    code, text = show(capsys, "specs/002-bad/spec.md")
    assert (code, len(told(text, "is not a file"))) == (2, 1)
    code, text = show(capsys)
    assert (code, "Traceback" in text) == (2, False)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(project, capsys):
    bad = project / "specs/002-bad/spec.md"
    bad.write_text(GOOD)
    bad.chmod(0)
    code, text = show(capsys)
    bad.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert (code, len(told(text, "cannot be read"))) == (2, 1)


@pytest.mark.parametrize("name", SPECIFICATIONS.names())
def test_a_document_of_one_format_may_be_read_as_any(project, capsys, name):
    code, text = show(capsys, "--format", name, "specs/001-bank/spec.md")
    assert code == 0
    assert told(text, "1 document")
