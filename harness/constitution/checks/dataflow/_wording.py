"""What is said of a hit: its source, its sink and the way between them, in words; which hits are told lies in ``_choosing``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from harness.constitution.checks.dataflow.places import Places
from harness.constitution.checks.dataflow.values import Hit, Source, Step, Taint
from harness.domain.findings import FlowStep

_LONGEST = 60
_BRINGERS = {
    "request": "what a request brings",
    "cli": "what the command line brings",
    "environment": "what the environment holds",
    "file": "what a file holds",
    "stdin": "what is typed in",
    "network": "what the network brings",
    "response": "what another service answers",
    "database": "what the database holds",
    "secret": "a secret",
    "random": "a random value",
    "money-float": "money as a floating-point number",
}


def message(hit: Hit, alike: Sequence[Hit], places: Mapping[str, Places]) -> str:
    """The hit in one sentence; ``alike`` are all that lead to its place."""
    sink = sink_of(hit, places)
    if hit.taint is None:
        return f"{sink}: {hit.note}" if hit.note else sink
    said = f"{bringer(hit.taint, hit.path)} reaches {sink}"
    others = len({one.taint.origin for one in alike if one.taint} - {hit.taint.origin})
    more = f"; so do {others} other values" if others > 1 else "; so does another value" if others else ""
    return said + (f": {hit.note}" if hit.note else "") + more


def sink_of(hit: Hit, places: Mapping[str, Places]) -> str:
    """What is called, stored into or returned at the place of a hit, as it is written."""
    text = " ".join(places[hit.path].text(hit.start, hit.end).split()) if hit.path in places else ""
    called = re.match(r"(?:await |return )?([^(=]*?[\w\])])\s*(?:\(|=[^=]|$)", text)
    return _cut(called[1] if called else text) or hit.rule


def way(hit: Hit, places: Mapping[str, Places]) -> tuple[FlowStep, ...]:
    """The steps of a hit, each with its column; what happens twice in a line, one after the other, is one step."""
    if hit.taint is None or hit.taint.trail is None:
        return ()
    told = groupby(hit.taint.trail.steps(), lambda step: (step.path, step.line, step.what))
    return tuple(flow_step(next(steps), places) for _, steps in told)


def flow_step(step: Step, places: Mapping[str, Places]) -> FlowStep:
    """A step as it is told."""
    column = places[step.path].column(step.start) if step.path in places else 1
    return FlowStep(path=step.path, line=step.line, column=column, what=step.what)


def bringer(taint: Taint, path: str) -> str:
    """What brings a value, with where; ``path`` is the file that is spoken of."""
    origin = taint.origin
    assert isinstance(origin, Source)
    where = f"line {origin.line}" if origin.path == path else f"{origin.path}:{origin.line}"
    return f"{_BRINGERS.get(origin.kind, origin.kind)} ({_cut(' '.join(origin.text.split()))}, {where})"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
