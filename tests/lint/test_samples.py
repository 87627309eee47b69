from __future__ import annotations

from types import ModuleType

import pytest

from harness.domain.places import Severity
from harness.lint import RULES, check
from tests.lint.bank import card, context

MODULES = dict(RULES.load_all())


def codes(text: str, rule: ModuleType, *, errors_only: bool = False) -> set[str]:
    sample = card(text)
    others = (card(text, "testcards/other.md"),) if rule.CODE == "CARD101" and text == rule.BAD else ()
    services = not (rule.CODE == "CARD142" and text == rule.BAD)
    found = check([sample], context(sample, *others, services=services))
    return {mistake.code for mistake in found if not errors_only or mistake.severity is Severity.ERROR}


@pytest.mark.parametrize("rule", MODULES.values(), ids=MODULES)
def test_the_bad_sample_of_a_rule_breaks_that_rule_and_no_other(rule):
    assert codes(rule.BAD, rule) == {rule.CODE}


@pytest.mark.parametrize("rule", MODULES.values(), ids=MODULES)
def test_the_good_sample_of_a_rule_breaks_none(rule):
    assert codes(rule.GOOD, rule) == set()


@pytest.mark.parametrize("rule", MODULES.values(), ids=MODULES)
def test_a_rule_says_what_why_and_what_to_do(rule):
    assert rule.TITLE
    assert rule.REASON.endswith(".")
    assert rule.HINT
    assert isinstance(rule.LEVEL, Severity)


def test_every_code_is_used_once():
    assert len({rule.CODE for rule in MODULES.values()}) == len(MODULES)
