"""What gives trees to the readers of languages, and what they say of a file that has none."""

from __future__ import annotations

from collections.abc import Callable

from harness.ports.sources import SyntaxNode

Parse = Callable[[str, bytes], SyntaxNode]
"""From a language and a text to the root of its tree: ``harness.ports.sources.Syntax.tree``."""

Unread = tuple[int, int, str]
"""Lines that could not be read, the first and the last, and why."""


class Unparsable(Exception):
    """A file that cannot be read: the line from where, and why."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason
