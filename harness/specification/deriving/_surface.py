"""Where a user meets what a requirement speaks of, and what a step of bad input says there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harness.domain.actions import Surface
from harness.phrasebook.book import read_action
from harness.phrasebook.phrase import PhraseError
from harness.specification.derived import Source

_BROWSER = re.compile(
    r"\b(?:pages?|clicks?|buttons?|screens?|browsers?|forms?|menus?|dialogs?|checkbox|dropdown|modal|hovers?|scrolls?|UI)\b",
    re.IGNORECASE,
)
_HTTP = re.compile(
    r"\b(?:GET|POST|PUT|PATCH|DELETE) /|\b(?:endpoints?|HTTP|REST|APIs?|webhooks?|requests?|status codes?)\b"
)
_COMMAND = "<command of the product>"


def guessed(source: Source, lines: Sequence[str]) -> tuple[Surface, ...]:
    """The surfaces of the literal lines; without any, what the words and the configuration make likely."""
    used = dict.fromkeys(surface for line in lines if (surface := _surface_of(line)) is not None)
    return tuple(used) or (_likely(source),)


def _surface_of(line: str) -> Surface | None:
    try:
        action = read_action(line)
    except PhraseError:
        return None
    return action.surface if action is not None else None


def _likely(source: Source) -> Surface:
    requirement = source.requirement
    words = " ".join((requirement.title, requirement.text, *(one.text for one in requirement.scenarios)))
    if source.commands and not source.services:
        return Surface.TERMINAL
    if _BROWSER.search(words):
        return Surface.BROWSER
    if _HTTP.search(words):
        return Surface.HTTP
    return Surface.HTTP if source.services and not source.commands else Surface.TERMINAL


def unchanged(source: Source) -> str:
    """The bullet that says that nothing changed."""
    if source.services and not source.commands:
        return 'Nothing changed: `GET /<path>` still shows "<what it showed before>".'
    return f'Nothing changed: `{_command(source)} <what shows the state>` still shows "<what it showed before>".'


def refusal(surface: Surface, source: Source) -> tuple[str, tuple[str, ...]]:
    """A step of bad input of which nothing is known but that it is refused."""
    told = ("It is refused.", 'You see "<what the user is told>".')
    if surface is Surface.HTTP:
        line = 'Send `POST /<path>` with JSON `{"<name>": "<what a user gets wrong>"}`.'
        return line, (*told, 'Nothing changed: `GET /<path>` still shows "<what it showed before>".')
    if surface is Surface.BROWSER:
        line = 'Type "<what a user gets wrong>" into "<label of the field>".'
        return line, ('The alert "<what the user is told>" is shown.', "Nothing changed: <how the user sees it>.")
    return f"Run `{_command(source)} <what a user gets wrong>`.", (*told, unchanged(source))


def _command(source: Source) -> str:
    return source.commands[0] if source.commands else _COMMAND
