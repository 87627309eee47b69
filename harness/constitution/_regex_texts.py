"""The texts that a regular expression cannot match without, whatever else it matches; looking for them lies in ``narrowing``.

What is not understood for certain asks for nothing: classes, escapes and blanks are passed over, and an expression with what
else ast-grep has (https://docs.rs/regex/latest/regex/#syntax) is left alone altogether. Blanks, because where
comments are blanked for a second look, a text has some that its file has not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

Texts = str | list["Texts"]
"""A text in lower case that must be there; or a list: ``["&", ...]`` where all must be, ``["|", ...]`` where one must."""

NOTHING: Texts = ["&"]
"""Asks for nothing."""
_ALL, _ONE = "&", "|"
_TOKEN = re.compile(
    r"""(?P<passed>\[\^?(?:\\[dDwWsSntrfv\-.,:;!?'"`@=%&~/_\#^$*+|(){}\[\]\\]|(?!&&|--|~~)[^\\\[\]\n])+\]
            |\\[dDwWsSAzntrfv]|\\[bB](?!\{)|[.^$\s])
    |(?P<open>\((?:\?(?:[imsU]*(?:-[imsU]+)?:|P?<[A-Za-z_]\w*>))?(?!\?))
    |(?P<flags>\(\?[imsU]*(?:-[imsU]+)?\))
    |(?P<close>\))
    |(?P<or>\|)
    |(?P<times>(?:[?*+]|\{(?P<least>[0-9]+)(?:,[0-9]*)?\})\??)
    |(?P<character>\\[-.,:;!?'"`@=%&~/_\#^$*+|(){}\[\]]|[!"\#%&',\-/0-9:;<=>@A-Z_`a-z~])
    |(?P<backslash>\\\\)
    """,
    re.VERBOSE | re.ASCII,
)
_DEEPEST = 60


def needed_texts(pattern: str) -> Texts:
    """What must stand in every text that a pattern matches in, in lower case."""
    tokens = []
    at = 0
    while at < len(pattern):
        found = _TOKEN.match(pattern, at)
        if found is None:
            return NOTHING
        tokens.append(found)
        at = found.end()
    reading = _Reading(tokens)
    texts = reading.alternatives(0)
    return texts if reading.is_understood else NOTHING


@dataclass
class _Reading:
    """One expression, read from left to right."""

    tokens: Sequence[re.Match[str]]
    at: int = 0
    is_understood: bool = True

    def alternatives(self, depth: int) -> Texts:
        """What one of the ways needs, up to the end of the group, or of all where ``depth`` is 0."""
        ways = [self._way(depth)]
        while self._kind() == "or":
            self.at += 1
            ways.append(self._way(depth))
        if (self._kind() == "close") != (depth > 0):
            self.is_understood = False
        return ways[0] if len(ways) == 1 else NOTHING if NOTHING in ways else [_ONE, *ways]

    def _way(self, depth: int) -> Texts:
        parts: list[Texts] = []
        run = ""
        while (kind := self._kind()) not in ("", "or", "close") and self.is_understood:
            token = self.tokens[self.at][0]
            self.at += 1
            within: Texts = self._group(depth + 1) if kind == "open" else NOTHING
            least, is_repeated = self._times()
            if kind == "times":  # of nothing
                self.is_understood = False
            if kind in ("character", "backslash") and least:
                run += token[-1].lower()
                if not is_repeated:
                    continue
            parts += [run] if run else []
            run = ""
            if within != NOTHING and least:
                parts.append(within)
        parts += [run] if run else []
        return parts[0] if len(parts) == 1 else [_ALL, *parts]

    def _group(self, depth: int) -> Texts:
        if depth > _DEEPEST:
            self.is_understood = False
            return NOTHING
        within = self.alternatives(depth)
        self.at += 1
        return within

    def _times(self) -> tuple[int, bool]:
        """How often at least, and whether anything is said of it; what is said twice makes what was required optional."""
        least, is_repeated = 1, False
        while self._kind() == "times":
            found = self.tokens[self.at]
            least = min(least, int(found["least"]) if found["least"] else int(found[0].startswith("+")))
            is_repeated = True
            self.at += 1
        return least, is_repeated

    def _kind(self) -> str:
        return str(self.tokens[self.at].lastgroup) if self.at < len(self.tokens) else ""
