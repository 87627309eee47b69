"""What a person reads of a checked constitution at a terminal; nothing that stands in the tree can act on them."""

from __future__ import annotations

import re
from types import ModuleType

import pytest
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from harness.domain.cards import Tier
from harness.domain.findings import (
    CheckResults,
    Doubt,
    DoubtKind,
    Excuse,
    Fix,
    FlowStep,
    Manifest,
    Outcome,
    Role,
    Skipped,
    Standing,
    Waiver,
    WaiverTrouble,
)
from harness.domain.places import Place
from harness.domain.principles import Level, Principle
from harness.domain.results import CardResult
from harness.domain.verdicts import State
from harness.reports import html, terminal
from harness.reports._explained import explained
from harness.reports._view import View
from tests.support.findings import (
    BROKEN,
    DB,
    DOCUMENT,
    EVERYTHING,
    FINE,
    QUERY,
    SHOWN,
    SQL,
    checked,
    finding,
    many,
    result,
    results,
    sql_principle,
    sql_result,
    whole_file,
)

VIEW = View(folder=".harness/runs/20261120T143015123456Z-3f9a2c")
HOSTILE = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202e\u200b送\r\n::error::x \ud800"
COMMANDS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\ud800-\udfff]")


def shown(constitution: CheckResults, view: View = VIEW) -> str:
    return terminal.render(checked(constitution), view)


def hostile() -> CheckResults:
    """Results in which every text comes from somebody who wishes ill."""
    doubts = [
        Doubt(kind=kind, reason=HOSTILE, path=HOSTILE) for kind in (DoubtKind.UNPARSABLE, DoubtKind.TOOL)
    ]  # fmt: skip
    broken = finding(
        f"{HOSTILE}x",
        "x",
        path=HOSTILE,
        note=HOSTILE,
        symbol=HOSTILE,
        fix=Fix(text=HOSTILE),
        technique=HOSTILE,
        steps=(FlowStep(path=HOSTILE, line=2, what=HOSTILE),),
    )
    texts = dict.fromkeys(("title", "constraint", "pattern", "rationale", "reason"), HOSTILE)
    waiver = Waiver(
        principle=HOSTILE, reason=HOSTILE, owner=HOSTILE, until=None, path=HOSTILE, line=3, place=Place(path=HOSTILE)
    )
    return results(
        result(HOSTILE, Outcome.VIOLATION, broken, doubts=doubts, cwes=(HOSTILE,), **texts),
        result(f"{HOSTILE}2", Outcome.GAP, **texts),
        waivers=(waiver, waiver.model_copy(update={"trouble": WaiverTrouble.MALFORMED, "said": HOSTILE})),
        uncovered=(HOSTILE,),
        manifest=Manifest(seen=1, scanned=1, skipped=(Skipped(path=HOSTILE, reason=HOSTILE),)),
    )


@pytest.mark.parametrize("constitution", [EVERYTHING, FINE], ids=["everything", "fine"])
def test_a_checked_constitution_looks_like_this(constitution: CheckResults, snapshot: SnapshotAssertion) -> None:
    assert shown(constitution) == snapshot


def test_a_principle_is_explained_like_this(snapshot: SnapshotAssertion) -> None:
    assert explained(SQL, sql_principle(), VIEW) == snapshot


def test_what_is_fine_is_told_in_a_line() -> None:
    first, *rest = shown(FINE).rstrip("\n").split("\n")
    assert first == "2 principles: 2 passed in 0.4 s"
    assert [line.split()[0] for line in rest] == ["files", "record"]


@pytest.mark.parametrize("width", [80, 50])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    view = View(folder="runs/1", width=width)
    for text in (shown(EVERYTHING, view), explained(SQL, sql_principle(), view), shown(hostile(), view)):
        wide = [line for line in text.split("\n") if cell_len(line) > width]
        # Paths stay whole, so that they can be clicked.
        assert [line for line in wide if not line.startswith("  \\x1b")] == []


def test_colours_come_only_when_asked_for() -> None:
    assert "\x1b" not in shown(EVERYTHING)
    coloured = shown(EVERYTHING, View(folder=VIEW.folder, colour=True))
    assert "\x1b[1;31m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured).split() == shown(EVERYTHING).split()


def test_nothing_of_the_tree_commands_the_terminal() -> None:
    results = hostile()
    principle = Principle.model_validate(
        sql_principle().model_dump()
        | dict.fromkeys(("title", "pattern", "rationale", "enforcement", "id"), HOSTILE)
        | {"applies_to": (HOSTILE,)}
    )
    samples = tuple(
        sample.model_copy(update={"text": f"{HOSTILE}\n", "language": HOSTILE, "path": HOSTILE})
        for sample in principle.samples
    )
    principle = principle.model_copy(update={"samples": samples})
    for text in (shown(results), explained(results.principles[0], principle, VIEW)):
        assert not COMMANDS.search(text)
        assert "\\x1b[2J" in text
        assert not re.search(r"^\s*::error", text, re.MULTILINE)


