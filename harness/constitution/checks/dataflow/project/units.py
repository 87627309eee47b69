"""What answers depend on, as bits of whole numbers: stretches of files, and functions that took more than their budget."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Unit(NamedTuple):
    """A function of a file by its qualname, or without a name what stands outside of all functions; ``exhausted`` tells that it
    is meant as one that took more than its budget. Without a path it is a package that no import names."""

    path: str
    name: str = ""
    exhausted: bool = False


class Units:
    """Numbers units as they are met."""

    def __init__(self) -> None:
        self._bits: dict[Unit, int] = {}
        self._units: list[Unit] = []

    def bit(self, unit: Unit) -> int:
        """The number in which only the bit of a unit is set."""
        found = self._bits.get(unit)
        if found is None:
            found = self._bits[unit] = 1 << len(self._units)
            self._units.append(unit)
        return found

    def of(self, bits: int) -> Iterator[Unit]:
        """The units whose bits are set."""
        while bits:
            lowest = bits & -bits
            yield self._units[lowest.bit_length() - 1]
            bits ^= lowest
