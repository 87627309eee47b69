"""Two files for LOBSTER, in which nothing counts as covered that is not verified; read and judged here as its tools do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harness.domain.tracing import RowState, Shown, Trace
from harness.reports.traces import lobster, lobster_activities
from harness.reports.traces._view import TraceView
from tests.reports.traces.samples import (
    FAILING,
    LIST,
    NOTHING,
    OPEN,
    TRACE,
    TRANSFER,
    UNREAD,
    VERIFIED,
    WAIVED,
    hostile,
    link,
)

VIEW = TraceView(tool_version="0.1.0")
TEXT = (str, type(None))
ITEM = {
    "tag": str, "location": dict, "name": str, "messages": list, "just_up": list, "just_down": list, "just_global": list,
    "framework": str, "kind": str, "text": TEXT, "status": TEXT,
}  # fmt: skip


def requirements(trace: Trace) -> list[dict[str, Any]]:
    return _read(lobster.render(trace, VIEW), "lobster-req-trace", 4)


def activities(trace: Trace) -> list[dict[str, Any]]:
    return _read(lobster_activities.render(trace, VIEW), "lobster-act-trace", 3)


def _read(text: str, schema: str, version: int) -> list[dict[str, Any]]:
    """The items, with the checks of ``lobster.common`` 1.0.6 (``io``, ``items``, ``location``)."""
    data = json.loads(text.encode())
    assert (data["schema"], data["version"], data["generator"]) == (schema, version, "harness 0.1.0")
    for item in data["data"]:
        for name, type in ITEM.items():
            assert isinstance(item[name], type), name
        assert item["tag"].split(" ")[0] in ("req", "card", "golden", "principle")
        assert item["tag"].count("@") == 1
        assert item["location"]["kind"] == "file"
        assert item["location"]["line"] >= 1
        assert not set(item["location"]["file"]) & set("<>\"'&")
        assert all(isinstance(text, str) for name in ("messages", "just_down") for text in item[name])
    tags = [_key(item["tag"]) for item in data["data"]]
    assert len(tags) == len(set(tags)), "LOBSTER refuses a tag that stands twice"
    return list(data["data"])


def _key(tag: str) -> str:
    return tag.split("@")[0]


def covered(trace: Trace) -> dict[str, str]:
    """What ``lobster-report`` says of each requirement where all evidence is one level that traces to them."""
    versions = {_key(one["tag"]): one["tag"] for one in requirements(trace)}
    refs = [ref for one in activities(trace) for ref in one["refs"]]
    assert all(versions[_key(ref)] == ref for ref in refs)
    return {one["name"]: _status(one, one["tag"] in refs) for one in requirements(trace)}


def _status(item: dict[str, Any], referred: bool) -> str:
    if item["just_down"]:
        return "JUSTIFIED"
    if not referred:
        return "MISSING"
    return "PARTIAL" if item["messages"] else "OK"


def test_only_what_is_verified_is_covered_and_only_what_is_waived_justified() -> None:
    expected = {RowState.VERIFIED: "OK", RowState.WAIVED: "JUSTIFIED"}
    assert covered(TRACE) == {row.requirement.qualified: expected.get(row.state, "MISSING") for row in TRACE.rows}
    assert {one["name"]: one["status"] for one in requirements(TRACE)} == {
        row.requirement.qualified: row.state for row in TRACE.rows
    }


def test_a_requirement_that_fails_is_not_covered_by_what_passes_beside_it() -> None:
    row = FAILING.model_copy(update={"links": (link(OPEN, Shown.PASS), *FAILING.links)})
    trace = Trace(tree="1", rows=(row,))
    assert covered(trace) == {"001-bank/FR-002": "MISSING"}
    assert requirements(trace)[0]["messages"] == ["failing: card BANK-TRANSFER fails"]
    assert activities(trace)[0]["messages"] == ["does not show 001-bank/FR-002, which is failing: pass"]


def test_what_moved_or_did_not_pass_covers_nothing_even_of_a_verified_requirement() -> None:
    links = (link(OPEN, Shown.PASS), link(TRANSFER, Shown.STALE), link(LIST, Shown.PASS, moved=("card",)))
    trace = Trace(tree="1", rows=(VERIFIED.model_copy(update={"links": links}),))
    assert [bool(one["refs"]) for one in activities(trace)] == [True, False, False]


def test_a_reference_names_the_version_of_the_text_that_was_shown() -> None:
    old, new = (
        VERIFIED.model_copy(update={"requirement": VERIFIED.requirement.model_copy(update={"sha256": sha})})
        for sha in ("a" * 64, "b" * 64)
    )
    (tag,) = [one["tag"] for one in requirements(Trace(tree="1", rows=(new,)))]
    refs = activities(Trace(tree="1", rows=(old,)))[0]["refs"]
    assert _key(refs[0]) == _key(tag)
    assert refs[0] != tag


def test_while_a_document_cannot_be_read_nothing_is_covered_or_justified() -> None:
    assert covered(UNREAD) == {"001-bank/FR-001": "PARTIAL"}
    waived = UNREAD.model_copy(update={"rows": (WAIVED,)})
    assert covered(waived) == {"001-bank/SC-001": "MISSING"}


def test_evidence_that_leads_nowhere_is_there_and_says_so() -> None:
    fee = next(one for one in activities(TRACE) if one["name"] == "BANK-FEE")
    assert (fee["refs"], fee["status"]) == ([], None)
    assert fee["messages"] == ["claims 'FR-04': there is no such requirement"]


def test_markers_show_nothing_and_are_no_activity() -> None:
    assert {one["kind"] for one in activities(TRACE)} == {"card", "golden case", "principle"}


def test_evidence_that_fails_somewhere_is_not_called_passed() -> None:
    by_name = {one["name"]: one["status"] for one in activities(TRACE)}
    assert (by_name["BANK-TRANSFER"], by_name["BANK-LIST"], by_name["BANK-OPEN"]) == ("fail", "stale", "pass")


def test_two_of_one_name_are_told_apart() -> None:
    twice = Trace(tree="1", rows=(VERIFIED, VERIFIED))
    assert [one["name"] for one in requirements(twice)] == ["001-bank/FR-001", "001-bank/FR-001 (2)"]


@pytest.mark.parametrize("trace", [NOTHING, hostile(), hostile("a@b %40"), hostile("a\ud800b")])
def test_whatever_a_document_says_both_files_can_be_read(trace: Trace) -> None:
    assert len(requirements(trace)) == len(trace.rows)
    activities(trace)
    assert set(covered(trace).values()) <= {"MISSING"}
