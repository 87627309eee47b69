"""A tree that changes while it is verified is never a pass, whatever was recorded of it before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.app.gate import GateOptions, decide_gate
from harness.app.verify import CHECK, GOLDEN, STAGES, TRACE, VerifyListener, VerifyOptions, is_other_tree, verify
from harness.domain.gate import Band
from harness.domain.verdicts import ExitCode
from harness.errors import UsageError
from tests.cli.test_verify import CONSTITUTION
from tests.support.repositories import Repository

pytestmark = pytest.mark.requires_git
GOOD, OTHER = "import ast\n", "import os\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with a constitution alone, which needs no cell."""
    files = {".gitignore": ".harness/\n", "harness.toml": "", "constitutions/main.md": CONSTITUTION, "tools.py": GOOD}
    return Repository.create(tmp_path / "project", files).folder


class Meddler(VerifyListener):
    """Somebody who writes into the tree while a stage begins, or once it is over."""

    def __init__(self, file: Path, begun: dict[str, str], ended: dict[str, str]) -> None:
        self._file, self._begun, self._ended = file, begun, ended
        self.said: dict[str, str] = {}

    def begun(self, stage: str) -> None:
        if stage in self._begun:
            self._file.write_text(self._begun[stage])

    def ended(self, stage: str, said: str, seconds: float | None = None) -> None:
        self.said[stage] = said
        if stage in self._ended:
            self._file.write_text(self._ended[stage])


def test_a_tree_that_stays_as_it_is_passes(root: Path) -> None:
    listener = Meddler(root / "tools.py", {}, {})
    done = verify(root, VerifyOptions(), listener)
    assert done.exit_code is ExitCode.PASS, done.remarks
    assert list(listener.said) == list(STAGES)
    assert len(done.runs) == 1
    assert not is_other_tree(root, done)


@pytest.mark.parametrize("stage", [CHECK, TRACE, "gate"])
def test_one_that_changes_is_undecided_although_both_trees_are_right(root: Path, stage: str) -> None:
    (root / "tools.py").write_text(OTHER)
    assert verify(root, VerifyOptions(), VerifyListener()).exit_code is ExitCode.PASS
    (root / "tools.py").write_text(GOOD)
    assert verify(root, VerifyOptions(), VerifyListener()).exit_code is ExitCode.PASS
    done = verify(root, VerifyOptions(), Meddler(root / "tools.py", {}, {stage: OTHER}))
    assert done.exit_code is ExitCode.UNDECIDED
    assert "the tree changed while it was verified" in done.remarks[-1]


def test_what_was_run_of_another_tree_shows_nothing_of_this_one(root: Path) -> None:
    done = verify(root, VerifyOptions(), Meddler(root / "tools.py", {CHECK: OTHER}, {CHECK: GOOD}))
    assert done.decided is not None
    assert done.decided.decision.band is Band.UNDECIDED
    assert done.exit_code is ExitCode.UNDECIDED


def test_a_tree_that_changes_between_the_stages_is_logged_as_undecided(root: Path) -> None:
    (root / "tools.py").write_text(OTHER)
    verify(root, VerifyOptions(), VerifyListener())
    (root / "tools.py").write_text(GOOD)
    verify(root, VerifyOptions(), Meddler(root / "tools.py", {}, {CHECK: OTHER}))
    lines = (root / ".harness/gate/decisions.jsonl").read_text().splitlines()
    assert [json.loads(line)["decision"]["band"] for line in lines] == ["PASS", "UNDECIDED"]


def test_an_interrupt_before_anything_is_recorded_decides_nothing(root: Path) -> None:
    class Impatient(VerifyListener):
        def begun(self, stage: str) -> None:
            raise KeyboardInterrupt

    done = verify(root, VerifyOptions(), Impatient())
    assert (done.decided, done.exit_code, done.runs) == (None, ExitCode.UNDECIDED, ())
    assert not is_other_tree(root, done)


def test_golden_cases_of_which_nothing_but_the_log_is_left_are_a_difference(root: Path) -> None:
    line = {"decision": "recorded", "case": "GONE", "who": "Ann", "when": "2026-11-20T14:30:15Z", "reason": "first"}
    (root / "golden").mkdir()
    (root / "golden/accepted.jsonl").write_text(json.dumps({**line, "after": "0" * 64}) + "\n")
    Repository(root).git("add", "--all")
    Repository(root).git("commit", "--quiet", "--amend", "--no-edit")
    listener = Meddler(root / "tools.py", {}, {})
    done = verify(root, VerifyOptions(), listener)
    assert listener.said[GOLDEN] == "1 golden case: 1 gone"
    assert done.exit_code is ExitCode.REWORK


def test_a_folder_of_golden_cases_that_holds_none_is_skipped(root: Path) -> None:
    (root / "golden").mkdir()
    (root / "golden/README.md").write_text("# Golden cases\n")
    listener = Meddler(root / "tools.py", {}, {})
    verify(root, VerifyOptions(), listener)
    assert listener.said[GOLDEN] == "skipped: no golden cases"


def test_outside_git_what_was_run_counts_and_only_the_judges_are_unknown(tmp_path: Path) -> None:
    for name, text in {"harness.toml": "", "constitutions/main.md": CONSTITUTION, "tools.py": GOOD}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    done = verify(tmp_path, VerifyOptions(), VerifyListener())
    assert done.decided is not None
    decision = done.decided.decision
    assert (decision.band, decision.beneath) == (Band.UNDECIDED, Band.PASS)
    unknown = {fact.name for fact in decision.facts if fact.unknown}
    assert {name for name in unknown if name.startswith(("constitution.", "judges."))} == {
        "judges.edited",
        "judges.unreviewed",
    }


def test_a_golden_case_that_cannot_be_read_is_never_taken_for_none(root: Path) -> None:
    assert verify(root, VerifyOptions(), VerifyListener()).exit_code is ExitCode.PASS
    (root / "golden").mkdir()
    (root / "golden/case.md").symlink_to("nowhere.md")
    for decide in (lambda: verify(root, VerifyOptions(), VerifyListener()), lambda: decide_gate(root, GateOptions())):
        with pytest.raises(UsageError, match=r"case\.md' is not a file"):
            decide()
