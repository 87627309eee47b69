"""Tells an agent what a code, a principle or a phrase is about; the texts lie with each of them."""

from __future__ import annotations

from collections.abc import Mapping

from harness.app.constitutions import load_constitutions
from harness.app.explain import Explanation, explanations
from harness.app.mcp_answers import Document
from harness.app.mcp_ground import Ground
from harness.domain.nearest import did_you_mean
from harness.domain.principles import Principle
from harness.errors import UsageError
from harness.phrasebook import render

PHRASES = "phrases"


def explained(ground: Ground, topic: str) -> Document:
    """What a topic is about: a code, the id of a principle, a group of phrases by its heading, or ``phrases``.

    Raises:
        UsageError: if there is no such topic.
    """
    wanted = topic.strip().casefold()
    groups = _groups()
    if wanted == PHRASES:
        return {"said": "groups of phrases; ask for one of them", "topics": list(groups)}
    principles = {one.id.casefold(): one for one in load_constitutions(ground.root).principles}
    if wanted in principles:
        return _of_principle(principles[wanted])
    codes = {one.code.casefold(): one for one in explanations()}
    if wanted in codes:
        return _of_code(codes[wanted])
    found = {name: forms for name, forms in groups.items() if wanted and wanted in name.casefold()}
    if not found:
        known = [PHRASES, *groups, *(one.code for one in codes.values()), *(one.id for one in principles.values())]
        raise UsageError(f"there is no code, principle or group of phrases '{topic}'", did_you_mean(topic, known))
    return {
        "said": "phrases that need no model",
        "phrases": [f"{name}: {one}" for name in found for one in found[name]],
    }


def _groups() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for heading, form in render.forms():
        found.setdefault(heading, []).append(form)
    return found


def _of_code(one: Explanation) -> Document:
    return {
        "code": one.code,
        "level": one.level.value,
        "title": one.title,
        "reason": one.reason,
        "hint": one.hint,
        "refused": one.bad,
        "accepted": one.good,
    }


def _of_principle(one: Principle) -> Document:
    return {
        "principle": one.id,
        "level": one.level.value,
        "title": one.title,
        "constraint": one.constraint,
        "pattern": one.pattern,
        "rationale": one.rationale,
        "enforcement": one.enforcement,
        "applies_to": list(one.applies_to),
        "verifies": list(one.verifies),
        "cwes": list(one.cwes),
        "place": str(one.place),
        "samples": [{"kind": "good" if sample.good else "bad", "text": sample.text} for sample in one.samples],
    }
