"""A ``<placeholder>`` or a TODO that somebody still has to fill in."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.actions import CreateFile, OpenPage, RunCommand, SendRequest
from harness.domain.cards import Card
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.lines import body, commands
from harness.lint.mistakes import mistake
from harness.lint.placeholders import in_command, in_text, in_words
from harness.lint.samples import sample
from harness.phrasebook.line import read_line

CODE = "CARD126"
LEVEL = Severity.ERROR
TITLE = "placeholder"
REASON = "A card is carried out as it is written: nobody fills anything in, and a shell takes it for a redirection."
HINT = "write what the user really types or sees"
GOOD = sample(
    steps="""
1. Run `sort < names.txt > sorted.txt`.
   - The file `sorted.txt` exists.
2. Run `bank note alice '<b>hello</b>'`.
   - You see "<b>hello</b>".
3. Run `bank open`.
   - You see "usage: bank open <name>"."""
)
BAD = sample(
    steps="""
1. Run `bank open <name>`.
   - You see "<what the user sees>"."""
)


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Each placeholder in words, commands, texts and files."""
    for line, found in dict.fromkeys(_placeholders(card)):
        yield mistake(card, line, f"'{found}' is still to be filled in", HINT, CODE)


def _placeholders(card: Card) -> Iterator[tuple[int, str]]:
    for id_ in card.verifies:
        yield from ((card.line_of("verifies"), found) for found in in_words(id_))
    typed = {command for _, command in commands(card)}
    for line, text in body(card):
        read = read_line(text)
        yield from ((line, found) for found in in_words(read.plain))
        for slot in read.slots:
            if slot not in typed:
                yield from ((line, found) for found in in_text(slot))
    for line, command in commands(card):
        yield from ((line, found) for found in in_command(command))
    for step in card.steps:
        if isinstance(step.action, SendRequest | OpenPage):
            yield from ((step.line, found) for found in in_words(step.action.target))
    for line, block in _blocks(card):
        yield from ((line, found) for found in in_text(block))


def _blocks(card: Card) -> Iterator[tuple[int, str]]:
    for step in card.steps:
        action = step.action
        if isinstance(action, CreateFile):
            yield step.line, action.content
        elif isinstance(action, RunCommand) and action.typed:
            yield step.line, action.typed
        elif isinstance(action, SendRequest) and action.json_body:
            yield step.line, action.json_body
