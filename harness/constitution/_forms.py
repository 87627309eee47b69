"""What the checks of several kinds are written with besides the key of their kind; each kind adds its own form."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from harness.constitution.kinds import Quantifier, refuse
from harness.domain.base import Frozen
from harness.domain.principles import CheckSpec, Use


def _dashed(name: str) -> str:
    return name.strip("_").replace("_", "-")


def _as_tuple(value: Any) -> Any:
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


Word = Annotated[str, Field(min_length=1)]
Words = Annotated[tuple[Word, ...], BeforeValidator(_as_tuple), Field(min_length=1)]
"""One text or a list of them."""


class Keys(Frozen):
    """A mapping whose keys are written with dashes; a field that would be a word of Python ends with an underscore."""

    model_config = ConfigDict(alias_generator=_dashed)


class Form(Keys):
    """A whole check. ``note`` is told with each place; of the two ways to require only one can be chosen."""

    everywhere: Literal[True] | None = None
    at_least_one: Literal[True] | None = None
    note: str = ""

    def quantifier(self, use: Use, default: Quantifier = Quantifier.AT_LEAST_ONE) -> Quantifier:
        """How the matches decide; ``default`` is for what is required without saying how."""
        if use is Use.FORBID:
            return Quantifier.ABSENT
        if self.everywhere:
            return Quantifier.EVERYWHERE
        return Quantifier.AT_LEAST_ONE if self.at_least_one else default


def refuse_quantifiers(spec: CheckSpec, form: Form) -> None:
    """Refuse a check that says how often something forbidden must be there, or says it in two ways. Raises DocumentError."""
    if spec.use is Use.FORBID and (form.everywhere or form.at_least_one):
        raise refuse(spec, "what is forbidden may be nowhere", "leave out `everywhere` and `at-least-one`")
    if form.everywhere and form.at_least_one:
        raise refuse(spec, "`everywhere` and `at-least-one` exclude each other", "keep one of the two")


def noted(*parts: str) -> str:
    """What to say of a place: those of the parts that say something."""
    return "; ".join(part for part in parts if part)
