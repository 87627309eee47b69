"""A scripted stand-in for the Messages API on loopback, so that tests exercise the real SDK, its retries and its errors.

    with standin([[tool_use("shell", command="bank list")], [text("done")]]) as server:
        ... ANTHROPIC_BASE_URL=server.url ...

A script is a list of replies, used up one a request (a retry is a request, too), or a callable that is given each `Request`
and returns a reply; a callable may read the last results and act like a person, and may serve many conversations at once. A
reply is a list of content blocks, a `Turn` of them, or something that goes wrong: a `Fault`, `Garbage`, a `Cut`.

What the real service refuses is refused here: an unanswered call, a result without its toolset, a fifth cache breakpoint, a
sampling parameter … (`Standin.refusals`, which also fails the test when the block ends).
"""

from __future__ import annotations

import itertools
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Block = dict[str, Any]
KEY = "sk-standin-0123456789abcdef"
"""A credential that the stand-in takes; tests look for it where it must not be."""
_TOOLSET_MEMBERS = re.compile(
    r"navigate|screenshot|zoom|(left|right|middle|double|triple)_click|left_click_drag|left_mouse_(down|up)|mouse_move|hover"
    r"|scroll|scroll_to|type|key|hold_key|form_input|read_page|find|get_page_text|wait|file_upload|read_console|read_network"
    r"|javascript_exec|(new|switch|close)_tab|list_tabs"
)


def text(words: str) -> Block:
    """A block of text."""
    return {"type": "text", "text": words}


def thinking(words: str, signature: str = "c2lnbmVk") -> Block:
    """A block of thinking, signed as the service signs them."""
    return {"type": "thinking", "thinking": words, "signature": signature}


def tool_use(name: str, /, *, id: str | None = None, toolset: str | None = None, **inputs: Any) -> Block:
    """A call of a tool; of a member of a toolset where that is named. An id is made up where none is given."""
    block: Block = {"type": "tool_use", "name": name, "input": inputs}
    if id is not None:
        block["id"] = id
    if toolset is not None:
        block["toolset_name"] = toolset
    return block


def browse(member: str, /, *, id: str | None = None, **inputs: Any) -> Block:
    """A call of a member of the browser toolset."""
    return tool_use(member, id=id, toolset="browser", **inputs)


@dataclass(frozen=True)
class Turn:
    """Content blocks, and how they come. ``stop`` and ``usage`` are made up where not given; ``body`` replaces fields."""

    blocks: Sequence[Block]
    stop: str | None = None
    usage: Mapping[str, Any] | None = None
    delay: float = 0.0
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """An error, as the service answers it; the type follows from the status where none is given."""

    status: int
    type: str | None = None
    message: str = "scripted"
    headers: Mapping[str, str] = field(default_factory=dict)


OVERLOADED = Fault(529, headers={"retry-after-ms": "1"})
RATE_LIMITED = Fault(429, headers={"retry-after-ms": "1"})


@dataclass(frozen=True)
class Garbage:
    """An answer that is no message."""

    body: bytes = b"<html>a gateway says hello</html>"
    status: int = 200
    content_type: str = "application/json"


@dataclass(frozen=True)
class Cut:
    """The connection breaks, after so many bytes of the answer ``then`` (none: before any)."""

    after: int = 0
    then: Sequence[Block] = ()


@dataclass(frozen=True)
class Always:
    """At the end of a list: this reply to every request from here on."""

    reply: Reply


Reply = Sequence[Block] | Turn | Fault | Garbage | Cut
Script = Sequence[Reply | Always] | Callable[["Request"], Reply]


