"""Tells whether a handler hands out objects by an id of the request without asking whose they are (CWE-639, 862, 863)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.handlers.code import (
    Code,
    argument,
    attributes,
    calls,
    dotted,
    last,
    methods,
    texts_in,
    walk,
)
from harness.constitution.checks.dataflow.handlers.guards import Guards, keeps_people
from harness.constitution.checks.dataflow.handlers.routes import UNSAFE, Handler, class_attributes

_DEEPEST = 2
_PRINCIPAL = re.compile(
    r"(?:^|\.)current_(?:user|identity|account|member|customer)\b|request\.(?:user|auth)\b|(?:^|\.)g\.\w*(?:user|account|identity|uid)\w*|"
    r"(?:^|\.)(?:get_jwt_identity|get_current_user|current_user_id|get_current_user_id|get_jwt|get_raw_jwt|verify_jwt|jwt\.decode|"
    r"decode_token|verify_token|check_authorized|authorized_userid|require_user|require_login|load_user|\w*user_from_\w+|logged_in_user|"
    r"verify_id_token|get_identity|get_userid|authenticated_userid|current_user)\(\)|"
    r"request\.(?:state|ctx|scope)\.\w*user|request\.authorization|(?:^|\.)auth\.(?:current_user|username)"
)
_KEYS = re.compile(
    r"user|uid|account|identity|email|member|customer|sub\b|login|role|owner|tenant|authorization|token", re.IGNORECASE
)
_REQUEST = re.compile(
    r"(?:^|\.)request\.(?:args|form|json|values|GET|POST|data|query_params|path_params|match_info|view_args|files|body|params|"
    r"query|get_json|query_string|rel_url|post|query_arguments|path)\b|(?:^|\.)self\.(?:kwargs|get_argument|path_kwargs|path_args)\b|^kwargs\b"
)
_OWNING = re.compile(
    r"^(?:owner|owned_by|owner_id|user|user_id|userid|uid|author|author_id|customer|customer_id|account_id|account_holder|created_by|"
    r"created_by_id|creator|creator_id|member|member_id|patient|patient_id|tenant|tenant_id|holder|holder_id|recipient|recipient_id|"
    r"sender|sender_id|uploaded_by|assigned_to|profile|profile_id|username|employee|employee_id|client|client_id|organization|"
    r"organization_id|organisation|org_id|team_id|company_id|buyer|buyer_id|student|student_id)$"
)
_SENSITIVE = re.compile(
    r"account|order|invoice|payment|transaction|statement|document|file|message|mail|profile|patient|medical|prescription|"
    r"record|ticket|address|card|wallet|contract|booking|reservation|subscription|user|customer|employee|salary|payslip|"
    r"report|note|upload|attachment|loan|transfer|cart|basket|claim|policy|appointment|draft|receipt|purchase|credential|secret",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"post|article|blog|comment|review|page|product|category|tag|question|answer|event|recipe|book|movie|song|news|poll|choice|"
    r"faq|city|country|course|lesson|track|album|artist|publication|announcement|entry|item|offer|shop|store|topic|thread",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"own|permission|perms?\b|perm_|can_|_can|access|authori[sz]e|allowed|belongs|may_|policy|guard|restrict|forbid|privilege|"
    r"entitle|is_member|is_mine|visible_to|editable_by|accessible|for_user|by_user|of_user|check_user|ensure_user|verify_user|"
    r"require_(?!login|auth\b|post|get|http|safe)\w+|check_object|enforce|acl|same_user|is_self",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"own|permission|perm_|admin|staff|superuser|role|can_|access|authori[sz]e|scope|policy|self_|same_user|acl|member_of|tenant",
    re.IGNORECASE,
)
_CLASSES = re.compile(
    r"Own|Admin|Object|Author(?!iz)|IsSelf|Member|Tenant|Staff|Superuser|Role|Can[A-Z]|Has[A-Z]|Permission(?!s?Mixin$)",
    re.IGNORECASE,
)
_NO_OWNERS = frozenset({"IsAuthenticated", "AllowAny", "IsAuthenticatedOrReadOnly", "HasAPIKey", "BasePermission"})
_MIXINS = re.compile(
    r"UserPassesTest|Owner|Permission(?:Required)?Mixin|Author|Staff|Superuser|Admin|Role|Access|Self|ByUser|Tenant"
)
_DETAIL = frozenset(["get", "update", "partial_update", "destroy", "retrieve", "put", "patch", "delete"])
_OF_ONE = re.compile(
    r"(?:Detail|(?<!Create)Update|Delete)View$|Retrieve|Destroy|(?<!Create)UpdateAPIView|ModelViewSet|UpdateModelMixin"
)
_FIRST = frozenset(
    [
        "first",
        "first_or_404",
        "one",
        "one_or_none",
        "one_or_404",
        "get",
        "get_or_404",
        "scalar",
        "scalar_one",
        "scalar_one_or_none",
        "scalars",
    ]
)


@dataclass
class _Scope:
    """The names of one function: those that hold what the request says, who asks, and objects that were looked up."""

    requested: set[str] = field(default_factory=set)
    principals: set[str] = field(default_factory=set)
    objects: set[str] = field(default_factory=set)


class Owners:
    """Which handlers of a project hand out objects of anybody."""

    def __init__(self, code: Code, guards: Guards) -> None:
        self._code = code
        self._guards = guards
        self._scopes: dict[tuple[str, str], _Scope] = {}

    def unowned(self, handler: Handler) -> Iterator[tuple[ir.Node, str]]:
        """Each place where a handler looks up an object by what a request says, unless something asks whose it is."""
        if any(_AROUND.search(last(one)) for _, part in handler.around for one in _parts(part)) or self._of_class(
            handler
        ):
            return
        if handler.function is None:
            yield from self._implicit(handler)
            return
        if any(_AROUND.search(last(one)) for part in handler.function.decorators for one in _parts(part)):
            return
        yield from self._of_function(handler, handler.path, handler.function)
        for path, function in self._dependencies(handler):
            if not self._asks(handler.path, handler.function, self._scope(handler.path, handler.function), _DEEPEST):
                yield from ((handler.function, what) for _, what in self._of_function(handler, path, function))

    def _of_function(self, handler: Handler, path: str, function: ir.Function) -> Iterator[tuple[ir.Node, str]]:
        scope = self._scope(path, function)
        found = [
            (node, what)
            for node, what in self._looked_up(handler, path, function, scope)
            if self._is_owned(handler, path, what)
        ]
        if found and not self._asks(path, function, scope, _DEEPEST):
            yield from ((node, _named(what)) for node, what in found)

    # --- what a function knows ----------------------------------------------------------------------------------------------

    def _scope(self, path: str, function: ir.Function) -> _Scope:
        key = (path, function.qualname)
        if key not in self._scopes:
            self._scopes[key] = self._scope_of(path, function)
        return self._scopes[key]

    def _scope_of(self, path: str, function: ir.Function) -> _Scope:
        scope = _Scope()
        for parameter in function.parameters:
            parts = [part for part in (parameter.default, parameter.annotation) if part is not None]
            if any(
                last(call.function) in ("Depends", "Security") for part in parts for call in calls(part)
            ) or self._injected(path, parts):
                if re.search(
                    r"user|principal|identity|account|member|customer|claims|token|payload|auth|me\b",
                    f"{parameter.name}",
                ):
                    scope.principals.add(parameter.name)
            elif re.fullmatch(
                r"current_\w+|logged_in_\w+|auth_\w+|user|identity|claims|principal|token_data|payload", parameter.name
            ):
                scope.principals.add(parameter.name)
            elif parameter.name not in ("self", "cls", "request", "req", "db", "session"):
                scope.requested.add(parameter.name)
        for _ in range(2):  # twice: names may be used in loops before they are assigned
            for node in walk(function.body):
                if isinstance(node, ir.Assign) and node.value is not None:
                    self._assigned(scope, node)
                for target, iterable in _looped(node):
                    if self._is_requested(scope, iterable):
                        scope.requested |= {one.id for one in walk(target) if isinstance(one, ir.Name)}
        return scope

    def _injected(self, path: str, parts: list[ir.Expression]) -> bool:
        """Whether an annotation is a name for something that is injected."""
        for part in parts:
            found = self._code.meaning(path, part) if isinstance(part, ir.Name | ir.Attribute) else None
            if (
                found
                and isinstance(found.code, ir.Subscript)
                and any(last(call) == "Depends" for call in calls(found.code))
            ):
                return True
        return False

    def _assigned(self, scope: _Scope, node: ir.Assign) -> None:
        names = {one.id for target in node.targets for one in walk(target) if isinstance(one, ir.Name)}
        direct = {target.id for target in node.targets if isinstance(target, ir.Name)}
        value = node.value
        if _is_lookup(value):
            scope.objects |= names
        elif self._is_principal(scope, value):
            scope.principals |= names
        elif self._is_requested(scope, value):
            scope.requested |= direct or names

    def _is_principal(self, scope: _Scope, *parts: object) -> bool:
        """Whether some code says who asks."""
        for node in walk(*parts):
            if isinstance(node, ir.Name) and node.id in scope.principals:
                return True
            if isinstance(node, ir.Attribute | ir.Name | ir.Call) and _PRINCIPAL.search(dotted(node)):
                return True
            if (
                isinstance(node, ir.Subscript)
                and keeps_people(dotted(node.value))
                and any(map(_KEYS.search, texts_in(node.index)))
            ):
                return True
            if isinstance(node, ir.Call) and last(node.function) in ("get", "pop") and node.arguments:
                receiver = dotted(node.function).rpartition(".")[0]
                if keeps_people(receiver) and any(map(_KEYS.search, texts_in(node.arguments[0].value))):
                    return True
        return False

    def _is_requested(self, scope: _Scope, *parts: object) -> bool:
        """Whether some code holds what the request says."""
        return any(
            (isinstance(node, ir.Name) and node.id in scope.requested)
            or (isinstance(node, ir.Attribute | ir.Call | ir.Name) and _REQUEST.search(dotted(node)) is not None)
            for node in walk(*parts)
        )

    # --- what is looked up ----------------------------------------------------------------------------------------------------

    def _looked_up(
        self, handler: Handler, path: str, function: ir.Function, scope: _Scope
    ) -> Iterator[tuple[ir.Node, ir.Expression | str]]:
        """Where objects are looked up by what the request says and nothing else, with what says which kind they are of."""
        seen: list[ir.Node] = []
        for node in walk(function.body):
            if any(one.start <= node.start and node.end <= one.end for one in seen):
                continue
            kind = self._kind(handler, path, node, scope)
            if kind is not None and not self._is_principal(scope, node):
                seen.append(node)
                yield node, kind

    def _kind(self, handler: Handler, path: str, node: ir.Node, scope: _Scope) -> ir.Expression | str | None:
        if isinstance(node, ir.Subscript) and isinstance(node.value, ir.Name | ir.Attribute):
            name = dotted(node.value)
            lasting = name.isupper() or (self._code.meaning(path, node.value).code is not None and name.islower())
            return name if lasting and self._is_requested(scope, node.index) and not _REQUEST.search(name) else None
        if not isinstance(node, ir.Call):
            return None
        if last(node.function) == "get_object" and dotted(node.function) == "self.get_object":
            return self._of_view(handler)
        if not self._is_requested(scope, *(one.value for one in node.arguments), node.function):
            return None
        return _model(node) or self._of_project(path, node)

    def _of_project(self, path: str, call: ir.Call) -> ir.Expression | str | None:
        """What a function of the project looks up by its argument."""
        found = self._code.function(path, call.function)
        if found is None:
            return None
        where, function = found
        scope = _Scope(requested={one.name for one in function.parameters} - {"self", "db", "session", "cls"})
        if self._asks(where, function, self._scope(where, function), 1):
            return None
        for node in walk(function.body):
            if isinstance(node, ir.Call) and self._is_requested(scope, node):
                kind = _model(node)
                if kind is not None and not self._is_principal(self._scope(where, function), node):
                    return kind
        return None

    def _of_view(self, handler: Handler) -> ir.Expression | str | None:
        """The model of a view."""
        if handler.owner is None:
            return None
        named = class_attributes(self._code, handler.home, handler.owner)
        for name in ("queryset", "model"):
            if name in named:
                value = named[name][1]
                return _before(value, "objects") or _given_to(value, "query") or value
        return handler.owner.name

    def _implicit(self, handler: Handler) -> Iterator[tuple[ir.Node, str]]:
        """What a base class looks up by itself."""
        bases = self._code.outer_bases(handler.home, handler.owner) if handler.owner else []
        detail = any(_OF_ONE.search(base) for base in bases)
        kind = self._of_view(handler)
        if detail and kind is not None and self._is_owned(handler, handler.path, kind):
            yield ir.Node(handler.node.line, *_head(handler)), _named(kind)

    def _is_owned(self, handler: Handler, path: str, kind: ir.Expression | str) -> bool:
        """Whether objects of a kind belong to somebody."""
        if isinstance(kind, ir.Expression):
            found = self._code.defined(path, kind)
            name = last(kind)
            if found:
                fields = {one for where, each in self._code.bases(*found) for one in _fields(each)}
                owned = any(_OWNING.match(one) for one in fields) or bool(
                    re.search(r"User$|Account$|Customer$|Profile$", name)
                )
                return owned and (not _PUBLIC.search(name) or self._alters(handler))
        else:
            name = kind
        if _PUBLIC.search(name) and not (_SENSITIVE.search(name) and self._alters(handler)):
            return False
        return bool(_SENSITIVE.search(name)) or self._guards.asks_who(handler)

    def _alters(self, handler: Handler) -> bool:
        """Whether a handler changes or deletes what it looked up: what everybody may read is not everybody's to change."""
        if handler.function is None:
            return bool(handler.methods & UNSAFE)
        scope = self._scope(handler.path, handler.function)
        for node in walk(handler.function.body):
            if isinstance(node, ir.Assign | ir.Augment):
                targets = node.targets if isinstance(node, ir.Assign) else (node.target,)
                if any(isinstance(one, ir.Attribute | ir.Subscript) and _root(one) in scope.objects for one in targets):
                    return True
            if isinstance(node, ir.Call) and re.search(
                r"^a?(?:delete|save|update|destroy|remove|set_\w+|edit)$", last(node)
            ):
                given = [_root(one.value) for one in node.arguments]
                looked_up = any(_is_lookup(one) for one in (node.function, *(one.value for one in node.arguments)))
                if looked_up or any(name in scope.objects for name in (*given, _root(node.function))):
                    return True
        return False

    # --- who asks whose it is -------------------------------------------------------------------------------------------------

    def _asks(self, path: str, function: ir.Function, scope: _Scope, depth: int) -> bool:
        idle = {id(node) for node in _without_effect(function)}
        return any(
            id(node) not in idle and self._node_asks(path, function, node, scope, depth) for node in walk(function.body)
        )

    def _node_asks(self, path: str, function: ir.Function, node: ir.Node, scope: _Scope, depth: int) -> bool:
        match node:
            case ir.Compare(operator=operator, left=left, right=right):
                return self._compares(scope, operator, left, right)
            case ir.Raise(value=value) | ir.Return(value=value):
                return _forbids(value)
            case ir.Attribute(attr=attr):
                return attr in ("is_staff", "is_superuser", "is_admin")
            case ir.Call():
                return self._call_asks(path, function, node, scope, depth)
        return False

    def _compares(self, scope: _Scope, operator: str, left: ir.Expression, right: ir.Expression) -> bool:
        for one, other in ((left, right), (right, left)):
            nothing = isinstance(other, ir.Constant) and (other.value is None or isinstance(other.value, bool))
            if self._is_principal(scope, one) and not nothing and operator not in ("is", "is-not"):
                return True
        return False

    def _call_asks(self, path: str, function: ir.Function, call: ir.Call, scope: _Scope, depth: int) -> bool:
        name = last(call.function)
        given = [one.value for one in call.arguments]
        if name in ("abort", "HTTPException", "HTTPError", "send_error") and _forbids(call):
            return True
        of_object = [
            node.id for node in walk(*given, call.function) if isinstance(node, ir.Name) and node.id in scope.objects
        ]
        if _ASKING.search(name) and (
            of_object or self._is_principal(scope, *given) or self._is_requested(scope, *given)
        ):
            return True
        if of_object and self._is_principal(scope, *given, call.function) and not _hands_out(name):
            return True
        own = dotted(call.function).startswith("self.")
        follows = depth > 0 and (own or bool(of_object) or self._is_requested(scope, *given))
        found = self._code.called(path, function, call) if follows else None
        return found is not None and self._asks(*found, self._scope(*found), depth - 1)

    def _of_class(self, handler: Handler) -> bool:
        """Whether a class, its bases or what they are told ask whose an object is."""
        if handler.owner is None:
            return False
        named = class_attributes(self._code, handler.home, handler.owner)
        path, required = named.get("permission_required", ("", None))
        if required is not None and not (isinstance(required, ir.Constant) and not required.value):
            return True
        for name in ("permission_classes", "decorators", "method_decorators"):
            path, value = named.get(name, ("", None))
            if value is not None and any(self._asks_whose(path, one) for one in _parts(value)):
                return True
            if any(re.search(r"requires?$|^require_", last(call)) and call.arguments for call in calls(value)):
                return True
        bases = [name.rpartition(".")[2] for name in self._code.outer_bases(handler.home, handler.owner)]
        if any(_MIXINS.search(base) for base in bases):
            return True
        wanted = (
            "get_queryset",
            "get_object",
            "test_func",
            "dispatch",
            "check_object_permissions",
            "has_permission",
            "initial",
            "prepare",
        )
        for path, one in self._code.bases(handler.home, handler.owner):
            for method in methods(one):
                scope = self._scope(path, method)
                if method.name in wanted and (
                    (self._is_principal(scope, method.body) and method.name != "initial")
                    or self._asks(path, method, scope, _DEEPEST)
                ):
                    return True
                if any(_AROUND.search(last(part)) for decorator in one.decorators for part in _parts(decorator)):
                    return True
        return False

    def _asks_whose(self, path: str, part: ir.Expression) -> bool:
        name = last(part)
        if not name or name in _NO_OWNERS:
            return False
        found = self._code.defined(path, part)
        if found:
            own = {method.name for _, one in self._code.bases(*found) for method in methods(one)}
            return bool(own & {"has_object_permission"}) or bool(_CLASSES.search(name))
        return bool(_CLASSES.search(name) or _AROUND.search(name))

    def _dependencies(self, handler: Handler) -> Iterator[tuple[str, ir.Function]]:
        """The functions of the project that are injected into a handler."""
        for parameter in handler.function.parameters if handler.function else ():
            for call in calls(tuple(part for part in (parameter.default, parameter.annotation) if part is not None)):
                if last(call.function) == "Depends":
                    found = self._code.function(handler.path, argument(call, "dependency", 0))
                    if found and not re.search(r"user|auth|token|db|session", found[1].name):
                        yield found


