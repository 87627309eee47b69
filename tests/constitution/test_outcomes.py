"""A check that worked on its samples is not tried on them again, unless anything is different that has a part in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.constitution.canary import sample_tree, try_samples
from harness.constitution.jobs import jobs_of
from harness.constitution.validate import validate
from harness.domain.findings import DoubtKind
from harness.domain.principles import Principle
from harness.ports.sources import Tools
from tests.support import kinds
from tests.support.blobs import Memory
from tests.support.kinds import TOOLS, check, principle, sample

pytestmark = pytest.mark.usefixtures("simple_kinds")


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> Tools:
    for kind in (kinds.WORD, kinds.WAY, kinds.ENTRY):
        monkeypatch.setattr(kind, "__name__", f"harness.constitution.checks.{kind.__name__}")
    return replace(TOOLS, blobs=Memory(), version="1")


def tried(tools: Tools, *principles: Principle) -> int:
    """How many samples were looked at."""
    kinds.scanned.clear()
    kinds.explored.clear()
    try_samples(jobs_of(principles), tools, sample_tree)
    return len(kinds.scanned) + len(kinds.explored)


def doubts(tools: Tools, one: Principle) -> list[str]:
    (canary,) = try_samples(jobs_of([one]), tools, sample_tree).values()
    return [doubt.reason for doubt in canary.doubts()]


WORD = principle(check("forbid", "word", word="bomb"), bad=["bomb", "a bomb"], good=["tea"])
WAY = principle(check("forbid", "way", start="here", end="there"), bad=["here there"], good=["here"])


@pytest.mark.parametrize("one", [WORD, WAY], ids=["word", "way"])
def test_what_worked_is_not_tried_again(tools: Tools, one: Principle) -> None:
    first = try_samples(jobs_of([one]), tools, sample_tree)
    assert tried(tools, one) == 0
    assert try_samples(jobs_of([one]), tools, sample_tree) == first
    (canary,) = first.values()
    assert canary.sings


@pytest.mark.parametrize(
    "other",
    [
        principle(check("forbid", "word", word="bom"), bad=["bomb", "a bomb"], good=["tea"]),
        principle(check("require", "word", word="bomb"), bad=["bomb", "a bomb"], good=["tea"]),
        principle(check("forbid", "word", word="bomb", everywhere=True), bad=["bomb", "a bomb"], good=["tea"]),
        principle(check("forbid", "word", word="bomb"), bad=["bomb", "the bomb"], good=["tea"]),
        principle(check("forbid", "word", word="bomb"), bad=["bomb", "a bomb"], good=["tea", "milk"]),
        principle(check("forbid", "word", word="bomb"), bad=["bomb"], good=["tea", "a bomb"]),
    ],
    ids=["word", "use", "option", "bad sample", "one more", "swapped"],
)
def test_another_check_or_sample_is_tried(tools: Tools, other: Principle) -> None:
    tried(tools, WORD)
    assert tried(tools, other) > 0


def test_another_version_and_no_version_try_again(tools: Tools) -> None:
    tried(tools, WORD)
    assert tried(replace(tools, version="2"), WORD) == 3
    assert tried(replace(tools, version=""), WORD) == 3
    assert tried(replace(tools, blobs=None), WORD) == 3


def test_a_strangers_kind_is_tried_each_time(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds.WORD, "__name__", "somebody.checks.word")
    assert tried(tools, WORD) == tried(tools, WORD) == 3


@pytest.mark.parametrize(
    "broken",
    [
        principle(check("forbid", "word", word="bomb"), bad=["tea"], good=["milk"]),
        principle(check("forbid", "word", word="bomb"), bad=["bomb"], good=["bomb"]),
        principle(check("forbid", "word", word="bomb"), good=["tea"]),
        principle(check("forbid", "word", word="bomb", fails="no such program"), bad=["bomb"], good=["tea"]),
        principle(check("forbid", "word", word="bomb"), bad=["bomb", "bomb\0"], good=["tea"]),
    ],
    ids=["mute", "too loud", "no canary", "no tool", "in doubt"],
)
def test_a_check_that_does_not_work_is_tried_and_doubted_each_time(tools: Tools, broken: Principle) -> None:
    first = doubts(tools, broken)
    assert first
    assert not vars(tools.blobs)["kept"]
    assert doubts(tools, broken) == first
    assert tried(tools, broken) > 0


@pytest.mark.parametrize("written", [b"", b"\4", b"\4\4", b"\4\4\1\1", b"\4\4\x7f", b"\0\0\0", b"\xff" * 3])
def test_what_cannot_be_read_counts_as_never_tried(tools: Tools, written: bytes) -> None:
    tried(tools, WORD)
    kept = vars(tools.blobs)["kept"]
    kept.update(dict.fromkeys(kept, written))
    assert tried(tools, WORD) == 3


def test_a_check_of_trees_is_tried_each_time(tools: Tools) -> None:
    tree = principle(
        check("require", "entry", entry="a.txt"),
        samples=(sample("", False, path="b.txt"), sample("", True, path="a.txt")),
    )
    doubts(tools, tree)
    assert not vars(tools.blobs)["kept"]


def test_a_check_that_was_never_tried_does_not_pass(tools: Tools) -> None:
    from harness.constitution.trees import MemoryTree, memory_file

    bare = principle(check("forbid", "word", word="bomb"), good=["tea"])
    for _ in range(2):
        (result,) = validate([bare], MemoryTree([memory_file("a.txt", "tea")]), tools).principles
        assert [doubt.kind for doubt in result.doubts] == [DoubtKind.NO_CANARY]
