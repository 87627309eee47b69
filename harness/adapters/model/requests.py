"""A conversation as the parameters of one request, so that a turn costs its own tokens; sending it lies in ``client``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from harness.adapters.model import toolset
from harness.adapters.model.blocks import Block, block_of, well_formed
from harness.domain.conversation import Answered, BrowserToolset, Conversation, Message, Told, Tool, ToolResult

_CACHED: Block = {"type": "ephemeral"}


def parameters(conversation: Conversation, model: str) -> dict[str, Any]:
    """What ``messages.create`` is called with: never a sampling parameter, which new models refuse."""
    rest: dict[str, Any] = {}
    if conversation.tools:
        rest["tools"] = [_tool(tool) for tool in conversation.tools]
    if conversation.must_use is not None:
        rest["tool_choice"] = {"type": "tool", "name": conversation.must_use}
    return {
        "model": model,
        "max_tokens": conversation.most_tokens,
        # Tools come before the system prompt in what is cached: one breakpoint serves both.
        "system": [{"type": "text", "text": well_formed(conversation.system), "cache_control": _CACHED}],
        "messages": _with_breakpoints([_message(message) for message in conversation.messages]),
        **rest,
    }


def _tool(tool: Tool) -> Block:
    if isinstance(tool, BrowserToolset):
        return toolset.parameter(tool)
    return {"name": tool.name, "description": tool.description, "input_schema": json.loads(tool.input_schema)}


def _message(message: Message) -> Block:
    if isinstance(message, Answered):
        return {"role": "assistant", "content": json.loads(message.content)}
    return {"role": "user", "content": list(_told(message))}


def _told(message: Told) -> Iterator[Block]:
    """Results first, as the service demands; then what else is said, and what a result had no room for."""
    later: list[Block] = []
    for part in message.parts:
        if isinstance(part, ToolResult):
            result, rest = _result(part)
            yield result
            later += rest
        else:
            later += block_of(part)
    yield from later


def _result(result: ToolResult) -> tuple[Block, list[Block]]:
    if result.use.toolset is not None:
        return toolset.result_of(result)
    content = [block for part in result.parts for block in block_of(part)]
    block: Block = {"type": "tool_result", "tool_use_id": result.use.id, "content": content}
    if result.failed:
        # The service refuses pictures beside an error, and an error without words.
        words = [one for one in content if one["type"] == "text"]
        block |= {"is_error": True, "content": words or [{"type": "text", "text": "failed"}]}
    return block, []


def _with_breakpoints(messages: Sequence[Block]) -> list[Block]:
    """Mark the end of the last message of ours, where this turn is written to the cache, and of the one before, where
    the last turn was: a breakpoint finds what was cached at most 20 blocks before it."""
    ours = [at for at, message in enumerate(messages) if message["role"] == "user"][-2:]
    return [_marked(message) if at in ours else message for at, message in enumerate(messages)]


def _marked(message: Block) -> Block:
    *before, last = message["content"]
    return {**message, "content": [*before, {**last, "cache_control": _CACHED}]}
