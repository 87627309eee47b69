"""Every fact that a policy may name, with a sentence on it; their values are found in ``app``."""

from __future__ import annotations

from collections.abc import Mapping

EXTRA = "extra."
"""What the names of facts from ``--facts FILE`` begin with."""

FACTS: Mapping[str, str] = {}
