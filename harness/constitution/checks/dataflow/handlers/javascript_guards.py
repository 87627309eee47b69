"""Tells who asks who is there in JavaScript: middleware, guards, hooks and handlers themselves; routes lie elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.handlers.code import Code, calls, dotted, last, text, texts_in, walk
from harness.constitution.checks.dataflow.handlers.javascript_routes import Route, resolved, spoken

_ASKS = re.compile(
    r"(?i)auth|log(?:ged)?_?in|sign(?:ed)?_?in|session|jwt|token|passport|protect|restrict|ensure|require_?(?:user|role|admin|scope)|"
    r"admin|permission|permit|role|acl\b|guard|owner|keycloak|oidc|api_?key|clerk|current_?user|is_?user|verify|signature|secured?\b|"
    r"can_?[A-Z]|access|policy|member_?only|identity|hmac"
)
"""Words of middleware that asks who is there."""
_HARMLESS = re.compile(
    r"(?i)valid|upload|multer|json|urlencoded|parser|limit|cors|helmet|log(?:ger|ging|request)|morgan|cache|compress|async|wrap|try_?catch|"
    r"handler|sanit|check|body|param|query|schema|celebrate|static|raw|text|timeout|metrics|trim|delay"
)
"""Words of middleware that asks for other things."""
_CLIENT = re.compile(
    r"(?:^|\.)(?:req|request|ctx|context|c|_req|event)\.(?:raw\.|request\.)?"
    r"(?:user\b|session\b|auth\b|currentUser|userId|account\b|principal|isAuthenticated|isUnauthenticated|state\.user|jwtVerify|"
    r"signedCookies|token\b|uid\b|locals\.user|authInfo|identity|decoded|jwt\b|admin\b|oidc)"
    r"|(?:^|\.)locals\.(?:user|session|auth|account|userId)|(?:^|[.])(?:currentUser|session\.user)|headers\.(?:authorization|cookie)"
    r"|\b(?:req|request)\.cookies"
)
"""How code speaks of who sent a request."""
_CALLED = re.compile(
    r"(?i)^(?:\w*auth\w*|get_?(?:server_?)?session|get_?token|\w*current_?user|jwt_?verify|require_?\w+|ensure_?\w+|check_?(?:user|admin|role|access|permission)\w*|"
    r"is_?(?:admin|owner|logged_?in|signed_?in)|verify\w*|can|authorize\w*|timing_?safe_?equal|construct_?event|get_?user)$"
)
_SAID = re.compile(
    r"(?i)^(?:authorization|x-api-key|x-auth-token|x-access-token|x-hub-signature.*|stripe-signature|x-signature.*)$"
)
_HOOKS = frozenset({"preHandler", "onRequest", "preValidation", "preParsing"})
_GLOBAL = re.compile(rb"useGlobalGuards\(|\bAPP_GUARD\b")
_DEEPEST = 2


class Guards:
    """Who asks in a project."""

    def __init__(self, code: Code, paths: list[str], data: dict[str, bytes]) -> None:
        self._code = code
        self._everywhere = any(_GLOBAL.search(one) for one in data.values())
        self._mounted: set[str] = set()
        self._own: dict[str, list[tuple[int, str, str]]] = {}
        for path in paths:
            self._read(path)

    def asks_who(self, route: Route) -> bool:
        """Whether anything asks who sent a request before, or while, it is answered."""
        if (
            self._everywhere
            or route.file in self._mounted
            or any(self.is_guard(route.file, one) for one in route.around)
        ):
            return True
        for place, router, prefix in self._own.get(route.file, ()):
            if place < route.node.start and router == route.router and route.path.startswith(prefix):
                return True
        return any(self.speaks_of_client(route.file, function) for function in route.functions)

    def is_guard(self, path: str, node: ir.Expression) -> bool:
        """Whether a piece of middleware asks who is there; one that is not known and says nothing else may do so."""
        if isinstance(node, ir.Dictionary):
            return any(isinstance(key, ir.Constant) and key.value in _HOOKS for key, _ in node.entries)
        if isinstance(node, ir.Lambda):
            return self.speaks_of_client(path, node.function)
        named = dotted(node)
        if _ASKS.search(named) or any(_ASKS.search(one) for one in spoken(node)):
            return True
        found = resolved(self._code, path, node.function if isinstance(node, ir.Call) else node)
        if found is not None:
            return self.speaks_of_client(path, found)
        return not _HARMLESS.search(named) and isinstance(node, ir.Name | ir.Attribute)

    def speaks_of_client(self, path: str, function: ir.Function, depth: int = _DEEPEST) -> bool:
        """Whether code speaks of who sent a request."""
        if any(_CLIENT.search(name) for name in spoken(function.body, function.parameters)):
            return True
        if any(_SAID.match(one) for one in texts_in(function.body)) or _unpacks_client(function):
            return True
        for call in calls(function.body):
            if _CALLED.match(last(call.function)):
                return True
            found = resolved(self._code, path, call.function) if depth and isinstance(call.function, ir.Name) else None
            if found is not None and found is not function and self.speaks_of_client(path, found, depth - 1):
                return True
        return any(_ASKS.search(name) for one in function.parameters for name in spoken(one.annotation))

    def _read(self, path: str) -> None:
        """What ``use`` and hooks put before the routes of a file, and of those that it mounts."""
        loaded = self._code.loaded(path)
        for call in calls(loaded.module.body) if loaded else ():
            function = call.function
            if not isinstance(function, ir.Attribute) or function.attr not in ("use", "addHook", "all", "register"):
                continue
            given = [argument.value for argument in call.arguments]
            prefix = text(given[0]).rstrip("*") if given else ""
            if function.attr == "addHook":
                prefix, given = "", given[1:] if given and text(given[0]) in _HOOKS else []
            asking = [one for one in given if not isinstance(one, ir.Constant) and self._surely(path, one)]
            if not asking:
                continue
            others = [one for one in given if one not in asking and not isinstance(one, ir.Constant)]
            for file in (file for one in others for file in self._files(path, one)):
                self._mounted.add(file)
            if not others:
                self._own.setdefault(path, []).append((call.start, dotted(function.value), prefix.rstrip("/")))
                if not prefix.strip("/") and re.search(r"(?i)app|server|fastify", dotted(function.value)):
                    self._mounted.update(self._below(path, call.start))

    def _surely(self, path: str, node: ir.Expression) -> bool:
        """Whether middleware asks, known by its words or its code: what is not known is no guard of a whole router."""
        if isinstance(node, ir.Lambda):
            return self.speaks_of_client(path, node.function)
        if self._files(path, node):
            return False
        found = resolved(self._code, path, node.function if isinstance(node, ir.Call) else node)
        if found is not None:
            return self.speaks_of_client(path, found)
        # `session(…)` keeps who is there, and asks nobody
        words = [
            name
            for name in spoken(node)
            if not re.fullmatch(r"(?i)(?:\w*\.)?(?:\w*session|cookie\w*|passport\.(?:initialize|session))", name)
        ]
        return any(_ASKS.search(name) for name in words[:2])

    def _below(self, path: str, start: int) -> Iterator[str]:
        """The files that are mounted after a place."""
        loaded = self._code.loaded(path)
        for call in calls(loaded.module.body) if loaded else ():
            if call.start > start and last(call.function) in ("use", "register"):
                for argument in call.arguments:
                    yield from self._files(path, argument.value)

    def _files(self, path: str, node: ir.Expression) -> list[str]:
        """The file that a name stands for, if its router comes from there."""
        if isinstance(node, ir.Call) and last(node.function) == "require" and node.arguments:
            node = node.arguments[0].value
        found = self._code.meaning(path, node) if isinstance(node, ir.Name | ir.Attribute) else None
        is_router = found is not None and found.path not in ("", path) and not isinstance(found.code, ir.Function)
        return [found.path] if found is not None and is_router else []


def _unpacks_client(function: ir.Function) -> bool:
    """``const { user } = req`` and parameters like ``({ user })``."""
    for node in walk(function.body, function.parameters):
        if (
            isinstance(node, ir.Assign)
            and node.value is not None
            and re.fullmatch(r"req|request|ctx|context", dotted(node.value))
        ):
            for target in node.targets:
                if isinstance(target, ir.Dictionary) and any(
                    isinstance(key, ir.Constant) and key.value in ("user", "session", "auth", "cookies")
                    for key, _ in target.entries
                ):
                    return True
    return False
