"""Finds what answers requests: routes, views, viewsets and endpoints of web frameworks; what guards them lies in ``guards``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import re2

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.handlers.code import (
    Code,
    argument,
    attributes,
    calls,
    dotted,
    last,
    methods,
    text,
    texts_in,
    walk,
)

VERBS = ("get", "post", "put", "patch", "delete", "head", "options")
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
MARKS = re2.compile(
    rb"@[\w.]*\b(?:route|get|post|put|patch|delete|api_route|view|api_view|action)\b"
    rb"|\.add_(?:url_rule|api_route|get|post|put|patch|delete|route)\(|outer\w*\.register\("
    rb"|\b(?:path|re_path|url)\(\s*(?:route=)?[rub]?[\"\']|\bRoute\(|web\.(?:get|post|put|patch|delete|view)\("
    rb"|\bclass[ \t]+\w+\([^)]*(?:View|ViewSet|Resource|Handler|Endpoint|API)\b"
    rb"|\brequire_(?:POST|http_methods)\b|\bdef \w+\(\s*request\b"
)
"""What stands in every file that has a handler of its own, or names one."""
_PARAMETERS = re.compile(r"[<{](?:[\w.]+(?:\([^)]*\))?:)?(\w+)(?::\w+)?[>}]|\(\?P<(\w+)>")
_REST = frozenset(
    [
        "APIView",
        "GenericAPIView",
        "ModelViewSet",
        "ViewSet",
        "GenericViewSet",
        "ReadOnlyModelViewSet",
        "CreateAPIView",
        "UpdateAPIView",
        "DestroyAPIView",
        "ListCreateAPIView",
        "RetrieveUpdateAPIView",
        "RetrieveDestroyAPIView",
        "RetrieveUpdateDestroyAPIView",
        "RetrieveAPIView",
        "ListAPIView",
        "CreateModelMixin",
        "UpdateModelMixin",
        "DestroyModelMixin",
        "RetrieveModelMixin",
    ]
)
_ACTIONS = {
    "create": "POST",
    "update": "PUT",
    "partial_update": "PATCH",
    "destroy": "DELETE",
    "retrieve": "GET",
    "list": "GET",
}
_IMPLICIT = {
    "ModelViewSet": ("POST", "PUT", "PATCH", "DELETE", "GET"),
    "CreateAPIView": ("POST",),
    "UpdateAPIView": ("PUT", "PATCH"),
    "DestroyAPIView": ("DELETE",),
    "ListCreateAPIView": ("POST", "GET"),
    "RetrieveUpdateAPIView": ("PUT", "PATCH", "GET"),
    "RetrieveDestroyAPIView": ("DELETE", "GET"),
    "RetrieveUpdateDestroyAPIView": ("PUT", "PATCH", "DELETE", "GET"),
    "RetrieveAPIView": ("GET",),
    "ReadOnlyModelViewSet": ("GET",),
    "CreateModelMixin": ("POST",),
    "UpdateModelMixin": ("PUT", "PATCH"),
    "DestroyModelMixin": ("DELETE",),
    "RetrieveModelMixin": ("GET",),
    "DeleteView": ("POST",),
    "UpdateView": ("POST",),
    "CreateView": ("POST",),
    "DetailView": ("GET",),
}
_OF_CLASSES = {
    "MethodView": "flask",
    "Resource": "flask",
    "RequestHandler": "tornado",
    "HTTPEndpoint": "starlette",
    "WebSocketEndpoint": "",
}
_DJANGO = re.compile(r"(?:View|ViewSet)$")
_ROUTERS = (
    "flask",
    "quart",
    "fastapi",
    "starlette",
    "sanic",
    "bottle",
    "aiohttp",
    "litestar",
    "blacksheep",
    "falcon",
    "ninja",
)


@dataclass(frozen=True)
class Handler:
    """Something that answers requests.

    ``function`` is None for what a base class does by itself; ``owner`` is its class, and ``owner_path`` where that stands, if
    elsewhere. ``routers`` are the names of what it is registered with, as (file, name); ``methods`` are upper case, empty where
    none is told. ``around`` are decorators, dependencies and wrappers given where it is registered, each with the file that it
    stands in; ``registered`` says that a route was seen that leads there.
    """

    path: str
    framework: str
    function: ir.Function | None
    node: ir.Node
    methods: frozenset[str] = frozenset()
    route: str = ""
    owner: ir.Class | None = None
    routers: tuple[tuple[str, str], ...] = ()
    around: tuple[tuple[str, ir.Expression], ...] = field(default=(), compare=False)
    registered: bool = False
    owner_path: str = ""

    @property
    def home(self) -> str:
        """The file that its class stands in."""
        return self.owner_path or self.path

    @property
    def name(self) -> str:
        """What it is called."""
        if self.owner is not None:
            return f"{self.owner.name}.{self.function.name}" if self.function else self.owner.name
        return self.function.name if self.function else ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of what of the route is handed over."""
        return tuple(one or other for one, other in _PARAMETERS.findall(self.route))


