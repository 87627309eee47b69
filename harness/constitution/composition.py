"""Joins constitutions with those that they extend into the principles in effect; finding and reading them lies elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from harness.constitution import document_codes as codes
from harness.constitution.strictness import missing_checks, weaknesses
from harness.domain.codes import Code
from harness.domain.places import Mistake, Place
from harness.domain.principles import CheckSpec, Constitution, Level, Principle, Reference, Sample
from harness.errors import DocumentError

Resolve = Callable[[Reference], Constitution]
"""Gives the constitution that is referred to. Raises DocumentError where it is missing, or cannot be read."""

MOST_IN_A_ROW = 16


@dataclass(frozen=True)
class Composed:
    """Constitutions, each once and after all that it extends, and the principles in effect, base first.

    A principle that replaces an inherited one stands in its place, completed by what it leaves out. ``loosened`` are the
    ids of inherited MUSTs that are loosened by leave of a waiver.
    """

    constitutions: tuple[Constitution, ...]
    principles: tuple[Principle, ...]
    mistakes: tuple[Mistake, ...]
    loosened: frozenset[str] = frozenset()


def compose(constitutions: Sequence[Constitution], resolve: Resolve, waived: frozenset[str] = frozenset()) -> Composed:
    """Join constitutions; inherited principles whose id is ``waived`` may be loosened."""
    ordering = _Ordering(resolve)
    for constitution in constitutions:
        ordering.add(constitution)
    joining = _Joining(waived)
    joined = [joining.join(one, ordering.bases[one.path]) for one in ordering.sorted]
    mistakes = (*ordering.mistakes, *joining.mistakes)
    return Composed(tuple(joined), tuple(joining.principles.values()), mistakes, frozenset(joining.loosened))


@dataclass
class _Ordering:
    """Constitutions sorted so that each comes after its bases; ``bases`` has the paths of all that one extends."""

    resolve: Resolve
    sorted: list[Constitution] = field(default_factory=list)
    bases: dict[str, frozenset[str]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def add(self, constitution: Constitution, above: tuple[str, ...] = ()) -> None:
        if constitution.path in self.bases:
            return
        found: set[str] = set()
        for reference in constitution.extends:
            base = self._base(reference, (*above, constitution.path))
            if base:
                found |= {base.path} | self.bases[base.path]
        self.bases[constitution.path] = frozenset(found)
        self.sorted.append(constitution)

    def _base(self, reference: Reference, above: tuple[str, ...]) -> Constitution | None:
        try:
            base = self.resolve(reference)
        except DocumentError as error:
            self.mistakes.extend(error.mistakes)
            return None
        if base.path in above:
            circle = " → ".join([*above[above.index(base.path) :], base.path])
            what = f"'{reference.name}' extends this document in turn: {circle}"
            self.mistakes.append(_mistake(codes.CIRCLE, reference.place, what, "let one of them extend nothing"))
            return None
        if len(above) > MOST_IN_A_ROW:
            what = f"'{reference.name}' is more than {MOST_IN_A_ROW} constitutions below '{above[0]}'"
            hint = "let one document extend several: `extends: [one, other]`"
            self.mistakes.append(_mistake(codes.TOO_DEEP_A_CHAIN, reference.place, what, hint))
            return None
        self.add(base, above)
        return base


@dataclass
class _Joining:
    """The principles in effect while one constitution after the other is joined to them."""

    waived: frozenset[str]
    principles: dict[str, Principle] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    loosened: set[str] = field(default_factory=set)

    def join(self, constitution: Constitution, bases: frozenset[str]) -> Constitution:
        """The constitution with its principles completed."""
        return constitution.model_copy(
            update={"principles": tuple(self._joined(one, bases) for one in constitution.principles)}
        )

    def _joined(self, principle: Principle, bases: frozenset[str]) -> Principle:
        inherited = self.principles.get(principle.id)
        if inherited is None:
            return self._put(principle)
        if inherited.constitution not in bases:
            what = f"principle '{principle.id}' is also defined in {inherited.place}"
            hint = f"give one of the two another id, or let one document extend the other: `extends: {inherited.constitution}`"
            self.mistakes.append(_mistake(codes.ID_TWICE, principle.place, what, hint))
            return principle
        completed = complete(principle, inherited)
        loosened = weaknesses(inherited, completed) if inherited.level is Level.MUST else ()
        if loosened and principle.id not in self.waived:
            self._refuse(principle, inherited, loosened)
            return completed
        self.loosened |= {principle.id} if loosened else set()
        return self._put(completed)

    def _put(self, principle: Principle) -> Principle:
        self.principles[principle.id] = principle
        return principle

    def _refuse(self, principle: Principle, inherited: Principle, loosened: Sequence[str]) -> None:
        what = f"'{principle.id}' loosens the MUST of {inherited.place}: {'; '.join(loosened)}"
        hint = (
            "keep what is inherited: a check or `Applies to` that is left out is inherited as it is;"
            f" or accept it in constitutions/waivers.md: `- {principle.id} (weakened): reason (owner, until 2027-01-31)`"
        )
        self.mistakes.append(_mistake(codes.LOOSENED, principle.place, what, hint))


def complete(principle: Principle, inherited: Principle) -> Principle:
    """A principle that replaces an inherited one, with what it leaves out.

    Checks are left out by use: one that brings only a ``require`` keeps every inherited ``forbid``. The bad samples of a
    check that is kept stay with it; good ones are replaced, since what was good before may be forbidden now.
    """
    checks = _checks(principle, inherited)
    # what was measured of other checks says nothing of these
    measured = inherited if not principle.precision and checks == inherited.checks else principle
    kept = inherited.model_copy(update={"checks": checks})
    completed = principle.model_copy(
        update={
            "cwes": principle.cwes or inherited.cwes,
            "applies_to": principle.applies_to or inherited.applies_to,
            "pattern": principle.pattern or inherited.pattern,
            "rationale": principle.rationale or inherited.rationale,
            "enforcement": principle.enforcement or inherited.enforcement,
            "verifies": principle.verifies or inherited.verifies,
            "precision": measured.precision,
            "precision_basis": measured.precision_basis,
            "checks": checks,
            "samples": _samples(principle, inherited, keeps_bad=missing_checks(kept, principle) != ()),
        }
    )
    if completed == principle:
        return principle
    both = f"{principle.sha256}\0{inherited.sha256}".encode()
    return completed.model_copy(update={"sha256": hashlib.sha256(both).hexdigest()})


def _checks(principle: Principle, inherited: Principle) -> tuple[CheckSpec, ...]:
    brought = {spec.use for spec in principle.checks}
    if principle.review_only and not brought:
        return ()
    return (*(spec for spec in inherited.checks if spec.use not in brought), *principle.checks)


def _samples(principle: Principle, inherited: Principle, keeps_bad: bool) -> tuple[Sample, ...]:
    brings_good = any(sample.good for sample in principle.samples)
    brings_bad = any(not sample.good for sample in principle.samples)
    kept = (one for one in inherited.samples if not (brings_good if one.good else brings_bad and not keeps_bad))
    return (*kept, *principle.samples)


def _mistake(code: Code, place: Place, what: str, hint: str) -> Mistake:
    return Mistake(place=place, what=what, hint=hint, code=code.code)
