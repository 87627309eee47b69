"""The browser toolset on the wire: what is offered, and how results of its members look."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harness.adapters.model.toolset import parameter, result_of
from harness.domain.conversation import Answered, BrowserToolset, Picture, Told, ToolResult, ToolUse, Words
from harness.domain.observations import Tab
from tests.support.conversations import TABS, answered_by, continued, conversation, told
from tests.support.standin import browse, text

STATE = {
    "type": "browser_state",
    "tabs": [{"tab_id": "t1", "title": "Shop", "url": "http://127.0.0.1:8000/", "active": True}],
}
PICTURE = Picture(media_type="image/jpeg", data="aGk=")
REF = {"target": {"type": "ref", "ref": "e3"}}


def result(member: str, inputs: dict[str, Any], *parts: Words | Picture, failed: bool = False) -> ToolResult:
    use = ToolUse(id="t1", name=member, input=json.dumps(inputs), toolset="browser")
    return ToolResult(use=use, parts=parts, failed=failed, tabs=TABS)


def content(made: ToolResult) -> list[dict[str, Any]]:
    block, beside = result_of(made)
    assert beside == []
    assert (block["tool_use_id"], block["toolset_name"]) == ("t1", "browser")
    listed: list[dict[str, Any]] = block["content"]
    return listed


def words(said: str) -> dict[str, str]:
    return {"type": "text", "text": said}


def test_only_the_members_that_are_named_are_on() -> None:
    entry = parameter(BrowserToolset(members=("navigate", "file_upload")))
    assert entry["type"] == "browser_toolset_20260801"
    on = {name for name, config in entry["configs"].items() if config["enabled"]}
    assert on == {"navigate", "file_upload"}
    assert {"javascript_exec", "read_console", "read_network"} <= set(entry["configs"])


def test_an_action_is_acknowledged_in_the_words_of_the_sdk_and_ours_follow() -> None:
    made = content(result("left_click", REF, Words(text="o7\na page")))
    assert made == [words("Clicked."), words("o7\na page"), STATE]


@pytest.mark.parametrize(
    ("member", "inputs", "said"),
    [
        ("navigate", {"url": "/"}, "Navigated to http://127.0.0.1:8000/ — Shop"),
        ("scroll", {"target": {"type": "coordinate", "x": 1, "y": 2}, "scroll_direction": "down"}, "Scrolled down."),
        ("scroll_to", REF, "Scrolled to e3."),
        ("type", {"text": "milk"}, "Typed."),
        ("key", {"text": "Enter"}, "Pressed Enter."),
        ("form_input", {**REF, "value": "milk"}, "Set the value of e3."),
        ("file_upload", {**REF, "paths": ["a.txt"]}, "Uploaded."),
        ("wait", {"duration": 2}, "Waited 2s."),
        ("hover", REF, "Hovered."),
    ],
)
def test_each_action_is_acknowledged(member: str, inputs: dict[str, Any], said: str) -> None:
    assert content(result(member, inputs, Words(text="o7"))) == [words(said), words("o7"), STATE]


@pytest.mark.parametrize("member", ["read_page", "get_page_text"])
def test_what_a_member_reads_is_its_text(member: str) -> None:
    assert content(result(member, {}, Words(text="a"), Words(text="b"))) == [words("a\nb"), STATE]


def test_a_screenshot_is_an_image_with_our_words_beside_it() -> None:
    image = {"type": "image", "source": {"type": "base64", "media_type": "image/jpeg", "data": "aGk="}}
    assert content(result("screenshot", {}, Words(text="o7"), PICTURE)) == [image, words("o7"), STATE]


def test_a_screenshot_without_a_picture_keeps_its_words() -> None:
    assert content(result("screenshot", {}, Words(text="o7"))) == [words("o7"), STATE]


@pytest.mark.parametrize("member", ["new_tab", "list_tabs", "switch_tab", "close_tab"])
def test_a_member_about_tabs_is_answered_by_the_state_alone_and_our_words_follow(member: str) -> None:
    block, beside = result_of(result(member, {"tab_id": "t1"} if member != "new_tab" else {}, Words(text="o7")))
    assert [one["type"] for one in block["content"]] == ["browser_state"]
    assert beside == [words("o7")]


def test_a_failed_member_is_told_in_words_and_without_a_state() -> None:
    block, _ = result_of(result("left_click", REF, Words(text="ref e3 is stale"), PICTURE, failed=True))
    assert (block["is_error"], block["content"]) == (True, [words("ref e3 is stale")])
    empty, _ = result_of(result("left_click", REF, failed=True))
    assert empty["content"] == [words("failed")]


def test_inputs_that_the_sdk_would_refuse_do_not_hide_what_was_done() -> None:
    assert content(result("left_click", {"ref": "e3"}, Words(text="o7"))) == [words("o7"), STATE]


def test_a_browser_without_tabs_has_a_state_without_tabs() -> None:
    made = result("left_click", REF, Words(text="o7")).model_copy(update={"tabs": ()})
    assert content(made)[-1] == {"type": "browser_state", "tabs": []}


def test_a_title_of_half_a_surrogate_pair_can_be_sent() -> None:
    tab = Tab(id="t1", title="a\ud800", url="", active=True)
    made = result("left_click", REF).model_copy(update={"tabs": (tab,)})
    assert content(made)[-1]["tabs"][0]["title"] == "a\ufffd"


def test_a_whole_conversation_with_a_browser_is_one_that_the_service_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = [browse("navigate", url="/"), browse("left_click", **REF), browse("new_tab"), browse("read_page")]
    with answered_by([calls, [text("done")]], monkeypatch) as (model, server):
        answer = model.answer(conversation(browser=True))
        assert [use.toolset for use in answer.uses] == ["browser"] * 4
        model.answer(conversation(told("go"), *continued(answer, "o1", "o2", "o3", "o4"), browser=True))
    assert server.requests[1].messages[2]["content"][-1]["text"] == "o3"
    assert "anthropic-beta" not in server.requests[1].headers


def test_a_picture_beside_an_action_comes_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with answered_by([[browse("left_click", id="t1", **REF)], [text("done")]], monkeypatch) as (model, server):
        answer = model.answer(conversation(browser=True))
        results = Told(parts=(result("left_click", REF, Words(text="o1"), PICTURE),))
        model.answer(conversation(told("go"), Answered(content=answer.content), results, browser=True))
    kinds = [block["type"] for block in server.requests[1].results[0]["content"]]
    assert kinds == ["text", "text", "image", "browser_state"]
