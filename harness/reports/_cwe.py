"""Weaknesses as principles name them, and where they are described; how severe they are lies with the formats."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CWE = re.compile(r"CWE-([1-9][0-9]{0,5})")


def numbers(cwes: Iterable[str]) -> list[int]:
    """The numbers of weaknesses written ``CWE-89``, each once; what is written otherwise is none."""
    found = (_CWE.fullmatch(one) for one in cwes)
    return list(dict.fromkeys(int(one[1]) for one in found if one))


def page(number: int) -> str:
    """Where MITRE describes a weakness."""
    return f"https://cwe.mitre.org/data/definitions/{number}.html"
