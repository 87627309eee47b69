"""Inputs that a case is given for ``{name}``: each stays one value of its surroundings, whatever it holds.

What was kept may be a whole address or a JSON value; an input is one segment of an address, one text, one argument.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping

from harness.domain.actions import Action, RunCommand
from harness.phrasebook.kept import fill, in_form, names_used, shell_quote_at
from harness.phrasebook.values import PLACEHOLDER

_HERE_DOCUMENT = re.compile(r"(?<!<)<<(?!<)")
_SUBSTITUTION = re.compile(r"\$\(|`")
_COMMENT = re.compile(r"(?:^|[\s;&|(])#")
_READ_AGAIN = re.compile(r"(?:^|[\s;&|(])(?:eval|(?:ba|da|k|z)?sh\s+(?:-\w+\s+)*-\w*c)\s")


def give(action: Action, values: Mapping[str, str], words: Collection[str]) -> Action:
    """The action with the inputs filled in; ``words`` are the names of those that are text, also where they look otherwise."""

    def in_json(text: str, at: int, value: str) -> str:
        inside = len(re.findall(r'(?<!\\)(?:\\\\)*"', text[:at])) % 2 == 1
        found = PLACEHOLDER.match(text, at)
        if inside:
            return json.dumps(value, ensure_ascii=False)[1:-1]
        return value if found and found[1] not in words and _is_json(value) else json.dumps(value, ensure_ascii=False)

    return fill(action, values, {"address": in_form, "json": in_json})


def _is_json(value: str) -> bool:
    try:
        json.loads(value)
    except ValueError:
        return False
    return True


def hazards(action: Action, names: Collection[str]) -> Iterator[str]:
    """Why an input cannot be filled into a command as one argument, whatever it holds."""
    if not isinstance(action, RunCommand):
        return
    text = action.command
    for found in PLACEHOLDER.finditer(text):
        if found[1] in names and (where := _hazard(text, found.start())):
            yield f"`{{{found[1]}}}` stands {where} in `{text}`, where it is no single argument"


def _hazard(text: str, at: int) -> str:
    before, around = text[:at], shell_quote_at(text, at)
    if _READ_AGAIN.search(before):
        return "in a command that is read by a shell again"
    if _HERE_DOCUMENT.search(before):
        return "in a here-document"
    if any(shell_quote_at(text, one.start()) != "'" for one in _SUBSTITUTION.finditer(before)):
        return "behind a command substitution"
    if any(not shell_quote_at(text, one.end() - 1) for one in _COMMENT.finditer(before)):
        return "behind a comment"
    if around == "'" and before[: _opened(text, at)].endswith("$"):
        return "in `$'…'`"
    return "behind a backslash" if before.endswith("\\") and around != "'" else ""


def _opened(text: str, at: int) -> int:
    """Where the quote that is open at a position was opened."""
    around = shell_quote_at(text, at)
    return next(start for start in range(at - 1, -1, -1) if text[start] == around and not shell_quote_at(text, start))


def used(actions: Collection[Action]) -> frozenset[str]:
    """The names that stand in braces in any of the actions."""
    return frozenset(name for action in actions for name in names_used(action))
