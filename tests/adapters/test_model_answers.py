"""What comes back from the Messages API through the real SDK: every block, stop reason and count."""

from __future__ import annotations

import json

import pytest

from harness.domain.conversation import StopReason, Usage
from harness.errors import EvaluatorError
from tests.support.conversations import MODEL, answered_by, conversation
from tests.support.standin import Garbage, Turn, browse, text, thinking, tool_use


def test_an_answer_holds_texts_calls_and_who_gave_it(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = [thinking("hm"), text("I look."), tool_use("shell", id="t1", command="ls ü", deep={"a": [1, 2.5]})]
    with answered_by([[*blocks, browse("navigate", id="t2", url="/")]], monkeypatch) as (model, _):
        answer = model.answer(conversation())
    assert answer.texts == ("I look.",)
    assert [(use.id, use.name, use.toolset) for use in answer.uses] == [
        ("t1", "shell", None),
        ("t2", "navigate", "browser"),
    ]
    assert json.loads(answer.uses[0].input) == {"command": "ls ü", "deep": {"a": [1, 2.5]}}
    assert json.loads(answer.content)[:3] == blocks
    assert (answer.model, answer.request) == (MODEL, "req_1")
    assert answer.stop is StopReason.TOOL_USE
    assert answer.seconds > 0


@pytest.mark.parametrize("stop", [stop.value for stop in StopReason if stop is not StopReason.UNKNOWN])
def test_every_stop_reason_has_its_name(stop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with answered_by([Turn([text("so")], stop=stop)], monkeypatch) as (model, _):
        assert model.answer(conversation()).stop.value == stop


def test_a_stop_reason_of_the_future_is_unknown_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with answered_by([Turn([text("so")], stop="tired"), Turn([], body={"stop_reason": None})], monkeypatch) as (
        model,
        _,
    ):
        first, second = model.answer(conversation()), model.answer(conversation())
    assert (first.stop, first.stopped) == (StopReason.UNKNOWN, "tired")
    assert (second.stop, second.stopped) == (StopReason.UNKNOWN, "no reason given")


def test_a_refusal_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    details = {"type": "refusal", "category": "cyber", "explanation": "not this"}
    with answered_by([Turn([], stop="refusal", body={"stop_details": details})], monkeypatch) as (model, _):
        answer = model.answer(conversation())
    assert (answer.stop, answer.stopped, answer.content) == (StopReason.REFUSAL, "not this", "[]")


def test_usage_is_counted_by_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = {
        "input_tokens": 10,
        "output_tokens": 20,
        "cache_read_input_tokens": 30,
        "cache_creation_input_tokens": 40,
    }
    with answered_by([Turn([text("so")], usage=counts)], monkeypatch) as (model, _):
        usage = model.answer(conversation()).usage
    assert usage == Usage(turns=1, input=10, output=20, cache_read=30, cache_write=40)


@pytest.mark.parametrize("usage", [{}, {"input_tokens": None, "output_tokens": "many"}, {"input_tokens": -5}])
def test_a_server_that_does_not_count_is_counted_for(usage: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    with answered_by([Turn([text("so" * 300)], usage=usage)], monkeypatch) as (model, _):
        counted = model.answer(conversation()).usage
    assert counted.turns == 1
    assert counted.input > 50
    assert counted.output > 150


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<html>a gateway</html>", "it is no JSON; it begins `<html>a gateway</html>`"),
        (b"", "it is no JSON"),
        (b"[" * 100_000, "it is no JSON"),
        (b"[]", "it has no content"),
        (b'{"content": "hello"}', "it has no content"),
        (b'{"content": ["hello"]}', "it has no content"),
        (b'{"content": [{}]}', "a block has no `type`"),
        (b'{"content": [{"type": "text"}]}', "a block has no `text`"),
        (b'{"content": [{"type": "tool_use", "name": "shell"}]}', "a block has no `id`"),
        (b'{"content": [{"type": "tool_use", "id": "t1"}]}', "a block has no `name`"),
    ],
)
def test_an_answer_that_is_no_message_is_refused(body: bytes, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with answered_by([Garbage(body)], monkeypatch) as (model, _), pytest.raises(EvaluatorError) as caught:
        model.answer(conversation())
    assert "not one of the Messages API" in caught.value.what
    assert why in caught.value.what
    assert "\n" not in caught.value.what
    assert "ANTHROPIC_BASE_URL" in caught.value.hint


def test_a_call_with_input_that_is_no_object_is_kept_as_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {"type": "tool_use", "id": "t1", "name": "shell", "input": '{"command": '}
    missing = {"type": "tool_use", "id": "t2", "name": "shell"}
    with answered_by([[broken, missing]], monkeypatch) as (model, _):
        answer = model.answer(conversation())
    assert [use.input for use in answer.uses] == ['"{\\"command\\": "', "null"]


def test_half_a_surrogate_pair_does_not_come_through(monkeypatch: pytest.MonkeyPatch) -> None:
    with answered_by([[text("a\ud800"), tool_use("shell", command="\udfff")]], monkeypatch) as (model, _):
        answer = model.answer(conversation())
    assert answer.texts == ("a\ufffd",)
    assert answer.uses[0].input == '{"command": "\ufffd"}'
    answer.content.encode()
