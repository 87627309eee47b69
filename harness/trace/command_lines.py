"""Which of the product's commands a command line calls, as far as its words can tell; nothing is run. Pure."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping

_OPERATOR = re.compile(r"[();<>|&]+")
_REDIRECTION = re.compile(r"[<>&]*[<>][<>&]*")
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=.*", re.DOTALL)
_MOST_WORDS = 60
Path = tuple[str, ...]


class Commands:
    """Commands by their words, each with the number that stands for it."""

    def __init__(self, numbers: Mapping[Path, int]) -> None:
        self._numbers = numbers
        self._groups = {path[:-1] for path in numbers}
        alone: dict[Path, list[Path]] = {}
        for path in numbers:
            for start in range(1, len(path)):
                alone.setdefault(path[start:], []).append(path)
        self._alone = {words: found[0] for words, found in alone.items() if len(found) == 1}

    def typed(self, line: str) -> Iterator[int]:
        """What a line calls, with the commands above: ``bank open`` is a way through ``bank``.

        Where a word may be a sub-command or the value of the option before it, only what is called either way counts. Who
        asks for help only looks.
        """
        for words in _simple_commands(line):
            looks = "--help" in words or words[-1:] == ("-h",)
            if words and (words[0],) in self._numbers and not looks:
                yield from self._above(self._called(words[:_MOST_WORDS]))

    def called(self, name: str) -> Iterator[int]:
        """The sub-command of that name, where only one has it, with the commands above."""
        path = self._alone.get(tuple(name.split()))
        if path is not None:
            yield from self._above(path)

    def _called(self, words: Path) -> Path:
        """The longest path that is called however the words behind options are read."""
        ends, open_ends = set[Path](), {words[:1]}
        after_option = False
        for word in words[1:]:
            if word == "--" or not open_ends:
                break
            if word.startswith("-"):
                after_option = "=" not in word
                continue
            further = {(*path, word) for path in open_ends if (*path, word) in self._numbers}
            if after_option:
                further |= open_ends
            else:
                ends |= {path for path in open_ends if (*path, word) not in self._numbers}
            open_ends, after_option = further, False
        ends |= open_ends
        # A command with sub-commands wants one of them: to read it without one is to read it wrongly.
        return _common({path for path in ends if path not in self._groups} or ends)

    def _above(self, path: Path) -> Iterator[int]:
        for length in range(1, len(path) + 1):
            if path[:length] in self._numbers:
                yield self._numbers[path[:length]]


def _common(paths: set[Path]) -> Path:
    shortest, *others = sorted(paths, key=len)
    length = next((at for at in range(len(shortest)) if any(one[at] != shortest[at] for one in others)), len(shortest))
    return shortest[:length]


def _simple_commands(line: str) -> Iterator[Path]:
    """The commands of a line, cut at its operators, without what is set or redirected."""
    for part in line.split("\n"):
        lexer = shlex.shlex(part, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        try:
            tokens = list(lexer)
        except ValueError:
            continue
        yield from _cut(tokens)


def _cut(tokens: list[str]) -> Iterator[Path]:
    words: list[str] = []
    skip = False
    for token in tokens:
        if _REDIRECTION.fullmatch(token):
            skip = True
        elif _OPERATOR.fullmatch(token):
            yield tuple(words)
            words, skip = [], False
        elif skip:
            skip = False
        elif words or not _ASSIGNMENT.fullmatch(token):
            words.append(token)
    yield tuple(words)
