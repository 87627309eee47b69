"""Limits as Pydantic checks them: bounds of one kind of value, each as tight as its requirements make it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from harness.specification.bound_words import CURRENCIES
from harness.specification.bounds import Bound, Comparison, Dimension

_NUMBERS = frozenset({"int", "float", "Decimal"})
_STEPS = (("days", 86400), ("hours", 3600), ("minutes", 60), ("seconds", 1))
_MICRO = 1_000_000
_TYPES = {
    Dimension.TIME: "dt.timedelta",
    Dimension.SIZE: "int",
    Dimension.SHARE: "Decimal",
    Dimension.LENGTH: "str",
}


@dataclass(frozen=True)
class Limited:
    """The limits of one field: a value for each comparison; with a ``percentile`` they are of many values."""

    dimension: Dimension
    type: str
    values: Mapping[Comparison, Decimal]
    percentile: Decimal | None = None

    def joined(self, other: Limited | None) -> Limited:
        """Both; of two of one kind the tighter one."""
        if other is None:
            return self
        values = dict(other.values)
        for comparison, value in self.values.items():
            tighter = max if comparison in (Comparison.AT_LEAST, Comparison.ABOVE) else min
            values[comparison] = tighter(value, values.get(comparison, value))
        return Limited(self.dimension, self.type, values, self.percentile)

    def fits(self, type: str) -> bool:
        """Whether a field of that type can be so limited."""
        if self.percentile is not None:
            return False
        if self.dimension is Dimension.LENGTH:
            return type == "str"
        if self.dimension is Dimension.TIME:
            return type == "dt.timedelta"
        return type in _NUMBERS

    @property
    def fields(self) -> list[str]:
        """The terms of ``Field(...)``."""
        if self.percentile is not None:
            return []
        if self.dimension is Dimension.LENGTH:
            return [*dict.fromkeys(self._lengths())]
        return [f"{name}={value}" for name, value in self._compared()]

    @property
    def validators(self) -> list[str]:
        """What else stands in ``Annotated[...]``."""
        if self.percentile is None:
            return []
        terms = ", ".join(f"{name}={value}" for name, value in self._compared())
        return [f'percentile("{self.percentile:f}", {terms})']

    def _compared(self) -> list[tuple[str, str]]:
        found: dict[str, str] = {}
        for comparison, value in self.values.items():
            both = ("ge", "le") if comparison is Comparison.EXACTLY else (comparison.value,)
            found.update({name: self._written(value) for name in both})
        return sorted(found.items())

    def _lengths(self) -> list[str]:
        found = {}
        for comparison, value in self.values.items():
            least = {Comparison.AT_LEAST: value, Comparison.ABOVE: value + 1, Comparison.EXACTLY: value}.get(comparison)
            most = {Comparison.AT_MOST: value, Comparison.BELOW: value - 1, Comparison.EXACTLY: value}.get(comparison)
            found.update({"min_length": least} if least is not None else {})
            found.update({"max_length": most} if most is not None else {})
        return [f"{name}={max(0, int(value))}" for name, value in found.items()]

    def _written(self, value: Decimal) -> str:
        if self.dimension is Dimension.TIME:
            return _duration(value)
        if value == value.to_integral_value():
            return str(int(value))
        return f'Decimal("{value.normalize():f}")'


def limited(bound: Bound) -> Limited:
    """A bound by itself."""
    type = _TYPES.get(bound.dimension) or _type_of_number(bound)
    if bound.percentile is not None:
        type = "list[dt.timedelta]"
    return Limited(bound.dimension, type, {bound.comparison: bound.value}, bound.percentile)


def _type_of_number(bound: Bound) -> str:
    """Things are counted in whole numbers; of money and of what has no unit nobody knows."""
    counted = bool(bound.unit) and bound.unit.lower() not in CURRENCIES
    return "int" if counted and bound.value == bound.value.to_integral_value() else "Decimal"


def _duration(seconds: Decimal) -> str:
    for name, length in _STEPS:
        if seconds and seconds % length == 0:
            return f"dt.timedelta({name}={int(seconds) // length})"
    micro = int(seconds * _MICRO)
    if micro % 1000 == 0:
        return f"dt.timedelta(milliseconds={micro // 1000})"
    return f"dt.timedelta(microseconds={micro})"