def _model(node: ir.Expression) -> ir.Expression | str | None:
    """What kind of object a call looks up by its arguments; None if it does not."""
    if not isinstance(node, ir.Call):
        return None
    name, whole = last(node.function), dotted(node.function)
    first = node.arguments[0].value if node.arguments else None
    if name in ("get_object_or_404", "aget_object_or_404", "get_list_or_404"):
        return first
    if re.search(r"\.objects\.(?:\w+\(\)\.)*(?:get|aget|filter|select_related|first)$", whole):
        return _before(node, "objects")
    if re.search(r"\.query\.(?:\w+\(\)\.)*(?:get|get_or_404|filter_by|filter|first\w*|one\w*)$", whole):
        return _before(node, "query")
    if (
        re.search(r"(?:session|db|conn|database)\w*(?:\(\))?\.(?:get|get_one|get_or_404|one_or_404)$", whole)
        and len(node.arguments) > 1
    ):
        return first
    if re.search(r"\.query\(\)\.(?:\w+\(\)\.)*(?:get|filter_by|filter|first\w*|one\w*)$", whole):
        return _given_to(node, "query")
    if name in _FIRST | {"where", "filter", "filter_by"} and re.search(r"(?:^|\.)select\(\)", whole):
        return _given_to(node, "select")
    if name in ("scalar", "scalars", "execute") and isinstance(first, ir.Call) and "select" in dotted(first):
        return _given_to(first, "select")
    if name in ("execute", "fetchrow", "fetch_one", "fetchone", "query_db"):
        return next((found[1] for one in texts_in(first) if (found := _SELECT.search(one))), None)
    if name in ("find_one", "find_one_or_404"):
        return whole.rpartition(".")[0].rpartition(".")[2].strip("[]") or None
    if name == "get" and isinstance(node.function, ir.Attribute) and isinstance(node.function.value, ir.Name):
        held = node.function.value.id
        return held if held.isupper() else None
    return None


