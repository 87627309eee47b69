"""Masks what changes from run to run, alike in what was accepted and in what is received; what is masked keeps its shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from harness.domain.golden import Capture, GoldenCase, Part, PartKind, Redaction
from harness.domain.nearest import did_you_mean
from harness.domain.places import Mistake, Place
from harness.golden import _codes, redacting
from harness.golden.json_values import one_line
from harness.phrasebook import regex
from harness.plugins import Family

NAMED = Family(redacting)
ORDER = "order"
MOST_OF = 0.5
"""The share of a part that one redaction of a project's own may mask."""
_LEAST = 16
MASK = re.compile(r"<[a-z][a-z0-9-]*(?:#[0-9]+)?>")
"""What stands for something that is masked."""


def unknown_names(case: GoldenCase) -> tuple[Mistake, ...]:
    """The redactions of a case that are not known, each at its line."""
    known = (*NAMED.names(), ORDER)
    return tuple(
        Mistake(
            place=Place(path=case.card.path, line=one.line),
            what=f"unknown redaction '{one.name}'",
            hint=did_you_mean(one.name, known),
            code=_codes.UNKNOWN_REDACTION.code,
        )
        for one in case.redactions
        if one.name and one.name not in known
    )


@dataclass(frozen=True)
class TooMuch:
    """A redaction that would mask most of a part, with the share that it masks."""

    redaction: Redaction
    place: str
    share: float


@dataclass
class Redacted:
    """Captures as they are compared, and the redactions that would hide most of them."""

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
    found = [(one.start(), one[0]) for mask in _masks([redaction]) if mask.find for one in mask.find.finditer(text)]
    return tuple(value for _, value in sorted(found))


@dataclass(frozen=True)
class _Mask:
    """One pattern and what stands for its matches."""

    redaction: Redaction
    name: str
    find: Any
    numbered: bool
    numbers: bool = False
    literal: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(self.redaction.path.split(".")) if self.redaction.path else ()


@cache
def _named(name: str) -> tuple[tuple[str, Any, bool, bool], ...]:
    module = NAMED.load(name)
    return tuple(
        (mask, re.compile(pattern), module.NUMBERED, getattr(module, "NUMBERS", False))
        for mask, pattern in module.MASKS.items()
    )


def _written(mask: _Mask) -> str:
    """A pattern of what stands for the matches of a mask: where a product shows that itself, it is marked."""
    return re.escape(mask.literal) if mask.literal else rf"<{mask.name}(?:#[0-9]+)?>"


def _masks(redactions: Sequence[Redaction]) -> Iterator[_Mask]:
    for one in redactions:
        if one.name and one.name != ORDER:
            yield from (_Mask(one, *named) for named in _named(one.name))
        elif one.pattern:
            yield _Mask(one, "", regex.compile(one.pattern), numbered=False, numbers=True, literal=one.mask)
        elif one.path and not one.name:
            yield _Mask(one, "", None, numbered=False, numbers=True, literal=one.mask)


