"""Tells whether a handler asks who is there: by itself, by what is around it, or by what stands before everything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.handlers.code import (
    Code,
    argument,
    calls,
    dotted,
    last,
    methods,
    texts_in,
    walk,
)
from harness.constitution.checks.dataflow.handlers.routes import Handler, class_attributes

_DEEPEST = 3
_OPEN = re.compile(
    r"optional|exempt|allow_?any|public|no_auth|anonymous|not_required|csrf|rate_?limit|without", re.IGNORECASE
)
_NAMES = re.compile(
    r"auth(?!or(?!i))|log(?:ged)?_?in|sign(?:ed)?_?in|jwt|token|permission|credential|require_?s?_?user|user_?required|"
    r"current_?(?:active_?|super_?)*(?:user|account|member|admin)|get_?(?:current_?|active_?)*(?:user|admin|principal)|admin|staff|"
    r"super_?user|role|scope|api_?key|protected|secured|principal|identity|verified|acl\b|rbac|policy|requires?_access|^requires$|"
    r"user_passes|has_access|has_perm|can_|owner|session_required|require_session|valid_session|signature|hmac",
    re.IGNORECASE,
)
_CALLS = re.compile(
    r"(?:require|check|verify|ensure|assert|validate|enforce|authenticate|authorize|authorise|protect|guard|must_be|has|can)\w*"
    r"(?:user|log(?:ged)?_?in|auth|token|admin|permission|perm|access|signature|api_?key|owner|role|jwt|session|credential|"
    r"identity|scope|hmac)|^(?:authenticate|authorize|authorise|get_jwt_identity|get_jwt|verify_jwt_in_request|"
    r"get_current_user|compare_digest|construct_event|check_permissions|check_object_permissions|has_perm|has_perms|"
    r"user_passes_test|verify_jwt|decode_token|verify_id_token|check_password_hash|check_password|verify_password)$|^(?:jwt_)?decode$",
    re.IGNORECASE,
)
_PRINCIPALS = re.compile(
    r"(?:^|\.)(?:current_user|current_identity|current_account)(?:\.|$|\()|request\.user\b|(?:^|\.)g\.(?:\w*user\w*|account|identity)\b|"
    r"request\.(?:authorization|auth)\b|\.is_(?:authenticated|staff|superuser|admin)\b|request\.state\.\w*user|request\.ctx\.user"
)
_KEYS = re.compile(
    r"user|uid|login|logged|account|auth|admin|role|identity|email|member|customer|token|sid|api[-_]?key|session",
    re.IGNORECASE,
)
_STATUS = frozenset({401, 403})
_REFUSALS = re.compile(
    r"unauthori[sz]ed|forbidden|permission_?denied|not_?authenticated|authentication_?failed|access_?denied",
    re.IGNORECASE,
)
_MAKERS = frozenset({"Flask", "Quart", "FastAPI", "Starlette", "Sanic", "Litestar", "NinjaAPI"})
"""What makes an application."""
_MIDDLEWARE = re.compile(
    r"login_?required|require_?(?:login|auth)|auth\w*_?(?:required|guard|enforce)|jwt|token_?auth|api_?key",
    re.IGNORECASE,
)


class Guards:
    """What stands before the handlers of a project."""

    def __init__(self, code: Code, paths: list[str]) -> None:
        self._code = code
        self._paths = paths
        self._asking: dict[tuple[str, str], bool] = {}

    def asks_who(self, handler: Handler) -> bool:
        """Whether a handler, or something before it, asks who is there."""
        if handler.function is not None and any(
            _is_open(last(one)) for one in handler.function.decorators if not _is_csrf(one)
        ):
            return False
        if self._is_everywhere(handler) and not self._is_opened(handler):
            return True
        return (
            any(self._guards(path, one) for path, one in handler.around)
            or self._of_router(handler)
            or self._of_function(handler)
            or self._of_class(handler)
        )

    def _is_everywhere(self, handler: Handler) -> bool:
        """Whether the whole application is guarded that a handler belongs to; one of another application is not."""
        if not self._applied.isdisjoint(("*", handler.framework)):
            return True
        if self._hooks.isdisjoint(handler.routers):
            return bool(self._hooks) and not any(self._is_application(*router) for router in handler.routers)
        return True

    def _is_application(self, path: str, name: str) -> bool:
        """Whether a name of a file is an application, and no part of one such as a blueprint."""
        found = self._code.meaning(path, ir.Name(1, 0, 0, name))
        return isinstance(found.code, ir.Call) and last(found.code.function) in _MAKERS

    # --- one handler ------------------------------------------------------------------------------------------------------

    def _of_function(self, handler: Handler) -> bool:
        function = handler.function
        if function is None:
            return False
        if any(self._guards(handler.path, one) for one in function.decorators):
            return True
        return self._of_parameters(handler.path, function) or self.asks(handler.path, function)

    def _of_parameters(self, path: str, function: ir.Function) -> bool:
        for parameter in function.parameters:
            for part in (parameter.default, parameter.annotation):
                if part is not None and self._depends(path, part, _DEEPEST):
                    return True
        return False

    def _depends(self, path: str, part: ir.Expression, depth: int) -> bool:
        """Whether a default or annotation brings in somebody who was asked."""
        for call in calls(part):
            if last(call.function) in ("Depends", "Security", "Provide") and self._guards(
                path, argument(call, "dependency", 0) or call
            ):
                return True
        if isinstance(part, ir.Name | ir.Attribute) and depth:
            found = self._code.meaning(path, part)
            if isinstance(found.code, ir.Expression):
                return self._depends(found.path, found.code, depth - 1)
        return False

    def _of_class(self, handler: Handler) -> bool:
        defined = handler.owner
        if defined is None:
            return False
        named = class_attributes(self._code, handler.home, defined)
        if handler.framework == "djangorestframework" and handler.function is not None:
            for decorator in handler.function.decorators:
                classes = argument(decorator, "permission_classes") if isinstance(decorator, ir.Call) else None
                if classes is not None:
                    return self._permits(handler.path, classes)
        if handler.framework == "djangorestframework" and "permission_classes" in named:
            return self._permits(*named["permission_classes"])
        listed = [named[name] for name in ("decorators", "method_decorators", "dependencies") if name in named]
        if any(self._guards(path, one) for path, value in listed for one in _items(value)):
            return True
        bases = [name.rpartition(".")[2] for name in self._code.outer_bases(handler.home, defined)]
        if any(
            re.search(r"(?:Required|Test|Permission\w*|Auth\w*|Login\w*|Access|Owner\w*)Mixin$", base) for base in bases
        ):
            return True
        before = ("dispatch", "prepare", "initial", "test_func", "check_permissions", "before_request", "setup")
        for path, one in self._code.bases(handler.home, defined):
            if any(self._guards(path, decorator) for decorator in one.decorators):
                return True
            for method in methods(one):
                inner = self._guards_any(path, method.decorators) or self.asks(path, method)
                if method.name in before and inner:
                    return True
        return False

    def _permits(self, path: str, classes: ir.Expression) -> bool:
        """Whether classes of permissions keep somebody out."""
        names = [last(one) for one in _items(classes)]
        return bool(names) and not any(_is_open(name) for name in names)

    # --- what is around it ------------------------------------------------------------------------------------------------

    def _guards_any(self, path: str, parts: tuple[ir.Expression, ...]) -> bool:
        return any(self._guards(path, one) for one in parts)

    def _guards(self, path: str, part: ir.Expression | None) -> bool:
        """Whether a decorator, a dependency, a wrapper or a list of them asks who is there."""
        if part is None:
            return False
        if isinstance(part, ir.Collection):
            return any(self._guards(path, one) for one in part.items)
        if isinstance(part, ir.Call):
            name = last(part.function)
            if name in (
                "method_decorator",
                "Depends",
                "Security",
                "permission_classes",
                "Middleware",
                "partial",
                "wraps",
            ):
                if name == "permission_classes":
                    return self._permits(path, part.arguments[0].value) if part.arguments else False
                return any(self._guards(path, one.value) for one in part.arguments)
            if any(_is_true(one.value) for one in part.arguments if one.name == "optional"):
                return False
        name = last(part)
        if _is_open(name) or name == "authentication_classes":  # they tell who asks, and refuse nobody
            return False
        if _NAMES.search(name):
            return True
        found = self._code.meaning(path, part.function if isinstance(part, ir.Call) else part)
        if isinstance(found.code, ir.Function):
            return self._of_parameters(found.path, found.code) or self.asks(found.path, found.code)
        if isinstance(found.code, ir.Call):
            return bool(
                _NAMES.search(last(found.code.function))
                or re.search(r"^(?:HTTP|OAuth2|APIKey)", last(found.code.function))
            )
        return False

    def _of_router(self, handler: Handler) -> bool:
        return any(router in self._routers for router in handler.routers)

    # --- what stands before everything ------------------------------------------------------------------------------------

    @cached_property
    def _routers(self) -> frozenset[tuple[str, str]]:
        """Applications, blueprints and routers that ask who is there, as (file, name)."""
        return frozenset(key for key, _ in self._applications if key)

    @cached_property
    def _applied(self) -> frozenset[str]:
        """Frameworks of which every handler is guarded; ``*`` for all."""
        return frozenset(
            framework for key, framework in self._applications if framework and not (key and framework == "*")
        )

    @cached_property
    def _hooks(self) -> frozenset[tuple[str, str]]:
        """Applications that ask who is there before every request, as (file, name)."""
        return frozenset(key for key, framework in self._applications if key and framework == "*")

    @cached_property
    def _applications(self) -> list[tuple[tuple[str, str] | None, str]]:
        found: list[tuple[tuple[str, str] | None, str]] = []
        for path in self._paths:
            loaded = self._code.loaded(path)
            if loaded is not None:
                found += [*self._of_hooks(path, loaded.module), *self._of_settings(path, loaded.module)]
        return found

    def _of_hooks(self, path: str, module: ir.Module) -> Iterator[tuple[tuple[str, str] | None, str]]:
        """What functions that run before every request ask, and what applications and routers depend on."""
        for function in list(module.functions.values()):
            for decorator in function.decorators:
                name = last(decorator)
                if name in ("before_request", "before_app_request", "middleware", "on_request") and self.asks(
                    path, function
                ):
                    yield self._hooked(path, decorator, name)
        outer = tuple(one for one in module.body if not isinstance(one, ir.Define))
        for call in calls(outer, *(one.body for one in list(module.functions.values()) if _sets_up(one.name))):
            yield from self._of_setup(path, call)
        for name, value in _assigned(module):
            if isinstance(value, ir.Call) and self._guards(
                path, argument(value, "dependencies") or argument(value, "auth")
            ):
                whole = last(value.function) in ("FastAPI", "NinjaAPI", "Litestar", "Starlette")
                yield (path, name), "*" if whole else ""

    def _hooked(self, path: str, decorator: ir.Expression, name: str) -> tuple[tuple[str, str] | None, str]:
        function = decorator.function if isinstance(decorator, ir.Call) else decorator
        receiver = function.value if isinstance(function, ir.Attribute) else None
        found = self._code.meaning(path, receiver)
        made = last(found.code.function) if isinstance(found.code, ir.Call) else ""
        if name == "before_request" and made in ("Blueprint", "APIBlueprint"):
            return (found.path, dotted(receiver)), ""
        if made in _MAKERS and isinstance(receiver, ir.Name):
            return (found.path, receiver.id), "*"
        return None, "*"

    def _of_setup(self, path: str, call: ir.Call) -> Iterator[tuple[tuple[str, str] | None, str]]:
        name = last(call.function)
        first = argument(call, "f", 0)
        if name in ("before_request", "before_app_request") and first is not None:
            found = self._code.function(path, first)
            if found and self.asks(*found):
                yield self._hooked(path, call, name)
        elif name == "include_router" and self._guards(path, argument(call, "dependencies")):
            found_router = self._code.meaning(path, first)
            where = found_router.path or path
            yield (where, dotted(first).rpartition(".")[2] if where != path else dotted(first)), ""
        elif name in ("add_middleware", "Middleware") and first is not None and self._is_guarding_class(path, first):
            yield self._hooked(path, call, name)

    def _is_guarding_class(self, path: str, named: ir.Expression) -> bool:
        defined = self._code.defined(path, named)
        if defined:
            where, one = defined
            return any(self.asks(where, method) for method in methods(one) if method.name in ("dispatch", "__call__"))
        return bool(_MIDDLEWARE.search(last(named)))

    def _of_settings(self, path: str, module: ir.Module) -> Iterator[tuple[tuple[str, str] | None, str]]:
        """What the settings of Django put before every view."""
        for name, value in _assigned(module):
            if name == "MIDDLEWARE" and any(
                _MIDDLEWARE.search(one.rpartition(".")[2]) or self._is_middleware(path, one) for one in texts_in(value)
            ):
                yield from ((None, "django"), (None, "djangorestframework"))
            if name == "REST_FRAMEWORK" and isinstance(value, ir.Dictionary):
                for key, classes in value.entries:
                    if texts_in(key) == ["DEFAULT_PERMISSION_CLASSES"]:
                        named = [one.rpartition(".")[2] for one in texts_in(classes)] or [
                            last(one) for one in _items(classes)
                        ]
                        if named and "AllowAny" not in named:
                            yield None, "djangorestframework"

    def _is_middleware(self, path: str, named: str) -> bool:
        """Whether a class or function of the project that is named by a text asks who is there."""
        if named.startswith("django."):
            return False
        parts = named.split(".")
        found = self._code.imported(path, ir.Import(1, 0, 0, ".".join(parts[:-1]), parts[-1], parts[-1]))
        if isinstance(found.code, ir.Class):
            return any(self.asks(found.path, one) for one in methods(found.code))
        return isinstance(found.code, ir.Function) and self.asks(found.path, found.code)

    def _is_opened(self, handler: Handler) -> bool:
        """Whether a handler is excepted from what guards all others."""
        if handler.owner is None or handler.framework != "djangorestframework":
            return False
        named = class_attributes(self._code, handler.home, handler.owner)
        return "permission_classes" in named and not self._permits(*named["permission_classes"])

    # --- what code does -----------------------------------------------------------------------------------------------------

    def asks(self, path: str, function: ir.Function, depth: int = _DEEPEST) -> bool:
        """Whether the code of a function asks who is there, or refuses somebody."""
        key = (path, function.qualname)
        if key not in self._asking:
            self._asking[key] = False  # while it is looked at: functions may call each other
            self._asking[key] = any(self._asks(path, function, node, depth) for node in walk(function.body))
        return self._asking[key]

    def _asks(self, path: str, function: ir.Function, node: ir.Node, depth: int) -> bool:
        match node:
            case ir.Attribute() | ir.Name():
                return bool(_PRINCIPALS.search(dotted(node)))
            case ir.Subscript(value=value, index=index):
                return keeps_people(dotted(value)) and any(_KEYS.search(one) for one in texts_in(index))
            case ir.Call():
                return self._call_asks(path, function, node, depth)
            case ir.Raise(value=value):
                return bool(_REFUSALS.search(last(value))) or _refuses(value)
            case ir.Return(value=value):
                return _refuses(value)
        return False

    def _call_asks(self, path: str, function: ir.Function, call: ir.Call, depth: int) -> bool:
        name = last(call.function)
        if _CALLS.search(name) and not _is_open(name):
            return name not in ("decode", "jwt_decode") or "jwt" in dotted(call.function)
        if _REFUSALS.search(name) or (name in ("abort", "HTTPError", "send_error", "HTTPException") and _refuses(call)):
            return True
        whole = dotted(call.function)
        if name in ("get", "pop") and call.arguments:
            return keeps_people(whole.rpartition(".")[0]) and any(
                _KEYS.search(one) for one in texts_in(call.arguments[0].value)
            )
        if name == "redirect" and any(re.search(r"log_?in|sign_?in|auth", one) for one in texts_in(call.arguments)):
            return True
        found = self._code.called(path, function, call) if depth > 0 else None
        return found is not None and self.asks(*found, depth - 1)


def keeps_people(name: str) -> bool:
    """Whether a name is of something that tells who sent a request."""
    return bool(re.search(r"(?:^|\.)(?:session|cookies|headers|META|signed_cookies|meta)$", name))


def _refuses(node: ir.Node | None) -> bool:
    """Whether a value is an answer of status 401 or 403."""
    for one in walk(node):
        if isinstance(one, ir.Constant) and type(one.value) is int and one.value in _STATUS:
            return True
        if isinstance(one, ir.Attribute) and re.search(r"(?:HTTP_)?40[13]|UNAUTHORIZED|FORBIDDEN", one.attr):
            return True
        if isinstance(one, ir.Call) and _REFUSALS.search(last(one.function)):
            return True
    return False


def _assigned(module: ir.Module) -> Iterator[tuple[str, ir.Expression]]:
    for statement in walk(tuple(one for one in module.body if not isinstance(one, ir.Define))):
        if isinstance(statement, ir.Assign) and statement.value is not None:
            for target in statement.targets:
                if isinstance(target, ir.Name):
                    yield target.id, statement.value
        elif isinstance(statement, ir.Augment) and isinstance(statement.target, ir.Name):
            yield statement.target.id, statement.value


def _items(value: ir.Expression) -> tuple[ir.Expression, ...]:
    return value.items if isinstance(value, ir.Collection) else (value,)


def _is_open(name: str) -> bool:
    return bool(_OPEN.search(name))


def _is_csrf(decorator: ir.Expression) -> bool:
    return bool(re.search(r"csrf|limit", last(decorator), re.IGNORECASE))


def _is_true(value: ir.Expression) -> bool:
    return isinstance(value, ir.Constant) and value.value is True


def _sets_up(name: str) -> bool:
    return bool(re.search(r"create|make|init|setup|register|configure|build|app|main", name))
