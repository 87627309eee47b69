from __future__ import annotations

import pytest

from harness.markdown.text import sha256
from harness.readers import read_specification

SPEC = """\
# Feature Specification: Accounts

## Requirements

- **FR-001**: System MUST open accounts
  with a first deposit.
- **FR-002:** System MUST refuse an overdraft:
  - in cash
  - **FR-003** System MUST say so.

  ```
  insufficient funds
  ```
1. **BANK-NFR-001** - Answers MUST take less than a second.

**SC-001**: Nine in ten users need no help.
**SC-002** They say so
in a survey.

Words before **FR-009**: are prose.

- FR-004: System MUST list accounts.
- *not* a requirement
  - __FR-005__: nested below prose.
"""


def test_every_requirement_is_read_with_its_words_and_line():
    found = {requirement.id: requirement for requirement in read_specification(SPEC, "specs/a.md").requirements}
    assert {id_: (requirement.text, requirement.place.line) for id_, requirement in found.items()} == {
        "FR-001": ("System MUST open accounts with a first deposit.", 5),
        "FR-002": ("System MUST refuse an overdraft: in cash insufficient funds", 7),
        "FR-003": ("System MUST say so.", 9),
        "BANK-NFR-001": ("Answers MUST take less than a second.", 14),
        "SC-001": ("Nine in ten users need no help.", 16),
        "SC-002": ("They say so in a survey.", 17),
        "FR-004": ("System MUST list accounts.", 22),
        "FR-005": ("nested below prose.", 24),
    }


def test_the_hash_is_of_the_words_and_not_of_their_layout():
    (wrapped,) = read_specification("- **FR-001**: System\n  MUST   open.\n", "a.md").requirements
    (plain,) = read_specification("**FR-001**: System MUST open.\n", "b.md").requirements
    assert wrapped.sha256 == plain.sha256 == sha256("System MUST open.")


def test_a_text_without_requirements_states_none():
    assert read_specification("# Plan\n\nWrite FR-001 down.\n", "a.md").requirements == ()


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("- **FR-001**: a\n- **FR-001**: b\n", "SPEC101", 2),
        ("- **FR-001**:\n", "SPEC102", 1),
    ],
)
def test_a_requirement_is_stated_once_and_with_words(text, code, line):
    (mistake,) = read_specification(text, "a.md").mistakes
    assert (mistake.code, mistake.place.line) == (code, line)
