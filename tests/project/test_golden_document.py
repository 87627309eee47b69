"""The page on golden cases says what is true: of each redaction what it makes of its example, of each outcome its exit code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.domain.cards import Section
from harness.domain.golden import Capture, CaseOutcome, Part, PartKind, Redaction
from harness.golden import redacting
from harness.golden.masking import ORDERING
from harness.golden.redaction import redact
from harness.plugins import Family
from harness.readers import read_golden

PAGE = (Path(__file__).parents[2] / "docs" / "golden.md").read_text()
_ROW = re.compile(r"^\| `([^`|]+)` \| (.+) \|$", re.MULTILINE)


def rows(heading: str) -> dict[str, list[str]]:
    """The rows of the table below a heading, by their first cell."""
    _, _, section = PAGE.partition(f"\n## {heading}\n")
    section = section.partition("\n## ")[0]
    return {name: [cell.strip() for cell in rest.split(" | ")] for name, rest in _ROW.findall(section)}


REDACTIONS = {name: (cells[0].strip("`"), cells[1].strip("`")) for name, cells in rows("Redactions").items()}


def test_the_page_names_every_redaction() -> None:
    assert set(REDACTIONS) == {*Family(redacting).names(), *ORDERING}


@pytest.mark.parametrize("name", REDACTIONS)
def test_a_redaction_makes_of_its_example_what_the_page_says(name: str) -> None:
    example, becomes = REDACTIONS[name]
    part = Part(name="stdout", kind=PartKind.TEXT, value=example)
    capture = Capture(section=Section.STEPS, number=1, did="Run `it`.", parts=(part,))
    (found,) = redact([capture], [Redaction(name=name)]).captures
    assert found.parts[0].value == becomes


def test_the_page_tells_the_exit_code_of_every_outcome() -> None:
    told = {outcome: int(cells[-1]) for outcome, cells in rows("Outcomes").items()}
    assert told == {str(outcome): int(outcome.exit_code) for outcome in CaseOutcome}


def test_the_case_on_the_page_is_a_case() -> None:
    (text,) = re.findall(r"^```markdown\n(---\n.+?)```$", PAGE, re.MULTILINE | re.DOTALL)
    assert read_golden(text, "golden/list.md").id == "BANK-LIST"


def test_the_inputs_on_the_page_can_be_read() -> None:
    (line,) = re.findall(r"^inputs: .+$", PAGE, re.MULTILINE)
    text = f"---\nid: A\nsurface: terminal\n{line}\n---\n# A\n\n## Steps\n1. Run `pay {{amount}} {{name}}`.\n"
    assert [one.name for one in read_golden(text, "golden/a.md").inputs] == ["amount", "name"]
