"""Waivers of the gate: what people accept for a while, as ``waivers.toml`` says it; those of principles lie in ``findings``."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from harness.domain.base import Frozen
from harness.domain.places import Place


class ScopeKind(StrEnum):
    """What a waiver of the gate can be for. Tampering, broken seals and what cannot be told are never waived."""

    CARD = "card"
    GOLDEN = "golden case"
    REQUIREMENT = "requirement"
    PRINCIPLE = "principle"


class Scope(Frozen):
    """One thing that a waiver is for.

    Of a principle ``glob`` are the files in which it is waived, and ``line`` the only line; empty and None: wherever it is
    broken, and that nothing shows it.
    """

    kind: ScopeKind
    name: str
    glob: str = ""
    line: Annotated[int, Field(ge=1)] | None = None
    place: Place

    def __str__(self) -> str:
        where = f" {self.glob}" if self.glob else ""
        return f"{self.kind} {self.name}{where}" + (f":{self.line}" if self.line else "")


class GateWaiver(Frozen):
    """An accepted exception: for some things, with a reason, by its owner, until a day (that day included)."""

    id: str
    scopes: tuple[Scope, ...]
    reason: str
    owner: str
    until: date
    place: Place
