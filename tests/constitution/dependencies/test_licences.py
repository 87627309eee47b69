from __future__ import annotations

import pytest

from harness.constitution.dependencies.licences import LicenceError, acceptable, normal


@pytest.mark.parametrize(
    ("expression", "good"),
    [
        ("MIT", True),
        ("GPL-3.0", False),
        ("MIT OR GPL-3.0", True),
        ("MIT AND GPL-3.0", False),
        ("(MIT OR GPL-3.0) AND Apache-2.0", True),
        ("MIT OR GPL-3.0 AND LGPL-2.1", True),
        ("GPL-3.0 AND (MIT OR Apache-2.0)", False),
        ("mit and apache-2.0", True),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("GPL-3.0 WITH GCC-exception-3.1", False),
    ],
)
def test_an_expression_is_acceptable_if_one_choice_is(expression, good):
    assert acceptable(expression, lambda licence: licence in ("mit", "apache-2.0")) is good


@pytest.mark.parametrize(
    "text",
    ["", "MIT OR", "(MIT", "MIT)", "SEE LICENSE IN x", "AND", "MIT & BSD", "UNLICENSED", "(" * 50 + "MIT" + ")" * 50],
)
def test_what_is_no_expression_tells_no_licence(text):
    with pytest.raises(LicenceError):
        acceptable(text, lambda licence: True)


def test_versions_of_a_name_are_one():
    assert {normal(one) for one in ("AGPL-3.0", "agpl-3.0-only", "AGPL-3.0-or-later", " AGPL-3.0+ ")} == {"agpl-3.0"}
