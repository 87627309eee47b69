"""The operations of a description, of OpenAPI 3 and Swagger 2 alike; making requests of them lies elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from harness.golden.proposing import _codes
from harness.golden.proposing.openapi.operations import FORM, JSON, Body, Link, Operation, Parameter, Unusable
from harness.golden.proposing.openapi.source import Dangling, Source
from harness.markdown.collector import Collector

METHODS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")
_VERSIONS = re.compile(r"3\.[01](\.[0-9]+)?(-.*)?")
_HINT = "OpenAPI 3.0 and 3.1 and Swagger 2.0 are read"
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[^/]*(?P<path>/.*)?", re.IGNORECASE)
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_SET_BY_OTHERS = frozenset({"accept", "content-type", "authorization"})
"""OpenAPI 3.1, section 4.8.12.2.1: parameters of these names are ignored."""


def read_interface(source: Source) -> tuple[Operation | Unusable, ...]:
    """Every operation, in the order of the document.

    Raises:
        DocumentError: if the description is of another version, or has no operation.
    """
    version = _version(source)
    found = tuple(_Reading(source, version).operations())
    if not found:
        line = source.line_of(source.root, "paths")
        what = "the description has no operation" if "paths" in source.root else "the description has no `paths`"
        raise Collector(source.path).refuse(
            _codes.NO_OPERATIONS, line, what, "name the description of a whole interface"
        )
    return found


def _version(source: Source) -> int:
    root = source.root
    collector = Collector(source.path)
    if "openapi" in root:
        if isinstance(root["openapi"], str) and _VERSIONS.fullmatch(root["openapi"]):
            return 3
        what, line = f"OpenAPI of version {root['openapi']}", source.line_of(root, "openapi")
        # A version that stands without quotes reads as a number.
        if root["openapi"] in (3.0, 3.1):
            return 3
        raise collector.refuse(_codes.UNKNOWN_VERSION, line, what, _HINT)
    if "swagger" in root:
        if root["swagger"] in ("2.0", 2.0, 2):
            return 2
        what, line = f"Swagger of version {root['swagger']}", source.line_of(root, "swagger")
        raise collector.refuse(_codes.UNKNOWN_VERSION, line, what, _HINT)
    raise collector.refuse(_codes.UNKNOWN_VERSION, 1, "the description says neither `openapi` nor `swagger`", _HINT)


class _Reading:
    """One reading of all operations."""

    def __init__(self, source: Source, version: int) -> None:
        self._source = source
        self._root = source.root
        self._two = version == 2
        self._prefix = self._mounted()

    def operations(self) -> Iterator[Operation | Unusable]:
        for path, item in _table(self._root.get("paths")).items():
            if path.startswith("x-"):
                continue
            try:
                methods = self._followed(item)
            except Dangling as error:
                yield Unusable(path, f"{self._source.path}:{self._source.line_of(item)}: {error}")
                continue
            for method in METHODS:
                if isinstance(methods.get(method), dict):
                    yield self._operation(method.upper(), path, methods, methods[method])

    def _operation(self, method: str, path: str, item: dict[str, Any], said: dict[str, Any]) -> Operation | Unusable:
        line = self._source.line_of(item, method.lower())
        try:
            parameters, body = self._inputs(item, said)
            answer, links = self._answers(said)
        except Dangling as error:
            return Unusable(f"{method} {path}", f"{self._source.path}:{line}: {error}")
        return Operation(
            method=method,
            path=path,
            line=line,
            prefix=self._prefix,
            name=_text(said.get("operationId")),
            summary=_text(said.get("summary")),
            parameters=parameters,
            body=body,
            answer=answer,
            links=links,
            secured=self._secured(said),
        )

    def _followed(self, value: Any) -> dict[str, Any]:
        return _table(self._source.followed(value))

    def _mounted(self) -> str:
        """The path that stands before all others: of the first server, or the base path."""
        if self._two:
            address = _text(self._root.get("basePath"))
        else:
            servers = self._root.get("servers")
            server = _table(servers[0]) if isinstance(servers, list) and servers else {}
            variables = _table(server.get("variables"))
            address = _VARIABLE.sub(
                lambda found: _text(_table(variables.get(found[1])).get("default")), _text(server.get("url"))
            )
        absolute = _ADDRESS.fullmatch(address)
        path = ((absolute["path"] or "") if absolute else address).rstrip("/")
        return path if path.startswith("/") or not path else f"/{path.removeprefix('./')}"

    def _inputs(self, item: dict[str, Any], said: dict[str, Any]) -> tuple[tuple[Parameter, ...], Body | None]:
        """The parameters, those of the operation in place of those of its path, and the body."""
        named: dict[tuple[str, str], dict[str, Any]] = {}
        for one in (*_list(item.get("parameters")), *_list(said.get("parameters"))):
            parameter = self._followed(one)
            if isinstance(parameter.get("name"), str):
                named[parameter["name"], _text(parameter.get("in"))] = parameter
        if self._two:
            return self._inputs_of_two(said, named)
        body = self._body(self._followed(said["requestBody"])) if "requestBody" in said else None
        return tuple(self._parameter(one) for one in named.values() if not _is_ignored(one)), body

    def _parameter(self, said: dict[str, Any]) -> Parameter:
        where, content = _text(said.get("in")), _table(said.get("content"))
        if content:
            media = _table(next(iter(content.values())))
            given = self._given(media)
            return Parameter(
                said["name"], where, _is_required(said), media.get("schema", {}), given=given, is_json=True
            )
        style = said.get("style", "form" if where in ("query", "cookie") else "simple")
        explode = said.get("explode", style == "form") is True
        marks = {"spaceDelimited": "%20", "pipeDelimited": "|"}
        joined = "" if explode and style == "form" else marks.get(str(style), ",")
        given = self._given(said)
        deep = style == "deepObject"
        return Parameter(said["name"], where, _is_required(said), said.get("schema", {}), joined, given, deep=deep)

    def _body(self, said: dict[str, Any]) -> Body:
        content = _table(said.get("content"))
        media = next((one for one in content if JSON.fullmatch(one)), None) or next(
            (one for one in content if one == FORM), next(iter(content), "application/json")
        )
        below = _table(content.get(media))
        return Body(media, below.get("schema", {}), said.get("required") is True, self._given(below))

    def _given(self, said: dict[str, Any]) -> tuple[Any, ...]:
        """The examples of a parameter or of a body."""
        if "example" in said:
            return (said["example"],)
        examples = said.get("examples")
        named = [self._followed(one) for one in _table(examples).values()]
        return tuple(one["value"] for one in named if "value" in one)

    def _inputs_of_two(
        self, said: dict[str, Any], named: dict[tuple[str, str], dict[str, Any]]
    ) -> tuple[tuple[Parameter, ...], Body | None]:
        """Swagger 2.0: the body is a parameter, and what is in a form are several."""
        parameters, body, form = [], None, []
        marks = {"ssv": "%20", "tsv": "%09", "pipes": "|", "multi": ""}
        for one in named.values():
            where = _text(one.get("in"))
            if where == "body":
                body = Body(self._consumed(said), one.get("schema", {}), one.get("required") is True)
            elif where == "formData":
                form.append(one)
            elif not _is_ignored(one):
                joined = marks.get(_text(one.get("collectionFormat")), ",")
                given = (one["x-example"],) if "x-example" in one else ()
                parameters.append(Parameter(one["name"], where, _is_required(one), one, joined, given))
        if form:
            body = self._form_of_two(said, form)
        return tuple(parameters), body

    def _form_of_two(self, said: dict[str, Any], fields: list[dict[str, Any]]) -> Body:
        has_file = any(one.get("type") == "file" for one in fields)
        consumed = _list(said.get("consumes", self._root.get("consumes")))
        media = "multipart/form-data" if has_file or consumed == ["multipart/form-data"] else FORM
        required = [one["name"] for one in fields if one.get("required") is True]
        properties = {one["name"]: {key: one[key] for key in one if key != "required"} for one in fields}
        schema = {"type": "object", "properties": properties, "required": required}
        return Body(media, schema, bool(required))

    def _consumed(self, said: dict[str, Any]) -> str:
        kinds = [one for one in _list(said.get("consumes", self._root.get("consumes"))) if isinstance(one, str)]
        return next((one for one in kinds if JSON.fullmatch(one)), kinds[0] if kinds else "application/json")

    def _answers(self, said: dict[str, Any]) -> tuple[Any, tuple[Link, ...]]:
        """The schema of the first answer that is a success, and the links of all that are."""
        answers = {str(code): one for code, one in _table(said.get("responses")).items()}
        good = [self._followed(answers[code]) for code in sorted(answers) if code[:1] == "2"]
        schema = next((found for one in good if (found := self._answered(one)) is not None), None)
        return schema, tuple(link for one in good for link in self._links(one))

    def _answered(self, answer: dict[str, Any]) -> Any:
        if self._two:
            return answer.get("schema")
        content = _table(answer.get("content"))
        media = next((one for one in content if JSON.fullmatch(one)), None)
        return _table(content.get(media)).get("schema") if media else None

    def _links(self, answer: dict[str, Any]) -> Iterator[Link]:
        for one in _table(answer.get("links")).values():
            link = self._followed(one)
            for name, expression in _table(link.get("parameters")).items():
                field = _text(expression).removeprefix("$response.body#/")
                if field != expression and field:
                    target = _text(link.get("operationId")) or _text(link.get("operationRef"))
                    yield Link(target, name.rpartition(".")[2], field.replace("/", "."))

    def _secured(self, said: dict[str, Any]) -> tuple[str, ...]:
        asked = _list(said.get("security", self._root.get("security")))
        if not asked or any(one == {} for one in asked):
            return ()
        schemes = _table(
            self._root.get("securityDefinitions")
            if self._two
            else _table(self._root.get("components")).get("securitySchemes")
        )
        return tuple(self._credential(name, schemes.get(name)) for name in _table(asked[0]))

    def _credential(self, name: str, scheme: Any) -> str:
        try:
            said = self._followed(scheme)
        except Dangling:
            said = {}
        if said.get("type") == "apiKey":
            return f"a key in the {_text(said.get('in'))} '{_text(said.get('name'))}'"
        kind = _text(said.get("scheme")) or _text(said.get("type"))
        return f"'{name}' ({kind})" if kind else f"'{name}'"


def _is_ignored(parameter: dict[str, Any]) -> bool:
    where = parameter.get("in")
    if where not in ("path", "query", "header", "cookie"):
        return True
    return where == "header" and str(parameter["name"]).lower() in _SET_BY_OTHERS


def _is_required(said: dict[str, Any]) -> bool:
    return said.get("required") is True or said.get("in") == "path"


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
