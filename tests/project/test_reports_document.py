"""docs/reports.md says what is true: every format is in its table, and the numbers are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

from harness import reports
from harness.adapters.step_summary import MOST_BYTES
from harness.plugins import Family
from harness.reports import markdown
from harness.reports._annotations import MOST as ANNOTATIONS
from harness.reports._issue import Kind
from harness.reports._sarif.results import MOST as RESULTS
from harness.reports._sarif.rules import rules_of
from tests.support.findings import FINE, checked

TEXT = (Path(__file__).parents[2] / "docs" / "reports.md").read_text()
FORMATS = Family(reports, apart=("bundles", "decisions", "traces")).names()


def test_the_table_has_every_format_and_no_other() -> None:
    assert sorted(re.findall(r"^\| `([a-z-]+)` \|", TEXT, re.MULTILINE)) == list(FORMATS)


def test_the_numbers_are_those_of_the_code() -> None:
    assert f"never more than {markdown.LONGEST:,} bytes" in TEXT
    assert f"At most {RESULTS:,} results" in TEXT
    assert f"under {MOST_BYTES // 1000:,} kB" in TEXT
    assert ANNOTATIONS == 10


def test_the_rules_of_harness_itself_are_named() -> None:
    own = [one["id"] for one in rules_of(checked(FINE)).described if str(one["id"]).startswith("harness:")]
    assert own == [f"harness:{Kind.WAIVER}", f"harness:{Kind.SNAPSHOT}"]
    assert all(f"`{one}`" in TEXT for one in own)


def test_the_mark_of_a_comment_is_the_one_on_the_page() -> None:
    from harness.reports._view import View

    assert markdown.render(checked(FINE), View(folder="x")).split("\n")[0] in TEXT
