"""The constitutions that ship, which know nothing of the bank, find its seeded vulnerabilities where they are, and nothing that
blocks on the bank as it is.

One check looks at all of them: the project has a copy of the bank for each vulnerability, in a folder of its own.
"""

from __future__ import annotations

import shutil

import pytest

from harness.app.check import Checked
from tests.examples.test_bank_violations import BANK, Violation, apply, broken, checked, read_violation

CONSTITUTIONS = "cwe-top-25-2025, owasp-asvs-web, python-service, secrets, ci-supply-chain, agent-hygiene"
UNTOUCHED = "untouched"
VULNERABILITIES = [read_violation(path) for path in sorted((BANK / "vulnerabilities").glob("*.patch"))]
UNSEEN = {
    "account-of-anybody": "handlers in a route table of the project's own are not known to hand out objects",
    "paid-by-nobody": "handlers in a route table of the project's own are not known to change something",
    "name-as-html": "which text is of the project's own class of escaped text is not told through keywords",
}
FALSE_ALARMS = frozenset({("TOP-020", "bank/web/server.py:83")})
"""SHOULD only: that an account was found by a name, and so the name holds no end of a line, is not known."""


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """The shipped constitutions on an untouched copy of the bank and on one for each vulnerability."""
    root = tmp_path_factory.mktemp("vulnerabilities")
    (root / "constitutions").mkdir()
    head = f"---\nextends: [{CONSTITUTIONS}]\n---\n# All\n\nVersion 1.0.0 · ratified 2026-11-21\n"
    (root / "constitutions" / "all.md").write_text(head)
    for name in (UNTOUCHED, *(each.name for each in VULNERABILITIES)):
        shutil.copytree(BANK / "bank", root / name / "bank", ignore=shutil.ignore_patterns("__pycache__"))
        if name != UNTOUCHED:
            apply(root / name, BANK / "vulnerabilities" / f"{name}.patch")
    return checked(root, tmp_path_factory.mktemp("cache"))


def expected(vulnerability: Violation) -> object:
    reason = UNSEEN.get(vulnerability.name)
    marks = [] if reason is None else [pytest.mark.xfail(reason=reason, strict=True)]
    return pytest.param(vulnerability, id=vulnerability.name, marks=marks)


def test_at_least_fifteen_principles_are_seeded() -> None:
    assert len({id for each in VULNERABILITIES for id, place in each.breaks}) >= 15
    assert {*UNSEEN} <= {each.name for each in VULNERABILITIES}


@pytest.mark.long
@pytest.mark.requires_git
def test_nothing_is_reported_on_the_bank_as_it_is_but_one_known_false_alarm_that_does_not_block(
    seeded: Checked,
) -> None:
    assert broken(seeded, UNTOUCHED) == FALSE_ALARMS
    levels = {principle.id: principle.level for principle in seeded.results.principles}
    assert {levels[id] for id, place in FALSE_ALARMS} == {"SHOULD"}


@pytest.mark.requires_git
@pytest.mark.parametrize("vulnerability", [expected(each) for each in VULNERABILITIES])
def test_a_vulnerability_is_found_at_its_line_by_its_principle(seeded: Checked, vulnerability: Violation) -> None:
    assert vulnerability.breaks
    assert vulnerability.breaks <= broken(seeded, vulnerability.name)
