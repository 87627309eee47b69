"""Where something stands, as a log says it: URIs below the top of the repository, regions in characters and in bytes."""

from __future__ import annotations

import posixpath
import string

from harness.domain.findings import Finding, FlowStep, Span
from harness.domain.visible import visible
from harness.reports._issue import Issue, is_sound
from harness.reports._sarif.texts import Json, given, text

ROOT = "%SRCROOT%"
"""The name of the top of the repository, as GitHub calls it; where it lies on a machine is nobody's business."""

_PLAIN = frozenset(f"{string.ascii_letters}{string.digits}-._~/!$&'()*+,;=@".encode())
_LONGEST_SNIPPET = 4_000


def uri(path: str) -> str:
    """A relative path as a URI (RFC 3986): whatever is not plain is percent-encoded, a colon too, lest it ends a scheme."""
    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = path.encode("utf-8", "replace")
    shortest = posixpath.normpath(raw.lstrip(b"/"))
    return "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in shortest)


def artifact(path: str) -> Json:
    """Which file."""
    return {"uri": uri(path), "uriBaseId": ROOT}


def location(issue: Issue) -> Json:
    """Where an issue stands; one about a file as a whole stands at its first line, as GitHub wants a line."""
    physical: Json = {"artifactLocation": artifact(issue.path), "region": {"startLine": max(issue.line, 1)}}
    if issue.finding is None or not is_sound(issue.finding.span):
        return {"physicalLocation": physical}
    physical["region"] = given({**region(issue.finding.span), "snippet": snippet(issue.finding)})
    symbol = issue.finding.symbol
    return given(
        {
            "physicalLocation": given({**physical, "contextRegion": context(issue.finding)}),
            "logicalLocations": [{"fullyQualifiedName": visible(symbol)}] if symbol else [],
        }
    )


def region(span: Span) -> Json:
    """A stretch of a file. Columns count characters (``columnKind`` says so), offsets the bytes of the file as it lies."""
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
        "byteOffset": span.start,
        "byteLength": span.end - span.start,
    }


def snippet(finding: Finding) -> Json:
    """The words found, exactly; nothing where not all of them were recorded, or they could act on a reader."""
    span, found = finding.span, finding.lines
    if len(found) != span.end_line - span.line + 1:
        return {}
    first, last = found[0], found[-1]
    if span.line == span.end_line:
        return _exact(first[span.column - 1 : span.end_column - 1])
    return _exact("\n".join([first[span.column - 1 :], *found[1:-1], last[: span.end_column - 1]]))


def context(finding: Finding) -> Json:
    """The whole lines around the words found; nothing where that would be no more than them."""
    span, found = finding.span, finding.lines
    whole = span.column == 1 and span.end_column > len(found[-1]) if found else True
    if whole or len(found) != span.end_line - span.line + 1:
        return {}
    shown = _exact("\n".join(found))
    return {"startLine": span.line, "endLine": span.end_line, "snippet": shown} if shown else {}


def step(leg: FlowStep, prefix: str) -> Json:
    """One step on the way of a value."""
    physical = {
        "artifactLocation": artifact(f"{prefix}{leg.path}"),
        "region": {"startLine": max(leg.line, 1), "startColumn": max(leg.column, 1)},
    }
    return {"location": {"physicalLocation": physical, "message": text(leg.what, 300)}}


def _exact(words: str) -> Json:
    bare = words.replace("\t", " ").replace("\n", " ")
    return {"text": words} if words and len(words) <= _LONGEST_SNIPPET and visible(bare) == bare else {}