def test_nothing_of_the_tree_commands_the_server_whose_log_it_goes_to() -> None:
    broken = finding("x = '##vso[task.setvariable]' ##[stop-commands]x\n", "x", note=f"{'a' * 60} ::stop-commands::x")
    texts = {"constraint": "::error::owned", "title": "##[group]", "pattern": f"{'b' * 60} ::add-mask::e"}
    constitution = results(result("S-1", Outcome.VIOLATION, broken, **texts))
    for view in (VIEW, View(folder="x", colour=True)):
        text = shown(constitution, view)
        plain = re.sub(r"\x1b\[[\d;]*m", "", text)
        assert not re.search(r"^\s*::|##\w*\[", plain, re.MULTILINE)
        for kept in (
            "\\::error::owned",
            "\\::stop-commands::x",
            "##vso\\[task",
            "##\\[stop",
            "##\\[group",
            "\\::add-mask",
        ):
            assert kept in plain


def test_what_binds_most_comes_first() -> None:
    may = result("A-1", Outcome.VIOLATION, BROKEN, level=Level.MAY)
    should = result("B-1", Outcome.VIOLATION, BROKEN, level=Level.SHOULD)
    gap, broken = result("C-1", Outcome.GAP), result("D-1", Outcome.VIOLATION, BROKEN)
    text = shown(results(may, should, gap, broken))
    assert re.findall(r"^(?:violation|gap) +(\S+)", text, re.MULTILINE) == ["D-1", "C-1", "B-1", "A-1"]


def test_of_many_places_the_first_twenty_are_shown_and_the_others_counted() -> None:
    many = [whole_file(f"src/{number:02}.py") for number in range(23)]
    text = shown(results(result("OPS-001", Outcome.VIOLATION, *reversed(many))))
    assert re.findall(r"^  src/(\d\d)\.py$", text, re.MULTILINE) == [f"{number:02}" for number in range(20)]
    assert "  … and 3 more\n" in text


def test_places_that_were_not_recorded_are_counted_too() -> None:
    constitution = results(sql_result(Outcome.VIOLATION, *many(1000, Role.VIOLATES), broken=3000))
    assert "  … and 2,980 more\n" in shown(constitution)
    text = explained(constitution.principles[0], sql_principle(), VIEW)
    assert "broken at 3,000 places" in text
    assert "  … and 2,980 more\n" in text


def test_a_violation_of_which_no_place_is_known_to_count_says_why() -> None:
    excused = result("S-1", Outcome.VIOLATION, reason="30000 places break it", broken=30_000)
    assert "because    30000 places break it" in shown(results(excused))


def test_of_many_unchecked_files_the_first_twenty_are_shown_each_once() -> None:
    doubts = [
        Doubt(kind=DoubtKind.UNPARSABLE, reason="bad", path=f"src/{number:02}.py", line=3) for number in range(25)
    ]
    text = shown(results(*(result(f"S-{n}", Outcome.UNVERIFIED, doubts=doubts, reason="bad") for n in range(4))))
    assert "25 files could not be checked\n" in text
    assert len(re.findall(r"^  src/\d\d\.py:3: unparsable: bad \(S-0, S-1, S-2, …\)$", text, re.MULTILINE)) == 20
    assert "  … and 5 more\n" in text
    assert "because" not in text


def test_of_many_doubts_about_a_check_the_first_twenty_are_shown() -> None:
    doubts = [Doubt(kind=DoubtKind.TOOL, reason=f"tool {number} is away") for number in range(25)]
    text = shown(results(result("S-1", Outcome.UNVERIFIED, doubts=doubts, reason="tool 0 is away")))
    assert text.count("is away") == 20
    assert "… and 5 more reasons" in text


def test_findings_that_do_not_count_are_counted_but_not_shown() -> None:
    waived = finding(DB, "def save", path="src/waived.py", standing=Standing.WAIVED)
    known = finding(DB, "def find", path="src/known.py", standing=Standing.KNOWN)
    text = shown(results(sql_result(Outcome.VIOLATION, BROKEN, waived, known)))
    assert "src/waived.py" not in text
    assert "src/known.py" not in text
    assert "excused    1 waived, 1 known before" in text


def test_a_waiver_that_the_change_brought_along_is_called_out() -> None:
    assert re.search(r"src/db.py:2: OPS-002 waived .* ADDED\s+BY THIS CHANGE", shown(EVERYTHING))


@pytest.mark.parametrize(
    ("excuses", "said"),
    [
        (Excuse.GAP, "the gap of SEC-004 waived by alice"),
        (Excuse.WEAKENED, "SEC-004 allowed to be weaker than inherited by alice"),
    ],
)
def test_a_waiver_without_a_place_in_the_code_is_told_where_it_is_written(excuses: Excuse, said: str) -> None:
    place = Place(path="constitutions/waivers.md", line=7)
    waiver = Waiver(
        principle="SEC-004",
        reason="not yet",
        owner="alice",
        until=None,
        path="",
        line=None,
        place=place,
        excuses=excuses,
    )
    text = shown(FINE.model_copy(update={"waivers": (waiver,)}))
    assert f"  constitutions/waivers.md:7: {said} without an end" in text.replace("\n   ", "")


