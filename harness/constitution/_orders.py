"""The command line of a tool, and what it is given as input; running it lies elsewhere."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from harness.constitution.outputs.results import Result
from harness.errors import MachineError

_LIST = '"$TMPDIR/paths"'


@dataclass(frozen=True)
class Order:
    """A shell command, and its input."""

    command: str
    typed: bytes = b""


def with_paths(words: Sequence[str], paths: Sequence[str]) -> Order:
    """A command that is given its files in a list (``@file``), because a command line has no room for many.

    Raises:
        MachineError: if a path cannot stand in such a list.
    """
    for path in paths:
        if "\n" in path or "\r" in path:
            raise MachineError(f"a file whose name has a line break cannot be checked: {path!r}", "rename it")
    typed = "".join(f"./{path}\n" for path in paths).encode("utf-8", "surrogateescape")
    return Order(f"cat > {_LIST} && exec {shlex.join(words)} @{_LIST}", typed)


def only(results: Sequence[Result], rules: Sequence[str]) -> list[Result]:
    """The results of these rules; all where none are named."""
    return [result for result in results if not rules or _is_of(result, rules)]


def _is_of(result: Result, rules: Sequence[str]) -> bool:
    return any(result.rule == rule or result.rule.endswith((f".{rule}", f"/{rule}")) for rule in rules)
