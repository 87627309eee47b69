"""The trace of a real project: what counts as shown on this tree, and every way to have it say more than was shown."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.adapters.records import load_run
from harness.app.sealing import SealsFound
from harness.app.trace import Traced, subject_of, traced
from harness.domain.events import Link, RunFinished
from harness.domain.golden import CaseOutcome
from harness.domain.results import Run
from harness.domain.tracing import RowState, Shown
from harness.domain.verdicts import ExitCode, State
from tests.support.projects import CardProject
from tests.support.traced import carry_out, copy_of, edit, expect, verified_once

pytestmark = [pytest.mark.requires_git, pytest.mark.requires_cell]

VERIFIED = {"FR-001": "verified", "FR-002": "verified", "FR-003": "verified"}


@pytest.fixture(scope="module")
def verified(tmp_path_factory: pytest.TempPathFactory) -> CardProject:
    return verified_once(tmp_path_factory)


@pytest.fixture
def made(verified: CardProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CardProject:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return copy_of(verified, tmp_path)


def states(found: Traced) -> dict[str, str]:
    return {row.requirement.id: row.state.value for row in found.trace.rows}


def links(found: Traced, requirement: str) -> dict[str, tuple[Shown, str]]:
    (row,) = [one for one in found.trace.rows if one.requirement.id == requirement]
    return {link.evidence.id: (link.shown, link.reason) for link in row.links}


def of_cards(made: CardProject) -> Path:
    """The folder of the run of cards."""
    return next(run for run in made.runs() if json.loads((run / "run.json").read_text())["cards"])


def rewrite(path: Path, change: Callable[[str], str]) -> None:
    before = path.read_text()
    assert change(before) != before
    path.write_text(change(before))


def test_what_all_passed_is_verified(made: CardProject) -> None:
    found = traced(made.folder)
    assert states(found) == VERIFIED
    assert found.trace.exit_code is ExitCode.PASS
    assert {id: shown for id, (shown, _) in links(found, "FR-001").items()} == {
        "TODO-ADD": Shown.PASS,
        "ADD": Shown.PASS,
        "bin/todo#1": Shown.CLAIMED,
    }
    assert {id: shown for id, (shown, _) in links(found, "FR-003").items()} == {
        "TODO-ADD": Shown.PASS,
        "CODE-001": Shown.PASS,
    }


def test_a_second_look_is_answered_from_the_cache_and_the_same(made: CardProject) -> None:
    assert traced(made.folder).trace == traced(made.folder).trace


def test_committing_the_documents_and_the_lock_changes_nothing(made: CardProject) -> None:
    made.write("trace.lock", "")
    made.repository.commit()
    assert states(traced(made.folder)) == VERIFIED


# What moved after the run


def test_another_product_is_another_tree(made: CardProject) -> None:
    edit(made, "bin/todo", lambda text: text.replace("added $2", "put $2"))
    found = traced(made.folder)
    assert set(states(found).values()) == {"untested"}
    assert links(found, "FR-002")["TODO-SHOW"] == (Shown.NOT_RUN, "")


def test_another_way_to_start_the_product_is_another_tree(made: CardProject) -> None:
    made.write("bin/other", "#!/bin/sh\n")
    made.repository.commit()
    carry_out(made, "run-cards")
    assert states(traced(made.folder))["FR-002"] == "verified"
    edit(made, "harness.toml", lambda text: text.replace("bin/todo", "bin/other"))
    assert states(traced(made.folder))["FR-002"] == "untested"


def test_other_settings_than_the_products_are_the_same_tree(made: CardProject) -> None:
    edit(made, "harness.toml", lambda text: text + "\n[cards]\nworkers = 1\n")
    assert states(traced(made.folder))["FR-002"] == "verified"


def test_a_card_that_was_edited_after_its_pass_is_stale(made: CardProject) -> None:
    edit(made, "testcards/show.md", lambda text: text.replace("Show the list", "Show all of the list"))
    found = traced(made.folder)
    assert links(found, "FR-002")["TODO-SHOW"][0] is Shown.STALE
    assert states(found)["FR-002"] == "undecided"
    assert links(found, "FR-001")["TODO-ADD"][0] is Shown.PASS


def test_a_requirement_that_was_reworded_after_its_pass_makes_it_stale(made: CardProject) -> None:
    edit(made, "specs/001-list/spec.md", lambda text: text.replace("show the list", "show the list, sorted"))
    found = traced(made.folder)
    assert links(found, "FR-002")["TODO-SHOW"][0] is Shown.STALE
    assert links(found, "FR-001")["TODO-ADD"][0] is Shown.PASS
    assert links(found, "FR-001")["ADD"][0] is Shown.PASS
    assert links(found, "FR-003")["CODE-001"][0] is not Shown.PASS


def test_a_run_that_recorded_only_documents_counts_while_they_are_the_same(made: CardProject) -> None:
    def older(run: Run) -> Run:
        assert run.golden is not None
        cases = tuple(case.model_copy(update={"requirements": None}) for case in run.golden.cases)
        return run.model_copy(update={"golden": run.golden.model_copy(update={"cases": cases})})

    forge(_of_golden(made), older)
    assert links(traced(made.folder), "FR-001")["ADD"][0] is Shown.PASS
    edit(made, "specs/001-list/spec.md", lambda text: text.replace("show the list", "show the list, sorted"))
    shown, reason = links(traced(made.folder), "FR-001")["ADD"]
    assert (shown, "does not tell what the requirement said" in reason) == (Shown.STALE, True)


def _of_golden(made: CardProject) -> Path:
    runs = [run for run in made.runs() if json.loads((run / "run.json").read_text())["golden"]]
    return runs[-1]


def test_another_golden_makes_the_case_stale(made: CardProject) -> None:
    edit(made, "golden/ADD.golden", lambda text: text.replace("added milk", "added butter"))
    assert links(traced(made.folder), "FR-001")["ADD"][0] is Shown.STALE


def test_a_principle_is_of_the_whole_tree(made: CardProject) -> None:
    made.write("specs/notes.txt", "more")
    assert links(traced(made.folder), "FR-003")["CODE-001"][0] is Shown.NOT_RUN
    carry_out(made, "check")
    assert links(traced(made.folder), "FR-003")["CODE-001"][0] is Shown.PASS


def test_a_broken_principle_fails_its_requirement_with_the_place(made: CardProject) -> None:
    edit(made, "bin/todo", lambda text: f'{text}eval "$1"\n')
    expect(made.harness("check"), 1)
    found = traced(made.folder)
    assert states(found)["FR-003"] == "failing"
    (row,) = [one for one in found.trace.rows if one.requirement.id == "FR-003"]
    (principle,) = [link for link in row.links if link.evidence.id == "CODE-001"]
    assert principle.result is not None
    assert [str(place) for place in principle.result.lines] == ["bin/todo:8"]


# Two runs


def test_a_pass_after_a_failure_of_the_same_tree_is_flaky(made: CardProject) -> None:
    script = (
        "#!/bin/sh\n# covers: FR-001\n"
        'if [ "$1" = list ] && [ "$(od -An -N1 -tu1 /dev/urandom)" -lt 50 ]; then echo nothing; exit; fi\n'
    )
    edit(made, "bin/todo", lambda text: text.replace("#!/bin/sh\n# covers: FR-001\n", script))
    codes: set[int] = set()
    for _ in range(12):
        codes.add(made.harness("run-cards", "testcards/show.md").code)
        if codes == {0, 1}:
            break
    assert codes == {0, 1}
    found = traced(made.folder)
    assert states(found)["FR-002"] == "failing"
    assert links(found, "FR-002")["TODO-SHOW"][1].startswith("flaky: it failed in run ")


# Records


def test_a_record_that_was_edited_by_hand_is_named_and_proves_nothing(made: CardProject) -> None:
    rewrite(of_cards(made) / "run.json", lambda text: text.replace("Show the list", "Shown"))
    found = traced(made.folder)
    assert states(found)["FR-002"] == "untested"
    assert [one.code for one in found.trace.mistakes] == ["TRACE104"]
    assert found.trace.exit_code is ExitCode.USAGE


def test_a_failure_written_over_by_hand_with_a_closed_chain_is_found(made: CardProject) -> None:
    """The last event and the head are made anew, as `run.json` asks for; what was judged before them is not."""
    edit(made, "bin/todo", lambda text: text.replace("added $2", "put $2"))
    expect(made.harness("run-cards", "testcards/add.md"), 1)
    folder = made.runs()[-1]
    _forge_pass(folder)
    expect(made.harness("verify-run", str(folder)), 1)
    found = traced(made.folder)
    assert [one.code for one in found.trace.mistakes] == ["TRACE104"]
    assert links(found, "FR-001")["TODO-ADD"][0] is Shown.NOT_RUN


def _forge_pass(folder: Path) -> None:
    def passed(run: Run) -> Run:
        (card,) = run.cards
        changed = {"state": State.PASS, "cause": None, "attempts": ()}
        return run.model_copy(update={"cards": (card.model_copy(update=changed),)})

    forge(folder, passed)


def forge(folder: Path, change: Callable[[Run], Run]) -> None:
    """Change a record, and close its chain over what is changed."""
    run = change(load_run(folder))
    lines = (folder / "events.jsonl").read_bytes().splitlines()
    last = Link.model_validate_json(lines[-1])
    closing = last.model_copy(update={"event": RunFinished(sha256=run.content_sha256)})
    lines[-1] = closing.model_dump_json().encode()
    head = {"count": len(lines), "head": hashlib.sha256(lines[-1]).hexdigest()}
    (folder / "events.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    (folder / "run.json").write_text(json.dumps({**json.loads(run.model_dump_json()), "events": head}))


def test_a_golden_case_that_is_written_to_be_the_same_is_found(made: CardProject) -> None:
    edit(made, "bin/todo", lambda text: text.replace("added $2", "put $2"))
    expect(made.harness("golden", "check"), 1)

    def same(run: Run) -> Run:
        assert run.golden is not None
        case = run.golden.cases[0].model_copy(update={"outcome": CaseOutcome.SAME, "differences": ()})
        return run.model_copy(update={"golden": run.golden.model_copy(update={"cases": (case,)})})

    forge(made.runs()[-1], same)
    found = traced(made.folder)
    assert [one.code for one in found.trace.mistakes] == ["TRACE104"]
    assert "something else was received" in found.trace.mistakes[0].what
    assert links(found, "FR-001")["ADD"][0] is Shown.NOT_RUN


def test_a_record_of_another_tree_that_is_copied_here_proves_nothing(made: CardProject, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    shutil.copytree(made.folder / ".harness", kept)
    edit(made, "bin/todo", lambda text: text.replace("added $2", "put $2"))
    shutil.rmtree(made.folder / ".harness")
    shutil.copytree(kept, made.folder / ".harness")
    found = traced(made.folder)
    assert set(states(found).values()) == {"untested"}
    assert found.trace.mistakes == ()


def test_a_record_that_claims_to_be_of_this_tree_is_named(made: CardProject) -> None:
    before = traced(made.folder)
    old = json.loads((of_cards(made) / "run.json").read_text())["tree"]["subject"]
    edit(made, "bin/todo", lambda text: text.replace("added $2", "put $2"))
    new = subject_of(before.project).product
    assert new != old
    rewrite(of_cards(made) / "run.json", lambda text: text.replace(old, new))
    found = traced(made.folder)
    assert set(states(found).values()) == {"untested"}
    assert [one.code for one in found.trace.mistakes] == ["TRACE104"]


def test_a_run_without_its_events_is_named(made: CardProject) -> None:
    (of_cards(made) / "events.jsonl").unlink()
    assert [one.code for one in traced(made.folder).trace.mistakes] == ["TRACE104"]


def test_an_unfinished_run_proves_nothing(made: CardProject) -> None:
    (of_cards(made) / "run.json").unlink()
    found = traced(made.folder)
    assert states(found)["FR-002"] == "untested"
    assert found.trace.mistakes == ()


def test_what_was_less_isolated_than_asked_for_proves_nothing(made: CardProject) -> None:
    shutil.rmtree(of_cards(made))
    expect(made.harness("run-cards", "--isolation", "export"))
    found = traced(made.folder)
    assert states(found)["FR-002"] == "untested"
    shown, reason = links(found, "FR-002")["TODO-SHOW"]
    assert (shown, reason.partition(" reached ")[2]) == (
        Shown.NOT_RUN,
        "isolation `export`, and `cell` is the least that counts",
    )


# Claims


def test_a_claim_in_a_text_is_none_and_one_in_a_comment_is(made: CardProject) -> None:
    made.write("lib/a.py", 'A = "# covers: FR-077"\n# covers: FR-088\n# this covers: everything else\n')
    found = traced(made.folder)
    assert [(one.evidence.id, one.claim) for one in found.trace.orphans] == [("lib/a.py#1", "FR-088")]
    assert found.trace.exit_code is ExitCode.UNDECIDED


def test_an_ambiguous_id_proves_nothing(made: CardProject) -> None:
    made.write("specs/002-web/spec.md", "# Feature Specification: web\n\n- **FR-002**: The system MUST show a page.\n")
    found = traced(made.folder)
    of_both = [row.state for row in found.trace.rows if row.requirement.id == "FR-002"]
    assert of_both == [RowState.UNTESTED, RowState.UNTESTED]
    assert {one.nearest for one in found.trace.orphans} == {("001-list/FR-002", "002-web/FR-002")}


def test_a_document_that_cannot_be_read_keeps_the_whole_from_passing(made: CardProject) -> None:
    made.write("testcards/broken.md", "---\nid: [\n---\n")
    assert traced(made.folder).trace.exit_code is ExitCode.USAGE


# Exemptions


EXEMPTION = (
    '\n[[trace.exemptions]]\nrequirement = "{id}"\nreason = "no test system"\nwho = "A Person"\nuntil = {until}\n'
)


def exempt(made: CardProject, id: str, until: str) -> Traced:
    edit(made, "harness.toml", lambda text: text + EXEMPTION.format(id=id, until=until))
    return traced(made.folder)


def test_an_exemption_of_the_configuration_waives_until_its_day(made: CardProject) -> None:
    shutil.rmtree(of_cards(made))
    found = exempt(made, "FR-002", "2099-01-31")
    (row,) = [one for one in found.trace.rows if one.requirement.id == "FR-002"]
    assert (row.state, row.beneath) == (RowState.WAIVED, RowState.UNTESTED)
    assert row.exemption is not None
    assert str(row.exemption.place) == "harness.toml:4"
    expired = exempt(made, "FR-001", "2020-01-31")
    assert [(one.code, one.place.line) for one in expired.trace.mistakes] == [("TRACE106", 10)]
    assert expired.trace.exit_code is ExitCode.USAGE


def test_an_exemption_of_nothing_is_a_mistake(made: CardProject) -> None:
    (mistake,) = exempt(made, "FR-02", "2099-01-31").trace.mistakes
    assert (mistake.code, mistake.hint) == ("TRACE105", "did you mean 'FR-002'?")


# Seals


def test_a_card_whose_seal_is_broken_shows_nothing(made: CardProject, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = SealsFound(broken={"TODO-SHOW": "its text was edited"})
    monkeypatch.setattr("harness.app.trace.found_seals", lambda project: broken)
    found = traced(made.folder)
    assert links(found, "FR-002")["TODO-SHOW"] == (Shown.UNDECIDED, "its text was edited")
    assert states(found)["FR-002"] == "undecided"


# Elsewhere than in git


def test_a_folder_that_is_no_repository_is_traced_as_well(made: CardProject) -> None:
    shutil.rmtree(made.folder / ".git")
    assert states(traced(made.folder))["FR-002"] == "verified"