class Routes:
    """Every handler of a project."""

    def __init__(self, code: Code, paths: list[str]) -> None:
        self._code = code
        self._paths = paths

    def handlers(self) -> list[Handler]:
        """Each handler once, with all that is known of where it is registered."""
        found: dict[tuple[str, int], Handler] = {}
        self._registers = False
        for path in self._paths:
            for one in self._of_file(path):
                key = (one.path, one.node.start)
                before = found.get(key)
                found[key] = _joined(before, one) if before else one
        every = [found[key] for key in sorted(found)]
        # Where urls are listed, what none of them leads to is a base of others, or is mounted in a way that is not seen here.
        return [one for one in every if one.registered or not (self._registers and one.framework.startswith("django"))]

    def _of_file(self, path: str) -> Iterator[Handler]:
        loaded = self._code.loaded(path)
        if loaded is None:
            return
        for function in list(loaded.module.functions.values()):
            if function.owner is None:
                yield from self._decorated(path, function)
        for defined in list(loaded.module.classes.values()):
            yield from self._of_class(path, defined)
        yield from self._registered(path, loaded.module)

    # --- functions --------------------------------------------------------------------------------------------------------

    def _decorated(self, path: str, function: ir.Function) -> Iterator[Handler]:
        found = [one for each in function.decorators if (one := self._of_decorator(path, function, each))]
        if found:
            whole = found[0]
            for one in found[1:]:
                whole = _joined(whole, one)
            yield whole
        elif self._is_django_view(path, function):
            wanted = _required_methods(function)
            yield Handler(path, "django", function, function, methods=wanted)

    def _of_decorator(self, path: str, function: ir.Function, decorator: ir.Expression) -> Handler | None:
        call = decorator if isinstance(decorator, ir.Call) else None
        name = last(decorator)
        if name == "api_view":
            return Handler(
                path, "djangorestframework", function, function, methods=_listed(call, 0) or frozenset({"GET"})
            )
        if call is None or not isinstance(call.function, ir.Attribute | ir.Name):
            return None
        route = text(argument(call, "rule", 0) or argument(call, "path", 0) or argument(call, "uri", 0))
        framework = self._framework(path, call.function)
        if name not in (*VERBS, "route", "api_route", "view") or not (route.startswith("/") or framework):
            return None
        if isinstance(call.function, ir.Name) and not framework:
            return None
        if name in VERBS:
            found = frozenset({name.upper()})
        else:
            found = frozenset(one.upper() for one in texts_in(argument(call, "methods", 1), argument(call, "method")))
            found = found or frozenset({"GET"})
        around = argument(call, "dependencies")
        return Handler(
            path,
            framework or "web",
            function,
            function,
            found,
            route,
            routers=self._router(path, call.function),
            around=((path, around),) if around is not None else (),
        )

    def _framework(self, path: str, function: ir.Expression) -> str:
        """The framework whose route a decorator makes; empty where that is not known."""
        receiver = function.value if isinstance(function, ir.Attribute) else function
        found = self._code.meaning(path, receiver)
        name = found.outside or (
            self._code.full_name(found.path, found.code.function) if isinstance(found.code, ir.Call) else ""
        )
        top = name.partition(".")[0]
        return {"quart": "flask", "flask_restx": "flask", "apiflask": "flask"}.get(top, top if top in _ROUTERS else "")

    def _router(self, path: str, function: ir.Expression) -> tuple[tuple[str, str], ...]:
        if not isinstance(function, ir.Attribute):
            return ()
        found = self._code.meaning(path, function.value)
        return ((found.path or path, dotted(function.value)),)

    def _is_django_view(self, path: str, function: ir.Function) -> bool:
        """A function of a module's own level that is given a request first, in a file that uses Django."""
        parameters = [one.name for one in function.parameters]
        if parameters[:1] != ["request"] or "." in function.qualname or function.name.startswith("_"):
            return False
        loaded = self._code.loaded(path)
        return loaded is not None and any(
            isinstance(one, ir.Import)
            and one.module.partition(".")[0] in ("django", "rest_framework")
            and not one.level
            for one in loaded.module.body
        )

    # --- classes ----------------------------------------------------------------------------------------------------------

    def _of_class(self, path: str, defined: ir.Class) -> Iterator[Handler]:
        bases = [name.rpartition(".")[2] for name in self._code.outer_bases(path, defined)]
        framework = next((_OF_CLASSES[base] for base in bases if base in _OF_CLASSES), None)
        if framework is None:
            if any(base in _REST for base in bases):
                framework = "djangorestframework"
            elif any(_DJANGO.search(base) for base in bases):
                framework = "django"
        if not framework:
            return
        own = {one.name: one for one in methods(defined)}
        for name, function in own.items():
            verbs = self._verbs(framework, name, function)
            if verbs:
                yield Handler(path, framework, function, function, frozenset(verbs), owner=defined)
        implicit = {verb for base in bases for verb in _IMPLICIT.get(base, ())}
        implicit -= {
            verb for name, function in own.items() if name != "list" for verb in self._verbs(framework, name, function)
        }
        if implicit:
            yield Handler(path, framework, None, defined, frozenset(implicit), owner=defined)

    def _verbs(self, framework: str, name: str, function: ir.Function) -> list[str]:
        if name in VERBS[:5]:
            return [name.upper()]
        if framework == "djangorestframework":
            if name in _ACTIONS:
                return [_ACTIONS[name]]
            for decorator in function.decorators:
                if last(decorator) == "action":
                    call = decorator if isinstance(decorator, ir.Call) else None
                    return sorted(_listed(call, None)) or ["GET"]
        return []

    # --- where they are registered --------------------------------------------------------------------------------------

    def _registered(self, path: str, module: ir.Module) -> Iterator[Handler]:
        bodies = [one for one in module.body if not isinstance(one, ir.Define)]
        functions = [one for one in module.functions.values() if _registers(one.name)]
        for call in calls(tuple(bodies), *(one.body for one in functions)):
            yield from self._of_call(path, call)

    def _of_call(self, path: str, call: ir.Call) -> Iterator[Handler]:
        name = last(call.function)
        if name in ("path", "re_path", "url"):
            yield from self._wrapped(
                path, argument(call, "view", 1), "django", text(argument(call, "route", 0)), frozenset()
            )
        elif name == "register" and len(call.arguments) > 1 and isinstance(argument(call, "prefix", 0), ir.Constant):
            owned = self._code.defined(path, argument(call, "viewset", 1))
            if owned:
                yield from self._mounted(owned, text(argument(call, "prefix", 0)), ())
        elif name == "add_url_rule":
            view = argument(call, "view_func", 2)
            yield from self._wrapped(path, view, "flask", text(argument(call, "rule", 0)), _listed(call, None), call)
        elif name in ("Route", "add_route", "add_api_route"):
            view = argument(call, "endpoint", 1) or argument(call, "handler", 1)
            yield from self._wrapped(
                path, view, "starlette", text(argument(call, "path", 0)), _listed(call, None), call
            )
        elif name.removeprefix("add_") in VERBS and text(argument(call, "path", 0)).startswith("/"):
            verb = frozenset({name.removeprefix("add_").upper()})
            view = argument(call, "handler", 1)
            yield from self._wrapped(path, view, "aiohttp", text(argument(call, "path", 0)), verb, call)

    def _wrapped(
        self,
        path: str,
        view: ir.Expression | None,
        framework: str,
        route: str,
        verbs: frozenset[str],
        call: ir.Call | None = None,
    ) -> Iterator[Handler]:
        """A view that is named where a route is made, maybe inside calls that wrap it."""
        around: list[tuple[str, ir.Expression]] = []
        dependencies = argument(call, "dependencies") if call else None
        if dependencies is not None:
            around.append((path, dependencies))
        while isinstance(view, ir.Call) and last(view.function) != "as_view":
            around.append((path, view.function))
            view = argument(view, "view", 0)
        routers = self._router(path, call.function) if call else ()
        if isinstance(view, ir.Call) and isinstance(view.function, ir.Attribute):
            owned = self._code.defined(path, view.function.value)
            if owned:
                yield from self._mounted(owned, route, tuple(around), routers)
            return
        found = self._code.function(path, view)
        if found:
            where, function = found
            methods_ = verbs or (_required_methods(function) if framework == "django" else frozenset({"GET"}))
            self._registers |= framework == "django"
            whole = Handler(
                where, framework, function, function, methods_, route, around=tuple(around), routers=routers
            )
            yield replace(whole, registered=True)

    def _mounted(
        self,
        owned: tuple[str, ir.Class],
        route: str,
        around: tuple[tuple[str, ir.Expression], ...],
        routers: tuple[tuple[str, str], ...] = (),
    ) -> Iterator[Handler]:
        """What a class answers with, its bases in the project included."""
        path, defined = owned
        named = set[str]()
        for where, one in self._code.bases(path, defined):
            for handler in self._of_class(where, one):
                name = handler.function.name if handler.function else ""
                if name in named or (not name and one is not defined):
                    continue
                named.add(name)
                self._registers |= handler.framework.startswith("django")
                whole = replace(handler, owner=defined, owner_path=path, route=route, around=around, routers=routers)
                yield replace(whole, registered=True)


