"""The hidden checks of what goes wrong in a page without the page saying so; what each does to a pass is configured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from harness.domain.configuration import Hold, PagePolicy
from harness.domain.expectations import Expectation, StatusIs
from harness.domain.observations import Observation, PageObservation, PageTrouble, TroubleKind
from harness.domain.results import CheckName, CheckResult
from harness.domain.verdicts import Cause, Verdict
from harness.domain.visible import visible
from harness.evaluation.excerpts import capped

_MOST_NAMED = 3
Seen = tuple[Observation, Sequence[Expectation]]


def page_checks(observed: Iterable[Seen], policy: PagePolicy) -> tuple[CheckResult, ...]:
    """One check for each kind of trouble; none where no page was looked at. A warning is a pass that has something to say."""
    pages = [(seen, expected) for seen, expected in observed if isinstance(seen, PageObservation)]
    if not pages:
        return ()
    return (
        _check(CheckName.NO_PAGE_ERROR, policy.page_errors, _of(pages, TroubleKind.PAGE_ERROR)),
        _check(CheckName.NO_CONSOLE_ERROR, policy.console_errors, _of(pages, TroubleKind.CONSOLE_ERROR)),
        _check(CheckName.NO_FAILED_REQUEST, policy.failed_requests, _of(pages, TroubleKind.FAILED_REQUEST)),
        _check(CheckName.NO_PAGE_SERVER_ERROR, policy.server_errors, _of(pages, TroubleKind.SERVER_ERROR)),
    )


def _of(pages: Iterable[tuple[PageObservation, Sequence[Expectation]]], kind: TroubleKind) -> Iterator[str]:
    for page, expected in pages:
        for trouble in page.troubles:
            if trouble.kind is kind and not _is_expected(trouble, expected):
                yield f"{page.id}: {_said(trouble)}"


def _is_expected(trouble: PageTrouble, expected: Sequence[Expectation]) -> bool:
    return trouble.status is not None and any(
        isinstance(one, StatusIs) and one.code == trouble.status for one in expected
    )


def _said(trouble: PageTrouble) -> str:
    status = f" (status {trouble.status})" if trouble.status is not None else ""
    where = f" at {trouble.url}" if trouble.url else ""
    return capped(visible(f"{trouble.text or trouble.kind}{status}{where}"))


def _check(name: CheckName, hold: Hold, troubles: Iterator[str]) -> CheckResult:
    found = list(dict.fromkeys(troubles))
    if not found or hold is Hold.IGNORE:
        return CheckResult(name=name, verdict=Verdict.PASS)
    more = f"; and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    seen = "; ".join(found[:_MOST_NAMED]) + more
    if hold is Hold.WARN:
        return CheckResult(name=name, verdict=Verdict.PASS, seen=seen)
    return CheckResult(name=name, verdict=Verdict.FAIL, cause=Cause.PRODUCT, seen=seen)
