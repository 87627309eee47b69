"""Masks what changes from run to run, alike in what was accepted and in what is received; what is masked keeps its shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from harness.domain.golden import Capture, GoldenCase, Part, PartKind, Redaction
from harness.domain.nearest import did_you_mean
from harness.domain.places import Mistake, Place
from harness.golden import _codes
from harness.golden.blanking import Blanking, TooMuch
from harness.golden.json_values import one_line
from harness.golden.masking import NAMED, ORDER, ORDERING, masks_of, names_of, pieces_of
from harness.golden.masks import Hidden, Numbers, Pieces, Spelling
from harness.golden.ordering import Ordering, alike
from harness.golden.part_names import Names, apart

__all__ = [
    "NAMED",
    "ORDER",
    "Masking",
    "Redacted",
    "TooMuch",
    "masked",
    "masked_in",
    "redact",
    "samples",
    "unknown_names",
]

_FIXED = re.compile(r"exit code|status|file .*", re.DOTALL)
"""Parts that say a number or one of a few words: nothing in them is ever masked."""
_DIGESTS = (PartKind.PICTURE, PartKind.BINARY)
_OF_FILE = re.compile(r"(file|content of|target of|download) (.*)", re.DOTALL)


@dataclass
class Redacted:
    """Captures as they are compared, and the redactions that would hide most of a part."""

    captures: tuple[Capture, ...] = ()
    too_much: list[TooMuch] = field(default_factory=list)


def redact(captures: Sequence[Capture], redactions: Sequence[Redaction]) -> Redacted:
    """The captures of a whole case, masked: equal values that are numbered get equal numbers throughout the case."""
    return Masking(redactions).redacted(captures)


def masked(text: str, redaction: Redaction) -> str:
    """A text alone, masked by one redaction."""
    return Masking([redaction]).masked(text)


def masked_in(text: str, redaction: Redaction) -> tuple[str, ...]:
    """What one redaction masks in a text, in its order."""
    masks = [mask for mask in masks_of([redaction]) if mask.find is not None]
    return tuple(one.value for one in pieces_of(text, masks) if isinstance(one, Hidden))


def unknown_names(case: GoldenCase) -> tuple[Mistake, ...]:
    """The redactions of a case that are not known, or mask as one that is known does, each at its line."""
    known = (*NAMED.names(), *ORDERING)
    found = []
    for one in case.redactions:
        if one.name and one.name not in known:
            found.append(_mistake(case, one, f"unknown redaction '{one.name}'", did_you_mean(one.name, known)))
        elif not one.name and (other := _that_masks_alike(one, case)):
            what = f"`{one.mask}` is what stands for the redaction '{other}'"
            found.append(_mistake(case, one, what, "choose another word, so that the two stay apart"))
    return tuple(found)


def _that_masks_alike(own: Redaction, case: GoldenCase) -> str:
    """The named redaction whose mask is that of a project's own; with a shape behind its name only if the case has both."""
    word = own.mask[1:-1]
    declared = {one.name for one in case.redactions}
    for name in NAMED.names():
        for mask in names_of(name):
            if word == mask or (name in declared and word.startswith(f"{mask}-")):
                return name
    return ""


def _mistake(case: GoldenCase, redaction: Redaction, what: str, hint: str) -> Mistake:
    place = Place(path=case.card.path, line=redaction.line)
    return Mistake(place=place, what=what, hint=hint, code=_codes.UNKNOWN_REDACTION.code)


@dataclass(frozen=True)
class _Cut:
    """A part with its name and its texts cut into pieces; ``alike`` is its name with what is masked looking the same.

    One that ``is_kept`` is compared as it is.
    """

    part: Part
    name: Pieces
    alike: str
    value: Any
    is_kept: bool = False


