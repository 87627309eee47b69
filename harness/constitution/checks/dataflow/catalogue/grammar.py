"""The grammar of patterns, as docs/dataflow.md describes it; what they match is decided in ``matching``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from harness.constitution.checks.dataflow.catalogue.mistakes import EntryError

RETURNS = ": return"
ANYTHING = "_"


class Form(Enum):
    """What a pattern describes."""

    CALL = "a call"
    READ = "a name or attribute"
    SUBSCRIPT = "a subscript"
    STORE = "a store"
    DECORATED = "a decorated function"
    FUNCTION = "a function"
    METHOD = "a method"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function: of this ``name``, or any one that a ``variable`` stands for; ``many`` for ``$$$``."""

    name: str = ""
    variable: str = ""
    many: bool = False
    annotation: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for an argument: a variable (``_``: any), a literal (a tuple of one), a function, or any number of them."""

    variable: str = ""
    keyword: str = ""
    literal: tuple[object, ...] = ()
    many: bool = False
    function: tuple[Parameter, ...] | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern in its parts.

    ``names`` are full dotted names; with a ``receiver`` (the variable in front) they are what stands behind its last dot, and
    ``between`` what stands before that. ``name_variable`` is the variable in place of a name. ``slots`` is None where no
    arguments are written. ``key`` is that of a subscript, ``value`` what is stored.
    """

    text: str
    form: Form
    names: tuple[str, ...] = ()
    receiver: str | None = None
    between: tuple[str, ...] = ()
    name_variable: str = ""
    slots: tuple[Slot, ...] | None = None
    key: Slot | None = None
    value: str = ""
    parameters: tuple[Parameter, ...] | None = None
    methods: tuple[str, ...] = ()
    constructed: bool = False
    returns: bool = False

    def variables(self) -> tuple[str, ...]:
        """Every metavariable but the receiver's, in order."""
        slots = [*(self.slots or ()), *([self.key] if self.key else [])]
        parameters = [*(self.parameters or ())]
        for slot in slots:
            parameters.extend(slot.function or ())
        found = [self.name_variable, *(slot.variable for slot in slots), self.value]
        found += [parameter.variable or parameter.name for parameter in parameters]
        return tuple(dict.fromkeys(name for name in found if name and name != ANYTHING))


_SEGMENT = r"[A-Za-z_$@*][\w$@/:*-]*"
_NAME = re.compile(rf"{_SEGMENT}(\.{_SEGMENT})*\Z")
_VARIABLE = re.compile(r"\$([A-Z_][A-Z0-9_]*)\Z")
_MANY = re.compile(r"\$\$\$([A-Z_][A-Z0-9_]*)?\Z")
_KEYWORD = re.compile(r"([A-Za-z_][\w-]*)\s*=\s*(.+)\Z", re.DOTALL)
_PARAMETER = re.compile(r"(?P<what>\$?[A-Za-z_]\w*)\s*(?::\s*(?P<annotation>[\w.]+))?\Z")
_LITERALS: dict[str, object] = {
    "True": True,
    "true": True,
    "False": False,
    "false": False,
    "None": None,
    "null": None,
}
_FORMS = (
    "forms are `a.b.f($X, $$$)`, `$R.method($X)`, `a.b.c`, `$R[$KEY]`, `$R.name = $X`, `@a.route($$$)`, `def f($P)`"
)


def parse(text: str) -> Pattern:
    """A pattern in its parts. Raises EntryError."""
    whole = text.strip()
    returns = whole.endswith(RETURNS)
    body = whole.removesuffix(RETURNS).strip()
    if not body:
        raise EntryError("a pattern is empty", _FORMS)
    pattern = _definition(body) or _expression(body)
    if returns and pattern.form not in (Form.DECORATED, Form.METHOD, Form.FUNCTION):
        raise EntryError(
            f"'{text}': only functions return", "write `@a.route($$$): return` or `class(a.Base).method: return`"
        )
    if pattern.text == text and not returns:
        return pattern
    return replace(pattern, text=text, returns=returns)


def _definition(body: str) -> Pattern | None:
    if body.startswith("@"):
        return _decorated(body)
    if body.startswith("def "):
        return _function(body)
    if body.startswith("class("):
        return _method(body)
    return None


