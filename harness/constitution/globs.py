"""Which paths a principle applies to, by globs as ``.gitignore`` writes them; walking a tree lies elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache


class Globs:
    """Patterns of paths: ``*`` and ``?`` within a name, ``**`` across folders, ``[a-z]``, ``{a,b}``; ``!`` takes out again.

    A pattern without a slash (but at its end) means the name in any folder; one that names a folder means all below it.
    Without any pattern, or with none but exclusions, everything else is meant.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._wanted = [_compiled(pattern) for pattern in patterns if not pattern.startswith("!")]
        self._unwanted = [_compiled(pattern[1:]) for pattern in patterns if pattern.startswith("!")]

    def match(self, path: str) -> bool:
        """Whether a POSIX path relative to the project is meant."""
        wanted = not self._wanted or any(pattern.fullmatch(path) for pattern in self._wanted)
        return wanted and not any(pattern.fullmatch(path) for pattern in self._unwanted)


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    forms = "|".join(_translated(form) for form in _alternatives(pattern))
    return re.compile(f"(?:{forms})", re.DOTALL)


def _alternatives(pattern: str) -> Iterator[str]:
    """The pattern with each way of choosing from its innermost braces."""
    found = re.search(r"\{([^{}]*)\}", pattern)
    if not found:
        yield pattern
        return
    for choice in found[1].split(","):
        yield from _alternatives(pattern[: found.start()] + choice + pattern[found.end() :])


def _translated(pattern: str) -> str:
    below = r"(?:/.*)?"
    anchored = "/" in pattern.rstrip("/")
    pattern = pattern.removeprefix("./").strip("/")
    return ("" if anchored else r"(?:.*/)?") + "".join(_parts(pattern)) + below


def _parts(pattern: str) -> Iterator[str]:
    at = 0
    while at < len(pattern):
        if pattern.startswith("**/", at):
            yield r"(?:.*/)?"
            at += 3
        elif pattern.startswith("**", at):
            yield r".*"
            at += 2
        elif pattern[at] == "*":
            yield r"[^/]*"
            at += 1
        elif pattern[at] == "?":
            yield r"[^/]"
            at += 1
        elif pattern[at] == "[" and (end := pattern.find("]", at + 2)) > 0:
            inside = pattern[at + 1 : end].replace("\\", r"\\").replace("[", r"\[")
            yield f"[^{inside[1:]}]" if inside[0] in "!^" else f"[{inside}]"
            at = end + 1
        else:
            yield re.escape(pattern[at])
            at += 1
