"""The body of an answer to an Answer: every block as it came, every stop reason by name; what it means lies elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from harness.adapters.model.blocks import well_formed
from harness.domain.conversation import Answer, StopReason, ToolUse, Usage
from harness.errors import EvaluatorError

_BYTES_A_TOKEN = 3
"""Fewer than there are: where a server does not count, limits must hold all the same."""


def answer_of(body: str, request: str, *, asked: Mapping[str, Any], seconds: float) -> Answer:
    """The answer that a body holds. Raises EvaluatorError if it is no message."""
    message = _message(body)
    blocks: list[dict[str, Any]] = message["content"]
    stop, stopped = _stop(message)
    return Answer(
        content=_json(blocks),
        texts=tuple(well_formed(block["text"]) for block in blocks if block["type"] == "text"),
        uses=tuple(_use(block) for block in blocks if block["type"] == "tool_use"),
        stop=stop,
        stopped=stopped,
        model=str(message.get("model") or ""),
        request=request,
        usage=_usage(message.get("usage")) or _estimated(asked, blocks),
        seconds=seconds,
    )


def _message(body: str) -> dict[str, Any]:
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        raise _no_message(body, "it is no JSON") from None
    content = message.get("content") if isinstance(message, dict) else None
    if not isinstance(content, list) or not all(isinstance(block, dict) for block in content):
        raise _no_message(body, "it has no content")
    for block in content:
        _require(body, block, "type")
        if block["type"] == "text":
            _require(body, block, "text")
        if block["type"] == "tool_use":
            _require(body, block, "id")
            _require(body, block, "name")
    return dict(message)


def _require(body: str, block: Mapping[str, Any], field: str) -> None:
    if not isinstance(block.get(field), str):
        raise _no_message(body, f"a block has no `{field}`")


def _no_message(body: str, why: str) -> EvaluatorError:
    begins = " ".join(body.split())[:60]
    return EvaluatorError(
        f"the model's answer is not one of the Messages API: {why}; it begins `{begins}`",
        "is ANTHROPIC_BASE_URL the address of a server of the Messages API?",
    )


def _use(block: Mapping[str, Any]) -> ToolUse:
    family = block.get("toolset_name")
    return ToolUse(
        id=block["id"],
        name=block["name"],
        input=_json(block.get("input")),
        toolset=family if isinstance(family, str) else None,
    )


def _stop(message: Mapping[str, Any]) -> tuple[StopReason, str]:
    """The reason, and what is said of it beyond its name."""
    said: Any = message.get("stop_reason")
    details = message.get("stop_details")
    more = details.get("explanation") or details.get("category") if isinstance(details, dict) else None
    known = said in list(StopReason)
    return (StopReason(said), str(more or "")) if known else (StopReason.UNKNOWN, str(said or "no reason given"))


def _usage(usage: Any) -> Usage | None:
    if not isinstance(usage, dict) or not any(_count(usage, name) for name in ("input_tokens", "output_tokens")):
        return None
    return Usage(
        turns=1,
        input=_count(usage, "input_tokens"),
        output=_count(usage, "output_tokens"),
        cache_read=_count(usage, "cache_read_input_tokens"),
        cache_write=_count(usage, "cache_creation_input_tokens"),
    )


def _count(usage: Mapping[str, Any], name: str) -> int:
    value = usage.get(name)
    return max(0, value) if isinstance(value, int) else 0


def _estimated(asked: Mapping[str, Any], blocks: Sequence[object]) -> Usage:
    return Usage(turns=1, input=len(_json(asked)) // _BYTES_A_TOKEN, output=len(_json(blocks)) // _BYTES_A_TOKEN)


def _json(value: object) -> str:
    """JSON that can be stored and sent back: half a surrogate pair is no UTF-8, and the service refuses it."""
    return well_formed(json.dumps(value, ensure_ascii=False))
