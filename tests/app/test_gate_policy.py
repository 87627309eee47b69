"""The policy of a real project: complete, or every mistake at its line of the configuration, for `lint` as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.app.gate_policy import DOUBTFUL, INVALID, policy_mistakes, policy_of
from harness.app.lint import lint
from harness.app.project import load_project
from harness.domain.gate import Profile
from harness.domain.places import Severity
from harness.errors import DocumentError
from harness.readers import CODES

WRONG = """\
[product]
setup = []

[gate]
profile = "strict"

[[gate.criteria]]
band = "PASS"
when = "cards.failde == 0"

[[gate.criteria]]
band = "PASS"
when = "cards.seconds <= baseline + 2 %"
weight = 2

[[gate.criteria]]
id = "pass-1"
band = "UNDECIDED"
when = "cards.failed == 0"
first = "cards.failed = 0"
"""
TOLD = [
    "harness.toml:9: 'cards.failde == 0', column 1: unknown fact 'cards.failde'",
    "harness.toml:13: 'cards.seconds <= baseline + 2 %' cannot be told while nothing was ever accepted",
    "harness.toml:17: 2 criteria have the id 'pass-1'",
    "harness.toml:18: UNDECIDED has no criteria",
    "harness.toml:20: 'cards.failed = 0', column 14: '=' means nothing here",
    "harness.toml:7: 2 criteria have the id 'pass-1'",
]


def project(folder: Path, text: str, name: str = "harness.toml") -> Path:
    (folder / name).write_text(text)
    return folder


def test_without_a_configuration_the_standard_profile_decides(tmp_path: Path) -> None:
    policy = policy_of(load_project(tmp_path))
    assert (policy.profile, len(policy.criteria), policy.max_cycles) == (Profile.STANDARD, 10, 3)


def test_another_profile_can_stand_in(tmp_path: Path) -> None:
    written = load_project(project(tmp_path, '[gate]\nprofile = "strict"\nmax_cycles = 5\n'))
    assert [len(policy_of(written, one).criteria) for one in (None, Profile.STANDARD, Profile.SHADOW)] == [16, 10, 10]
    assert policy_of(written, Profile.SHADOW).max_cycles == 5
    assert policy_of(written, Profile.SHADOW).profile is Profile.SHADOW


def test_every_mistake_is_told_at_its_line(tmp_path: Path) -> None:
    found = policy_mistakes(load_project(project(tmp_path, WRONG)))
    assert sorted(map(str, found)) == sorted(TOLD)
    assert {one.code for one in found if one.severity is Severity.WARNING} == {"CONF104"}
    assert all(one.hint for one in found)


def test_what_is_doubtful_only_keeps_nothing_from_deciding(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as refused:
        policy_of(load_project(project(tmp_path, WRONG)))
    assert {one.severity for one in refused.value.mistakes} == {Severity.ERROR}
    doubtful = '[[gate.criteria]]\nband = "PASS"\nwhen = "cards.seconds <= baseline"\n'
    assert policy_of(load_project(project(tmp_path, doubtful))).criteria[0].when == "cards.seconds <= baseline"


def test_criteria_in_a_list_are_told_at_the_line_of_the_list(tmp_path: Path) -> None:
    text = '[gate]\nmax_cycles = 2\ncriteria = [\n  { band = "PASS", when = "x == 0" },\n]\n'
    (mistake,) = policy_mistakes(load_project(project(tmp_path, text)))
    assert str(mistake.place) == "harness.toml:3"


def test_in_pyproject_it_is_the_same(tmp_path: Path) -> None:
    text = '[project]\nname = "x"\n[[tool.harness.gate.criteria]]\nband = "PASS"\nwhen = "x == 0"\n'
    (mistake,) = policy_mistakes(load_project(project(tmp_path, text, "pyproject.toml")))
    assert str(mistake.place) == "pyproject.toml:5"


def test_lint_tells_of_the_policy_as_of_any_document(tmp_path: Path) -> None:
    report = lint(project(tmp_path, WRONG))
    assert sorted(map(str, report.mistakes)) == sorted(TOLD)
    assert (report.errors, report.warnings) == (5, 1)


def test_what_is_told_can_be_explained() -> None:
    assert {INVALID, DOUBTFUL} <= {one.code for one in CODES}
