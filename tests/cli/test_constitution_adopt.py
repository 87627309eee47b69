"""``harness constitution adopt`` as a user meets it."""

from __future__ import annotations

import pytest

from harness.cli.boundary import guarded
from harness.cli.root import root
from harness.domain.principles import Level
from harness.readers import read_constitution

SPEC_KIT = """\
<!-- Sync Impact Report: nothing MUST be [READ_HERE] -->
# Ledger Constitution

## Core Principles

### I. Bound Parameters

Queries MUST use bound parameters (CWE-89).

**Rationale**: a query built from input lets the input rewrite it

### II. Simplicity

Keep [THING] simple.

## Governance

Reviews MUST happen.

**Version**: 2.1.1 | **Ratified**: 2025-06-13 | **Last Amended**: 2025-07-16
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project that has Spec Kit's constitution, and nothing else."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".specify/memory").mkdir(parents=True)
    (tmp_path / ".specify/memory/constitution.md").write_text(SPEC_KIT)
    return tmp_path


def harness(capsys, *arguments: str) -> tuple[int, str, str]:
    code = guarded(root, ["constitution", *arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_the_document_goes_to_standard_output_and_the_summary_to_standard_error(project, capsys):
    code, shown, told = harness(capsys, "adopt", ".specify/memory/constitution.md")
    assert code == 0
    document = read_constitution(shown, "x.md")
    assert (document.title, document.version, document.format) == ("Ledger Constitution", "2.1.1", "constitution")
    first, second = document.principles
    assert (first.id, first.level, first.cwes) == ("PRINCIPLE-1", Level.MUST, ("CWE-89",))
    assert first.constraint == "Queries MUST use bound parameters (CWE-89)."
    assert {sample.good for sample in first.samples} == {True, False}
    assert (second.checks, second.level) == ((), Level.SHOULD)
    path = ".specify/memory/constitution.md"
    assert told.splitlines() == [
        f"{path}:12: 'Simplicity' says neither MUST nor SHOULD nor MAY, and is taken for a SHOULD",
        f"{path}:14: '[THING]' is not filled in",
        "PRINCIPLE-1: check of web-service SEC-002 suggested, for CWE-89",
        "PRINCIPLE-2: no check, stays unverified: Simplicity",
        "2 principles: 1 with a check or review",
    ]


def test_a_new_file_is_written_and_never_overwritten(project, capsys):
    source, output = ".specify/memory/constitution.md", "constitutions/main.md"
    shown = harness(capsys, "adopt", source)[1]
    code, out, told = harness(capsys, "adopt", source, "--output", output)
    assert (code, out) == (0, "")
    assert (project / output).read_text().partition("---\n# ")[2] == shown.removeprefix("# ")
    assert told.splitlines()[-3::2] == [
        "2 principles: 1 with a check or review, wrote constitutions/main.md",
        "next: `harness constitution lint constitutions/main.md`, and read what was suggested",
    ]
    (project / output).write_text("mine")
    assert harness(capsys, "adopt", source, "--output", output)[0::2] == (
        2,
        "error: 'constitutions/main.md' exists already\n  hint: choose another name, or remove it first\n",
    )
    assert (project / output).read_text() == "mine"


def test_suggested_checks_work_on_their_samples(project, capsys):
    item = "- {id: A-1, cwe: 89, level: MUST, constraint: Queries MUST be bound., rationale: so}"
    (project / "main.yaml").write_text(f"version: 1.0.0\nratified: 2026-11-20\nprinciples:\n{item}\n")
    harness(capsys, "adopt", "main.yaml", "--output", "constitutions/main.md")
    (project / ".specify/memory/constitution.md").unlink()
    assert harness(capsys, "lint")[0] == 0
    assert harness(capsys, "test")[0] == 0


def test_a_mistake_is_told_where_it_stands(project, capsys):
    (project / "main.yaml").write_text("- {id: A-1, constraint: It MUST hold., colour: red}\n")
    code, out, told = harness(capsys, "adopt", "main.yaml", "--output", "new.md")
    assert (code, out) == (2, "")
    assert told.startswith("main.yaml:1: error CONST106: unknown field 'colour'\n  hint: ")
    assert not (project / "new.md").exists()


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("missing.md", None, "'missing.md' is not a file"),
        ("notes.md", b"# Notes\n", "notes.md:1: error CONST101: this is not a constitution"),
        ("binary.md", b"\xff\xfe\x00", "binary.md:1: error DOC101: byte 0xff is not UTF-8"),
    ],
)
def test_what_is_no_constitution_is_refused(project, capsys, name, content, what):
    if content is not None:
        (project / name).write_bytes(content)
    code, out, told = harness(capsys, "adopt", name)
    assert (code, out) == (2, "")
    assert what in told


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (
            "odd.md",
            "# T\n\n## A-1 B\n\n- **Level:** MUST\n- **Constraint:** x\n- **Pattern:**\n  3) y\n  1. x\n",
            "A-1",
        ),
        ("odd.yaml", "- {id: A-1, constraint: '```js x'}\n", "'odd' (unknown role 'x' of a block)"),
    ],
)
def test_words_that_would_not_read_back_are_refused(project, capsys, name, content, told):
    (project / name).write_text(content)
    code, out, shown = harness(capsys, "adopt", name)
    assert (code, out) == (2, "")
    assert shown.startswith(f"error: the words of {told} cannot be written so that they read back the same\n")


def test_a_document_of_the_project_is_extended_by_what_is_made_of_it(project, capsys):
    code, _, told = harness(capsys, "adopt", ".specify/memory/constitution.md", "--output", "constitutions/main.md")
    assert code == 0
    assert (
        (project / "constitutions/main.md")
        .read_text()
        .startswith('---\nextends: ["../.specify/memory/constitution.md"]\n---\n# Ledger Constitution\n')
    )
    assert told.splitlines()[-2] == (
        ".specify/memory/constitution.md stays: constitutions/main.md extends it, and what both say counts once"
    )
    _, shown, _ = harness(capsys, "lint")
    codes = {line.split(": ")[1] for line in shown.splitlines() if ": error" in line}
    assert codes == {"error CONST401", "error CONST402", "error CONST404", "error CONST407"}
    unchecked = [line for line in shown.splitlines() if "CONST404" in line]
    assert [line.split(":")[0] for line in unchecked] == ["constitutions/main.md"]
    assert "nothing checks 'PRINCIPLE-2'" in unchecked[0]


def test_a_document_elsewhere_is_not_extended(project, capsys):
    (project / "notes.md").write_text(SPEC_KIT)
    harness(capsys, "adopt", "notes.md", "--output", "constitutions/main.md")
    assert (project / "constitutions/main.md").read_text().startswith("# Ledger Constitution\n")
