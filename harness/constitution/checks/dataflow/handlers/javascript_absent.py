"""What is missing in handlers of JavaScript: who asks is not asked for, or whose the object is. It is told as misuses."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.answers import Answers, Unfollowed
from harness.constitution.checks.dataflow.handlers.code import Code, calls, dotted, last, text, texts_in, walk
from harness.constitution.checks.dataflow.handlers.javascript_guards import Guards
from harness.constitution.checks.dataflow.handlers.javascript_routes import MARKS, Route, resolved, routes, spoken
from harness.constitution.checks.dataflow.handlers.writes import for_all
from harness.constitution.checks.dataflow.lowering import Parse
from harness.constitution.checks.dataflow.values import Hit
from harness.domain.findings import DoubtKind

_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE", "ALL"})
_DEEPEST = 2
_SQL = re.compile(r"(?i)^\s*(?:insert|update|delete|replace|merge|drop|alter|truncate)\b")
_CHANGES = re.compile(
    r"^(?:save|destroy|insert|insertOne|insertMany|updateOne|updateMany|replaceOne|deleteOne|deleteMany|findByIdAnd\w+|findOneAnd\w+|"
    r"bulkCreate|bulkWrite|upsert|findOrCreate|truncate|unlink|unlinkSync|rm|rmSync|writeFile|writeFileSync|appendFile|rename|sendMail|"
    r"createMany|softDelete|increment|decrement|lpush|rpush|hset|hmset)$"
)
_MAYBE = re.compile(
    r"^(?:create|update|delete|remove|add|set|put|del|push|insert|cancel|approve|reject|refund|charge|pay|transfer|withdraw|deposit|publish|"
    r"disable|enable|reset|restart|deploy|close|execute|run|assign|grant|revoke|ban)\w*$"
)
_LASTING = re.compile(
    r"(?i:(?:^|[._])(?:this|prisma|db|database|conn\w*|collection\w*|store|repo\w*|cache|redis|client|\w*service|dao|\w*model\w*|knex|pool)"
    r"(?:[._(\[]|$))|^[A-Z][a-z]\w*(?:\.|$)"
)
"""How it is written what outlives a request."""
_PROGRAMS = re.compile(r"^(?:(?:cp|child_?[pP]rocess)\.)?(?:exec|execSync|execFile|execFileSync|spawn|spawnSync)$")
_BY_ID = re.compile(
    r"^(?:findByPk|findById|findUnique|findUniqueOrThrow|findFirst|findOne|findOneBy|findOneOrFail|findByIdAnd\w+|findOneAnd\w+|first|deleteOne|"
    r"updateOne|destroy|get|one|oneOrNone|query|execute|delete|update|prepare)$"
)
_ID = re.compile(
    r"^(?:req|request|ctx|context|_req)\.(?:request\.)?(?:params|query|body)\.(?:\w*_?id|\w*Id|number|uuid|key|slug|ref)$"
)
_ROLES = re.compile(
    r"(?i)admin|role|permission|permit|acl|owner|can[A-Z]|ability|staff|scope|authorize\(|policy|access"
)
_PRIVATE = re.compile(
    r"(?i)order|invoice|bill|receipt|payment|account|message|document|note|memo|draft|ticket|address|profile|user|card|cart|booking|"
    r"reservation|appointment|report|record|patient|scan|subscription|wallet|transaction|statement|prescription|letter|mail|contract|"
    r"claim|parcel|shipment|loan|application|task|todo|slide|salary|claim|customer|member|upload|attachment|diary|journal"
)


def missing(files: Mapping[str, bytes], parse: Parse, categories: Collection[str]) -> Answers:
    """Every handler of the project's files of JavaScript in which something of these categories is missing, by place."""
    paths = [path for path, data in sorted(files.items()) if MARKS.search(data)]
    if not paths:
        return Answers()
    code = Code(files, parse)
    around = [path for path, data in sorted(files.items()) if b".use(" in data or b"addHook" in data or path in paths]
    guards = Guards(code, around, dict(files))
    found = _Missing(code, guards)
    hits = [hit for path in paths for route in routes(code, path) for hit in found.hits(route, categories)]
    unfollowed = [
        Unfollowed(DoubtKind.UNPARSABLE, code.modules.failed[path][1], path, code.modules.failed[path][0])
        for path in paths
        if code.loaded(path) is None and path in code.modules.failed
    ]
    return Answers(tuple(sorted(hits, key=lambda hit: (hit.path, hit.start, hit.category))), tuple(unfollowed))


