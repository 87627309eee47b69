"""The compliance matrix: which place of a tree shows or breaks which principle; drawing it up lies in ``reports``."""

from __future__ import annotations

from enum import StrEnum

from harness.domain.base import Frozen
from harness.domain.findings import ConstitutionRecord, Outcome
from harness.domain.principles import Level
from harness.domain.verdicts import Strength

MATRIX_SCHEMA = 1


class RowStatus(StrEnum):
    """What a row says of its principle: ``more`` counts places that are not listed, ``none`` says that there is no place."""

    ENFORCES = "enforces"
    VIOLATES = "violates"
    KNOWN = "known"
    WAIVED = "waived"
    ELSEWHERE = "elsewhere"
    MORE = "more"
    NONE = "none"


class MatrixRow(Frozen):
    """One place of one principle. ``line`` is None where a file as a whole is meant, ``path`` empty where there is none.

    ``node_sha256`` anchors the place: it survives moved lines, and is another one as soon as the node changes.
    """

    principle: str
    title: str
    level: Level
    cwes: tuple[str, ...] = ()
    outcome: Outcome
    status: RowStatus
    path: str = ""
    line: int | None = None
    end_line: int | None = None
    symbol: str = ""
    technique: str = ""
    strength: Strength | None = None
    node_sha256: str = ""
    fingerprint: str = ""
    note: str = ""

    @property
    def lines(self) -> str:
        """``12``, ``12-14``; ``all`` of a file as a whole, and nothing where there is no file."""
        if self.line is None:
            return "all" if self.path else ""
        return f"{self.line}" if self.end_line in (None, self.line) else f"{self.line}-{self.end_line}"


class Matrix(Frozen):
    """All rows of one run. ``tree`` is its git id; ``passed`` of ``principles`` pass, ``evidenced`` of them at a place."""

    schema_version: int = MATRIX_SCHEMA
    tool_version: str
    run: str
    finished: str
    tree: str | None = None
    constitutions: tuple[ConstitutionRecord, ...] = ()
    principles: int
    passed: int
    evidenced: int
    uncovered: tuple[str, ...] = ()
    rows: tuple[MatrixRow, ...] = ()
