"""What moved since someone accepted that evidence shows a requirement; the file that keeps it is read elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from harness.domain.places import Place
from harness.domain.requirements import Requirement
from harness.domain.tracing import Anchor, Evidence, EvidenceKind, Link, Shown

LOCK = "trace.lock"
REQUIREMENT = "the requirement"
GONE = "it claims the requirement no more, or is gone"
Pair = tuple[str, str]
"""The qualified id of a requirement, and the key of evidence."""

_MOVED = {
    EvidenceKind.CARD: "the card",
    EvidenceKind.GOLDEN: "the golden case",
    EvidenceKind.PRINCIPLE: "the principle",
    EvidenceKind.MARKER: "the marked code",
    EvidenceKind.TEST: "the test",
}


@dataclass(frozen=True)
class Accepted:
    """What was accepted, by requirement and evidence; ``doubted`` says of some that their line was taken out or written in."""

    by_requirement: Mapping[str, Mapping[str, Anchor]] = field(default_factory=dict)
    doubted: Mapping[Pair, str] = field(default_factory=dict)

    def judged(self, requirement: Requirement, links: Sequence[Link]) -> list[Link]:
        """The links with what moved of each, and one for each piece of evidence that was accepted and is there no more."""
        anchors = self.by_requirement.get(requirement.qualified, {})
        if not anchors:
            return list(links)
        there = {link.evidence.key for link in links}
        kept = [self._judged(requirement, link, anchors.get(link.evidence.key)) for link in links]
        return [*kept, *(_gone(one) for key, one in anchors.items() if key not in there and one.evidence_sha256)]

    def _judged(self, requirement: Requirement, link: Link, anchor: Anchor | None) -> Link:
        if anchor is None or not anchor.evidence_sha256:
            return link
        doubt = self.doubted.get((anchor.requirement, anchor.evidence), "")
        moved = (*_moved(requirement, link.evidence, anchor), *((doubt,) if doubt else ()))
        return link.model_copy(update={"accepted": anchor, "moved": moved})


def accepted(anchors: Iterable[Anchor], doubted: Mapping[Pair, str] | None = None) -> Accepted:
    """What a lock tells; of two lines for the same link the later one holds."""
    found: dict[str, dict[str, Anchor]] = {}
    for one in anchors:
        of_requirement = found.setdefault(one.requirement, {})
        known = of_requirement.get(one.evidence)
        if known is None or known.when <= one.when:
            of_requirement[one.evidence] = one
    return Accepted(found, doubted or {})


def _moved(requirement: Requirement, evidence: Evidence, anchor: Anchor) -> Iterator[str]:
    if requirement.sha256 != anchor.requirement_sha256:
        yield REQUIREMENT
    if evidence.sha256 != anchor.evidence_sha256:
        yield _MOVED[evidence.kind]


def _gone(anchor: Anchor) -> Link:
    kind = next(one for one in EvidenceKind if anchor.evidence.startswith(f"{one.value} "))
    evidence = Evidence(
        kind=kind,
        id=anchor.evidence.removeprefix(f"{kind.value} "),
        place=Place(path=LOCK),
        sha256=anchor.evidence_sha256,
    )
    return Link(evidence=evidence, shown=Shown.NOT_RUN, accepted=anchor, moved=(GONE,))
