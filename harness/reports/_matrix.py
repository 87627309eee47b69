"""Draws up the compliance matrix of a run; how it is written lies with the formats."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.findings import CheckResults, Finding, Outcome, PrincipleResult, Role, Standing
from harness.domain.matrix import Matrix, MatrixRow, RowStatus
from harness.domain.principles import Use
from harness.domain.results import Run
from harness.errors import UsageError
from harness.reports._principles import by_place, number_of

_OF_STANDING = {
    Standing.COUNTS: RowStatus.VIOLATES,
    Standing.KNOWN: RowStatus.KNOWN,
    Standing.WAIVED: RowStatus.WAIVED,
    Standing.ELSEWHERE: RowStatus.ELSEWHERE,
}


def matrix_of(run: Run) -> Matrix:
    """The matrix of a run: each principle has at least one row.

    Raises:
        UsageError: if the run checked no constitution.
    """
    results = run.constitution
    if results is None:
        raise UsageError(f"the run '{run.id}' checked no constitution", "make one with `harness check`")
    passed = [result for result in results.principles if result.outcome is Outcome.PASS]
    return Matrix(
        tool_version=run.tool_version,
        run=run.id,
        finished=run.finished,
        tree=run.tree.hash if run.tree else None,
        constitutions=results.constitutions,
        principles=len(results.principles),
        passed=len(passed),
        evidenced=sum(bool(result.evidence) for result in passed),
        uncovered=results.uncovered,
        rows=tuple(rows_of(results)),
    )


def rows_of(results: CheckResults) -> Iterator[MatrixRow]:
    """The rows of all principles in the order of their documents: what shows each, then what breaks it."""
    for result in results.principles:
        yield from _of_principle(result)


def _of_principle(result: PrincipleResult) -> Iterator[MatrixRow]:
    if not result.evidence:
        yield _row(result, RowStatus.NONE, note=_why_none(result))
    for finding in (*by_place(result.evidence), *by_place(result.findings)):
        yield _of_finding(result, finding)
    for unlisted, what in ((result.unlisted_evidence, "show"), (result.unlisted_findings, "break")):
        if unlisted:
            yield _row(result, RowStatus.MORE, note=f"about {number_of(unlisted, 'more place')} {what} it")


def _of_finding(result: PrincipleResult, finding: Finding) -> MatrixRow:
    span = finding.span
    whole = not span.end
    ends_before = span.end_column <= 1 and span.end_line > span.line
    return _row(
        result,
        RowStatus.ENFORCES if finding.role is Role.ENFORCES else _OF_STANDING[finding.standing],
        path=span.path,
        line=None if whole else span.line,
        end_line=None if whole else span.end_line - ends_before,
        symbol=finding.symbol,
        technique=finding.technique,
        strength=finding.strength,
        node_sha256=finding.node_sha256,
        fingerprint=finding.fingerprint,
        note=finding.note,
    )


def _row(result: PrincipleResult, status: RowStatus, **rest: object) -> MatrixRow:
    facts = {
        "principle": result.id,
        "title": result.title,
        "level": result.level,
        "cwes": result.cwes,
        "outcome": result.outcome,
        "status": status,
    }
    return MatrixRow.model_validate(facts | rest)


def _why_none(result: PrincipleResult) -> str:
    """Why no place shows a principle, in words that claim no more than was seen."""
    if result.outcome is not Outcome.PASS:
        return f"no evidence: {result.reason or result.outcome}"
    forbids = any(check.use is Use.FORBID for check in result.checks)
    absent = f": what it forbids is absent from {number_of(result.files, 'file')}" if forbids else ""
    return f"no place shows it{absent}"
