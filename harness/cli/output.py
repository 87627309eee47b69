"""Lines for people on a terminal: mistakes, errors, hints; what is shown comes from elsewhere and is never trusted."""

from __future__ import annotations

import re
import textwrap

import click

from harness.domain.places import Mistake
from harness.errors import DocumentError, HarnessError

WIDTH = 80
# C0 and C1 controls, and the characters that reorder or hide text (Unicode TR 36, "bidirectional text spoofing").
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)


def clean(text: str) -> str:
    """Text that cannot command a terminal: control characters become visible, such as ``\\x1b``."""
    visible = _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
    return visible.encode("utf-8", "backslashreplace").decode("utf-8")


def say(text: str = "", *, err: bool = False) -> None:
    """Print text, made harmless, on standard output, or on standard error."""
    click.echo(clean(text), err=err)


def show_error(error: HarnessError) -> None:
    """Print an error with its hint on standard error; of a document's error every mistake."""
    if isinstance(error, DocumentError):
        for mistake in error.mistakes:
            show_mistake(mistake, err=True)
        return
    say(f"error: {error.what}", err=True)
    show_hint(error.hint, err=True)


def show_mistake(mistake: Mistake, *, err: bool = False) -> None:
    """Print a mistake as ``path:line: level CODE: what``, and its hint below."""
    say(f"{mistake.place}: {mistake.severity} {mistake.code}: {mistake.what}", err=err)
    show_hint(mistake.hint, err=err)


def show_hint(hint: str, *, err: bool = False) -> None:
    """Print what to do, wrapped and indented below what it is about; nothing where there is no hint."""
    if hint:
        wrapped = textwrap.fill(
            clean(hint),
            WIDTH,
            initial_indent="  hint: ",
            subsequent_indent="        ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        click.echo(wrapped, err=err)


def count(number: int, noun: str) -> str:
    """``1 card``, ``2 cards``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
