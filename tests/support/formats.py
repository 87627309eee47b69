"""What the published schemas and the readers of others say of a report."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

from harness.domain.findings import CheckResults
from harness.domain.results import Run
from harness.reports import sarif
from harness.reports._view import View
from tests.support.findings import checked

SCHEMAS = Path(__file__).parents[1] / "reports" / "schemas"
COMMANDS = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\ud800-\udfff]"
"""What no text of a report may hold, but for line ends and tabs."""


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    """The schema of that name, with the formats of its texts."""
    schema = json.loads((SCHEMAS / name).read_text())
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def log_of(run: Run | CheckResults, **view: Any) -> Any:
    """The log of a run as its reader gets it: valid by the official schema, and plain JSON."""
    found = run if isinstance(run, Run) else checked(run)
    log = json.loads(sarif.render(found, View(**{"folder": "runs/1"} | view)))
    validator("sarif-2.1.0.json").validate(log)
    return log["runs"][0]


def texts(value: Any) -> list[str]:
    """Every text in a value of JSON, names included."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [*value, *(text for one in value.values() for text in texts(one))]
    return [text for one in value for text in texts(one)] if isinstance(value, list) else []


class InMemory:
    """Sources that are a table."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.asked: list[str] = []

    def read(self, path: str) -> bytes | None:
        self.asked.append(path)
        return self.files.get(path)


def calls_of(work: Callable[[], object]) -> int:
    """How many functions of Python are called in the course of some work: what it takes, without a clock."""
    import sys

    count = 0

    def told(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(told)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count
