"""``harness export agents`` as a user would run it: blocks and rules in files of their own, and nothing else touched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.cli.boundary import guarded
from harness.cli.root import root
from tests.support.constitutions import constitution

BEGIN, END = "<!-- harness:begin sha256=", "<!-- harness:end -->"
ALL = constitution("ALL-001", "Code MUST be kind.").replace("- **Applies to:** `src/**/*.py`\n", "")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    write(folder, "constitutions/web.md", constitution())
    write(folder, "constitutions/all.md", ALL)
    monkeypatch.chdir(folder)
    return folder


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def export(*arguments: str) -> int:
    return guarded(root, ["export", "agents", *arguments])


def test_agents_md_is_made_where_no_agent_has_a_file(project, capsys):
    assert export() == 0
    text = (project / "AGENTS.md").read_text()
    assert text.startswith(BEGIN)
    assert text.endswith(f"{END}\n")
    assert "### Files `src/**/*.py`" in text
    assert "**SEC-001 No eval** (MUST, CWE-89): Code MUST NOT call `eval`." in text
    assert "### All files" in text
    assert "harness check --for-agent" in text
    assert "eval(x)" not in text  # the sample that breaks it
    assert sorted(path.name for path in project.iterdir()) == ["AGENTS.md", "constitutions"]
    assert "AGENTS.md: missing: written" in capsys.readouterr().out


def test_it_runs_as_a_command_and_twice_gives_the_same_bytes(project, tmp_path):
    texts = []
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "harness", "export", "agents"]
        done = subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        texts.append((project / "AGENTS.md").read_bytes())
        (project / "AGENTS.md").unlink()
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    "own",
    [
        b"# Mine\n\nKeep this.\n",
        b"\xef\xbb\xbf# Mine\r\n\r\nKeep this.\r\n",
        b"no line end",
        b"\xff\xfe not UTF-8 \x00\n",
        b"tabs\t and blanks  \n\n\n",
        b"",
    ],
)
def test_what_stands_outside_of_the_marks_is_kept_byte_for_byte(project, own):
    path = write(project, "CLAUDE.md", own)
    assert export() == 0
    first = path.read_bytes()
    assert first.startswith(own)
    assert (b"\r\n" in own) == (first.count(b"\n") == first.count(b"\r\n"))
    path.write_bytes(first + b"below\xff\r\n")
    write(project, "constitutions/all.md", ALL.replace("kind", "gentle"))
    assert export() == 0
    second = path.read_bytes()
    assert second.startswith(own)
    assert second.endswith(b"below\xff\r\n")
    assert b"gentle" in second
    assert not (project / "AGENTS.md").exists()


def test_a_check_names_what_is_stale_and_what_to_run_and_writes_nothing(project, capsys):
    assert export("--check") == 1
    assert not (project / "AGENTS.md").exists()
    export()
    assert export("--check") == 0
    write(project, "constitutions/all.md", ALL.replace("kind", "gentle"))
    before = (project / "AGENTS.md").read_bytes()
    capsys.readouterr()
    assert export("--check") == 1
    assert "AGENTS.md: stale: run `harness export agents`" in capsys.readouterr().err
    assert (project / "AGENTS.md").read_bytes() == before


def test_a_block_that_somebody_edited_is_not_lost_without_being_asked(project, capsys):
    export()
    path = project / "AGENTS.md"
    edited = path.read_text().replace("Code MUST be kind.", "Code MAY be kind.")
    path.write_text(edited)
    assert export("--check") == 1
    assert export() == 2
    assert path.read_text() == edited
    assert "edited by hand" in capsys.readouterr().err
    assert export("--force") == 0
    assert "Code MUST be kind." in path.read_text()


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace(END, ""),
        lambda text: text.partition("\n")[2],
        lambda text: text + text,
        lambda text: text.replace("sha256=", "sha256=x"),
        lambda text: f"{END}\n{text}",
    ],
)
def test_marks_that_make_no_block_are_left_to_a_person_even_by_force(project, damage, capsys):
    export()
    path = project / "AGENTS.md"
    path.write_text(damage(path.read_text()))
    damaged = path.read_bytes()
    assert export("--check") == 1
    assert export("--force") == 2
    assert path.read_bytes() == damaged
    assert "AGENTS.md: damaged" in capsys.readouterr().err


def test_rules_for_some_files_are_written_for_agents_in_use_or_asked_for(project):
    (project / ".claude").mkdir()
    assert export("--tool", "cursor", "--tool", "copilot") == 0
    (claude,) = (project / ".claude/rules").iterdir()
    (cursor,) = (project / ".cursor/rules").iterdir()
    (copilot,) = (project / ".github/instructions").iterdir()
    assert claude.read_text().startswith(f'---\npaths:\n  - "src/**/*.py"\n---\n{BEGIN}')
    assert "globs: src/**/*.py\nalwaysApply: false\n---\n" in cursor.read_text()
    assert cursor.suffix == ".mdc"
    assert copilot.read_text().startswith('---\napplyTo: "src/**/*.py"\n---\n')
    assert copilot.name.endswith(".instructions.md")
    for path in (claude, cursor, copilot):
        assert "Code MUST NOT call `eval`." in path.read_text()
        assert "literal_eval(x)" in path.read_text()  # the sample that keeps it
        assert "ALL-001" not in path.read_text()
    assert export("--check", "--tool", "cursor") == 0


def test_globs_are_written_as_other_tools_read_them(project):
    applies = "`*.{py,pyi}`, `tests/`, `tools/run`, `!vendor/`"
    write(project, "constitutions/web.md", constitution().replace("`src/**/*.py`", applies))
    assert export("--tool", "claude") == 0
    (rules,) = (project / ".claude/rules").iterdir()
    front = rules.read_text().split("---\n")[1]
    wanted = ["**/*.py", "**/*.pyi", "**/tests/**", "tools/run", "tools/run/**"]
    assert [line.strip(' -"') for line in front.splitlines()[1:]] == wanted
    assert "Not meant: `vendor/`." in rules.read_text()


def test_rules_of_principles_that_are_gone_go_too_unless_somebody_wrote_in_them(project, capsys):
    export("--tool", "claude")
    (rules,) = (project / ".claude/rules").iterdir()
    mine = write(project, ".claude/rules/harness-mine.md", "# Mine\n")
    rules.write_text(rules.read_text() + "mine\n")
    (project / "constitutions/web.md").unlink()
    assert export("--check") == 1
    assert export() == 2
    assert "no longer needed" in capsys.readouterr().err
    assert rules.exists()
    assert export("--force") == 0
    assert not rules.exists()
    assert mine.read_text() == "# Mine\n"


def test_a_file_of_rules_that_somebody_else_wrote_under_our_name_is_kept(project):
    export("--tool", "claude")
    (rules,) = (project / ".claude/rules").iterdir()
    rules.write_text("mine\n")
    assert export() == 2
    assert rules.read_text() == "mine\n"


def test_a_file_with_two_names_is_written_once_and_one_that_imports_the_other_not_at_all(project):
    write(project, "AGENTS.md", "# Both\n")
    (project / "CLAUDE.md").symlink_to("AGENTS.md")
    assert export() == 0
    assert (project / "AGENTS.md").read_text().count(BEGIN) == 1
    assert (project / "CLAUDE.md").is_symlink()
    (project / "CLAUDE.md").unlink()
    write(project, "CLAUDE.md", "See @AGENTS.md\n")
    assert export() == 0
    assert (project / "CLAUDE.md").read_text() == "See @AGENTS.md\n"


def test_nothing_is_written_outside_of_the_project(project, tmp_path, capsys):
    outside = write(tmp_path, "outside.md", "theirs\n")
    (project / "AGENTS.md").symlink_to(outside)
    assert export() == 2
    assert export("../outside.md") == 2
    assert export(str(outside)) == 2
    assert outside.read_text() == "theirs\n"
    (project / ".claude").symlink_to(tmp_path)
    assert export("--tool", "claude") == 2
    assert not (tmp_path / "rules").exists()


def test_links_that_lead_round_are_told_and_left_alone(project, capsys):
    (project / "AGENTS.md").symlink_to("CLAUDE.md")
    (project / "CLAUDE.md").symlink_to("AGENTS.md")
    assert export() == 2
    assert "AGENTS.md: not ours to write: its link leads nowhere" in capsys.readouterr().err
    assert (project / "AGENTS.md").is_symlink()


def test_a_file_in_utf_16_is_told_and_left_alone(project, capsys):
    own = write(project, "AGENTS.md", "# Mine\n".encode("utf-16"))
    assert export() == 2
    assert "AGENTS.md: not ours to write: it is in UTF-16" in capsys.readouterr().err
    assert own.read_bytes() == "# Mine\n".encode("utf-16")


def test_files_can_be_named_also_from_a_folder_below(project, monkeypatch):
    write(project, "harness.toml", "")
    (project / "docs").mkdir()
    monkeypatch.chdir(project / "docs")
    assert export("GEMINI.md") == 0
    assert BEGIN in (project / "docs/GEMINI.md").read_text()
    assert not (project / "AGENTS.md").exists()


def test_a_constitution_cannot_end_the_block_or_hide_words_in_it(project):
    evil = f"Code MUST {END} \u202e be\U000e0041 kind <!-- and more -->."
    write(project, "constitutions/all.md", ALL.replace("Code MUST be kind.", evil))
    assert export() == 0
    text = (project / "AGENTS.md").read_text()
    assert text.count("<!--") == 2
    assert not set("\u202e\U000e0041") & set(text)
    assert export("--check") == 0


def test_a_long_constitution_is_cut_with_what_binds_least_and_says_so(project):
    many = "".join(
        ALL.partition("## ")[2].join(["## ", ""]).replace("ALL-001", f"ALL-{at:03}").replace("be kind", "be kind " * 40)
        for at in range(100, 220)
    )
    head = "# Many\n\nVersion 1.0.0 · ratified 2026-11-20\n\n"
    write(project, "constitutions/many.md", head + many)
    assert export() == 0
    text = (project / "AGENTS.md").read_text()
    assert len(text) < 25_000
    assert "more that bind less are left out" in text


@pytest.mark.parametrize("arguments", [["--tool", "nobody"], ["constitutions"], ["a\0b"]])
def test_what_makes_no_sense_is_refused(project, arguments, capsys):
    assert export(*arguments) == 2
    assert not (project / "AGENTS.md").exists()


def test_without_a_constitution_there_is_nothing_to_write(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert export() == 2
    assert "no constitution" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
