"""Which field a limit is of: an entity's, where its words name exactly one, or one of the requirement's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.domain.requirements import Requirement
from harness.specification.bounds import Bound, Dimension, Limits
from harness.specification.deriving._constraints import limited
from harness.specification.deriving._models import Attribute, Model, Part, takes
from harness.specification.deriving._words import snake

_WORD = re.compile(r"[^\W_]+")
_SUFFIXES = {Dimension.SIZE: "bytes", Dimension.SHARE: "percent"}


def homes(said: Limits, requirement: Requirement, models: Sequence[Model]) -> Iterator[tuple[Model | None, Part]]:
    """Each limit as a part, with the entity that it is of; None where no field is meant beyond doubt."""
    for choice in said.choices:
        yield _home(
            Part(snake(choice.quantity) or "value", choices=choice.values), choice.quantity, requirement, models
        )
    for bound in said.bounds:
        part = Part(_name(bound), bound.dimension, limited(bound))
        yield _home(part, bound.quantity, requirement, models)


def _home(part: Part, quantity: str, requirement: Requirement, models: Sequence[Model]) -> tuple[Model | None, Part]:
    words = _words(quantity)
    found = [
        (model, one)
        for model in models
        for one in model.parts.values()
        if words and _words(one.said) <= words and takes(one, part)
    ]
    if len(found) > 1:
        text = _words(f"{requirement.title} {requirement.text}")
        found = [(model, one) for model, one in found if _words(model.name) <= text]
    if len(found) != 1:
        return None, part
    model, attribute = found[0]
    return model, _renamed(part, attribute)


def _renamed(part: Part, attribute: Attribute) -> Part:
    return Part(attribute.name, part.dimension, part.limited, part.choices)


def _name(bound: Bound) -> str:
    name = snake(bound.quantity) or "value"
    suffix = _SUFFIXES.get(bound.dimension, "")
    name = f"{name}_{suffix}" if suffix and not name.endswith(suffix) else name
    return f"{name}_p{snake(f'{bound.percentile:f}')}" if bound.percentile is not None else name


def _words(text: str) -> frozenset[str]:
    """Words in lower case without the ending of a plural; parts of ``camelCase`` are words."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return frozenset(word.lower().removesuffix("s") for word in _WORD.findall(parted))
