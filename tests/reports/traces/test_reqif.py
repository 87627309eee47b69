"""A trace as ReqIF: valid by OMG's own schema, read and written again by another tool, stable from run to run."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import reqif as reqif_package
import xmlschema
from reqif.parser import ReqIFParser
from reqif.unparser import ReqIFUnparser

from harness.domain.tracing import RowState, Shown, Trace
from harness.reports.traces import reqif
from harness.reports.traces._view import TraceView
from tests.reports.traces.samples import (
    FAILING,
    FINE,
    NOTHING,
    OPEN,
    ROWS,
    TRACE,
    UNREAD,
    VERIFIED,
    hostile,
    link,
    requirement,
)

VIEW = TraceView(when="2026-11-21T20:00:09.123Z", project="bank", tool_version="0.1.0")


@pytest.fixture(scope="module")
def valid() -> Callable[[str], None]:
    """Raises where a text is not valid by OMG's schema."""
    here = Path.cwd()
    folder = Path(reqif_package.__file__).parents[1]
    os.chdir(folder)  # the schema names its parts relative to it
    try:
        schema = xmlschema.XMLSchema(folder / "reqif/reqif_schema/reqif.xsd", base_url=str(folder))
    finally:
        os.chdir(here)
    return lambda text: schema.validate(text.encode().decode())


def read(text: str) -> Any:
    return ReqIFParser.parse_from_string(text).core_content.req_if_content


def objects(trace: Trace) -> dict[str, dict[str, Any]]:
    """The values of each object by its name, under the names of its attributes."""
    content = read(reqif.render(trace, VIEW))
    names = {
        one.identifier: one.long_name
        for type in content.spec_types
        for one in getattr(type, "attribute_definitions", ())
    }
    return {
        one.long_name: {names[value.definition_ref]: value.value for value in one.attributes}
        for one in content.spec_objects
    }


def relations(trace: Trace) -> set[tuple[str, str, str]]:
    """Evidence, the type of the relation, and the requirement."""
    content = read(reqif.render(trace, VIEW))
    names = {one.identifier: one.long_name for one in content.spec_objects}
    return {
        (names[one.source], one.relation_type_ref.removeprefix("type-"), names[one.target])
        for one in content.spec_relations
    }


@pytest.mark.parametrize("trace", [TRACE, FINE, NOTHING, UNREAD, hostile(), hostile("]]>&amp;\x00\ufffe\ud800")])
def test_it_is_valid_by_the_schema_of_omg(trace: Trace, valid: Callable[[str], None]) -> None:
    valid(reqif.render(trace, VIEW))


def test_another_tool_reads_it_and_writes_it_again(valid: Callable[[str], None]) -> None:
    bundle = ReqIFParser.parse_from_string(reqif.render(TRACE, VIEW))
    assert bundle.exceptions == []
    again = ReqIFUnparser.unparse(bundle)
    valid(again)
    assert objects(TRACE).keys() == {one.long_name for one in read(again).spec_objects}


def test_a_requirement_has_its_text_level_kind_state_and_hash() -> None:
    found = objects(TRACE)["001-bank/FR-002"]
    assert "A transfer MUST move the amount" in found.pop("ReqIF.Text")
    assert found == {
        "ReqIF.ForeignID": "001-bank/FR-002",
        "ReqIF.Name": "FR-002",
        "Level": ["value-level-must"],
        "Kind": ["value-kind-functional"],
        "State": ["value-state-failing"],
        "Reason": "card BANK-TRANSFER fails",
        "Place": "specs/001-bank/spec.md:33",
        "SHA-256": FAILING.requirement.sha256,
    }
    states = {name: one["State"] for name, one in objects(TRACE).items() if "State" in one}
    assert states == {row.requirement.qualified: [f"value-state-{row.state}"] for row in ROWS}


def test_only_what_shows_a_verified_requirement_verifies_it() -> None:
    found = relations(TRACE)
    assert {one for one in found if one[1] == "verifies"} == {
        ("card BANK-OPEN", "verifies", "001-bank/FR-001"),
        ("golden case BANK-LIST", "verifies", "001-bank/FR-001"),
        ("principle SEC-002", "verifies", "001-bank/NFR-001"),
    }
    assert ("card BANK-TRANSFER", "claims", "001-bank/FR-003") in found
    beside = FAILING.model_copy(update={"links": (link(OPEN, Shown.PASS), *FAILING.links)})
    assert {kind for _, kind, _ in relations(Trace(tree="1", rows=(beside,)))} == {"claims"}


def test_while_a_document_cannot_be_read_nothing_verifies() -> None:
    assert {kind for _, kind, _ in relations(UNREAD)} == {"claims"}


def test_each_document_is_a_specification_in_the_order_of_its_lines() -> None:
    content = read(reqif.render(TRACE, VIEW))
    names = {one.identifier: one.long_name for one in content.spec_objects}
    told = {one.long_name: [names[child.spec_object] for child in one.children] for one in content.specifications}
    assert list(told) == ["specs/001-bank/spec.md", "specs/002-statements/spec.md", "evidence"]
    assert told["specs/001-bank/spec.md"] == [
        f"001-bank/{id}" for id in ("FR-001", "FR-002", "FR-003", "FR-004", "FR-005", "FR-006", "NFR-001", "SC-001")
    ]


def test_the_same_trace_is_the_same_file_and_a_thing_keeps_its_identifier() -> None:
    text = reqif.render(TRACE, VIEW)
    assert text == reqif.render(TRACE, VIEW)
    other = VERIFIED.model_copy(
        update={"requirement": requirement("FR-001", "Another text."), "state": RowState.SUSPECT}
    )
    later = reqif.render(Trace(tree="2", rows=(other,)), TraceView(when="2027-01-01T00:00:00.000Z", project="bank"))
    ids = [{one.long_name: one.identifier for one in read(written).spec_objects} for written in (text, later)]
    assert ids[0]["001-bank/FR-001"] == ids[1]["001-bank/FR-001"]
    assert 'LAST-CHANGE="2027-01-01T00:00:00.000Z"' in later


def test_what_a_document_says_is_text_and_no_markup() -> None:
    content = read(reqif.render(hostile(), VIEW))
    assert len(content.spec_objects) == 4
    assert "<script>hit=1</script>" in content.spec_objects[0].long_name
    assert "\u202e" not in reqif.render(hostile(), VIEW)
