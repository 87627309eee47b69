"""``harness trace`` as a user meets it: the table, its exit codes, what a person accepts, and what a change touched."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from harness.adapters.trace_lock import parse
from harness.app.trace import traced
from tests.support.goldens import at_a_terminal, plain
from tests.support.projects import CardProject
from tests.support.traced import carry_out, copy_of, edit, verified_once

pytestmark = [pytest.mark.requires_git, pytest.mark.requires_cell]

ASKED = "[?] "
REWORDED = ("add an entry to the list", "add an entry to the end of the list")


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def verified(tmp_path_factory: pytest.TempPathFactory) -> CardProject:
    return verified_once(tmp_path_factory)


@pytest.fixture(scope="module")
def accepted(verified: CardProject, tmp_path_factory: pytest.TempPathFactory) -> CardProject:
    """The same, where a person accepted everything, which is committed."""
    made = copy_of(verified, tmp_path_factory.mktemp("accepted"))
    done = at_a_terminal(made, "trace", "accept", typed=[(ASKED, "A"), ("why is it right? ", "read them all\n")])
    assert done.code == 0, done
    made.repository.commit("accepted")
    return made


@pytest.fixture
def made(accepted: CardProject, tmp_path: Path) -> CardProject:
    return copy_of(accepted, tmp_path)


def states(made: CardProject) -> dict[str, str]:
    return {row.requirement.id: row.state.value for row in traced(made.folder).trace.rows}


def mistakes(made: CardProject) -> list[tuple[str, str]]:
    return [(one.code, one.what) for one in traced(made.folder).trace.mistakes]


def lock(made: CardProject) -> dict[tuple[str, str], str]:
    found = parse((made.folder / "trace.lock").read_bytes())
    assert (found.touched, found.broken) == (frozenset(), ())
    return {(one.requirement, one.evidence): one.reason for one in found.anchors}


# Showing


def test_a_trace_is_a_line_for_each_requirement_and_the_sum(verified: CardProject) -> None:
    done = verified.harness("trace")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert [line.split()[:2] for line in lines[:3]] == [
        ["verified", "001-list/FR-001"],
        ["verified", "001-list/FR-002"],
        ["verified", "001-list/FR-003"],
    ]
    assert "3 requirements: 3 verified" in lines
    assert max(map(len, lines)) <= 80


def test_names_and_states_narrow_what_is_shown_and_what_the_exit_code_is_about(
    verified: CardProject, tmp_path: Path
) -> None:
    made = copy_of(verified, tmp_path)
    edit(made, "testcards/show.md", lambda text: text.replace("Show the list", "Show all"))
    assert made.harness("trace", "001-list/FR-001").code == 0
    undecided = made.harness("trace", "--state", "undecided,failing")
    assert (undecided.code, "FR-001" in undecided.out, "FR-002" in undecided.out) == (4, False, True)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("FR-02",), "there is no requirement 'FR-02'"),
        (("--state", "green"), "there is no state 'green'"),
        (("--report", "xml"), "unknown report 'xml'"),
    ],
)
def test_what_is_unknown_is_told_with_what_is_known(verified: CardProject, given: tuple[str, ...], said: str) -> None:
    done = verified.harness("trace", *given)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "hint:" in done.err


# Accepting


def test_accepting_needs_a_terminal_and_no_pipeline(verified: CardProject) -> None:
    done = verified.harness("trace", "accept", "--reason", "sure")
    assert (done.code, "without a terminal" in done.err) == (2, True)
    done = at_a_terminal(verified, "trace", "accept", "--reason", "sure", CI="true")
    assert (done.code, "nothing is accepted in CI" in done.out) == (2, True)
    assert not (verified.folder / "trace.lock").exists()


def test_what_was_accepted_is_kept_with_who_when_and_why(accepted: CardProject) -> None:
    assert lock(accepted) == {
        ("001-list/FR-001", "card TODO-ADD"): "read them all",
        ("001-list/FR-001", "golden case ADD"): "read them all",
        ("001-list/FR-001", "marker bin/todo#1"): "read them all",
        ("001-list/FR-002", "card TODO-SHOW"): "read them all",
        ("001-list/FR-003", "card TODO-ADD"): "read them all",
        ("001-list/FR-003", "principle CODE-001"): "read them all",
    }
    first = parse((accepted.folder / "trace.lock").read_bytes()).anchors[0]
    assert first.who == "A Person <person@example.org>"
    assert states(accepted) == {"FR-001": "verified", "FR-002": "verified", "FR-003": "verified"}
    done = at_a_terminal(accepted, "trace", "accept")
    assert (done.code, "nothing is to be looked at" in done.out) == (0, True)


def test_a_reworded_requirement_is_suspect_until_a_person_looked(made: CardProject) -> None:
    edit(made, "specs/001-list/spec.md", lambda text: text.replace(*REWORDED))
    assert states(made)["FR-001"] == "suspect"
    refused = at_a_terminal(made, "trace", "accept", "FR-001", "--reason", "sure")
    assert refused.code == 4, "its evidence is stale"
    assert "001-list/FR-001 cannot be accepted: not all of its evidence passes" in plain(refused.out)
    carry_out(made)
    assert states(made)["FR-001"] == "suspect", "a pass alone does not say that the card still fits"
    done = at_a_terminal(made, "trace", "accept", typed=[(ASKED, "?"), (ASKED, "a"), ("right? ", "the end is meant\n")])
    shown = plain(done.out)
    assert done.code == 0, done
    assert "- The system MUST add an entry to the list." in shown
    assert "+ The system MUST add an entry to the end of the list." in shown
    assert "accepted by A Person <person@example.org>" in shown
    assert "a  accept: you looked at it" in shown
    assert "1 accepted, 0 left, 0 refused" in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert states(made)["FR-001"] == "verified"
    assert lock(made)["001-list/FR-001", "card TODO-ADD"] == "the end is meant"
    assert lock(made)["001-list/FR-002", "card TODO-SHOW"] == "read them all"


def test_what_is_skipped_stays_suspect(made: CardProject) -> None:
    edit(made, "testcards/show.md", lambda text: text.replace("Show the list", "Show all"))
    carry_out(made, "run-cards")
    before = (made.folder / "trace.lock").read_bytes()
    done = at_a_terminal(made, "trace", "accept", "--reason", "sure", typed=[(ASKED, "s")])
    assert done.code == 5
    assert "card TODO-SHOW: the card (" in plain(done.out)
    assert (made.folder / "trace.lock").read_bytes() == before
    assert states(made)["FR-002"] == "suspect"


def test_a_card_that_is_taken_away_leaves_its_requirement_suspect(made: CardProject) -> None:
    (made.folder / "golden/add.md").unlink()
    (made.folder / "golden/ADD.golden").unlink()
    shutil.rmtree(made.folder / "golden")
    assert states(made)["FR-001"] == "suspect"
    done = at_a_terminal(made, "trace", "accept", "--reason", "cards do", typed=[(ASKED, "a")])
    assert "golden case ADD: it claims the requirement no more, or is gone" in plain(done.out)
    assert states(made)["FR-001"] == "verified"


def test_a_lock_that_is_gone_or_written_in_makes_suspect_and_is_told(made: CardProject) -> None:
    path = made.folder / "trace.lock"
    text = path.read_text()
    path.unlink()
    assert set(states(made).values()) == {"suspect"}
    assert mistakes(made) == [("TRACE103", "it is gone, with 6 accepted links that the last commit has")]
    path.write_text("".join(line for line in text.splitlines(keepends=True) if "FR-002" not in line))
    what = "the line of '001-list/FR-002' and card TODO-SHOW is gone, which the last commit has"
    assert mistakes(made) == [("TRACE103", what)]
    assert states(made) == {"FR-001": "verified", "FR-002": "suspect", "FR-003": "verified"}
    path.write_text(text.replace("read them all", "looked at", 1))
    assert [code for code, _ in mistakes(made)] == ["TRACE102"]
    assert states(made)["FR-001"] == "suspect"
    path.write_text(f"<<<<<<< ours\n{text}")
    done = made.harness("trace")
    assert (done.code, "trace.lock:1: this is left from a merge" in done.out) == (2, True)
    done = at_a_terminal(made, "trace", "accept", "--reason", "sure")
    assert (done.code, "trace.lock:1: this is left from a merge" in plain(done.out)) == (2, True)
    assert path.read_text() == f"<<<<<<< ours\n{text}"


# What a change touched


def test_a_diff_tells_what_changed_and_what_is_stale_by_it(made: CardProject) -> None:
    edit(made, "specs/001-list/spec.md", lambda text: text.replace(*REWORDED))
    edit(made, "testcards/show.md", lambda text: text.replace("Show the list", "Show all"))
    edit(made, "bin/todo", lambda text: text.replace("added $2", "put $2"))
    done = made.harness("trace", "diff", "HEAD")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "changed  001-list/FR-001  specs/001-list/spec.md:7",
        "         - The system MUST add an entry to the list.",
        "         + The system MUST add an entry to the end of the list.",
        "changed  card TODO-SHOW  testcards/show.md:3",
        "changed  marker bin/todo#1  bin/todo:2",
        "",
        "touched by this",
        "  001-list/FR-001  specs/001-list/spec.md:7",
        "    because of its words, marker bin/todo#1 changed",
        "    stale      card TODO-ADD, golden case ADD, marker bin/todo#1",
        "  001-list/FR-002  specs/001-list/spec.md:8",
        "    because of card TODO-SHOW changed",
        "    stale      card TODO-SHOW",
        "",
        "1 file of the product changed: every card and golden case has to run again",
        "1 requirement and 2 pieces of evidence changed since HEAD; 2 requirements touched",
    ]


def test_a_diff_tells_of_what_is_new_and_of_what_is_gone(made: CardProject) -> None:
    edit(made, "specs/001-list/spec.md", lambda text: f"{text}- **FR-004**: The system MUST end.\n")
    (made.folder / "testcards/show.md").unlink()
    edit(made, "constitutions/main.md", lambda text: text.replace("FR-003", "FR-004"))
    made.write("lib/end.py", "# covers: FR-004\ndef end(): pass\n")
    found = json.loads(made.harness("trace", "diff", "HEAD", "--report", "json").out)
    assert [(one["touch"], one["requirement"]) for one in found["requirements"]] == [("added", "001-list/FR-004")]
    assert [(one["touch"], one["id"]) for one in found["evidence"]] == [
        ("changed", "CODE-001"),
        ("added", "lib/end.py:end"),
        ("removed", "TODO-SHOW"),
    ]
    assert {one["requirement"]: one["why"] for one in found["affected"]} == {
        "001-list/FR-002": ["card TODO-SHOW removed"],
        "001-list/FR-004": ["its words", "principle CODE-001 changed", "marker lib/end.py:end added"],
    }
    assert found["product"] == 1


def test_nothing_changed_and_an_unknown_revision(made: CardProject) -> None:
    done = made.harness("trace", "diff", "HEAD")
    assert (done.code, done.out.strip()) == (
        0,
        "0 requirements and 0 pieces of evidence changed since HEAD; 0 requirements touched",
    )
    done = made.harness("trace", "diff", "nowhere")
    assert (done.code, "no revision `nowhere`" in done.err) == (2, True)
