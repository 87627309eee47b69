"""Accepted exceptions, read from comments and from the file of waivers, and applied to findings; reports list them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date

from harness.constitution._comments import Remark, remarks
from harness.constitution._waiver_items import read_item
from harness.constitution._waiver_places import Covered
from harness.constitution._waiver_terms import read_terms
from harness.domain.findings import Excuse, Finding, Role, Standing, Waiver, WaiverTrouble
from harness.domain.nearest import nearest
from harness.domain.places import Place
from harness.markdown.tree import Block, Item, Listed
from harness.ports.sources import SourceFile

PATH = "constitutions/waivers.md"
"""The project's file of waivers."""

_COMMENT = "`waive SEC-002: reason (owner, until 2027-01-31)`"
_MOST_SUGGESTIONS = 20


def inline_waivers(file: SourceFile) -> tuple[Waiver, ...]:
    """The waivers in a file's comments, those that are in trouble included.

    One beside code covers its own line; one alone on its line the line below it.
    """
    return tuple(_of_remark(file.path, remark) for remark in remarks(file))


def read_waivers(text: str, path: str) -> tuple[Waiver, ...]:
    """The waivers of the file of waivers: every list item is one, all else is prose.

    - ``SEC-002 `src/db.py`: reason (owner, until 2027-01-31)`` covers a file, `` `src/db.py:12` `` one line of it, and
      `` `src/db.py#1f2e3d4c` `` the finding with that fingerprint.
    - ``SEC-002 (gap): …`` accepts that nothing shows the principle, ``SEC-002 (weakened): …`` that the project weakens
      what it inherited.

    Raises:
        DocumentError: if the text is no document at all.
    """
    from harness.markdown.parse import parse  # late: it weighs, and few projects have a file of waivers

    return tuple(_of_item(item, path) for item in _items(parse(text, path).blocks))


def accepted(waivers: Iterable[Waiver], excuse: Excuse, today: date) -> frozenset[str]:
    """The ids of the principles of which a gap, or weakening, is waived today."""
    return frozenset(
        waiver.principle
        for waiver in waivers
        if waiver.excuses is excuse and not waiver.trouble and waiver.until and waiver.until >= today
    )


def added(now: Sequence[Waiver], before: Sequence[Waiver]) -> tuple[Waiver, ...]:
    """The waivers of now, with ``added`` set for those that the waivers of before do not contain.

    Lines do not count. A copy of a waiver is a new one, and so is one with a later date.
    """
    earlier: defaultdict[tuple[object, ...], list[date]] = defaultdict(list)
    for waiver in sorted(before, key=_until):
        earlier[_identity(waiver)].append(_until(waiver))
    reached: defaultdict[tuple[object, ...], int] = defaultdict(int)
    new: set[int] = set()
    for at in sorted(range(len(now)), key=lambda at: _until(now[at])):
        key = _identity(now[at])
        dates = earlier[key]
        while reached[key] < len(dates) and dates[reached[key]] < _until(now[at]):
            reached[key] += 1
        if reached[key] == len(dates):
            new.add(at)
        else:
            reached[key] += 1
    return tuple(waiver.model_copy(update={"added": at in new}) for at, waiver in enumerate(now))


def _never(waiver: Waiver) -> bool:
    return False


def apply(
    waivers: Iterable[Waiver],
    findings: Sequence[Finding],
    known: Collection[str],
    today: date,
    *,
    gaps: Collection[str] = (),
    weakened: Collection[str] = (),
    undecided: Callable[[Waiver], bool] = _never,
) -> tuple[tuple[Finding, ...], tuple[Waiver, ...]]:
    """The findings, those that a waiver covers marked as waived, and the waivers with their uses and troubles.

    ``known`` are the ids of all principles, ``gaps`` of those that are a gap, ``weakened`` of those that the project
    weakens. ``undecided`` says of a waiver that this run cannot tell whether it is needed, as where its file was not looked
    at. A finding counts for the waiver that names it most closely. One in trouble covers nothing.
    """
    judged = _judged(waivers, frozenset(known), today)
    covered = Covered.of(judged)
    used = [0] * len(judged)
    standing = []
    for finding in findings:
        at = covered.waiver(finding) if finding.role is Role.VIOLATES else None
        if at is not None:
            used[at] += 1
            finding = finding.model_copy(update={"standing": Standing.WAIVED})
        standing.append(finding)
    for excuse, ids in ((Excuse.GAP, frozenset(gaps)), (Excuse.WEAKENED, frozenset(weakened))):
        for at in covered.excused[excuse].values():
            used[at] = int(judged[at].principle in ids)
    ended = tuple(_ended(waiver, uses, undecided) for waiver, uses in zip(judged, used, strict=True))
    return tuple(standing), ended