_SELECT = re.compile(
    r"^\s*select\b.*?\bfrom\s+[\"`]?(\w+)[\"`]?\s+(?:\w+\s+)?where\s+(?:\w+\.)?\w*(?:id|uuid|number|no|iban|key)\s*=",
    re.IGNORECASE | re.DOTALL,
)


def _is_lookup(node: ir.Expression | None) -> bool:
    """Whether a value is something that was looked up, by whatever."""
    return any(_model(one) is not None or last(one.function) == "get_object" for one in calls(node)) or (
        isinstance(node, ir.Subscript) and dotted(node.value).isupper()
    )


def _before(node: ir.Expression, attr: str) -> ir.Expression | None:
    """What stands before ``.attr`` in a chain of calls."""
    while True:
        match node:
            case ir.Call(function=function):
                node = function
            case ir.Attribute(value=value, attr=name):
                if name == attr:
                    return value
                node = value
            case _:
                return None


def _given_to(node: ir.Expression, name: str) -> ir.Expression | None:
    """The first argument of the call of that name in a chain of calls."""
    for call in calls(node):
        if last(call.function) == name and call.arguments:
            return call.arguments[0].value
    return None


def _fields(defined: ir.Class) -> list[str]:
    """The names that a class declares or assigns in its body."""
    found = list(attributes(defined))
    for statement in defined.body:
        if isinstance(statement, ir.Assign) and statement.value is None:
            found += [target.id for target in statement.targets if isinstance(target, ir.Name)]
    return found


