"""Values for the inputs of a case, and the smallest with which something holds; the one door to Hypothesis."""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from harness.adapters.folders import cache_folder
from harness.domain.golden import Input, InputKind
from harness.errors import MachineError
from harness.phrasebook.inputs import dates, numbers, written

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Values = Mapping[str, str]
Holds = Callable[[Values], bool]
_FIRST, _GROWTH = 32, 4


def require() -> None:
    """Raise MachineError unless Hypothesis is installed."""
    if importlib.util.find_spec("hypothesis") is None:
        raise MachineError("varying inputs needs Hypothesis", "pip install 'spec-harness[fuzz]'")


def examples(inputs: Sequence[Input], count: int, seed: int, forbidden: Sequence[str] = ()) -> Iterator[Values]:
    """At most ``count`` different values of the inputs, always the same for a seed; ``forbidden`` are texts in none of them.

    They are drawn as they are asked for, some at a time: thousands take a while.

    Raises:
        MachineError: without Hypothesis.
    """
    told, wanted = 0, min(_FIRST, count)
    while True:
        drawn = _drawn(inputs, count, wanted, seed, forbidden)
        yield from drawn[told:]
        if len(drawn) < wanted or wanted == count:
            return
        told, wanted = wanted, min(_GROWTH * wanted, count)


def _drawn(inputs: Sequence[Input], count: int, wanted: int, seed: int, forbidden: Sequence[str]) -> list[Values]:
    """The first of the examples, drawn from the beginning each time: what comes depends on nothing but the seed."""
    found: dict[tuple[str, ...], Values] = {}

    def enough(values: Values) -> bool:
        found.setdefault(tuple(values.values()), values)
        return len(found) >= wanted

    _find(inputs, enough, count, seed, forbidden, shrink=False)
    return list(found.values())


def smallest(
    inputs: Sequence[Input], holds: Holds, count: int, seed: int, forbidden: Sequence[str] = ()
) -> Values | None:
    """The simplest values with which something holds, beginning with the same examples; None where it never does.

    Raises:
        MachineError: without Hypothesis.
    """
    return _find(inputs, holds, count, seed, forbidden, shrink=True)


def _find(
    inputs: Sequence[Input], holds: Holds, count: int, seed: int, forbidden: Sequence[str], shrink: bool
) -> Values | None:
    require()
    import hypothesis
    from hypothesis.configuration import set_hypothesis_home_dir
    from hypothesis.errors import NoSuchExample, Unsatisfiable

    phases = (hypothesis.Phase.generate, *((hypothesis.Phase.shrink,) if shrink else ()))
    settings = hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=False,
        phases=phases,
        report_multiple_bugs=False,
        suppress_health_check=list(hypothesis.HealthCheck),
        verbosity=hypothesis.Verbosity.quiet,
    )
    set_hypothesis_home_dir(cache_folder() / "hypothesis")  # else it makes a folder in the project
    try:
        return hypothesis.find(_all(inputs, forbidden), holds, settings=settings, random=random.Random(seed))
    except (NoSuchExample, Unsatisfiable):
        return None
    finally:
        set_hypothesis_home_dir(None)


def _all(inputs: Sequence[Input], forbidden: Sequence[str]) -> SearchStrategy[dict[str, str]]:
    from hypothesis import strategies as st

    each = st.tuples(*(_strategy(one).map(partial(written, one)) for one in inputs))
    allowed = each.filter(lambda values: not any(text in value for value in values for text in forbidden))
    return allowed.map(lambda values: {one.name: value for one, value in zip(inputs, values, strict=True)})


def _strategy(one: Input) -> SearchStrategy[Any]:
    """What an input may be; the nearer to zero, the shorter and the earlier, the simpler."""
    from hypothesis import strategies as st

    if one.kind is InputKind.CHOICE:
        return st.sampled_from(one.choices)
    if one.kind is InputKind.BOOLEAN:
        return st.booleans()
    if one.kind is InputKind.DATE:
        return _dates(*dates(one))
    lower, upper = numbers(one)
    if one.kind is InputKind.TEXT:
        # No NUL, which no argument can hold, and no lone surrogates, which no encoding can.
        characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
        return st.text(characters, min_size=int(lower), max_size=int(upper))
    unit = Decimal(1).scaleb(-one.places) if one.kind is InputKind.DECIMAL else Decimal(1)
    return st.integers(int(lower / unit), int(upper / unit)).map(lambda number: number * unit)


def _dates(lower: date, upper: date) -> SearchStrategy[date]:
    from hypothesis import strategies as st

    first = lower.toordinal()
    return st.integers(0, upper.toordinal() - first).map(lambda days: date.fromordinal(first + days))