def _decorated(body: str) -> Pattern:
    decorator, _, function = body[1:].partition(" def ")
    pattern = _expression(decorator.strip())
    if pattern.form not in (Form.CALL, Form.READ):
        raise EntryError(f"'{body}' is no decorator", "write `@a.route($$$)`")
    parameters = _function(f"def {function.strip()}").parameters if function else None
    return replace(pattern, form=Form.DECORATED, parameters=parameters)


def _function(body: str) -> Pattern:
    name, parameters = _signature(body.removeprefix("def ").strip(), body)
    variable = _VARIABLE.match(name)
    if variable:
        return Pattern(body, Form.FUNCTION, name_variable=variable[1], parameters=parameters)
    return Pattern(body, Form.FUNCTION, names=_expanded(name, body), parameters=parameters)


def _method(body: str) -> Pattern:
    end = _closing(body, len("class("), body)
    bases, rest = body[len("class(") : end], body[end + 1 :]
    if not rest.startswith("."):
        raise EntryError(f"'{body}' names no method", "write `class(a.Base).method($P)`")
    name, parameters = _signature(rest[1:], body)
    methods = () if _VARIABLE.match(name) else _expanded(name, body)
    return Pattern(body, Form.METHOD, names=_expanded(bases.strip(), body), methods=methods, parameters=parameters)


def _signature(text: str, whole: str) -> tuple[str, tuple[Parameter, ...] | None]:
    name, bracket, _ = text.partition("(")
    if not bracket:
        return name.strip(), None
    end = _closing(text, len(name) + 1, whole)
    if text[end + 1 :].strip():
        raise EntryError(f"'{whole}' goes on after its parameters", _FORMS)
    return name.strip(), _parameters(text[len(name) + 1 : end], whole)


def _parameters(text: str, whole: str) -> tuple[Parameter, ...]:
    return tuple(_parameter(part, whole) for part in _split(text, whole))


def _parameter(part: str, whole: str) -> Parameter:
    many = _MANY.match(part)
    if many:
        return Parameter(variable=many[1] or "", many=True)
    found = _PARAMETER.match(part)
    if not found:
        raise EntryError(f"'{part}' in '{whole}' is no parameter", "write `$P`, `name`, `$P: a.Type` or `$$$`")
    variable, annotation = _VARIABLE.match(found["what"]), found["annotation"] or ""
    if variable:
        return Parameter(variable=variable[1], annotation=annotation)
    return Parameter(name=found["what"], annotation=annotation)


def _expression(body: str) -> Pattern:
    target, equals, value = _stored(body)
    if equals:
        return _store(target, value, body)
    constructed = body.startswith("new ")
    text = body.removeprefix("new ").strip()
    head, rest = _head(text)
    pattern = _callee(head, body)
    if constructed:
        pattern = replace(pattern, constructed=True)
    if not rest:
        bare = pattern.receiver is not None and not pattern.names and not pattern.name_variable
        return replace(pattern, receiver=None, name_variable=pattern.receiver or "") if bare else pattern
    end = _closing(rest, 1, body)
    if rest[end + 1 :].strip():
        raise EntryError(
            f"'{body}' goes on after '{rest[end]}'",
            "say under `types` what a call returns, and write `a.Type.method($X)`",
        )
    inner = rest[1:end]
    if rest[0] == "[":
        return replace(pattern, form=Form.SUBSCRIPT, key=_slot(inner.strip(), body))
    return replace(pattern, form=Form.CALL, slots=_slots(inner, body))


def _stored(body: str) -> tuple[str, str, str]:
    """The target and the value of a store: a `` = `` outside of brackets."""
    depth = 0
    for index, character in enumerate(body if " = " in body else ""):
        depth += (character in "([") - (character in ")]")
        if not depth and body.startswith(" = ", index):
            return body[:index].strip(), "=", body[index + 3 :].strip()
    return body, "", ""


def _store(target: str, value: str, whole: str) -> Pattern:
    variable = _VARIABLE.match(value)
    if not variable:
        raise EntryError(f"'{whole}' stores no metavariable", "write `$R.name = $X`, `$R[$KEY] = $X` or `$NAME = $X`")
    name = _VARIABLE.match(target)
    if name:
        return Pattern(whole, Form.STORE, name_variable=name[1], value=variable[1])
    pattern = _expression(target)
    if pattern.form not in (Form.READ, Form.SUBSCRIPT):
        raise EntryError(
            f"nothing can be stored in '{target}'", "write `$R.name = $X`, `$R[$KEY] = $X` or `$NAME = $X`"
        )
    return replace(pattern, form=Form.STORE, value=variable[1])


