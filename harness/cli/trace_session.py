"""One sitting of a person who looks at what moved in a trace; what a decision does lies in ``app``."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

import click

from harness.app.trace_accept import Accepting
from harness.cli.output import WIDTH, clean, say
from harness.domain.tracing import Link
from harness.trace.accepting import Offer, is_gone
from harness.trace.suspect import REQUIREMENT

ACCEPT, ALL, SKIP, QUIT = "aAsq"
_WORDS = {ACCEPT: "[a]ccept", SKIP: "[s]kip", ALL: "accept [A]ll", QUIT: "[q]uit"}
HELP = """a  accept: you looked at it, and the evidence shows the requirement as it is
s  skip: decide later; it stays as it is
A  accept this and all that is left
q  quit: what was accepted is written, the rest stays as it is"""
_DIGITS = 12


class Sitting:
    """The reason is asked for once, and holds for all that follows; ``accepted`` counts requirements."""

    def __init__(self, accepting: Accepting, reason: str) -> None:
        self._accepting = accepting
        self._reason = reason.strip()
        self.accepted = 0

    def through(self, offers: Sequence[Offer]) -> int:
        """Go through what is offered; returns how many are left to be looked at."""
        left = 0
        for number, offer in enumerate(offers):
            self._show(offer, number + 1, len(offers))
            key = self._asked(len(offers) - number)
            if key == ACCEPT:
                self._accept([offer])
            elif key == ALL:
                self._accept(offers[number:])
                return left
            elif key == QUIT:
                return left + len(offers) - number
            else:
                left += 1
        return left

    def _accept(self, offers: Sequence[Offer]) -> None:
        while not self._reason:
            self._reason = click.prompt("  why is it right", prompt_suffix="? ").strip()
        self._accepting.accept(offers, self._reason)
        self.accepted += len(offers)
        click.secho("  accepted", fg="green")

    def _show(self, offer: Offer, number: int, of: int) -> None:
        requirement = offer.row.requirement
        where = f"{number} of {of}"
        words = " ".join((requirement.title or requirement.text).split())
        head = clean(f"{requirement.qualified}  {words}")
        room = WIDTH - len(where) - 2
        click.echo()
        click.secho((head if len(head) <= room else f"{head[: room - 1]}…").ljust(room), bold=True, nl=False)
        click.secho(f"  {where}", dim=True)
        click.secho(clean(str(requirement.place)), dim=True)
        if any(REQUIREMENT in link.moved for link in offer.links):
            self._show_words(offer)
        for link in offer.links:
            for line in _link_lines(link):
                say("\n".join(_wrapped(line)))

    def _show_words(self, offer: Offer) -> None:
        moved = next(link for link in offer.links if REQUIREMENT in link.moved)
        requirement, then = offer.row.requirement, self._accepting.words_then(offer.row.requirement, moved)
        assert moved.accepted is not None
        say(f"  the requirement: {_step(moved.accepted.requirement_sha256, requirement.sha256)}")
        if then is None:
            say("    what it said then is in none of the last commits")
            _say_words("    + ", requirement.text, "green")
            return
        _say_words("    - ", then.text, "red")
        _say_words("    + ", requirement.text, "green")
        if then.text == requirement.text:
            say("    the words are the same: its scenarios changed")

    def _asked(self, left: int) -> str:
        keys = [key for key in _WORDS if key != ALL or left > 1]
        while True:
            click.echo("  " + "  ".join(_WORDS[key] for key in keys) + "  [?] ", nl=False)
            key = click.getchar()
            if key in ("\x03", "\x04"):
                click.echo()
                raise KeyboardInterrupt
            click.echo(key if key.isprintable() else "")
            if key in keys:
                return key
            click.echo("\n".join(f"    {line}" for line in HELP.splitlines() if line[0] in keys))


def _link_lines(link: Link) -> Iterator[str]:
    evidence, anchor = link.evidence, link.accepted
    if is_gone(link) and anchor is not None:
        yield f"  {evidence.key}: {', '.join(link.moved)}"
    elif anchor is None:
        yield f"  {evidence.key}: never accepted; {link.shown}  {evidence.place}"
    else:
        others = [one for one in link.moved if one != REQUIREMENT]
        changed = anchor.evidence_sha256 != evidence.sha256
        step = f" ({_step(anchor.evidence_sha256, evidence.sha256)})" if changed else ""
        yield f"  {evidence.key}: {', '.join(others) or 'as it was'}{step}; {link.shown}  {evidence.place}"
    if anchor is not None:
        yield f"    accepted by {anchor.who} on {anchor.when[:10]}: {anchor.reason}"


def _wrapped(line: str) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(
        line, WIDTH, initial_indent="", subsequent_indent=f"{indent}  ", break_long_words=False, break_on_hyphens=False
    )


def _step(before: str, after: str) -> str:
    return f"{before[:_DIGITS]} → {after[:_DIGITS]}"


def _say_words(mark: str, text: str, colour: str) -> None:
    lines = textwrap.wrap(clean(" ".join(text.split())), WIDTH - len(mark)) or [""]
    for line in lines:
        click.secho(f"{mark}{line}", fg=colour)
