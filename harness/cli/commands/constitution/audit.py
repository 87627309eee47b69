"""Verify a compliance matrix, row by row, against the tree."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

import click

from harness.app.audit import audit
from harness.cli.checking import checking
from harness.cli.options import plain_report
from harness.cli.output import WIDTH, count, say
from harness.constitution.audit import Audit, AuditedRow, Truth, Unclaimed
from harness.constitution.suspects import Compared, Comparison, Fate
from harness.domain.visible import visible


@click.command("audit", short_help="Verify a compliance matrix, row by row, against the tree.")
@click.argument("matrix", type=click.Path(path_type=Path))
@plain_report
def command(matrix: Path, report: str) -> int:
    """Verify a compliance matrix against the tree and what `harness check` sees in it today.

    MATRIX is Markdown with tables that have a column File (and Line, Description, Principle or CWE; a heading may name the
    principle or CWE, too), or JSON as `harness check --report matrix-json` writes it: then each piece of evidence is live,
    moved, suspect (its code has changed) or gone. Exit code 1 if a row about a MUST is false, 4 if one cannot be confirmed or
    a MUST has no row, else 0.
    """
    with checking() as listener:
        found = audit(Path.cwd(), matrix, listener)
    if report == "json":
        click.echo(_as_json(found))
    elif isinstance(found, Audit):
        _show_audit(found)
    else:
        _show_comparison(found)
    return int(found.exit_code)


def _show_audit(found: Audit) -> None:
    order = list(Truth)
    for row in sorted(found.rows, key=lambda one: (order.index(one.truth), one.place.line)):
        if row.truth is not Truth.VALID:
            _entry(f"{row.place}: {row.truth}: {_move(row)}", f"{_about(row)}: {row.reason}")
    for principle in found.unclaimed:
        _entry(f"{found.path}:1: without a row: {principle.id} {principle.title}", _known(principle))
    without = count(len(found.unclaimed), "principle")
    say(_folded(f"{count(len(found.rows), 'row')}: {_tally(row.truth for row in found.rows)}; {without} without a row"))


def _show_comparison(found: Comparison) -> None:
    order = list(Fate)
    for one in sorted(found.rows, key=lambda one: order.index(one.fate)):
        if one.fate is not Fate.LIVE:
            row = one.row
            _entry(f"{row.path}:{row.line or 1}: {one.fate}{_now(one)}", f"{row.principle} ({row.level}): {one.reason}")
    tally = _tally(one.fate for one in found.rows) or "none"
    say(_folded(f"{count(len(found.rows), 'row')} of evidence in {visible(found.path)}: {tally}"))


def _entry(what: str, why: str) -> None:
    say(visible(what))
    say(_folded(visible(why.removesuffix(": ")), "    "))


def _folded(text: str, indent: str = "") -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _move(row: AuditedRow) -> str:
    where = row.where or "no file"
    return f"{where} is {row.now} now" if row.truth is Truth.MOVED else where


def _about(row: AuditedRow) -> str:
    named = ", ".join((*row.principles, *row.cwes)) or "no principle"
    return f"{named} ({row.level})" if row.level else named


def _known(principle: Unclaimed) -> str:
    about = ", ".join((principle.level, *principle.cwes))
    return f"{about}: {principle.outcome} today"


def _now(one: Compared) -> str:
    return f": {one.now} now" if one.now else ""


def _tally(values: Iterable[StrEnum]) -> str:
    found = Counter(values)
    return ", ".join(f"{number} {value}" for value, number in sorted(found.items(), key=lambda one: _rank(one[0])))


def _rank(value: StrEnum) -> int:
    return list(type(value)).index(value)


def _as_json(found: Audit | Comparison) -> str:
    document = found.model_dump(mode="json") | {"exit_code": int(found.exit_code)}
    return json.dumps(document, indent=2)
