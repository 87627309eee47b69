"""Types of a feature with Pydantic: its key entities, and the limits that its requirements set, which fire when broken."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from harness.domain.requirements import Requirement
from harness.domain.specifications import Entity
from harness.specification.bounds import limits
from harness.specification.derived import Derived, Source, python_head, slug
from harness.specification.deriving._models import Model, Module, enumeration, is_enumeration, of_entity, open_fields
from harness.specification.deriving._placing import homes
from harness.specification.deriving._words import class_name, docstring, one_line, shortened

FOLDER = "derived"
OF_FEATURE = True
"""It is the same whichever requirement of a feature is named."""


def derive(source: Source) -> Derived:
    """The module of the feature that a requirement belongs to."""
    requirements = [one for document in source.documents for one in document.requirements]
    entities = [one for document in source.documents for one in document.entities]
    module = Module()
    named = [(module.name(entity.name), entity) for entity in entities]
    for name, entity in named:
        if is_enumeration(entity):
            module.add_alias(name, enumeration(entity), entity)
    kept = [(entity, of_entity(name, entity, module)) for name, entity in named if not is_enumeration(entity)]
    module.models += [model for _, model in kept]
    to_fill = [*_limit(requirements, module)]
    to_fill += [left for entity, model in kept for left in open_fields(entity, model)]
    name = slug(source.feature).replace("-", "_")
    name = f"f{name}" if name[0].isdigit() else name
    head = docstring(f"Types of {source.feature}, and the limits that its requirements set.")
    text = (head + module.text(to_fill)).rstrip("\n") + "\n"
    text = python_head(source.feature, _digest(requirements, entities), text)
    return Derived(source.feature, f"{FOLDER}/{name}.py", text, tuple(to_fill))


def _limit(requirements: Sequence[Requirement], module: Module) -> Iterator[str]:
    """Put every limit where it belongs; yields what is left to somebody."""
    for requirement in requirements:
        said = limits(f"{requirement.title}. {requirement.text}" if not requirement.text else requirement.text)
        own = Model(class_name(requirement.id), f"{requirement.id}: {shortened(one_line(requirement.text), 300)}")
        for place, part in homes(said, requirement, module.models):
            (place or own).limit(part, requirement.id)
        if own.parts:
            module.add(own)
        yield from (f"{requirement.id}: no limit could be made of '{one_line(left)}'" for left in said.left_over)


def _digest(requirements: Sequence[Requirement], entities: Sequence[Entity]) -> str:
    """The hash of all that the module says; where it stands does not count."""
    said = [f"{one.qualified} {one.sha256}" for one in requirements]
    said += [f"{one.name} {one.text} {[(f.name, f.type, f.text) for f in one.fields]}" for one in entities]
    return hashlib.sha256("\0".join(said).encode("utf-8", "surrogatepass")).hexdigest()
