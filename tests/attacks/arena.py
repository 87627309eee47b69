"""A small project under attack: its product is a script, its cards are written step by step, its runs are real."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import textwrap
from pathlib import Path

from harness.app.run_cards import Finished, Listener, RunOptions, run_cards
from harness.app.selection import Selection
from harness.domain.results import Attempt, CardResult
from harness.domain.verdicts import Cause, Isolation, State

SPECIFICATION = "# Shop\n\n- **FR-001**: System MUST sell. SECRET-OF-THE-SPECIFICATION\n"
SECRET = "SECRET-OF-THE-SOURCE"
FRONT = "---\nid: {id}\nverifies: [FR-001]\nsurface: [terminal, http]\ntier: foundation\n---\n# {id}\n\n## Steps\n"
BAD_INPUT = """
## Bad input
1. Run `refuse`.
   - It is refused.
   - You see "no such thing".
   - Nothing changed: `stock` still shows "1 left".
"""
REFUSE = "#!/bin/sh\necho no such thing >&2\nexit 1\n"
STOCK = "#!/bin/sh\necho 1 left\n"


def step(action: str, *expectations: str, block: str | None = None) -> str:
    """One step of a card; ``block`` is the fenced text that belongs to the action."""
    lines = [f"1. {action}"]
    if block is not None:
        fence = "`" * 4
        lines += ["", textwrap.indent(f"{fence}\n{textwrap.dedent(block).strip()}\n{fence}", "   "), ""]
    return "\n".join([*lines, *(f"   - {expectation}" for expectation in expectations)])


def user_runs(source: str, *expectations: str) -> tuple[str, ...]:
    """Steps by which the user writes a Python program and runs it; they pass if the program printed ``DONE`` at its end."""
    return (
        step("Create the file `probe.py` containing", "The file `probe.py` exists.", block=source + "\nprint('DONE')"),
        step("Run `python3 probe.py`.", "It succeeds.", 'You see "DONE".', *expectations),
    )


@dataclasses.dataclass(frozen=True)
class Outcome:
    """A run that is over, with what matters of it at hand."""

    finished: Finished

    @property
    def cards(self) -> dict[str, CardResult]:
        return {card.id: card for card in self.finished.run.cards}

    @property
    def card(self) -> CardResult:
        (card,) = self.finished.run.cards
        return card

    @property
    def attempt(self) -> Attempt:
        return self.card.attempts[0]

    @property
    def output(self) -> str:
        """Everything that the commands of the run printed."""
        printed = [path for path in self.finished.folder.rglob("*") if path.is_file() and "observations" in path.parts]
        return "\n".join(path.read_text(errors="replace") for path in sorted(printed))

    def explained(self) -> str:
        """What an assertion shows when it does not hold."""
        cards = [(card.id, card.state, card.cause, card.reason) for card in self.finished.run.cards]
        return f"{cards}\n{self.finished.run.problems}\n{self.output[-4000:]}"

    def passed(self) -> Outcome:
        """Every card passed."""
        assert all(card.state is State.PASS for card in self.finished.run.cards), self.explained()
        return self

    def failed(self, cause: Cause, *reasons: str) -> Outcome:
        """The only card failed by this cause, and its reason names all of these."""
        assert (self.card.state, self.card.cause) == (State.FAIL, cause), self.explained()
        return self._named(reasons)

    def undecided(self, cause: Cause, *reasons: str) -> Outcome:
        """The only card is inconclusive by this cause, and its reason names all of these."""
        assert (self.card.state, self.card.cause) == (State.INCONCLUSIVE, cause), self.explained()
        return self._named(reasons)

    def _named(self, reasons: tuple[str, ...]) -> Outcome:
        for reason in reasons:
            assert reason in self.card.reason, self.explained()
        return self


class Project:
    """A git repository with a product of scripts, a specification and cards."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.tables: list[str] = []
        self.commands: dict[str, str] = {}
        self.seconds = 20.0
        self.data: list[str] = []
        self.setup: list[str] = []
        self.write("specs/shop.md", SPECIFICATION)
        self.command("refuse", REFUSE)
        self.command("stock", STOCK)

    def write(self, path: str, text: str, mode: int = 0o644) -> Path:
        full = self.root / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_text(textwrap.dedent(text))
        full.chmod(mode)
        return full

    def command(self, name: str, source: str) -> None:
        """Give the product a command; source without a first line of its own is Python."""
        source = textwrap.dedent(source)
        first = "" if source.startswith("#!") else f"#!/usr/bin/python3\n# {SECRET}\n"
        self.write(f"bin/{name}", first + source, 0o755)
        self.commands[name] = f"{{tree}}/bin/{name}"

    def service(self, source: str, ready: str = "", seconds: float = 10) -> None:
        """Give the product a service in Python, ready when it prints ``READY`` or answers at ``ready``."""
        self.write("bin/service", f"#!/usr/bin/python3 -u\n{textwrap.dedent(source)}", 0o755)
        self.tables.append(
            f'[product.services.web]\nrun = "{{tree}}/bin/service"\nready = "{ready or "READY"}"\nseconds = {seconds}\n'
        )

    def card(self, *steps: str, id: str = "ATTACK") -> None:
        self.write(f"testcards/{id.lower()}.md", FRONT.format(id=id) + "\n".join(steps) + "\n" + BAD_INPUT)

    def run(
        self, isolation: Isolation | None = None, workers: int = 1, revision: str | None = None, *names: str
    ) -> Outcome:
        """Commit what is not yet and run the cards."""
        self.commit()
        options = RunOptions(selection=Selection(tuple(names)), isolation=isolation, workers=workers, revision=revision)
        return Outcome(run_cards(self.root, options, Listener()))

    def commit(self) -> None:
        """Write the configuration, and make the folder a repository with one commit if it is none yet."""
        commands = "".join(f"{name} = {json.dumps(line)}\n" for name, line in self.commands.items())
        product = f"[product]\ndata = {json.dumps(self.data)}\nsetup = {json.dumps(self.setup)}\n"
        limits = f"[cards]\nlimits = {{ seconds = {self.seconds} }}\n"
        self.write("harness.toml", f"{product}[product.commands]\n{commands}{''.join(self.tables)}{limits}")
        if not (self.root / ".git").exists():
            self.git("init", "--quiet")
            self.git("add", "--all")
            self.git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "all")

    def git(self, *arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=self.root, check=True, capture_output=True)
