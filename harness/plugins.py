"""Finds the members of a family (readers, rules, evaluators, surfaces …); what a member offers lies in its module."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType

from harness.domain.nearest import did_you_mean
from harness.errors import UsageError


class Family:
    """The modules of a package, and the entry points of the group of the same dotted name.

    Members are named as users write them: with dashes. A module whose name begins with an underscore is no member, nor is
    one that is named in ``apart``: a family of its own. Of two members of one name, the package's own counts. ``kind`` is
    what a member is called; None: as the package is.
    """

    def __init__(self, package: ModuleType, apart: tuple[str, ...] = (), kind: str | None = None) -> None:
        self._package = package
        self._apart = apart
        self._kind = kind or package.__name__.rpartition(".")[2].removesuffix("s")

    def names(self) -> tuple[str, ...]:
        """What members there are, sorted; none of them is imported."""
        return tuple(sorted({*self._own, *self._foreign}))

    @property
    def strangers(self) -> tuple[str, ...]:
        """The members that are not of the package, sorted; what they do may change while harness stays the same."""
        return tuple(sorted(self._foreign.keys() - self._own.keys()))

    def load(self, name: str) -> ModuleType:
        """The module of one member; no other is imported.

        Raises:
            UsageError: if there is no such member, or a stranger's cannot be imported.
        """
        if name in self._own:
            return importlib.import_module(self._own[name])
        if name in self._foreign:
            return self._load_foreign(self._foreign[name])
        raise UsageError(f"unknown {self._kind} '{name}'", did_you_mean(name, self.names()))

    def load_all(self) -> Iterator[tuple[str, ModuleType]]:
        """Every member with its name, sorted by name, each imported when it is reached."""
        for name in self.names():
            yield name, self.load(name)

    @cached_property
    def _own(self) -> dict[str, str]:
        names = [one.name for one in pkgutil.iter_modules(self._package.__path__) if one.name not in self._apart]
        return {
            name.replace("_", "-"): f"{self._package.__name__}.{name}" for name in names if not name.startswith("_")
        }

    @cached_property
    def _foreign(self) -> dict[str, EntryPoint]:
        return {point.name: point for point in entry_points(group=self._package.__name__)}

    def _load_foreign(self, point: EntryPoint) -> ModuleType:
        family = self._package.__name__
        try:
            member = point.load()
        except (ImportError, AttributeError) as error:
            what = f"the plugin '{point.name}' of '{family}' cannot be loaded: {error}"
            raise UsageError(what, f"install or remove what provides '{point.value}'") from error
        if not isinstance(member, ModuleType):
            what = f"the plugin '{point.name}' of '{family}' is not a module"
            raise UsageError(what, f"make '{point.value}' name a module")
        return member
