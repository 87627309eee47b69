"""Redactions as Python code and configuration declare them: names, or a pattern or path of one's own with its mask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from harness.domain.golden import Redaction
from harness.domain.nearest import did_you_mean
from harness.errors import UsageError
from harness.golden.redaction import NAMED, ORDER
from harness.phrasebook import regex

_KEYS = ("name", "pattern", "as", "path")
_MASK = re.compile(r"<[a-z][a-z0-9-]*>")
_HINT = 'write names such as "uuids", or {"pattern": "order [0-9]+", "as": "<order>"}'


def declared(items: str | Mapping[str, str] | Iterable[str | Mapping[str, str]]) -> tuple[Redaction, ...]:
    """The redactions that are declared, in their order.

    Raises:
        UsageError: for one that is not known, has no mask, or would mask everywhere.
    """
    single = isinstance(items, str | Mapping)
    return tuple(_redaction(item) for item in ([items] if single else items))


def _redaction(item: Any) -> Redaction:
    if isinstance(item, str):
        return Redaction(name=_known(item))
    if not isinstance(item, Mapping) or not all(isinstance(value, str) for value in item.values()):
        raise UsageError(f"{item!r} is no redaction", _HINT)
    for key in item:
        if key not in _KEYS:
            raise UsageError(f"a redaction has no '{key}'", did_you_mean(str(key), _KEYS))
    name, pattern, mask, path = (item.get(key, "") for key in _KEYS)
    if name:
        if pattern or mask:
            raise UsageError(f"the redaction '{name}' has a pattern of its own as well", _HINT)
        return Redaction(name=_known(name), path=path)
    if not _MASK.fullmatch(mask) or not (pattern or path):
        raise UsageError("a redaction of your own has a `pattern` or a `path`, and a mask such as `<order>`", _HINT)
    _require_sound(pattern)
    return Redaction(pattern=pattern, mask=mask, path=path)


def _known(name: str) -> str:
    known = (*NAMED.names(), ORDER)
    if name not in known:
        raise UsageError(f"unknown redaction '{name}'", did_you_mean(name, known))
    return name


def _require_sound(pattern: str) -> None:
    if not pattern:
        return
    try:
        compiled = regex.compile(pattern)
    except regex.RegexError as error:
        raise UsageError(f"the pattern `{pattern}` is invalid: {error}", "write it in RE2 syntax") from None
    if compiled.search("") is not None:
        what = f"the pattern `{pattern}` matches nothing as well, so it would mask everywhere"
        raise UsageError(what, "ask for a character")
