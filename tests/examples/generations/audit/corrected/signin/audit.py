"""The audit trail: one line of JSON for each thing that somebody did."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path


class Audit:
    """Appends to a file that nothing else writes."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)

    def record(self, what: str, who: str, details: Mapping[str, object]) -> None:
        """Add one line; nothing is ever changed or taken away."""
        line = {"at": datetime.now(UTC).isoformat(), "who": who, "what": what, **details}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
