"""Captures, snapshots and cases in few words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, settings

from harness.domain.cards import Section
from harness.domain.golden import Capture, Difference, DifferenceClass, GoldenCase, Part, PartKind, Redaction, Snapshot
from harness.golden.comparing import differences
from harness.golden.redaction import Redacted, redact
from harness.readers import read_golden

U1 = "6f1c1d0e-7c2b-4b6e-9f5a-0c7a3f7d2b11"
U2 = "0b9a7c52-1f3d-4a88-8a6e-5d2c4b1f9e07"
U3 = "c3d4e5f6-0a1b-4c2d-9e3f-4a5b6c7d8e9f"
CASE = """---
id: CASE-1
{front}---
# A case

## Steps
1. Run `bank open alice`.
"""


def text(value: str, name: str = "stdout") -> Part:
    return Part(name=name, kind=PartKind.TEXT, value=value)


def value(value: str, name: str = "exit code") -> Part:
    return Part(name=name, kind=PartKind.VALUE, value=value)


def body(written: Any, name: str = "body") -> Part:
    """A JSON part: of its text, or of a value."""
    shown = written if isinstance(written, str) else json.dumps(written)
    return Part(name=name, kind=PartKind.JSON, value=json.loads(shown, parse_float=Decimal))


def step(*parts: Part, number: int = 1, did: str = "Run `it`", section: Section = Section.STEPS) -> Capture:
    return Capture(section=section, number=number, did=did, parts=parts)


def run(*parts: Part) -> tuple[Capture, ...]:
    """A case whose every part is shown by a step of its own."""
    return tuple(step(part, number=number) for number, part in enumerate(parts, 1))


def snapshot(captures: Sequence[Capture], **facts: Any) -> Snapshot:
    return Snapshot(**{"case": "CASE-1", "case_sha256": "ab" * 32, "captures": tuple(captures), **facts})


def case(front: str = "") -> GoldenCase:
    return read_golden(CASE.format(front=front), "golden/case.md")


def masked(captures: Sequence[Capture], *redactions: Redaction | str) -> Redacted:
    wanted = [Redaction(name=one) if isinstance(one, str) else one for one in redactions]
    return redact(captures, wanted)


def compared(golden: Sequence[Capture], received: Sequence[Capture], *redactions: Redaction | str) -> list[Difference]:
    """How two runs differ once both are masked."""
    return list(differences(masked(golden, *redactions).captures, masked(received, *redactions).captures))


def same(golden: Part, received: Part, *redactions: Redaction | str) -> bool:
    return not compared([step(golden)], [step(received)], *redactions)


def kinds(found: Sequence[Difference]) -> list[DifferenceClass]:
    return [one.kind for one in found]


def named(*names: str) -> tuple[Redaction, ...]:
    """Redactions that are known by their names."""
    return tuple(Redaction(name=name) for name in names)


PATIENT = settings(derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""The same examples in every run, however busy the machine is."""
