"""A line of usage as arguments: what must be there, what repeats, which words are one of several; argparse, click, clap,
cobra, docopt and GNU write much the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

_DEEPEST = 12
_LONGEST = 3000
_TOKENS = re.compile(r"\.{3}|…|[\[\](){}|]|[^\s\[\](){}|<>.]*<[^<>]*>|(?:\.(?!\.\.)|[^\s\[\](){}|<>.…])+|[<>.]")
_CLOSING = {"[": "]", "(": ")", "{": "}"}
_DOTS = ("...", "…")
_OF_OPTIONS = frozenset({"options", "option", "flags", "opts", "global options", "--"})
_OF_COMMANDS = frozenset({"command", "subcommand", "cmd", "sub-command", "commands"})


@dataclass(frozen=True)
class Argument:
    """One argument that must be there. ``option`` is what stands before its value, with ``=`` where that is joined."""

    name: str
    many: bool = False
    choices: tuple[str, ...] = ()
    option: str = ""


@dataclass(frozen=True)
class Usage:
    """One way to call a command: words that are typed as they are, then arguments; ``is_group`` where a command follows.

    ``optional`` are the positional arguments that may be left out.
    """

    words: tuple[str, ...] = ()
    arguments: tuple[Argument, ...] = ()
    is_group: bool = False
    optional: tuple[Argument, ...] = ()
    commands: tuple[str, ...] = ()

    @property
    def asks_only(self) -> bool:
        """Whether it is made of options alone, such as ``-h | --help``."""
        return bool(self.arguments) and all(one.option and not one.name for one in self.arguments)


@dataclass
class _Node:
    """A token, or a group of alternatives, each a row of nodes."""

    kind: str
    text: str = ""
    rows: list[list[_Node]] = field(default_factory=list)
    many: bool = False


def read_usage(line: str, path: Sequence[str], literal: bool) -> Usage:
    """What a line of usage says of the command that ``path`` calls; ``literal`` takes small words as they are."""
    tokens = _after_command(_TOKENS.findall(line[:_LONGEST]), path)
    rows, _ = _rows(tokens, 0, "", 0)
    return _Reading(literal).usage(rows[0])


def _after_command(tokens: list[str], path: Sequence[str]) -> list[str]:
    """What stands behind the name of the program and the words of the command."""
    at = 3 if len(tokens) > 2 and tokens[0].startswith("python") and tokens[1] == "-m" else 1
    for word in path[1:]:
        depth = 0
        for position in range(at, len(tokens)):
            token = tokens[position]
            depth += (token in _CLOSING) - (token in _CLOSING.values())
            if not depth and token == word:
                at = position + 1
                break
    return tokens[at:]


def _rows(tokens: list[str], at: int, end: str, depth: int) -> tuple[list[list[_Node]], int]:
    """The alternatives up to a closing bracket, and where reading goes on."""
    rows: list[list[_Node]] = [[]]
    while at < len(tokens) and tokens[at] != end:
        token = tokens[at]
        at += 1
        if token == "|":
            rows.append([])
        elif token in _DOTS:
            if rows[-1]:
                rows[-1][-1].many = True
        elif token in _CLOSING and depth < _DEEPEST:
            below, at = _rows(tokens, at, _CLOSING[token], depth + 1)
            rows[-1].append(_Node(token, rows=below))
        elif token not in _CLOSING and token not in _CLOSING.values():
            rows[-1].append(_Node("word", token))
    return rows, at + 1


class _Reading:
    """Gathers what must be there."""

    def __init__(self, literal: bool) -> None:
        self._literal = literal

    def usage(self, row: Sequence[_Node]) -> Usage:
        usage = Usage()
        nodes = iter(row)
        for node in nodes:
            if node.kind == "word" and node.text.startswith("-"):
                usage = self._option(usage, node, nodes)
            else:
                usage = self._with(usage, node)
        return usage

    def _with(self, usage: Usage, node: _Node) -> Usage:
        if node.kind == "[":
            return self._with_optional(usage, node)
        if node.kind == "(":
            below = self.usage(node.rows[0])
            return replace(
                usage,
                words=(*usage.words, *below.words) if not usage.arguments else usage.words,
                arguments=(*usage.arguments, *below.arguments),
                is_group=usage.is_group or below.is_group,
            )
        if node.kind == "{":
            choices = tuple(_choices(node))
            if node.many:
                return replace(usage, is_group=True, commands=choices)
            return replace(usage, arguments=(*usage.arguments, Argument("choice", choices=choices)))
        return self._with_word(usage, node)

    def _with_word(self, usage: Usage, node: _Node) -> Usage:
        bare = node.text.strip("<>").lower()
        if bare in _OF_COMMANDS:
            return replace(usage, is_group=True)
        if bare in _OF_OPTIONS or usage.is_group:
            return usage
        is_placeholder = node.text.startswith("<") or node.text.upper() == node.text
        if self._literal and not is_placeholder:
            if not usage.arguments:
                return replace(usage, words=(*usage.words, node.text))
            return replace(usage, arguments=(*usage.arguments, Argument(node.text, choices=(node.text,))))
        return replace(usage, arguments=(*usage.arguments, _argument(node)))

    def _with_optional(self, usage: Usage, node: _Node) -> Usage:
        """What stands in square brackets need not be there; but a command may be named in them."""
        row = node.rows[0]
        first = row[0] if row else None
        if first is None or first.kind != "word" or first.text.startswith("-"):
            return usage
        bare = first.text.strip("<>").lower()
        if bare in _OF_COMMANDS and not usage.arguments:
            return replace(usage, is_group=True)
        if bare in _OF_OPTIONS or bare == "args" or usage.is_group:
            return usage
        return replace(usage, optional=(*usage.optional, _argument(first)))

    def _option(self, usage: Usage, node: _Node, nodes: Iterator[_Node]) -> Usage:
        """An option that stands outside of brackets must be there, with the value behind it."""
        name, equals, value = node.text.partition("=")
        if equals:
            return replace(usage, arguments=(*usage.arguments, Argument(value.strip("<>"), option=f"{name}=")))
        following = next(nodes, None)
        if following is None:
            return replace(usage, arguments=(*usage.arguments, Argument("", option=name)))
        if following.kind == "{":
            argument = Argument("choice", choices=tuple(_choices(following)), option=name)
        elif following.kind == "word" and _is_value(following.text):
            argument = replace(_argument(following), option=name)
        else:
            return self._with(replace(usage, arguments=(*usage.arguments, Argument("", option=name))), following)
        return replace(usage, arguments=(*usage.arguments, argument))


def _is_value(word: str) -> bool:
    return word.startswith("<") or (word.upper() == word and not word.startswith("-"))


def _argument(node: _Node) -> Argument:
    name = node.text.strip("<>")
    alternatives = tuple(name.split("|")) if node.text.startswith("<") else ()
    choices = alternatives if len(alternatives) > 1 and all(one.islower() for one in alternatives) else ()
    return Argument(name, many=node.many, choices=choices)


def _choices(node: _Node) -> Iterator[str]:
    for row in node.rows:
        for one in row:
            if one.kind == "word":
                yield from (choice.strip("'\"") for choice in one.text.split(",") if choice.strip("'\""))
