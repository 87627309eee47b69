"""What docs/golden-pytest.md shows works as it says."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.suites import Suite

pytest_plugins = ["pytester"]
DOCUMENT = (Path(__file__).parents[2] / "docs/golden-pytest.md").read_text(encoding="utf-8")


def test_the_example_is_recorded_in_a_review_and_passes_then(suite: Suite) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    suite.write(example)
    code, text = suite.run()
    assert code == 1
    assert "2 unrecorded" in text
    suite.review("a", "a", "")
    assert suite.run()[0] == 0
    assert "| Receipt <number>\n" in suite.golden()
    suite.write(example.replace("70", "71").replace("4711", "4712"))
    code, text = suite.run()
    assert "result / balance: value: 70 → 71" in text
    assert "1 failed, 1 passed" in text
