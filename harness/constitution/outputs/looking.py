"""Which form the output of a tool has, and what it says; each form lies in a module of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

from harness.constitution.outputs import eslint, json_lists, lines, sarif
from harness.constitution.outputs.json_values import documents
from harness.constitution.outputs.results import NotUnderstood, Reading
from harness.markdown.values import Json

JsonReader = Callable[[Sequence[Json]], Reading | None]


class Parse(StrEnum):
    """The form that the output of a tool has."""

    SARIF = "sarif"
    JSON = "json"
    LINES = "lines"
    EXIT = "exit"


def read(output: bytes, form: Parse | None, known: Sequence[JsonReader], in_tree: Callable[[str], bool]) -> Reading:
    """What an output says; without a form, by looking. ``known`` are the readers of JSON that is of one tool only.

    Raises:
        NotUnderstood: if it is not of that form.
    """
    text = output.decode("utf-8", "replace")
    if form is Parse.EXIT:
        return Reading()
    if form is Parse.LINES or (form is None and not _looks_like_json(text)):
        return lines.read(text, in_tree)
    found = documents(text)
    if form is Parse.SARIF or (form is None and len(found) == 1 and sarif.is_sarif(found[0])):
        if len(found) != 1:
            raise NotUnderstood(f"it is {len(found) or 'no'} JSON documents, and SARIF is one")
        return sarif.read(found[0])
    if not found:
        raise NotUnderstood("it is empty, and should be JSON")
    return _known(found, known) or json_lists.read(found)


def _known(found: Sequence[Json], known: Sequence[JsonReader]) -> Reading | None:
    return next((reading for read in (*known, eslint.read) if (reading := read(found)) is not None), None)


def _looks_like_json(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")
