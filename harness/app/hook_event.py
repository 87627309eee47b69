"""What an agent says of what it just did, as JSON; which files it means is all that is wanted of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from harness.errors import UsageError

MOST_BYTES = 64 * 1024 * 1024
"""The most that is read of it: what was written to a file comes along with it, more than once."""
_HINT = "see docs/agents.md for what a hook is given"
_ONLY_READS = frozenset({"Glob", "Grep", "LS", "NotebookRead", "Read", "read_file"})
_WRITES = frozenset({"Edit", "MultiEdit", "NotebookEdit", "Write"})
_FILE = ("file_path", "notebook_path", "filePath", "path", "absolute_path")
_SESSION = ("session_id", "conversation_id", "thread_id")


@dataclass(frozen=True)
class HookEvent:
    """An event of an agent.

    ``name`` is what the agent calls it, ``folder`` where it works, and ``paths`` the files that it wrote; each is empty where
    nothing is said. ``active`` says that it goes on already because a hook held its stop (None: it does not say).
    """

    name: str = ""
    session: str = ""
    folder: str = ""
    paths: tuple[str, ...] = ()
    active: bool | None = None


def read_event(data: bytes) -> HookEvent:
    """The event that some bytes are.

    Raises:
        UsageError: if they are no JSON object, too many, or something in it is not of the type that it has to be; and if a
            tool that writes files names none.
    """
    if len(data) > MOST_BYTES:
        raise UsageError(f"the input has more than {MOST_BYTES // 1024 // 1024} MiB", _HINT)
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as error:
        what = "nests too deep" if isinstance(error, RecursionError) else "is not JSON"
        raise UsageError(f"the input {what}" if data.strip() else "there is no input", _HINT) from None
    event = _object(said, "the input")
    active = event.get("stop_hook_active")
    if active is not None and not isinstance(active, bool):
        raise UsageError("`stop_hook_active` is neither true nor false", _HINT)
    tool = _text(event, ("tool_name",))
    paths = () if tool in _ONLY_READS else tuple(dict.fromkeys(_paths(event)))
    if tool in _WRITES and not paths:
        raise UsageError(f"`{tool}` writes files, and the input names none", _HINT)
    return HookEvent(
        name=_text(event, ("hook_event_name",)),
        session=_text(event, _SESSION),
        folder=_text(event, ("cwd",)),
        paths=paths,
        active=active,
    )


def _paths(event: Mapping[str, Any]) -> Iterator[str]:
    """The files that the input of the tool names; else those that the event itself, or the tool's answer does."""
    given = [_object(event[key], f"`{key}`") for key in ("tool_input",) if event.get(key) is not None]
    answer = event.get("tool_response")
    for one in (*given, event, answer if isinstance(answer, dict) else {}):
        if found := list(_named(one)):
            yield from found
            return


def _named(value: Mapping[str, Any]) -> Iterator[str]:
    if path := _text(value, _FILE):
        yield path
    for key in ("edits", "files", "paths"):
        many = value.get(key)
        for one in many if isinstance(many, list) else ():
            if isinstance(one, dict) and (path := _text(one, _FILE)):
                yield path
            elif isinstance(one, str) and key != "edits":
                yield one


def _text(value: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        found = value.get(key)
        if found is None:
            continue
        if not isinstance(found, str):
            raise UsageError(f"`{key}` is no text", _HINT)
        if found:
            return found
    return ""


def _object(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise UsageError(f"{name} is no JSON object", _HINT)
    return value
