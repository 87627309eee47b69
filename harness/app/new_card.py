"""The verb *new card*: a card that lints clean but for the ``<placeholders>`` that only a person can fill in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import files
from harness.app.naming import named
from harness.app.project import CARDS, load_project
from harness.domain.actions import Surface
from harness.domain.cards import Tier
from harness.errors import UsageError

_ID = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?")
_COMMAND = "<command of the product>"


@dataclass(frozen=True)
class NewCard:
    """What is known about a card before it is written; what is missing becomes a placeholder."""

    id: str
    title: str = ""
    verifies: tuple[str, ...] = ()
    surfaces: tuple[Surface, ...] = ()
    tier: Tier = Tier.FOUNDATION


def new_card(start: Path, card: NewCard) -> Path:
    """Write the card below testcards/ and return its path.

    Raises:
        DocumentError: if the configuration is invalid.
        UsageError: if the id is no word or taken, a requirement is unknown or ambiguous, or the file exists.
    """
    if not _ID.fullmatch(card.id):
        hint = "use letters, digits, dashes, dots and underscores, such as 'BANK-TRANSFER'"
        raise UsageError(f"'{card.id}' cannot be an id", hint)
    project = load_project(start)
    taken = {other.id.lower(): other.path for other in project.cards}
    if card.id.lower() in taken:
        raise UsageError(f"the id '{card.id}' is taken by {taken[card.id.lower()]}", "choose another id")
    for id_ in card.verifies if project.requirements else ():
        named(project.requirements, id_)
    path = project.root / CARDS / f"{_slug(card.id)}.md"
    files.write_new(path, card_text(card, sorted(project.configuration.product.commands)))
    return path


def card_text(card: NewCard, commands: Sequence[str]) -> str:
    """The card as Markdown, with the product's real commands where it has some."""
    surfaces = card.surfaces or (Surface.TERMINAL,)
    command = commands[0] if commands else _COMMAND
    write = {Surface.TERMINAL: _terminal, Surface.HTTP: _http, Surface.BROWSER: _browser}[surfaces[0]]
    return _front(card, surfaces) + write(command)


def _front(card: NewCard, surfaces: Sequence[Surface]) -> str:
    listed = surfaces[0].value if len(surfaces) == 1 else f"[{', '.join(surfaces)}]"
    return f"""\
---
id: {card.id}
verifies: [{", ".join(card.verifies) or "<requirement>"}]
surface: {listed}
tier: {card.tier}
---
# {" ".join(card.title.split()) or "<What a user can do>"}

<Why a user does this, in one sentence.>
"""


def _terminal(command: str) -> str:
    return f"""
## Before you start
- Run `{command} <what has to be there first>`.

## Steps
1. Run `{command} <what the user types>`.
   - It succeeds.
   - You see "<what the user sees>".

## Bad input
1. Run `{command} <what a user gets wrong>`.
   - It is refused.
   - You see "<what the user is told>".
   - Nothing changed: `{command} <what shows the state>` still shows "<what it showed before>".
"""


def _http(command: str) -> str:
    return """
## Steps
1. Send `GET /<path>`.
   - The status is 200.
   - You see "<what the user sees>".

## Bad input
1. Send `POST /<path>` with JSON `{"<name>": "<what a user gets wrong>"}`.
   - It is refused.
   - You see "<what the user is told>".
   - Nothing changed: `GET /<path>` still shows "<what it showed before>".
"""


def _browser(command: str) -> str:
    return """
## Steps
1. Open `/<path>`.
   - The heading "<name of the heading>" is shown.
2. Type "<what the user types>" into "<label of the field>".
3. Click the button "<name of the button>".
   - You see "<what the user sees>".

## Bad input
1. Open `/<path>`.
   - The heading "<name of the heading>" is shown.
2. Type "<what a user gets wrong>" into "<label of the field>".
3. Click the button "<name of the button>".
   - The alert "<what the user is told>" is shown.
   - Nothing changed: <how the user sees it>.
"""


def _slug(id_: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", id_.lower()).strip("-")
