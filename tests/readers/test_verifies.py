"""The field of a principle that names the requirements which it shows."""

from __future__ import annotations

import pytest

from harness.domain.principles import Principle
from harness.errors import DocumentError
from harness.readers.constitution import read

TEXT = """# A constitution

Version 1.0.0

## CODE-001 No shell

- **Level:** MUST
- **Constraint:** Code MUST NOT call a shell.
- **Verifies:** {names}
"""


def principle(names: str) -> Principle:
    (one,) = read(TEXT.format(names=names), "constitutions/main.md").principles
    return one


@pytest.mark.parametrize(
    ("names", "verifies"),
    [
        ("FR-003", ("FR-003",)),
        ("FR-003, 001-bank/FR-004 and `NFR-001`", ("FR-003", "001-bank/FR-004", "NFR-001")),
        ("FR-003; FR-003.", ("FR-003",)),
        ("\n  - FR-003\n  - FR-004", ("FR-003", "FR-004")),
    ],
)
def test_names_are_separated_by_commas_or_listed(names: str, verifies: tuple[str, ...]) -> None:
    assert principle(names).verifies == verifies


def test_it_may_be_left_out_and_changes_the_digest_of_its_principle() -> None:
    without = read(TEXT.replace("- **Verifies:** {names}\n", ""), "a.md").principles[0]
    assert without.verifies == ()
    assert principle("FR-003").sha256 != principle("FR-004").sha256


@pytest.mark.parametrize("names", ["the requirement on shells", "FR-003,, FR-004", "FR-003 (partly)"])
def test_what_is_no_name_is_refused_at_its_line(names: str) -> None:
    with pytest.raises(DocumentError) as raised:
        principle(names)
    assert raised.value.mistakes[0].place.line == 9
    assert "is not the name of a requirement" in raised.value.mistakes[0].what
