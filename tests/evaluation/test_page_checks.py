"""What goes wrong in a page without the page saying so fails a pass, warns beside it, or is only recorded."""

from __future__ import annotations

import pytest

from harness.domain.configuration import Hold, PagePolicy
from harness.domain.expectations import Expectation, StatusIs
from harness.domain.observations import PageObservation, PageTrouble, TroubleKind
from harness.domain.results import CheckName, CheckResult
from harness.domain.verdicts import Cause, Verdict
from harness.evaluation.page_checks import page_checks
from tests.support.sessions import shown

KINDS = {
    TroubleKind.PAGE_ERROR: (CheckName.NO_PAGE_ERROR, "page_errors"),
    TroubleKind.CONSOLE_ERROR: (CheckName.NO_CONSOLE_ERROR, "console_errors"),
    TroubleKind.FAILED_REQUEST: (CheckName.NO_FAILED_REQUEST, "failed_requests"),
    TroubleKind.SERVER_ERROR: (CheckName.NO_PAGE_SERVER_ERROR, "server_errors"),
}


def checked(
    *troubles: PageTrouble, policy: PagePolicy | None = None, expected: tuple[Expectation, ...] = ()
) -> dict[CheckName, CheckResult]:
    page = PageObservation(id="o3", did="opened /", troubles=troubles)
    return {check.name: check for check in page_checks([(page, expected)], policy or PagePolicy())}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("hold", Hold)
def test_each_trouble_does_what_is_configured(kind: TroubleKind, hold: Hold) -> None:
    name, setting = KINDS[kind]
    trouble = PageTrouble(kind=kind, text="x is not defined", url="http://127.0.0.1:8000/app.js")
    check = checked(trouble, policy=PagePolicy.model_validate({setting: hold}))[name]
    assert check.verdict is (Verdict.FAIL if hold is Hold.FAIL else Verdict.PASS)
    assert check.cause is (Cause.PRODUCT if hold is Hold.FAIL else None)
    assert ("o3: x is not defined" in check.seen) is (hold is not Hold.IGNORE)


def test_errors_fail_and_the_rest_warns_unless_configured_otherwise() -> None:
    checks = checked(*(PageTrouble(kind=kind, text="oops", status=None) for kind in TroubleKind))
    assert {name: check.verdict for name, check in checks.items()} == {
        CheckName.NO_PAGE_ERROR: Verdict.FAIL,
        CheckName.NO_PAGE_SERVER_ERROR: Verdict.FAIL,
        CheckName.NO_CONSOLE_ERROR: Verdict.PASS,
        CheckName.NO_FAILED_REQUEST: Verdict.PASS,
    }


def test_a_status_that_the_card_expects_is_no_trouble() -> None:
    trouble = PageTrouble(kind=TroubleKind.SERVER_ERROR, text="broken", status=503)
    checks = checked(trouble, expected=(StatusIs(code=503),))
    assert checks[CheckName.NO_PAGE_SERVER_ERROR].verdict is Verdict.PASS


def test_many_troubles_are_named_in_short() -> None:
    checks = checked(*(PageTrouble(kind=TroubleKind.PAGE_ERROR, text=f"error {n}") for n in range(9)))
    assert checks[CheckName.NO_PAGE_ERROR].seen.endswith("; and 6 more")


def test_where_no_page_was_looked_at_there_is_nothing_to_check() -> None:
    assert page_checks([(shown("x"), ())], PagePolicy()) == ()
