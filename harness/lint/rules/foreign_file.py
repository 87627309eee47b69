"""A card that writes outside the user's own folder."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.cards import Card
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.lines import commands, natural
from harness.lint.mistakes import SPECIFY, mistake
from harness.lint.samples import sample
from harness.lint.shell import SimpleCommand, read_command_line
from harness.phrasebook.line import inline_code, read_line

CODE = "CARD125"
LEVEL = Severity.ERROR
TITLE = "file outside the user's folder"
REASON = "A user owns one folder; a card that edits the product or the machine tests a product that nobody has."
HINT = "write only below the user's folder, by relative paths" + SPECIFY
GOOD = sample(
    steps="""
1. Run `bank export > out/list.csv 2> /dev/null`.
   - The file `out/list.csv` contains "alice"."""
)
BAD = sample(
    steps="""
1. Run `echo limit=0 > /etc/bank.conf`.
   - It succeeds."""
)
_DEVICES = frozenset({"/dev/null", "/dev/stdout", "/dev/stderr", "/dev/tty", "/dev/full", "/dev/zero"})
_HOME = re.compile(r"(?:~|\$HOME|\$\{HOME\})(?=/|$)")
_WRITES_ALL = frozenset(
    [
        "tee",
        "rm",
        "rmdir",
        "mkdir",
        "touch",
        "truncate",
        "chmod",
        "chown",
        "chgrp",
        "unlink",
        "shred",
        "install",
        "patch",
        "vi",
        "vim",
        "nano",
        "emacs",
        "ed",
        "ex",
        "mv",
        "cd",
        "pushd",
    ]
)
_WRITES_LAST = frozenset({"cp", "ln", "rsync", "scp"})
_EDITS = re.compile(r"\b(?:edit|change|modify|overwrite|replace|delete|remove|append|write|patch)\b", re.IGNORECASE)


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Each place outside the folder that a command writes to, or that a natural line asks to change."""
    for line, command in commands(card):
        for simple in read_command_line(command).commands():
            for path in dict.fromkeys(_written(simple, context)):
                if is_outside(path):
                    yield mistake(card, line, f"'{path}' is outside the user's folder", HINT, CODE)
    for line, text in natural(card):
        if _EDITS.search(read_line(text).plain):
            for path in inline_code(text):
                if is_outside(path) and " " not in path:
                    yield mistake(card, line, f"'{path}' is outside the user's folder", HINT, CODE)


def is_outside(path: str) -> bool:
    """Whether a path that a shell is given leaves the user's folder, which is also the user's home."""
    if path in _DEVICES or path.startswith("/dev/fd/"):
        return False
    inside = _HOME.sub(".", path)
    if inside.startswith("/"):
        return True
    depth = 0
    for part in inside.split("/"):
        depth += -1 if part == ".." else part not in ("", ".")
        if depth < 0:
            return True
    return False


def _written(command: SimpleCommand, context: Context) -> Iterator[str]:
    yield from command.written
    if command.name in context.commands:
        return
    paths = [word for word in command.words[1:] if not word.startswith("-")]
    if command.name in _WRITES_ALL or _edits_in_place(command):
        yield from paths
    elif command.name in _WRITES_LAST:
        yield from paths[-1:]
    elif command.name == "dd":
        yield from (word.removeprefix("of=") for word in command.words if word.startswith("of="))


def _edits_in_place(command: SimpleCommand) -> bool:
    return command.name in ("sed", "perl") and any(
        re.match(r"-[a-zA-Z]*i|--in-place", word) for word in command.words[1:]
    )
