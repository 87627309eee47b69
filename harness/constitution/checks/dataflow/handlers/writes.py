"""Tells whether a handler changes something: what is stored, deleted, sent or run; who may ask for it lies in ``guards``."""

from __future__ import annotations

import re

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.handlers.code import Code, dotted, last, texts_in, walk
from harness.constitution.checks.dataflow.handlers.routes import UNSAFE, Handler

_DEEPEST = 3
_CHANGES = frozenset(
    [
        "save",
        "save_all",
        "delete",
        "destroy",
        "bulk_create",
        "bulk_update",
        "update_or_create",
        "get_or_create",
        "insert",
        "insert_one",
        "insert_many",
        "update_one",
        "update_many",
        "replace_one",
        "delete_one",
        "delete_many",
        "find_one_and_update",
        "find_one_and_delete",
        "remove",
        "unlink",
        "rmtree",
        "rmdir",
        "rename",
        "commit",
        "merge",
        "add_all",
        "flush",
        "execute_update",
        "send_mail",
        "send_message",
        "sendmail",
        "system",
        "popen",
        "Popen",
        "check_call",
        "check_output",
        "write_text",
        "write_bytes",
        "makedirs",
        "mkdir",
        "put_object",
        "delete_object",
        "upload_fileobj",
        "upload_file",
        "set_password",
        "create_user",
        "hset",
        "lpush",
        "rpush",
        "zadd",
        "incr",
        "decr",
        "expire",
        "flushdb",
        "flushall",
        "truncate",
        "drop",
        "drop_all",
        "drop_collection",
        "create_all",
        "shutdown",
        "restart",
        "reboot",
        "terminate",
        "kill",
        "apply_async",
        "delay",
        "send_task",
        "publish",
        "enqueue",
        "form_valid",
        "clear",
        "set_config",
        "perform_create",
        "perform_destroy",
        "perform_update",
        "aupdate",
        "adelete",
        "asave",
        "acreate",
        "aget_or_create",
    ]
)
_MAYBE = frozenset(
    [
        "create",
        "add",
        "update",
        "set",
        "append",
        "extend",
        "pop",
        "put",
        "run",
        "call",
        "write",
        "push",
        "insert",
        "setdefault",
        "replace",
        "copy",
        "move",
    ]
)
"""Names of methods that change something if what they are called on outlives the request."""
_SQL = re.compile(r"^\s*(?:insert|update|delete|replace|merge|drop|alter|truncate|create|call)\b", re.IGNORECASE)
_VERBS = re.compile(
    r"(?:^|_)(?:create|add|insert|update|edit|modify|set|save|store|write|delete|remove|destroy|drop|purge|clear|transfer|withdraw|"
    r"deposit|pay|charge|refund|cancel|approve|reject|grant|revoke|promote|disable|enable|activate|deactivate|ban|block|upload|"
    r"import|send|publish|restart|shutdown|reboot|deploy|execute|run|rename|move|assign|close|reset)(?:_|$)"
)
_LASTING = re.compile(
    r"objects|session|db|database|conn|cursor|collection|store|repo|cache|redis|client|service|dao|table|model|crud|manager|use_?case",
    re.IGNORECASE,
)
_LOOKED_UP = re.compile(r"\.objects\.|\.query\b|session\.|get_object|(?:^|\.)(?:find|load|fetch)_\w+\(\)")
_FOR_ALL = re.compile(
    r"log_?in|log_?out|sign_?in|sign_?up|sign_?out|regist(?:er|ration)|(?:^|[/_])(?:token|tokens|auth|oauth|sso|session|sessions)(?:$|[/_])|callback|"
    r"web_?hook|(?:^|[/_])hooks?(?:$|[/_])|forgot|recover|password_?reset|reset_?password|verify|confirm|activation|contact|feedback|newsletter|"
    r"subscrib|guest_?book|csp|health|ping|search|preview|consent|cookie|language|locale|theme|captcha|(?:^|[/_])calc|convert|predict|"
    r"enquir|inquir|callback",
    re.IGNORECASE,
)
_CRITICAL = re.compile(
    r"admin|delete|remove|drop|purge|shutdown|restart|reboot|deploy|price|config|setting|role|balance|transfer",
    re.IGNORECASE,
)
_ALWAYS = re.compile(
    r"delete|remove|destroy|purge|drop|transfer|withdraw|shutdown|restart|reboot|promote|grant|revoke|reset_all|flush"
)


