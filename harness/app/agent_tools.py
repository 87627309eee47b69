"""The coding agents that read rules for some files only: where they look for them, and how those begin."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class AgentTool:
    """An agent with rules for files: ``signs`` are paths that show that a project uses it.

    ``front`` makes the beginning of such a file from globs.
    """

    name: str
    folder: str
    ending: str
    signs: tuple[str, ...]
    front: Callable[[Sequence[str]], str]

    def is_used(self, root: Path) -> bool:
        """Whether the project in a folder uses it."""
        return any((root / sign).exists() for sign in self.signs)


def _claude(globs: Sequence[str]) -> str:
    """``paths`` is a list of globs (Claude Code, "Organize rules with .claude/rules/")."""
    return "---\npaths:\n" + "".join(f"  - {json.dumps(glob)}\n" for glob in globs) + "---\n"


def _cursor(globs: Sequence[str]) -> str:
    """``globs`` is one line without quotes, parted by commas (Cursor, "Rules", `.mdc`)."""
    return f"---\ndescription: What the constitution asks of these files\nglobs: {','.join(globs)}\nalwaysApply: false\n---\n"


def _copilot(globs: Sequence[str]) -> str:
    """``applyTo`` is one text, parted by commas (GitHub, "Adding repository custom instructions")."""
    return f"---\napplyTo: {json.dumps(','.join(globs))}\n---\n"


TOOLS: Mapping[str, AgentTool] = {
    one.name: one
    for one in (
        AgentTool("claude", ".claude/rules", ".md", (".claude", "CLAUDE.md"), _claude),
        AgentTool("cursor", ".cursor/rules", ".mdc", (".cursor",), _cursor),
        AgentTool(
            "copilot",
            ".github/instructions",
            ".instructions.md",
            (".github/instructions", ".github/copilot-instructions.md"),
            _copilot,
        ),
    )
}
