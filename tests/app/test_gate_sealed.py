"""With ``visibility = "observations"`` no decision, log or report of a gate holds the text of a sealed card."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harness.domain.gate import Band
from tests.support.gated import FAILED, OPEN, PASSED, TAMPERED, Gated, Outcome, edit_record
from tests.support.veiled import ID, LOG, PATH, SECRETS, leaks, sealed

pytestmark = pytest.mark.requires_git
OBSERVATIONS = '\n[gate]\nvisibility = "observations"\n'
OTHERS: dict[str, Outcome] = {"TODO-ADD": PASSED, "TODO-SHOW": PASSED}


@pytest.fixture
def gated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gated:
    return sealed(tmp_path, monkeypatch, OBSERVATIONS)


def told(gated: Gated) -> str:
    """The decision as it is now, as it is logged, and in all formats."""
    parts = [gated.status().model_dump_json()]
    for report in ("terminal", "json", "markdown", "github"):
        done = gated.harness("gate", "--report", report)
        parts.append(done.out + done.err)
    return "\n".join([*parts, (gated.folder / ".harness/gate/decisions.jsonl").read_text()])


def test_without_the_veil_the_card_is_told_so_that_these_attacks_can_see_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gated = sealed(tmp_path, monkeypatch)
    gated.cards({**OTHERS, ID: FAILED})
    assert {ID, "quiet-words", "expected a"} <= set(leaks(told(gated)))


@pytest.mark.parametrize("outcome", [FAILED, OPEN, TAMPERED, PASSED], ids=["failed", "open", "tampered", "passed"])
def test_of_a_sealed_card_only_how_it_came_out_is_told(gated: Gated, outcome: Outcome) -> None:
    gated.cards({**OTHERS, ID: outcome})
    assert leaks(told(gated)) == []


def test_what_a_sealed_card_that_failed_verifies_is_told(gated: Gated) -> None:
    gated.cards({**OTHERS, ID: FAILED})
    gated.check()
    decision = gated.status()
    failed = next(one for one in decision.facts if one.name == "cards.failed")
    assert (failed.value, [(one.key, one.what, one.place) for one in failed.items]) == (
        1,
        [("card sealed #1", "a sealed card failed; it verifies FR-002", None)],
    )
    assert decision.band is Band.REWORK or decision.beneath is Band.REWORK


def test_a_sealed_card_without_a_result_is_not_named(gated: Gated) -> None:
    gated.cards(OTHERS)
    assert leaks(told(gated)) == []


def test_a_sealed_card_that_is_flaky_is_not_quoted(gated: Gated) -> None:
    gated.cards({**OTHERS, ID: FAILED})
    gated.cards({**OTHERS, ID: PASSED})
    assert leaks(told(gated)) == []


def test_a_sealed_card_that_was_edited_is_not_named_as_one_whose_seal_is_broken(gated: Gated) -> None:
    gated.edit(PATH, "secretmilk", "secretmilk and more")
    gated.cards({**OTHERS, ID: PASSED})
    text = told(gated)
    assert leaks(text) == []
    assert "seal sealed #1" in text


@pytest.mark.parametrize("text", ["", "---\nid: [\n---\n# Nobody may read this title\n", "# quiet-words\n"])
def test_a_sealed_card_that_cannot_be_read_is_not_quoted(gated: Gated, text: str) -> None:
    gated.write(PATH, text)
    assert leaks(told(gated)) == []


def test_a_sealed_card_that_was_moved_and_spoilt_is_not_quoted(gated: Gated) -> None:
    spoilt = (gated.folder / PATH).read_text().replace("surface: terminal", "surface: sealed words")
    (gated.folder / PATH).unlink()
    gated.write("testcards/other.md", spoilt)
    assert leaks(told(gated)) == []


def test_where_the_log_of_seals_cannot_be_read_every_card_is_sealed(gated: Gated) -> None:
    gated.write(LOG, '{"card": "TODO-QUIET"\n')
    gated.cards({**OTHERS, "TODO-ADD": FAILED, ID: FAILED})
    text = told(gated)
    assert leaks(text) == []
    assert "TODO-ADD" not in text
    assert "Keep a list" not in text


def test_a_claim_of_a_sealed_card_that_leads_nowhere_does_not_name_it(gated: Gated) -> None:
    gated.edit(PATH, "verifies: [FR-002]", "verifies: [FR-002, FR-999]")
    orphans = next(one for one in gated.status().facts if one.name == "trace.orphans")
    assert [one.key for one in orphans.items] == ["card sealed #1 FR-999"]
    assert leaks(told(gated)) == []


def test_a_record_that_contradicts_itself_is_told_without_what_it_says_of_a_sealed_card(gated: Gated) -> None:
    def spoil(record: dict[str, Any]) -> None:
        (one,) = (card for card in record["cards"] if card["id"] == ID)
        one["attempts"][0]["steps"][0]["expectations"][0]["expected"] = "the sealed words"
        one["state"], one["attempts"][0]["reason"] = "pass", "the sealed words"

    edit_record(gated.cards({**OTHERS, ID: FAILED}), spoil)
    text = told(gated)
    assert leaks(text) == []
    assert "the record does not agree with itself" in text


def test_a_record_that_cannot_be_read_is_told_without_what_it_says(gated: Gated) -> None:
    edit_record(gated.cards({**OTHERS, ID: FAILED}), lambda record: record.update(cards="the sealed words"))
    assert leaks(told(gated)) == []


def test_a_waiver_of_a_sealed_card_still_covers_it_and_does_not_name_it(gated: Gated) -> None:
    gated.write(
        "waivers.toml",
        f'[[waivers]]\nid = "W-1"\nscope = "card {ID}"\nreason = "known"\nowner = "ann@example.org"\nuntil = 2027-01-31\n',
    )
    gated.cards({**OTHERS, ID: FAILED})
    decision = gated.status()
    facts = {one.name: one for one in decision.facts}
    assert (facts["cards.failed"].value, facts["cards.waived"].value) == (0, 1), decision.waivers
    assert [one.covers for one in decision.waivers] == [("card sealed #1",)]
    assert leaks(decision.model_dump_json()) == []


def test_a_decision_with_the_veil_is_the_same_every_time(gated: Gated) -> None:
    gated.cards({**OTHERS, ID: FAILED})
    assert gated.status().id == gated.status().id


def test_the_bundle_still_tells_what_the_sealed_card_asks_for_by_its_requirement(gated: Gated, tmp_path: Path) -> None:
    gated.cards({**OTHERS, ID: FAILED})
    gated.check()
    done = gated.harness("gate", "--since", "HEAD", "--bundle", str(tmp_path / "bundle"))
    text = (tmp_path / "bundle/rework.json").read_text()
    assert leaks(text + done.out) == []
    (task,) = [one for one in json.loads(text)["tasks"] if one["kind"] == "card"]
    assert task["sealed"]
    assert [one["id"] for one in task["requirements"]] == ["001-list/FR-002"]
    assert "there is nothing to tell of it" not in text
    assert SECRETS