def test_a_waiver_in_trouble_says_where_it_is_written_and_what_is_wrong() -> None:
    assert "constitutions/waivers.md:9: the waiver of SEC-077 is expired" in shown(EVERYTHING)


@pytest.mark.parametrize("changed", ["manifest", "principles"])
def test_a_run_that_looked_at_nothing_says_so(changed: str) -> None:
    empty = {"manifest": Manifest(seen=3), "principles": (result("S-1", Outcome.PASS, checks=()),)}
    text = shown(FINE.model_copy(update={changed: empty[changed]}))
    said = {"manifest": "no file was scanned", "principles": "no check ran"}
    assert f"{said[changed]}: nothing was shown" in text


def test_files_that_were_left_out_are_counted_by_reason() -> None:
    skipped = (
        *(Skipped(path=f"{number}", reason=f"reason {number % 6}") for number in range(13)),
        Skipped(path="*.md", reason="no check looks at such files (1200)"),
        Skipped(path="*.css", reason="no check looks at such files (34)"),
    )
    text = shown(FINE.model_copy(update={"manifest": Manifest(seen=20, scanned=7, skipped=skipped)}))
    text = " ".join(text.split())
    assert (
        "20 seen, 7 scanned, 1,247 skipped: no check looks at such files (1,234), reason 0 (3), reason 1 (2)," in text
    )
    assert "reason 2 (2), other reasons (6)" in text


def test_cards_and_principles_of_one_run_are_both_shown() -> None:
    card = CardResult(
        id="BANK-1", title="Open", path="testcards/a.md", sha256="0" * 64, tier=Tier.FOUNDATION, verifies=(),
        evaluator="literal", state=State.FAIL, reason="it fell over",
    )  # fmt: skip
    text = terminal.render(checked(EVERYTHING, cards=(card,)), VIEW)
    for part in ("BANK-1", "it fell over", "SEC-002", "8 principles: 2 violated", "1 card: 1 failed", "chain  "):
        assert part in text


@pytest.mark.parametrize("format", [html], ids=["html"])
def test_formats_that_show_cards_alone_do_not_hide_that_principles_are_broken(format: ModuleType) -> None:
    passed = CardResult(
        id="BANK-1", title="Open", path="testcards/a.md", sha256="0" * 64, tier=Tier.FOUNDATION, verifies=(),
        evaluator="literal", state=State.PASS,
    )  # fmt: skip
    assert "5 of 8 principles do not hold" in format.render(checked(EVERYTHING, cards=(passed,)), VIEW)
    assert "do not hold" not in format.render(checked(FINE, cards=(passed,)), VIEW)


def test_an_explanation_shows_the_places_that_do_not_count_too() -> None:
    waived = finding(DB, QUERY, standing=Standing.WAIVED, symbol="find")
    text = explained(sql_result(Outcome.WAIVED, waived, SHOWN), sql_principle(), VIEW)
    assert "this run: waived, broken at 1 place (1 waived), shown at 1 place" in text
    assert "pattern forbid, recorded, waived" in text


def test_an_explanation_of_a_principle_that_was_not_checked_says_so() -> None:
    doubts = (Doubt(kind=DoubtKind.UNPARSABLE, reason="bad", path="src/a.py", line=3),)
    text = explained(sql_result(Outcome.UNVERIFIED, checks=(), doubts=doubts, reason="bad"), sql_principle(), VIEW)
    assert text.count("it did not run") == 2
    assert "src/a.py:3: unparsable: bad" in text
    assert "broken at 0 places, shown at 0 places" in text


def test_an_explanation_tells_of_each_check_whether_it_still_works() -> None:
    broken = SQL.checks[1].model_copy(update={"canary": False})
    text = explained(SQL.model_copy(update={"checks": (broken,)}), sql_principle(), VIEW)
    assert "it did not run" in text
    assert "DOES NOT FLAG ITS CANARY" in text


def test_an_explanation_is_cut_where_samples_or_places_are_many() -> None:
    sample = sql_principle().samples[0].model_copy(update={"text": "x\n" * 100 + "y" * 100})
    principle = sql_principle().model_copy(update={"samples": (sample, sample.model_copy(update={"path": "a.py"}))})
    many = [whole_file(f"src/{number:02}.py") for number in range(23)]
    text = explained(sql_result(Outcome.VIOLATION, *many), principle, VIEW)
    assert "… and 61 more lines" in text
    assert "bad sample: python as a.py" in text
    assert "  … and 3 more\n" in text


def test_a_wide_sample_is_cut_at_the_edge() -> None:
    sample = sql_principle().samples[0].model_copy(update={"text": "送" * 100})
    text = explained(SQL, sql_principle().model_copy(update={"samples": (sample,)}), VIEW)
    assert "送…\n" in text
    assert max(cell_len(line) for line in text.split("\n")) <= 80


def test_a_person_who_has_to_review_is_told_so() -> None:
    principle = sql_principle().model_copy(update={"review_only": True, "checks": ()})
    assert "by a person; no machine checks it" in explained(SQL, principle, VIEW)
    assert DOCUMENT in explained(SQL, principle, VIEW)
