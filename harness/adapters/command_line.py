"""Tells a plain call, which needs no shell, from a command line that does; runs nothing."""

from __future__ import annotations

import shlex

_NEEDS_SHELL = frozenset("|&;<>()$`\\*?[]{}~#!\n\r")
_NEEDS_SHELL_IN_QUOTES = frozenset("$`\\!")


def plain_words(line: str) -> list[str] | None:
    """The words of a command line that any POSIX shell would split and pass on exactly so; None if a shell is needed.

    Doubt means None: expansion, redirection, assignment, globbing, escapes and comments are all left to the shell.
    """
    quote = ""
    for character in line:
        if quote:
            if character == quote:
                quote = ""
            elif quote == '"' and character in _NEEDS_SHELL_IN_QUOTES:
                return None
        elif character in "'\"":
            quote = character
        elif character in _NEEDS_SHELL:
            return None
    if quote:
        return None
    words = shlex.split(line)
    return words if words and "=" not in words[0] else None
