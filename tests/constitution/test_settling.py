"""Waived and known findings do not count, and nothing else is excused by them."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from harness.constitution import folding
from harness.constitution.conclusions import exit_code, idle
from harness.constitution.folding import shortened
from harness.constitution.settling import Exceptions, Settled, settled
from harness.constitution.trees import MemoryTree, memory_file
from harness.constitution.validate import validate
from harness.constitution.waivers import inline_waivers, read_waivers
from harness.domain.findings import CheckResults, Outcome, PrincipleResult, Standing, Waiver
from harness.domain.principles import Level, Principle
from harness.domain.verdicts import ExitCode
from tests.support.kinds import TOOLS, check, principle

pytestmark = pytest.mark.usefixtures("simple_kinds")

TODAY = date(2026, 11, 21)
NO_BOMB = principle(check("forbid", "word", word="bomb"), bad=["a bomb"], good=["a flower"])
SEAL = principle(check("require", "word", word="seal"), bad=["x"], good=["seal"])
NOTHING = Exceptions()
WAIVED = "bomb  # waive SEC-001: it is defused (ann, until 2027-01-31)\n"


def results(principle: Principle, **files: str) -> tuple[PrincipleResult, ...]:
    tree = MemoryTree(memory_file(f"{name}.txt", text) for name, text in files.items())
    return validate([principle], tree, TOOLS).principles


def waivers(**files: str) -> list[Waiver]:
    return [one for name, text in files.items() for one in inline_waivers(memory_file(f"{name}.txt", text))]


def settle(principle: Principle, exceptions: Exceptions = NOTHING, **files: str) -> Settled:
    return settled(results(principle, **files), exceptions, TODAY)


def code(done: Settled) -> ExitCode:
    return exit_code(
        CheckResults(principles=done.principles, waivers=done.waivers).model_copy(
            update={"manifest": CheckResults().manifest.model_copy(update={"scanned": 1})}
        )
    )


def test_without_exceptions_every_finding_counts() -> None:
    done = settle(NO_BOMB, a="bomb")
    assert [one.standing for one in done.principles[0].findings] == [Standing.COUNTS]
    assert code(done) is ExitCode.FAIL


def test_a_finding_with_a_waiver_beside_it_is_waived() -> None:
    done = settle(NO_BOMB, Exceptions(waivers=waivers(a=WAIVED)), a=WAIVED)
    assert (done.principles[0].outcome, done.principles[0].reason) == (Outcome.WAIVED, "1 waived")
    assert [one.used for one in done.waivers] == [1]
    assert code(done) is ExitCode.PASS


def test_a_waiver_excuses_its_own_line_only() -> None:
    text = WAIVED + "another bomb\n"
    done = settle(NO_BOMB, Exceptions(waivers=waivers(a=text)), a=text)
    assert done.principles[0].outcome is Outcome.VIOLATION
    assert code(done) is ExitCode.FAIL


def test_a_waiver_that_excuses_nothing_fails() -> None:
    text = "peace  # waive SEC-001: it is defused (ann, until 2027-01-31)\n"
    assert code(settle(NO_BOMB, Exceptions(waivers=waivers(a=text)), a=text)) is ExitCode.FAIL


def test_a_waiver_for_a_file_that_is_not_there_excuses_nothing() -> None:
    found = read_waivers("- SEC-001 `gone.txt`: old (ann, until 2027-01-31)\n", "w.md")
    assert code(settle(NO_BOMB, Exceptions(waivers=found), a="peace")) is ExitCode.FAIL


def test_a_waiver_is_not_called_unused_while_its_principle_is_in_doubt() -> None:
    found = read_waivers("- SEC-001 `a.txt`: old (ann, until 2027-01-31)\n", "w.md")
    done = settle(NO_BOMB, Exceptions(waivers=found), a="peace", b="\0")
    assert [one.trouble for one in done.waivers] == [None]
    assert code(done) is ExitCode.UNDECIDED


def fingerprints(**files: str) -> Counter[str]:
    return Counter(finding.fingerprint for one in results(NO_BOMB, **files) for finding in one.findings)


def test_known_findings_do_not_count_and_are_no_pass() -> None:
    known = fingerprints(a="bomb bomb")
    done = settle(NO_BOMB, Exceptions(known=known), a="bomb bomb")
    assert (done.principles[0].outcome, done.known) == (Outcome.WAIVED, 2)
    assert done.principles[0].reason == "2 known before"
    assert code(done) is ExitCode.PASS


def test_one_more_than_was_known_counts() -> None:
    known = fingerprints(a="bomb")
    done = settle(NO_BOMB, Exceptions(known=known), a="bomb bomb")
    assert Counter(one.standing for one in done.principles[0].findings) == {Standing.KNOWN: 1, Standing.COUNTS: 1}
    assert code(done) is ExitCode.FAIL


def test_a_new_finding_counts_however_many_are_known() -> None:
    old = "bomb " * 1_200
    known = fingerprints(a=old)
    done = settle(NO_BOMB, Exceptions(known=known), a=old, z="bomb")
    assert (done.known, code(done)) == (1_200, ExitCode.FAIL)
    short = shortened(done.principles[0], 10)
    assert (len(short.findings), short.broken) == (10, 1_201)
    assert [one.span.path for one in short.counting] == ["z.txt"]


def test_more_findings_than_anybody_can_tell_apart_are_excused_by_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "MOST_FINDINGS", 5)
    known = fingerprints(a="bomb " * 9)
    done = settle(NO_BOMB, Exceptions(known=known), a="bomb " * 9)
    assert done.principles[0].reason == "9 places break it"
    assert code(done) is ExitCode.FAIL


def test_what_lies_elsewhere_is_told_and_does_not_count() -> None:
    done = settle(NO_BOMB, Exceptions(counted=lambda path: path == "b.txt"), a="bomb", b="peace")
    assert done.principles[0].reason == "1 elsewhere"
    assert code(done) is ExitCode.PASS


def test_excused_findings_leave_a_doubt_that_was_hidden_behind_them() -> None:
    done = settle(NO_BOMB, Exceptions(waivers=waivers(a=WAIVED)), a=WAIVED, b="\0")
    assert (done.principles[0].outcome, done.principles[0].reason) == (Outcome.UNVERIFIED, "a NUL")
    assert code(done) is ExitCode.UNDECIDED


def test_a_gap_can_be_waived_as_a_whole() -> None:
    found = read_waivers("- SEC-001 (gap): not built yet (ann, until 2027-01-31)\n", "w.md")
    done = settle(SEAL, Exceptions(waivers=found), a="none")
    assert done.principles[0].outcome is Outcome.WAIVED
    assert code(done) is ExitCode.PASS
    assert code(settle(SEAL, a="none")) is ExitCode.UNDECIDED


def test_what_binds_less_than_a_must_changes_no_exit_code() -> None:
    softer = NO_BOMB.model_copy(update={"level": Level.SHOULD})
    done = settle(softer, a="bomb")
    assert done.principles[0].outcome is Outcome.VIOLATION
    assert code(done) is ExitCode.PASS


def test_where_nothing_was_looked_at_nothing_is_decided() -> None:
    done = settle(NO_BOMB)
    nothing = CheckResults(principles=done.principles)
    assert idle(nothing) == "no file was scanned"
    assert exit_code(nothing) is ExitCode.UNDECIDED
    assert idle(CheckResults(principles=settle(principle(), a="").principles)) == "no check ran"
