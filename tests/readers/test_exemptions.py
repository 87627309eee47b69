"""``[[trace.exemptions]]`` in the configuration, and where each of them stands."""

from __future__ import annotations

from datetime import date

import pytest

from harness.errors import DocumentError
from harness.readers.configuration import places_of, read

TEXT = """[cards]
workers = 1

[[trace.exemptions]]
requirement = "FR-009"
reason = "no test system"
who = "A Person"
until = 2027-01-31

# the next one
[[trace.exemptions]] # more
requirement = "FR-010"
reason = "none either"
who = "A Person"
until = 2027-02-28
"""


def test_exemptions_are_read_with_their_places() -> None:
    found = read(TEXT, "harness.toml").trace.exemptions
    assert [(one.requirement, one.until) for one in found] == [
        ("FR-009", date(2027, 1, 31)),
        ("FR-010", date(2027, 2, 28)),
    ]
    assert [one.line for one in places_of(TEXT, "harness.toml", ("trace", "exemptions"))] == [4, 11]
    nested = TEXT.replace("[[trace", "[[tool.harness.trace").replace("[cards]", "[tool.harness.cards]")
    assert [one.line for one in places_of(nested, "pyproject.toml", ("trace", "exemptions"))] == [4, 11]


@pytest.mark.parametrize(
    "change",
    [
        ("until = 2027-01-31", 'until = "soon"'),
        ('who = "A Person"\nuntil = 2027-01-31', "until = 2027-01-31"),
        ('reason = "no test system"', 'why = "no test system"'),
    ],
)
def test_one_that_is_incomplete_or_misspelt_is_refused(change: tuple[str, str]) -> None:
    with pytest.raises(DocumentError):
        read(TEXT.replace(*change, 1), "harness.toml")
