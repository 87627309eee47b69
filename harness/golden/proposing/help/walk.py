"""Which commands are asked for their help, one level after the other; asking them lies elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from harness.golden.proposing.help.pages import Page, read_page

FLAGS = ("--help", "-h")
MOST_COMMANDS = 150
_DEEPEST = 5
Path = tuple[str, ...]


@dataclass(frozen=True)
class Visit:
    """A command that was asked for its help: its words, how it was asked, and what it told.

    One that ``repeats`` prints the help of a command above, and so has none of its own.
    """

    path: Path
    flag: str
    page: Page
    repeats: bool = False


@dataclass
class Walk:
    """A walk through a command and its sub-commands. ``unvisited`` are those for which there was no room."""

    root: Path
    visits: list[Visit] = field(default_factory=list)
    unvisited: list[Path] = field(default_factory=list)
    _waiting: list[tuple[Path, str]] = field(default_factory=list)
    _count: int = 1

    def __post_init__(self) -> None:
        self._waiting = [(self.root, FLAGS[0])]

    def wanted(self) -> list[tuple[Path, str]]:
        """Which commands to ask now, each with how; nothing when the walk is over."""
        wanted, self._waiting = self._waiting, []
        return wanted

    def told(self, path: Path, flag: str, text: str) -> None:
        """Hear what one of them printed."""
        page = read_page(text, path)
        if not page.tells and flag != FLAGS[-1]:
            self._waiting.append((path, FLAGS[FLAGS.index(flag) + 1]))
            return
        repeats = page.tells and self._is_of_another(path, page)
        if repeats:
            page = Page()
        self.visits.append(Visit(path, flag if page.tells else FLAGS[0], page, repeats))
        for command in page.commands:
            self._add((*path, command))

    def _add(self, path: Path) -> None:
        if len(path) - len(self.root) > _DEEPEST or path[-1] in path[len(self.root) - 1 : -1]:
            return
        if self._count >= MOST_COMMANDS:
            self.unvisited.append(path)
        else:
            self._count += 1
            self._waiting.append((path, FLAGS[0]))

    def _is_of_another(self, path: Path, page: Page) -> bool:
        """Whether the help is that of a command above: then it says nothing of this one, and would be gone through for ever."""
        above = [visit.page.text for visit in self.visits if visit.path == path[: len(visit.path)] != path]
        return page.text in above


def ordered(visits: Sequence[Visit]) -> list[Visit]:
    """The visits, each command before those below it."""
    return sorted(visits, key=lambda visit: (visit.path[:1], visit.path))
