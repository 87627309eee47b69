"""Files of LOBSTER's common interchange format; what of a trace stands in them lies with the two reports.

``lobster-report`` counts a requirement as covered as soon as anything traces to it: it looks at no status. So a reference
is written only where evidence shows a requirement that is verified as a whole. Whatever keeps a requirement from that is
among its ``messages``, with which it is never "OK", whatever else traces to it. See ``documentation/schemas.md`` of
https://github.com/bmw-software-engineering/lobster.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from harness.domain.places import Place
from harness.domain.requirements import Requirement
from harness.domain.visible import visible
from harness.reports.traces._contents import flat
from harness.reports.traces._view import TraceView

Item = dict[str, object]
_HASH = 16
"""Characters of a hash in a tag: enough to tell two texts apart."""


def written(schema: str, version: int, items: Iterable[Item], view: TraceView) -> str:
    """A file of that schema; an item a line, so that two can be compared."""
    lines = ",\n".join(f"    {json.dumps(item, ensure_ascii=False)}" for item in items)
    data = f"[\n{lines}\n  ]" if lines else "[]"
    generator = json.dumps(" ".join(filter(None, ("harness", view.tool_version, view.only and f"(only {view.only})"))))
    return f'{{\n  "data": {data},\n  "generator": {generator},\n  "schema": "{schema}",\n  "version": {version}\n}}\n'


def tag(namespace: str, name: str, sha256: str) -> str:
    """What an item is called, with the version of its text: a reference to another version of it is an error."""
    return f"{namespace} {plain(name).replace('%', '%25').replace('@', '%40')}@{sha256[:_HASH]}"


def requirement_tag(name: str, requirement: Requirement) -> str:
    """What a requirement is called in both files."""
    return tag("req", name, requirement.sha256)


def location(place: Place) -> Item:
    """Where an item stands. LOBSTER's page lays a file's name into its markup as it is (CWE-79), so that it holds none."""
    name = visible(place.path)
    for character in "%<>\"'&":
        name = name.replace(character, f"%{ord(character):02X}")
    return {"kind": "file", "file": name, "line": place.line, "column": None}


def plain(text: str) -> str:
    """Text on one line that commands nothing."""
    return visible(flat(text))
