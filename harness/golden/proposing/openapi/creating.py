"""Which operation makes what another one needs by its path, and what of it has to be kept; sending lies elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from harness.domain.actions import Action, KeepField, SendRequest
from harness.golden.proposing.naming import kept_name, singular
from harness.golden.proposing.openapi.operations import Operation
from harness.golden.proposing.openapi.requests import NOTHING, Request, good_request
from harness.golden.proposing.openapi.values import Unbuildable, Values

_DEEPEST = 4
_FIELD = re.compile(r"[^\s.\[\]`{}]+(\.[^\s.\[\]`{}]+)*")
_PARAMETER = re.compile(r"\{([^{}]+)\}")
_WORDS = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True)
class Made:
    """What is sent before an operation, and the values of its path that come of it: plain ones, and names in braces."""

    before: tuple[Action, ...] = ()
    path: Mapping[str, Any] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Found:
    """What an operation that makes something tells of it: a field of its answer, or of its request."""

    operation: Operation
    answered: str = ""
    sent: str = ""


class Creating:
    """Knows all operations of a description."""

    def __init__(self, operations: Sequence[Operation], values: Values) -> None:
        self._values = values
        self._posts = {_shape(one.path): one for one in operations if one.method == "POST"}
        self._linked = {
            (link.operation, link.parameter): _Found(one, answered=link.field)
            for one in operations
            if one.method == "POST"
            for link in one.links
        }

    def made_for(self, operation: Operation, depth: int = 0) -> Made:
        """What an operation needs, made by others as far as the description tells."""
        before: list[Action] = []
        path: dict[str, Any] = {}
        kept: dict[str, str] = {}
        for name, above in _parameters(operation.path):
            found = self._maker(operation, name, above)
            if found is None or depth >= _DEEPEST or found.operation.path == operation.path:
                continue
            try:
                request, needed = self._request(found.operation, depth)
                sent = request.action()
            except Unbuildable:
                continue
            # What was made for the path so far is there already: the same steps need not be taken again.
            before += [action for action in needed if action not in before]
            if sent not in before or found.answered:
                before.append(sent)
            if found.sent:
                path[name] = request.body[found.sent]
            else:
                word = _free(kept_name(_named(name, above)), before)
                before.append(KeepField(field=found.answered, name=word))
                kept[name] = f"{{{word}}}"
        return Made(_settled(before), path, kept)

    def _request(self, operation: Operation, depth: int) -> tuple[Request, tuple[Action, ...]]:
        made = self.made_for(operation, depth + 1)
        return good_request(operation, self._values, made.path, made.kept), made.before

    def _maker(self, operation: Operation, name: str, above: str) -> _Found | None:
        linked = self._linked.get((operation.name, name)) if operation.name else None
        if linked is not None and _FIELD.fullmatch(linked.answered):
            return linked
        maker = self._posts.get(_shape(above)) or self._posts.get(f"{_shape(above)}/")
        if maker is None or maker.secured:
            return None
        answered = self._answered(maker, name, above)
        if answered:
            return _Found(maker, answered=answered)
        sent = self._sent(maker, name)
        return _Found(maker, sent=sent) if sent else None

    def _answered(self, maker: Operation, name: str, above: str) -> str:
        """The field of the answer that names what was made: named as the parameter, or an id."""
        try:
            schema = self._values.plain(maker.answer) if maker.answer is not None else {}
        except Unbuildable:
            return ""
        found = _naming(_properties(schema), name, above)
        if found:
            return found
        for key, inner in _properties(schema).items():
            try:
                below = _naming(_properties(self._values.plain(inner)), name, above)
            except Unbuildable:
                continue
            if below and _FIELD.fullmatch(key):
                return f"{key}.{below}"
        return ""

    def _sent(self, maker: Operation, name: str) -> str:
        """The field of the request by which who sends it names what is made."""
        try:
            request = good_request(maker, self._values, {}, {})
        except Unbuildable:
            return ""
        body = request.body if request.body is not NOTHING and isinstance(request.body, dict) else {}
        same = [key for key, value in body.items() if _plain(key) == _plain(name) and isinstance(value, str | int)]
        return same[0] if same else ""


def _parameters(path: str) -> Iterator[tuple[str, str]]:
    """Each parameter that is a whole part of a path, with the path above it."""
    parts = path.split("/")
    for at, part in enumerate(parts):
        found = _PARAMETER.fullmatch(part)
        if found:
            yield found[1], "/".join(parts[:at])


def _shape(path: str) -> str:
    """A path whatever its parameters are called."""
    return _PARAMETER.sub("{}", path)


def _naming(properties: Mapping[str, Any], name: str, above: str) -> str:
    """The property that names a thing: as the parameter is called, or ``id``."""
    wanted = (_plain(name), "id", _plain(_thing(above)) + "id", "uuid")
    for word in wanted:
        for key in properties:
            if _plain(key) == word and _FIELD.fullmatch(key):
                return key
    return ""


def _named(name: str, above: str) -> str:
    """How what is kept is called: ``order`` for the id of one of ``/orders``."""
    thing = _thing(above)
    return thing if thing and _plain(name) in ("id", "uuid", f"{_plain(thing)}id") else name


def _thing(above: str) -> str:
    parts = [part for part in above.split("/") if part and not _PARAMETER.fullmatch(part)]
    return singular(parts[-1]) if parts else ""


def _free(word: str, before: Sequence[Action]) -> str:
    taken = {action.name for action in before if isinstance(action, KeepField)}
    return word if word not in taken else next(f"{word}{at}" for at in range(2, 99) if f"{word}{at}" not in taken)


def _settled(before: Sequence[Action]) -> tuple[Action, ...]:
    """The steps, each request once: one that is sent again would make something else."""
    found: list[Action] = []
    for action in before:
        if not (isinstance(action, SendRequest) and action in found):
            found.append(action)
    return tuple(found)


def _properties(schema: dict[str, Any]) -> dict[str, Any]:
    properties = schema.get("properties")
    return properties if isinstance(properties, dict) else {}


def _plain(name: str) -> str:
    return _WORDS.sub("", name.lower())
