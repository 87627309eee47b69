"""What a change of OpenSpec does to requirements, section by section; applying it to the truth lies in the engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.domain.requirements import Requirement
from harness.domain.specifications import Delta, DeltaKind
from harness.readers import _codes
from harness.readers.specifications._gathering import Gathered
from harness.readers.specifications._openspec_requirements import Reading
from harness.readers.specifications._openspec_words import (
    LIKE_A_REMOVAL,
    LIKE_A_RENAME,
    REMOVAL,
    RENAME,
    delta_kind,
    is_like_a_delta,
    name_of,
    requirement_name,
)
from harness.readers.specifications._prose import one_line
from harness.readers.specifications._sections import Line, Section, lines

_KINDS = ", ".join(f"'## {kind} Requirements'" for kind in DeltaKind)
_NOT_REMOVED = "it is not of the form '### Requirement: Name', so it removes nothing"
_RENAME_HINT = "write '- FROM: `### Requirement: Old name`' and below it '- TO: `### Requirement: New name`'"


class DeltaReading(Reading):
    """The steps of a change to the capability ``feature``, in the order of the document."""

    def __init__(self, gathered: Gathered, feature: str) -> None:
        super().__init__(gathered)
        self.deltas: list[Delta] = []
        self._feature = feature

    def read(self, root: Section) -> None:
        """Read every section of a document; requirements outside of those of a change are left out."""
        for section in root.children:
            kind = delta_kind(section.title)
            if kind is not None:
                self._read_section(section, kind)
                continue
            if requirement_name(section.title) is not None:
                self._leave(section, f"it stands below none of {_KINDS}")
            elif is_like_a_delta(section.title):
                what = f"'{section.title}' is no section that a change has"
                self.gathered.collector.add(_codes.UNKNOWN_DELTA, section.line, what, f"a change has {_KINDS}")
            self.read(section)

    def _read_section(self, section: Section, kind: DeltaKind) -> None:
        before = len(self.deltas)
        if kind is DeltaKind.RENAMED:
            self.deltas.extend(self._renames(section))
        elif kind is DeltaKind.REMOVED:
            self.deltas.extend(self._removals(section))
        else:
            self.deltas.extend(self._stated(section, kind, (section.title,)))
        if len(self.deltas) == before:
            self._leave(section, "it names no requirement")

    def _stated(self, section: Section, kind: DeltaKind, above: Sequence[str]) -> Iterator[Delta]:
        """Each requirement below a section with its place; dividers between them are no requirements."""
        for child in section.children:
            name = requirement_name(child.title)
            if name:
                one = self._alone(child, above)
                if one is not None:
                    yield Delta(kind=kind, name=name, requirement=one, place=one.place)
                inner = [one for one in child.children if requirement_name(one.title) is not None]
                yield from self._stated(
                    Section(child.title, child.line, child.level, child.end, [], inner), kind, above
                )
            elif name is not None or not any(requirement_name(one.title) for one in child.within()):
                self._leave(child, "its heading is not of the form '### Requirement: Name'")
            else:
                yield from self._stated(child, kind, (*above, child.title))

    def _alone(self, section: Section, above: Sequence[str]) -> Requirement | None:
        """The requirement that a section is, apart from all others; what is wrong in it is noted all the same."""
        alone = Gathered(self.gathered.collector.path, self._feature, "openspec")
        self.state(section, above, alone)
        self.gathered.left_out.extend(alone.left_out)
        self.gathered.collector.mistakes.extend(alone.collector.mistakes)
        return next(iter(alone.requirements), None)

    def _removals(self, section: Section) -> Iterator[Delta]:
        """Each requirement that goes, named by a heading or by an item, with what is said of it below its name."""
        self._take(section)
        name, place, reason = "", self.gathered.place(section.line), list[str]()
        for line in lines(section.everything()):
            removed = _removed_name(line)
            if removed:
                if name:
                    yield Delta(kind=DeltaKind.REMOVED, name=name, reason=one_line(" ".join(reason)), place=place)
                name, place, reason = removed, self.gathered.place(line.number), []
            elif LIKE_A_REMOVAL.match(line.text):
                self.gathered.leave(line.number, line.text, _NOT_REMOVED)
            elif name:
                reason.append(line.text)
        if name:
            yield Delta(kind=DeltaKind.REMOVED, name=name, reason=one_line(" ".join(reason)), place=place)

    def _renames(self, section: Section) -> Iterator[Delta]:
        """Each pair of FROM and TO; one without the other is a mistake, and so is one that names no requirement."""
        self._take(section)
        pending: tuple[str, int] | None = None
        for line in lines(section.everything()):
            found = RENAME.fullmatch(line.text)
            if not found:
                if LIKE_A_RENAME.match(line.text):
                    self._mistaken(line.number, f"'{line.text[:60]}' names no requirement")
                continue
            name = name_of(found["name"])
            if found["side"] == "FROM":
                self._unpaired("FROM", pending)
                pending = (name, line.number)
            elif pending is None:
                self._unpaired("TO", (name, line.number))
            else:
                place = self.gathered.place(pending[1])
                yield Delta(kind=DeltaKind.RENAMED, name=pending[0], renamed=name, place=place)
                pending = None
        self._unpaired("FROM", pending)

    def _unpaired(self, side: str, pending: tuple[str, int] | None) -> None:
        if pending is not None:
            other = "TO" if side == "FROM" else "FROM"
            self._mistaken(pending[1], f"{side} '{pending[0]}' has no {other}")

    def _mistaken(self, line: int, what: str) -> None:
        self.gathered.collector.add(_codes.RENAME, line, what, _RENAME_HINT)

    def _leave(self, section: Section, why: str) -> None:
        """Note a heading and what stands directly below it."""
        words = " ".join(line.text for line in lines(section.blocks))
        self.gathered.leave(section.line, f"{section.title}: {words}" if words else section.title, why)
        self.taken.update(range(section.line, section.children[0].line if section.children else section.end))


def _removed_name(line: Line) -> str:
    """The name that a line of REMOVED gives; empty where it says why instead."""
    if line.heading:
        return requirement_name(line.text) or ""
    found = REMOVAL.fullmatch(line.text)
    return name_of(found["name"]) if found else ""
