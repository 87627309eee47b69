"""A module of Pydantic models as it is written: entities with their fields, limits on them, and the imports that it needs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel

from harness.domain.specifications import Entity
from harness.specification.bounds import Bound, Dimension, limits
from harness.specification.deriving._constraints import Limited, limited
from harness.specification.deriving._type_words import UNKNOWN, python_type
from harness.specification.deriving._words import class_name, docstring, field_name, one_line

_IMPORTS = (
    ("dt.", "import datetime as dt"),
    ("math.", "import math"),
    ("Decimal", "from decimal import Decimal"),
)
_TYPING = ("Annotated", "Literal")
_PYDANTIC = ("AfterValidator", "BaseModel", "ConfigDict", "Field")
_RESERVED = frozenset(
    {*dir(BaseModel), "l", "O", "I", "dt", "math", "percentile"}
    | {"list", "dict", "set", "str", "int", "float", "bool", "bytes", "object", "tuple", "None"}
)
_CLASSES = frozenset({*_TYPING, *_PYDANTIC, "Decimal", "UUID", "None", "True", "False"})
_HELPER = '''\


def percentile(
    share: str,
    *,
    lt: dt.timedelta | None = None,
    le: dt.timedelta | None = None,
    gt: dt.timedelta | None = None,
    ge: dt.timedelta | None = None,
) -> AfterValidator:
    """What so many percent of the samples stay at or below (nearest rank) keeps to a limit."""

    def check(samples: list[dt.timedelta]) -> list[dt.timedelta]:
        if not samples:
            raise ValueError("there are no samples")
        rank = math.ceil(Decimal(len(samples)) * Decimal(share) / 100)
        at = sorted(samples)[rank - 1]
        kept = (lt is None or at < lt) and (le is None or at <= le)
        if not (kept and (gt is None or at > gt) and (ge is None or at >= ge)):
            raise ValueError(f"{at} at the percentile {share}")
        return samples

    return AfterValidator(check)
'''


@dataclass(frozen=True)
class Part:
    """A limit on a field of a name: a bound, or the ``choices`` that it has."""

    name: str
    dimension: Dimension = Dimension.NUMBER
    limited: Limited | None = None
    choices: tuple[str, ...] = ()


@dataclass
class Attribute:
    """One field of a model: its ``type`` in Python, its name in the document, what limits it, and by which requirements."""

    name: str
    said: str
    type: str = UNKNOWN
    optional: bool = False
    limited: Limited | None = None
    because: list[str] = field(default_factory=list)

    @property
    def line(self) -> str:
        """It as a class has it."""
        kept = self.limited.type if self.limited and self.type == UNKNOWN else self.type
        terms = [*(self.limited.fields if self.limited else ()), *self._alias]
        whole = kept + (" | None" if self.optional else "")
        extra = [*(self.limited.validators if self.limited else ()), *([f"Field({', '.join(terms)})"] if terms else [])]
        annotated = f"Annotated[{', '.join([whole, *extra])}]" if extra else whole
        told = f"  # {', '.join(dict.fromkeys(self.because))}" if self.because else ""
        return f"    {self.name}: {annotated}{' = None' if self.optional else ''}{told}\n"

    @property
    def _alias(self) -> list[str]:
        return [f"alias={json.dumps(self.said, ensure_ascii=False)}"] if self.said != self.name else []


@dataclass
class Model:
    """One class: an entity, or the limits of a requirement that are of no entity's field."""

    name: str
    text: str
    parts: dict[str, Attribute] = field(default_factory=dict)
    tokens: frozenset[str] = frozenset()

    def add(self, said: str, type: str = UNKNOWN, optional: bool = False) -> Attribute:
        """A new field; one of the same name gets a number."""
        name = field_name(said, _RESERVED)
        number = 2
        while name in self.parts:
            name, number = f"{field_name(said, _RESERVED)}_{number}", number + 1
        made = Attribute(name, said, type, optional)
        self.parts[name] = made
        return made

    def limit(self, part: Part, requirement: str) -> None:
        """Limit a field, which is made if there is none."""
        name = field_name(part.name, _RESERVED)
        found = self.parts.get(name)
        if found is None or not takes(found, part):
            found = self.add(part.name)
            found.said = found.name
        if part.choices:
            found.type = f"Literal[{', '.join(json.dumps(one, ensure_ascii=False) for one in part.choices)}]"
        elif part.limited:
            found.limited = part.limited.joined(found.limited)
        found.because.append(one_line(requirement))

    def written(self) -> str:
        """The class."""
        aliased = any(one.said != one.name for one in self.parts.values())
        more = ", populate_by_name=True" if aliased else ""
        fields = "".join(one.line for one in self.parts.values())
        return (
            f"class {self.name}(BaseModel):\n{docstring(self.text or self.name, '    ')}\n"
            f'    model_config = ConfigDict(extra="forbid"{more})\n' + (f"\n{fields}" if fields else "")
        )


