"""Waivers of the gate: what people accept for a while, as ``waivers.toml`` says it; those of principles lie in ``findings``."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from harness.domain.base import Frozen
from harness.domain.places import Place


class ScopeKind(StrEnum):
    """What a waiver of the gate can be for. Tampering, broken seals and what cannot be told are never waived."""

    CARD = "card"
    GOLDEN = "golden case"
    REQUIREMENT = "requirement"
    PRINCIPLE = "principle"


class Scope(Frozen):
    """One thing that a waiver covers; ``glob`` narrows a principle to the places in some files (empty: all that it lacks)."""

    kind: ScopeKind
    name: str
    glob: str = ""
    place: Place

    def __str__(self) -> str:
        return f"{self.kind} {self.name} {self.glob}".rstrip()


class GateWaiver(Frozen):
    """An accepted exception: for some things, with a reason, by its owner, until a day (that day included)."""

    id: str
    scopes: tuple[Scope, ...]
    reason: str
    owner: str
    until: date
    place: Place
