"""The words of a constraint: its statements, the words of BCP 14, and what a new wording does; checks lie elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from harness.constitution.strictness import Aspect, Shift
from harness.domain.binding_words import binding_words, levels_named
from harness.domain.principles import Level

_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)*")
_EXCEPTION = re.compile(r"\b(?:unless|except|excluding|other than|but not|optional(?:ly)?)\b", re.IGNORECASE)
_LEAST = re.compile(r"(?:at least|minimum(?: \w+)?(?: of)?|(?:more|longer|later|larger|greater) than|above|exceed)\s*$")
_MOST = re.compile(r"(?:at most|within|up to|(?:less|fewer|shorter|smaller) than|below|maximum(?: \w+)?(?: of)?)\s*$")
_NOT = re.compile(r"\bnot?(?: be)?\s*$")
_ALIKE = 0.5


def levels_in(text: str) -> tuple[Level, ...]:
    """The levels that a text states by binding words outside of code, in order."""
    return tuple(levels_named(_CODE.sub(" ", text)))


def statements(text: str) -> tuple[str, ...]:
    """The sentences and clauses of a text; code is never cut."""
    whole = _CODE.sub(lambda found: re.sub(r"\s", "\0", found[0]), text)
    parts = re.split(r"(?<=[.;:])\s+|\s+[—–]\s+|\n+", whole)
    return tuple(part.replace("\0", " ").strip(" .;:\n-*") for part in parts if part.strip(" .;:\n-*"))


def is_concrete(text: str) -> bool:
    """Whether a text has something that can be looked for: code, a number, or words in quotes."""
    return bool(_CODE.search(text) or _NUMBER.search(text) or re.search(r'"[^"]+"|“[^”]+”', text))


def rewording(before: str, after: str) -> Aspect | None:
    """What a new wording of a constraint does; None where only blanks changed."""
    if before.split() == after.split():
        return None
    old, new = statements(before), statements(after)
    gone = [one for one in old if _key(one) not in map(_key, new)]
    come = [one for one in new if _key(one) not in map(_key, old)]
    if not come:
        return _without(gone)
    if not gone:
        return _with(come)
    return _worst([_changed(one, other) for one, other in zip_longest(gone, come)])


def _without(gone: Sequence[str]) -> Aspect:
    for statement in gone:
        if levels_in(statement):
            return Aspect(Shift.WEAKENED, f"no longer says: {statement}")
    return Aspect(Shift.REWORDED, "fewer words in the constraint" if gone else "other order in the constraint")


def _with(come: Sequence[str]) -> Aspect:
    for statement in come:
        if _EXCEPTION.search(statement) or levels_in(statement)[:1] == (Level.MAY,):
            return Aspect(Shift.REDEFINED, f"makes an exception: {statement}")
    for statement in come:
        if levels_in(statement):
            return Aspect(Shift.TIGHTENED, f"also says: {statement}")
    return Aspect(Shift.REWORDED, "more words in the constraint")


def _changed(old: str | None, new: str | None) -> Aspect:
    if old is None or new is None:
        return _with([new]) if new is not None else _without([old or ""])
    levels = (_strongest(old), _strongest(new))
    if levels[0] is not levels[1] and levels[0]:
        weaker = levels[1] is None or levels[1].binds_less(levels[0])
        return Aspect(Shift.WEAKENED if weaker else Shift.TIGHTENED, f"now says: {new}")
    if _NUMBER.sub("#", _key(old)) == _NUMBER.sub("#", _key(new)):
        return Aspect(_by_numbers(old, new), f"now says: {new}")
    if _facts(old) == _facts(new) and _alike(old, new):
        return Aspect(Shift.REWORDED, f"now says: {new}")
    return Aspect(Shift.REDEFINED, f"now says: {new}")


def _by_numbers(old: str, new: str) -> Shift:
    """Whether other numbers ask more or less: after "at least" a larger one asks more, after "at most" a smaller one."""
    shifts = [_by_number(*pair) for pair in zip(_numbers(old), _numbers(new), strict=True) if pair[0] != pair[1]]
    return next((shift for shift in Shift if shift in shifts), Shift.REWORDED)


def _by_number(old: tuple[str, str], new: tuple[str, str]) -> Shift:
    ahead = old[0].lower()
    found = _LEAST.search(ahead) or _MOST.search(ahead)
    if not found:
        return Shift.REDEFINED
    larger = [int(part) for part in new[1].split(".")] > [int(part) for part in old[1].split(".")]
    is_least = bool(_LEAST.search(ahead)) is not bool(_NOT.search(ahead[: found.start()]))
    return Shift.TIGHTENED if larger is is_least else Shift.WEAKENED


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    """Each number with the words ahead of it."""
    yield from ((text[: found.start()], found[0]) for found in _NUMBER.finditer(text))


def _facts(text: str) -> tuple[object, ...]:
    """What a mere rewording leaves as it is."""
    exceptions = [found.lower() for found in _EXCEPTION.findall(text)]
    code = sorted(found[0] for found in _CODE.finditer(text))
    return binding_words(_CODE.sub(" ", text)), code, sorted(_NUMBER.findall(text)), exceptions


def _alike(old: str, new: str) -> bool:
    return SequenceMatcher(None, _key(old).split(), _key(new).split(), autojunk=False).ratio() >= _ALIKE


def _strongest(text: str) -> Level | None:
    found = levels_in(text)
    return next((level for level in Level if level in found), None)


def _key(statement: str) -> str:
    return " ".join(statement.split())


def _worst(aspects: Sequence[Aspect]) -> Aspect:
    return min(aspects, key=lambda aspect: list(Shift).index(aspect.shift))
