"""What a person confirmed holds for exactly the content that was there."""

from __future__ import annotations

import pytest

from harness.constitution.checks import review
from harness.constitution.jobs import jobs_of
from harness.constitution.kinds import Doubtful, Match
from harness.constitution.trees import MemoryTree
from harness.domain.findings import DoubtKind
from harness.domain.verdicts import Strength
from harness.errors import DocumentError
from harness.ports.sources import Entry
from harness.readers import read_constitution
from tests.constitution.checks import bench
from tests.support.check_tools import ScriptedReviews, memory, surveyed, told, tools

CHECK = "require: { review: the numbers are those of the agreement }"
TREE = memory({"limits.py": "MOST = 100\n", "other.py": "x\n"})


def digest(text: str = CHECK, tree: MemoryTree = TREE, paths: tuple[str, ...] = ("limits.py",)) -> str:
    return review.content_of(bench.job("review", text), tree, paths).sha256


def seen(reviews: ScriptedReviews, tree: MemoryTree = TREE, paths: tuple[str, ...] = ("limits.py",)) -> list[str]:
    return told(surveyed("review", CHECK, tree, tools(reviews=reviews), paths), tree)


def test_what_somebody_confirmed_for_this_content_is_shown_by_a_person() -> None:
    by_ann = ScriptedReviews({("P-1", digest()): "Ann on 2026-11-20"})
    assert seen(by_ann) == ["+ . '' confirmed by Ann on 2026-11-20: the numbers are those of the agreement"]
    [found] = surveyed("review", CHECK, TREE, tools(reviews=by_ann), ["limits.py"])
    assert isinstance(found, Match)
    assert found.strength is Strength.JUDGED


def test_what_nobody_confirmed_is_in_doubt() -> None:
    assert seen(ScriptedReviews()) == [
        "? :1 no-check: nobody has confirmed it; to do so: `harness constitution review P-1 --by NAME`"
    ]


def test_what_was_confirmed_for_other_content_is_in_doubt() -> None:
    changed = memory({"limits.py": "MOST = 1000\n"})
    before = ScriptedReviews({("P-1", digest()): "Ann on 2026-11-20"}, old=frozenset({"P-1"}))
    [doubt] = seen(before, changed)
    assert "it was confirmed for other content" in doubt


def test_the_digest_is_of_the_files_the_principle_and_the_question() -> None:
    assert digest() == digest()
    assert digest(paths=("limits.py", "other.py")) == digest(paths=("other.py", "limits.py"))
    others = {
        digest(tree=memory({"limits.py": "MOST = 1\n"})),
        digest(paths=("limits.py", "other.py")),
        digest("require: { review: something else }"),
        digest(tree=memory({"moved.py": "MOST = 100\n"}), paths=("moved.py",)),
        digest(),
    }
    assert len(others) == 5
    [job] = bench.jobs_for(bench.principle(*bench.specs("review", CHECK)).model_copy(update={"sha256": "other"}))
    assert review.content_of(job, TREE, ["limits.py"]).sha256 not in others


def test_the_file_of_reviews_is_none_of_its_own_content() -> None:
    job = bench.job("review", CHECK)
    assert not review.looks_at(job.options, "constitutions/reviews.md")
    assert review.looks_at(job.options, "a.py")


def test_what_cannot_be_read_cannot_have_been_confirmed() -> None:
    class Gone(MemoryTree):
        def entries(self) -> list[Entry]:
            return [Entry("limits.py", 1)]

    [doubt] = surveyed("review", CHECK, Gone([]), tools(reviews=ScriptedReviews()), ["limits.py"])
    assert isinstance(doubt, Doubtful)
    assert (doubt.kind, doubt.path) == (DoubtKind.UNREADABLE, "limits.py")


def test_where_there_is_nothing_to_confirm_nothing_is_said() -> None:
    assert seen(ScriptedReviews(), paths=()) == []


@pytest.mark.parametrize("text", review.BAD)
def test_what_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(DocumentError):
        jobs_of(read_constitution(f"# Trial\n{text}", "a.md").principles)


@pytest.mark.parametrize("text", review.GOOD)
def test_no_sample_is_needed(text: str) -> None:
    body = text.split("```yaml check\n")[1].split("```")[0]
    assert bench.job("review", body).options.review == "the numbers in src/limits.py are those of the agreement"
    assert review.NEEDS_NO_CANARY
