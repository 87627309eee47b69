"""One assertion of a test against its golden: what came of it, and how the two differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harness.domain.cards import Section
from harness.domain.golden import Capture, CaseOutcome, Difference, DifferenceClass, Part, PartKind
from harness.golden.comparing import differences
from harness.golden.module_text import Entry, read_part, shown_name, write_part
from harness.golden.redaction import Masking
from harness.golden.vacuity import is_vacuous
from harness.golden.values import untagged

_EDITED = "the digest of its golden does not hold: somebody wrote in it"
_FORGED = "golden/accepted.jsonl does not know its golden: nobody accepted it"
_MASKED = "nothing of it could differ: all that it shows is masked or left out"


@dataclass(frozen=True, slots=True)
class Pin:
    """What came of one assertion; ``golden`` and ``received`` are its texts as they stand in the file, or would."""

    name: str
    outcome: CaseOutcome
    reason: str = ""
    hint: str = ""
    golden: str | None = None
    received: str = ""

    @property
    def may_wait(self) -> bool:
        """Whether what is received could become golden."""
        return self.outcome in (CaseOutcome.CHANGED, CaseOutcome.UNRECORDED, CaseOutcome.EDITED)


def pinned(name: str, value: Any, entry: Entry | None, accepted: bool, masking: Masking | None, chosen: bool) -> Pin:
    """Compare a value, as ``plain`` gives it, with the golden of its name.

    ``accepted``: somebody accepted the test's goldens as they stand there. ``chosen``: parts of the value were left out.
    """
    if masking is not None or chosen:
        value, trouble = _masked(name, value, masking)
        if trouble:
            return Pin(name, CaseOutcome.VACUOUS, *trouble, received=write_part(value))
    received = write_part(value)
    golden = entry.parts.get(name) if entry is not None else None
    if not accepted:
        told = _FORGED if entry is not None and entry.untouched else _EDITED
        return Pin(name, CaseOutcome.EDITED, told, "take it back from git, or review it", golden, received)
    if golden is None:
        return Pin(name, CaseOutcome.UNRECORDED, "no golden of it was ever accepted", received=received)
    if golden == received:
        return Pin(name, CaseOutcome.SAME)
    return Pin(name, CaseOutcome.CHANGED, golden=golden, received=received)


def _masked(name: str, value: Any, masking: Masking | None) -> tuple[Any, tuple[str, str] | None]:
    """The value as it is kept, and why nothing is told by comparing that, with what to do."""
    part = _part(name, value)
    if masking is not None:
        masked = masking.redacted((_capture(part),))
        part = masked.captures[0].parts[0]
        for one in masked.too_much:
            redaction = one.redaction.pattern or one.redaction.path
            what = f"the redaction `{redaction}` masks {one.share:.0%} of it"
            return part.value, (what, "narrow it to what changes")
    own = part.model_copy(update={"value": untagged(part.value)})
    if is_vacuous((_capture(own),)) or (not own.value and isinstance(own.value, dict | list)):
        return part.value, (_MASKED, "mask or leave out less")
    return part.value, None


def differences_of(test: str, name: str, golden: str | None, received: str | None) -> tuple[Difference, ...]:
    """How two texts of one assertion differ; always at least one difference if they do."""
    if golden == received:
        return ()
    shown = shown_name(name)
    try:
        sides = [() if text is None else (_part(shown, read_part(text)),) for text in (golden, received)]
    except ValueError:
        sides = [(), ()]
    before, after = _alike(*sides)
    found = differences((_capture(*before),), (_capture(*after),))
    told = tuple(one.model_copy(update={"place": test}) for one in found)
    return told or (Difference(kind=DifferenceClass.VALUE, place=test, leaf=shown, golden=golden, received=received),)


def entry_differences(test: str, golden: Entry | None, received: Entry) -> Iterator[Difference]:
    """How what was received of a test differs from its golden, assertion by assertion; only of what was received."""
    for name, text in received.parts.items():
        yield from differences_of(test, name, golden.parts.get(name) if golden else None, text)


def _part(name: str, value: Any) -> Part:
    kind = PartKind.TEXT if isinstance(value, str) and "\n" in value else PartKind.JSON
    return Part(name=name, kind=kind, value=value)


def _alike(before: tuple[Part, ...], after: tuple[Part, ...]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Both sides as text if both are, whether of one line or of many."""
    sides = (*before, *after)
    if len(sides) == 2 and all(isinstance(part.value, str) for part in sides):
        before, after = ((part.model_copy(update={"kind": PartKind.TEXT}),) for part in sides)
        if not any("\n" in part.text for part in sides):
            before, after = ((part.model_copy(update={"kind": PartKind.VALUE}),) for part in sides)
    return before, after


def _capture(*parts: Part) -> Capture:
    return Capture(section=Section.STEPS, number=1, did="", parts=parts)
