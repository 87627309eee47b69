"""What every gate asks for whatever its policy says; no policy switches it off."""

from __future__ import annotations

from harness.gate.expressions import Expression, parse

FAILS: tuple[Expression, ...] = (parse("integrity.tampering > 0"), parse("seals.broken > 0"))
"""A record that was tampered with and a broken seal say that nothing else can be believed."""
SHOWN: Expression = parse("evidence.shown >= 1")
"""A tree of which nothing shows anything is never accepted, however many criteria hold of an empty set."""
REVIEWED: Expression = parse("judges.unreviewed == 0")
"""Whoever is judged may not edit what judges him, unless somebody else answers for it."""
FACTS: tuple[str, ...] = tuple(name for rule in (*FAILS, SHOWN, REVIEWED) for name in rule.facts)
