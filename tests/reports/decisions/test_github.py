"""A decision as annotations: what holds a tree up at its lines; nothing of a document begins another command."""

from __future__ import annotations

import re

import pytest
from syrupy.assertion import SnapshotAssertion

from harness.domain.gate import Decision
from harness.reports.decisions import github
from harness.reports.decisions._view import DecisionView
from tests.reports.decisions.samples import ALL, FAILED, IN_SHADOW, PASS, REWORK, hostile, large, recorded

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