def _without_effect(function: ir.Function) -> Iterator[ir.Node]:
    """Comparisons whose outcome nothing depends on: they are kept under a name that no test, no answer and no call uses."""
    kept = [
        (target.id, node.value)
        for node in walk(function.body)
        if isinstance(node, ir.Assign) and isinstance(node.value, ir.Compare | ir.Logical | ir.Unary)
        for target in node.targets
        if isinstance(target, ir.Name)
    ]
    if not kept:
        return
    deciding = [
        node.test for node in walk(function.body) if isinstance(node, ir.If | ir.While | ir.Conditional | ir.Assert)
    ]
    deciding += [node.value for node in walk(function.body) if isinstance(node, ir.Return) and node.value is not None]
    deciding += [
        one.value for call in calls(function.body) if not _hands_out(last(call.function)) for one in call.arguments
    ]
    used = {node.id for node in walk(*deciding) if isinstance(node, ir.Name)}
    for name, value in kept:
        if name not in used:
            yield from walk(value)


def _forbids(node: ir.Node | None) -> bool:
    """Whether it is an answer of status 403."""
    for one in walk(node):
        if isinstance(one, ir.Constant) and type(one.value) is int and one.value == 403:
            return True
        if isinstance(one, ir.Name | ir.Attribute) and re.search(
            r"forbidden|permission_?denied|403|access_?denied|not_?allowed|not_?owner", last(one), re.IGNORECASE
        ):
            return True
    return False


def _hands_out(name: str) -> bool:
    """Whether a call is one that answers, or logs, rather than asks."""
    return bool(
        re.search(
            r"render|jsonify|response|template|dict|log|info|debug|print|format|append|add|save|create",
            name,
            re.IGNORECASE,
        )
    )


def _looped(node: ir.Node) -> list[tuple[ir.Expression, ir.Expression]]:
    """What takes items of what, in a loop or a comprehension."""
    if isinstance(node, ir.For):
        return [(node.target, node.iterable)]
    if isinstance(node, ir.Comprehension):
        return [(one.target, one.iterable) for one in node.generators]
    return []


def _root(node: ir.Expression) -> str:
    """The first name of a dotted one."""
    return re.split(r"[.(\[]", dotted(node))[0]


def _parts(value: ir.Expression) -> list[ir.Expression]:
    """The names in a list, a call with its arguments, or a combination with operators."""
    return [one for one in walk(value) if isinstance(one, ir.Name | ir.Attribute | ir.Call)]


def _named(kind: ir.Expression | str) -> str:
    return f"`{kind if isinstance(kind, str) else last(kind) or 'an object'}`"


def _head(handler: Handler) -> tuple[int, int]:
    return handler.node.start, handler.node.end
