"""Which paths a principle applies to, by globs as ``.gitignore`` writes them; walking a tree lies elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import re2


class Globs:
    """Patterns of paths: ``*`` and ``?`` within a name, ``**`` across folders, ``[a-z]``, ``{a,b}``; ``!`` takes out again.

    A pattern without a slash (but at its end) means the name in any folder; one that names a folder means all below it.
    Without any pattern, or with none but exclusions, everything else is meant. Matching takes linear time.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._wanted = _compiled(tuple(pattern for pattern in patterns if not pattern.startswith("!")))
        self._unwanted = _compiled(tuple(pattern[1:] for pattern in patterns if pattern.startswith("!")))

    def match(self, path: str) -> bool:
        """Whether a POSIX path relative to the project is meant."""
        known = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", path)
        wanted = self._wanted is None or self._wanted.fullmatch(known) is not None
        return wanted and (self._unwanted is None or self._unwanted.fullmatch(known) is None)

    def excludes(self, path: str) -> bool:
        """Whether a path is taken out by one of the patterns with ``!``."""
        known = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", path)
        return self._unwanted is not None and self._unwanted.fullmatch(known) is not None


_STARS = re.compile(r"\*+")
_FEW = 2
_SURROGATE = re.compile("[\ud800-\udfff]")


@lru_cache(maxsize=4096)
def _compiled(patterns: tuple[str, ...]) -> Any:
    """One expression for all of the patterns; None where there are none."""
    if not patterns:
        return None
    expression = "|".join(f"(?:{_translated(pattern)})" for pattern in patterns)
    if all(len(_STARS.findall(pattern)) <= _FEW for pattern in patterns):
        return re.compile(expression, re.DOTALL)
    # Patterns may come from anybody, and some would keep a backtracking matcher busy for ever; it is faster on the others.
    options = re2.Options()
    options.dot_nl = True
    options.log_errors = False
    return re2.compile(expression, options)


def _translated(pattern: str) -> str:
    below = r"(?:/.*)?"
    anchored = "/" in pattern.rstrip("/")
    pattern = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", pattern.removeprefix("./").strip("/"))
    return ("" if anchored else r"(?:.*/)?") + "".join(_parts(pattern)) + below


def _parts(pattern: str) -> Iterator[str]:
    at, braces = 0, 0
    while at < len(pattern):
        rest = pattern[at:]
        if rest.startswith("**/"):
            yield r"(?:.*/)?"
            at += 3
        elif rest.startswith("**"):
            yield r".*"
            at += 2
        elif rest[0] == "[" and (listed := _LISTED.match(rest)):
            inside = listed[2].replace("\\", r"\\").replace("[", r"\[").replace("^", r"\^")
            yield f"[^/{inside}]" if listed[1] else f"[{inside}]"
            at += listed.end()
        elif rest[0] == "{" and "}" in rest:
            yield "(?:"
            braces += 1
            at += 1
        elif braces and rest[0] in ",}":
            yield "|" if rest[0] == "," else ")"
            braces -= rest[0] == "}"
            at += 1
        else:
            yield _WILD.get(rest[0]) or re.escape(rest[0])
            at += 1
    yield ")" * braces


_WILD = {"*": r"[^/]*", "?": r"[^/]"}
_LISTED = re.compile(r"\[([!^]?)([^\]/]+)\]")
