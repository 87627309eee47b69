"""What is sent to the Messages API, as the stand-in received it from the real SDK."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from harness.domain.conversation import Answered, Picture, Told, ToolResult, ToolUse, Words
from tests.support.conversations import MODEL, answered_by, continued, conversation, told
from tests.support.standin import text, thinking, tool_use


def marked(body: dict[str, Any]) -> list[tuple[int, int]]:
    """Where the cache breakpoints of the messages are: message and block."""
    return [
        (at, number)
        for at, message in enumerate(body["messages"])
        for number, block in enumerate(message["content"])
        if "cache_control" in block
    ]


def unmarked(messages: list[dict[str, Any]]) -> str:
    return json.dumps(messages).replace(', "cache_control": {"type": "ephemeral"}', "")


def test_a_request_holds_model_system_tools_and_messages_and_nothing_that_samples(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with answered_by([[text("hello")]], monkeypatch) as (model, server):
        model.answer(conversation(most_tokens=1000))
    body = server.requests[0].body
    assert body["model"] == MODEL
    assert body["max_tokens"] == 1000
    assert body["system"][0]["text"] == "You are a user."
    assert server.requests[0].tools == ["shell"]
    assert set(body) == {"model", "max_tokens", "system", "tools", "messages"}
    assert "stream" not in body


def test_a_tool_that_has_to_be_used_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    with answered_by([[text("hello")]], monkeypatch) as (model, server):
        model.answer(conversation(must_use="shell"))
    assert server.requests[0].body["tool_choice"] == {"type": "tool", "name": "shell"}


def test_a_conversation_without_tools_names_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with answered_by([[text("hello")]], monkeypatch) as (model, server):
        model.answer(conversation().model_copy(update={"tools": ()}))
    assert "tools" not in server.requests[0].body


def test_what_was_said_before_is_sent_again_byte_for_byte_with_breakpoints_at_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = [[thinking("hm"), tool_use("shell", command="ls")], [tool_use("shell")], [text("done")]]
    with answered_by(script, monkeypatch) as (model, server):
        talk = conversation()
        for shown in ("one", "two"):
            answer = model.answer(talk)
            talk = talk.model_copy(update={"messages": (*talk.messages, *continued(answer, shown))})
        model.answer(talk)
    bodies = [request.body for request in server.requests]
    for before, after in itertools.pairwise(bodies):
        kept = len(before["messages"])
        assert unmarked(after["messages"][:kept]) == unmarked(before["messages"])
        assert (before["system"], before["tools"]) == (after["system"], after["tools"])
    assert [marked(body) for body in bodies] == [[(0, 0)], [(0, 0), (2, 0)], [(2, 0), (4, 0)]]
    assert all(body["system"][0]["cache_control"] == {"type": "ephemeral"} for body in bodies)


def test_a_signed_and_an_unknown_block_survive_the_way_there_and_back(monkeypatch: pytest.MonkeyPatch) -> None:
    novel = {"type": "novel_block", "depth": 1.5, "ids": [1, None], "words": "ü \u2028 €"}
    first = [thinking("hm", "c2lnbmVk=="), novel, tool_use("shell", id="t1", command="ls")]
    with answered_by([first, [text("done")]], monkeypatch) as (model, server):
        answer = model.answer(conversation())
        model.answer(conversation(told("go"), *continued(answer, "out")))
    assert server.requests[1].messages[1] == {"role": "assistant", "content": first}


def test_results_come_first_and_other_words_after_them(monkeypatch: pytest.MonkeyPatch) -> None:
    with answered_by([[tool_use("shell", id="t1")], [text("done")]], monkeypatch) as (model, server):
        answer = model.answer(conversation())
        results = Told(parts=(Words(text="go on"), ToolResult(use=answer.uses[0], parts=(Words(text="o1"),))))
        model.answer(conversation(told("go"), Answered(content=answer.content), results))
    kinds = [block["type"] for block in server.requests[1].messages[2]["content"]]
    assert kinds == ["tool_result", "text"]


def test_a_failed_call_is_an_error_of_words_only(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = Picture(media_type="image/png", data="aGk=")
    with answered_by([[tool_use("shell"), tool_use("shell")], [text("done")]], monkeypatch) as (model, server):
        answer = model.answer(conversation())
        results = (
            ToolResult(use=answer.uses[0], parts=(Words(text="no such tool"), picture), failed=True),
            ToolResult(use=answer.uses[1], parts=(), failed=True),
        )
        model.answer(conversation(told("go"), Answered(content=answer.content), Told(parts=results)))
    first, second = server.requests[1].results
    assert (first["is_error"], first["content"]) == (True, [{"type": "text", "text": "no such tool"}])
    assert second["content"][0] | {"cache_control": None} == {"type": "text", "text": "failed", "cache_control": None}


def test_a_picture_is_sent_as_an_image(monkeypatch: pytest.MonkeyPatch) -> None:
    with answered_by([[text("nice")]], monkeypatch) as (model, server):
        model.answer(conversation(Told(parts=(Words(text="look"), Picture(media_type="image/png", data="aGk=")))))
    image = server.requests[0].messages[0]["content"][1]
    assert image["source"] == {"type": "base64", "media_type": "image/png", "data": "aGk="}


def test_empty_words_and_half_a_surrogate_pair_can_be_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    with answered_by([[text("nice")]], monkeypatch) as (model, server):
        model.answer(conversation(told(" ", "a\ud800b")))
    assert [block["text"] for block in server.requests[0].messages[0]["content"]] == ["a\ufffdb"]


def test_a_result_for_a_call_without_a_toolset_names_none(monkeypatch: pytest.MonkeyPatch) -> None:
    use = ToolUse(id="t1", name="shell", input="{}")
    with answered_by([[text("done")]], monkeypatch) as (model, server):
        said = Answered(content=json.dumps([tool_use("shell", id="t1")]))
        model.answer(conversation(told("go"), said, Told(parts=(ToolResult(use=use, parts=(Words(text="x"),)),))))
    assert "toolset_name" not in server.requests[0].results[0]
