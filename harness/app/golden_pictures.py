"""The screenshots of golden cases: whether two look the same, and whether anything that is lost would be noticed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harness.adapters import golden_files, pictures
from harness.domain.golden import CHANGED, Capture, CaseOutcome, PartKind
from harness.errors import MachineError, RecordError

Find = Callable[[str], bytes]
"""The picture of a digest. Raises RecordError where there is none."""
NARROWER = "let a smaller share differ: `screenshot` in the case"
_TOLD = (*CHANGED, CaseOutcome.STALE, CaseOutcome.EDITED, CaseOutcome.UNRECORDED)


@dataclass(frozen=True)
class Doubt:
    """What the pictures make of a case whose other parts are the same."""

    outcome: CaseOutcome
    reason: str
    hint: str


@dataclass
class Looks:
    """Compares the pictures of one case; ``share`` of their points may look different. With 0 none may differ at all.

    What keeps it from telling is kept as ``trouble``, and the two pictures then count as ``in_doubt`` says. With alike in
    doubt, ``doubt`` must have the last word.
    """

    share: float
    golden: Find
    received: Find
    in_doubt: bool = True
    trouble: MachineError | RecordError | None = None
    _known: dict[tuple[str, str], bool] = field(default_factory=dict)

    def __call__(self, golden: str, received: str) -> bool:
        """Whether the pictures of two digests look the same."""
        if (golden, received) not in self._known:
            self._known[golden, received] = self._alike(golden, received)
        return self._known[golden, received]

    def _alike(self, golden: str, received: str) -> bool:
        try:
            pictures.require()
            before = self.golden(golden)
            apart = pictures.differing if self.share else pictures.unequal
            return golden == received or apart(before, self.received(received)) <= self.share
        except (MachineError, RecordError) as error:
            self.trouble = self.trouble or error
            return self.in_doubt

    def doubt(self, outcome: CaseOutcome, golden: Sequence[Capture]) -> Doubt | None:
        """Why a case cannot be told after all: pictures could not be compared, or could be emptied without a word."""
        if outcome in _TOLD:
            return None
        wide = self.too_wide(golden) if outcome is CaseOutcome.SAME else ""
        if self.trouble is not None:
            broken = isinstance(self.trouble, golden_files.BrokenPicture)
            kind = CaseOutcome.BROKEN if broken else CaseOutcome.UNDECIDED
            return Doubt(kind, self.trouble.what, self.trouble.hint)
        return Doubt(CaseOutcome.VACUOUS, wide, NARROWER) if wide else None

    def too_wide(self, golden: Sequence[Capture]) -> str:
        """Why the share that may differ is too large for a picture of a golden; empty where all of them tell something."""
        try:
            for place, digest in pictures_in(golden) if self.share and self.trouble is None else ():
                seen = pictures.shown(self.golden(digest))
                if 0 < seen <= self.share:
                    may = f"{self.share:.2%} of its points may differ"
                    return f"{place}: all that the screenshot shows takes {seen:.2%} of it, and {may}: it could be lost"
        except (MachineError, RecordError) as error:
            self.trouble = error
        return ""


def pictures_in(captures: Sequence[Capture]) -> Iterator[tuple[str, str]]:
    """The pictures of captures: in which step, and their digests."""
    for capture in captures:
        yield from ((capture.place, part.text) for part in capture.parts if part.kind is PartKind.PICTURE)


def among(*taken: Mapping[str, bytes]) -> Find:
    """Finds pictures that were just taken."""

    def find(digest: str) -> bytes:
        for by_digest in taken:
            if digest in by_digest:
                return by_digest[digest]
        raise RecordError(f"the picture {digest} was not kept", "run it again")

    return find


def beside(folder: Path, case: str) -> Find:
    """Finds the pictures of a case that lie beside its snapshot in ``folder``."""
    return lambda digest: golden_files.picture(folder, case, digest)
