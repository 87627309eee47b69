"""Whether it is the product that speaks in an observation, or whatever the evaluator had somebody else say; conservative.

A command line counts where it is one plain call of a product's command, perhaps with redirections to files, and perhaps
piped into filters that can only leave out, sort or count what they read. Anything that is not understood does not count.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from harness.domain.observations import (
    CommandObservation,
    Observation,
    PageObservation,
    ResponseObservation,
    ScreenObservation,
)

_FILTERS = frozenset({"cat", "cut", "grep", "head", "less", "more", "nl", "sort", "tac", "tail", "uniq", "wc"})
_READERS = frozenset(
    {"cat", "cut", "diff", "file", "grep", "head", "less", "ls", "more", "nl", "sort", "stat", "tail", "wc"}
)
# A pattern that grep prints with -o, a file that a filter reads beside its input, a delimiter: all could be invented text.
_OPTIONS = re.compile(r"-[A-Za-z]?[0-9]*|-[a-zA-Z]+|--[a-z-]+(=[0-9]+)?")
_INVENTING = ("-f", "--file", "-d", "--output-delimiter", "--label", "-s", "--separator", "-H", "--with-filename")
_MARKS = frozenset("|&;()<>")
_SUBSTITUTION = re.compile(r"[`$\\\n\r{}!#]")


def speaks(observation: Observation, commands: Sequence[str]) -> bool:
    """Whether what the observation shows was said by the product itself; ``commands`` are what its users can type."""
    match observation:
        case ResponseObservation():
            return observation.status is not None
        case PageObservation():
            return observation.problem is None and observation.url.startswith(("http://", "https://"))
        case CommandObservation(command=command, calls=calls):
            return bool(calls) and is_product_line(command, commands)
        case ScreenObservation(command=command, calls=calls, running=running):
            return is_product_line(command, commands) and (bool(calls) or running)
        case _:
            return False


def touches(observation: Observation) -> bool:
    """Whether the product had a part in the observation at all."""
    match observation:
        case ResponseObservation(status=status):
            return status is not None
        case PageObservation(url=url, problem=problem):
            return problem is None and url.startswith(("http://", "https://"))
        case CommandObservation(calls=calls):
            return bool(calls)
        case ScreenObservation():
            return bool(observation.calls) or observation.running
        case _:
            return False


def is_product_line(line: str, commands: Sequence[str]) -> bool:
    """Whether a command line is one plain call of a product's command, perhaps piped into plain filters."""
    parts = _pipeline(line)
    if not parts or parts[0][0] not in commands:
        return False
    return all(_is_filter(part) for part in parts[1:])


def is_reading_line(line: str) -> bool:
    """Whether a command line only reads files and folders of the user's, and says nothing of its own."""
    parts = _pipeline(line)
    return (
        bool(parts)
        and parts[0][0] in _READERS
        and _reads_plainly(parts[0])
        and all(_is_filter(one) for one in parts[1:])
    )


def _pipeline(line: str) -> list[list[str]]:
    """The words of each part of a pipe; empty where the line is anything else. Redirections to files are dropped."""
    if _SUBSTITUTION.search(_unquoted(line)) or _substitutes(line):
        return []
    try:
        lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;()<>")
        lexer.whitespace_split = True
        words = list(lexer)
    except ValueError:
        return []
    parts: list[list[str]] = [[]]
    while words:
        word = words.pop(0)
        if word == "|":
            parts.append([])
        elif word in (">", ">>", "<", ">&", "2>"):
            if not words:
                return []
            words.pop(0)
        elif _MARKS.issuperset(word) and word:
            return []
        else:
            parts[-1].append(word)
    parts = [_without_descriptors(part) for part in parts]
    return parts if all(part and "=" not in part[0] for part in parts) else []


def _without_descriptors(part: list[str]) -> list[str]:
    """The words without a number that belonged to a redirection such as ``2>``."""
    return part[:-1] if len(part) > 1 and part[-1] in ("1", "2") else part


def _unquoted(line: str) -> str:
    """The line without what stands in quotes."""
    return re.sub(r"'[^']*'|\"[^\"]*\"", "", line)


def _substitutes(line: str) -> bool:
    """Whether something is substituted in double quotes."""
    return any(re.search(r"[`$\\]", part) for part in re.findall(r'"[^"]*"', re.sub(r"'[^']*'", "", line)))


def _is_filter(words: Sequence[str]) -> bool:
    """Whether a part of a pipe passes on nothing but what it reads: no file, no text of its own."""
    name, arguments = words[0], list(words[1:])
    if name not in _FILTERS or any(
        argument.startswith(_INVENTING) for argument in arguments if argument.startswith("-")
    ):
        return False
    plain = [argument for argument in arguments if not _OPTIONS.fullmatch(argument) and not argument.isdigit()]
    return len(plain) <= (1 if name == "grep" else 0)


def _reads_plainly(words: Sequence[str]) -> bool:
    arguments = words[1:]
    return not any(argument.startswith(_INVENTING) for argument in arguments if argument.startswith("-"))
