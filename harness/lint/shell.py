"""A command line as a shell reads it: pipelines of simple commands; which of them a card may hold lies in the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

_OPERATORS = (
    "<<<",
    "<<-",
    "&&",
    "||",
    ";;",
    "|&",
    "&>>",
    "&>",
    ">>",
    "<<",
    ">&",
    "<&",
    ">|",
    "<>",
    ";",
    "&",
    "|",
    "<",
    ">",
)
_OPERATOR = re.compile("|".join(re.escape(operator) for operator in _OPERATORS))
_REDIRECTIONS = frozenset({"<<<", "<<-", "&>>", "&>", ">>", "<<", ">&", "<&", ">|", "<>", "<", ">"})
_WRITING = frozenset({"&>>", "&>", ">>", ">", ">|", "<>"})
_BETWEEN = frozenset({"&&", "||", ";;", ";", "&", "\n"})
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)\+?=")
_MOST_DEPTH = 8


@dataclass(frozen=True)
class Token:
    """A word with its quotes taken away, or an operator."""

    text: str
    operator: bool = False


@dataclass
class SimpleCommand:
    """One command: variables set before it, its words, and what it writes to by redirection."""

    assignments: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What is run; empty where there are only assignments or redirections."""
        return self.words[0] if self.words else ""


@dataclass
class CommandLine:
    """All that a command line runs: its pipelines, the operators between them, and whether anything wraps them."""

    pipelines: list[list[SimpleCommand]]
    between: list[str]
    negated: bool = False
    grouped: bool = False
    nested: list[str] = field(default_factory=list)

    def commands(self, depth: int = 0) -> Iterator[SimpleCommand]:
        """Every simple command, those in command substitutions included."""
        for pipeline in self.pipelines:
            yield from pipeline
        if depth < _MOST_DEPTH:
            for text in self.nested:
                yield from read_command_line(text).commands(depth + 1)


@lru_cache(maxsize=256)
def read_command_line(text: str) -> CommandLine:
    """What a POSIX shell would run; whatever it would refuse is read as far as it goes. Many rules ask: do not change it."""
    lexer = _Lexer(text)
    line = CommandLine([[SimpleCommand()]], [])
    redirection = ""
    for token in lexer.tokens():
        if token.operator:
            redirection = token.text if token.text in _REDIRECTIONS else ""
            _take_operator(line, token.text)
        elif redirection:
            if redirection in _WRITING or (redirection == ">&" and not token.text.isdigit() and token.text != "-"):
                line.pipelines[-1][-1].written.append(token.text)
            redirection = ""
        else:
            _take_word(line, token.text)
    line.nested = lexer.nested
    if not any(vars(command) != vars(SimpleCommand()) for command in line.pipelines[-1]) and line.between:
        line.pipelines.pop()
        # A trailing ";" or newline separates nothing; a trailing "&" or "||" does change what the line means.
        if line.between[-1] in (";", "\n"):
            line.between.pop()
    return line


def _take_operator(line: CommandLine, operator: str) -> None:
    if operator in ("|", "|&"):
        line.pipelines[-1].append(SimpleCommand())
    elif operator in ("(", ")"):
        line.grouped = True
    elif operator in _BETWEEN:
        empty = len(line.pipelines[-1]) == 1 and vars(line.pipelines[-1][0]) == vars(SimpleCommand())
        if operator == "\n" and empty:
            return
        line.between.append(operator)
        line.pipelines.append([SimpleCommand()])


def _take_word(line: CommandLine, word: str) -> None:
    command = line.pipelines[-1][-1]
    if not command.words and word == "!":
        line.negated = True
    elif not command.words and word in ("{", "}"):
        line.grouped = True
    elif not command.words and _ASSIGNMENT.match(word):
        command.assignments.append(word.partition("=")[0].removesuffix("+"))
    else:
        command.words.append(word)


class _Lexer:
    """Goes through a text once, character by character, as POSIX 2.3 (Token Recognition) says."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.nested: list[str] = []
        self._ends: list[tuple[str, bool]] = []
        self._expect_end = ""

    def tokens(self) -> Iterator[Token]:
        while self.at < len(self.text):
            character = self.text[self.at]
            if character == "\n":
                self.at += 1
                self._skip_here_documents()
                yield Token("\n", operator=True)
            elif character in " \t":
                self.at += 1
            elif character == "#":
                self.at = self._until("\n")
            elif character in "()":
                self.at += 1
                yield Token(character, operator=True)
            elif operator := self._operator():
                yield Token(operator, operator=True)
            else:
                word = self._word()
                if word is not None:
                    yield word

    def _operator(self) -> str:
        found = _OPERATOR.match(self.text, self.at)
        if not found:
            return ""
        operator = found[0]
        self.at = found.end()
        if operator in ("<<", "<<-"):
            self._expect_end = operator
        return operator

    def _word(self) -> Token | None:
        start = self.at
        parts: list[str] = []
        while self.at < len(self.text) and self.text[self.at] not in " \t\n;&|<>()":
            parts.append(self._piece())
        word = "".join(parts)
        if self.text[start : self.at].isdigit() and self.at < len(self.text) and self.text[self.at] in "<>":
            return None
        if self._expect_end:
            self._ends.append((word, self._expect_end == "<<-"))
            self._expect_end = ""
        return Token(word)

    def _piece(self) -> str:
        character = self.text[self.at]
        self.at += 1
        if character == "\\":
            self.at += 1
            return self.text[self.at - 1 : self.at].replace("\n", "")
        if character == "'":
            return self._quoted_single()
        if character == '"':
            return self._quoted_double()
        if character == "`":
            return self._substitution(self._until("`"), 1)
        if character == "$" and self.text.startswith("(", self.at):
            return self._substitution(self._closing(self.at), 1, skip=1)
        return character

    def _quoted_single(self) -> str:
        end = self._until("'")
        inner = self.text[self.at : end]
        self.at = end + 1
        return inner

    def _quoted_double(self) -> str:
        parts: list[str] = []
        while self.at < len(self.text) and self.text[self.at] != '"':
            if self.text[self.at] == "'":
                parts.append("'")
                self.at += 1
            else:
                parts.append(self._piece())
        self.at += 1
        return "".join(parts)

    def _substitution(self, end: int, after: int, skip: int = 0) -> str:
        inner = self.text[self.at + skip : end]
        self.nested.append(inner)
        self.at = end + after
        return f"$({inner})"

    def _closing(self, start: int) -> int:
        """Where the parenthesis that opens at ``start`` closes, quoted ones not counted."""
        depth = 0
        at = start
        quote = ""
        while at < len(self.text):
            character = self.text[at]
            if character == "\\":
                at += 1
            elif quote:
                quote = "" if character == quote else quote
            elif character in "'\"":
                quote = character
            elif character in "()":
                depth += 1 if character == "(" else -1
                if depth == 0:
                    return at
            at += 1
        return len(self.text)

    def _until(self, mark: str) -> int:
        end = self.text.find(mark, self.at)
        return len(self.text) if end < 0 else end

    def _skip_here_documents(self) -> None:
        for end, tabs in self._ends:
            while self.at < len(self.text):
                stop = self._until("\n")
                line = self.text[self.at : stop]
                self.at = stop + 1
                if (line.lstrip("\t") if tabs else line) == end:
                    break
        self._ends.clear()
