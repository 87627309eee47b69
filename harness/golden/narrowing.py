"""Cases under another id, and cases whose inputs are narrowed to one value each: as documents, so that a record holds them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from harness.domain.cards import Card
from harness.domain.golden import GoldenCase, Input, InputKind
from harness.phrasebook.inputs import filled
from harness.readers import read_golden


def renamed(case: GoldenCase, id: str, path: str) -> GoldenCase:
    """The same case under another id."""
    return read_golden(_rewritten(case.card, {"id": _quoted(id)}), path)


def narrowed(case: GoldenCase, id: str, path: str, values: Mapping[str, str]) -> GoldenCase:
    """The case with one value for each of its inputs, under another id.

    Raises:
        ValueError: if a document cannot say just that.
    """
    inputs = ", ".join(f"{one.name}: {_narrowed(one, values[one.name])}" for one in case.inputs)
    found = read_golden(_rewritten(case.card, {"id": _quoted(id), "inputs": f"{{{inputs}}}"}), path)
    if _actions(filled(found)) != _actions(filled(case, values)):
        raise ValueError(f"no document can hold these inputs of {case.id}")
    return found


def _actions(case: GoldenCase) -> list[object]:
    return [step.action for step in case.card.steps]


def _narrowed(one: Input, value: str) -> str:
    if one.kind in (InputKind.DECIMAL, InputKind.INTEGER, InputKind.DATE):
        return f"{one.kind.value} {value}..{value}"
    if one.kind is InputKind.BOOLEAN or (one.kind is InputKind.CHOICE and not one.words):
        return f"[{value}]" if _is_plain(value) else f"[{_quoted(value)}]"
    return f"[{_quoted(value)}]"


def _is_plain(value: str) -> bool:
    """Whether a value may stand without quotes: a number or a word."""
    try:
        return Decimal(value).is_finite()
    except ArithmeticError:
        return value.isidentifier()


def _quoted(text: str) -> str:
    """A text as YAML has it between double quotes, in ASCII alone: what is read is normalised, and this has to stay."""
    return '"' + "".join(map(_spelled, text)) + '"'


def _spelled(character: str) -> str:
    number = ord(character)
    if " " <= character <= "~":
        return f"\\{character}" if character in '"\\' else character
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _rewritten(card: Card, entries: Mapping[str, str]) -> str:
    """The text of a case with some entries of its front matter said otherwise."""
    lines = card.text.split("\n")
    end = next(at for at, line in enumerate(lines) if at and line.rstrip() in ("---", "..."))
    starts = {line - 1: key for key, line in card.lines.items() if 0 < line - 1 < end}
    found, said = lines[:1], ""
    for at in range(1, end):
        said = starts.get(at, said)
        if said not in entries:
            found.append(lines[at])
        elif at in starts:
            found.append(f"{said}: {entries[said]}")
    return "\n".join([*found, *lines[end:]])
