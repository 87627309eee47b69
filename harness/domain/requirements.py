"""What the system shall do, as a specification states it: requirements and the scenarios that make them concrete."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from enum import StrEnum

from harness.domain.base import Frozen
from harness.domain.places import Place
from harness.domain.principles import Level

_MARKUP = re.compile(r"\*\*|__|(?<!\w)[*_]|[*_](?!\w)|`")
_MARKED = re.compile(r"[*_`]")


class RequirementKind(StrEnum):
    """What a requirement is about: behaviour, a quality, how success is measured, what holds for all inputs, a limit set."""

    FUNCTIONAL = "functional"
    NON_FUNCTIONAL = "non-functional"
    SUCCESS = "success criterion"
    PROPERTY = "property"
    CONSTRAINT = "constraint"


class Scenario(Frozen):
    """A concrete example. ``given``, ``when`` and ``then`` hold one clause each, without its leading word.

    ``text`` is the whole as written, in one line; the clauses are empty where it has none.
    """

    name: str = ""
    given: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    text: str
    place: Place


class Requirement(Frozen):
    """One requirement.

    ``id`` is as its document writes it (or makes it out of the heading, where the format has none), ``feature`` what the
    document specifies: features may number their requirements alike. ``level`` is None where no binding word stands in it.
    ``stories`` are the ids of those that it belongs to; the scenarios of those are among ``scenarios``. ``validates`` are the
    ids of the requirements of its feature that a property says it shows. ``sha256`` is of its meaning (see ``meaning``), so
    that a change of it shows, and only that.
    """

    id: str
    text: str
    place: Place
    sha256: str
    format: str = ""
    feature: str = ""
    title: str = ""
    level: Level | None = None
    kind: RequirementKind = RequirementKind.FUNCTIONAL
    priority: str = ""
    stories: tuple[str, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    validates: tuple[str, ...] = ()

    @property
    def qualified(self) -> str:
        """Its id after its feature, such as ``001-bank/FR-003``, which no other requirement of the project has."""
        return f"{self.feature}/{self.id}" if self.feature else self.id

    @property
    def names(self) -> tuple[str, ...]:
        """What cards and markers may call it: the id alone means it only where no other feature has the same."""
        return (self.id, self.qualified) if self.feature else (self.id,)

    @property
    def nonfunctional(self) -> bool:
        """Whether a time limit that a card states for it is hard."""
        return binds_time(self.id)


class ByName:
    """Requirements by what cards and markers call them: an id that two features use stands for both, and so for neither."""

    def __init__(self, requirements: Iterable[Requirement]) -> None:
        self._found: dict[str, list[Requirement]] = {}
        for one in requirements:
            for name in one.names:
                self._found.setdefault(name, []).append(one)

    def all(self, name: str) -> tuple[Requirement, ...]:
        """Every requirement of that name."""
        return tuple(self._found.get(name, ()))

    def one(self, name: str) -> Requirement | None:
        """The requirement that a name means; None where it means none, or could mean several."""
        found = self._found.get(name, ())
        return found[0] if len(found) == 1 else None

    def names(self) -> tuple[str, ...]:
        """Every name that there is."""
        return tuple(self._found)

    def instead(self, name: str) -> str:
        """What to write instead of a name that could mean several requirements; one without a feature has to get one first."""
        found = self.all(name)
        names = " or ".join(f"`{one.qualified}`" for one in found if one.qualified != name)
        nameless = "".join(
            f"; {one.place.path} needs a folder of its own to name" for one in found if one.qualified == name
        )
        return f"write {names}{nameless}"

    def plainest(self) -> tuple[str, ...]:
        """For each requirement the shortest name that means it alone, each once."""
        found = (one for group in self._found.values() for one in group)
        return tuple(dict.fromkeys(one.id if self.one(one.id) else one.qualified for one in found))


def binds_time(requirement: str) -> bool:
    """Whether the requirement of this id makes the time limits of the cards that verify it hard (``NFR-…``)."""
    return requirement.rpartition("/")[2].upper().startswith("NFR")


def meaning(text: str, scenarios: Iterable[Scenario] = ()) -> str:
    """The SHA-256 (hex) of what a requirement says: its words and its scenarios.

    White space, line breaks and emphasis do not count. Case does: BCP 14's words bind in capitals only.
    """
    said = [text, *(f"{one.name}\n{one.text}" for one in scenarios)]
    return hashlib.sha256("\0".join(map(_plain, said)).encode("utf-8", "surrogatepass")).hexdigest()


def _plain(text: str) -> str:
    return " ".join((_MARKUP.sub("", text) if _MARKED.search(text) else text).split())
