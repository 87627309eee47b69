"""A trace as ReqIF 1.2 (OMG formal/2016-07-01), for tools that manage requirements; how it is laid out lies in ``_reqif``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import groupby

from harness.domain.requirements import Requirement
from harness.domain.tracing import Link, Trace
from harness.domain.tracing import TraceRow as Row
from harness.reports.traces._contents import exempted, flat, headline, said
from harness.reports.traces._exported import Claimed, claimed, named, shows
from harness.reports.traces._reqif_types import EVIDENCE, RELATION, REQUIREMENT, SPECIFICATION, Type, types
from harness.reports.traces._view import TraceView
from harness.reports.traces._xml import Xml, element

NAMESPACE = "http://www.omg.org/spec/ReqIF/20110401/reqif.xsd"
XHTML = "http://www.w3.org/1999/xhtml"


def render(trace: Trace, view: TraceView) -> str:
    """Requirements and evidence as SPEC-OBJECTs, links as SPEC-RELATIONs, and a SPECIFICATION for each document.

    Every identifier is made of what a thing is called, so that a tool that imports twice updates. A relation is of the type
    ``verifies`` only where the evidence shows a requirement that is verified as a whole; of ``claims`` otherwise.
    """
    return "".join(f"{line}\n" for line in _lines(trace, view))


def _lines(trace: Trace, view: TraceView) -> Iterator[str]:
    rows = named(trace.rows)
    found = claimed(trace, rows)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<REQ-IF xmlns="{NAMESPACE}" xmlns:xhtml="{XHTML}">'
    yield element("THE-HEADER", _header(trace, view))
    yield "<CORE-CONTENT><REQ-IF-CONTENT>"
    yield from types(view.when)
    yield "<SPEC-OBJECTS>"
    yield from (_requirement(name, row, view) for name, row in rows)
    yield from (_evidence(one, view) for one in found)
    yield "</SPEC-OBJECTS>"
    yield "<SPEC-RELATIONS>"
    for one in found:
        for name, row, link in one.links:
            # While a document cannot be read, nothing is claimed of the whole.
            verifies = shows(row, link) and not trace.mistakes
            yield _relation(one, name, link, RELATION["verifies" if verifies else "claims"], view)
    yield "</SPEC-RELATIONS>"
    yield "<SPECIFICATIONS>"
    yield from _specifications(rows, found, view)
    yield "</SPECIFICATIONS>"
    yield "</REQ-IF-CONTENT></CORE-CONTENT>"
    yield "</REQ-IF>"


def _header(trace: Trace, view: TraceView) -> Xml:
    part = [f"only {view.only}"] if view.only else []
    comment = "; ".join(
        [f"tree {trace.tree}", *part, headline(trace, view), *(f"cannot be read: {one}" for one in trace.mistakes)]
    )
    facts = {
        "COMMENT": comment,
        "CREATION-TIME": view.when,
        "REQ-IF-TOOL-ID": f"harness {view.tool_version}".strip(),
        "REQ-IF-VERSION": "1.0",
        "SOURCE-TOOL-ID": "harness",
        "TITLE": f"{view.project or 'project'}: requirements and their evidence",
    }
    inside = [element(name, value) for name, value in facts.items()]
    return element("REQ-IF-HEADER", *inside, IDENTIFIER=_id("header", view.project, trace.tree))


def _requirement(name: str, row: Row, view: TraceView) -> Xml:
    one = row.requirement
    values = {
        "ReqIF.ForeignID": name,
        "ReqIF.Name": one.title or one.id,
        "ReqIF.Text": flat(one.text),
        "Level": one.level.value if one.level else "none",
        "Kind": one.kind.value,
        "State": row.state.value,
        "Reason": flat(exempted(row) or row.reason),
        "Place": str(one.place),
        "SHA-256": one.sha256,
    }
    return _object(REQUIREMENT, _id("requirement", name), name, values, view)


def _evidence(one: Claimed, view: TraceView) -> Xml:
    evidence = one.evidence
    values = {
        "ReqIF.ForeignID": one.name,
        "ReqIF.Name": evidence.title or evidence.id,
        "Evidence kind": evidence.kind.value,
        "CWE": ", ".join(evidence.cwes),
        "Technique": evidence.technique,
        "Leads nowhere": "; ".join(f"'{orphan.claim}': {orphan.what}" for orphan in one.orphans),
        "Place": str(evidence.place),
        "SHA-256": evidence.sha256,
    }
    return _object(EVIDENCE, _id("evidence", one.name), one.name, values, view)


def _relation(one: Claimed, name: str, link: Link, of: Type, view: TraceView) -> Xml:
    """From the evidence to the requirement, with what it shows now."""
    values = {
        "Shown": link.shown.value,
        "Reason": said(link),
        "Run": link.result.run if link.result else "",
        "When": link.result.when if link.result else "",
    }
    ends = (
        element("SOURCE", element("SPEC-OBJECT-REF", _id("evidence", one.name))),
        element("TARGET", element("SPEC-OBJECT-REF", _id("requirement", name))),
    )
    type = element("TYPE", element("SPEC-RELATION-TYPE-REF", of.id))
    id = _id("relation", one.name, name)
    return element("SPEC-RELATION", of.values(values), *ends, type, IDENTIFIER=id, LAST_CHANGE=view.when)


def _object(of: Type, id: str, name: str, values: dict[str, str], view: TraceView) -> Xml:
    type = element("TYPE", element("SPEC-OBJECT-TYPE-REF", of.id))
    return element("SPEC-OBJECT", of.values(values), type, IDENTIFIER=id, LAST_CHANGE=view.when, LONG_NAME=name)


def _specifications(rows: list[tuple[str, Row]], found: list[Claimed], view: TraceView) -> Iterator[Xml]:
    """One for each document, in the order of its lines, and one for all evidence."""
    order = sorted(rows, key=lambda one: (one[1].requirement.place.path, one[1].requirement.place.line))
    for path, inside in groupby(order, key=lambda one: _path(one[1].requirement)):
        yield _specification(path, [("requirement", name) for name, _ in inside], view)
    if found:
        yield _specification("evidence", [("evidence", one.name) for one in found], view)


def _specification(title: str, members: list[tuple[str, str]], view: TraceView) -> Xml:
    children = [
        element(
            "SPEC-HIERARCHY",
            element("OBJECT", element("SPEC-OBJECT-REF", _id(kind, name))),
            IDENTIFIER=_id("place", title, kind, name),
            LAST_CHANGE=view.when,
        )
        for kind, name in members
    ]
    type = element("TYPE", element("SPECIFICATION-TYPE-REF", SPECIFICATION.id))
    values = SPECIFICATION.values({"ReqIF.Name": title})
    inside = (type, values, element("CHILDREN", *children))
    id = _id("specification", title)
    return element("SPECIFICATION", *inside, IDENTIFIER=id, LAST_CHANGE=view.when, LONG_NAME=title)


def _path(requirement: Requirement) -> str:
    return requirement.place.path


def _id(*parts: str) -> str:
    """An identifier that stays the same as long as a thing is called the same (an NCName: xsd:ID)."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{parts[0]}-{digest[:32]}"
