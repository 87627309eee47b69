"""Types that are derived: they import, tools find nothing in them, and their limits fire."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from harness.domain.places import Place
from harness.domain.requirements import Requirement
from harness.domain.specifications import Entity, Field, Specification
from harness.readers import read_specification
from harness.specification.derived import Source
from harness.specification.deriving import types
from harness.specification.deriving._words import class_name
from tests.support.deriving import loaded, source_of, specification

LIMITS = """\
- **FR-001**: The balance of an account MUST never drop below zero.
- **FR-002**: System MUST answer under 250 ms at the 99th percentile.
- **FR-003**: The state of an account MUST be one of `open`, `frozen` or `closed`.
- **FR-004**: The owner of an account MUST be at most 5 characters.
- **FR-005**: A sign-in link MUST expire within 15 minutes.
- **FR-006**: The rating MUST be between 1 and 10.
- **FR-007**: The balance of an account MUST be at most 1000.
- **FR-008**: System MUST ship for free for orders over 50 EUR.
- **FR-009**: The upload MUST be smaller than 2 MB, and the discount MUST NOT exceed 12.5%.
- **FR-010**: The code MUST have exactly 6 characters.
"""
PLACE = Place(path="specs/001-bank/spec.md")


def entity(name: str, *fields: tuple[str, str], text: str = "") -> Entity:
    return Entity(
        name=name, text=text, fields=tuple(Field(name=n, type=t, place=PLACE) for n, t in fields), place=PLACE
    )


def of(*entities: Entity, requirements: str = "- **FR-001**: System MUST add.") -> Any:
    """The module of a feature with these entities."""
    document = read_specification(specification(requirements, ""), PLACE.path).model_copy(update={"entities": entities})
    found = types.derive(Source(document.requirements[0], (document,), "fr-001"))
    return found, loaded(found.text)


ACCOUNT = entity("Account", ("name", "string"), ("balance", "decimal"), ("owner", "string"), ("state", ""))


@pytest.fixture(scope="module")
def limited() -> Any:
    return of(ACCOUNT, requirements=LIMITS)


def refused(model: type[BaseModel], **values: object) -> bool:
    try:
        model(**values)
    except ValidationError:
        return True
    return False


GOOD = {"name": "a", "balance": 5, "owner": "ann", "state": "open"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("balance", -0.01), ("balance", 1001), ("owner", "annabel"), ("state", "gone"), ("extra", 1), ("balance", "much")],
)
def test_a_limit_on_a_field_fires(limited: Any, field: str, value: object) -> None:
    module = limited[1]
    assert not refused(module.Account, **GOOD)
    assert refused(module.Account, **{**GOOD, field: value})


def minutes(number: float) -> dt.timedelta:
    return dt.timedelta(minutes=number)


@pytest.mark.parametrize(
    ("model", "field", "good", "bad"),
    [
        ("FR005", "sign_in_link", minutes(15), minutes(15.1)),
        ("FR006", "rating", 10, 11),
        ("FR006", "rating", 1, 0),
        ("FR010", "code", "123456", "12345"),
        ("FR010", "code", "123456", "1234567"),
    ],
)
def test_a_limit_of_its_own_fires(limited: Any, model: str, field: str, good: object, bad: object) -> None:
    made = getattr(limited[1], model)
    assert not refused(made, **{field: good})
    assert refused(made, **{field: bad})


def test_limits_of_one_sentence_are_fields_of_one_model(limited: Any) -> None:
    made = limited[1].FR009
    assert set(made.model_fields) == {"upload_bytes", "discount_percent"}
    assert not refused(made, upload_bytes=1_999_999, discount_percent=12.5)
    assert refused(made, upload_bytes=2_000_000, discount_percent=12)
    assert refused(made, upload_bytes=1, discount_percent=12.6)


def test_a_percentile_is_of_many_samples(limited: Any) -> None:
    made = limited[1].FR002
    fast, slow = dt.timedelta(milliseconds=10), dt.timedelta(milliseconds=250)
    assert not refused(made, answer_p99=[fast] * 99 + [slow])
    assert refused(made, answer_p99=[fast] * 98 + [slow] * 2)
    assert refused(made, answer_p99=[])


def test_what_no_limit_could_be_made_of_is_told(limited: Any) -> None:
    assert limited[0].to_fill == ("FR-008: no limit could be made of '50 EUR'",)
    assert "# to fill: FR-008: no limit could be made of '50 EUR'\n" in limited[0].text


@pytest.mark.parametrize(
    ("said", "type"),
    [
        ("String", "str"),
        ("Integer?", "int | None"),
        ("Optional<Decimal>", "Decimal | None"),
        ("List<Other>", "list[Other]"),
        ("Other[]", "list[Other]"),
        ("list of strings", "list[str]"),
        ("list of wombats", "object"),
        ("list of string", "list[str]"),
        ("Map<String, Integer>", "dict[str, int]"),
        ('"low" | "high"', 'Literal["low", "high"]'),
        ("String | Null", "str | None"),
        ("Integer | String", "int | str"),
        ("DateTime", "dt.datetime"),
        ("UUID", "UUID"),
        ("boolean (default: true)", "bool"),
        ("Integer = 5", "int"),
        ("set of UUID", "set[UUID]"),
        ("Level", "Level"),
        ("Wombat", "object"),
        ("string, optional", "str | None"),
        ("", "object"),
        ("List<" * 9 + "String" + ">" * 9, "object"),
    ],
)
def test_types_are_as_the_document_says(said: str, type: str) -> None:
    levels = entity("Level", ("LOW", ""), ("HIGH", ""))
    found, module = of(entity("Thing", ("it", said)), entity("Other", ("x", "int")), levels)
    lines = [line for line in found.text.splitlines() if line.startswith("    it: ")]
    assert lines == [f"    it: {type}" + (" = None" if type.endswith("None") else "")] or "object" in type
    assert module.Thing.model_fields
    assert bool(found.to_fill) is (type == "object")


def test_a_type_with_a_limit_behind_it_is_both() -> None:
    found, module = of(entity("Item", ("name", "text, at most 3 characters"), ("kind", "text, whatever they like")))
    assert not refused(module.Item, name="abc", kind=1)
    assert refused(module.Item, name="abcd", kind=1)
    assert found.to_fill == ("Item.kind: the type 'text, whatever they like' is not known",)


def test_names_that_python_keeps_for_itself_get_another() -> None:
    found, module = of(
        entity(
            "Field",
            ("class", "str"),
            ("json", "str"),
            ("2nd", "int"),
            ("model_config", "int"),
            ("größe", "int"),
            ("l", "int"),
        ),
        entity("Field", ("a b", "str")),
        entity("2 things", ("list", "list of string"), ("date", "date?")),
    )
    made = module.Field_
    values = {"class": "a", "json": "b", "2nd": 2, "model_config": 3, "größe": 4, "l": 5}
    assert made(**values).model_dump(by_alias=True) == values
    assert "Field_2" in found.text
    assert module.N2Things(list=["a"]).date is None


def test_ids_of_numbers_stay_apart() -> None:
    assert [class_name(one) for one in ("1.3", "13", "FR-001", "1.2-AC3", "")] == [
        "N1_3",
        "N13",
        "FR001",
        "N1_2AC3",
        "Thing",
    ]


def test_an_entity_without_fields_is_told() -> None:
    found, module = of(entity("Customer", text='somebody with a "name"'))
    assert found.to_fill == ("Customer: its fields are not said",)
    assert module.Customer()


def test_a_feature_is_one_module_whatever_requirement_is_named() -> None:
    text = specification("- **FR-001**: System MUST add.\n- **FR-002**: The sum MUST be at least 1.", "")
    assert types.derive(source_of(text, "FR-001")) == types.derive(source_of(text, "FR-002"))


def test_tools_find_nothing_in_them(limited: Any, tmp_path: Path) -> None:
    many, _ = of(
        ACCOUNT,
        entity("Order", ("lines", "List<Line>"), ("at", "timestamp"), ("paid", "boolean?")),
        entity("Line", ("kind", '"a" | "b"'), ("unique id", "uuid")),
        entity("Level", ("LOW", ""), ("HIGH", ""), text="how much"),
    )
    empty = types.derive(
        Source(Requirement(id="x", text="", place=PLACE, sha256="0" * 64), (Specification(path="x"),), "x")
    )
    for name, found in (("limited", limited[0]), ("many", many), ("empty", empty)):
        (tmp_path / f"{name}.py").write_text(found.text)
    for command in (
        ["ruff", "check", "--isolated", "--no-cache", "."],
        ["mypy", "--strict", "--cache-dir", "/dev/null", "."],
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
