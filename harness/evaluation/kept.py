"""The value that a card keeps under a name, taken from what was last shown; filling it in lies elsewhere."""

from __future__ import annotations

import re
from decimal import Decimal

from harness.domain.actions import KeepField, KeepText
from harness.domain.expectations import Keeps
from harness.domain.observations import CommandObservation, Observation, ResponseObservation
from harness.domain.verdicts import Cause
from harness.evaluation import json_fields
from harness.evaluation.excerpts import beginning
from harness.evaluation.json_fields import JsonError, JsonValue, NoField
from harness.evaluation.shown import lines, screen
from harness.phrasebook import regex

_SURROGATES = re.compile("[\ud800-\udfff]")


class NotKept(ValueError):
    """There is nothing to keep; the message says why and ``cause`` whose fault it is."""

    def __init__(self, what: str, cause: Cause = Cause.PRODUCT) -> None:
        super().__init__(what)
        self.cause = cause


def kept_value(keep: KeepField | KeepText | Keeps, observation: Observation | None) -> str:
    """The text that ``keep`` remembers. Raises NotKept where the observation does not hold it, or holds it empty."""
    if observation is None:
        raise NotKept("nothing was shown before it", Cause.CARD)
    value = _found(keep, observation)
    if not value.strip():
        raise NotKept("what is to be kept is empty")
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", value)


def shown_json(observation: Observation) -> JsonValue:
    """The JSON that an answer's body or a command's standard output is. Raises JsonError."""
    match observation:
        case ResponseObservation():
            return json_fields.parse(observation.body)
        case CommandObservation():
            return json_fields.parse(observation.stdout)
        case _:
            raise JsonError("nothing that could be JSON was shown")


def _found(keep: KeepField | KeepText | Keeps, observation: Observation) -> str:
    match keep:
        case KeepField(field=path) | Keeps(field=str(path)):
            return _field(path, observation)
        case KeepText(pattern=pattern) | Keeps(pattern=str(pattern)):
            return _text(pattern, observation)
        case _:
            raise NotKept("the line names neither a field nor a text", Cause.CARD)


def _field(path: str, observation: Observation) -> str:
    try:
        value = json_fields.field(shown_json(observation), path)
    except (JsonError, NoField) as error:
        raise NotKept(str(error)) from error
    if isinstance(value, str):
        return value
    if isinstance(value, bool | Decimal):
        return json_fields.written(value)
    raise NotKept(f"the field `{path}` is not a single value")


def _text(pattern: str, observation: Observation) -> str:
    try:
        compiled = regex.compile(pattern)
    except ValueError as error:
        raise NotKept(f"the pattern is invalid: {error}", Cause.CARD) from error
    for line in lines(observation):
        if found := compiled.search(line):
            return found.group(1 if compiled.groups else 0) or ""
    raise NotKept(f"no line matches `{pattern}`; shown was {beginning(screen(observation))}")
