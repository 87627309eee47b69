"""Answers an agent over the Model Context Protocol, on standard input and output; what its tools say lies in ``app``.

The one door to the package ``mcp``. While it serves, nothing else reaches standard output: what a tool or a program that it
starts prints there goes to standard error.
"""

from __future__ import annotations

import importlib.util
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from harness.errors import HarnessError, UsageError

if TYPE_CHECKING:
    from mcp.server import Server, ServerRequestContext
    from mcp_types import CallToolRequestParams, CallToolResult, ListToolsResult, PaginatedRequestParams

_NEEDED = ("mcp", "mcp_types")  # the second came with the version 2 of the first
_MOST_AT_ONCE = 2


@dataclass(frozen=True)
class Tool:
    """Something that an agent may ask, and that changes nothing.

    ``schema`` is a JSON Schema of its arguments. ``answer`` is called with them, in a thread of its own, and returns text;
    a HarnessError of it is told with what to do about it.
    """

    name: str
    title: str
    description: str
    schema: Mapping[str, object]
    answer: Callable[[Mapping[str, object]], str]


def require() -> None:
    """Raise UsageError unless the package that speaks the protocol is installed."""
    if any(importlib.util.find_spec(name) is None for name in _NEEDED):
        raise UsageError("answering over MCP needs the package mcp, version 2", "pip install 'spec-harness[mcp]'")


def serve(tools: Sequence[Tool], version: str, instructions: str, complain: Callable[[str], None]) -> None:
    """Answer until standard input ends; ``complain`` is told of defects of our own, in some lines.

    Raises:
        UsageError: if the package is missing.
    """
    require()
    import anyio

    anyio.run(partial(_serve, _server(tools, version, instructions, complain)))


async def _serve(server: Server[Any]) -> None:
    from mcp.server.stdio import stdio_server

    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


def _server(tools: Sequence[Tool], version: str, instructions: str, complain: Callable[[str], None]) -> Server[Any]:
    import anyio
    from mcp import MCPError
    from mcp.server import Server
    from mcp_types import INVALID_PARAMS, ListToolsResult

    known = {one.name: one for one in tools}
    limiter = anyio.CapacityLimiter(_MOST_AT_ONCE)

    async def listed(context: ServerRequestContext[Any], params: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_described(one) for one in tools])

    async def called(context: ServerRequestContext[Any], params: CallToolRequestParams) -> CallToolResult:
        if params.name not in known:
            raise MCPError(code=INVALID_PARAMS, message=f"there is no such tool; there are {', '.join(known)}")
        ask = partial(_asked, known[params.name], complain, params.arguments or {})
        text, wrong = await anyio.to_thread.run_sync(ask, abandon_on_cancel=True, limiter=limiter)
        return _result(text, wrong)

    return Server("harness", version=version, instructions=instructions, on_list_tools=listed, on_call_tool=called)


def _described(tool: Tool) -> Any:
    from mcp_types import Tool as Described
    from mcp_types import ToolAnnotations

    return Described(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=dict(tool.schema),
        annotations=ToolAnnotations(
            title=tool.title, read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )


def _result(text: str, wrong: bool) -> CallToolResult:
    from mcp_types import CallToolResult, TextContent

    return CallToolResult(content=[TextContent(type="text", text=text)], is_error=wrong)


def _asked(tool: Tool, complain: Callable[[str], None], arguments: Mapping[str, object]) -> tuple[str, bool]:
    """What a tool answers, and whether that is an error."""
    try:
        return tool.answer(arguments), False
    except HarnessError as error:
        return f"{error.what}\nhint: {error.hint}" if error.hint else error.what, True
    except Exception as error:  # noqa: BLE001 - the boundary of a call: a defect of one must not end all others
        # Not its message: that may quote what must not be told.
        where = "".join(f"  {one.filename}:{one.lineno}\n" for one in traceback.extract_tb(error.__traceback__))
        complain(f"harness mcp: {tool.name}: {type(error).__name__}\n{where}")
        said = f"harness could not answer: a defect of its own ({type(error).__name__})"
        return f"{said}\nhint: please report it, with what this server wrote to standard error", True
