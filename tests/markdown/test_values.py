"""Values of YAML become what they would be in JSON, and what stood in quotes stays text."""

from __future__ import annotations

import pytest

from harness.markdown.front_matter import read_table
from harness.markdown.values import plain_value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1", 1),
        ("-12", -12),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("'1'", "1"),
        ('"true"', "true"),
        ("yes", "yes"),
        ("0x10", "0x10"),
        ("2026-11-20", "2026-11-20"),
        ("[1, a, {b: 2}]", [1, "a", {"b": 2}]),
    ],
)
def test_a_value_is_what_it_would_be_in_json(written: str, value: object) -> None:
    assert plain_value(read_table(f"key: {written}\n", "a.md")) == {"key": value}
