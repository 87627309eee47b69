from __future__ import annotations

import importlib.metadata
import sys
from importlib.metadata import EntryPoint

import click
import pytest

from harness.cli import commands
from harness.cli.boundary import guarded
from harness.cli.group import LazyGroup
from harness.cli.root import root
from harness.plugins import Family

NAMES = Family(commands).names()


@pytest.fixture
def group(tmp_path, monkeypatch):
    """A group of two commands."""
    (tmp_path / "verbs").mkdir()
    (tmp_path / "verbs/__init__.py").write_text("")
    source = "import click\n@click.command()\ndef command():\n    return {code}\n"
    (tmp_path / "verbs/do_it.py").write_text('"""Do it."""\n' + source.format(code=3))
    (tmp_path / "verbs/rest.py").write_text("# a remark\n" + source.format(code=0))
    monkeypatch.syspath_prepend(str(tmp_path))
    import verbs

    yield LazyGroup("tool", verbs, help="A tool.")
    for name in [name for name in sys.modules if name.split(".")[0] == "verbs"]:
        del sys.modules[name]


def test_commands_are_listed_with_the_first_line_of_their_source_and_not_imported(group, capsys):
    assert guarded(group, ["--help"]) == 0
    assert "do-it  Do it.\n" in capsys.readouterr().out
    assert "verbs.do_it" not in sys.modules


def test_a_command_is_imported_when_it_is_called(group):
    assert guarded(group, ["do-it"]) == 3
    assert "verbs.rest" not in sys.modules


def test_a_typo_is_answered_with_the_nearest_command(group, capsys):
    assert guarded(group, ["doit"]) == 2
    assert "there is no command 'doit': did you mean 'do-it'?" in capsys.readouterr().err


def test_a_package_is_a_group_whose_commands_are_its_modules(group, tmp_path, capsys):
    (tmp_path / "verbs/many").mkdir()
    (tmp_path / "verbs/many/__init__.py").write_text(
        '"""Do many things."""\nimport sys\nfrom harness.cli.group import LazyGroup\n'
        'command = LazyGroup("many", sys.modules[__name__], help="Many things.")\n'
    )
    (tmp_path / "verbs/many/one.py").write_text('"""Do one."""\nimport click\ncommand = click.Command("one")\n')
    assert guarded(group, ["--help"]) == 0
    assert "many   Do many things.\n" in capsys.readouterr().out
    assert "verbs.many" not in sys.modules
    assert guarded(group, ["many", "--help"]) == 0
    assert "one  Do one.\n" in capsys.readouterr().out
    assert "verbs.many.one" not in sys.modules
    assert guarded(group, ["many", "one"]) == 0


def test_a_group_without_commands_has_a_help(tmp_path, monkeypatch, capsys):
    (tmp_path / "none").mkdir()
    (tmp_path / "none/__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    import none

    assert guarded(LazyGroup("tool", none, help="A tool."), ["--help"]) == 0
    assert "Commands" not in capsys.readouterr().out


def test_strangers_add_commands_by_an_entry_point(group, monkeypatch):
    point = EntryPoint("sing", "verbs.do_it", "verbs")
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group, name: [point] if name == "sing" else [])
    assert guarded(group, ["sing"]) == 3


def every_command() -> list[tuple[str, click.Command]]:
    context = click.Context(root)
    found: list[tuple[str, click.Command]] = []
    for name in root.list_commands(context):
        command = root.get_command(context, name)
        assert command is not None
        found.append((name, command))
        if isinstance(command, click.Group):
            found += [(f"{name} {inner}", below(command, inner)) for inner in command.list_commands(context)]
    return found


def below(group: click.Group, name: str) -> click.Command:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    return command


COMMANDS = every_command()


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_every_command_says_what_it_does_and_what_each_option_is_for(name, command):
    assert command.help

    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts[0]}"
            assert parameter.help.endswith("."), f"{name} {parameter.opts[0]}"


@pytest.mark.parametrize("name", NAMES)
def test_the_root_help_lists_every_command_with_a_sentence(name, capsys):
    assert guarded(root, ["--help"]) == 0
    lines = [line.split(None, 1) for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    assert any(line[0] == name and len(line) == 2 for line in lines if line)


@pytest.mark.parametrize("name", [name for name, _ in COMMANDS])
def test_help_of_a_command_fits_a_terminal(name, capsys):
    assert guarded(root, [*name.split(), "--help"]) == 0
    assert all(len(line) <= 80 for line in capsys.readouterr().out.splitlines())


def test_help_tells_every_exit_code(capsys):
    guarded(root, ["--help"])
    shown = capsys.readouterr().out
    assert all(f"\n    {code}  " in shown for code in range(6))
