"""Prompts, which are data files beside this module, filled in; what is asked with them is decided elsewhere."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def filled(name: str, **values: str) -> str:
    """The prompt of that name with each ``{{value}}`` filled in; what is filled in is never read as a template."""
    first, *parts = _prompt(name).split("{{")
    text = [first]
    for part in parts:
        key, _, rest = part.partition("}}")
        text += [values[key], rest]
    return "".join(text)


@cache
def _prompt(name: str) -> str:
    return files(__package__).joinpath("prompts", f"{name}.md").read_text(encoding="utf-8")
