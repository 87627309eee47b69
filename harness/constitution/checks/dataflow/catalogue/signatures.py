"""What patterns of functions say of their parameters: which are meant, which are sources, and of what type they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from harness.constitution.checks.dataflow.catalogue.entries import Entry, split_access
from harness.constitution.checks.dataflow.catalogue.grammar import ANYTHING, Form, Parameter
from harness.constitution.checks.dataflow.catalogue.names import Names
from harness.constitution.checks.dataflow.catalogue.words import listed
from harness.constitution.checks.dataflow.rules import ParameterRule, Rule
from harness.constitution.checks.dataflow.values import Value

OBJECTS = ("self", "cls", "this")
_NEUTRAL = listed(
    """None NoneType Optional Union Annotated typing.Optional typing.Union typing.Annotated typing.Final typing.Literal
    typing_extensions.Annotated typing_extensions.Literal"""
)
_CONTAINERS = listed(
    """list tuple set frozenset dict List Tuple Set Dict typing.List typing.Tuple typing.Set typing.FrozenSet typing.Dict
    typing.Sequence typing.Iterable typing.Mapping collections.abc.Sequence collections.abc.Iterable collections.abc.Mapping
    typing.Collection collections.abc.Collection"""
)
_HARMLESS = listed(
    """int float bool complex decimal.Decimal fractions.Fraction uuid.UUID datetime.date datetime.datetime datetime.time
    datetime.timedelta ipaddress.IPv4Address ipaddress.IPv6Address enum.Enum enum.IntEnum enum.StrEnum typing.Literal
    typing_extensions.Literal pydantic.PositiveInt pydantic.NonNegativeInt pydantic.NegativeInt pydantic.StrictInt
    pydantic.StrictBool pydantic.StrictFloat pydantic.UUID1 pydantic.UUID3 pydantic.UUID4 pydantic.UUID5 pydantic.PositiveFloat
    pydantic.conint pydantic.confloat pydantic.types.UUID4"""
)
_WINS = frozenset(
    {"enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "typing.Literal", "typing_extensions.Literal"}
)
"""In whatever company: ``class Color(str, Enum)`` lets nothing else through."""
_TEXTS = listed("str bytes object bytearray memoryview Any typing.Any typing.AnyStr typing.Text")
_TEXT = frozenset({"str"})
_OF_REQUESTS = tuple(
    sorted(
        listed(
            """pydantic. fastapi.Query fastapi.Path fastapi.Body fastapi.Header fastapi.Cookie fastapi.Form fastapi.File
            fastapi.UploadFile fastapi.param_functions. starlette.datastructures. ninja. nestjs."""
        )
    )
)
_ROUTE_PLACES = re.compile(
    r"<(?:(?P<flask>[A-Za-z_]\w*)(?:\([^)]*\))?:)?(?P<in_angles>[A-Za-z_]\w*)(?::(?P<bottle>[^>]+))?>"
    r"|\{(?P<in_braces>[A-Za-z_]\w*)(?::(?P<starlette>[^{}]*(?:\{[^{}]*\}[^{}]*)*))?\}"
    r"|\(\?P<(?P<in_regex>[A-Za-z_]\w*)>(?P<regex>[^)]*)\)"
)
_HARMLESS_CONVERTERS = listed("int float uuid any number date")
_DIGITS = re.compile(r"re:\\d|\\d[+*{]|\\d\Z|\[0-9\]|\[0-9a-f|\[a-f0-9|\[0-9a-fA-F")


Places = Mapping[str, tuple[int, ...]]
"""Where the variables of a pattern stand among the parameters of a function."""


class Annotations:
    """Reads annotations: whether what comes through them can hold text, or is something else altogether."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def is_text(self, annotation: frozenset[str]) -> bool:
        """Whether it can be nothing but text."""
        return frozenset(name for name in annotation - _NEUTRAL if not name.startswith(_OF_REQUESTS)) == _TEXT

    def harmful(self, annotation: frozenset[str], without: frozenset[str]) -> bool:
        """Whether a parameter of that annotation may hold text from a request."""
        spelled = frozenset(one for name in annotation for one in self._names.spellings(name))
        if not spelled.isdisjoint(without) or not spelled.isdisjoint(_WINS):
            return False
        if any(name.startswith(_OF_REQUESTS) and name not in _HARMLESS for name in spelled):
            return spelled.isdisjoint(_HARMLESS) or not spelled.isdisjoint(_TEXTS)
        left = spelled - _NEUTRAL
        if not left or not left.isdisjoint(_TEXTS) or any("::" in name for name in left):
            return True
        inner = left - _CONTAINERS
        return not inner or (inner.isdisjoint(_HARMLESS) and all("." not in name for name in inner))


