"""A decision as annotations: what holds a tree up at its lines; nothing of a document begins another command."""

from __future__ import annotations

import re

import pytest
from syrupy.assertion import SnapshotAssertion

from harness.domain.gate import Decision
from harness.reports.decisions import github, markdown
from harness.reports.decisions._view import DecisionView
from tests.reports.decisions.samples import ALL, CARD, FAILED, IN_SHADOW, PASS, REWORK, hostile, large, recorded

VIEW = DecisionView()


def commands(decision: Decision) -> list[str]:
    return github.render(decision, recorded(decision), VIEW).splitlines()


def test_a_decision_looks_like_this(snapshot: SnapshotAssertion) -> None:
    assert commands(REWORK) == snapshot


def test_what_is_accepted_and_what_a_shadow_decided_are_notices() -> None:
    for decision in (PASS, IN_SHADOW):
        assert {line.split(" ")[0] for line in commands(decision)} == {"::notice"}
    assert "SHADOW: this would have been REWORK" in commands(IN_SHADOW)[0]


def test_every_reason_is_among_the_first_annotations() -> None:
    first = commands(large(40, 9))[:10]
    assert sum("title=card 00000::" in line for line in first) == 9
    assert len(FAILED) == 2


def test_files_are_named_from_the_top_of_the_repository_on() -> None:
    view = DecisionView(typed=lambda path: f"../{path}", prefix=lambda: "apps/bank/")
    told = github.render(REWORK, recorded(REWORK), view)
    assert "file=apps/bank/testcards/open.md,line=14," in told
    assert "file=apps/bank/waivers.toml,line=3," in told


def test_the_summary_of_the_step_is_the_comment_or_nothing() -> None:
    told = github.summary(REWORK, recorded(REWORK), VIEW, 1_000_000)
    assert told == markdown.render(REWORK, recorded(REWORK), VIEW)
    assert github.summary(REWORK, recorded(REWORK), VIEW, len(told.encode()) - 1) == ""


def test_what_lies_in_no_file_is_named_without_one() -> None:
    item = CARD.model_copy(update={"place": None})
    reason = REWORK.reasons[1].model_copy(update={"items": (item,)})
    assert any(
        line.startswith("::error title=card BANK-OPEN::")
        for line in commands(REWORK.model_copy(update={"reasons": (reason,)}))
    )


@pytest.mark.parametrize("decision", [*ALL, hostile(), large(25, 30)])
def test_each_line_is_one_command_whatever_a_document_says(decision: Decision) -> None:
    lines = commands(decision)
    assert sum(line.startswith("::error") for line in lines) <= 10
    within = False
    for line in lines:
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e]", line)
        if line.startswith("::group::") or line == "::endgroup::":
            within = line.startswith("::group::")
        elif within:
            assert not re.search(r"^\s*::|##\w*\[", line)
        else:
            assert re.match(r"::(error|warning|notice) (file=[^,]*,line=\d+,)?title=[^,:]*::", line)
