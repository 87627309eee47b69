"""Which pages of a service are looked at, from one to what it links to; asking for them and reading them lies elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

MOST_PAGES = 60
DEEPEST = 4
_MOST_AT_ONCE = 20
_NUMBERED = re.compile(
    r"[0-9]+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?=[a-f]*[0-9])[0-9a-f]{12,64}", re.IGNORECASE
)
_CHANGES = re.compile(
    r"(?<![a-z])(?:log-?_?out|sign-?_?(?:out|off)|log-?_?off|delete|remove|destroy|drop|purge|reset|revoke|cancel|unsubscribe)"
    r"(?![a-z])",
    re.IGNORECASE,
)
IN_A_PAGE = "{id}"
"""What stands for a number or digest in the path of a page: one page of many that are alike."""


def shape_of(target: str) -> str:
    """The path of a page without its query, with ``{id}`` for numbers and digests: ``/accounts/42`` → ``/accounts/{id}``."""
    path = target.partition("?")[0].partition("#")[0]
    return "/".join(IN_A_PAGE if _NUMBERED.fullmatch(part) else part for part in path.split("/"))


def changes(target: str) -> bool:
    """Whether a link says that it does something, such as to sign out or to delete: then it is not followed."""
    return _CHANGES.search(target) is not None


@dataclass
class Crawl:
    """A walk through the pages of one service, of each shape one. ``pages`` are those that are there, by their shape.

    ``unfollowed`` counts the links for which there was no room.
    """

    start: str = "/"
    pages: dict[str, str] = field(default_factory=dict)
    unfollowed: int = 0
    _depths: dict[str, int] = field(default_factory=dict)
    _waiting: list[str] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._add(self.start, 0)

    def wanted(self) -> list[str]:
        """What to ask for now; nothing when the walk is over."""
        wanted, self._waiting = self._waiting[:_MOST_AT_ONCE], self._waiting[_MOST_AT_ONCE:]
        return wanted

    def told(self, target: str, links: Sequence[str]) -> None:
        """Hear that something is there, and what it links to."""
        self.pages.setdefault(shape_of(target), target)
        self.led(target, links)

    def led(self, target: str, links: Sequence[str]) -> None:
        """Hear where a target leads on, without being a page itself."""
        depth = self._depths.get(target, 0) + 1
        for link in links:
            if changes(link):
                self.pages.setdefault(shape_of(link), link)
            else:
                self._add(link, depth)

    def _add(self, target: str, depth: int) -> None:
        shape = shape_of(target)
        if shape in self._seen:
            return
        if len(self._seen) >= MOST_PAGES or depth > DEEPEST:
            self.unfollowed += 1
            return
        self._seen.add(shape)
        self._depths[target] = depth
        self._waiting.append(target)
