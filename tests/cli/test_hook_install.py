"""``harness hook install`` as a user would run it: hooks among the settings of an agent, and nothing lost there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.cli.boundary import guarded
from harness.cli.root import root


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("harness.cli.hooking.hurry", lambda: None)  # this process lives on
    return tmp_path / ".claude" / "settings.json"


def install(*arguments: str) -> int:
    return guarded(root, ["hook", "install", "claude-code", *arguments])


def test_both_hooks_are_added_and_a_second_time_nothing_changes(settings, capsys):
    assert install() == 0
    first = settings.read_text()
    hooks = json.loads(first)["hooks"]
    assert "post-tool-use --project" in hooks["PostToolUse"][0]["hooks"][0]["command"]
    assert "Write" in hooks["PostToolUse"][0]["matcher"]
    assert "stop --project" in hooks["Stop"][0]["hooks"][0]["command"]
    assert install() == 0
    assert settings.read_text() == first
    assert "there already" in capsys.readouterr().out


def test_what_stands_there_stays_in_its_order(settings):
    own = {
        "z": "é",
        "hooks": {
            "Stop": [{"hooks": [{"type": "command", "command": "say done"}]}],
            "PreToolUse": [{"matcher": "Bash"}],
        },
        "a": [1.5, None, {"deep": True}],
    }
    settings.parent.mkdir()
    settings.write_text(json.dumps(own, indent="\t", ensure_ascii=False))
    settings.chmod(0o600)
    assert install("--command", "uv run harness") == 0
    text = settings.read_text()
    found = json.loads(text)
    assert list(found) == ["z", "hooks", "a"]
    assert found["hooks"]["Stop"][0] == own["hooks"]["Stop"][0]
    assert found["hooks"]["Stop"][1]["hooks"][0]["command"].startswith("uv run harness hook claude-code stop")
    assert found["hooks"]["PreToolUse"] == own["hooks"]["PreToolUse"]
    assert '\n\t"z": "é"' in text
    assert settings.stat().st_mode & 0o777 == 0o600


def test_to_print_writes_nothing(settings, capsys):
    assert install("--print") == 0
    assert "PostToolUse" in json.loads(capsys.readouterr().out)["hooks"]
    assert not settings.exists()


@pytest.mark.parametrize(
    "text",
    ["[]", "{ // why\n}", '{"hooks": []}', '{"hooks": {"Stop": {}}}', '{"a": 1, "a": 2}', b"\xff{}".decode("latin-1")],
)
def test_settings_that_could_not_be_kept_whole_are_left_alone(settings, text, capsys):
    settings.parent.mkdir()
    settings.write_text(text, encoding="latin-1")
    assert install() == 2
    assert settings.read_text(encoding="latin-1") == text
    assert "settings.json" in capsys.readouterr().err


def test_a_link_that_leads_out_of_the_project_is_not_followed(settings, tmp_path_factory, capsys):
    outside = tmp_path_factory.mktemp("outside")
    settings.parent.symlink_to(outside)
    assert install() == 2
    assert list(outside.iterdir()) == []


def test_a_program_that_is_not_on_the_path_is_told_of(settings, capsys):
    assert install("--command", "no-such-program-at-all hook") == 0
    assert "not on the PATH" in capsys.readouterr().err


def test_settings_that_keep_hooks_from_being_called_are_told_of(settings, capsys):
    settings.parent.mkdir()
    settings.write_text('{"disableAllHooks": true}')
    assert install() == 0
    assert "keeps every hook from being called" in capsys.readouterr().err
    assert json.loads(settings.read_text())["disableAllHooks"] is True
