"""Prompts and word lists, which are data files beside this module; what is said with them is decided elsewhere."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def prompt(name: str) -> str:
    """The text of ``prompts/<name>.md``."""
    return files(__package__).joinpath("prompts", f"{name}.md").read_text(encoding="utf-8")


def filled(name: str, **values: str) -> str:
    """A prompt with each ``{{value}}`` filled in; what is filled in is never read as a template."""
    parts = prompt(name).split("{{")
    text = [parts[0]]
    for part in parts[1:]:
        key, _, rest = part.partition("}}")
        text += [values[key.strip()], rest]
    return "".join(text)


@cache
def words(name: str) -> frozenset[str]:
    """The words of ``prompts/<name>.txt``, one to a line, in lower case; lines that begin with ``#`` are remarks."""
    text = files(__package__).joinpath("prompts", f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(line.strip().lower() for line in text.splitlines() if line.strip() and not line.startswith("#"))
