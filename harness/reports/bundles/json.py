"""What goes back with work, for programs: exactly what the model holds; the schema lies in ``docs/rework.schema.json``."""

from __future__ import annotations

import json

from harness.domain.rework import Rework


def render(rework: Rework) -> str:
    """Indented JSON with a line end."""
    return json.dumps(rework.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n"
