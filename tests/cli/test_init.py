"""``harness init`` as a user meets it."""

from __future__ import annotations

import os

from harness.cli.boundary import guarded
from harness.cli.root import root


def init(capsys, *arguments: str) -> tuple[int, str]:
    code = guarded(root, ["init", *arguments])
    shown = capsys.readouterr()
    return code, shown.out + shown.err


def test_it_says_what_it_guessed_and_wrote(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[project]\n[project.scripts]\nbank = 'x:y'\n")
    code, shown = init(capsys)
    assert code == 0
    assert "guessed from pyproject.toml: a Python package with the command bank\n" in shown
    assert "wrote   harness.toml\n" in shown
    assert 'bank = "{tree}/.venv/bin/bank"' in (tmp_path / "harness.toml").read_text()
    assert (tmp_path / "testcards/README.md").is_file()
    assert "next: " in shown


def test_it_proposes_constitutions_in_a_line_each(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "test_app.py").write_text("def test_it(): ...\n")
    code, shown = init(capsys)
    assert code == 0
    assert "fits code, such as test_app.py: secrets\n" in shown
    assert "fits tests, such as test_app.py: agent-hygiene\n" in shown
    assert "wrote   constitutions/main.md\n" in shown
    assert (
        "next: check harness.toml and constitutions/main.md, keep .harness/ out of git, then `harness check`" in shown
    )
    assert len(shown.splitlines()) <= 14


def test_a_second_time_it_keeps_everything(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    init(capsys)
    code, shown = init(capsys)
    assert code == 0
    assert "kept    harness.toml\n" in shown
    assert "wrote" not in shown


def test_a_dry_run_shows_the_configuration_and_writes_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    code, shown = init(capsys, "--dry-run")
    assert code == 0
    assert "nothing here says how the product is built or used" in shown
    assert "would write harness.toml\n" in shown
    assert "\n[product.commands]\n" in shown
    assert os.listdir(tmp_path) == []
