"""What dotted names stand for: aliases, classes with their bases, and what calls and attributes are instances of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

_MOST_SEGMENTS = 16
_PROJECT = "::"


class Names:
    """Looks up names; ``types`` of calls have keys that end in ``()``."""

    def __init__(
        self,
        aliases: Mapping[str, str],
        bases: Mapping[str, Iterable[str]],
        types: Mapping[str, Iterable[str]],
    ) -> None:
        self._aliases = aliases
        self._bases = {self._plain(name): tuple(map(self._plain, of)) for name, of in bases.items()}
        self._calls: dict[str, frozenset[str]] = {}
        self._reads: dict[str, tuple[str, ...]] = {}
        for name, of in types.items():
            kinds = tuple(sorted(map(self._plain, of)))
            if name.endswith("()"):
                self._calls[self._plain(name[:-2])] = frozenset(kinds)
            else:
                self._reads[self._plain(name)] = kinds
        self._spellings: dict[str, tuple[str, ...]] = {}
        self._all_bases: dict[str, tuple[str, ...]] = {}
        self._typed: dict[frozenset[str], frozenset[str]] = {}
        self._read_typed: dict[frozenset[str], frozenset[str]] = {}
        self.classes = self._known_classes()

    def _known_classes(self) -> set[str]:
        found = set(self._bases)
        for of in (*self._bases.values(), *self._calls.values(), *self._reads.values()):
            found.update(of)
        return found

    def _plain(self, name: str) -> str:
        name = name.removeprefix("builtins.")
        seen = set()
        while name in self._aliases and name not in seen:
            seen.add(name)
            name = self._aliases[name]
        return name

    def spellings(self, name: str) -> tuple[str, ...]:
        """Every name under which rules may speak of a name: without aliases, through the type of what stands before its last
        dot, and through the bases of that; the plainest one first."""
        found = self._spellings.get(name)
        if found is None:
            found = self._spellings[name] = self._spelled(name)
        return found

    def _spelled(self, name: str) -> tuple[str, ...]:
        parent, dot, last = name.rpartition(".")
        if not dot or _PROJECT in name or name.count(".") > _MOST_SEGMENTS:
            return (self._plain(name),)
        found: dict[str, None] = {}
        for spelled in self.spellings(parent):
            plain = self._plain(f"{spelled}.{last}")
            found.update(dict.fromkeys(self.bases(plain)))
            for owner in self._owners(spelled):
                found[self._plain(f"{owner}.{last}")] = None
        return tuple(found)

    def _owners(self, name: str) -> tuple[str, ...]:
        """The classes that an attribute of the name may belong to."""
        typed = [base for kind in self._reads.get(name, ()) for base in self.bases(kind)]
        return (*self.bases(name)[1:], *typed)

    def owner(self, name: str) -> str:
        """The object that a name is a part of, if it is neither a class nor a module: an attribute whose type is known."""
        parent = self.spellings(name)[0].rpartition(".")[0]
        return parent if parent in self._reads and parent not in self.classes else ""

    def called(self, name: str) -> list[str]:
        """A name with all others that it has."""
        return [name, *(other for other in self._aliases if self._plain(other) == name)]

    def leading(self) -> Iterator[tuple[str, str]]:
        """Each name with what it leads to: the plain one, the bases of a class, what a call or attribute is an instance of."""
        for name in self._aliases:
            yield name, self._plain(name)
        for known in (self._bases, self._calls, self._reads):
            for name, of in known.items():
                yield from ((name, each) for each in of)

    def bases(self, name: str) -> tuple[str, ...]:
        """A class and all that it is derived from, itself first."""
        found = self._all_bases.get(name)
        if found is None:
            seen: dict[str, None] = {self._plain(name): None}
            waiting = list(self._bases.get(self._plain(name), ()))
            while waiting:
                base = waiting.pop(0)
                if base not in seen:
                    seen[base] = None
                    waiting += self._bases.get(base, ())
            found = self._all_bases[name] = tuple(seen)
        return found

    def is_class(self, name: str) -> bool:
        """Whether a library says that there is such a class."""
        return self._plain(name) in self.classes

    def types(self, names: frozenset[str]) -> frozenset[str]:
        """What a call of one of the names returns."""
        found = self._typed.get(names)
        if found is None:
            found = frozenset().union(*map(self._called, names)) if names else frozenset()
            self._typed[names] = found
        return found

    def _called(self, name: str) -> frozenset[str]:
        plain = self._plain(name)
        if plain in self.classes and plain not in self._calls:
            return frozenset({plain})
        for spelled in self.spellings(name):
            if spelled in self._calls:
                return self._calls[spelled]
        for spelled in self.spellings(name):
            parent, dot, _ = spelled.rpartition(".")
            if dot and f"{parent}.*" in self._calls:
                return self._calls[f"{parent}.*"]
        return frozenset()

    def read_types(self, names: frozenset[str]) -> frozenset[str]:
        """What the attribute with one of the names is an instance of."""
        found = self._read_typed.get(names)
        if found is None:
            kinds = (self._reads.get(spelled, ()) for name in names for spelled in self.spellings(name))
            found = self._read_typed[names] = frozenset(kind for some in kinds for kind in some)
        return found
