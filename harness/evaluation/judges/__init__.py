"""Whether one expectation holds on what was recorded: a pure function, one small module per family of expectations.

It never asks the machine for anything, so that a verdict can be reached again from the recording alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from harness.domain.expectations import (
    ElementHasValue,
    ElementIs,
    ExitCodeIs,
    Expectation,
    FasterThan,
    FieldCompares,
    FieldExists,
    FieldIs,
    FileContains,
    FileExists,
    HeaderIs,
    Keeps,
    OnPage,
    Refused,
    Sees,
    SeesLine,
    StatusIs,
    Succeeds,
    TitleIs,
    Unchanged,
)
from harness.evaluation.evidence import Evidence, Judgement
from harness.evaluation.judges import fields, files, outcome, pages, text, time, unchanged
from harness.evaluation.judges.obstacles import obstacle

Judge = Callable[[Any, Evidence], Judgement]

_JUDGES: dict[type[object], Judge] = {
    Succeeds: outcome.succeeds,
    Refused: outcome.refused,
    ExitCodeIs: outcome.exit_code_is,
    StatusIs: outcome.status_is,
    HeaderIs: outcome.header_is,
    Sees: text.sees,
    SeesLine: text.sees_line,
    FieldIs: fields.field_is,
    FieldCompares: fields.field_compares,
    FieldExists: fields.field_exists,
    Keeps: fields.keeps,
    FileContains: files.file_contains,
    FileExists: files.file_exists,
    Unchanged: unchanged.unchanged,
    FasterThan: time.faster_than,
    ElementIs: pages.element_is,
    ElementHasValue: pages.element_has_value,
    TitleIs: pages.title_is,
    OnPage: pages.on_page,
}


def judge(expectation: Expectation, evidence: Evidence) -> Judgement:
    """Compare an expectation, with every ``{name}`` filled in, with the recording. Never raises.

    Where evidence is missing nothing is decided; where the command was stopped or no answer came the product failed.
    """
    return obstacle(expectation, evidence) or _JUDGES[type(expectation)](expectation, evidence)
