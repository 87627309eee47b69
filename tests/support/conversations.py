"""Conversations as small as they come, and a model that the stand-in answers for, reached through the real SDK."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from harness.adapters.model import OpenModel, open_model
from harness.domain.configuration import Provider
from harness.domain.conversation import (
    Answer,
    Answered,
    BrowserToolset,
    Conversation,
    Message,
    PlainTool,
    Told,
    ToolResult,
    Words,
)
from harness.domain.observations import Tab
from tests.support.standin import Script, Standin, standin

MODEL = "claude-test-1"
SHELL = PlainTool(name="shell", description="Runs a command.", input_schema='{"type": "object", "properties": {}}')
BROWSER = BrowserToolset(
    members=("navigate", "left_click", "read_page", "screenshot", "new_tab", "file_upload", "type")
)
TABS = (Tab(id="t1", title="Shop", url="http://127.0.0.1:8000/", active=True),)


def conversation(*messages: Message, browser: bool = False, **settings: object) -> Conversation:
    """A conversation that offers a shell, and a browser if asked for; it begins with ``go`` if nothing is said."""
    tools = (SHELL, BROWSER) if browser else (SHELL,)
    said = messages or (told("go"),)
    return Conversation.model_validate({"system": "You are a user.", "tools": tools, "messages": said, **settings})


def told(*parts: str | ToolResult) -> Told:
    """A message of ours."""
    return Told(parts=tuple(Words(text=part) if isinstance(part, str) else part for part in parts))


def continued(answer: Answer, *results: str) -> tuple[Answered, Told]:
    """An answer and what its calls came to, in order."""
    pairs = zip(answer.uses, results, strict=True)
    browser = {True: TABS, False: ()}
    parts = tuple(
        ToolResult(use=use, parts=(Words(text=words),), tabs=browser[use.toolset is not None]) for use, words in pairs
    )
    return Answered(content=answer.content), Told(parts=parts)


def lonely(monkeypatch: pytest.MonkeyPatch, home: object) -> None:
    """Nothing of this machine's own access to any model can be found."""
    import os

    for name in list(os.environ):
        if name.startswith(("ANTHROPIC_", "AWS_", "GOOGLE_", "CLOUD_ML_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))


@contextmanager
def answered_by(
    script: Script, monkeypatch: pytest.MonkeyPatch, **settings: bool
) -> Iterator[tuple[OpenModel, Standin]]:
    """A model that a stand-in answers for."""
    with standin(script, **settings) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        model = open_model(MODEL, Provider.ANTHROPIC)
        try:
            yield model, server
        finally:
            model.close()
