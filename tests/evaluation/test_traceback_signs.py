"""Each crash report is recognised by its own samples, and nothing harmless is."""

from __future__ import annotations

import pytest

from harness.evaluation.traceback_signs import SIGNS, Sign, find_trace
from harness.phrasebook import regex

SAMPLES = [(sign, bad) for sign in SIGNS for bad in sign.bad]
HARMLESS = [good for sign in SIGNS for good in sign.good]


@pytest.mark.parametrize(("sign", "bad"), SAMPLES)
def test_each_sign_knows_its_bad_samples(sign: Sign, bad: str) -> None:
    assert regex.compile(sign.pattern).search(bad)
    assert find_trace(["all is well", bad])


@pytest.mark.parametrize("good", HARMLESS)
def test_no_sign_trips_over_a_good_sample(good: str) -> None:
    assert find_trace([good]) is None


@pytest.mark.parametrize("sign", SIGNS)
def test_each_sign_has_samples_and_a_mark_that_a_card_would_not_name_by_chance(sign: Sign) -> None:
    assert sign.good
    assert sign.bad
    assert len(sign.mark) >= 4
