"""A conversation with a language model, as data: what it is told, may use and answers; sending it lies elsewhere."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from harness.domain.base import Frozen
from harness.domain.observations import Tab


class Words(Frozen):
    """A piece of text."""

    kind: Literal["words"] = "words"
    text: str


class Picture(Frozen):
    """An image; ``data`` is base64."""

    kind: Literal["picture"] = "picture"
    media_type: str
    data: str


class ToolUse(Frozen):
    """A call that the model asks for. ``input`` is the JSON text of what it sent; ``toolset`` the family, if any."""

    id: str
    name: str
    input: str
    toolset: str | None = None


class ToolResult(Frozen):
    """What a call came to. ``tabs`` are reported for members of the browser toolset only."""

    kind: Literal["tool-result"] = "tool-result"
    use: ToolUse
    parts: tuple[Annotated[Words | Picture, Field(discriminator="kind")], ...]
    failed: bool = False
    tabs: tuple[Tab, ...] = ()


class Told(Frozen):
    """A message to the model."""

    kind: Literal["told"] = "told"
    parts: tuple[Annotated[Words | Picture | ToolResult, Field(discriminator="kind")], ...]


class Answered(Frozen):
    """A message of the model: the JSON text of its content blocks, exactly as they came, because some of them are signed."""

    kind: Literal["answered"] = "answered"
    content: str


class PlainTool(Frozen):
    """A tool of our own; ``input_schema`` is the JSON Schema of its input."""

    kind: Literal["plain"] = "plain"
    name: str
    description: str
    input_schema: str


class BrowserToolset(Frozen):
    """The Messages API's browser toolset with only these members enabled."""

    kind: Literal["browser-toolset"] = "browser-toolset"
    members: tuple[str, ...]


Tool = Annotated[PlainTool | BrowserToolset, Field(discriminator="kind")]
Message = Annotated[Told | Answered, Field(discriminator="kind")]


class Conversation(Frozen):
    """All that the model is sent: append-only from one turn to the next, so that what was read once is cached.

    ``most_tokens`` bounds one answer. ``must_use`` names a plain tool that the model has to call.
    """

    system: str
    tools: tuple[Tool, ...]
    messages: tuple[Message, ...]
    most_tokens: int = 8192
    must_use: str | None = None


class StopReason(StrEnum):
    """Why the model stopped, as the Messages API says it; ``unknown`` for a reason that did not exist when this was written."""

    END_TURN = "end_turn"
    MAX_TOKENS = "max_tokens"
    STOP_SEQUENCE = "stop_sequence"
    TOOL_USE = "tool_use"
    PAUSE_TURN = "pause_turn"
    COMPACTION = "compaction"
    REFUSAL = "refusal"
    CONTEXT_FULL = "model_context_window_exceeded"
    UNKNOWN = "unknown"


class Usage(Frozen):
    """What was used: model turns, tokens by kind, US dollars (0 where the model has no price)."""

    turns: int = 0
    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0
    dollars: float = 0.0

    @property
    def tokens(self) -> int:
        """Tokens of every kind together."""
        return self.input + self.output + self.cache_read + self.cache_write

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            turns=self.turns + other.turns,
            input=self.input + other.input,
            output=self.output + other.output,
            cache_read=self.cache_read + other.cache_read,
            cache_write=self.cache_write + other.cache_write,
            dollars=self.dollars + other.dollars,
        )


class Answer(Frozen):
    """One turn of the model. ``content`` is for ``Answered``; ``texts`` and ``uses`` are what it holds; wall seconds."""

    content: str
    texts: tuple[str, ...] = ()
    uses: tuple[ToolUse, ...] = ()
    stop: StopReason
    stopped: str = ""
    model: str = ""
    request: str = ""
    usage: Usage = Usage()
    seconds: float = 0.0
