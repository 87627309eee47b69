"""The types of a ReqIF file: which attributes requirements, evidence and links have; their values lie in ``reqif``.

``ReqIF.ForeignID``, ``ReqIF.Name`` and ``ReqIF.Text`` are the names that the ReqIF Implementation Guide of prostep ivip sets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from harness.domain.principles import Level
from harness.domain.requirements import RequirementKind
from harness.domain.tracing import EvidenceKind, RowState, Shown
from harness.reports.traces._xml import Xml, element

LONGEST = 1_000_000
"""Characters of a string that a tool has to have room for."""
_ENUMS: dict[str, Sequence[str]] = {
    "Level": [*Level, "none"],
    "Kind": list(RequirementKind),
    "State": list(RowState),
    "Evidence kind": list(EvidenceKind),
    "Shown": list(Shown),
}


class _Sort(StrEnum):
    STRING = "STRING"
    XHTML = "XHTML"
    DATE = "DATE"
    ENUMERATION = "ENUMERATION"


def _sort(attribute: str) -> _Sort:
    if attribute in _ENUMS:
        return _Sort.ENUMERATION
    return {"ReqIF.Text": _Sort.XHTML, "When": _Sort.DATE}.get(attribute, _Sort.STRING)


@dataclass(frozen=True)
class Type:
    """What a kind of object, relation or specification (``tag``) is called and which attributes it has."""

    tag: str
    name: str
    attributes: tuple[str, ...]

    @property
    def id(self) -> str:
        """Its identifier, which never changes."""
        return f"type-{_slug(self.name)}"

    def definition(self, when: str) -> Xml:
        """How it is declared."""
        inside = element("SPEC-ATTRIBUTES", *(self._attribute(name, when) for name in self.attributes))
        return element(self.tag, inside, IDENTIFIER=self.id, LAST_CHANGE=when, LONG_NAME=self.name)

    def values(self, of: Mapping[str, str]) -> Xml:
        """The values of its attributes; those that are empty have none."""
        return element("VALUES", *(self._value(name, of[name]) for name in self.attributes if of[name]))

    def _attribute(self, name: str, when: str) -> Xml:
        sort = _sort(name)
        type = element("TYPE", element(f"DATATYPE-DEFINITION-{sort}-REF", _datatype(name)))
        many = {"MULTI_VALUED": "false"} if sort is _Sort.ENUMERATION else {}
        start = f"ATTRIBUTE-DEFINITION-{sort}"
        return element(start, type, IDENTIFIER=self._id(name), LAST_CHANGE=when, LONG_NAME=name, **many)

    def _value(self, name: str, value: str) -> Xml:
        sort = _sort(name)
        start = f"ATTRIBUTE-VALUE-{sort}"
        definition = _reference(sort, self._id(name))
        if sort is _Sort.XHTML:
            return element(start, definition, element("THE-VALUE", element("xhtml:div", value)))
        if sort is _Sort.ENUMERATION:
            return element(start, _chosen(name, value), definition)
        return element(start, definition, THE_VALUE=value)

    def _id(self, attribute: str) -> str:
        return f"attribute-{_slug(self.name)}-{_slug(attribute)}"


# What stands in every object again: there are a few dozen of them.
@cache
def _reference(sort: _Sort, attribute: str) -> Xml:
    return element("DEFINITION", element(f"ATTRIBUTE-DEFINITION-{sort}-REF", attribute))


@cache
def _chosen(attribute: str, value: str) -> Xml:
    return element("VALUES", element("ENUM-VALUE-REF", _enum_value(attribute, value)))


REQUIREMENT = Type(
    "SPEC-OBJECT-TYPE",
    "Requirement",
    ("ReqIF.ForeignID", "ReqIF.Name", "ReqIF.Text", "Level", "Kind", "State", "Reason", "Place", "SHA-256"),
)
EVIDENCE = Type(
    "SPEC-OBJECT-TYPE",
    "Evidence",
    ("ReqIF.ForeignID", "ReqIF.Name", "Evidence kind", "CWE", "Technique", "Leads nowhere", "Place", "SHA-256"),
)
RELATION = {
    name: Type("SPEC-RELATION-TYPE", name, ("Shown", "Reason", "Run", "When")) for name in ("verifies", "claims")
}
SPECIFICATION = Type("SPECIFICATION-TYPE", "Specification", ("ReqIF.Name",))


def types(when: str) -> Iterator[str]:
    """All datatypes and types; ``when`` they were written."""
    yield "<DATATYPES>"
    yield element("DATATYPE-DEFINITION-STRING", IDENTIFIER="datatype-string", LAST_CHANGE=when, LONG_NAME="Text",
                  MAX_LENGTH=str(LONGEST))  # fmt: skip
    yield element(
        "DATATYPE-DEFINITION-XHTML", IDENTIFIER="datatype-xhtml", LAST_CHANGE=when, LONG_NAME="Formatted text"
    )
    yield element("DATATYPE-DEFINITION-DATE", IDENTIFIER="datatype-date", LAST_CHANGE=when, LONG_NAME="Date")
    yield from (_enumeration(name, values, when) for name, values in _ENUMS.items())
    yield "</DATATYPES>"
    yield "<SPEC-TYPES>"
    yield from (one.definition(when) for one in (REQUIREMENT, EVIDENCE, *RELATION.values(), SPECIFICATION))
    yield "</SPEC-TYPES>"


def _enumeration(name: str, values: Sequence[str], when: str) -> Xml:
    inside = [
        element(
            "ENUM-VALUE",
            element("PROPERTIES", element("EMBEDDED-VALUE", KEY=str(number), OTHER_CONTENT="")),
            IDENTIFIER=_enum_value(name, value),
            LAST_CHANGE=when,
            LONG_NAME=value,
        )
        for number, value in enumerate(values)
    ]
    start = "DATATYPE-DEFINITION-ENUMERATION"
    specified = element("SPECIFIED-VALUES", *inside)
    return element(start, specified, IDENTIFIER=_datatype(name), LAST_CHANGE=when, LONG_NAME=name)


def _datatype(attribute: str) -> str:
    sort = _sort(attribute)
    return f"datatype-{_slug(attribute)}" if sort is _Sort.ENUMERATION else f"datatype-{sort.lower()}"


def _enum_value(attribute: str, value: str) -> str:
    return f"value-{_slug(attribute)}-{_slug(value)}"


@cache
def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")
