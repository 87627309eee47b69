"""``harness golden review`` as a person meets it at a terminal, and how it is refused to everybody else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support import goldens
from tests.support.goldens import at_a_terminal, case, check, copy_of, files_below, outcomes, plain
from tests.support.projects import CardProject

pytestmark = [pytest.mark.requires_git, pytest.mark.requires_cell]

ASKED = "[?] "
CASES = {
    "greet.md": case("GREET", "todo add milk", "todo fly", title="Add and fail"),
    "list.md": case("LIST", "todo add milk", "todo list"),
    "time.md": case("TIME", "todo list", "todo quiet"),
}


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> CardProject:
    """Three cases that behave otherwise than recorded, one that was never accepted, and one of which only the text changed."""
    room = tmp_path_factory.mktemp("review")
    made = goldens.project(room, {**CASES, "words.md": case("WORDS", "todo add milk")})
    assert made.harness("golden", "record", "golden").code == 0
    goldens.change(made, 'echo "added $2"', 'echo "has $2"')
    goldens.change(made, 'echo "unknown command: $1" >&2; exit 2', 'echo "no command: $1" >&2; exit 3')
    goldens.change(made, "quiet) ;;", "quiet) date '+it is %H:%M:%S now, and nothing else happens in here' ;;")
    made.write("golden/new.md", case("NEW", "todo add milk", "todo list"))
    made.write("golden/words.md", case("WORDS", "todo add milk", title="Other words"))
    made.write("golden/words.md", case("WORDS", "todo list", title="Other words"))
    done = check(made)
    assert outcomes(done) == {
        "GREET": "changed",
        "LIST": "changed",
        "NEW": "unrecorded",
        "TIME": "changed",
        "WORDS": "stale",
    }, done
    return made


def log_of(made: CardProject) -> list[dict[str, Any]]:
    lines = (made.folder / "golden/accepted.jsonl").read_text().splitlines()
    return [one for one in map(json.loads, lines) if one["decision"] != "recorded"]


def test_what_is_accepted_becomes_golden_with_who_when_why_and_the_requirement(
    waiting: CardProject, tmp_path: Path
) -> None:
    made = copy_of(waiting, tmp_path)
    before = (made.folder / "golden/GREET.golden").read_text()
    typed = [(ASKED, "a"), (ASKED, "a"), (ASKED, "a"), ("why is it right? ", "friendlier words\n")]
    done = at_a_terminal(made, "golden", "review", "GREET", "--requirement", "FR-001", typed=typed)
    assert done.code == 5, done.out
    assert "accepted: golden/GREET.golden" in plain(done.out)
    after = (made.folder / "golden/GREET.golden").read_text()
    assert "  | has milk" in after
    (line,) = log_of(made)
    assert {name: line[name] for name in ("decision", "case", "reason", "requirement")} == {
        "decision": "accepted",
        "case": "GREET",
        "reason": "friendlier words",
        "requirement": "FR-001",
    }
    assert line["before"] in before
    assert line["after"] in after
    assert line["who"]
    assert outcomes(check(made, "GREET")) == {"GREET": "same"}


def test_a_difference_is_shown_with_its_step_both_sides_and_the_words_that_differ(
    waiting: CardProject, tmp_path: Path
) -> None:
    made = copy_of(waiting, tmp_path)
    done = at_a_terminal(made, "golden", "review", "GREET", typed=[(ASKED, "?"), (ASKED, "q")])
    shown = plain(done.out)
    assert "GREET  Add and fail" in shown
    assert "golden/greet.md, verifies FR-001" in shown
    assert "Steps 1 / stdout / line 1  value" in shown
    assert "Run `todo add milk`." in shown
    assert "\x1b[1;31madded\x1b[0m milk" in done.out
    assert "\x1b[1;32mhas\x1b[0m milk" in done.out
    assert "a  accept: what is received is right, and becomes the golden" in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert done.code == 5
    assert log_of(made) == []


def test_what_is_rejected_waits_no_more_and_its_golden_stays(waiting: CardProject, tmp_path: Path) -> None:
    made = copy_of(waiting, tmp_path)
    before = files_below(made.folder / "golden")
    done = at_a_terminal(made, "golden", "review", "LIST", typed=[(ASKED, "r")])
    assert "rejected: the golden stays" in plain(done.out)
    assert files_below(made.folder / "golden") == before
    assert not (made.folder / ".harness/golden/LIST").exists()


def test_parts_become_golden_only_where_all_their_differences_were_accepted(
    waiting: CardProject, tmp_path: Path
) -> None:
    made = copy_of(waiting, tmp_path)
    typed = [(ASKED, "a"), (ASKED, "s"), (ASKED, "r")]
    done = at_a_terminal(made, "golden", "review", "GREET", "--reason", "words", typed=typed)
    assert done.code == 5
    golden = (made.folder / "golden/GREET.golden").read_text()
    assert "  | has milk" in golden
    assert "exit code = 2" in golden
    assert "  | unknown command: fly" in golden
    assert (made.folder / ".harness/golden/GREET").exists(), "what was skipped goes on waiting"
    (found,) = check(made, "GREET").report["golden"]["cases"]
    assert [one["leaf"] for one in found["differences"]] == ["exit code", "stderr / line 1"]


def test_a_new_case_is_shown_whole_and_accepted_as_a_whole(waiting: CardProject, tmp_path: Path) -> None:
    made = copy_of(waiting, tmp_path)
    done = at_a_terminal(made, "golden", "review", "NEW", "--reason", "new", typed=[(ASKED, "a"), (ASKED, "s")])
    shown = plain(done.out)
    assert "never accepted before" in shown
    assert "      | has milk" in shown
    assert "a case is accepted as a whole" in shown
    assert not (made.folder / "golden/NEW.golden").exists()
    done = at_a_terminal(made, "golden", "review", "NEW", "--reason", "new", typed=[(ASKED, "A")])
    assert "accepted: golden/NEW.golden" in plain(done.out)
    assert outcomes(check(made, "NEW")) == {"NEW": "same"}


def test_masking_a_difference_accepts_nothing_else(waiting: CardProject, tmp_path: Path) -> None:
    made = copy_of(waiting, tmp_path)
    goldens.change(made, "list) cat", "list) echo listed; cat")
    check(made, "TIME")
    typed = [
        (ASKED, "s"),
        (ASKED, "d"),
        ("which?", "p"),
        ("pattern", "[0-9:]{8}\n"),
        ("mask", "<now>\n"),
        (ASKED, "q"),
    ]
    done = at_a_terminal(made, "golden", "review", "TIME", "--reason", "a clock", typed=typed)
    assert done.code == 5, done.out
    assert 'redact: [{pattern: "[0-9:]{8}", as: "<now>"}]' in (made.folder / "golden/time.md").read_text()
    golden = (made.folder / "golden/TIME.golden").read_text()
    assert "listed" not in golden
    assert "it is" not in golden, "what is masked now differs still: there was nothing before"
    (found,) = check(made, "TIME").report["golden"]["cases"]
    assert found["outcome"] == "changed"
    assert [one["place"] for one in found["differences"]] == ["Steps 1", "Steps 2"]


def test_a_mask_over_most_of_what_is_shown_is_refused(waiting: CardProject, tmp_path: Path) -> None:
    made = copy_of(waiting, tmp_path)
    before = files_below(made.folder / "golden")
    typed = [(ASKED, "d"), ("which?", "p"), ("pattern", ".+\n"), ("mask", "<now>\n"), (ASKED, "q")]
    done = at_a_terminal(made, "golden", "review", "TIME", "--reason", "a clock", typed=typed)
    assert "masks 98%" in plain(done.out)
    assert files_below(made.folder / "golden") == before


def test_all_of_it_at_once_leaves_nothing_waiting(waiting: CardProject, tmp_path: Path) -> None:
    made = copy_of(waiting, tmp_path)
    typed = [(ASKED, key) for key in "AaAaA"]
    done = at_a_terminal(made, "golden", "review", "--reason", "all of it", typed=typed)
    assert done.code == 0, done.out
    assert plain(done.out).rstrip().endswith("5 accepted")
    assert {one["reason"] for one in log_of(made)} == {"all of it"}
    assert made.harness("golden", "pending").code == 0


def test_a_case_whose_behaviour_is_as_it_was_can_be_accepted_with_its_new_text(
    waiting: CardProject, tmp_path: Path
) -> None:
    made = copy_of(waiting, tmp_path)
    made.write("golden/list.md", CASES["list.md"].replace("# List", "# Lists"))
    goldens.change(made, 'echo "has $2"', 'echo "added $2"')
    assert outcomes(check(made, "LIST")) == {"LIST": "stale"}
    done = at_a_terminal(made, "golden", "review", "LIST", "--reason", "only words", typed=[(ASKED, "a")])
    assert "nothing that it shows differs" in " ".join(plain(done.out).split())
    assert outcomes(check(made, "LIST")) == {"LIST": "same"}


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["--reason", " "], "a decision needs a reason"),
        (["--reason", "\u200b\u2060"], "a decision needs a reason"),
        (["--requirement", "FR-999"], "there is no requirement 'FR-999'"),
        (["NOWHERE"], "there is no golden case 'NOWHERE'"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_asked(
    waiting: CardProject, arguments: list[str], what: str
) -> None:
    done = at_a_terminal(waiting, "golden", "review", *arguments)
    assert done.code == 2, done.out
    assert what in plain(done.out)
    assert ASKED not in done.out


def test_without_a_terminal_and_in_ci_nothing_is_accepted(waiting: CardProject) -> None:
    before = files_below(waiting.folder / "golden")
    done = waiting.harness("golden", "review")
    assert done.code == 2
    assert done.err.startswith("error: nothing is accepted without a terminal")
    done = at_a_terminal(waiting, "golden", "review", CI="true")
    assert done.code == 2
    assert "nothing is accepted in CI" in done.out
    assert files_below(waiting.folder / "golden") == before


def test_an_interrupt_accepts_nothing_of_the_case(waiting: CardProject, tmp_path: Path) -> None:
    made = copy_of(waiting, tmp_path)
    before = files_below(made.folder / "golden")
    done = at_a_terminal(made, "golden", "review", "GREET", typed=[(ASKED, "a"), (ASKED, "\x03")])
    assert done.code == 4, done.out
    assert "interrupted" in done.out
    assert "Traceback" not in done.out
    assert files_below(made.folder / "golden") == before


# The same without a terminal, for agents


def test_pending_show_and_reject_need_no_terminal(waiting: CardProject, tmp_path: Path) -> None:
    made = copy_of(waiting, tmp_path)
    done = made.harness("golden", "pending")
    assert done.code == 5
    assert "GREET  3 differences  golden/greet.md" in done.out
    assert "NEW  2 differences, never accepted before  golden/new.md" in done.out
    listed = made.harness("golden", "pending", "--json").report
    assert [one["case"] for one in listed] == ["GREET", "LIST", "NEW", "TIME", "WORDS"]
    assert {one["run"] for one in listed} == {made.runs()[-1].name}
    shown = made.harness("golden", "show", "GREET")
    assert (shown.code, "has milk" in shown.out, "\x1b" in shown.out) == (5, True, False)
    facts = made.harness("golden", "show", "GREET", "--json").report
    assert [one["leaf"] for one in facts] == ["stdout / line 1", "exit code", "stderr / line 1"]
    assert made.harness("golden", "reject", "GREET").code == 0
    again = made.harness("golden", "show", "GREET")
    assert again.code == 2
    assert "nothing waits of 'GREET'" in again.err


def test_what_another_version_left_is_named_and_does_not_keep_the_rest_from_review(
    waiting: CardProject, tmp_path: Path
) -> None:
    made = copy_of(waiting, tmp_path)
    place = made.folder / ".harness/golden"
    (place / "LIST/facts.json").write_text('{"id": "LIST"}')
    (place / "OLD").mkdir()
    (place / "notes.txt").write_text("?")
    (place / "GREET/received.golden").write_text("garbage\n")
    done = made.harness("golden", "pending")
    assert done.code == 5
    for name in ("LIST", "OLD", "notes.txt", "GREET"):
        assert f".harness/golden/{name}: nothing that this version of harness let wait" in done.err
    assert "NEW  2 differences" in done.out
    assert "GREET" not in done.out
    assert "Traceback" not in done.err
    check(made, "LIST")
    assert "LIST  1 difference" in made.harness("golden", "pending").out
