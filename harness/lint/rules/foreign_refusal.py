"""A refusal that does not come from the product, such as that of ``sh -c 'exit 1'``."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from harness.domain.actions import RunCommand
from harness.domain.cards import Card
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.mistakes import SPECIFY, mistake
from harness.lint.refusals import refused_steps
from harness.lint.samples import sample
from harness.lint.shell import CommandLine, SimpleCommand, read_command_line

CODE = "CARD111"
LEVEL = Severity.ERROR
TITLE = "refusal not by the product"
REASON = (
    "Bad input shows that the product refuses it. A command whose exit code another program decides shows nothing of the "
    "product, and would go on passing if the product accepted everything."
)
HINT = (
    "let one of the product's own commands come last, with nothing around it that could refuse in its place" + SPECIFY
)
GOOD = sample(
    bad_input="""
1. Run `echo nonsense | bank import - 2> errors.txt`.
   - It is refused.
   - You see "not a transfer".
   - Nothing changed: `bank balance alice` still shows "70.00"."""
)
BAD = sample(
    bad_input="""
1. Run `sh -c 'echo insufficient funds; exit 1'`.
   - It is refused.
   - You see "insufficient funds".
   - Nothing changed: `bank balance alice` still shows "70.00"."""
)
# Without configured commands nobody can say what the product is, but it is none of these.
_NEVER_A_PRODUCT = frozenset(
    [
        "sh",
        "bash",
        "dash",
        "zsh",
        "ksh",
        "fish",
        "exit",
        "return",
        "false",
        "true",
        "test",
        "[",
        "[[",
        ":",
        "eval",
        "exec",
        "command",
        "env",
        "time",
        "timeout",
        "nice",
        "nohup",
        "sudo",
        "xargs",
        "kill",
        "if",
        "for",
        "while",
        "until",
        "case",
        "function",
        "set",
        "trap",
        "python",
        "python3",
        "node",
        "perl",
        "ruby",
        "php",
        "cat",
        "ls",
        "grep",
        "cd",
        "rm",
        "cp",
        "mv",
        "mkdir",
        "echo",
        "printf",
        "curl",
        "wget",
    ]
)
# What may stand before the product's command: it neither ends the shell, nor prints, nor changes what is run.
_QUIET = frozenset(
    [
        "cd",
        "mkdir",
        "touch",
        "rm",
        "cp",
        "mv",
        "ln",
        "sleep",
        "wait",
        "for",
        "done",
        "do",
        "then",
        "fi",
        "seq",
        "umask",
        ":",
    ]
)
_QUIET_INTO_A_FILE = frozenset(["echo", "printf", "cat", "head", "tail", "sort", "seq", "cut", "tr", "sed", "awk"])
_KEYWORDS = frozenset({"do", "then", "else", "if", "while", "until"})
_CHANGES_WHAT_RUNS = frozenset({"PATH", "LD_PRELOAD", "LD_LIBRARY_PATH", "BASH_ENV", "ENV", "PYTHONPATH", "IFS"})


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Each refused command of Bad input whose exit code is not that of a product's command."""
    for step in refused_steps(card):
        if isinstance(step.action, RunCommand):
            reason = _foreign(read_command_line(step.action.command), context.commands)
            if reason:
                yield mistake(card, step.line, f"the refusal may not come from the product: {reason}", HINT, CODE)


def _foreign(line: CommandLine, products: Collection[str]) -> str:
    """Why the exit code may be another program's than the product's; empty where it cannot."""
    last = line.pipelines[-1][-1]
    if line.negated:
        return "'!' turns the exit code round"
    if line.grouped:
        return "the command stands in brackets"
    if line.between and line.between[-1] in ("||", "&") and len(line.between) == len(line.pipelines):
        return f"'{line.between[-1]}' hides the exit code"
    if "||" in line.between:
        return "after '||' another command decides"
    changed = sorted(_CHANGES_WHAT_RUNS & _assigned(line))
    if changed:
        return f"'{changed[0]}' changes what is run"
    before = next(
        (pipeline[-1].name for pipeline in line.pipelines[:-1] if not _may_precede(pipeline[-1], products)), None
    )
    if before is not None:
        return f"'{before}' is run as well"
    if not last.name:
        return "no command is run"
    return "" if _is_product(last.name, products) else f"'{last.name}' is not a command of the product"


def _assigned(line: CommandLine) -> set[str]:
    return {name for pipeline in line.pipelines for command in pipeline for name in command.assignments}


def _may_precede(command: SimpleCommand, products: Collection[str]) -> bool:
    words = list(command.words)
    while words and words[0] in _KEYWORDS:
        words.pop(0)
    name = words[0] if words else ""
    into_file = bool(command.written) and name in _QUIET_INTO_A_FILE
    return not name or name in _QUIET or into_file or _is_product(name, products)


def _is_product(name: str, products: Collection[str]) -> bool:
    return name in products if products else bool(name) and name not in _NEVER_A_PRODUCT