class Masking:
    """One case: the numbers that were given, and what each redaction masked of a part."""

    def __init__(self, redactions: Sequence[Redaction]) -> None:
        self._masks = tuple(_masks(redactions))
        self._own = re.compile("|".join(map(_written, self._masks)))
        self._orders = tuple(one for one in redactions if one.name == ORDER)
        self._numbers: dict[str, dict[str, int]] = {}
        self._masked: dict[int, int] = {}

    def masked(self, text: str) -> str:
        """A text of no part."""
        return self._text(text, None)

    def redacted(self, captures: Sequence[Capture]) -> Redacted:
        """Every part, in its order."""
        found = Redacted()
        found.captures = tuple(
            capture.model_copy(update={"parts": _apart([self._part(part, capture, found) for part in capture.parts])})
            for capture in captures
        )
        return found

    def _part(self, part: Part, capture: Capture, found: Redacted) -> Part:
        if part.kind is PartKind.PICTURE:
            return part
        name = self._text(part.name, None)
        self._masked = {}
        value = self._value(part.value, ()) if part.kind is PartKind.JSON else self._text(part.value, None)
        value = self._ordered(part, value)
        size = len(one_line(part.value)) if part.kind is PartKind.JSON else len(part.value)
        for mask in self._masks:
            share = self._masked.get(id(mask), 0) / max(size, 1)
            if not mask.redaction.name and size >= _LEAST and share > MOST_OF:
                found.too_much.append(TooMuch(mask.redaction, f"{capture.place} / {part.name}", share))
        return part.model_copy(update={"name": name, "value": value})

    def _value(self, value: Any, path: tuple[str, ...]) -> Any:
        if isinstance(value, dict):
            return {key: self._value(inner, (*path, key)) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._value(inner, (*path, str(index))) for index, inner in enumerate(value)]
        if isinstance(value, str):
            return self._text(value, path)
        if value is None or isinstance(value, bool):
            return value
        written = str(value)
        masked = self._text(written, path, numbers=True)
        return value if masked == written else masked

    def _text(self, text: str, path: tuple[str, ...] | None, numbers: bool = False) -> str:
        masks = [mask for mask in self._masks if (mask.numbers or not numbers) and _covers(mask.path, path)]
        if not masks:
            return text
        text = self._own.sub(lambda one: f"\\{one[0]}", text)
        for mask in masks:
            if mask.find is None:
                self._count(mask, len(text))
                return mask.literal
            text = mask.find.sub(lambda one, mask=mask: self._stood_for(mask, one), text)
        return text

    def _stood_for(self, mask: _Mask, found: Any) -> str:
        whole = found[0]
        value = found["value"] if "value" in found.re.groupindex else whole
        self._count(mask, len(value))
        if mask.literal:
            return mask.literal
        start = found.start("value") - found.start() if value is not whole else 0
        number = ""
        if mask.numbered:
            numbers = self._numbers.setdefault(mask.name, {})
            number = f"#{numbers.setdefault(value, len(numbers) + 1)}"
        return f"{whole[:start]}<{mask.name}{number}>{whole[start + len(value) :]}"

    def _count(self, mask: _Mask, size: int) -> None:
        self._masked[id(mask)] = self._masked.get(id(mask), 0) + size

    def _ordered(self, part: Part, value: Any) -> Any:
        for one in self._orders:
            if part.kind is PartKind.JSON:
                value = _sorted_at(value, tuple(one.path.split(".")) if one.path else ("**",))
            elif not one.path or one.path == part.name:
                value = _sorted_text(value, lines=bool(one.path))
        return value


def _apart(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts, those counted whose names are the same when they are masked."""
    seen: dict[str, int] = {}
    named = []
    for part in parts:
        seen[part.name] = seen.get(part.name, 0) + 1
        again = f"{part.name} ({seen[part.name]})"
        named.append(part if seen[part.name] == 1 else part.model_copy(update={"name": again}))
    return tuple(named)


def _covers(wanted: tuple[str, ...], path: tuple[str, ...] | None) -> bool:
    """Whether a path of JSON is the one that is wanted, or leads below it."""
    if not wanted:
        return True
    if path is None or len(path) < len(wanted):
        return False
    return all(part in ("*", at) for part, at in zip(wanted, path, strict=False))


def _sorted_at(value: Any, path: tuple[str, ...]) -> Any:
    """JSON with the lists at a path in a fixed order; ``**`` is everywhere."""
    if path == ("**",):
        if isinstance(value, dict):
            return {key: _sorted_at(inner, path) for key, inner in value.items()}
        return sorted((_sorted_at(inner, path) for inner in value), key=one_line) if isinstance(value, list) else value
    if not path:
        return sorted(value, key=one_line) if isinstance(value, list) else value
    if isinstance(value, dict):
        return {key: _sorted_at(inner, path[1:]) if path[0] in ("*", key) else inner for key, inner in value.items()}
    if isinstance(value, list):
        return [
            _sorted_at(inner, path[1:]) if path[0] in ("*", str(index)) else inner for index, inner in enumerate(value)
        ]
    return value


_BRACES = re.compile(r"\{([^{}\n]*)\}")


def _sorted_text(text: str, lines: bool) -> str:
    """Text whose lines, or else what stands between braces and commas, are in a fixed order."""
    if lines:
        end = "\n" if text.endswith("\n") else ""
        return "\n".join(sorted(text.removesuffix("\n").split("\n"))) + end
    return _BRACES.sub(lambda one: "{" + ", ".join(sorted(re.split(r",\s*", one[1]))) + "}", text)


def samples() -> Mapping[str, tuple[Mapping[str, str], Sequence[str]]]:
    """What each named redaction masks, and what it keeps, by its name."""
    return {name: (module.MASKED, module.KEPT) for name, module in NAMED.load_all()}
