"""Only a review makes anything golden; what nobody accepted is found, and nothing is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.app.golden_tests import WAITING
from harness.app.golden_tests_review import TestReviewing
from harness.errors import UsageError
from harness.golden.module_text import entry_digest
from tests.support.suites import Suite

pytest_plugins = ["pytester"]

THREE = """
    def test_one(golden):
        assert 1 == golden
        assert [2, 3] == golden

    def test_two(golden):
        assert "four\\nfive\\n" == golden
"""
CHANGED = THREE.replace("1 ==", "10 ==").replace("[2, 3]", "[2, 30]").replace("five", "50")


def test_each_difference_is_shown_and_only_what_was_accepted_becomes_golden(suite: Suite) -> None:
    suite.accept(THREE)
    suite.write(CHANGED)
    code, text = suite.review("a", "s", "r", "the bank says so")
    assert code == 1
    assert "result / line 2  value" in text
    assert "rejected tests/test_it.py::test_two" in text
    assert "accepted golden/tests/test_it.py.golden" in text
    golden = suite.golden()
    assert "result = 10\n" in golden
    assert "|   3\n" in golden
    assert "| five\n" in golden
    code, text = suite.run()
    assert code == 1
    assert "2 changed" in text


def test_who_accepted_what_and_why_is_logged(suite: Suite) -> None:
    suite.accept(THREE)
    suite.write(CHANGED)
    suite.review("A", arguments=("--golden-reason", "a new tariff"))
    lines = [json.loads(line) for line in (suite.root / "golden/accepted.jsonl").read_text().splitlines()]
    assert [(line["decision"], line["case"]) for line in lines] == [
        ("recorded", "tests/test_it.py::test_one"),
        ("recorded", "tests/test_it.py::test_two"),
        ("accepted", "tests/test_it.py::test_one"),
        ("accepted", "tests/test_it.py::test_two"),
    ]
    assert lines[2]["reason"] == "a new tariff"
    assert lines[2]["before"] == lines[0]["after"]
    assert suite.run()[0] == 0
    assert not list((suite.root / WAITING).rglob("*.golden"))


def test_ending_a_review_accepts_nothing(suite: Suite) -> None:
    suite.write(THREE)
    for answers in ((), ("a",), ("q",), ("s", "s", "s"), ("what", "q")):
        code, text = suite.review(*answers)
        assert code == 1
        assert "nothing was accepted" in text
        assert not (suite.root / "golden").exists()


def test_a_requirement_that_is_not_known_accepts_nothing(suite: Suite) -> None:
    suite.write(THREE)
    code, text = suite.review("A", "right", arguments=("--golden-requirement", "FR-999"))
    assert code == 1
    assert "nothing was accepted: there is no requirement 'FR-999'" in text
    assert not (suite.root / "golden").exists()


@pytest.mark.parametrize(("ci", "told"), [("true", "nothing is accepted in CI"), ("", "without a terminal")])
def test_a_review_without_a_person_is_refused(suite: Suite, ci: str, told: str) -> None:
    suite.write(THREE)
    argv = [sys.executable, "-m", "pytest", "--golden-review"]
    done = subprocess.run(
        argv, cwd=suite.root, env={**os.environ, "CI": ci}, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert told in done.stderr
    with pytest.raises(UsageError, match="nothing is accepted"):
        TestReviewing(suite.root).accept({}, TestReviewing(suite.root).signed("because"))


def test_a_golden_that_was_edited_by_hand_is_found(suite: Suite) -> None:
    suite.accept(THREE)
    path = suite.root / "golden/tests/test_it.py.golden"
    path.write_text(path.read_text().replace("result = 1\n", "result = 10\n"))
    suite.write(CHANGED)
    code, text = suite.run()
    assert code == 1
    assert "edited by hand" in text
    assert "1 edited by hand, " not in text.replace("1 changed, 1 edited by hand", "")


def test_a_golden_with_a_digest_that_holds_and_that_nobody_accepted_is_found(suite: Suite) -> None:
    suite.accept(THREE)
    path = suite.root / "golden/tests/test_it.py.golden"
    before = path.read_text()
    body = before.split("== test_two\n")[1].split("\n", 1)[1]
    forged = body.replace("five", "50")
    digests = (entry_digest("test_two", each) for each in (body, forged))
    path.write_text(before.replace(body, forged).replace(*digests))
    suite.write(THREE.replace("five", "50"))
    code, text = suite.run()
    assert code == 1
    assert "golden/accepted.jsonl does not know its golden: nobody accepted it" in text
    code, text = suite.review("s")
    assert "as in the golden, which nobody accepted as it stands there" in text


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (
            lambda text: text.replace("result = 1\n", "<<<<<<< ours\nresult = 1\n"),
            ":5: the markers of a merge stand here",
        ),
        (lambda text: text.replace("# tests", "tests"), ":1: the first line is not that of a file of goldens"),
        (lambda text: text.replace("digest: sha256:", "digest: ", 1), ":4: the digest of a test's goldens is missing"),
        (lambda text: text[:-1], "the file ends in the middle of a line"),
        (lambda text: text + text[text.index("\n== ") :], "a second golden of `test_one`"),
        (lambda text: text.replace("four", "\udcff"), "is not UTF-8"),
    ],
)
def test_a_broken_file_of_goldens_fails_its_tests_with_one_clear_line(suite: Suite, damage: object, told: str) -> None:
    suite.accept(THREE)
    path = suite.root / "golden/tests/test_it.py.golden"
    path.write_bytes(damage(path.read_text()).encode("utf-8", "surrogateescape"))  # type: ignore[operator]
    before = path.read_bytes()
    code, text = suite.run()
    assert code == 1
    assert told in text
    assert "golden/tests/test_it.py.golden" in text
    assert suite.review("A", "because")[0] == 1
    assert path.read_bytes() == before
    suite.write("def test_plain():\n    pass\n")
    code, text = suite.run()
    assert code == 1
    assert told in text


def test_a_broken_log_of_what_was_accepted_is_told(suite: Suite) -> None:
    suite.accept(THREE)
    (suite.root / "golden/accepted.jsonl").write_text("{\n")
    code, text = suite.run()
    assert code == 1
    assert "golden/accepted.jsonl:1" in text


def test_two_branches_that_accepted_different_tests_merge_as_code_does(suite: Suite) -> None:
    suite.accept(THREE)
    path, log = suite.root / "golden/tests/test_it.py.golden", suite.root / "golden/accepted.jsonl"
    base = path.read_text(), log.read_text()
    suite.write(THREE.replace("1 ==", "10 =="))
    suite.review("A", "ours")
    ours = path.read_text(), log.read_text()
    path.write_text(base[0])
    log.write_text(base[1])
    suite.write(THREE.replace("five", "50"))
    suite.review("A", "theirs")
    theirs = path.read_text(), log.read_text()
    for name, text in (("ours", ours[0]), ("base", base[0]), ("theirs", theirs[0])):
        (suite.root / name).write_text(text)
    merged = subprocess.run(["git", "merge-file", "-p", "ours", "base", "theirs"], cwd=suite.root, capture_output=True)
    assert merged.returncode == 0
    path.write_bytes(merged.stdout)
    log.write_text(ours[1] + theirs[1].removeprefix(base[1]))
    suite.write(THREE.replace("1 ==", "10 ==").replace("five", "50"))
    assert suite.run()[0] == 0


def test_what_cannot_be_written_loses_nothing(suite: Suite, monkeypatch: pytest.MonkeyPatch) -> None:
    suite.accept(THREE)
    before = suite.golden(), (suite.root / "golden/accepted.jsonl").read_text()
    suite.write(CHANGED)

    def refused(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.replace", refused)
        code, text = suite.run()
        assert code == 1
        assert "what was received of tests/test_it.py is lost" in text
    suite.run()
    reviewing = TestReviewing(suite.root)
    with monkeypatch.context() as patched:
        patched.setattr("os.replace", refused)
        patched.setattr("harness.adapters.golden_files.may_accept", lambda: "")
        with pytest.raises(Exception, match="No space left"):
            reviewing.accept(dict.fromkeys(reviewing.pending), reviewing.signed("because"))
    assert (suite.golden(), (suite.root / "golden/accepted.jsonl").read_text()) == before
    assert TestReviewing(suite.root).pending


def test_what_waits_is_found_by_name_rejected_and_retired(suite: Suite) -> None:
    suite.accept(THREE)
    suite.write(CHANGED)
    suite.run()
    reviewing = TestReviewing(suite.root)
    assert [one.id for one in reviewing.pending] == ["tests/test_it.py::test_one", "tests/test_it.py::test_two"]
    reviewing.reject(reviewing.named("tests/test_it.py::test_one"))
    with pytest.raises(UsageError, match="nothing waits of"):
        reviewing.named("tests/test_it.py::test_one")
    signature = reviewing.signed("no longer sold")
    for id in ("tests/test_no.py", "tests/test_it.py::test_no"):
        with pytest.raises(UsageError, match="there is no golden of"):
            reviewing.retire(id, signature)
    assert reviewing.retire("tests/test_it.py::test_two", signature) == "golden/tests/test_it.py.golden"
    assert "test_two" not in suite.golden()
    reviewing.retire("tests/test_it.py", signature)
    assert not (suite.root / "golden/tests/test_it.py.golden").exists()
    assert '"decision":"retired"' in (suite.root / "golden/accepted.jsonl").read_text()
    with pytest.raises(UsageError, match="a decision needs a reason"):
        reviewing.signed(" ")


def test_goldens_that_a_link_leads_out_of_the_project_are_refused(suite: Suite, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (suite.root / "golden").symlink_to(outside)
    suite.write(THREE)
    code, text = suite.run()
    assert code == 1
    assert "would lie outside the project" in text


def test_a_golden_of_before_is_none_any_more_neither_for_the_fixture_nor_through_syrupy(suite: Suite) -> None:
    text = "def test_it(golden):\n    assert {} == golden\n"
    path = suite.root / "golden/tests/test_it.py.golden"
    suite.accept(text.format("'old'"))
    before = path.read_text()
    suite.accept(text.format("'new'"))
    path.write_text(before)
    suite.write(text.format("'old'"))
    code, printed = suite.run()
    assert code == 1
    assert "nobody accepted it" in printed
    ours = "from harness.pytest_plugin.extension import GoldenExtension\n"
    through = "def test_it(snapshot):\n    assert 'old' == snapshot.use_extension(GoldenExtension)\n"
    suite.write(ours + through)
    code, printed = suite.run()
    assert "1 failed" in printed, printed
