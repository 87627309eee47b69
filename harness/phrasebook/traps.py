"""Lines that look like a phrase and are none, so that no slip is quietly left to a model; phrases lie elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from harness.phrasebook.line import code, either, text


@dataclass(frozen=True)
class Trap:
    """A pattern as of a phrase, what is wrong with lines that match it, what to write instead, and such lines."""

    pattern: str
    what: str
    hint: str
    examples: tuple[str, ...]


_ANY_SLOT = "[\ue000\ue001][0-9]+\ue002"

ACTION_TRAPS = (
    Trap(
        pattern=rf"run {code('first')},? (?:and then|and|then) (?:run )?{code('second')}",
        what="two commands in one step",
        hint="make two steps of it, so that each is judged by itself",
        examples=("Run `bank open alice` and then run `bank open bob`.", "Run `bank open alice` and `bank open bob`."),
    ),
    Trap(
        pattern=rf"run {text('command')}",
        what="the command stands in quotes",
        hint="write the command as inline code: Run `bank list`",
        examples=('Run "bank list".',),
    ),
    Trap(
        pattern=rf"send {text('request')}(?: .*)?",
        what="the request stands in quotes",
        hint="write the request as inline code: Send `GET /accounts`",
        examples=('Send "GET /accounts".',),
    ),
    Trap(
        pattern=rf"click {code('name')}",
        what="the name of what is clicked stands in inline code",
        hint='write it in quotes: Click "Transfer"',
        examples=("Click `Transfer`.",),
    ),
)

EXPECTATION_TRAPS = (
    Trap(
        pattern=rf"you (?:do not |don't )?see {either('first')},? (?:and|or|,|and also|but not) .*",
        what="two expectations in one line",
        hint="write one bullet for each text that the user sees",
        examples=('You see "alice" and "bob".', 'You see "alice" and a welcome.', 'You see "alice", and "bob".'),
    ),
    Trap(
        pattern=rf"you (?:do not |don't )?see {text('first')}[^\s.,;:].*",
        what="quotes inside a quoted text",
        hint='write the text as inline code instead: You see `say "yes"`',
        examples=('You see "say "yes" now".',),
    ),
    Trap(
        pattern=r"it (?:succeeds|is refused),? (?:and|with|but) .*",
        what="two expectations in one line",
        hint="write one bullet for each: It succeeds, and a second one for the rest",
        examples=('It succeeds and you see "70.00".', "It is refused, with a message."),
    ),
    Trap(
        pattern=rf"you see a line matching {text('pattern')}",
        what="the regular expression stands in quotes",
        hint="write it as inline code: You see a line matching `^alice`",
        examples=('You see a line matching "^alice".',),
    ),
    Trap(
        pattern=rf"the (?:exit code|status) is {_ANY_SLOT}",
        what="the number stands in quotes",
        hint="write the bare number: The exit code is 2",
        examples=("The exit code is `2`.", 'The status is "404".'),
    ),
    Trap(
        pattern=rf"nothing(?: has)? changed[:,]? {_ANY_SLOT}(?: still (?:shows|works|prints|says))?",
        what="it is not said what still shows",
        hint='write: Nothing changed: `bank balance alice` still shows "70.00"',
        examples=("Nothing changed: `bank balance alice`.",),
    ),
)
