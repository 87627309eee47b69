"""What an evaluator may lean on beside the session: a model, or what an earlier pass did; most need neither."""

from __future__ import annotations

from dataclasses import dataclass

from harness.domain.replays import KeptReplay
from harness.ports.sessions import Model


@dataclass(frozen=True)
class Aids:
    """``model`` for those who read, ``replay`` for those who do again what was done."""

    model: Model | None = None
    replay: KeptReplay | None = None


NO_AIDS = Aids()
