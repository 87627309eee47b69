"""Of which packages rules speak, and which of them a project can get to; what it imports it says itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from harness.constitution.checks.dataflow.catalogue.entries import Entry
from harness.constitution.checks.dataflow.catalogue.grammar import Form
from harness.constitution.checks.dataflow.catalogue.names import Names


def leading(entries: Iterable[Entry], names: Names) -> Mapping[str, frozenset[str]]:
    """The packages that each one leads to: by other names, bases, what their calls and attributes are, and what rules say of
    parameters and results."""
    leads: dict[str, set[str]] = {}
    for one, other in (*names.leading(), *_told(entries)):
        leads.setdefault(_package(one), set()).add(_package(other))
    return {package: frozenset(others) for package, others in leads.items()}


def reached(packages: frozenset[str], leads: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Packages with all that they lead to; built-in things are always there."""
    found: set[str] = set()
    waiting = [*packages, ""]
    while waiting:
        package = waiting.pop()
        if package not in found:
            found.add(package)
            waiting += leads.get(package, ())
    return frozenset(found)


def packages_of(entries: Iterable[Entry], names: Names) -> frozenset[str]:
    """Every package that entries, or the names that they are told with, speak of."""
    told = {_package(name) for pair in names.leading() for name in pair}
    for entry in entries:
        told.update(map(_package, (*entry.pattern.names, *entry.receivers)))
    return frozenset(told - {""})


class Spoken:
    """The dotted names that rules speak of: whether one leads to any of them, or is a part of what one of them is."""

    def __init__(self, entries: Iterable[Entry], names: Names) -> None:
        told = {name for pair in names.leading() for name in pair}
        for entry in entries:
            told.update((*entry.pattern.names, *entry.receivers))
        self._names = frozenset(name.removesuffix(".*") for name in told)
        self._leading = frozenset(start for name in self._names for start in _starts(name))
        self._known: dict[str, bool] = {}

    def of(self, name: str) -> bool:
        """Whether rules speak of it; of what is built in they always may."""
        found = self._known.get(name)
        if found is None:
            found = "." not in name or name in self._leading or not self._names.isdisjoint(_starts(name))
            self._known[name] = found
        return found


def _starts(name: str) -> Iterator[str]:
    """A dotted name and all that it begins with."""
    while name:
        yield name
        name = name.rpartition(".")[0]


def speaks_of(entry: Entry, packages: frozenset[str]) -> bool:
    """Whether an entry may match where only some packages are: by a full name it does not if none of those is of them."""
    pattern = entry.pattern
    if pattern.receiver is not None or not pattern.names or pattern.form is Form.FUNCTION:
        return True
    return any(_package(name) in packages for name in pattern.names)


def _told(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        pattern = entry.pattern
        known = pattern.receiver is None and pattern.form is not Form.FUNCTION
        for name in pattern.names if known and pattern.names else ("",):
            for type in (*entry.result, *(each for some in entry.types.values() for each in some)):
                yield name, type


def _package(name: str) -> str:
    """The first part of a dotted name; empty for what is built in."""
    return name.partition(".")[0] if "." in name else ""
