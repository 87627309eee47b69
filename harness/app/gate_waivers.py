"""The waivers of the gate and what they cover today; reading ``waivers.toml`` lies in ``readers``, deciding in ``gate``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from harness.adapters import clock, files
from harness.app.project import Project
from harness.app.waivable import Waivable
from harness.constitution.globs import Globs
from harness.domain.findings import WaiverTrouble
from harness.domain.gate import Item, WaiverUse
from harness.domain.places import Mistake, Place, Severity
from harness.domain.waivers import GateWaiver, Scope, ScopeKind
from harness.errors import DocumentError
from harness.markdown.text import decode
from harness.readers import _codes
from harness.readers import waivers as reader

PATH = "waivers.toml"
"""The project's file of waivers of the gate."""
MOST_COVERED = 10
"""The most things that one waiver covers: one for more covers nothing."""
Trouble = tuple[WaiverTrouble, str, Place]


@dataclass(frozen=True)
class Settled:
    """What waivers cover: the id of the waiver by each key that one covers, the waivers that were used, and the troubles.

    ``troubles`` have the keys ``waiver ID``. One that expired, is blanket or names what is not there covers nothing; one of
    which only a part is needed covers that part.
    """

    covered: Mapping[str, str] = field(default_factory=dict)
    uses: tuple[WaiverUse, ...] = ()
    troubles: tuple[Item, ...] = ()


@dataclass(frozen=True)
class GateWaivers:
    """The waivers of a project's file, in its order; ``there`` is what they can name."""

    there: Waivable
    waivers: tuple[GateWaiver, ...] = ()

    def settle(self, keys: Iterable[str], today: date, untold: Iterable[str] = ()) -> Settled:
        """What they cover of failures that are known, told by their keys (``card ID``, ``principle ID path:line``, ...).

        Tampering, broken seals and what is not known must not be among the keys; ``untold`` are the keys of what is not
        known, for which a waiver may yet be needed. Each waiver is told for itself: none changes what another covers.

        Raises:
            TreeError: if the files of the project cannot be listed.
        """
        failing, open_ = Keys(keys), Keys(untold)
        told = [(waiver, *self._told(waiver, today, failing, open_)) for waiver in self.waivers]
        covered: dict[str, str] = {}
        for waiver, covers, _ in told:
            covered |= {key: waiver.id for key in covers if key not in covered}
        uses = tuple(_use(waiver, covers) for waiver, covers, _ in told if covers)
        return Settled(covered, uses, tuple(_item(waiver, wrong) for waiver, _, wrong in told if wrong))

    def _told(
        self, waiver: GateWaiver, today: date, failing: Keys, open_: Keys
    ) -> tuple[tuple[str, ...], list[Trouble]]:
        """What a waiver covers, sorted, and what is wrong with it."""
        if wrong := list(self.troubles(waiver, today, failing)):
            return (), wrong
        names = {scope: self.there.qualified(scope) for scope in waiver.scopes}
        found = {scope: failing.of(scope, name) for scope, name in names.items()}
        covers = tuple(sorted({key for keys in found.values() for key in keys}))
        if len(covers) > MOST_COVERED:
            return (), [_too_many(waiver, len(covers))]
        return covers, [_unused(one) for one, name in names.items() if not (found[one] or open_.has(one, name))]

    def troubles(self, waiver: GateWaiver, today: date, failing: Keys | None = None) -> Iterator[Trouble]:
        """What is wrong with a waiver whatever fails: it ended, lasts too long, covers too much, or names what is not there.

        What fails is there, even if no document tells of it: a snapshot that no case uses.

        Raises:
            TreeError: if the files of the project cannot be listed.
        """
        if waiver.until < today:
            said = f"it ended on {waiver.until}: put right what it is for, or have {waiver.owner} renew it"
            yield WaiverTrouble.EXPIRED, said, waiver.place
        if waiver.until > _in_a_year(today):
            said = f"it lasts until {waiver.until}, for more than a year: let it end sooner"
            yield WaiverTrouble.BLANKET, said, waiver.place
        for scope in waiver.scopes:
            if said := self.there.why_blanket(scope):
                yield WaiverTrouble.BLANKET, said, scope.place
            elif failing and failing.of(scope, self.there.qualified(scope)):
                continue
            elif said := self.there.why_unknown(scope):
                yield WaiverTrouble.UNKNOWN, said, scope.place


