"""The digests that tell whether a piece of evidence is still the one that was run and accepted."""

from __future__ import annotations

import hashlib


def golden_fingerprint(case_sha256: str, golden_sha256: str) -> str:
    """Of a golden case: of its text, and of the bytes of its snapshot (empty: it has none)."""
    return hashlib.sha256(f"{case_sha256}\0{golden_sha256}".encode()).hexdigest()
