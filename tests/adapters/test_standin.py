"""The stand-in for the Messages API refuses what the real one refuses: a test that passes against it means something."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import Any

import pytest

from tests.support.standin import KEY, Standin, browse, standin, text, tool_use

SAID = {"role": "user", "content": [text("go")]}
CALLED = {"role": "assistant", "content": [tool_use("shell", id="t1")]}
BROWSED = {"role": "assistant", "content": [browse("left_click", id="t1")]}
TAB = {"tab_id": "t1", "title": "", "url": "", "active": True}


def state(*tabs: dict[str, Any]) -> dict[str, Any]:
    return {"type": "browser_state", "tabs": list(tabs)}


def result(*content: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1", "content": list(content), **more}]}


def browser_result(*content: dict[str, Any], **more: Any) -> dict[str, Any]:
    return result(*content, toolset_name="browser", **more)


def asked(server: Standin, *messages: dict[str, Any], key: str = KEY, **more: Any) -> tuple[int, Any]:
    body = {"model": "m", "max_tokens": 10, "messages": list(messages), **more}
    connection = HTTPConnection("127.0.0.1", server.server_address[1])
    connection.request("POST", "/v1/messages", json.dumps(body), {"x-api-key": key})
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


@pytest.mark.parametrize(
    ("messages", "more", "why"),
    [
        ([SAID], {"temperature": 0}, "temperature"),
        ([], {}, "first must be of the user"),
        ([CALLED, SAID], {}, "first must be of the user"),
        ([SAID, SAID], {}, "roles must alternate"),
        ([{"role": "user", "content": []}], {}, "content must not be empty"),
        ([{"role": "user", "content": [text("")]}], {}, "must be non-empty"),
        ([SAID, CALLED, SAID], {}, "answered by tool_result"),
        ([SAID, CALLED, result(text("x"), is_error=True, content=[])], {}, "an error needs content"),
        ([SAID, CALLED, browser_result(text("x"))], {}, "toolset_name"),
        ([SAID, BROWSED, result(text("x"))], {}, "toolset_name"),
        ([SAID, BROWSED, browser_result(text("x"))], {}, "browser_state: missing"),
        ([SAID, BROWSED, browser_result(state(), state())], {}, "at most one"),
        ([SAID, CALLED, result(state())], {}, "of the browser toolset only"),
        ([SAID, BROWSED, browser_result(state({**TAB, "active": False}))], {}, "exactly one tab is active"),
        ([SAID, BROWSED, browser_result(state(TAB, {**TAB, "active": False}))], {}, "tab_id must be unique"),
        ([SAID, CALLED, result({"type": "image"}, is_error=True)], {}, "text only"),
        ([SAID], {"tools": [{"name": "a"}, {"name": "a"}]}, "names must be unique"),
        ([SAID], {"tools": [{"type": "browser_toolset_20260801", "configs": {"fly": {}}}]}, "unknown member 'fly'"),
        ([SAID], {"system": [{**text("x"), "cache_control": {}}] * 5}, "at most 4 breakpoints"),
    ],
)
def test_what_the_service_refuses_is_refused(messages: list[Any], more: dict[str, Any], why: str) -> None:
    with standin([[text("so")]], strict=False) as server:
        status, body = asked(server, *messages, **more)
    assert status == 400
    assert any(why in refusal for refusal in server.refusals), server.refusals
    assert body["error"]["message"] == server.refusals[0]


def test_words_before_the_results_are_refused() -> None:
    late = result(text("x"))
    late["content"].insert(0, text("first"))
    with standin([[text("so")]], strict=False) as server:
        asked(server, SAID, CALLED, late)
    assert server.refusals == ["messages: tool_result blocks must come first"]


def test_a_refusal_fails_the_test_that_caused_it() -> None:
    with pytest.raises(AssertionError, match="temperature"), standin([[text("so")]]) as server:
        asked(server, SAID, temperature=1)


def test_another_key_is_not_taken_and_the_end_of_the_script_is_told() -> None:
    with standin([[text("so")]]) as server:
        assert asked(server, SAID, key="other")[0] == 401
        assert asked(server, SAID)[0] == 200
        status, body = asked(server, SAID)
    assert (status, body["error"]["message"]) == (500, "the script is over")


def test_a_script_may_read_what_it_was_shown() -> None:
    with standin(lambda request: [text(f"{request.turn} {request.shown} {request.tools}")]) as server:
        _, first = asked(server, SAID, tools=[{"name": "shell"}])
        _, second = asked(server, SAID, CALLED, result(text("milk")))
    assert first["content"][0]["text"] == "0 go ['shell']"
    assert second["content"][0]["text"] == "1 milk []"
    assert [request.number for request in server.requests] == [0, 1]
    assert server.requests[1].results[0]["tool_use_id"] == "t1"
