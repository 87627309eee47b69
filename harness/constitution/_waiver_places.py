"""Which waiver covers a finding; what waivers say, and whether they are in trouble, lies in ``waivers``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from harness.domain.findings import Excuse, Finding, Waiver


@dataclass
class _File:
    """Those waivers, by their index, that cover findings of one principle in one file."""

    lines: dict[int, int] = field(default_factory=dict)
    fingerprints: dict[str, int] = field(default_factory=dict)
    whole: int | None = None


@dataclass
class Covered:
    """What the untroubled waivers cover; of two for the same place the first counts."""

    files: defaultdict[tuple[str, str], _File] = field(default_factory=lambda: defaultdict(_File))
    excused: defaultdict[Excuse, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, waivers: Sequence[Waiver]) -> Covered:
        """What some waivers cover, told by their indexes."""
        places = cls()
        for at, waiver in enumerate(waivers):
            if not waiver.trouble:
                places._add(at, waiver)
        return places

    def waiver(self, finding: Finding) -> int | None:
        """The index of the waiver that covers a finding."""
        file = self.files.get((finding.principle, finding.span.path))
        if file is None:
            return None
        if file.fingerprints:
            lengths = range(len(finding.fingerprint), 0, -1)
            named = (file.fingerprints.get(finding.fingerprint[:length]) for length in lengths)
            if (at := next((at for at in named if at is not None), None)) is not None:
                return at
        return file.lines.get(finding.span.line, file.whole)

    def _add(self, at: int, waiver: Waiver) -> None:
        if waiver.excuses is not Excuse.FINDING:
            self.excused[waiver.excuses].setdefault(waiver.principle, at)
            return
        file = self.files[waiver.principle, waiver.path]
        if waiver.fingerprint:
            file.fingerprints.setdefault(waiver.fingerprint, at)
        elif waiver.line is not None:
            file.lines.setdefault(waiver.line, at)
        elif file.whole is None:
            file.whole = at
