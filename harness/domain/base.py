"""The one base of all models: frozen, and closed to unknown fields."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: equal by content, never changed, refusing any field that it does not declare."""

    model_config = ConfigDict(frozen=True, extra="forbid")
