"""Lines for a terminal: folded, labelled, drawn with or without colour; what they say lies with those who write them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

# ``::error::`` begins a line of GitHub's; ``##[group]`` and ``##vso[…]`` stand anywhere in one of Azure's.
_COMMAND = re.compile(r"^((?:\s|\x1b\[[\d;]*m)*)(::)|(##\w*)(?=\[)")
LABEL = 11
INDENT = 4


class Screen(Protocol):
    """Where lines go: how many columns it has, and whether it shows colours."""

    @property
    def width(self) -> int: ...

    @property
    def colour(self) -> bool: ...


def drawn(lines: Iterable[Text], view: Screen) -> str:
    """The lines as they are printed. No escape but the report's own colours is in them."""
    text = _coloured(lines, view) if view.colour else "".join(f"{line.plain}\n" for line in lines)
    return "\n".join(for_logs(line.rstrip()) for line in text.split("\n"))


def _coloured(lines: Iterable[Text], view: Screen) -> str:
    out = io.StringIO()
    console = Console(
        file=out,
        width=view.width,
        force_terminal=True,
        color_system="standard",
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    for line in lines:
        console.print(line, soft_wrap=True)
    return out.getvalue()


def for_logs(line: str) -> str:
    """The line with a backslash where a CI server, whose log it may go to, would see a command (CWE-117)."""
    return _COMMAND.sub(lambda found: f"{found[1]}\\::" if found[2] else f"{found[3]}\\", line)


def labelled(label: str, text: str, width: int, style: str = "") -> Iterator[Text]:
    """The text beside its label, folded; every further line stands below the first."""
    first, *rest = folded(text, width - INDENT - LABEL)
    yield label_of(label).append(first, style)
    yield from (Text(" " * (INDENT + LABEL)).append(line, style) for line in rest)


def label_of(label: str) -> Text:
    """A label with the room around it."""
    return Text.assemble(" " * INDENT, (label.ljust(LABEL), "dim"))


def wrapped(text: str, indent: int, width: int, style: str = "", hanging: int = 0) -> Iterator[Text]:
    """The text, folded and indented, its further lines by ``hanging`` more."""
    first, *rest = folded(text, width - indent - hanging)
    yield Text(" " * indent + first, style)
    for line in rest:
        yield Text(" " * (indent + hanging) + line, style)


def folded(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` columns, cut at blanks where there are some."""
    lines: list[str] = []
    while (fitting := fits(text, width)) < len(text):
        at = text.rfind(" ", fitting // 2, fitting + 1)
        at = at if at > 0 else max(fitting, 1)
        lines.append(text[:at])
        text = text[at:].lstrip(" ")
    return [*lines, text]


def fits(text: str, width: int) -> int:
    """How many of the first characters have room in ``width`` columns."""
    if text.isascii() and text.isprintable():  # a column each, as most texts are
        return max(min(width, len(text)), 0)
    for at, character in enumerate(text):
        width -= cell_len(character)
        if width < 0:
            return at
    return len(text)


def in_cells(text: str, room: int) -> str:
    """The text in exactly that many columns."""
    return set_cell_size(text, room) if cell_len(text) <= room else set_cell_size(text, room - 1) + "…"


def cut(text: str, longest: int) -> str:
    """The text, or as much of it as ``longest`` characters have room for."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
