"""What a command line is to an evaluator's hands: a call of the product, a look at files, a plain write; it runs nothing.

Conservative: what is not understood is ``OPAQUE``, because it could make up anything, on the screen and in the user's folder.
"""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

_FILTERS = frozenset({"cat", "cut", "grep", "head", "less", "more", "nl", "sort", "tac", "tail", "uniq", "wc"})
_READERS = frozenset(
    {"cat", "cut", "diff", "file", "grep", "head", "less", "ls", "more", "nl", "sort", "stat", "tail", "wc"}
)
_HARMLESS = frozenset({"cd", "pwd", "true", "false", "sleep", "which", "type", "date", "whoami", "clear"})
_WRITERS = frozenset({"touch", "mkdir", "rm", "rmdir", "cp", "mv"})
_OPTIONS = re.compile(r"-[A-Za-z]?[0-9]*|-[a-zA-Z]+|--[a-z-]+(=[0-9]+)?")
# A pattern that grep prints with -o, a file that a filter reads beside its input, a delimiter: all could be invented text.
_INVENTING = ("-f", "--file", "-d", "--output-delimiter", "--label", "-s", "--separator", "-H", "--with-filename", "-o")
_WRITING = ("--output", "--compress-program")
_MARKS = frozenset("|&;()<>")
_LISTS = frozenset({";", "&&", "||"})
_SUBSTITUTION = re.compile(r"[`$\\\n\r{}!#]")
_KNOWN = re.compile(r"\$(?:\?|(?:HOME|PWD|USER)\b|\{(?:HOME|PWD|USER)\})")
_NOWHERE = "/dev/null"
_MAKES_UP = re.compile(r"%|\\(?![nt])")
_LINE_BY_LINE = "%s\\n"


class Nature(StrEnum):
    """What a command line can have done, from the least to the most."""

    READS = "reads"
    CALLS = "calls"
    WRITES = "writes"
    OPAQUE = "opaque"


@dataclass(frozen=True)
class Line:
    """The nature of a command line, and the paths that it writes to beside what the product writes by itself."""

    nature: Nature
    targets: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Part:
    """One program of a pipe with its arguments, and where its output is sent; ``appends`` if to the end of a file."""

    words: tuple[str, ...]
    targets: tuple[str, ...] = ()
    appends: bool = False
    redirected: bool = False


def read_line(line: str, commands: Sequence[str]) -> Line:
    """What a command line is; ``commands`` are the product's."""
    pipes = _pipes(_KNOWN.sub("x", line))
    if not pipes:
        return Line(Nature.OPAQUE)
    read = [_of_pipe(pipe, commands) for pipe in pipes]
    order = list(Nature)
    nature = max((one.nature for one in read), key=order.index)
    return Line(nature, tuple(target for one in read for target in one.targets))


def is_product_line(line: str, commands: Sequence[str]) -> bool:
    """Whether a command line is one plain call of a product's command, perhaps piped into plain filters."""
    pipes = _pipes(line)
    return len(pipes) == 1 and _is_call(pipes[0], commands)


def is_direct_line(line: str, commands: Sequence[str]) -> bool:
    """Whether a command line is one plain call of a product's command and nothing else: nothing of what it said is lost."""
    pipes = _pipes(line)
    return len(pipes) == 1 and len(pipes[0]) == 1 and _is_call(pipes[0], commands) and not pipes[0][0].redirected


def is_reading_line(line: str) -> bool:
    """Whether a command line only reads files and folders of the user's, and says nothing of its own."""
    pipes = _pipes(line)
    return len(pipes) == 1 and _is_reading(pipes[0])


def is_hidden(path: str) -> bool:
    """Whether a path leads to where programs keep what is theirs, or out of sight."""
    return any(part.startswith(".") and part != "." for part in posixpath.normpath(path).split("/"))


def _of_pipe(pipe: Sequence[_Part], commands: Sequence[str]) -> Line:
    targets = tuple(target for part in pipe for target in part.targets)
    if _is_call(pipe, commands):
        return Line(Nature.CALLS, targets) if len(pipe) == 1 or not targets else Line(Nature.OPAQUE)
    if _is_reading(pipe):
        return Line(Nature.OPAQUE) if targets else Line(Nature.READS)
    return _of_hand(pipe[0]) if len(pipe) == 1 else Line(Nature.OPAQUE)


