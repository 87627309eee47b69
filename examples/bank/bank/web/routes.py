"""Owns finding what answers a path. It does not answer."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bank.web.messages import Request, Response

Answer = Callable[[sqlite3.Connection, Request, dict[str, str]], Response]


class Route(NamedTuple):
    """A method, a path in which `{word}` stands for one segment, and what answers."""

    method: str
    path: str
    answer: Answer


class Match(NamedTuple):
    route: Route
    words: dict[str, str]


def find_matches(routes: Sequence[Route], path: str) -> list[Match]:
    """Every route of the path, whatever its method."""
    found = ((route, match_path(route.path, path)) for route in routes)
    return [Match(route, words) for route, words in found if words is not None]


def match_path(pattern: str, path: str) -> dict[str, str] | None:
    """The words that the path puts in place of the pattern's names, or nothing when it is another path."""
    names, segments = pattern.split("/"), path.split("/")
    if len(names) != len(segments):
        return None
    pairs = list(zip(names, segments, strict=True))
    if all(segment if is_name(name) else name == segment for name, segment in pairs):
        return {name.strip("{}"): segment for name, segment in pairs if is_name(name)}
    return None


def is_name(segment: str) -> bool:
    return segment.startswith("{")
