"""What a log says of the run itself: what could not be checked, what was left out, and whether it came to its end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harness.domain.results import Run
from harness.reports._issue import Issue, Kind, Weight
from harness.reports._sarif.places import location
from harness.reports._sarif.results import Chosen
from harness.reports._sarif.rules import Rules
from harness.reports._sarif.texts import Json, given, line, lines, name_of
from harness.reports._view import View

_MOST = 1_000
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_CUT, _UNLISTED, _MORE = "cut", "unlisted", "more-notifications"
_DESCRIBED = {
    Kind.UNVERIFIED.value: "A principle could not be decided",
    Kind.UNREADABLE.value: "A file could not be read",
    Kind.UNPARSABLE.value: "A file could not be parsed",
    Kind.UNCOVERED.value: "No check ran for a weakness",
    Kind.WAIVER_ADDED.value: "The change brings a waiver along",
    Kind.CARD.value: "A test card could not be decided",
    Kind.GOLDEN.value: "A golden case could not be decided",
    Kind.RUN.value: "Something is wrong with the run as a whole",
    _CUT: "There are more results than the log holds",
    _UNLISTED: "There are more results than were recorded",
    _MORE: "There are more notifications than the log holds",
}
_PLACES = {id: at for at, id in enumerate(_DESCRIBED)}


def descriptors() -> list[Json]:
    """Every kind of notification."""
    return [
        {
            "id": f"harness:{id}",
            "name": name_of(said),
            "shortDescription": {"text": said},
            "fullDescription": {"text": f"{said}."},
            "help": {"text": f"{said}."},
        }
        for id, said in _DESCRIBED.items()
    ]


def invocation(run: Run, view: View, found: Sequence[Issue], rules: Rules, results: Chosen) -> Json:
    """How the run went. It was successful only if nothing that binds, and no file, was left unchecked."""
    told = [one for one in found if one.open or one.kind is Kind.WAIVER_ADDED]
    in_run = [*_of_log(run, results), *_notifications([one for one in told if not one.config], rules)]
    exit_code = view.exit_code
    return given(
        {
            "executionSuccessful": not run.interrupted and not any(_keeps_open(one) for one in told),
            "commandLine": line(" ".join(run.command)),
            "arguments": [line(one) for one in run.command[1:]],
            "startTimeUtc": run.started if _TIME.fullmatch(run.started) else None,
            "endTimeUtc": run.finished if _TIME.fullmatch(run.finished) else None,
            "exitCode": None if exit_code is None else int(exit_code),
            "exitCodeDescription": None if exit_code is None else exit_code.sentence,
            "toolExecutionNotifications": in_run,
            "toolConfigurationNotifications": _notifications([one for one in told if one.config], rules),
        }
    )


def _keeps_open(issue: Issue) -> bool:
    """Whether something is unknown that a reader may believe to be known: a SHOULD that nothing checks says so itself."""
    return issue.open and (issue.weight is Weight.ERROR or not issue.config)


def _of_log(run: Run, results: Chosen) -> list[Json]:
    said: list[Json] = []
    if results.all > len(results.every):
        of = f"{len(results.every):,} of {results.all:,} results are in this log, the worst of them"
        said.append(_note(_CUT, "warning", f"{of}; the others are in the record of the run"))
    principles = run.constitution.principles if run.constitution else ()
    unlisted = sum(one.unlisted_findings for one in principles)
    if unlisted:
        said.append(
            _note(_UNLISTED, "warning", f"about {unlisted:,} more places break a principle and were not recorded")
        )
    return said


def _notifications(found: Sequence[Issue], rules: Rules) -> list[Json]:
    told = [_notification(one, rules) for one in found[:_MOST]]
    if len(found) > _MOST:
        told.append(_note(_MORE, "warning", f"{len(found) - _MOST:,} more notifications are left out"))
    return told


def _notification(issue: Issue, rules: Rules) -> Json:
    return given(
        {
            "descriptor": _descriptor(issue.kind.value),
            "associatedRule": rules.associated(issue.rule),
            "level": issue.weight.value,
            "message": _said(issue),
            "locations": [location(issue)] if issue.path else [],
        }
    )


def _said(issue: Issue) -> Json:
    titled = () if issue.kind in (Kind.RUN, Kind.UNCOVERED) else (issue.title,)
    return lines((*titled, *issue.said))


def _note(id: str, level: str, said: str) -> Json:
    return {"descriptor": _descriptor(id), "level": level, "message": lines([said])}


def _descriptor(id: str) -> Json:
    return {"id": f"harness:{id}", "index": _PLACES[id]}