def _judged(waivers: Iterable[Waiver], known: frozenset[str], today: date) -> list[Waiver]:
    """The waivers, with the troubles that can be told without any finding."""
    suggested: dict[str, str] = {}
    judged = []
    for waiver in waivers:
        if waiver.trouble is None and waiver.principle not in known:
            if waiver.principle not in suggested:
                close = nearest(waiver.principle, known) if len(suggested) < _MOST_SUGGESTIONS else None
                suggested[waiver.principle] = f"; did you mean '{close}'?" if close else ""
            said = f"there is no principle '{waiver.principle}'{suggested[waiver.principle]}"
            waiver = _troubled(waiver, WaiverTrouble.UNKNOWN, said)
        elif waiver.trouble is None and waiver.until and waiver.until < today:
            said = f"it ended on {waiver.until}: put the code right, or have its owner renew it"
            waiver = _troubled(waiver, WaiverTrouble.EXPIRED, said)
        judged.append(waiver)
    return judged


def _ended(waiver: Waiver, used: int, undecided: Callable[[Waiver], bool]) -> Waiver:
    if used:
        return waiver.model_copy(update={"used": used})
    if waiver.trouble or undecided(waiver):
        return waiver
    return _troubled(waiver, WaiverTrouble.UNUSED, f"{_needless(waiver)}: remove it")


def _needless(waiver: Waiver) -> str:
    if waiver.excuses is Excuse.GAP:
        return f"{waiver.principle} has no gap"
    if waiver.excuses is Excuse.WEAKENED:
        return f"{waiver.principle} is not weakened"
    where = waiver.path if waiver.line is None else f"{waiver.path}:{waiver.line}"
    return f"{waiver.principle} does not need it at {where}"


def _troubled(waiver: Waiver, trouble: WaiverTrouble, said: str) -> Waiver:
    return waiver.model_copy(update={"trouble": trouble, "said": said})


def _of_remark(path: str, remark: Remark) -> Waiver:
    terms = read_terms(*remark.text.partition(":"), _COMMENT)
    return Waiver(
        principle=terms.principle,
        reason=terms.reason,
        owner=terms.owner,
        until=terms.until,
        path=path,
        line=remark.covers,
        place=Place(path=path, line=remark.line),
        trouble=terms.trouble,
        said=terms.said,
    )


def _of_item(item: Item, path: str) -> Waiver:
    said = read_item(item.text)
    return Waiver(
        principle=said.terms.principle,
        reason=said.terms.reason,
        owner=said.terms.owner,
        until=said.terms.until,
        path=said.path,
        line=said.line,
        place=Place(path=path, line=item.line),
        trouble=said.terms.trouble,
        said=said.terms.said,
        fingerprint=said.fingerprint,
        excuses=said.excuses,
    )


def _items(blocks: Sequence[Block]) -> Iterator[Item]:
    """Every list item, however deep."""
    for block in blocks:
        if isinstance(block, Listed):
            for item in block.items:
                yield item
                yield from _items(item.blocks)


def _identity(waiver: Waiver) -> tuple[object, ...]:
    whole = waiver.line is None
    return waiver.principle, waiver.path, waiver.reason, waiver.excuses, waiver.fingerprint, whole


def _until(waiver: Waiver) -> date:
    return waiver.until or date.min
