from __future__ import annotations

import pytest

from harness.golden import _codes
from harness.golden.redaction import unknown_names
from harness.readers import read_golden


@pytest.mark.parametrize("code", _codes.CODES, ids=lambda code: code.code)
def test_every_code_says_why_and_its_samples_differ(code):
    assert code.code.startswith("GOLD1")
    assert code.title
    assert code.reason
    assert bool(code.good) == bool(code.bad)
    assert not code.good or code.good != code.bad


def test_the_samples_of_an_unknown_redaction_are_accepted_and_refused():
    code = _codes.UNKNOWN_REDACTION
    assert unknown_names(read_golden(code.good, "golden/open.md")) == ()
    (found,) = unknown_names(read_golden(code.bad, "golden/open.md"))
    assert found.code == code.code
    assert found.hint
