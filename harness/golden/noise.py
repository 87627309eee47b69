"""Two implementations of one case: what differs between base and base is noise, and only what lies outside it is a change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from harness.domain.golden import Capture, CaseOutcome, Difference, DifferenceClass, PartKind, Redaction
from harness.golden.comparing import MOST_DIFFERENCES, Alike, differences
from harness.golden.masking import ORDERING
from harness.golden.part_names import step_into
from harness.golden.redaction import masked, masked_in, redact
from harness.golden.stability import Stability, stability
from harness.golden.vacuity import is_vacuous

Run = Sequence[Capture]


@dataclass(frozen=True)
class Change:
    """What became of a case from base to head. ``crash`` is how the head crashes where the base does not."""

    outcome: CaseOutcome
    reason: str = ""
    differences: tuple[Difference, ...] = ()
    more: int = 0
    crash: str = ""


def change(
    base: Sequence[Run], head: Sequence[Run], redactions: Sequence[Redaction] = (), pictures: Alike = str.__eq__
) -> Change:
    """Compare runs of the base, at least two, with runs of the head; ``pictures`` tells of two digests whether they look alike.

    What wavers between runs of the base is masked where it has a shape, so that a head that loses the shape is a change. What
    has such a shape and does not waver is no noise: it has to be the same in the head. A leaf that wavers without a shape
    cannot be told, and makes a case unstable that does not differ elsewhere.
    """
    base = [_settled(run, base[0], pictures) for run in base]
    head = [_settled(run, base[0], pictures) for run in head]
    steady = stability(base, redactions)
    before = redact(base[0], steady.redactions).captures
    runs = [{str(one): one for one in _outside(base, run, before, steady, redactions)} for run in head]
    everywhere = [one for name, one in runs[0].items() if all(name in run for run in runs)]
    if everywhere:
        return _changed(everywhere, before, head[0])
    sometimes = {name: one for run in runs for name, one in run.items()}
    if sometimes:
        return _told(CaseOutcome.UNSTABLE, "the head differs from run to run", list(sometimes.values()))
    if steady.unstable:
        leaves = ", ".join(steady.unstable)
        return Change(CaseOutcome.UNSTABLE, f"it differs from run to run of the base: {leaves}")
    if is_vacuous(before):
        return Change(CaseOutcome.VACUOUS, "nothing that it shows could differ")
    return Change(CaseOutcome.SAME)


def with_crashes(found: Change, base: Sequence[str], head: Sequence[str]) -> Change:
    """The same, knowing how each run crashed, if it did: a head that crashes where the base never does is newly failing."""
    crash = next(filter(None, head), "")
    if not crash or any(base):
        return found
    if all(head):
        return replace(found, outcome=CaseOutcome.NEWLY_FAILING, reason=crash, crash=crash)
    if found.outcome in (CaseOutcome.SAME, CaseOutcome.VACUOUS):
        return replace(
            found, outcome=CaseOutcome.UNSTABLE, reason=f"in some runs of the head only: {crash}", crash=crash
        )
    return replace(found, crash=crash)


def _settled(run: Run, first: Run, alike: Alike) -> Run:
    """The run with each picture that looks as in the first one named as there."""
    known = {(capture.place, part.name): part for capture in first for part in capture.parts}

    def settled(capture: Capture) -> Capture:
        parts = []
        for part in capture.parts:
            other = known.get((capture.place, part.name))
            is_picture = part.kind is PartKind.PICTURE and other is not None and other.kind is PartKind.PICTURE
            parts.append(other if is_picture and other and alike(other.text, part.text) else part)
        return capture.model_copy(update={"parts": tuple(parts)})

    return run if run is first else [settled(capture) for capture in run]


def _outside(
    base: Sequence[Run], run: Run, before: Run, steady: Stability, declared: Sequence[Redaction]
) -> Iterator[Difference]:
    """How one run of the head differs from the base where that is no noise."""
    after = redact(run, steady.redactions).captures
    found = list(differences(before, after, steady.unstable))
    yield from found
    for one in _no_noise(base, run, steady, declared):
        leaf = str(one)
        if not any(_below(leaf, other) for other in steady.unstable) and not any(
            _below(str(two), leaf) for two in found
        ):
            yield one


def _below(leaf: str, other: str) -> bool:
    return leaf == other or leaf.startswith(f"{other} / ")


# --- what only looks like noise --------------------------------------------------------------------------------------


def _no_noise(base: Sequence[Run], run: Run, steady: Stability, declared: Sequence[Redaction]) -> Iterator[Difference]:
    """What is masked because of its shape, is the same in every run of the base, and is something else in the head.

    Runs of the head lie between those of the base in time: a clock that shows the same before and after shows it there too.
    """
    proposed = [one for one in steady.proposed if one.name not in ORDERING]
    if not proposed:
        return
    in_order = len(proposed) == len(steady.proposed)
    first, *others = (_leaves(redact(one, declared).captures) for one in (*base, run))
    for where, text in first.items():
        texts = [text, *(other.get(where, "") for other in others)]
        for redaction in proposed:
            values = [masked_in(one, redaction) for one in texts]
            texts = [masked(one, redaction) for one in texts]
            yield from _moved(where, values, in_order)


def _moved(where: tuple[str, str], values: Sequence[tuple[str, ...]], in_order: bool) -> Iterator[Difference]:
    *before, after = values
    if len({len(one) for one in values}) != 1:
        return  # then the masked texts differ as well, or the leaf is unstable
    if in_order:
        pairs = [(old[0], new) for *old, new in zip(*values, strict=True) if len(set(old)) == 1 and old[0] != new]
    else:
        kept = Counter(before[0])
        for one in before[1:]:
            kept &= Counter(one)
        pairs = list(zip((kept - Counter(after)).elements(), (Counter(after) - kept).elements(), strict=False))
    for old, new in pairs:
        yield Difference(kind=DifferenceClass.VALUE, place=where[0], leaf=where[1], golden=old, received=new)
        return


def _leaves(captures: Run) -> Mapping[tuple[str, str], str]:
    """Every leaf by the place of its step and its name, as text."""
    found: dict[tuple[str, str], str] = {}
    for capture in captures:
        for part in capture.parts:
            if part.kind is PartKind.JSON:
                found.update(((capture.place, leaf), text) for leaf, text in _of_json(part.name, part.value))
            elif part.kind is not PartKind.PICTURE:
                found[capture.place, part.name] = str(part.value)
    return found


def _of_json(leaf: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _of_json(f"{leaf} / {step_into(key)}", inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _of_json(f"{leaf} / {index}", inner)
    else:
        yield leaf, str(value)


# --- what kind of change it is ---------------------------------------------------------------------------------------


def _changed(found: Sequence[Difference], before: Run, after: Run) -> Change:
    failed, fails = _failing(before), _failing(after)
    fails |= {capture.place for capture in before} - {capture.place for capture in after}  # not even begun
    places = {one.place for one in found}
    if (fails - failed) & places:
        return _told(CaseOutcome.NEWLY_FAILING, "", found)
    if places <= failed - fails:
        return _told(CaseOutcome.NEWLY_WORKING, "", found)
    return _told(CaseOutcome.CHANGED, "", found)


def _told(outcome: CaseOutcome, reason: str, found: Sequence[Difference]) -> Change:
    return Change(outcome, reason, tuple(found[:MOST_DIFFERENCES]), max(len(found) - MOST_DIFFERENCES, 0))


def _failing(captures: Run) -> set[str]:
    """The steps that did not work: refused, crashed, not found, or not to be done at all."""
    return {capture.place for capture in captures if any(_fails(part.name, part.value) for part in capture.parts)}


def _fails(name: str, value: object) -> bool:
    if name == "exit code":
        return value != "0"
    if name == "status":
        return str(value) >= "400"
    return name in ("problem", "failure")
