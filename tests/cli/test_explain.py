"""``harness explain`` as a user meets it."""

from __future__ import annotations

import pytest

from harness.app.explain import explanations
from harness.cli.boundary import guarded
from harness.cli.root import root
from harness.lint import RULES


def explain(capsys, *arguments: str) -> tuple[int, str]:
    code = guarded(root, ["explain", *arguments])
    shown = capsys.readouterr()
    return code, shown.out + shown.err


def test_all_codes_are_listed_when_none_is_named(capsys):
    code, shown = explain(capsys)
    listed = [line.split()[0] for line in shown.splitlines()]
    assert code == 0
    assert listed == sorted(listed)
    assert {rule.CODE for _, rule in RULES.load_all()} < set(listed)
    assert {"DOC101", "CARD007", "CONF102", "SPEC101", "GOLD001", "GOLD105"} < set(listed)


def test_codes_are_unique():
    codes = [explanation.code for explanation in explanations()]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("code", [explanation.code for explanation in explanations()])
def test_every_code_has_a_reason(capsys, code):
    status, shown = explain(capsys, code.lower())
    assert status == 0
    assert shown.startswith(code)
    assert len(shown.splitlines()) >= 3


def test_a_rule_comes_with_its_hint_and_samples(capsys):
    shown = explain(capsys, "CARD111")[1]
    assert "What to do: " in shown
    assert "\nRefused:\n\n    ---\n" in shown
    assert "\nAccepted:\n\n    ---\n" in shown


@pytest.mark.parametrize(
    "code", [f"GOLD{number}" for number in ("001", "002", "003", "101", "102", "103", "104", "105")]
)
def test_a_code_of_golden_cases_comes_with_its_hint_and_samples(capsys, code):
    shown = explain(capsys, code)[1]
    assert "What to do: " in shown
    assert "\nRefused:\n\n    " in shown
    assert "\nAccepted:\n\n    " in shown


def test_an_unknown_code_is_answered_with_the_nearest(capsys):
    code, shown = explain(capsys, "CARD11")
    assert code == 2
    assert shown.startswith("error: there is no code 'CARD11'\n  hint: did you mean 'CARD1")


def test_phrases_lists_the_forms(capsys):
    code, shown = explain(capsys, "phrases")
    assert code == 0
    assert "Actions on the surface `terminal`:\n  Run `CMD`\n" in shown
    assert "Under a step:\n  The rest needs this\n" in shown
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_the_page_is_only_of_phrases(capsys):
    assert explain(capsys, "phrases", "--markdown")[1].startswith("# The phrasebook\n")
    assert explain(capsys, "CARD111", "--markdown")[0] == 2