def _head(text: str) -> tuple[str, str]:
    """What stands before the first bracket, and the rest."""
    for index, character in enumerate(text):
        if character in "([":
            return text[:index].strip(), text[index:].strip()
    return text, ""


def _callee(head: str, whole: str) -> Pattern:
    bare = _VARIABLE.match(head)
    if bare:
        return Pattern(whole, Form.READ, receiver=bare[1])
    if not head.startswith("$") or head.startswith("$$$"):
        return Pattern(whole, Form.READ, names=_expanded(head, whole))
    receiver, _, rest = head.partition(".")
    variable = _VARIABLE.match(receiver)
    if not variable:
        raise EntryError(f"'{receiver}' in '{whole}' is no metavariable", "they are written in capitals: `$NAME`")
    before, _, last = rest.rpartition(".")
    between = tuple(before.split(".")) if before else ()
    name = _VARIABLE.match(last)
    if name:
        return Pattern(whole, Form.READ, receiver=variable[1], between=between, name_variable=name[1])
    return Pattern(whole, Form.READ, names=_expanded(last, whole), receiver=variable[1], between=between)


def expanded(text: str) -> tuple[str, ...]:
    """``a.{b,c}`` is ``a.b`` and ``a.c``. Raises EntryError for what is no dotted name."""
    return _expanded(text, text)


def _expanded(text: str, whole: str) -> tuple[str, ...]:
    names = tuple(_braces(text, whole))
    for name in names:
        if not _NAME.match(name):
            raise EntryError(f"'{name}' in '{whole}' is no dotted name", _FORMS)
    return names


def _braces(text: str, whole: str) -> list[str]:
    start = text.find("{")
    if start < 0:
        return [text]
    end = text.find("}", start)
    if end < 0:
        raise EntryError(f"'{whole}' has a brace that nothing closes", "write `os.{popen,system}($CMD)`")
    tails = _braces(text[end + 1 :], whole)
    return [text[:start] + choice.strip() + tail for choice in text[start + 1 : end].split(",") for tail in tails]


def _closing(text: str, start: int, whole: str) -> int:
    """Where the bracket before ``start`` is closed."""
    depth, quote = 1, ""
    for index in range(start, len(text)):
        character = text[index]
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        else:
            depth += (character in "([") - (character in ")]")
        if not depth:
            return index
    raise EntryError(f"'{whole}' has a bracket that nothing closes", _FORMS)


def _split(text: str, whole: str) -> list[str]:
    """What stands between commas outside of brackets and quotes."""
    parts, depth, quote, start = [], 0, "", 0
    for index, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "()":
            depth += 1 if character == "(" else -1
        elif character == "," and not depth:
            parts.append(text[start:index].strip())
            start = index + 1
    last = text[start:].strip()
    if last or parts:
        parts.append(last)
    if not all(parts):
        raise EntryError(f"'{whole}' has an empty place between commas", _FORMS)
    return parts


def _slots(text: str, whole: str) -> tuple[Slot, ...]:
    slots = tuple(_slot(part, whole) for part in _split(text, whole))
    if sum(slot.many for slot in slots) > 1:
        raise EntryError(f"'{whole}' has `$$$` twice", "one of them takes all that is left")
    return slots


def _slot(part: str, whole: str) -> Slot:
    many = _MANY.match(part)
    if many:
        return Slot(variable=many[1] or "", many=True)
    keyword = _KEYWORD.match(part)
    if keyword:
        return replace(_slot(keyword[2].strip(), whole), keyword=keyword[1])
    if part.startswith("@(") and part.endswith(")"):
        return Slot(function=_parameters(part[2:-1], whole))
    variable = _VARIABLE.match(part)
    if variable:
        return Slot(variable=variable[1])
    return Slot(variable=ANYTHING, literal=(_literal(part, whole),))


def _literal(part: str, whole: str) -> object:
    if part in _LITERALS:
        return _LITERALS[part]
    if len(part) > 1 and part[0] == part[-1] and part[0] in "\"'":
        return part[1:-1]
    if re.fullmatch(r"-?\d+", part):
        return int(part)
    raise EntryError(
        f"'{part}' in '{whole}' is no argument",
        "write a metavariable in capitals (`$X`), `$$$`, `name=$X`, or a text or number",
    )
