"""A principle is decided by its checks on every file, and only if each check has just been seen to work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from harness.constitution.kinds import Seen
from harness.constitution.trees import MemoryTree, memory_file
from harness.constitution.validate import FileResult, Validated, validate
from harness.domain.findings import DoubtKind, Outcome, PrincipleResult
from harness.domain.principles import Level, Principle
from harness.errors import DocumentError, MachineError
from harness.ports.sources import Entry, SourceFile, Unread
from tests.support.kinds import TOOLS, WORD, check, principle, sample, scanned

pytestmark = pytest.mark.usefixtures("simple_kinds")

NO_BOMB = principle(check("forbid", "word", word="bomb"), bad=["a bomb"], good=["a flower"])
SEAL = principle(check("require", "word", word="seal"), bad=["nothing"], good=["a seal"])
EVERY_SEAL = principle(
    check("require", "word", word="seal", everywhere=True), bad=["nothing"], good=["a seal", "seal seal"]
)


def run(principles: Sequence[Principle], files: Mapping[str, str], **options: Any) -> Validated:
    tree = MemoryTree(memory_file(path, text) for path, text in files.items())
    return validate(principles, tree, TOOLS, **options)


def one(principle: Principle, files: Mapping[str, str], **options: Any) -> PrincipleResult:
    (result,) = run([principle], files, **options).principles
    return result


def told(result: PrincipleResult) -> str:
    return f"{result.outcome}: {result.reason}"


# --- the forbidden ----------------------------------------------------------------------------------------------------


def test_what_is_forbidden_and_absent_is_a_pass() -> None:
    assert told(one(NO_BOMB, {"a.txt": "peace"})) == "pass: "


def test_what_is_forbidden_is_found_at_its_line_and_column() -> None:
    result = one(NO_BOMB, {"a.txt": "peace\n\n  é bomb!\n"})
    assert told(result) == "violation: 1 place breaks it"
    (finding,) = result.findings
    span = finding.span
    assert (span.path, span.line, span.column, span.end_line, span.end_column) == ("a.txt", 3, 5, 3, 9)
    assert finding.lines == ("  é bomb!",)
    assert finding.technique == "word forbid"


def test_a_finding_keeps_its_fingerprint_when_lines_move_and_each_has_its_own() -> None:
    first = one(NO_BOMB, {"a.txt": "bomb\nbomb"}).findings
    moved = one(NO_BOMB, {"a.txt": "x\n\nbomb\n\nbomb"}).findings
    assert [one.fingerprint for one in first] == [one.fingerprint for one in moved]
    assert len({one.fingerprint for one in first}) == 2


def test_globs_decide_where_a_principle_applies() -> None:
    narrow = NO_BOMB.model_copy(update={"applies_to": ("src/**",)})
    assert one(narrow, {"src/a.txt": "peace", "b.txt": "bomb"}).outcome is Outcome.PASS


def test_two_principles_on_one_file_do_not_see_each_others_matches() -> None:
    other = principle(check("forbid", "word", word="gun"), bad=["gun"], good=["x"], id="SEC-002")
    results = run([NO_BOMB, other], {"a.txt": "bomb"}).principles
    assert [result.outcome for result in results] == [Outcome.VIOLATION, Outcome.PASS]


def test_one_check_in_two_principles_counts_for_both() -> None:
    twin = NO_BOMB.model_copy(update={"id": "SEC-009"})
    results = run([NO_BOMB, twin], {"a.txt": "bomb"}).principles
    assert [result.outcome for result in results] == [Outcome.VIOLATION, Outcome.VIOLATION]


# --- the required -----------------------------------------------------------------------------------------------------


def test_what_is_required_is_shown_at_a_live_place() -> None:
    result = one(SEAL, {"a.txt": "none", "b.txt": "the seal"})
    assert told(result) == "pass: "
    assert [(one.span.path, one.span.line) for one in result.evidence] == [("b.txt", 1)]
    assert result.shown == 1


def test_what_is_required_and_nowhere_is_a_gap() -> None:
    assert told(one(SEAL, {"a.txt": "none"})) == "gap: what it requires (word) is found nowhere"


def test_what_is_required_everywhere_is_a_violation_where_it_is_missing() -> None:
    result = one(EVERY_SEAL, {"a.txt": "seal", "b.txt": "none"})
    assert result.outcome is Outcome.VIOLATION
    assert [(one.span.path, one.note) for one in result.findings] == [("b.txt", "the word is missing")]


def test_the_forbidden_absent_is_not_enough_where_something_is_required() -> None:
    both = principle(
        check("forbid", "word", word="bomb"), check("require", "word", word="seal"), bad=["bomb"], good=["seal"]
    )
    assert one(both, {"a.txt": "peace"}).outcome is Outcome.GAP
    assert one(both, {"a.txt": "seal"}).outcome is Outcome.PASS
    assert one(both, {"a.txt": "seal bomb"}).outcome is Outcome.VIOLATION


def test_a_violation_is_worse_than_a_doubt_and_a_doubt_than_a_gap() -> None:
    assert one(NO_BOMB, {"a.txt": "bomb", "b.txt": "\0"}).outcome is Outcome.VIOLATION
    assert one(SEAL, {"a.txt": "none", "b.txt": "\0"}).outcome is Outcome.UNVERIFIED


def test_without_a_file_to_look_at_nothing_is_said() -> None:
    for each in (NO_BOMB, SEAL, EVERY_SEAL):
        assert told(one(each, {"a.py": "bomb"})) == "not-applicable: nothing that it speaks of is here"


# --- the tree as a whole ----------------------------------------------------------------------------------------------


def test_a_check_of_the_tree_needs_no_file_to_find_a_gap() -> None:
    licence = principle(
        check("require", "entry", entry="LICENSE"),
        samples=(sample("x", good=False, path="README"), sample("x", good=True, path="LICENSE")),
    )
    assert one(licence, {}).outcome is Outcome.GAP
    assert one(licence, {"LICENSE": "free"}).outcome is Outcome.PASS


def test_a_finding_about_a_whole_file_stands_at_its_first_line() -> None:
    key = principle(
        check("forbid", "entry", entry="id_rsa"),
        samples=(sample("x", good=False, path="id_rsa"), sample("x", good=True, path="a")),
    )
    (finding,) = one(key, {"id_rsa": "secret"}).findings
    assert (finding.span.path, finding.span.line, finding.span.end, finding.lines) == ("id_rsa", 1, 0, ())


# --- what cannot be told ----------------------------------------------------------------------------------------------


def test_a_principle_without_a_check_is_unverified_and_says_so() -> None:
    assert told(one(principle(), {"a.txt": ""})) == "unverified: no check says how to tell"
    assert told(one(principle(review_only=True), {"a.txt": ""})) == "unverified: a person has to review it"


def test_a_file_that_cannot_be_parsed_is_told_and_leaves_its_principles_open() -> None:
    done = run([NO_BOMB], {"a.txt": "\0", "b.txt": "peace"})
    (result,) = done.principles
    assert told(result) == "unverified: a NUL"
    assert [(doubt.kind, doubt.path, doubt.line) for doubt in result.doubts] == [(DoubtKind.UNPARSABLE, "a.txt", 3)]
    assert ("a.txt", "a NUL") in [(one.path, one.reason) for one in done.manifest.skipped]


def test_a_file_that_cannot_be_read_is_told_and_leaves_its_principles_open() -> None:
    class Closed(MemoryTree):
        def read(self, paths: Any) -> Any:
            yield from (Unread(path, "cannot be read: Permission denied") for path in paths)

    done = validate([NO_BOMB], Closed([memory_file("a.txt", "x")]), TOOLS)
    assert told(done.principles[0]) == "unverified: cannot be read: Permission denied"
    assert done.manifest.scanned == 0


def test_a_file_that_vanishes_between_two_looks_is_told() -> None:
    class Vanishing(MemoryTree):
        def entries(self) -> list[Entry]:
            return [Entry("gone.txt", 1)]

    assert one_of(validate([NO_BOMB], Vanishing([]), TOOLS)).outcome is Outcome.UNVERIFIED


def one_of(done: Validated) -> PrincipleResult:
    return done.principles[0]


@pytest.mark.parametrize("kind", ["word", "entry"])
def test_a_tool_that_is_missing_leaves_everything_open_and_says_what_to_do(kind: str) -> None:
    broken = principle(check("forbid", kind, **{kind: "x"}, fails="no such tool"), bad=["x"], good=["y"])
    assert "no such tool" in told(one(broken, {"a.txt": "peace"}))
    assert one(broken, {"a.txt": "peace"}).outcome is Outcome.UNVERIFIED


def test_the_opinion_of_a_model_alone_is_not_enough_for_a_must() -> None:
    asked = principle(check("require", "asked", entry="a.txt"))
    assert told(one(asked, {"a.txt": ""})) == "unverified: the opinion of a model alone is not enough for a MUST"
    softer = asked.model_copy(update={"level": Level.SHOULD})
    assert one(softer, {"a.txt": ""}).outcome is Outcome.PASS


def test_a_check_that_cannot_be_read_is_refused_with_all_others() -> None:
    wrong = principle(check("forbid", "word"), check("forbid", "sword", word="x"), check("forbid", "word", wrd="x"))
    with pytest.raises(DocumentError) as raised:
        run([wrong], {})
    told = [mistake.what for mistake in raised.value.mistakes]
    assert told[0] == "forbid word: word: field required"
    assert told[1] == "there is no kind of check 'sword'"
    assert "wrd: extra inputs are not permitted" in " ".join(told[2:])
    assert {str(mistake.place) for mistake in raised.value.mistakes} == {"c.md:5"}


# --- canaries ---------------------------------------------------------------------------------------------------------


def test_a_check_that_no_longer_flags_its_bad_sample_proves_nothing() -> None:
    dead = principle(check("forbid", "word", word="bmob"), bad=["a bomb"], good=["a flower"])
    assert told(one(dead, {"a.txt": "bomb"})) == "unverified: forbid word does not flag any `bad` sample"


def test_a_check_that_flags_its_good_sample_proves_nothing_but_what_it_found_is_shown() -> None:
    wild = principle(check("forbid", "word", word="b"), bad=["a bomb"], good=["a bee"])
    assert "flags the `good` sample" in one(wild, {"a.txt": "peace"}).reason
    assert one(wild, {"a.txt": "bomb"}).outcome is Outcome.VIOLATION


def test_a_check_without_a_bad_sample_proves_nothing() -> None:
    untried = principle(check("forbid", "word", word="bomb"), good=["a flower"])
    assert "has no `bad` sample" in one(untried, {"a.txt": "peace"}).reason


def test_a_requirement_that_no_good_sample_meets_proves_nothing() -> None:
    vain = principle(check("require", "word", word="seal"), bad=["x"], good=["y"])
    assert "sees what it requires in none" in one(vain, {"a.txt": "seal"}).reason


def test_a_requirement_that_its_bad_sample_meets_proves_nothing() -> None:
    loose = principle(check("require", "word", word="s"), bad=["no seals"], good=["seal"])
    assert "does not flag any `bad` sample" in one(loose, {"a.txt": "seal"}).reason


def test_a_sample_that_cannot_be_judged_proves_nothing() -> None:
    odd = principle(check("forbid", "word", word="bomb"), bad=["bomb\0"], good=["x"])
    assert "a NUL" in one(odd, {"a.txt": "peace"}).reason


def test_samples_of_one_path_are_kept_apart() -> None:
    fixed = principle(
        check("forbid", "word", word="bomb"),
        samples=tuple(
            sample(text, good="bomb" not in text, path="deploy/a.txt") for text in ("a bomb", "a flower", "tea")
        ),
    )
    assert one(fixed, {"a.txt": "peace"}).outcome is Outcome.PASS


def test_the_checks_of_a_result_tell_whether_their_canary_sang() -> None:
    assert [check.canary for check in one(NO_BOMB, {"a.txt": ""}).checks] == [True]
    assert [check.canary for check in one(principle(check("forbid", "word", word="x")), {}).checks] == [None]


# --- what was looked at -----------------------------------------------------------------------------------------------


def test_the_manifest_tells_what_was_seen_scanned_and_skipped_and_why() -> None:
    class Tree(MemoryTree):
        def entries(self) -> list[Entry]:
            return [*super().entries(), Entry("link.txt", 0, target="/etc")]

        def skipped(self) -> list[Unread]:
            return [Unread("out", "ignored by git")]

    done = validate([NO_BOMB], Tree([memory_file("a.txt", "abc"), memory_file("b.png", "")]), TOOLS)
    manifest = done.manifest
    assert (manifest.seen, manifest.scanned, manifest.bytes) == (3, 1, 3)
    assert {one.path: one.reason for one in manifest.skipped} == {
        "link.txt": "a symbolic link; what it leads to counts only where it lies",
        "out": "ignored by git",
        "*.png": "no check looks at such files (1)",
    }
    assert len(manifest.sha256) == 64


def test_the_digest_of_the_manifest_changes_with_any_file_that_was_read() -> None:
    digests = {run([NO_BOMB], {"a.txt": text}).manifest.sha256 for text in ("a", "b")}
    assert len(digests) == 2


def test_every_file_that_is_read_is_handed_on_and_progress_is_told() -> None:
    read: list[SourceFile] = []
    told: list[tuple[int, int]] = []
    run([NO_BOMB], {"a.txt": "1", "b.txt": "2"}, read=read.append, told=lambda done, all: told.append((done, all)))
    assert [file.path for file in read] == ["a.txt", "b.txt"]
    assert told[-1] == (2, 2)


# --- what is remembered -----------------------------------------------------------------------------------------------


class Memory:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], FileResult] = {}

    def get(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], FileResult]:
        return {key: self.kept[key] for key in keys if key in self.kept}

    def put(self, results: Mapping[tuple[str, str], FileResult]) -> None:
        self.kept.update(results)


def test_a_file_of_known_content_is_not_scanned_again_and_says_the_same() -> None:
    memory = Memory()
    files = {"a.txt": "x bomb", "b.txt": "\0"}
    first = run([NO_BOMB], files, store=memory)
    scanned.clear()
    second = run([NO_BOMB], files, store=memory)
    assert not [path for path in scanned if path in files]
    assert (first.manifest.cached, second.manifest.cached) == (0, 2)
    assert first.principles == second.principles


def test_the_same_content_elsewhere_is_found_there() -> None:
    memory = Memory()
    run([NO_BOMB], {"a.txt": "bomb"}, store=memory)
    (finding,) = one(NO_BOMB, {"deep/b.txt": "bomb"}, store=memory).findings
    assert finding.span.path == "deep/b.txt"


def test_samples_are_tried_again_in_every_run() -> None:
    memory = Memory()
    run([NO_BOMB], {"a.txt": ""}, store=memory)
    scanned.clear()
    run([NO_BOMB], {"a.txt": ""}, store=memory)
    assert len(scanned) == 2


def test_another_check_is_not_answered_from_memory() -> None:
    memory = Memory()
    run([NO_BOMB], {"a.txt": "gun"}, store=memory)
    other = principle(check("forbid", "word", word="gun"), bad=["gun"], good=["x"])
    assert one(other, {"a.txt": "gun"}, store=memory).outcome is Outcome.VIOLATION


def test_what_a_missing_tool_left_open_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory()
    with monkeypatch.context() as patch:
        patch.setattr(WORD, "scan", missing)
        assert one(NO_BOMB, {"a.txt": "bomb"}, store=memory).outcome is Outcome.UNVERIFIED
    assert one(NO_BOMB, {"a.txt": "bomb"}, store=memory).outcome is Outcome.VIOLATION


def missing(*anything: Any) -> Iterator[Seen]:
    raise MachineError("the tool is gone")
    yield


def test_a_check_of_the_tree_tells_how_many_files_it_looked_at() -> None:
    key = principle(
        check("forbid", "entry", entry="id_rsa"),
        samples=(sample("x", good=False, path="id_rsa"), sample("x", good=True, path="a")),
    )
    result = one(key, {"a": "", "b": ""})
    assert ([one.files for one in result.checks], result.files, result.outcome) == ([2], 2, Outcome.PASS)


@pytest.mark.parametrize("use", ["forbid", "require"])
def test_where_no_file_is_meant_the_tree_is_not_asked(use: str) -> None:
    narrow = principle(
        check(use, "entry", entry="a"),
        applies_to=("migrations/**",),
        samples=(sample("x", good=use == "require", path="a"), sample("x", good=use == "forbid", path="b")),
    )
    assert one(narrow, {"a": ""}).outcome is Outcome.NOT_APPLICABLE