def _of_hand(part: _Part) -> Line:
    """A program that does no more than it says in so many words."""
    name, arguments = part.words[0], part.words[1:]
    if name in _HARMLESS and not part.targets:
        return Line(Nature.READS)
    if name in _WRITERS and not part.targets:
        return Line(Nature.WRITES, tuple(one for one in arguments if not one.startswith("-")))
    if (name == "echo" and _is_plain_echo(arguments)) or (name == "printf" and _is_plain_printf(part)):
        return Line(Nature.WRITES if part.targets else Nature.READS, part.targets)
    return Line(Nature.OPAQUE)


def _is_plain_echo(arguments: Sequence[str]) -> bool:
    return not any("\\" in one for one in arguments) and not (arguments and re.fullmatch("-[neE]+", arguments[0]))


def _is_plain_printf(part: _Part) -> bool:
    """Whether what is printed stands in the line as it comes out: nothing is put together, neither here nor in the file."""
    arguments = part.words[1:]
    if part.appends or not arguments or arguments[0].startswith("-"):
        return False
    return arguments[0] == _LINE_BY_LINE or (len(arguments) == 1 and not _MAKES_UP.search(arguments[0]))


def _is_call(pipe: Sequence[_Part], commands: Sequence[str]) -> bool:
    return pipe[0].words[0] in commands and all(_is_filter(part.words) for part in pipe[1:])


def _is_reading(pipe: Sequence[_Part]) -> bool:
    name, *arguments = pipe[0].words
    plainly = name in _READERS and not _has(arguments, (*_INVENTING, *_WRITING))
    return plainly and all(_is_filter(part.words) for part in pipe[1:])


def _is_filter(words: Sequence[str]) -> bool:
    """Whether a part of a pipe passes on nothing but what it reads: no file, no text of its own."""
    name, *arguments = words
    if name not in _FILTERS or _has(arguments, (*_INVENTING, *_WRITING)):
        return False
    plain = [argument for argument in arguments if not _OPTIONS.fullmatch(argument) and not argument.isdigit()]
    return len(plain) <= (1 if name == "grep" else 0)


def _has(arguments: Sequence[str], options: tuple[str, ...]) -> bool:
    return any(argument.startswith(options) for argument in arguments if argument.startswith("-"))


def _pipes(line: str) -> list[list[_Part]]:
    """The pipes of a line, one after the other, each as its programs; empty where the line is anything else."""
    words = _words(line)
    pipes: list[list[_Part]] = []
    for pipe in _split(words, _LISTS):
        parts = [_part(part) for part in _split(pipe, {"|"})]
        if not all(parts):
            return []
        pipes.append([part for part in parts if part])
    return pipes


def _words(line: str) -> list[str]:
    if _SUBSTITUTION.search(_unquoted(line)) or _substitutes(line):
        return []
    try:
        lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;()<>")
        lexer.whitespace_split = True
        lexer.commenters = ""
        return list(lexer)
    except ValueError:
        return []


def _split(words: Sequence[str], marks: frozenset[str] | set[str]) -> Iterator[list[str]]:
    if not words:
        return
    piece: list[str] = []
    for word in words:
        if word in marks:
            yield piece
            piece = []
        else:
            piece.append(word)
    yield piece


def _part(words: Sequence[str]) -> _Part | None:
    """A program with its arguments, redirections taken out; None where there is none, or something else is in it."""
    left, kept = list(words), list[str]()
    targets: list[str] = []
    appends = redirected = False
    while left:
        word = left.pop(0)
        if word in (">", ">>", "<", ">&"):
            if not left:
                return None
            redirected = True
            appends = appends or word == ">>"
            target = left.pop(0)
            kept = kept[:-1] if len(kept) > 1 and kept[-1] in ("1", "2") and word != "<" else kept
            targets += [target] if word in (">", ">>") and target != _NOWHERE else []
            if word == ">&" and target not in ("1", "2"):
                return None
        elif word and _MARKS.issuperset(word):
            return None
        else:
            kept.append(word)
    return _Part(tuple(kept), tuple(targets), appends, redirected) if kept and "=" not in kept[0] else None


def _unquoted(line: str) -> str:
    """The line without what stands in quotes."""
    return re.sub(r"'[^']*'|\"[^\"]*\"", "", line)


def _substitutes(line: str) -> bool:
    """Whether something is substituted in double quotes."""
    return any(re.search(r"[`$\\]", part) for part in re.findall(r'"[^"]*"', re.sub(r"'[^']*'", "", line)))