@dataclass(frozen=True)
class Request:
    """A request as it came. ``number`` counts from 0; ``turn`` is how many answers the conversation has already."""

    number: int
    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The conversation so far."""
        return self.body.get("messages", [])

    @property
    def turn(self) -> int:
        """How many answers the conversation has already."""
        return sum(message["role"] == "assistant" for message in self.messages)

    @property
    def results(self) -> list[Block]:
        """The results of tools in the last message."""
        content = self.messages[-1]["content"] if self.messages else []
        return [block for block in content if isinstance(block, dict) and block.get("type") == "tool_result"]

    @property
    def shown(self) -> str:
        """All text of the last message, that of results included."""
        return _text_of(self.messages[-1]["content"]) if self.messages else ""

    @property
    def everything(self) -> str:
        """The whole request as text, to look for what must not be in it."""
        return json.dumps(self.body, ensure_ascii=False)

    @property
    def tools(self) -> list[str]:
        """The names of the tools offered; of a toolset its type."""
        return [tool.get("name") or tool["type"] for tool in self.body.get("tools", [])]


class Standin(ThreadingHTTPServer):
    """The server. ``requests`` are all that came, ``refusals`` what the real service would have refused of them."""

    daemon_threads = True

    def __init__(self, script: Script, *, key: str | None = KEY) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[Request] = []
        self.refusals: list[str] = []
        self._script = script
        self._key = key
        self._lock = threading.Lock()
        self._ids = itertools.count(1)
        self._next = 0

    @property
    def url(self) -> str:
        """For ``ANTHROPIC_BASE_URL``."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def environment(self) -> dict[str, str]:
        """The variables with which the SDK reaches this stand-in, and no proxy."""
        return {"ANTHROPIC_BASE_URL": self.url, "ANTHROPIC_API_KEY": self._key or KEY, "NO_PROXY": "127.0.0.1"}

    def received(self, path: str, headers: Mapping[str, str], body: dict[str, Any]) -> Request:
        with self._lock:
            request = Request(len(self.requests), path, headers, body)
            self.requests.append(request)
        return request

    def reply_to(self, request: Request) -> Reply:
        if self._key is not None and self._key not in (
            request.headers.get("x-api-key"),
            request.headers.get("authorization", "").removeprefix("Bearer "),
        ):
            return Fault(401, message="invalid x-api-key")
        refusal = next(_refusals(request), None)
        if refusal is not None:
            with self._lock:
                self.refusals.append(refusal)
            return Fault(400, message=refusal)
        if callable(self._script):
            return self._script(request)
        return self._scripted(self._script)

    def message(self, request: Request, turn: Turn, size: int) -> dict[str, Any]:
        """The message that a turn becomes."""
        blocks = [self._identified(block) for block in turn.blocks]
        called = any(block["type"] == "tool_use" for block in blocks)
        return {
            "id": f"msg_{next(self._ids):08d}",
            "type": "message",
            "role": "assistant",
            "model": request.body.get("model"),
            "content": blocks,
            "stop_reason": turn.stop or ("tool_use" if called else "end_turn"),
            "stop_sequence": None,
            "usage": dict(turn.usage) if turn.usage is not None else _usage(size, blocks),
            **turn.body,
        }

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""

    def _scripted(self, script: Sequence[Reply | Always]) -> Reply:
        with self._lock:
            at, self._next = self._next, self._next + 1
        entry = script[min(at, len(script) - 1)] if script else None
        if isinstance(entry, Always):
            return entry.reply
        if at >= len(script) or entry is None:
            return Fault(500, message="the script is over", headers={"x-should-retry": "false"})
        return entry

    def _identified(self, block: Block) -> Block:
        if block.get("type") != "tool_use":
            return dict(block)
        return {"id": f"toolu_{next(self._ids):08d}", **block}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 65536
    server: Standin

    def log_message(self, *arguments: object) -> None:
        """Tests are not told what was asked."""

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = self.server.received(self.path, headers, json.loads(raw))
        reply = self.server.reply_to(request)
        if isinstance(reply, Fault):
            self._send(reply.status, _error(reply), reply.headers)
        elif isinstance(reply, Garbage):
            self._send(reply.status, reply.body, {"content-type": reply.content_type})
        elif isinstance(reply, Cut):
            self._cut(request, reply, len(raw))
        else:
            turn = reply if isinstance(reply, Turn) else Turn(reply)
            time.sleep(turn.delay)
            self._send(200, _json(self.server.message(request, turn, len(raw))), {})

    def _cut(self, request: Request, cut: Cut, size: int) -> None:
        self.close_connection = True
        if cut.after:
            body = _json(self.server.message(request, Turn(cut.then or [text("cut " * cut.after)]), size))
            self._head(200, len(body), {})
            self.wfile.write(body[: cut.after])
            self.wfile.flush()
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def _send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        with suppress(OSError):
            self._head(status, len(body), headers)
            self.wfile.write(body)
            self.wfile.flush()

    def _head(self, status: int, length: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {
            "content-type": "application/json",
            "content-length": str(length),
            "request-id": f"req_{len(self.server.requests)}",
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()


@contextmanager
def standin(script: Script, *, key: str | None = KEY, strict: bool = True) -> Iterator[Standin]:
    """A stand-in that serves while the block lasts; ``key`` is what it takes (None: anything).

    Where ``strict``, a request that the real service would have refused fails the test at the end.
    """
    with Standin(script, key=key) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
        assert not (strict and server.refusals), server.refusals


_ERROR_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    529: "overloaded_error",
}


def _error(fault: Fault) -> bytes:
    kind = fault.type or _ERROR_TYPES.get(fault.status, "api_error")
    return _json({"type": "error", "error": {"type": kind, "message": fault.message}, "request_id": "req_fault"})


def _usage(size: int, blocks: Sequence[Block]) -> dict[str, int]:
    """About four bytes a token, nothing cached."""
    return {
        "input_tokens": size // 4,
        "output_tokens": len(_json(blocks)) // 4,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
    }


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def _text_of(content: Any) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "\n".join(_text_of(block) for block in content)
    return content.get("text") or _text_of(content.get("content", "")) if isinstance(content, dict) else ""


def _refusals(request: Request) -> Iterator[str]:
    """What the real service refuses of a request."""
    body = request.body
    for name in ("temperature", "top_p", "top_k"):
        if name in body:
            yield f"{name}: not supported by this model"
    if not request.messages or request.messages[0]["role"] != "user":
        yield "messages: the first must be of the user"
    if json.dumps(body).count('"cache_control"') > 4:
        yield "cache_control: at most 4 breakpoints"
    if any(block.get("type") == "text" and not block["text"] for block in _blocks(body)):
        yield "messages: text content blocks must be non-empty"
    yield from _tool_refusals(body)
    for before, message in itertools.pairwise([{"role": None, "content": []}, *request.messages]):
        yield from _message_refusals(before, message)


def _tool_refusals(body: Mapping[str, Any]) -> Iterator[str]:
    names = [tool.get("name") for tool in body.get("tools", []) if tool.get("name")]
    if len(names) != len(set(names)):
        yield "tools: names must be unique"
    for tool in body.get("tools", []):
        for member in tool.get("configs") or {}:
            if not _TOOLSET_MEMBERS.fullmatch(member):
                yield f"tools: unknown member '{member}'"


def _message_refusals(before: Mapping[str, Any], message: Mapping[str, Any]) -> Iterator[str]:
    if message["role"] == before["role"]:
        yield "messages: roles must alternate"
    if not message["content"]:
        yield "messages: content must not be empty"
    calls = {block["id"]: block for block in _content(before) if block.get("type") == "tool_use"}
    results = {block["tool_use_id"]: block for block in _content(message) if block.get("type") == "tool_result"}
    if message["role"] == "user" and set(calls) != set(results):
        yield f"messages: tool_use {sorted(calls)} answered by tool_result {sorted(results)}"
    if message["role"] == "user" and results and next(iter(_content(message))).get("type") != "tool_result":
        yield "messages: tool_result blocks must come first"
    for id, result in results.items():
        yield from _result_refusals(calls.get(id, {}), result)


def _result_refusals(call: Mapping[str, Any], result: Mapping[str, Any]) -> Iterator[str]:
    if call.get("toolset_name") != result.get("toolset_name"):
        yield f"tool_result.toolset_name: {result.get('toolset_name')} where {call.get('toolset_name')} was called"
    content = list(_content(result))
    states = [block for block in content if block.get("type") == "browser_state"]
    if result.get("is_error") and not result.get("content"):
        yield "tool_result: an error needs content"
    if result.get("is_error") and any(block.get("type") != "text" for block in content):
        yield "tool_result: an error holds text only"
    if len(states) > 1 or (states and call.get("toolset_name") != "browser"):
        yield "browser_state: at most one, of the browser toolset only"
    if call.get("toolset_name") == "browser" and not result.get("is_error") and not states:
        yield "browser_state: missing from the result of a browser member"
    for state in states:
        tabs = state["tabs"]
        if tabs and sum(tab.get("active") is True for tab in tabs) != 1:
            yield "browser_state: exactly one tab is active"
        if len({tab["tab_id"] for tab in tabs}) != len(tabs):
            yield "browser_state: tab_id must be unique"


def _blocks(body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for message in body.get("messages", []):
        for block in _content(message):
            yield block
            if block.get("type") == "tool_result":
                yield from _content(block)


def _content(message: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    content = message.get("content")
    if isinstance(content, list):
        yield from (block for block in content if isinstance(block, dict))
