"""``harness hook install``: our hooks among the settings of an agent, beside all that stands there already."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.adapters import files
from harness.adapters.installed import on_path
from harness.app.project import find_root
from harness.errors import UsageError

SETTINGS = ".claude/settings.json"
_TOOLS = "Edit|MultiEdit|NotebookEdit|Write"
_MOST_BYTES = 4 * 1024 * 1024
_EVENTS = {"PostToolUse": ("post-tool-use", 30), "Stop": ("stop", 300)}
"""What each hook is called here, and the seconds after which the agent goes on without it."""
_HINT = "put it right, or copy from `harness hook install claude-code --print`"


@dataclass(frozen=True)
class Installed:
    """The settings as they are to be: their path as typed, their text, which events are new, and remarks."""

    path: str
    text: str
    added: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def install_hooks(start: Path, command: str, write: bool) -> Installed:
    """Put the hooks for Claude Code into the settings of the project that ``start`` lies in; those that are there stay.

    ``command`` is how harness is called there. Unless it is to ``write``, nothing is changed.

    Raises:
        UsageError: if the settings are no JSON object, or not of the form that hooks have to have.
        MachineError: if they cannot be written.
    """
    path = find_root(start) / SETTINGS
    if not files.is_inside(path, find_root(start)):
        raise UsageError(f"'{SETTINGS}' leads out of the project", "put a file in place of the link")
    old = _text(path) if path.is_file() else ""
    settings = _settings(old)
    hooks = dict(_as_object(settings.get("hooks", {}), "hooks"))
    added = [event for event in _EVENTS if not _is_there(hooks, event)]
    for event in added:
        hooks[event] = [*hooks.get(event, []), _entry(event, command)]
    text = json.dumps({**settings, "hooks": hooks}, indent=_indent(old), ensure_ascii=False) + "\n"
    if write and added:
        files.replace_bytes(path, text.encode())
    program = command.split()[0] if command.split() else ""
    remarks = (
        () if program and on_path(program) else (f"'{program}' is not on the PATH here: name it with `--command`",)
    )
    if settings.get("disableAllHooks"):
        remarks = (*remarks, f"`disableAllHooks` in '{SETTINGS}' keeps every hook from being called: take it out")
    return Installed(files.typed(path), text, tuple(added), remarks)


def _entry(event: str, command: str) -> Mapping[str, Any]:
    name, seconds = _EVENTS[event]
    line = f'{command} hook claude-code {name} --project "$CLAUDE_PROJECT_DIR"'
    hook = {"hooks": [{"type": "command", "command": line, "timeout": seconds}]}
    return {"matcher": _TOOLS, **hook} if event == "PostToolUse" else hook


def _is_there(hooks: Mapping[str, Any], event: str) -> bool:
    groups = hooks.get(event, [])
    if not isinstance(groups, list):
        raise UsageError(f"'{SETTINGS}': `hooks.{event}` is no list", _HINT)
    name = f"hook claude-code {_EVENTS[event][0]}"
    return any(name in str(one.get("command", "")) for group in groups for one in _hooks_of(group))


def _hooks_of(group: Any) -> list[Mapping[str, Any]]:
    found = group.get("hooks", []) if isinstance(group, dict) else []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(path: Path) -> str:
    try:
        return files.read_bytes(path, _MOST_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"'{SETTINGS}' is not UTF-8 text (byte {error.start + 1})", _HINT) from None


def _settings(text: str) -> Mapping[str, Any]:
    if not text.strip():
        return {}
    try:
        return _as_object(json.loads(text, object_pairs_hook=_once), "it")
    except (ValueError, RecursionError) as error:
        raise UsageError(f"'{SETTINGS}' cannot be read: {error}", _HINT) from None


def _as_object(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise UsageError(f"'{SETTINGS}': {name} is no JSON object", _HINT)
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; one that names a key twice would lose something."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is named twice")
    return found


def _indent(text: str) -> int | str:
    """How deep the first line of an object is indented."""
    second = text.partition("{")[2].partition("\n")[2]
    blanks = second[: len(second) - len(second.lstrip(" \t"))]
    return blanks if blanks and second.strip() else 2
