"""What is done before anything else where an agent waits; it is all that may be imported without weight."""

from __future__ import annotations

from harness.adapters.quick_start import hurry

__all__ = ["hurry"]
