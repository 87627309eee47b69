"""``{name}`` in actions and expectations: which names are used, and filling in what was kept; keeping lies elsewhere.

What was kept is the product's output, so it is filled in as one value of its surroundings: quoted for a shell, escaped
in JSON, percent-encoded in an address, literal in a regular expression. It can never become a second command or field.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from harness.domain.actions import Action, Click, KeepField, KeepText
from harness.domain.base import Frozen
from harness.domain.expectations import ElementHasValue, ElementIs, Expectation, FieldIs, Keeps
from harness.phrasebook import regex
from harness.phrasebook.values import PLACEHOLDER

Filled = TypeVar("Filled", bound=Frozen)
Context = Callable[[str, int, str], str]

_UNRESERVED = string.ascii_letters + string.digits + "-._~"
_RESERVED = ":/?#[]@!$&'()*+,;=%"
_PROPERTY = re.compile(r"\\[pPx]$")
_BRACES_OF_PROGRAMS = re.compile(r"\b(?:awk|gawk|mawk|jq|perl)\b")
_KINDS_THAT_KEEP = (KeepField, KeepText, Keeps)


def fill(what: Filled, kept: Mapping[str, str], contexts: Mapping[str, Context] | None = None) -> Filled:
    """The same action or expectation with each known ``{name}`` replaced by what was kept; unknown ones stay.

    ``contexts`` say how it is written in some kinds of surroundings, where that is otherwise than for what was kept.
    """
    every = {**_CONTEXTS, **(contexts or {})}
    changes = {field: _filled(kind, value, kept, every) for kind, field, value in _places(what) if "{" in str(value)}
    return what.model_copy(update=changes) if changes else what


def names_used(what: Action | Expectation) -> tuple[str, ...]:
    """The names that stand in braces where something kept would be filled in, each once."""
    found: dict[str, None] = {}
    for kind, _, value in _places(what):
        for text in _texts(value):
            found.update(dict.fromkeys(_names(kind, text)))
    return tuple(found)


def names_kept(what: Action | Expectation) -> tuple[str, ...]:
    """The names under which this action or expectation keeps something."""
    return (what.name,) if isinstance(what, _KINDS_THAT_KEEP) else ()


def _places(what: Frozen) -> Iterator[tuple[str, str, Any]]:
    """Every field that people write freely, as (what it is, field, value)."""
    for field, value in what:
        kind = _KIND_OF_SPECIAL_FIELD.get((type(what), field), _KIND_OF_FIELD.get(field))
        if kind and value is not None:
            yield kind, field, value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        yield from (part for pair in value for part in pair)
    elif isinstance(value, Frozen):
        for _, _, inner in _places(value):
            yield from _texts(inner)


def _names(kind: str, text: str) -> Iterator[str]:
    skip_quoted = kind == "command" and _BRACES_OF_PROGRAMS.search(text)
    for found in PLACEHOLDER.finditer(text):
        if kind == "pattern" and _PROPERTY.search(text[: found.start()]):
            continue
        if skip_quoted and shell_quote_at(text, found.start()) == "'":
            continue
        yield found[1]


def _filled(kind: str, value: Any, kept: Mapping[str, str], contexts: Mapping[str, Context]) -> Any:
    if isinstance(value, Frozen):
        return fill(value, kept, contexts)
    if isinstance(value, tuple):
        return tuple((_substitute(name, kept, _one_line), _substitute(text, kept, _one_line)) for name, text in value)
    return _substitute(value, kept, contexts[kind])


def _substitute(text: str, kept: Mapping[str, str], context: Context) -> str:
    def replacement(found: re.Match[str]) -> str:
        return context(text, found.start(), kept[found[1]]) if found[1] in kept else found[0]

    return PLACEHOLDER.sub(replacement, text)


def _plain(text: str, at: int, value: str) -> str:
    return value


def _one_line(text: str, at: int, value: str) -> str:
    return re.sub(r"[\r\n]+", " ", value)


def _in_command(text: str, at: int, value: str) -> str:
    value = value.replace("\0", "")
    around = shell_quote_at(text, at)
    if around == "'":
        return value.replace("'", "'\\''")
    if around == '"':
        return re.sub(r'([\\"$`])', r"\\\1", value)
    return value if re.fullmatch(r"[\w@%+=:,./-]+", value, re.ASCII) else "'" + value.replace("'", "'\\''") + "'"


def shell_quote_at(text: str, at: int) -> str:
    """The quote character of a shell that is open at a position, or nothing."""
    open_quote = ""
    position = 0
    while position < at:
        character = text[position]
        if character == "\\" and open_quote != "'":
            position += 1
        elif not open_quote and character in "'\"":
            open_quote = character
        elif character == open_quote:
            open_quote = ""
        position += 1
    return open_quote


def _in_json(text: str, at: int, value: str) -> str:
    if _inside_json_string(text, at):
        return json.dumps(value, ensure_ascii=False)[1:-1]
    try:
        json.loads(value, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return json.dumps(value, ensure_ascii=False)
    return value


def _inside_json_string(text: str, at: int) -> bool:
    return len(re.findall(r'(?<!\\)(?:\\\\)*"', text[:at])) % 2 == 1


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _in_address(text: str, at: int, value: str) -> str:
    return _percent_encoded(value, _UNRESERVED + _RESERVED)


def in_form(text: str, at: int, value: str) -> str:
    """A value as one of a form, or one segment of an address."""
    return _percent_encoded(value, _UNRESERVED)


def _percent_encoded(value: str, legal: str) -> str:
    """RFC 3986, section 2.1. An address may already be encoded, so its per cent signs stay."""
    octets = ((character, character.encode("utf-8", "replace")) for character in value)
    return "".join(
        character if character in legal else "".join(f"%{octet:02X}" for octet in encoded)
        for character, encoded in octets
    )


def _in_pattern(text: str, at: int, value: str) -> str:
    return text[at : text.index("}", at) + 1] if _PROPERTY.search(text[:at]) else regex.escape(value)


_CONTEXTS: dict[str, Context] = {
    "text": _plain,
    "command": _in_command,
    "json": _in_json,
    "address": _in_address,
    "form": in_form,
    "pattern": _in_pattern,
}
_KIND_OF_FIELD = {
    "command": "command",
    "typed": "text",
    "path": "text",
    "content": "text",
    "target": "address",
    "headers": "text",
    "json_body": "json",
    "form": "form",
    "pattern": "pattern",
    "text": "text",
    "label": "text",
    "option": "text",
    "value": "text",
    "title": "text",
    "probe": "probe",
    "field": "text",
}
_KIND_OF_SPECIAL_FIELD: dict[tuple[type[Frozen], str], str] = {
    (FieldIs, "value"): "json",
    (Click, "name"): "text",
    (ElementIs, "name"): "text",
    (ElementHasValue, "name"): "text",
}
