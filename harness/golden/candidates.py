"""Which redactions would mask a difference between runs: by its shape, no wider than needed, or as an order of no account."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from harness.domain.golden import Capture, Difference, Part, PartKind, Redaction
from harness.golden.masking import NAMED, ORDER, SETS
from harness.golden.part_names import BETWEEN
from harness.golden.redaction import masked, masked_in

Run = Sequence[Capture]
_FIRST = ("uuids", "timestamps", "durations", "addresses", "ports", "paths", "dates", "times", "epochs", "tokens")
"""The order in which redactions are tried: what has a shape of its own before what could be anything."""
_LINE = re.compile(r" / line [0-9]+$")
_PLAIN_KEY = re.compile(r"[\w-]+")


def leaf_of(difference: Difference) -> str:
    """The leaf that wavers; of text the whole part, since the number of its lines may waver as well."""
    return _LINE.sub("", str(difference))


def proposals_for(difference: Difference, declared: Sequence[Redaction] = ()) -> Iterator[Redaction]:
    """Named redactions that would mask something which differs in one leaf, wherever it stands."""
    golden, received = difference.golden, difference.received
    if golden is None or received is None:
        yield from _of_names(difference, declared)
        return
    for one in declared:
        golden, received = masked(golden, one), masked(received, one)
    for candidate in _named():
        before, after = masked_in(golden, candidate), masked_in(received, candidate)
        if len(before) == len(after) and before != after:
            yield candidate
            golden, received = masked(golden, candidate), masked(received, candidate)


def hides_the_same(candidate: Redaction, runs: Sequence[Run]) -> bool:
    """Whether a redaction would also hide something that is the same in every run."""
    return bool(set.intersection(*(set(_masked_anywhere(candidate, run)) for run in runs)))


def narrowed(candidate: Redaction, difference: Difference) -> Redaction:
    """The redaction kept to the leaf where it is needed; a name or a key cannot be told apart from others."""
    if difference.golden is None or difference.received is None:
        return candidate
    return candidate.model_copy(update={"path": path_of(difference)})


def orders_for(difference: Difference, kind: PartKind) -> Iterator[Redaction]:
    """Redactions of an order that might settle a leaf, the narrowest first."""
    if kind is PartKind.JSON:
        way = _way(difference)
        for length in range(len(way), 0, -1):
            yield Redaction(name=ORDER, path=".".join(way[:length]))
        yield Redaction(name=ORDER, path=difference.part)
    else:
        yield Redaction(name=SETS, path=difference.part)
        yield Redaction(name=ORDER, path=difference.part)


def path_of(difference: Difference) -> str:
    """How a redaction names the leaf: the dotted way into JSON, ``*`` for the numbers of items, or the name of the part."""
    return ".".join(_way(difference)) or difference.part


def _way(difference: Difference) -> list[str]:
    keys = _LINE.sub("", f"{BETWEEN}{difference.leaf}").split(BETWEEN)[2:]
    return [key if _PLAIN_KEY.fullmatch(key) and not key.isdigit() else "*" for key in keys]


def _named() -> Iterator[Redaction]:
    known = NAMED.names()
    first = [name for name in _FIRST if name in known]
    yield from (Redaction(name=name) for name in (*first, *(name for name in known if name not in first)))


def _of_names(difference: Difference, declared: Sequence[Redaction]) -> Iterator[Redaction]:
    """Named redactions that mask something in the name of a part, or in a key, which is not there in every run."""
    for name in dict.fromkeys((difference.part, difference.leaf.rpartition(BETWEEN)[2])):
        for one in declared:
            name = masked(name, one)
        found = next((candidate for candidate in _named() if masked_in(name, candidate)), None)
        if found is not None:
            yield found
            return


def _masked_anywhere(redaction: Redaction, run: Run) -> Iterator[str]:
    for capture in run:
        for part in capture.parts:
            for text in (part.name, *_texts(part)):
                yield from masked_in(text, redaction)


def _texts(part: Part) -> Iterator[str]:
    """Every text of a part that could be masked, and its numbers."""
    if part.kind is PartKind.JSON:
        yield from _of_json(part.value)
    elif part.kind in (PartKind.TEXT, PartKind.VALUE):
        yield part.text


def _of_json(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _of_json(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _of_json(inner)
    elif value is not None and not isinstance(value, bool):
        yield str(value)
