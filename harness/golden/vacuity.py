"""Whether a golden can fail at all: one of its leaves is changed in memory, and the comparison must object."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from harness.domain.golden import Capture, Part, PartKind
from harness.golden.comparing import differences
from harness.golden.redaction import MASK

_FLIPPED = "\N{REPLACEMENT CHARACTER}"


def is_vacuous(captures: Sequence[Capture], unstable: Collection[str] = ()) -> bool:
    """Whether no leaf of a golden could differ: it shows nothing, or all that it shows is masked or unstable."""
    for at, capture in enumerate(captures):
        for part in capture.parts:
            for flipped in _flipped(part):
                parts = tuple(flipped if other is part else other for other in capture.parts)
                changed = (capture.model_copy(update={"parts": parts}),)
                if next(differences((captures[at],), changed, unstable), None) is not None:
                    return False
    return True


def _flipped(part: Part) -> Iterator[Part]:
    """The part with one unmasked leaf changed, once for each leaf until one serves."""
    if part.kind is PartKind.JSON:
        yield from (part.model_copy(update={"value": value}) for value in _changed(part.value))
    elif part.kind is PartKind.TEXT:
        lines = part.value.split("\n")
        for at, line in enumerate(lines):
            if _has_own(line) or len(lines) == 1:
                changed = [*lines[:at], line + _FLIPPED, *lines[at + 1 :]]
                yield part.model_copy(update={"value": "\n".join(changed)})
    elif _has_own(part.value) or not part.value:
        yield part.model_copy(update={"value": part.value + _FLIPPED})


def _has_own(text: str) -> bool:
    """Whether anything in a text is not masked."""
    return any(character.isalnum() for character in MASK.sub("", text))


def _changed(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from ({**value, key: other} for other in _changed(inner))
        if not value:
            yield {_FLIPPED: None}
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from ([*value[:at], other, *value[at + 1 :]] for other in _changed(inner))
        if not value:
            yield [None]
    elif isinstance(value, str):
        if _has_own(value) or not value:
            yield value + _FLIPPED
    else:
        yield not value if isinstance(value, bool) else _FLIPPED
