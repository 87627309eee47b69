"""Where evidence says that it lies, against the dimensions that a project declares; counting coverage lies in ``trace``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.domain.nearest import did_you_mean

EVERY_FEATURE = "*"
FEATURE = "feature"
"""Declared with ``["*"]``, its values are the features of the specifications, and evidence lies in those that it verifies."""


@dataclass(frozen=True)
class Misplaced:
    """A dimension, or a value of one, that nobody declared."""

    dimension: str
    what: str
    hint: str


def misplaced(
    declared: Mapping[str, Sequence[str]], said: Mapping[str, Sequence[str]], features: Sequence[str] = ()
) -> Iterator[Misplaced]:
    """What of the dimensions that evidence names is not declared; ``features`` are the values that ``*`` stands for."""
    for name, values in said.items():
        if name not in declared:
            hint = did_you_mean(name, declared) if declared else "declare it in harness.toml, in [trace.dimensions]"
            yield Misplaced(name, f"unknown dimension '{name}'", hint)
            continue
        known = of_features(declared, features)[name]
        for value in values:
            if value not in known:
                yield Misplaced(name, f"unknown value '{value}' of the dimension '{name}'", did_you_mean(value, known))


def of_features(declared: Mapping[str, Sequence[str]], features: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The dimensions with the features of the specifications where ``*`` stands for them."""
    every = tuple(dict.fromkeys(one for one in features if one))
    stands = declared.get(FEATURE, ())
    found = {name: tuple(values) for name, values in declared.items()}
    return found | {FEATURE: every} if tuple(stands) == (EVERY_FEATURE,) else found
