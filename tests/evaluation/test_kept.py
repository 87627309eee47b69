"""What a card keeps under a name."""

from __future__ import annotations

import pytest

from harness.domain.actions import KeepField, KeepText
from harness.domain.expectations import Keeps
from harness.domain.observations import ActionObservation, CommandObservation, ResponseObservation
from harness.domain.verdicts import Cause
from harness.evaluation.kept import NotKept, kept_value

ANSWER = ResponseObservation(
    id="o1", request="GET /", status=200, body=r'{"id": 7, "n": 70.00, "ok": true, "s": "a\ud800", "l": [], "e": " "}'
)
COMMAND = CommandObservation(id="o1", command="x", stdout="", stderr="", shown="order 17 of 18\n")


@pytest.mark.parametrize(("field", "value"), [("id", "7"), ("n", "70.00"), ("ok", "true"), ("s", "a\ufffd")])
def test_a_field_is_kept_as_it_was_written(field: str, value: str) -> None:
    assert kept_value(KeepField(field=field, name="k"), ANSWER) == value
    assert kept_value(Keeps(field=field, name="k"), ANSWER) == value


@pytest.mark.parametrize(("pattern", "value"), [(r"order (\d+)", "17"), (r"\d+ of", "17 of"), (r"(\d+)", "17")])
def test_a_text_is_kept_by_its_first_group_or_whole(pattern: str, value: str) -> None:
    assert kept_value(KeepText(pattern=pattern, name="k"), COMMAND) == value


@pytest.mark.parametrize(
    ("keep", "seen", "cause"),
    [
        (KeepField(field="x", name="k"), ANSWER, Cause.PRODUCT),
        (KeepField(field="l", name="k"), ANSWER, Cause.PRODUCT),
        (KeepField(field="e", name="k"), ANSWER, Cause.PRODUCT),
        (KeepField(field="x", name="k"), ActionObservation(id="o1", did="waited"), Cause.PRODUCT),
        (KeepText(pattern="(z)?order", name="k"), COMMAND, Cause.PRODUCT),
        (KeepText(pattern="z", name="k"), COMMAND, Cause.PRODUCT),
        (KeepText(pattern="(", name="k"), COMMAND, Cause.CARD),
        (KeepText(pattern="z", name="k"), None, Cause.CARD),
    ],
)
def test_what_is_not_there_cannot_be_kept(keep: KeepField, seen: CommandObservation | None, cause: Cause) -> None:
    with pytest.raises(NotKept) as refusal:
        kept_value(keep, seen)
    assert refusal.value.cause is cause
