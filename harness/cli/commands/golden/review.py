"""Look at what behaves otherwise, one difference at a time, and accept, reject or redact it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from harness.app.golden_review import Pending, Reviewing, Signed
from harness.app.golden_views import difference_text
from harness.cli.output import say
from harness.domain.golden import Difference, Redaction
from harness.domain.verdicts import ExitCode
from harness.errors import UsageError
from harness.golden.accepting import part_of
from harness.golden.stability import proposals_for

_KEYS = "[a]ccept  [r]eject  re[d]act  [s]kip  [o]pen  accept [A]ll of this case  [q]uit"


@click.command("review", short_help="Accept, reject or redact what behaves otherwise, one difference at a time.")
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@click.option("--reason", default="", help="Why what you accept is right; asked for where it is missing.")
@click.option("--requirement", default="", metavar="ID", help="The requirement that justifies it.")
def command(cases: tuple[str, ...], reason: str, requirement: str) -> int:
    """Go through what waits, all of it or the CASEs named. Only here does anything become a golden, and only at a terminal.

    A part of a step (its stdout, its body, a file) becomes golden when all its differences were accepted. Who accepted, when
    and why is logged in golden/accepted.jsonl. Exit code 5 if something still waits.
    """
    reviewing = Reviewing(Path.cwd())
    if reviewing.refused:
        raise UsageError(reviewing.refused, "look at it with `harness golden show`, or run this in a terminal")
    chosen = [reviewing.named(case) for case in cases] if cases else list(reviewing.pending)
    if not chosen:
        say("nothing waits")
        return 0
    session = _Session(reviewing, reason, requirement)
    for number, one in enumerate(chosen, 1):
        say(f"{one.case.id}  {one.case.card.title}  ({number} of {len(chosen)})")
        if not session.case(one):
            break
    return int(ExitCode.WAITING if Reviewing(Path.cwd()).pending else ExitCode.PASS)


class _Session:
    """One sitting; the reason is asked for once and holds for all that follows."""

    def __init__(self, reviewing: Reviewing, reason: str, requirement: str) -> None:
        self._reviewing = reviewing
        self._reason = reason
        self._requirement = requirement

    def case(self, one: Pending) -> bool:
        """Go through one case; False if the reviewer wants to end."""
        if one.outdated:
            say(f"  {one.outdated}: run `harness golden check` again")
            return True
        left: list[Difference] = []
        taken: list[Difference] = []
        for at, difference in enumerate(one.differences):
            answer = self._asked(one, difference)
            if answer == "A":
                taken.extend(one.differences[at:])
                break
            if answer == "r":
                self._reviewing.reject(one)
                say(f"rejected {one.case.id}")
                return True
            if answer == "d" and self._redacted(one, difference):
                return True
            if answer == "q":
                self._accept(one, taken, [*left, *one.differences[at:]])
                return False
            (taken if answer == "a" else left).append(difference)
        self._accept(one, taken, left)
        return True

    def _asked(self, one: Pending, difference: Difference) -> str:
        console = Console()
        click.echo(difference_text(difference, console.width, not console.no_color), nl=False)
        while True:
            say(_KEYS)
            key = click.getchar()
            if key in ("\x03", "\x04"):
                raise KeyboardInterrupt
            if key == "o":
                click.launch(str(one.waiting.folder / "received.golden"))
            elif key in "ardsAq":
                return key

    def _accept(self, one: Pending, taken: Sequence[Difference], left: Sequence[Difference]) -> None:
        parts = {part_of(one) for one in taken} - {part_of(one) for one in left}
        if not parts:
            return
        path = self._reviewing.accept(one, self._signed(), parts if left else None)
        say(f"accepted {path}")

    def _redacted(self, one: Pending, difference: Difference) -> bool:
        found = [*proposals_for(difference, one.case.redactions)]
        for number, redaction in enumerate(found, 1):
            say(f"  {number}: {redaction.name}")
        say("  p: a pattern of your own, such as `order [0-9]+`")
        key = click.getchar()
        if key.isdigit() and 0 < int(key) <= len(found):
            chosen = found[int(key) - 1]
        elif key == "p":
            pattern = click.prompt("  pattern (RE2)")
            mask = click.prompt("  mask", default="<masked>")
            chosen = Redaction(pattern=pattern, mask=mask)
        else:
            return False
        say(f"accepted {self._reviewing.redact(one, [chosen], self._signed())}, masked")
        return True

    def _signed(self) -> Signed:
        while not self._reason.strip():
            self._reason = click.prompt("why is it right?")
        return self._reviewing.signed(self._reason, self._requirement)
