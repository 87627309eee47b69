"""UUIDs (RFC 9562) in their usual form; the nil and the max UUID are no random ones, and stay."""

from __future__ import annotations

MASKS = {
    "uuid": r"(?<![\w-])(?!0{8}-(?:0{4}-){3}0{12}|[fF]{8}-(?:[fF]{4}-){3}[fF]{12})"
    r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![\w-])"
}
NUMBERED = True
MASKED = {
    "id 6f1c1d0e-7c2b-4b6e-9f5a-0c7a3f7d2b11 ": "id <uuid#1> ",
    "6F1C1D0E-7C2B-4B6E-9F5A-0C7A3F7D2B11": "<uuid-upper#1>",
}
KEPT = (
    "6f1c1d0e-7c2b-4b6e-9f5a",
    "6f1c1d0e7c2b4b6e9f5a0c7a3f7d2b11",
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
)


def shape(value: str) -> str:
    """In which case its letters are."""
    return "" if value == value.lower() else "-upper"
