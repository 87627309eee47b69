"""Globs of a principle as other tools write them, from the project's folder on; matching a path lies in ``globs``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

_MOST_FORMS = 64
_NAME_WITH_ENDING = re.compile(r"[.*?\[]")


def plain_globs(patterns: Sequence[str]) -> tuple[str, ...]:
    """Globs with ``**`` for folders, without braces and exclusions, that mean at least what some patterns mean.

    Our ``*.py`` means any folder, ``tests/`` all below a folder of that name, ``src/app`` a file or all below a folder.
    """
    wanted = [one for one in patterns if not one.startswith("!")] or ["**"]
    forms = (form for one in wanted for form in islice(_forms(one.removeprefix("./")), _MOST_FORMS))
    return tuple(dict.fromkeys(glob for form in forms for glob in _anchored(form)))


def excluded(patterns: Sequence[str]) -> tuple[str, ...]:
    """The patterns that take out again, without their mark."""
    return tuple(one[1:] for one in patterns if one.startswith("!"))


def _anchored(form: str) -> Iterator[str]:
    name = form.strip("/")
    top = name if "/" in name or form.startswith("/") or name == "**" else f"**/{name}"
    last = name.rpartition("/")[2]
    if not form.endswith("/"):
        yield top
    if form.endswith("/") or not _NAME_WITH_ENDING.search(last):
        yield f"{top}/**"


def _forms(glob: str) -> Iterator[str]:
    """The glob with each way of choosing from its innermost braces."""
    found = re.search(r"\{([^{}]*)\}", glob)
    if not found:
        yield glob
        return
    for choice in found[1].split(","):
        yield from _forms(glob[: found.start()] + choice + glob[found.end() :])
