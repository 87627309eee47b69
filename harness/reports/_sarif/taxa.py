"""The weaknesses that rules are about, as a taxonomy of a log: CWE, and how severe breaking such a rule is."""

from __future__ import annotations

from collections.abc import Sequence

from harness.reports._cwe import page
from harness.reports._issue import Weight
from harness.reports._sarif.texts import Json

NAME = "CWE"
_SEVERITY = {Weight.ERROR: 8.0, Weight.WARNING: 5.5, Weight.NOTE: 2.5}
_WORSE = 1.3
_TOP = frozenset(
    {
        79,
        89,
        352,
        862,
        787,
        22,
        416,
        125,
        78,
        94,
        120,
        434,
        476,
        121,
        502,
        122,
        863,
        20,
        284,
        200,
        306,
        918,
        77,
        639,
        770,
    }
)
"""The CWE Top 25 of 2025 (https://cwe.mitre.org/top25/)."""


def security_severity(weight: Weight, cwes: Sequence[int]) -> str:
    """How severe, from 0.1 to 10, as GitHub reads it (above 9 critical, from 7 high, from 4 medium); empty without a CWE.

    8.0 for a MUST, 5.5 for a SHOULD, 2.5 for a MAY, and 1.3 more for one of the CWE Top 25: what binds decides the class, and
    only a MUST about one of the most dangerous weaknesses is critical.
    """
    if not cwes:
        return ""
    return f"{_SEVERITY[weight] + (_WORSE if _TOP.intersection(cwes) else 0):.1f}"


def taxonomy(all_numbers: Sequence[int]) -> Json:
    """The taxonomy, with the weaknesses that are referred to."""
    return {
        "name": NAME,
        "organization": "MITRE",
        "shortDescription": {"text": "The MITRE Common Weakness Enumeration"},
        "informationUri": "https://cwe.mitre.org/",
        "isComprehensive": False,
        "taxa": [{"id": f"{NAME}-{number}", "helpUri": page(number)} for number in all_numbers],
    }


def relationship(number: int, at: int) -> Json:
    """How a rule refers to the weakness that stands at a place of the taxonomy."""
    return {
        "target": {"id": f"{NAME}-{number}", "index": at, "toolComponent": {"name": NAME, "index": 0}},
        "kinds": ["relevant"],
    }