class _Missing:
    """The routes of a project, each asked for what it lacks."""

    def __init__(self, code: Code, guards: Guards) -> None:
        self._code = code
        self._guards = guards

    def hits(self, route: Route, wanted: Collection[str]) -> Iterator[Hit]:
        asks = self._guards.asks_who(route)
        if "authentication" in wanted and not asks and self._changes(route):
            note = f"{route.method} {route.path} changes something, and nothing asks who is there"
            yield _hit(route, route.node, "authentication", note)
        if "object" in wanted and asks:
            for node in self._unowned(route):
                note = f"{route.method} {route.path} looks something up by an id of the request, and nothing asks whose it is"
                yield _hit(route, node, "object", note)

    def _changes(self, route: Route) -> bool:
        """Whether a route changes a state that only some may change."""
        if route.method not in _UNSAFE or for_all(route.path, route.named):
            return False
        return any(self._writes(route.file, function, _DEEPEST) for function in route.functions)

    def _writes(self, path: str, function: ir.Function, depth: int) -> bool:
        for call in calls(function.body):
            name, receiver = last(call.function), dotted(call.function).rpartition(".")[0]
            if (
                _CHANGES.match(name)
                or _PROGRAMS.match(dotted(call.function))
                or any(_SQL.match(one) for one in texts_in(*(a.value for a in call.arguments[:1])))
            ):
                return True
            if _MAYBE.match(name) and receiver and (_LASTING.search(receiver) or self._is_own(path, receiver)):
                return True
            found = resolved(self._code, path, call.function) if depth else None
            if found is not None and found is not function and self._writes(path, found, depth - 1):
                return True
        return False

    def _is_own(self, path: str, receiver: str) -> bool:
        """Whether what is called is imported from a file of the project, as a store or a service is."""
        loaded = self._code.loaded(path)
        bound = loaded.bindings.names.get(receiver.partition(".")[0], ()) if loaded else ()
        return any(isinstance(one, ir.Import) and one.module.startswith((".", "@/", "~/")) for one in bound)

    def _unowned(self, route: Route) -> Iterator[ir.Call]:
        """The look-ups by an id of the request, in a handler that speaks of nobody's rights."""
        if any(_ROLES.search(name) for one in route.around for name in (*spoken(one), *texts_in(one))):
            return
        for function in route.functions:
            # what a service that is injected into a controller asks for is not known
            if function.owner is not None or self._guards.speaks_of_client(route.file, function):
                continue
            ids = _ids(function)
            for call in calls(function.body):
                if _BY_ID.match(last(call.function)) and _asks_by(call, ids) and self._is_private(route, call):
                    yield call
                    break

    def _is_private(self, route: Route, call: ir.Call) -> bool:
        """Whether what is looked up is somebody's: what its name says, or that it is changed."""
        if route.method in ("PUT", "PATCH", "DELETE"):
            return True
        names = (route.path, *spoken(call.function), *(one for one in texts_in(call)))
        return any(_PRIVATE.search(name) for name in names)


def _ids(function: ir.Function) -> frozenset[str]:
    """The names in a function that hold an id of the request."""
    found: set[str] = set()
    for node in walk(function.body):
        if not isinstance(node, ir.Assign) or node.value is None:
            continue
        for target in node.targets:
            if isinstance(target, ir.Name) and any(_ID.match(name) for name in spoken(node.value)):
                found.add(target.id)
            elif isinstance(target, ir.Dictionary) and re.search(r"\.(?:params|query|body)$", dotted(node.value)):
                found.update(
                    value.id
                    for key, value in target.entries
                    if isinstance(value, ir.Name) and re.search(r"(?i)id$|number|uuid|key", text(key))
                )
    for parameter in function.parameters:
        if parameter.annotation is not None and any(
            last_ in ("Param", "Query") for last_ in spoken(parameter.annotation)
        ):
            found.add(parameter.name)
    return frozenset(found)


def _asks_by(call: ir.Call, ids: frozenset[str]) -> bool:
    """Whether a look-up is given such an id; ``first`` and the like are asked on what ``where`` made."""
    parts: list[object] = [one.value for one in call.arguments]
    inner: ir.Expression = call.function
    while isinstance(inner, ir.Attribute | ir.Call):
        if isinstance(inner, ir.Call):
            parts.extend(one.value for one in inner.arguments)
            inner = inner.function
        else:
            inner = inner.value
    return any(name in ids or _ID.match(name) for name in spoken(*parts))


def _hit(route: Route, node: ir.Node, category: str, note: str) -> Hit:
    return Hit(f"express/handlers/{category}", category, route.file, node.line, node.start, node.end, None, note)
