"""Checks that look at many files as one project: what is material, what counts, and what leaves them in doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pytest

from harness.constitution import waivers
from harness.constitution.kinds import Doubtful
from harness.constitution.settling import Exceptions, settled
from harness.constitution.trees import MemoryTree, memory_file
from harness.constitution.validate import Validated, validate
from harness.domain.findings import DoubtKind, Outcome, PrincipleResult, Standing, Waiver
from harness.domain.principles import Principle
from harness.ports.sources import SourceFile
from tests.support.kinds import TOOLS, check, explored, principle, unchanged

pytestmark = pytest.mark.usefixtures("simple_kinds")

NO_WAY = principle(check("forbid", "way", start="rain", end="flood"), bad=["rain flood"], good=["rain", "flood"])
IN_SRC = NO_WAY.model_copy(update={"applies_to": ("src/**",)})


def run(principles: Sequence[Principle], files: Mapping[str, str], **options: Any) -> Validated:
    return validate(principles, MemoryTree(memory_file(path, text) for path, text in files.items()), TOOLS, **options)


def one(principle: Principle, files: Mapping[str, str], **options: Any) -> PrincipleResult:
    (result,) = run([principle], files, **options).principles
    return result


def places(result: PrincipleResult) -> list[str]:
    return [finding.span.path for finding in result.findings]


# --- what is looked at ------------------------------------------------------------------------------------------------


def test_a_way_through_two_files_is_one_finding_with_its_steps() -> None:
    result = one(NO_WAY, {"a.txt": "rain", "b.txt": "it is flood"})
    (finding,) = result.findings
    assert (finding.span.path, finding.span.column, finding.note) == ("b.txt", 7, "from a.txt")
    assert [(step.path, step.line, step.what) for step in finding.steps] == [
        ("a.txt", 1, "begins"),
        ("b.txt", 1, "ends"),
    ]


def test_all_jobs_of_a_kind_are_carried_out_at_once() -> None:
    other = principle(check("forbid", "way", start="x", end="y"), bad=["x y"], good=["x"], id="SEC-002")
    run([NO_WAY, other], {"a.txt": "rain", "b.txt": "flood"})
    samples = len(NO_WAY.samples) + len(other.samples)
    assert explored[samples:] == [["a.txt", "b.txt"]]


def test_each_file_is_read_once_and_counted_once_whoever_looks_at_it() -> None:
    both = principle(
        check("forbid", "way", start="rain", end="flood"),
        check("forbid", "word", word="bomb"),
        bad=["rain flood bomb"],
        good=["rain"],
    )
    read: list[str] = []
    validated = run([both], {"a.txt": "rain", "b.txt": "x"}, read=lambda file: read.append(file.path))
    assert read == ["a.txt", "b.txt"]
    assert (validated.manifest.scanned, validated.manifest.bytes, validated.principles[0].files) == (2, 5, 2)
    assert [check.files for check in validated.principles[0].checks] == [2, 2]


def test_a_file_that_no_principle_applies_to_is_material_all_the_same() -> None:
    validated = run([IN_SRC], {"lib/a.txt": "rain", "src/b.txt": "flood", "src/c.md": "flood"})
    (result,) = validated.principles
    assert places(result) == ["src/b.txt"]
    assert (result.files, validated.manifest.scanned) == (1, 2)
    assert [one.path for one in validated.manifest.skipped] == ["*.md"]


def test_nothing_is_explored_where_no_check_asks_for_it() -> None:
    run([principle(check("forbid", "word", word="bomb"), bad=["bomb"], good=["x"])], {"a.txt": "rain flood"})
    assert explored == []


def test_how_far_it_is_is_told() -> None:
    seen: list[tuple[int, int]] = []
    run([NO_WAY], {"a.txt": "rain", "b.txt": "x"}, told=lambda done, all: seen.append((done, all)))
    assert seen[-2:] == [(2, 2), (2, 2)]


def test_files_that_only_projects_look_at_may_be_known_from_before() -> None:
    unchanged.append(2)
    both = principle(
        check("forbid", "word", word="bomb"), bad=["bomb"], good=["x"], id="SEC-009", applies_to=("c.txt",)
    )
    files = {"a.txt": "rain", "b.txt": "x", "c.txt": "x"}
    assert run([NO_WAY], files).manifest.cached == 2
    unchanged[:] = [3]
    assert run([NO_WAY, both], files).manifest.cached == 2


# --- what counts ------------------------------------------------------------------------------------------------------


def test_a_way_counts_where_it_ends_in_a_file_that_the_principle_applies_to() -> None:
    assert places(one(IN_SRC, {"lib/a.txt": "rain", "src/b.txt": "flood"})) == ["src/b.txt"]


def test_a_way_counts_where_it_begins_in_a_file_that_the_principle_applies_to() -> None:
    assert places(one(IN_SRC, {"src/a.txt": "rain", "lib/b.txt": "flood"})) == ["lib/b.txt"]


def test_a_way_between_files_that_the_principle_does_not_apply_to_does_not_count() -> None:
    assert one(IN_SRC, {"lib/a.txt": "rain", "lib/b.txt": "flood", "src/c.txt": "x"}).outcome is Outcome.PASS


def test_without_a_file_to_apply_to_it_is_not_applicable() -> None:
    assert one(IN_SRC, {"lib/a.txt": "rain flood"}).outcome is Outcome.NOT_APPLICABLE


def test_the_way_is_no_part_of_the_fingerprint() -> None:
    def fingerprint(files: Mapping[str, str]) -> str:
        return one(NO_WAY, files).findings[0].fingerprint

    assert fingerprint({"a.txt": "rain", "b.txt": "flood"}) == fingerprint({"z.txt": "rain", "b.txt": "\n\nflood"})


def test_a_waiver_where_the_way_ends_excuses_it() -> None:
    found: list[Waiver] = []

    def read(file: SourceFile) -> None:
        found.extend(waivers.inline_waivers(file))

    text = "flood  # waive SEC-001: the old system sends it (ann, until 2099-01-31)"
    result = one(NO_WAY, {"a.txt": "rain", "b.txt": text}, read=read)
    done = settled([result], Exceptions(waivers=tuple(found)), found[0].until)
    assert [finding.standing for finding in done.principles[0].findings] == [Standing.WAIVED]
    assert done.principles[0].outcome is Outcome.WAIVED


# --- samples ----------------------------------------------------------------------------------------------------------


def test_each_sample_is_a_project_of_its_own() -> None:
    apart = principle(check("forbid", "way", start="rain", end="flood"), bad=["rain flood"], good=["rain", "flood"])
    assert one(apart, {"a.txt": "x"}).outcome is Outcome.PASS


def test_a_check_that_misses_its_samples_proves_nothing() -> None:
    deaf = principle(check("forbid", "way", start="rain", end="flood"), bad=["peace"], good=["rain flood"])
    assert [doubt.kind for doubt in one(deaf, {"a.txt": "x"}).doubts] == [DoubtKind.BROKEN_CHECK] * 2


def test_a_check_without_a_bad_sample_has_no_canary() -> None:
    mute = principle(check("forbid", "way", start="rain", end="flood"), good=["rain"])
    assert [doubt.kind for doubt in one(mute, {"a.txt": "x"}).doubts] == [DoubtKind.NO_CANARY]


def test_a_check_without_any_sample_is_not_tried() -> None:
    mute = principle(check("forbid", "way", start="rain", end="flood"))
    assert [doubt.kind for doubt in one(mute, {"a.txt": "x"}).doubts] == [DoubtKind.NO_CANARY]


# --- doubts -----------------------------------------------------------------------------------------------------------


def test_a_kind_that_cannot_work_leaves_its_jobs_in_doubt() -> None:
    broken = principle(check("forbid", "way", start="rain", end="flood", fails="no grammar"), bad=["rain flood"])
    result = one(broken, {"a.txt": "x"})
    assert result.outcome is Outcome.UNVERIFIED
    assert DoubtKind.TOOL in [doubt.kind for doubt in result.doubts]


def test_a_file_in_doubt_is_named_in_the_manifest_once() -> None:
    twin = NO_WAY.model_copy(update={"id": "SEC-002"})
    validated = run([NO_WAY, twin], {"a.txt": "\0"})
    assert [one.outcome for one in validated.principles] == [Outcome.UNVERIFIED] * 2
    assert [(one.path, one.reason) for one in validated.manifest.skipped] == [("a.txt", "a NUL")]


def test_a_doubt_about_a_file_that_the_principle_does_not_apply_to_is_none() -> None:
    assert one(IN_SRC, {"lib/a.txt": "\0", "src/b.txt": "x"}).outcome is Outcome.PASS


@pytest.mark.parametrize(("concerns", "outcome"), [((), Outcome.PASS), (("src/b.txt",), Outcome.UNVERIFIED)])
def test_a_doubt_counts_if_it_concerns_a_file_that_the_principle_applies_to(
    concerns: tuple[str, ...], outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.support.kinds.Doubtful", partial(Doubtful, concerns=concerns))
    result = one(IN_SRC, {"lib/a.txt": "\0", "src/b.txt": "x"})
    assert result.outcome is outcome
    assert [doubt.path for doubt in result.doubts] == ["lib/a.txt"] * bool(concerns)


def test_a_file_that_cannot_be_read_leaves_the_principle_in_doubt() -> None:
    class Unreadable(MemoryTree):
        def read(self, paths):  # type: ignore[no-untyped-def]
            from harness.ports.sources import Unread

            return iter([Unread(path, "permission denied") for path in paths])

    (result,) = validate([NO_WAY], Unreadable([memory_file("a.txt", "x")]), TOOLS).principles
    assert [(doubt.kind, doubt.path) for doubt in result.doubts] == [(DoubtKind.UNREADABLE, "a.txt")]
