"""A trace for machines: exactly what the model holds, a row a line; the schema of it lies in ``docs/trace.schema.json``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from pydantic_core import PydanticSerializationError

from harness.domain.base import Frozen
from harness.domain.tracing import Trace
from harness.reports.traces._view import TraceView


def render(trace: Trace, view: TraceView) -> str:
    """The trace as JSON with a line end; of its lists each member has a line of its own, so that two can be compared."""
    return "{\n" + ",\n".join(f'  "{name}": {text}' for name, text in _fields(trace)) + "\n}\n"


def _fields(trace: Trace) -> Iterator[tuple[str, str]]:
    for name in Trace.model_fields:
        value = getattr(trace, name)
        if isinstance(value, tuple):
            yield name, _list(value)
        else:
            yield name, _one(value) if isinstance(value, Frozen) else json.dumps(value)


def _list(members: Iterable[Frozen]) -> str:
    lines = ",\n".join(f"    {_one(member)}" for member in members)
    return f"[\n{lines}\n  ]" if lines else "[]"


def _one(member: Frozen) -> str:
    try:
        return member.model_dump_json()
    except PydanticSerializationError:  # half of a surrogate pair, which is text to Python but to no encoding
        return json.dumps(member.model_dump(mode="json"), separators=(",", ":"))
