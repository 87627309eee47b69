"""Two ast-grep processes side by side, for few files: to read many rules takes the matcher longer than to look for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from harness.adapters.structure import AstGrep
from harness.ports.sources import Excess, Matching, RuleMatch, SourceFile, StructuralRule, Unread

_FEW = 8


@dataclass(frozen=True)
class AstGrepPair:
    """The Structure (see ``harness.ports``) that gives each of two processes half of the rules, by their length."""

    one: AstGrep = field(default_factory=AstGrep)

    def invalid(self, rules: Sequence[StructuralRule]) -> Mapping[str, str]:
        """What is wrong with each rule that cannot be used, by its id."""
        return self.one.invalid(rules)

    def begin(self, rules: Sequence[StructuralRule], files: Sequence[SourceFile]) -> Matching:
        """Start matching in the background.

        Raises:
            MachineError: if ``ast-grep`` is not installed.
        """
        if len(rules) < _FEW:
            return self.one.begin(rules, files)
        return _Joined([self.one.begin(half, files) for half in _halves(rules)])


@dataclass(frozen=True)
class _Joined:
    """What several matchings find, as if it were one."""

    parts: Sequence[Matching]

    def results(self) -> Iterator[RuleMatch | Unread | Excess]:
        """Every match, sorted by path and offset, after every file and every rule that could not be followed to the end."""
        found = [one for part in self.parts for one in part.results()]
        yield from {one.path: one for one in found if isinstance(one, Unread)}.values()
        yield from (one for one in found if isinstance(one, Excess))
        matches = (one for one in found if isinstance(one, RuleMatch))
        yield from sorted(matches, key=lambda one: (one.path, one.start, one.end))


def _halves(rules: Sequence[StructuralRule]) -> tuple[list[StructuralRule], list[StructuralRule]]:
    """The rules in two lots that are about as long; each in the order given."""
    lots: tuple[list[StructuralRule], list[StructuralRule]] = ([], [])
    lengths = [0, 0]
    for rule in rules:
        lot = lengths.index(min(lengths))
        lots[lot].append(rule)
        lengths[lot] += len(rule.document)
    return lots