class Writes:
    """What handlers of a project change."""

    def __init__(self, code: Code) -> None:
        self._code = code
        self._changing: dict[tuple[str, str], bool] = {}

    def changes(self, handler: Handler) -> bool:
        """Whether a handler changes a state that only some may change.

        What answers GET alone does so only if its name says it.
        """
        if self._for_all(handler):
            return False
        if handler.function is None:
            return bool(handler.methods & UNSAFE)
        unsafe = not handler.methods or handler.methods & UNSAFE
        if not unsafe and not _ALWAYS.search(handler.function.name):
            return False
        return self._of_function(handler.path, handler.function, _DEEPEST)

    def _for_all(self, handler: Handler) -> bool:
        """Whether everybody may do it, as its name says: to log in, to write to the owner of the site."""
        return for_all(handler.route, handler.name.replace(".", "_"))

    def _of_function(self, path: str, function: ir.Function, depth: int) -> bool:
        key = (path, function.qualname)
        if key not in self._changing:
            self._changing[key] = False  # while it is looked at: functions may call each other
            local = _made_here(function)
            self._changing[key] = any(self._changes(path, function, node, local, depth) for node in walk(function.body))
        return self._changing[key]

    def _changes(self, path: str, function: ir.Function, node: ir.Node, local: frozenset[str], depth: int) -> bool:
        match node:
            case ir.Call():
                return self._call_changes(path, function, node, local, depth)
            case ir.Assign(targets=targets):
                return any(_outlives(target, local) for target in targets)
            case ir.Augment(target=target):
                return _outlives(target, local)
            case ir.Delete(targets=targets):
                return any(_outlives(target, local) for target in targets)
            case ir.Scope(kind="global"):
                return True
        return False

    def _call_changes(self, path: str, function: ir.Function, call: ir.Call, local: frozenset[str], depth: int) -> bool:
        name = last(call.function)
        whole = dotted(call.function)
        first = texts_in(call.arguments[0].value)[:1] if call.arguments else []
        if name in ("execute", "executemany", "executescript", "execute_sql", "raw", "text", "query"):
            return any(_SQL.match(one) for one in first)
        if name == "open":
            return any(re.match(r"[wax]|r\+", one) for given in call.arguments[1:2] for one in texts_in(given.value))
        receiver = whole.rpartition(".")[0]
        if name in _CHANGES and isinstance(call.function, ir.Attribute | ir.Name):
            return not (receiver.partition(".")[0] in local and name in ("remove", "insert", "clear", "drop"))
        if whole.startswith(("subprocess.", "os.system", "shutil.")):
            return True
        if name in _MAYBE and receiver:
            root = receiver.partition(".")[0].partition("(")[0].partition("[")[0]
            if root.isupper() or _LASTING.search(receiver) or (root in ("self",) and "." in receiver):
                return root not in local or bool(_LASTING.search(receiver))
        found = self._code.called(path, function, call) if depth > 0 else None
        if found is not None:
            return self._of_function(*found, depth - 1)
        if _VERBS.search(name) and receiver in _looked_up(function):
            return True
        return bool(_VERBS.search(name)) and (bool(_LASTING.search(receiver)) or not receiver) and name not in _MAYBE


def for_all(*names: str) -> bool:
    """Whether the names of something, such as its route, say that everybody may do it."""
    snaked = [re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name) for name in names]
    return any(_FOR_ALL.search(one) for one in snaked) and not any(_CRITICAL.search(one) for one in snaked)


def _made_here(function: ir.Function) -> frozenset[str]:
    """The names that a function assigns by itself."""
    found = set[str]()
    for node in walk(function.body):
        if isinstance(node, ir.Assign):
            found.update(target.id for target in node.targets if isinstance(target, ir.Name))
    return frozenset(found)


def _looked_up(function: ir.Function) -> frozenset[str]:
    """The names in a function of what was looked up in something lasting: what it is asked to do changes it there."""
    return frozenset(
        target.id
        for node in walk(function.body)
        if isinstance(node, ir.Assign) and node.value is not None and _LOOKED_UP.search(dotted(node.value))
        for target in node.targets
        if isinstance(target, ir.Name)
    )


def _outlives(target: ir.Expression, local: frozenset[str]) -> bool:
    """Whether a store is into something that is there after the request: an item or attribute of what was not made here."""
    if not isinstance(target, ir.Subscript | ir.Attribute):
        return False
    root = dotted(target).partition(".")[0].partition("[")[0].partition("(")[0]
    return (
        bool(root)
        and root not in local
        and root not in ("response", "resp", "session", "request", "context", "g", "self", "flask")
    )
