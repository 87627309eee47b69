"""Owns the HTTP status for each reason to say no (RFC 9110, section 15.5)."""

from http import HTTPStatus

from bank2.refusal import Reason, Refusal

STATUSES = {
    Reason.UNREADABLE: HTTPStatus.BAD_REQUEST,
    Reason.NOT_SIGNED_IN: HTTPStatus.UNAUTHORIZED,
    Reason.NOT_FOR_YOU: HTTPStatus.FORBIDDEN,
    Reason.UNKNOWN: HTTPStatus.NOT_FOUND,
    Reason.AT_ODDS: HTTPStatus.CONFLICT,
    Reason.SPENT: HTTPStatus.GONE,
    Reason.AGAINST_THE_RULES: HTTPStatus.UNPROCESSABLE_ENTITY,
}


def get_status(refusal: Refusal | None) -> int:
    """200 when nothing is refused."""
    return STATUSES[refusal.reason].value if refusal else HTTPStatus.OK.value
