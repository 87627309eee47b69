"""One sitting of a person who reviews what waits, difference by difference; what a decision does lies in ``app``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import click
from rich.console import Console

from harness.app.golden_review import Pending, Reviewing
from harness.app.golden_signing import Signed
from harness.app.golden_views import NOTHING_DIFFERS, difference_text, whole_text
from harness.cli.output import clean, count, say, show_error
from harness.domain.golden import Difference, Redaction
from harness.errors import DocumentError, HarnessError, UsageError
from harness.golden.accepting import part_of
from harness.golden.stability import proposals_for

ACCEPT, ALL, REJECT, REDACT, SKIP, OPEN, QUIT = "aArdsoq"
_WORDS = {
    ACCEPT: "[a]ccept",
    REJECT: "[r]eject",
    REDACT: "re[d]act",
    SKIP: "[s]kip",
    OPEN: "[o]pen",
    ALL: "accept [A]ll",
    QUIT: "[q]uit",
}
HELP = """a  accept: what is received is right, and becomes the golden
r  reject: the golden is right, and the product has to change
d  redact: it differs from run to run, and is to be masked
s  skip: decide later; it goes on waiting
o  open: the golden and what is received, whole, in the pager
A  accept this and all that is left of this case
q  quit: what was accepted is written, the rest goes on waiting"""


@dataclass
class _Decided:
    """What was decided of one case, by its differences."""

    accepted: list[Difference] = field(default_factory=list)
    rejected: list[Difference] = field(default_factory=list)
    left: list[Difference] = field(default_factory=list)


class Sitting:
    """The reason is asked for once, and holds for all that follows. ``counted`` is what came of the cases."""

    def __init__(self, reviewing: Reviewing, reason: str, requirement: str) -> None:
        self._reviewing = reviewing
        self._reason = reason
        self._requirement = requirement
        self._console = Console()
        self._signature: Signed | None = None
        self.counted: Counter[str] = Counter()
        if reason:
            self._signed()
        elif requirement:
            reviewing.signed("asked for later", requirement)

    def case(self, one: Pending, number: int, of: int) -> bool:
        """Go through one case; False if the reviewer wants to end."""
        self._head(one, number, of)
        if one.outdated:
            say(f"  {one.outdated}: run `harness golden check` again")
            self.counted["waits"] += 1
            return True
        if not one.differences:
            return self._undiffering(one)
        decided, goes_on = _Decided(), True
        queue = list(one.differences)
        while queue and goes_on:
            difference = queue.pop(0)
            key = self._asked(one, difference, len(one.differences) - len(queue), len(one.differences))
            if key == REDACT:
                masked = self._redacted(one, difference)
                if masked is None:
                    queue.insert(0, difference)
                else:
                    # What else was decided of this case holds no more: the differences are counted anew.
                    one, decided, queue = masked, _Decided(), list(masked.differences)
                    say(f"  {count(len(queue), 'difference')} left of {one.case.id}")
            elif key == ALL:
                decided.accepted += [difference, *queue]
                queue = []
            elif key == QUIT:
                decided.left += [difference, *queue]
                goes_on = False
            else:
                {ACCEPT: decided.accepted, REJECT: decided.rejected, SKIP: decided.left}[key].append(difference)
        self._conclude(one, decided)
        return goes_on

    def _head(self, one: Pending, number: int, of: int) -> None:
        where = f"{number} of {of}"
        width = min(self._console.width, 100)
        title = clean(f"{one.case.id}  {one.case.card.title}")
        room = max(width - len(where) - 2, 10)
        title = title if len(title) <= room else title[: room - 1] + "…"
        click.echo()
        click.secho(title.ljust(room), bold=True, nl=False)
        click.secho(f"  {where}", dim=True)
        verifies = f", verifies {', '.join(one.case.card.verifies)}" if one.case.card.verifies else ""
        new = "" if one.golden else ", never accepted before"
        click.secho(clean(f"{one.case.card.path}{verifies}{new}"), dim=True)

    def _asked(self, one: Pending, difference: Difference | None, at: int, of: int) -> str:
        if difference is not None:
            click.echo()
            colour = self._console.is_terminal and not self._console.no_color
            click.echo(difference_text(one, difference, self._console.width, colour), nl=False)
        keys = [key for key in _WORDS if difference is not None or key not in (ALL, REDACT)]
        keys = [key for key in keys if key != ALL or at < of]
        while True:
            click.secho(f"  {at}/{of}  " if of > 1 else "  ", dim=True, nl=False)
            click.echo("  ".join(_WORDS[key] for key in keys) + "  [?] ", nl=False)
            key = click.getchar()
            if key in ("\x03", "\x04"):
                click.echo()
                raise KeyboardInterrupt
            click.echo(key if key.isprintable() else "")
            if key == OPEN:
                click.echo_via_pager(whole_text(one))
            elif key in keys:
                return key
            else:
                click.echo("\n".join(f"    {line}" for line in HELP.splitlines() if line[0] in keys))

    def _undiffering(self, one: Pending) -> bool:
        """Of a case whose behaviour is as it was, only that can be decided."""
        say(f"  {NOTHING_DIFFERS}")
        key = self._asked(one, None, 1, 1)
        if key == ACCEPT:
            say(f"  accepted: {self._reviewing.accept(one, self._signed())}")
        elif key == REJECT:
            self._reviewing.reject(one)
        self.counted[{ACCEPT: "accepted", REJECT: "rejected"}.get(key, "waits")] += 1
        return key != QUIT

    def _conclude(self, one: Pending, decided: _Decided) -> None:
        """Write the parts of which everything was accepted; what was skipped goes on waiting."""
        kept = {part_of(difference) for difference in (*decided.rejected, *decided.left)}
        parts = {part_of(difference) for difference in decided.accepted} - kept
        if one.golden is None and kept:
            # What was never accepted becomes a golden as a whole, or not at all.
            kept |= parts
            parts = set()
        for place, part in sorted({part_of(difference) for difference in decided.accepted} & kept):
            where = f"{place} / {part}" if part else place
            what = "not all that differs in it was accepted" if one.golden else "a case is accepted as a whole"
            say(f"  {where} stays as it is: {what}")
        if parts:
            path = self._reviewing.accept(one, self._signed(), parts if kept else None, waits=bool(decided.left))
            click.secho(f"  accepted: {clean(path)}", fg="green")
        if decided.left:
            self.counted["waits"] += 1
        elif kept:
            self._reviewing.reject(one)
            click.secho("  rejected: the golden stays, and the product has to change", fg="red")
        self.counted["accepted"] += bool(parts)
        self.counted["rejected"] += bool(decided.rejected)

    def _redacted(self, one: Pending, difference: Difference) -> Pending | None:
        """What waits of the case once something in the difference is masked; None if the reviewer thinks better of it."""
        found = [*proposals_for(difference, one.case.redactions)]
        for number, redaction in enumerate(found, 1):
            where = f" at {redaction.path}" if redaction.path else ""
            say(f"    {number}  {redaction.name}{where}")
        say("    p  a pattern of your own, such as `order [0-9]+`")
        click.echo("  which? (any other key: none) ", nl=False)
        key = click.getchar()
        click.echo(key if key.isprintable() else "")
        if key in ("\x03", "\x04"):
            raise KeyboardInterrupt
        chosen = self._chosen(key, found)
        if chosen is None:
            return None
        try:
            return self._reviewing.redact(one, [chosen], self._signed())
        except (UsageError, DocumentError) as error:
            show_error(error)
            return None

    def _chosen(self, key: str, found: Sequence[Redaction]) -> Redaction | None:
        if key.isdigit() and 0 < int(key) <= len(found):
            return found[int(key) - 1]
        if key != "p":
            return None
        return Redaction(pattern=click.prompt("  pattern (RE2)"), mask=click.prompt("  mask", default="<masked>"))

    def _signed(self) -> Signed:
        while self._signature is None:
            reason = self._reason or click.prompt("  why is it right", prompt_suffix="? ")
            try:
                self._signature = self._reviewing.signed(reason, self._requirement)
            except HarnessError:
                if self._reason or reason.strip():
                    raise
        return self._signature