def takes(attribute: Attribute, part: Part) -> bool:
    """Whether a limit fits the type of a field, and the limits that it has."""
    if part.choices:
        return attribute.type in (UNKNOWN, "str") and attribute.limited is None
    if part.limited is None or attribute.type.startswith("Literal["):
        return False
    if attribute.limited is not None and attribute.limited.type != part.limited.type:
        return False
    return attribute.type == UNKNOWN or part.limited.fits(attribute.type)


@dataclass
class Module:
    """All classes of a module, and the names that they have."""

    models: list[Model] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def name(self, said: str) -> str:
        """A name for a class that no other has; things of one name are told apart by a number."""
        name = class_name(said)
        name = f"{name}_" if name in _CLASSES else name
        number, plain = 2, name
        while name in self.names.values():
            name, number = f"{plain}{number}", number + 1
        self.names.setdefault(said, name)
        if self.names[said] != name:
            self.names[f"{said} {name}"] = name
        return name

    def add(self, model: Model) -> None:
        """A class for the limits of a requirement."""
        model.name = self.name(model.name)
        self.models.append(model)

    def add_alias(self, name: str, values: Sequence[str], entity: Entity) -> None:
        """A name for a closed list of values."""
        listed = "".join(f"    {json.dumps(value, ensure_ascii=False)},\n" for value in values)
        told = one_line(entity.text)
        comment = f"# {told}\n" if told else ""
        self.aliases.append(f"{comment}{name} = Literal[\n{listed}]\n")

    def text(self, to_fill: Sequence[str]) -> str:
        """The module but for its docstring."""
        body = "".join(f"\n\n{model.written()}" for model in self.models)
        helper = _HELPER if "percentile(" in body else ""
        notes = "".join(f"# to fill: {one_line(one)}\n" for one in to_fill)
        rest = ("\n" + "\n".join(self.aliases) if self.aliases else "") + helper + body
        return "\n" + _imports(rest) + (f"\n{notes}" if notes else "") + rest


def of_entity(name: str, entity: Entity, module: Module) -> Model:
    """The class of an entity."""
    model = Model(name, entity.text or f"{entity.name}.")
    for one in entity.fields:
        said, bounds = _parted(one.type, module)
        type, optional = python_type(said, module.names)
        made = model.add(one.name, type, optional)
        for bound in bounds:
            part = Part(made.name, bound.dimension, limited(bound))
            if takes(made, part) and part.limited:
                made.limited = part.limited.joined(made.limited)
    return model


def _parted(said: str, module: Module) -> tuple[str, Sequence[Bound]]:
    """A type and the limits behind its comma, such as ``text, at most 200 characters``; all of it where that is not so."""
    type, comma, rest = said.partition(",")
    if not comma or python_type(said, module.names)[0] != UNKNOWN or python_type(type, module.names)[0] == UNKNOWN:
        return said, ()
    found = limits(f"It MUST have {rest.strip()}.")
    return (type, found.bounds) if found.bounds and not found.left_over else (said, ())


def open_fields(entity: Entity, model: Model) -> Iterator[str]:
    """What neither the document of an entity nor a limit tells of its fields."""
    if not entity.fields:
        yield f"{entity.name}: its fields are not said"
    for one, made in zip(entity.fields, model.parts.values(), strict=False):
        if made.type == UNKNOWN and made.limited is None:
            said = f"the type '{one_line(one.type)}' is not known" if one.type.strip() else "its type is not said"
            yield f"{entity.name}.{one.name}: {said}"


def is_enumeration(entity: Entity) -> bool:
    """Whether an entity is a closed list of values: names without types, in the form that only such a list has."""
    names = [one.name for one in entity.fields]
    return len(names) > 1 and not any(one.type for one in entity.fields) and entity_is_closed(entity, names)


def entity_is_closed(entity: Entity, names: Sequence[str]) -> bool:
    """Names in capitals, or words of the entity that say it."""
    return all(name.isupper() for name in names) or "enum" in f"{entity.name} {entity.text}".lower().split()


def enumeration(entity: Entity) -> tuple[str, ...]:
    """The values of a closed list."""
    return tuple(dict.fromkeys(one.name for one in entity.fields))


def _imports(body: str) -> str:
    return "".join(_needed(body)) if body else ""


def _needed(body: str) -> Iterator[str]:
    yield "from __future__ import annotations\n\n"
    standard = [line for used, line in _IMPORTS if used in body]
    typing = [name for name in _TYPING if f"{name}[" in body]
    standard += [f"from typing import {', '.join(typing)}"] if typing else []
    standard += ["from uuid import UUID"] if "UUID" in body else []
    yield "".join(f"{line}\n" for line in standard)
    pydantic = [name for name in _PYDANTIC if f"{name}(" in body or f"({name})" in body or f"> {name}" in body]
    if pydantic:
        yield f"\nfrom pydantic import {', '.join(pydantic)}\n"
