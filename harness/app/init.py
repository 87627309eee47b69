"""The verb *init*: a first ``harness.toml`` and the folders, from what the survey guessed; it never overwrites."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from harness.adapters import clock, files
from harness.app.constitutions import FOLDER, document_paths, shipped
from harness.app.project import CARDS, CONFIGURATION, find_root
from harness.app.proposal import Proposal, proposals
from harness.app.survey import Guess, survey
from harness.domain.configuration import Cards
from harness.errors import UsageError

CONSTITUTION = f"{FOLDER}/main.md"
_READMES = {
    CARDS: "Test cards: what a user does and sees, one file a card. Begin with `harness new card ID`.\n",
    "specs": "Specifications: numbered requirements in the form of Spec Kit, one file a feature.\n",
    "golden": "Golden cases: what the product did, kept to be compared with what it does.\n",
    FOLDER: "Constitutions: the principles that the code must keep.\n",
}


@dataclass(frozen=True)
class Beginning:
    """What init guessed and wrote (or, on a dry run, would write), by path, and what was there already."""

    guesses: tuple[Guess, ...]
    proposals: tuple[Proposal, ...]
    written: dict[str, str]
    kept: tuple[str, ...]


def init(folder: Path, *, dry_run: bool = False) -> Beginning:
    """Begin a project in a folder.

    Raises:
        UsageError: if the folder lies in a project that has begun already.
        MachineError: if a file cannot be written.
    """
    root = find_root(folder)
    if root != folder.resolve():
        raise UsageError(f"'{root}' is a project already", f"run `harness init` there, or remove its {CONFIGURATION}")
    guesses = survey(root)
    wanted = {CONFIGURATION: configuration_text(guesses)} if not _is_configured(root) else {}
    fitting = proposals(root, shipped()) if not document_paths(root) else ()
    if fitting:
        wanted[CONSTITUTION] = constitution_text(fitting, clock.today())
    wanted.update({f"{name}/README.md": text for name, text in _READMES.items() if not (root / name).exists()})
    kept = [name for name in _READMES if (root / name).exists()]
    if _is_configured(root):
        kept.insert(0, CONFIGURATION if (root / CONFIGURATION).exists() else "pyproject.toml")
    if not dry_run:
        for path, text in wanted.items():
            files.write_new(root / path, text)
    return Beginning(guesses, fitting, wanted, tuple(kept))


def configuration_text(guesses: Sequence[Guess]) -> str:
    """A ``harness.toml`` with what was guessed, each guess in a comment above what follows from it."""
    return "\n".join(_lines(guesses)) + "\n"


def constitution_text(fitting: Sequence[Proposal], day: date) -> str:
    """A first constitution that extends the shipped ones that fit, with the reason for each."""
    names = [name for one in fitting for name in one.constitutions]
    reasons = "".join(
        f"- {', '.join(f'`{name}`' for name in one.constitutions)}: for {one.what}, such as `{one.source}`\n"
        for one in fitting
    )
    return (
        f"---\nextends: [{', '.join(names)}]\n---\n# Constitution\n\nVersion 0.1.0 · ratified {day.isoformat()}\n\n"
        "What this project must keep. It begins with principles that come with harness: take out what does not fit, and\n"
        f"write your own below. `harness check` decides each of them.\n\n{reasons}"
    )


def _is_configured(root: Path) -> bool:
    return (root / CONFIGURATION).exists() or b"[tool.harness" in _pyproject(root)


def _pyproject(root: Path) -> bytes:
    path = root / "pyproject.toml"
    return files.read_bytes(path) if path.is_file() else b""


def _lines(guesses: Sequence[Guess]) -> Iterator[str]:
    yield "# What `harness` knows about this product. Lines with a guess say where it comes from: check them."
    yield ""
    yield "[product]"
    yield from _setup(guesses)
    yield ""
    yield "[product.commands]"
    yield "# What a user types, and what it runs in the user's folder; {tree} is where the product's files are."
    yield from _commands(guesses)
    yield from _services(guesses)
    yield ""
    yield "[cards]"
    yield 'evaluator = "auto"     # auto | literal | blind | replay'
    yield 'isolation = "cell"     # the least that may be called a result: cell | sandbox | export'
    yield "workers = 2"
    yield f"model = {_quoted(Cards().model)}     # who reads cards that are not literal; needs ANTHROPIC_API_KEY"
    yield "limits = { seconds = 300, turns = 60, tokens = 400_000 }"
    yield "# run_limits = { tokens = 4_000_000 }     # of all cards together"
    yield ""
    yield "# A limit in `dollars` needs what a million tokens of the model cost, as of a day, from its price list:"
    yield f"# [prices.{_quoted(Cards().model)}]"
    yield "# as_of = 2026-01-31"
    yield "# input = 0.00"
    yield "# output = 0.00"
    yield "# cache_read = 0.00"
    yield "# cache_write = 0.00"
    yield ""
    yield "[gate]"
    yield "max_cycles = 3"


def _setup(guesses: Sequence[Guess]) -> Iterator[str]:
    yield "# Runs once for each version of the files, with network, before any card."
    found = [guess for guess in guesses if guess.setup]
    yield from (f"# Guess from {guess.source}: {guess.what}." for guess in found)
    lines = list(dict.fromkeys(line for guess in found for line in guess.setup))
    yield f"setup = [{', '.join(_quoted(line) for line in lines)}]"


def _commands(guesses: Sequence[Guess]) -> Iterator[str]:
    seen: set[str] = set()
    for guess in guesses:
        new = {name: run for name, run in guess.commands.items() if name not in seen}
        seen.update(new)
        if new:
            yield f"# Guess from {guess.source}: {guess.what}."
        yield from (f"{_key(name)} = {_quoted(run)}" for name, run in new.items())
    if not seen:
        yield '# bank = "{tree}/.venv/bin/bank"'


def _services(guesses: Sequence[Guess]) -> Iterator[str]:
    seen: set[str] = set()
    for guess in guesses:
        for name, (run, ready) in guess.services.items():
            # Of two guesses at one service the second is only shown: nobody can start both on one port.
            mark = "# " if name in seen else ""
            seen.add(name)
            yield ""
            yield f"# Guess from {guess.source}: {guess.what}."
            yield f"{mark}[product.services.{_key(name)}]"
            yield f"{mark}run = {_quoted(run)}"
            yield f"{mark}ready = {_quoted(ready)}"
    if not seen:
        yield ""
        yield "# [product.services.web]"
        yield '# run = "{tree}/.venv/bin/bank serve --port 8000"'
        yield '# ready = "http://127.0.0.1:8000/health"'


def _key(name: str) -> str:
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else _quoted(name)


def _quoted(text: str) -> str:
    # A JSON string without escapes beyond ASCII is a TOML basic string too.
    return json.dumps(text.replace("\x7f", ""), ensure_ascii=False)