def load_waivers(project: Project) -> GateWaivers:
    """The waivers of a project; none where it has no ``waivers.toml``.

    Raises:
        DocumentError: with every mistake of that file.
    """
    path = project.root / PATH
    there = Waivable(project)
    if not (path.exists() or path.is_symlink()):
        return GateWaivers(there)
    if not path.is_file() or not files.is_inside(path, project.root):
        what, hint = f"'{PATH}' is no file of the project", "put a plain file in its place"
        raise DocumentError([Mistake(place=Place(path=PATH), what=what, hint=hint, code=_codes.NOT_WAIVERS.code)])
    return GateWaivers(there, reader.read(decode(files.read_bytes(path), PATH), PATH))


def waiver_mistakes(project: Project) -> Iterator[Mistake]:
    """What is wrong with the waivers of a project today, as lint tells it. Raises as ``GateWaivers.troubles``."""
    try:
        loaded = load_waivers(project)
    except DocumentError as error:
        yield from error.mistakes
        return
    code = _codes.WAIVES_NOTHING
    for waiver in loaded.waivers:
        for _, said, place in loaded.troubles(waiver, clock.today()):
            what = f"{waiver.id} covers nothing: {said}"
            yield Mistake(place=place, what=what, hint=code.hint, code=code.code, severity=Severity.WARNING)


class Keys:
    """Keys of things, found by what a scope names."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._all = frozenset(keys)
        self._of_principles: defaultdict[str, list[str]] = defaultdict(list)
        for key in sorted(self._all):
            kind, _, rest = key.partition(" ")
            if kind == ScopeKind.PRINCIPLE:
                self._of_principles[rest.partition(" ")[0]].append(key)

    def has(self, scope: Scope, name: str) -> bool:
        """Whether there is a key of the thing that a scope means, wherever that is."""
        return f"{scope.kind} {name}" in self._all or (
            scope.kind is ScopeKind.PRINCIPLE and name in self._of_principles
        )

    def of(self, scope: Scope, name: str) -> tuple[str, ...]:
        """The keys that a scope covers; ``name`` is that of the thing which it means."""
        if scope.kind is not ScopeKind.PRINCIPLE:
            key = f"{scope.kind} {name}"
            return (key,) if key in self._all else ()
        keys = self._of_principles.get(name, ())
        return tuple(key for key in keys if _is_at(scope, key.removeprefix(f"{scope.kind} {name}").lstrip()))


def _is_at(scope: Scope, place: str) -> bool:
    path, colon, line = place.rpartition(":")
    if not (colon and line.isdecimal()):
        path, line = place, ""
    if scope.line is not None and line != str(scope.line):
        return False
    return not scope.glob or (bool(path) and (path == scope.glob or Globs((scope.glob,)).match(path)))


def _item(waiver: GateWaiver, troubles: Sequence[Trouble]) -> Item:
    """One thing for a waiver in trouble, whatever is wrong with it."""
    what = "; ".join(f"{trouble.partition('-')[0]}: {said}" for trouble, said, _ in troubles)
    return Item(key=f"waiver {waiver.id}", what=f"{waiver.id} is {what}", place=troubles[0][2])


def _unused(scope: Scope) -> Trouble:
    return WaiverTrouble.UNUSED, f"'{scope}' does not need it: take that out", scope.place


def _too_many(waiver: GateWaiver, number: int) -> Trouble:
    said = f"it would cover {number} things today, more than {MOST_COVERED}: put some right, or write waivers for fewer"
    return WaiverTrouble.BLANKET, said, waiver.place


def _use(waiver: GateWaiver, covers: tuple[str, ...]) -> WaiverUse:
    return WaiverUse(
        id=waiver.id,
        scope=", ".join(map(str, waiver.scopes)),
        reason=waiver.reason,
        owner=waiver.owner,
        until=waiver.until.isoformat(),
        place=waiver.place,
        covers=covers,
    )


def _in_a_year(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # the 29th of February
        return date(day.year + 1, 3, 1)
