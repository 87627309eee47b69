"""A project with a ``waivers.toml`` is linted, checked and traced as one without, but for what is wrong in that file."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.cli.boundary import guarded
from harness.cli.root import root
from tests.support.judging import Bench

pytestmark = pytest.mark.requires_git

WAIVER = '[[waivers]]\nid = "W-1"\nscope = "{}"\nreason = "later"\nowner = "Ann"\nuntil = {}\n'


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    bench = Bench.create(tmp_path)
    monkeypatch.chdir(bench.folder)
    return bench


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = guarded(root, list(arguments))
    told = capsys.readouterr()
    return code, told.out + told.err


@pytest.mark.parametrize("command", ["lint", "check", "trace"])
def test_a_waiver_changes_no_other_command(bench, capsys, command):
    code, said = run(capsys, command, "--report", "json")
    bench.write({"waivers.toml": WAIVER.format("card LIST-SHOW", "2020-01-31")})
    assert run(capsys, command, "--report", "json")[0] == code
    assert "Traceback" not in said


def test_lint_tells_of_it_at_its_line(bench, capsys):
    bench.write({"waivers.toml": WAIVER.format("card LIST-SHOP", "2020-01-31")})
    code, said = run(capsys, "lint")
    assert code == 0, said
    assert "waivers.toml:1" in said
    assert "did you mean 'LIST-SHOW'?" in said
    bench.write({"waivers.toml": WAIVER.format("seal LIST-SHOW", "2020-01-31")})
    code, said = run(capsys, "lint")
    assert code == 2
    assert "waivers.toml:3" in said
    assert "'seal LIST-SHOW' cannot be waived" in said


@pytest.mark.parametrize("code", ["WAIVER101", "WAIVER102", "WAIVER103", "WAIVER104"])
def test_its_codes_are_explained(capsys, code):
    assert run(capsys, "explain", code)[0] == 0
