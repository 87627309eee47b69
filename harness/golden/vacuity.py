"""Whether a golden can fail at all: one of its leaves is changed in memory, and the comparison must object."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from harness.domain.golden import Capture, Part, PartKind
from harness.golden.comparing import differences
from harness.golden.masks import has_own
from harness.golden.part_names import BETWEEN, is_below, step_into

_FLIPPED = "\N{REPLACEMENT CHARACTER}"


def is_vacuous(captures: Sequence[Capture], unstable: Collection[str] = ()) -> bool:
    """Whether no leaf of a golden could differ: it shows nothing, or all that it shows is masked or unstable."""
    left_out = frozenset(unstable)
    for capture in captures:
        for at, part in enumerate(capture.parts):
            flipped = next(_flipped(part, f"{capture.place}{BETWEEN}{part.name}", left_out), None)
            if flipped is None:
                continue
            parts = (*capture.parts[:at], flipped, *capture.parts[at + 1 :])
            changed = capture.model_copy(update={"parts": parts})
            if next(differences((capture,), (changed,), left_out), None) is not None:
                return False
    return True


def _flipped(part: Part, leaf: str, unstable: Collection[str]) -> Iterator[Part]:
    """The part with one leaf changed that is neither masked nor unstable."""
    if part.kind is PartKind.JSON:
        yield from (part.model_copy(update={"value": value}) for value in _changed(part.value, leaf, unstable))
    elif is_below(leaf, unstable):
        return
    elif part.kind is PartKind.TEXT:
        yield from _changed_text(part)
    elif has_own(part.text) or not part.text:
        yield part.model_copy(update={"value": part.text + _FLIPPED})


def _changed_text(part: Part) -> Iterator[Part]:
    lines = part.text.split("\n")
    at = 0 if not part.value else next((at for at, line in enumerate(lines) if has_own(line)), None)
    if at is not None:
        yield part.model_copy(update={"value": "\n".join([*lines[:at], lines[at] + _FLIPPED, *lines[at + 1 :]])})


def _changed(value: Any, leaf: str, unstable: Collection[str]) -> Iterator[Any]:
    if is_below(leaf, unstable):
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            below = f"{leaf}{BETWEEN}{step_into(key)}"
            yield from ({**value, key: other} for other in _changed(inner, below, unstable))
        if not value:
            yield {_FLIPPED: None}
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            below = f"{leaf}{BETWEEN}{at}"
            yield from ([*value[:at], other, *value[at + 1 :]] for other in _changed(inner, below, unstable))
        if not value:
            yield [None]
    elif isinstance(value, str):
        if has_own(value) or not value:
            yield value + _FLIPPED
    else:
        yield not value if isinstance(value, bool) else _FLIPPED
