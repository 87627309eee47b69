"""What a compliance matrix that somebody wrote claims, row by row; whether it is true lies in ``audit``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from harness.constitution._claim_places import Range, targets
from harness.domain.matrix import RowStatus
from harness.domain.places import Place
from harness.markdown.tables import Cell, Grid, Row, tables

# The names of columns, in lower case; the earlier a name stands, the more it counts.
_FILE = (
    "file", "files", "file path", "filepath", "path", "location", "source file", "source", "code", "code location",
    "evidence", "implementation", "where", "file(s)", "file/module", "file:line", "file:lines", "location(s)",
)  # fmt: skip
_LINE = (
    "line",
    "lines",
    "line(s)",
    "line no",
    "line no.",
    "line number",
    "line numbers",
    "line range",
    "lineno",
    "loc",
)
_SUBJECT = (
    "principle", "principle id", "principles", "id", "cwe", "cwe id", "cwes", "cwe reference", "rule", "constraint",
    "requirement", "vulnerability", "weakness",
)  # fmt: skip
_NO_WORDS = ("node", "hash", "sha", "sha-256", "level", "outcome", "strength", "technique")
_STATUS = ("status", "state", "result")
# What a row says that is for later, or for nobody.
_LATER = frozenset(
    {"planned", "pending", "todo", "deferred", "future", "not started", "not implemented", "not applicable", "n/a"}
)
_CWES = re.compile(r"\bCWE[-\s_]?([0-9]{1,5}(?:\s*/\s*[0-9]{1,5})*)\b", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)")
_BETWEEN = re.compile(r"(?:CWE[-_]?|and\b|[\s,;/&])+", re.IGNORECASE)
_IDENTIFIER = r"[A-Za-z_$][A-Za-z0-9_$]{2,}"
_CODE = re.compile(rf"(?:[A-Za-z_$][\w$]*\.)*({_IDENTIFIER})(?:\(.*\))?", re.DOTALL)
_IN_PROSE = re.compile(rf"\b(?:({_IDENTIFIER})\(\)|([A-Za-z0-9]+(?:_[A-Za-z0-9]+)+))")
# Rows of our own matrix that are no evidence, and say so.
_NO_CLAIM = frozenset(RowStatus) - {RowStatus.ENFORCES}
_MOST_IDENTIFIERS = 5


@dataclass(frozen=True)
class Claim:
    """One row, one file, one stretch of lines. ``principles`` and ``cwes`` are what it is said to show, as its document has it.

    ``path`` is a path or a glob, empty where no file is named; ``lines`` are the first and the last, None means all of the
    file; ``identifiers`` are names of code in the row; ``unclear`` says why it cannot be understood.
    """

    place: Place
    principles: tuple[str, ...]
    cwes: tuple[str, ...]
    path: str = ""
    lines: Range | None = None
    description: str = ""
    identifiers: tuple[str, ...] = ()
    unclear: str = ""

    @property
    def where(self) -> str:
        """The file and lines as a reader would write them."""
        if self.lines is None:
            return self.path
        first, last = self.lines
        return f"{self.path}:{first}" if first == last else f"{self.path}:{first}-{last}"


def read_claims(text: str, path: str, known: Collection[str]) -> tuple[Claim, ...]:
    """Every claim of the tables that have a column for files; ``known`` are the ids of principles to look for.

    Raises:
        DocumentError: if the text cannot be read.
    """
    ids = {id.lower(): id for id in known}
    grids = (_Columns.of(grid) for grid in tables(text, path))
    return tuple(claim for columns in grids if columns for claim in columns.claims(path, ids))


@dataclass(frozen=True)
class _Columns:
    """A table of claims, and which of its columns holds what."""

    grid: Grid
    file: int
    line: int | None
    subjects: tuple[int, ...]
    weaknesses: frozenset[int]
    status: int | None
    words: tuple[int, ...]

    @classmethod
    def of(cls, grid: Grid) -> _Columns | None:
        names = [name.strip(" *_`").lower() for name in grid.columns]
        file = _first(names, _FILE)
        if file is None:
            return None
        weaknesses = frozenset(at for at, name in enumerate(names) if re.match(r"cwes?\b", name))
        subjects = tuple(at for at, name in enumerate(names) if (name in _SUBJECT or at in weaknesses) and at != file)
        line, status = _first(names, _LINE), _first(names, _STATUS)
        taken = (file, line, status)
        words = tuple(at for at, name in enumerate(names) if at not in taken and name not in _NO_WORDS)
        return cls(grid, file, line, subjects, weaknesses, status, words)

    def claims(self, path: str, ids: dict[str, str]) -> Iterator[Claim]:
        about = next(
            ((found) for found in (_subject([one], ids) for one in self.grid.headings) if any(found)), ((), ())
        )
        for row in self.grid.rows:
            if self._claims_something(row):
                yield from self._of_row(row, path, ids, about)

    def _claims_something(self, row: Row) -> bool:
        empty = not any(cell.text or cell.links for cell in row.cells)
        status = row.cells[self.status].text.lower() if self.status is not None else ""
        return not empty and status not in _NO_CLAIM | _LATER

    def _named(self, row: Row, at: int) -> str:
        """What a cell says; below ``CWE`` numbers alone are weaknesses."""
        text = row.cells[at].text
        numbers = [part for part in _BETWEEN.split(_ASIDE.sub(" ", text).strip(" *_`")) if part]
        bare = at in self.weaknesses and all(re.fullmatch("[0-9]{1,5}", number) for number in numbers)
        return " ".join(f"CWE-{number}" for number in numbers) if bare else text

    def _of_row(
        self, row: Row, path: str, ids: dict[str, str], about: tuple[tuple[str, ...], tuple[str, ...]]
    ) -> Iterator[Claim]:
        own = _subject([self._named(row, at) for at in self.subjects], ids)
        principles, cwes = own if any(own) else about
        rest = [row.cells[at] for at in self.words]
        described = " ".join(cell.text for cell in rest if cell.text)
        claim = Claim(
            Place(path=path, line=row.line), principles, cwes, description=described, identifiers=_identifiers(rest)
        )
        yield from _placed(claim, row.cells[self.file], row.cells[self.line] if self.line is not None else None)


def _placed(claim: Claim, files: Cell, lines: Cell | None) -> Iterator[Claim]:
    """The claim once for each place that it names; as it is, with the reason, where it names none."""
    try:
        places = targets(files, lines)
    except ValueError as error:
        yield _with(claim, files.text, None, str(error))
        return
    if not places:
        yield _with(claim, "", None, f"no file is named: '{files.text[:80]}'" if files.text else "no file is named")
    for place in places:
        yield _with(claim, place.path, place.lines, "")


def _with(claim: Claim, path: str, lines: Range | None, unclear: str) -> Claim:
    return Claim(claim.place, claim.principles, claim.cwes, path, lines, claim.description, claim.identifiers, unclear)


def _subject(texts: Sequence[str], ids: dict[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The principles and the CWEs that the texts name."""
    text = " ".join(texts)
    words = re.findall(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*", text)
    principles = dict.fromkeys(ids[word.lower()] for word in words if word.lower() in ids)
    cwes = dict.fromkeys(f"CWE-{int(one)}" for many in _CWES.findall(text) for one in many.split("/"))
    return tuple(principles), tuple(cwes)


def _identifiers(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Names of code in a row: what stands in letters of code, and words that only code has."""
    found: dict[str, None] = {}
    for cell in cells:
        spelled = [match[1] for code in cell.codes if (match := _CODE.fullmatch(code.strip()))]
        prose = [match[1] or match[2] for match in _IN_PROSE.finditer(cell.text)]
        found |= dict.fromkeys([*spelled, *prose])
    return tuple(found)[:_MOST_IDENTIFIERS]


def _first(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    """The column that has one of the names; the earlier a name stands in ``wanted``, the more it counts."""
    return next((names.index(name) for name in wanted if name in names), None)
