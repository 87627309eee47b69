"""Values of YAML as JSON knows them, by the core schema of YAML 1.2 (section 10.3.2); reading YAML lies in ``front_matter``."""

from __future__ import annotations

import re

from harness.markdown.tree import Listing, Scalar, Value

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FRACTION = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


def plain_value(value: Value) -> Json:
    """The value with numbers and truth values where they stood without quotes; everything else is text."""
    if isinstance(value, Scalar):
        return _scalar(value)
    if isinstance(value, Listing):
        return [plain_value(item) for item in value.items]
    return {key: plain_value(below) for key, below in value.values.items()}


def _scalar(scalar: Scalar) -> Json:
    if scalar.text is None or not scalar.plain:
        return scalar.text
    if scalar.text in _TRUTH:
        return _TRUTH[scalar.text]
    if _INTEGER.fullmatch(scalar.text):
        return int(scalar.text)
    if _FRACTION.fullmatch(scalar.text):
        return float(scalar.text)
    return scalar.text
