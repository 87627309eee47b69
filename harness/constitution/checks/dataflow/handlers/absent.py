"""What is missing in handlers: who asks is not asked for, or whose the object is. It is told as misuses, without a flow."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from harness.constitution.checks.dataflow.answers import Answers, Unfollowed
from harness.constitution.checks.dataflow.handlers.code import Code
from harness.constitution.checks.dataflow.handlers.guards import Guards
from harness.constitution.checks.dataflow.handlers.owners import Owners
from harness.constitution.checks.dataflow.handlers.routes import MARKS, Handler, Routes
from harness.constitution.checks.dataflow.handlers.writes import Writes
from harness.constitution.checks.dataflow.lowering import Parse
from harness.constitution.checks.dataflow.values import Hit
from harness.domain.findings import DoubtKind

AUTHENTICATION = "authentication"
OBJECT = "object"
CATEGORIES = frozenset({AUTHENTICATION, OBJECT})
_LIBRARIES = {
    "djangorestframework": "django",
    "django": "django",
    "flask": "flask",
    "fastapi": "fastapi",
    "aiohttp": "aiohttp",
}
_SETTINGS = (
    b"MIDDLEWARE",
    b"REST_FRAMEWORK",
    b"before_request",
    b"before_app_request",
    b"include_router",
    b"add_middleware",
    b"iddleware(",
)


def missing(files: Mapping[str, bytes], parse: Parse, categories: Collection[str]) -> Answers:
    """Every handler of the project's files of Python in which something of these categories is missing, by place."""
    wanted = CATEGORIES.intersection(categories)
    paths = [
        path for path, data in sorted(files.items()) if MARKS.search(data) or any(one in data for one in _SETTINGS)
    ]
    if not wanted or not paths:
        return Answers()
    code = Code(files, parse)
    hits = sorted(_Missing(code, paths, files).hits(wanted), key=lambda hit: (hit.path, hit.start, hit.category))
    return Answers(tuple(hits), tuple(_unfollowed(code, paths)))


def _unfollowed(code: Code, paths: list[str]) -> Iterator[Unfollowed]:
    """The files with handlers that could not be read, and the stretches of them."""
    for path in paths:
        loaded = code.loaded(path)
        if loaded is None and path in code.modules.failed:
            line, reason = code.modules.failed[path]
            yield Unfollowed(DoubtKind.UNPARSABLE, reason, path, line)
        for first, _, reason in () if loaded is None else loaded.module.unread:
            yield Unfollowed(DoubtKind.UNREADABLE, reason, path, first)


class _Missing:
    """The handlers of a project, each asked for what it lacks."""

    def __init__(self, code: Code, paths: list[str], files: Mapping[str, bytes]) -> None:
        self._routes = Routes(code, paths)
        self._guards = Guards(code, paths)
        self._writes = Writes(code)
        self._owners = Owners(code, self._guards)
        self._files = files

    def hits(self, wanted: Collection[str]) -> Iterator[Hit]:
        for handler in self._routes.handlers():
            if AUTHENTICATION in wanted and self._writes.changes(handler) and not self._guards.asks_who(handler):
                start, end = self._head(handler)
                note = f"{_called(handler)} changes something, and nothing asks who is there"
                yield Hit(
                    _rule(handler, AUTHENTICATION),
                    AUTHENTICATION,
                    handler.path,
                    handler.node.line,
                    start,
                    end,
                    None,
                    note,
                )
            if OBJECT in wanted:
                for node, what in self._owners.unowned(handler):
                    note = f"{_called(handler)} hands out {what} by an id of the request, and nothing asks whose it is"
                    rule = _rule(handler, OBJECT)
                    yield Hit(rule, OBJECT, handler.path, node.line, node.start, node.end, None, note)

    def _head(self, handler: Handler) -> tuple[int, int]:
        """Where the line with the name of a handler lies, from its first word on."""
        data = self._files[handler.path]
        keyword = b"def" if handler.function is not None else b"class"
        name = (handler.function or handler.node).name.encode()  # type: ignore[attr-defined]
        at = handler.node.start
        for _ in range(data.count(b"\n", 0, at) + 1, handler.node.line):
            at = data.find(b"\n", at) + 1
        start = data.find(keyword, at)
        named = data.find(name, start)
        return (start, named + len(name)) if start >= 0 <= named else (handler.node.start, handler.node.end)


def _rule(handler: Handler, category: str) -> str:
    return f"{_LIBRARIES.get(handler.framework, 'frameworks')}/handlers/{category}"


def _called(handler: Handler) -> str:
    route = f" ({handler.route})" if handler.route else ""
    return f"the handler {handler.name}{route}"
