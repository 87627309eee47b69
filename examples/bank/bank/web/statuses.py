"""Owns which HTTP status a refusal is told with. It does not choose the words."""

from bank.refusals import Conflict, Gone, NotAllowed, NotFound, NotSignedIn, NotUnderstood, Refused

STATUSES: dict[type[Refused], int] = {
    NotUnderstood: 400,
    NotSignedIn: 401,
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    Gone: 410,
    Refused: 422,
}


def status_of(refusal: Refused) -> int:
    return STATUSES[type(refusal)]
