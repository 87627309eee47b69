"""Which values of a document are asked, and what comes of it; reading files, and telling of places in them, lies in ``checks``.

What is required must be so at each place that a path leads to. The places are where its last ``*``, ``..`` or filter leads;
what the path names after that must be there at every one of them, so ``$.containers[*].image`` misses the image of a container
without one. With ``each``, the places where ``path`` begins are chosen apart, and there may be none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator

from harness.constitution._forms import Word, Words
from harness.constitution.data.conditions import Conditions, Fault, faults, may_meet
from harness.constitution.data.formats import Format
from harness.constitution.data.path import Path
from harness.constitution.data.path_reading import read_path
from harness.constitution.data.tree import Item


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, dict) else tuple(value) if isinstance(value, list) else value


class When(Conditions):
    """What must be so in a document for it to be looked at."""

    path: Word

    def check(self) -> None:
        """Raise ValueError for a path or a condition that cannot be used."""
        if read_path(self.path).relative:
            raise ValueError("`when` looks from the top of a document: its path begins with `$`")
        super().check()

    def holds(self, document: Item) -> bool:
        """Whether a document is meant. Raises MachineError, ValueError (see schemas)."""
        values = read_path(self.path).select(document)
        if self.exists is False:
            return not values
        return any(may_meet(self, value) for value in values)


class Question(Conditions):
    """Which values of which files, and what they must be like."""

    format: Format | None = None
    files: Words | None = None
    each: Word | None = None
    path: Word | None = None
    when: Annotated[tuple[When, ...], BeforeValidator(_as_tuple)] = ()

    def check(self) -> None:
        """Raise ValueError for a question that cannot be asked."""
        if self.each and read_path(self.each).relative:
            raise ValueError("`each` looks from the top of a document: it begins with `$`")
        if self._path.relative is not bool(self.each):
            raise ValueError("`path` begins with `@` beside `each`, and with `$` else")
        if not self.of_values and not self._path.segments:
            raise ValueError("nothing is asked; name a `path`, or what the whole must be like")
        for when in self.when:
            when.check()
        super().check()

    def concerns(self, document: Item) -> bool:
        """Whether a document is asked at all. Raises MachineError, ValueError (see schemas)."""
        return all(when.holds(document) for when in self.when)

    def meeting(self, document: Item) -> Iterator[Item]:
        """The values that are so, by any way to read them. Raises MachineError, ValueError (see schemas)."""
        for root in self._roots(document):
            yield from (value for value in self._path.select(root) if may_meet(self, value))

    def answers(self, document: Item) -> Iterator[Fault]:
        """Each place that is asked, with what is wrong there; the reason is empty where it is right.

        Raises:
            MachineError, ValueError: see schemas.
        """
        several, single = self._path.split()
        for root in self._roots(document):
            places = several.select(root)
            if not places:
                yield Fault(root, "" if self.exists is False else f"`{self._path.text}` leads to nothing")
            for place in places:
                yield from self._at(place, single)

    def _at(self, place: Item, path: Path) -> Iterator[Fault]:
        values = path.select(place)
        if not values:
            yield Fault(place, "" if self.exists is False else f"`{path.text}` is missing")
        for value in values:
            wrong = list(self._wrong(value))
            yield from wrong or [Fault(value, "")]

    def _wrong(self, value: Item) -> Iterator[Fault]:
        if self.exists is False:
            yield Fault(value, f"`{self._path.text}` must not be there")
        else:
            yield from faults(self, value)

    def _roots(self, document: Item) -> list[Item]:
        return read_path(self.each).select(document) if self.each else [document]

    @property
    def _path(self) -> Path:
        return read_path(self.path or ("@" if self.each else "$"))
