"""Proposes a case for each operation that a description of an HTTP interface names: OpenAPI 3.0 and 3.1, Swagger 2.0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.domain.actions import SendRequest, Surface
from harness.golden.proposing.naming import title_of, unique_ids
from harness.golden.proposing.openapi.creating import Creating, Made
from harness.golden.proposing.openapi.interface import read_interface
from harness.golden.proposing.openapi.operations import Operation, Unusable
from harness.golden.proposing.openapi.requests import Request, good_request
from harness.golden.proposing.openapi.source import read_source
from harness.golden.proposing.openapi.values import Unbuildable, Values
from harness.golden.proposing.openapi.wrong import wrong_requests
from harness.golden.proposing.proposal import Left, Proposal, Proposals
from harness.markdown.text import normalise

PREFIX = "API"
_MOST_WRONG = 10


def propose(text: str, path: str) -> Proposals:
    """A case for each operation of a description, and those of which none could be made.

    Raises:
        DocumentError: with every mistake that keeps the description from being read.
    """
    source = read_source(normalise(text, path), path)
    found = read_interface(source)
    operations = [one for one in found if isinstance(one, Operation)]
    values = Values(source)
    creating = Creating(operations, values)
    ids = unique_ids(PREFIX, [(one.name or f"{one.method}-{one.path}", one.subject) for one in operations])
    cases: list[Proposal] = []
    left = [Left(one.subject, one.reason) for one in found if isinstance(one, Unusable)]
    for operation, id in zip(operations, ids, strict=True):
        try:
            cases.append(_case(operation, id, values, creating))
        except Unbuildable as error:
            left.append(Left(operation.subject, f"{path}:{operation.line}: {error}"))
    return Proposals(tuple(cases), tuple(left))


@dataclass(frozen=True)
class Routes:
    """The operations of a description, such as ``GET /accounts/{id}``, and those that could not be read, with why."""

    names: tuple[str, ...] = ()
    left: tuple[Left, ...] = ()


def routes(text: str, path: str) -> Routes:
    """What a description says that there is.

    Raises:
        DocumentError: with every mistake that keeps the description from being read.
    """
    found = read_interface(read_source(normalise(text, path), path))
    names = [f"{one.method} {one.prefix}{one.path}" for one in found if isinstance(one, Operation)]
    return Routes(tuple(names), tuple(Left(one.subject, one.reason) for one in found if isinstance(one, Unusable)))


def _case(operation: Operation, id: str, values: Values, creating: Creating) -> Proposal:
    made = Made() if operation.secured else creating.made_for(operation)
    good = good_request(operation, values, made.path, made.kept)
    steps = [good.action()]
    full = _full_request(good, values, made)
    if full is not good and operation.method != "DELETE":
        steps.append(full.action())
    wrong = [action for action in _wrong(good, full, values) if action not in steps]
    note = ""
    title = title_of(operation.summary, operation.name, operation.subject)
    if operation.secured:
        title = f"{title}, without signing in"
        note = (
            f"It asks for {' and '.join(operation.secured)}, which cannot be guessed: add it to the steps as a header"
        )
    return Proposal(
        id=id,
        title=title,
        surface=Surface.HTTP,
        subject=operation.subject,
        before=made.before,
        steps=tuple(steps),
        bad=tuple(dict.fromkeys(wrong))[:_MOST_WRONG],
        note=note,
    )


def _full_request(good: Request, values: Values, made: Made) -> Request:
    """The same with all that it may have; the request itself where that is no more, or cannot be sent."""
    try:
        full = good_request(good.operation, values, made.path, made.kept, optional=True)
        return good if full.action() == good.action() else full
    except Unbuildable:
        return good


def _wrong(good: Request, full: Request, values: Values) -> Iterator[SendRequest]:
    for request in wrong_requests(good, full, values):
        try:
            yield request.action()
        except Unbuildable:
            continue
