"""``harness golden`` sees what waits of tests in Python, and takes their goldens away; ``golden check`` leaves them alone."""

from __future__ import annotations

import json

import pytest

from harness.app.golden_cases import load_cases
from harness.cli.boundary import guarded
from harness.cli.root import root
from harness.errors import UsageError
from tests.support.suites import Suite

pytest_plugins = ["pytester"]
TEST = "def test_it(golden):\n    assert {'a': 1} == golden\n"


@pytest.fixture
def changed(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Suite:
    monkeypatch.delenv("CI", raising=False)
    suite = Suite(pytester, monkeypatch)
    suite.accept(TEST)
    suite.write(TEST.replace("1", "2"))
    suite.run()
    return suite


def golden(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    code = guarded(root, ["golden", *arguments])
    return int(code), "".join(capsys.readouterr())


def test_what_waits_is_listed_shown_and_rejected(changed: Suite, capsys: pytest.CaptureFixture[str]) -> None:
    code, listed = golden(capsys, "pending")
    assert code == 5
    assert "tests/test_it.py::test_it  1 difference  (pytest --golden-review)" in listed
    facts = json.loads(golden(capsys, "pending", "--json")[1])
    assert facts == [{"test": "tests/test_it.py::test_it", "differences": 1, "new": False}]
    code, shown = golden(capsys, "show", "tests/test_it.py::test_it")
    assert code == 5
    assert "golden     1" in shown
    as_json = json.loads(golden(capsys, "show", "tests/test_it.py::test_it", "--json")[1])
    assert as_json[0]["leaf"] == "result / a"
    code, rejected = golden(capsys, "reject", "tests/test_it.py::test_it")
    assert code == 0
    assert "has to behave as its golden says" in rejected
    assert golden(capsys, "show", "tests/test_it.py::test_it")[0] != 5


def test_the_golden_of_a_test_is_retired_with_a_reason(changed: Suite, capsys: pytest.CaptureFixture[str]) -> None:
    changed.write("def test_plain():\n    pass\n")
    assert changed.run()[0] == 1
    code, done = golden(capsys, "retire", "tests/test_it.py::test_it", "--reason", "no longer sold")
    assert code == 0
    assert "golden/tests/test_it.py.golden" in done
    assert changed.run()[0] == 0


def test_golden_check_takes_no_golden_of_a_test_for_an_unused_snapshot(changed: Suite) -> None:
    with pytest.raises(UsageError, match="there is no golden case"):
        load_cases(changed.root)
