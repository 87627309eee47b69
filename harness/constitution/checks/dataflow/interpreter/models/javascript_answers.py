"""Answers of servers: they are given on from call to call, and their type says whether a browser shows them as a page."""

from __future__ import annotations

import re

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation
from harness.constitution.checks.dataflow.interpreter.naming import bases_of
from harness.constitution.checks.dataflow.interpreter.places import replace
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.values import Value

PLAIN = "http.PlainResponse"
PAGE = "fastify.PageReply"
_CONTEXT = "koa.Context"
_PLAIN_CONTEXT = "koa.PlainContext"
_SERVERS = frozenset({"http.ServerResponse", "express.Response"})
_REPLIES = frozenset({"fastify.Reply"})
_GIVEN_ON = frozenset(
    {"append", "attachment", "clearCookie", "code", "contentType", "cookie", "format", "header", "headers", "links"}
    | {"location", "set", "setCookie", "setHeader", "status", "type", "vary", "writeHead"}
)
_TYPES = frozenset({"type", "contentType"})
_PAGES = re.compile(r"(?i)html|svg|xml")


def method(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    """``res.status(404)``, ``res.type("text/plain")`` and the like give the answer itself."""
    if invocation.method not in _GIVEN_ON or not receiver.types:
        return None
    kinds = bases_of(run, receiver.types)
    if kinds.isdisjoint(_SERVERS | _REPLIES):
        return None
    said = _content(run, invocation)
    if said is None:
        return receiver
    page = _PAGES.search(said) is not None
    kind = (PAGE if page else "") if not kinds.isdisjoint(_REPLIES) else ("" if page else PLAIN)
    if not kind:
        return receiver
    typed = Value(receiver.taints, None, receiver.names, frozenset((kind,)), receiver.targets, receiver.objects)
    if invocation.place is not None:
        replace(run, invocation.place, receiver, typed)
    return typed


def typed_by_store(run: Run, place: ir.Expression, owner: Value, name: str, value: Value) -> None:
    """``ctx.type = "text"``: what is sent is no page."""
    said = _text(value)
    if name != "type" or said is None or _CONTEXT not in bases_of(run, owner.types) or _PAGES.search(said):
        return
    replace(
        run,
        place,
        owner,
        Value(owner.taints, None, owner.names, frozenset((_PLAIN_CONTEXT,)), owner.targets, owner.objects),
    )


def _content(run: Run, invocation: Invocation) -> str | None:
    """The type of content that a call sets."""
    first, second = invocation.argument(0), invocation.argument(1)
    if invocation.method in _TYPES:
        return None if first is None else _text(first)
    if invocation.method == "writeHead":
        headers = invocation.positional[-1] if invocation.positional else None
    else:
        name = None if first is None else _text(first)
        if name is not None:
            return _text(second) if second is not None and name.lower() == "content-type" else None
        headers = first
    for name in ("Content-Type", "content-type", "Content-type"):
        value = None if headers is None else run.item(headers, name)
        if value is not None:
            return _text(value)
    return None


def _text(value: Value) -> str | None:
    if value.constants is None or len(value.constants) != 1:
        return None
    (only,) = value.constants
    return only if isinstance(only, str) else None