def positions(
    parameters: Sequence[Parameter] | None, names: Sequence[str], fits: Callable[[int, str], bool]
) -> Places | None:
    """Where the parameters of a pattern stand among those of a function; None if they do not fit.

    The receiver (``self``) is not counted; without a list of parameters the pattern fits any function. ``fits`` tells whether
    the parameter in a place has an annotation.
    """
    start = 1 if names and names[0] in OBJECTS else 0
    if parameters is None:
        return {"": tuple(range(start, len(names)))}
    found: dict[str, tuple[int, ...]] = {}
    here, gap = start, None
    for index, parameter in enumerate(parameters):
        if parameter.many:
            gap = parameter
            continue
        left = parameters[index:]
        end = len(names) - len(left) if gap is not None and not any(one.many for one in left) else None
        place = _place(parameter, range(here, len(names)), names, gap is not None, end, fits)
        if place is None:
            return None
        if gap is not None:
            found[gap.variable] = (*found.get(gap.variable, ()), *range(here, place))
            gap = None
        found[parameter.variable or parameter.name] = (place,)
        here = place + 1
    if gap is not None:
        found[gap.variable] = (*found.get(gap.variable, ()), *range(here, len(names)))
    return found if gap is not None or here == len(names) else None


def _place(
    parameter: Parameter,
    left: range,
    names: Sequence[str],
    anywhere: bool,
    end: int | None,
    fits: Callable[[int, str], bool],
) -> int | None:
    """Where a parameter stands: right here, or after ``$$$`` wherever its name or annotation is, or so far from the end."""
    if anywhere and end is not None and not parameter.name:
        left = range(end, end + 1) if end in left else range(0)
    elif not anywhere:
        left = left[:1]
    named = (place for place in left if not parameter.name or names[place] == parameter.name)
    return next((place for place in named if not parameter.annotation or fits(place, parameter.annotation)), None)


def harmless_places(route: Value | None) -> frozenset[str]:
    """The names in the text of a route whose converters let through numbers and the like only."""
    if route is None or not route.constants:
        return frozenset()
    found: frozenset[str] | None = None
    for text in route.constants:
        here = frozenset(_harmless_of(text)) if isinstance(text, str) else frozenset()
        found = here if found is None else found & here
    return found or frozenset()


def _harmless_of(text: str) -> Iterator[str]:
    for place in _ROUTE_PLACES.finditer(text):
        name = place["in_angles"] or place["in_braces"] or place["in_regex"]
        how = place["flask"] or place["bottle"] or place["starlette"] or place["regex"] or ""
        first = place["flask"]
        if how in _HARMLESS_CONVERTERS or (not first and _DIGITS.match(how)):
            yield name
        elif first and not place["bottle"] and place["in_angles"] in _HARMLESS_CONVERTERS:
            yield first  # Sanic and Bottle: <name:int>


def rules_of(
    entry: Entry,
    where: Places,
    names: Sequence[str],
    annotations: Sequence[frozenset[str]],
    harmless: frozenset[str],
    read: Annotations,
) -> Iterator[ParameterRule]:
    """What an entry says of the parameters that it was placed on."""
    for variable, types in entry.types.items():
        for place in where.get(variable, ()):
            if entry.pattern.form is not Form.FUNCTION or not annotations[place : place + 1] or not annotations[place]:
                yield ParameterRule(None, place, types)
    if entry.rule is None:
        return
    for place in _chosen(entry, where):
        annotation = annotations[place] if place < len(annotations) else frozenset()
        asked_for = place in _annotated(entry, where)
        if names[place] not in harmless and (asked_for or read.harmful(annotation, entry.without)):
            yield ParameterRule(_as_text(entry.rule) if read.is_text(annotation) else entry.rule, place)


def _as_text(rule: Rule) -> Rule:
    """The rule of a parameter that is text for sure: no operator of a database's query language."""
    return replace(rule, categories=rule.categories | {"nosql-operator"})


def _annotated(entry: Entry, where: Places) -> frozenset[int]:
    """The places of parameters whose annotation the pattern itself names."""
    named = [one.variable or one.name for one in entry.pattern.parameters or () if one.annotation]
    return frozenset(place for name in named for place in where.get(name, ()))


def _chosen(entry: Entry, where: Places) -> list[int]:
    """The parameters that are sources: those of the rule's arguments, else those that the pattern names, else all."""
    rule = entry.rule
    asked = [split_access(name)[0] for name in rule.arguments] if rule else []
    named = asked or [name for name in where if name not in ("", ANYTHING)] or list(where)
    return sorted({place for name in named for place in where.get(name, ())})
