"""A card that uses the product from within, by importing its code."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from harness.domain.actions import CreateFile, RunCommand
from harness.domain.cards import Card
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.lines import commands, prose
from harness.lint.mistakes import SPECIFY, mistake
from harness.lint.samples import sample
from harness.lint.shell import SimpleCommand, read_command_line
from harness.phrasebook.line import inline_code

CODE = "CARD122"
LEVEL = Severity.ERROR
TITLE = "import of code"
REASON = "A user has the product's commands, services and pages, and not its code; an import tests what no user meets."
HINT = "use a command, a service or a page of the product instead" + SPECIFY
GOOD = sample(
    steps="""
1. Run `bank import batch.csv`.
   - You see "no such file"."""
)
BAD = sample(
    steps="""
1. Run `python3 -c 'from bank.ledger import transfer; transfer("alice", "bob", 30)'`.
   - It succeeds."""
)
_INTERPRETER = re.compile(r"(?:python[0-9.]*|pypy3?|node|deno|bun|ruby|perl|php|tsx?|ts-node|irb|ipython)")
_FROM = re.compile(r"\bfrom\s+(\.*[\w.]+)\s+import\b")
_IMPORT = re.compile(r"(?:^|[;\n'\"]|\bexec\()\s*import\s+([A-Za-z_][\w.]*)")
_REQUIRE = re.compile(r"\brequire\s*\(\s*['\"]([^'\"]+)['\"]|\bfrom\s+['\"]([^'\"]+)['\"]")
_NODE = frozenset({"fs", "path", "os", "http", "https", "url", "util", "crypto", "assert", "child_process", "readline"})


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Each import of something else than a standard library, in commands, in code and in files that the card creates."""
    for line, code in _codes(card, context):
        for module in dict.fromkeys(_imported(code)):
            yield mistake(card, line, f"'{module}' is imported", HINT, CODE)
    for line, command in commands(card):
        for simple in read_command_line(command).commands():
            module = _run_as_module(simple)
            if module and context.source.has_module(module):
                yield mistake(card, line, f"the module '{module}' is run instead of a command", HINT, CODE)


def _codes(card: Card, context: Context) -> Iterator[tuple[int, str]]:
    """Everything that is code: what an interpreter is given, inline code in words, and files that the product can run."""
    for line, command in commands(card):
        if any(_INTERPRETER.fullmatch(simple.name) for simple in read_command_line(command).commands()):
            yield line, command
    for line, text in prose(card):
        yield from ((line, code) for code in inline_code(text))
    for step in card.steps:
        if isinstance(step.action, CreateFile) and _is_of_product(step.action.content, context):
            yield step.line, step.action.content
        if isinstance(step.action, RunCommand) and step.action.typed and _is_of_product(step.action.typed, context):
            yield step.line, step.action.typed


def _is_of_product(content: str, context: Context) -> bool:
    return any(context.source.has_module(module) for module in _imported(content))


def _imported(code: str) -> Iterator[str]:
    for found in (*_FROM.finditer(code), *_IMPORT.finditer(code)):
        module = found[1]
        if module.partition(".")[0] not in sys.stdlib_module_names:
            yield module
    for found in _REQUIRE.finditer(code):
        module = found[1] or found[2]
        if module.removeprefix("node:") not in _NODE:
            yield module


def _run_as_module(command: SimpleCommand) -> str:
    if _INTERPRETER.fullmatch(command.name) and "-m" in command.words[:-1]:
        return command.words[command.words.index("-m") + 1]
    return ""