class Masking:
    """The masking of one case: what is masked, and the numbers that were given."""

    def __init__(self, redactions: Sequence[Redaction]) -> None:
        self._masks = masks_of(redactions)
        self._wide = tuple(mask for mask in self._masks if not mask.redaction.path)
        self._shaped = tuple(mask for mask in self._wide if mask.redaction.name)
        self._spelling = Spelling({mask.name for mask in self._masks})
        self._ordering = Ordering(redactions, self._spelling)
        self._numbers = Numbers()
        self._is_idle = not redactions

    def masked(self, text: str) -> str:
        """A text of no part."""
        return self._spelling.text(pieces_of(text, self._wide), self._numbers)

    def redacted(self, captures: Sequence[Capture]) -> Redacted:
        """Every part, in its order; the files of a step in the order of their names as they are masked."""
        if self._is_idle:
            return Redacted(tuple(captures))
        weights = Blanking()
        masked = tuple(self._capture(capture, weights) for capture in captures)
        return Redacted(masked, weights.of_all())

    def _capture(self, capture: Capture, weights: Blanking) -> Capture:
        cut = self._in_order([self._cut(part) for part in capture.parts])
        for one in cut:
            size = len(one_line(one.part.value)) if one.part.kind is PartKind.JSON else len(str(one.part.value))
            if not one.is_kept:
                weights.weigh(one.value, size, f"{capture.place} / {one.part.name}")
        return capture.model_copy(update={"parts": apart(self._part(one) for one in cut)})

    # --- finding what is masked --------------------------------------------------------------------------------------

    def _cut(self, part: Part) -> _Cut:
        name = self._name(part.name)
        shown = self._spelling.text(name, None)
        if part.kind in _DIGESTS or _FIXED.fullmatch(part.name):
            return _Cut(part, name, shown, (str(part.value),), is_kept=True)
        value = self._value(part.value, (), shown) if part.kind is PartKind.JSON else self._text(part.text, (), shown)
        return _Cut(part, name, shown, self._ordering.sorted(part.kind, shown, value))

    def _name(self, name: str) -> Pieces:
        """The name of a part: in that of a file its path may be masked."""
        found = _OF_FILE.fullmatch(name)
        return (f"{found[1]} ", *pieces_of(found[2], self._wide)) if found else (name,)

    def _value(self, value: Any, path: tuple[str, ...], part: str) -> Any:
        if isinstance(value, dict):
            return {self._key(key): self._value(inner, (*path, key), part) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._value(inner, (*path, str(index)), part) for index, inner in enumerate(value)]
        if isinstance(value, str):
            return self._text(value, path, part)
        if value is None or isinstance(value, bool):
            return value
        return self._number(value, path, part)

    def _key(self, key: str) -> Pieces:
        """A key of JSON; it is how a field is called, unless it has the shape of a named redaction."""
        return pieces_of(key, self._shaped)

    def _text(self, text: str, path: tuple[str, ...], part: str) -> Pieces:
        return pieces_of(text, [mask for mask in self._masks if mask.covers(path, part)])

    def _number(self, value: Any, path: tuple[str, ...], part: str) -> Any:
        """A number, or where something of it is masked its text, which says that it was one."""
        pieces = pieces_of(str(value), [mask for mask in self._masks if mask.numbers and mask.covers(path, part)])
        if not any(isinstance(piece, Hidden) for piece in pieces):
            return value
        return tuple(replace(one, name=f"number:{one.name}") if isinstance(one, Hidden) else one for one in pieces)

    # --- writing what stands for it ----------------------------------------------------------------------------------

    def _in_order(self, parts: Sequence[_Cut]) -> list[_Cut]:
        """What a step showed, then each file with what belongs to it, sorted without regard to what is masked."""
        files = {id(one): found[2] for one in parts if (found := _OF_FILE.fullmatch(one.part.name))}
        ordered = [one for one in parts if id(one) not in files]
        groups: dict[str, list[_Cut]] = {}
        for one in parts:
            if id(one) in files:
                groups.setdefault(files[id(one)], []).append(one)
        return ordered + [one for group in sorted(groups.values(), key=self._sorted_by) for one in group]

    def _sorted_by(self, group: Sequence[_Cut]) -> tuple[str, ...]:
        shown = _OF_FILE.fullmatch(group[0].alike)
        return (shown[2] if shown else "", *(str(alike(one.value, self._spelling)) for one in group))

    def _part(self, cut: _Cut) -> Part:
        name = self._spelling.text(cut.name, self._numbers)
        value = cut.value[0] if cut.is_kept else self._written(cut.value)
        return cut.part.model_copy(update={"name": name, "value": value})

    def _written(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return self._spelling.text(value, self._numbers)
        if isinstance(value, list):
            return [self._written(inner) for inner in value]
        if not isinstance(value, dict):
            return value
        names = Names()
        return {
            names.free(self._spelling.text(key, self._numbers)): self._written(inner)
            for key, inner in self._members(value)
        }

    def _members(self, value: Mapping[Pieces, Any]) -> Iterator[tuple[Pieces, Any]]:
        """The members of an object in an order that does not depend on what is masked."""
        shown = sorted(((self._spelling.text(key, None), key) for key in value), key=lambda one: one[0])
        for _, group in groupby(shown, key=lambda one: one[0]):
            keys = [key for _, key in group]
            if len(keys) > 1:
                keys.sort(key=lambda key: one_line(alike(value[key], self._spelling)))
            yield from ((key, value[key]) for key in keys)


def samples() -> Mapping[str, tuple[Mapping[str, str], Sequence[str]]]:
    """What each named redaction masks, and what it keeps, by its name."""
    return {name: (module.MASKED, module.KEPT) for name, module in NAMED.load_all()}