def _registers(name: str) -> bool:
    return bool(re.search(r"app|rout|url|setup|register|regist|init|main|handler", name))


def _joined(one: Handler, other: Handler) -> Handler:
    """What two registrations say of one handler."""
    return replace(
        one,
        framework=one.framework if one.framework != "web" else other.framework,
        methods=one.methods | other.methods,
        route=one.route or other.route,
        routers=tuple(dict.fromkeys((*one.routers, *other.routers))),
        around=(*one.around, *other.around),
        registered=one.registered or other.registered,
        owner=other.owner if other.registered else one.owner,
        owner_path=other.owner_path if other.registered else one.owner_path,
    )


def _listed(call: ir.Call | None, position: int | None) -> frozenset[str]:
    """The methods that a call lists."""
    listed = argument(call, "methods", position) or argument(call, "http_method_names", None) if call else None
    return frozenset(one.upper() for one in texts_in(listed)) if listed is not None else frozenset()


def _required_methods(function: ir.Function) -> frozenset[str]:
    """The methods that decorators of Django let through, or that its code asks for; empty where none is told."""
    for decorator in function.decorators:
        name = last(decorator)
        if name in ("require_POST", "require_GET", "require_safe"):
            return frozenset({"GET" if name == "require_safe" else name.removeprefix("require_")})
        if name == "require_http_methods" and isinstance(decorator, ir.Call):
            return frozenset(one.upper() for one in texts_in(argument(decorator, "request_method_list", 0)))
    asked = {one for node in _compared_methods(function) for one in texts_in(node) if one in UNSAFE or one == "GET"}
    return frozenset(asked)


def _compared_methods(function: ir.Function) -> Iterator[ir.Node]:
    for node in walk(function.body):
        if isinstance(node, ir.Compare) and "request.method" in (dotted(node.left), dotted(node.right)):
            yield node


def class_attributes(code: Code, path: str, defined: ir.Class) -> Mapping[str, tuple[str, ir.Expression]]:
    """What the body of a class, or of its bases in the project, assigns, each with the file that it stands in."""
    found: dict[str, tuple[str, ir.Expression]] = {}
    for where, one in code.bases(path, defined):
        for name, value in attributes(one).items():
            found.setdefault(name, (where, value))
    return found
