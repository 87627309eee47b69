"""The browser toolset on the wire: its entry among the tools, and results of its members, rendered by the SDK's own class.

What the members do lies elsewhere: they have been carried out and recorded when this is asked.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any, cast, get_args

from anthropic.lib.tools import ToolError
from anthropic.tools.browser import (
    BetaAbstractBrowserToolset20260801,
    BetaBrowserNavigateResult,
    BetaBrowserState,
    BetaScreenshotResult,
    BetaToolsetCallContext,
    BetaURLContext,
)
from anthropic.types.beta import BetaToolUseBlock
from anthropic.types.beta.beta_browser_member_name import BetaBrowserMemberName

from harness.adapters.model.blocks import Block, block_of, well_formed
from harness.domain.conversation import BrowserToolset, Picture, ToolResult, Words
from harness.domain.observations import Tab

_ALL: tuple[str, ...] = get_args(BetaBrowserMemberName)
_TEXTS = frozenset({"read_page", "find", "get_page_text"})
_PICTURES = frozenset({"screenshot", "zoom"})
_ONLY_STATE = frozenset({"new_tab", "list_tabs", "switch_tab", "close_tab"})
"""Members whose result is the state of the browser and nothing else."""


def parameter(toolset: BrowserToolset) -> Block:
    """The entry among the tools: every member that is not named is switched off, whatever the service's default is."""
    entry = _Rendering(toolset.members).to_dict()
    return cast("Block", entry)


def result_of(result: ToolResult) -> tuple[Block, list[Block]]:
    """The result as the SDK renders it, our words with it; and the blocks that it has no room for, to follow it."""
    if result.failed:
        words = [block for part in result.parts for block in block_of(part) if block["type"] == "text"]
        return _block(result, words or [{"type": "text", "text": "failed"}], is_error=True), []
    (*rendered, state), rest = _rendered(result)
    beside = [block for part in rest for block in block_of(part)]
    if result.use.name in _ONLY_STATE:
        return _block(result, [state]), beside
    return _block(result, [*rendered, *beside, state]), []


def _block(result: ToolResult, content: list[Block], *, is_error: bool = False) -> Block:
    use = result.use
    error = {"is_error": True} if is_error else {}
    return {"type": "tool_result", "tool_use_id": use.id, "toolset_name": use.toolset, "content": content, **error}


def _rendered(result: ToolResult) -> tuple[list[Block], Sequence[Words | Picture]]:
    """What the SDK would answer for the member, the state of the browser last; and the parts that this does not hold."""
    inputs = json.loads(result.use.input)
    use = BetaToolUseBlock.construct(id=result.use.id, name=result.use.name, input=inputs, toolset_name="browser")
    context = _Context.construct(tool_use=use, result=result)
    try:
        called, rest = _rendering().call(context, result.use.name, inputs), _beside(result)
    except ToolError:
        # The SDK is stricter about inputs than who carried the call out; that it was carried out is what counts.
        called, rest = _rendering().call(context, "list_tabs", {}), result.parts
    return cast("list[Block]", called), rest


def _beside(result: ToolResult) -> Sequence[Words | Picture]:
    if result.use.name in _TEXTS:
        return [part for part in result.parts if not isinstance(part, Words)]
    if result.use.name in _PICTURES:
        first = next(part for part in result.parts if isinstance(part, Picture))
        return [part for part in result.parts if part is not first]
    return result.parts


class _Context(BetaToolsetCallContext):
    """The call that is answered, and what it has come to already."""

    result: Any = None


class _Rendering(BetaAbstractBrowserToolset20260801):
    """A toolset whose members have been carried out already: the context of each call holds what it came to."""

    def __init__(self, members: Sequence[str]) -> None:
        configs: Any = {name: {"enabled": name in members} for name in _ALL}
        super().__init__(configs=configs, confirm=lambda context: True, file_policy=_AnyFile())

    def _browser_state(self, context: BetaToolsetCallContext) -> BetaBrowserState:
        return BetaBrowserState(tabs=[_entry(tab) for tab in _result(context).tabs])

    def execute(self, context: BetaToolsetCallContext, name: BetaBrowserMemberName, input: Any) -> Any:
        result = _result(context)
        if name == "navigate":
            active = _active(result)
            return BetaBrowserNavigateResult(url=active.url, title=active.title or None)
        if name in ("new_tab", "switch_tab"):
            return _entry(_active(result))
        if name in _PICTURES:
            return _picture(result)
        if name in _TEXTS:
            return well_formed("\n".join(part.text for part in result.parts if isinstance(part, Words)))
        return None


@cache
def _rendering() -> _Rendering:
    """One for all: it keeps nothing between calls but its lock, as we report no changes of state."""
    return _Rendering(_ALL)


def _result(context: BetaToolsetCallContext) -> ToolResult:
    assert isinstance(context, _Context)
    return cast("ToolResult", context.result)


def _active(result: ToolResult) -> Tab:
    return next((tab for tab in result.tabs if tab.active), Tab(id="", title="", url="", active=True))


def _picture(result: ToolResult) -> BetaScreenshotResult:
    for part in result.parts:
        if isinstance(part, Picture):
            return BetaScreenshotResult(data=part.data, media_type=cast("Any", part.media_type))
    raise ToolError("no picture was taken")


class _AnyFile:
    """Uploads were carried out through the user's view, which decides what there is to be read."""

    def resolve_upload_paths(self, context: BetaURLContext, paths: Sequence[str]) -> list[str]:
        return list(paths)

    def resolve_upload_documents(self, context: BetaURLContext, document_ids: Sequence[str]) -> list[str]:
        return list(document_ids)

    def is_path_visible(self, path: str) -> bool:
        return False


def _entry(tab: Tab) -> Any:
    return {"tab_id": tab.id, "title": well_formed(tab.title), "url": well_formed(tab.url), "active": tab.active}
