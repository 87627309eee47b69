"""What the rules for specifications must catch, and what they must not."""

from __future__ import annotations

import pytest

from harness.domain.places import Severity
from harness.specification.lint import RULES
from tests.support.specifications import codes

MEMBERS = list(RULES.load_all())


@pytest.mark.parametrize("rule", [rule for _, rule in MEMBERS], ids=[name for name, _ in MEMBERS])
def test_a_rule_refuses_its_bad_sample_and_accepts_its_good_one(rule):
    assert codes(rule.BAD) == [rule.CODE]
    assert codes(rule.GOOD) == []


@pytest.mark.parametrize("rule", [rule for _, rule in MEMBERS], ids=[name for name, _ in MEMBERS])
def test_a_rule_says_why_and_what_to_do(rule):
    assert rule.REASON.endswith(".")
    assert rule.HINT
    assert rule.TITLE
    assert rule.LEVEL in Severity
    assert hasattr(rule, "check") != hasattr(rule, "check_claims")


def test_every_rule_has_a_code_of_its_own():
    assert len({rule.CODE for _, rule in MEMBERS}) == len(MEMBERS)
