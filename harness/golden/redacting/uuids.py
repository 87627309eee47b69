"""UUIDs (RFC 9562) in their usual form."""

from __future__ import annotations

MASKS = {"uuid": r"(?<![\w-])[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![\w-])"}
NUMBERED = True
MASKED = {"id 6f1c1d0e-7c2b-4b6e-9f5a-0c7a3f7d2b11 ": "id <uuid#1> "}
KEPT = ("6f1c1d0e-7c2b-4b6e-9f5a", "6f1c1d0e7c2b4b6e9f5a0c7a3f7d2b11")
