"""What other tools are told of a trace: names that stay the same, and which evidence shows what; the formats write it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from harness.domain.tracing import Evidence, Link, Orphan, RowState, Shown, Trace
from harness.domain.tracing import TraceRow as Row


@dataclass
class Claimed:
    """A piece of evidence under its name, with every requirement that it is evidence for, and what it claims in vain."""

    name: str
    evidence: Evidence
    links: list[tuple[str, Row, Link]] = field(default_factory=list)
    orphans: list[Orphan] = field(default_factory=list)


def named(rows: Iterable[Row]) -> list[tuple[str, Row]]:
    """Each requirement with a name of its own: where two have the same, the later ones are numbered."""
    seen: Counter[str] = Counter()
    return [(_numbered(row.requirement.qualified, seen), row) for row in rows]


def claimed(trace: Trace, rows: Sequence[tuple[str, Row]]) -> list[Claimed]:
    """Each piece of evidence once, in the order of the requirements; two of one key lie at different places."""
    found: dict[tuple[str, str], Claimed] = {}
    seen: Counter[str] = Counter()

    def of(evidence: Evidence) -> Claimed:
        at = (evidence.key, str(evidence.place))
        if at not in found:
            found[at] = Claimed(_numbered(evidence.key, seen), evidence)
        return found[at]

    for name, row in rows:
        for link in row.links:
            of(link.evidence).links.append((name, row, link))
    for orphan in trace.orphans:
        of(orphan.evidence).orphans.append(orphan)
    return list(found.values())


def shows(row: Row, link: Link) -> bool:
    """Whether a tool that knows no states may take the requirement for covered by this.

    Only of a requirement that is verified as a whole: another's test must not hide that one fails, or that something moved.
    """
    return row.state is RowState.VERIFIED and link.shown is Shown.PASS and not link.moved


def _numbered(name: str, seen: Counter[str]) -> str:
    seen[name] += 1
    return name if seen[name] == 1 else f"{name} ({seen[name]})"
