"""Python values as JSON: every kind is told from every other, read back as written, and refused where it is not steady."""

from __future__ import annotations

import collections
import dataclasses
import datetime
import enum
import io
import pathlib
import re
import types
import uuid
from decimal import Decimal
from fractions import Fraction
from ipaddress import ip_address
from typing import Any

import pytest

from harness.domain.golden import Redaction
from harness.golden.module_text import (
    body_of,
    name_of,
    read_module,
    read_part,
    shown_name,
    write_module,
    write_part,
)
from harness.golden.pinning import differences_of
from harness.golden.values import Choice, Unpinnable, plain, untagged


@dataclasses.dataclass
class Point:
    x: int
    y: object = None


class Colour(enum.Enum):
    RED = 1


class Plain:
    __slots__ = ("__dict__", "slot")

    def __init__(self, **attributes: object) -> None:
        self.slot = 1
        self.__dict__.update(attributes)


class Words:
    def __repr__(self) -> str:
        return "Words(3)"


class Addressed:
    __slots__ = ()

    def __repr__(self) -> str:
        return f"<Addressed at {hex(id(self))}>"


class Text(str):
    pass


Pair = collections.namedtuple("Pair", "left right")
VALUES: list[Any] = [
    None,
    True,
    1,
    1.5,
    float("nan"),
    float("-inf"),
    -0.0,
    10**30,
    "",
    "a",
    "1",
    "a\nb",
    "a\nb\n",
    "\n",
    "tab\t ",
    "\u202e",
    "\ud800",
    "(int) 1",
    "(str) a",
    "(tuple)",
    Text("a"),
    [],
    {},
    [1],
    (),
    (1,),
    {1},
    frozenset({1}),
    {"a": 1},
    {1: "a"},
    {None: "a"},
    {(1, 2): 3},
    Point(1),
    Point(1, Point(2)),
    Pair(1, 2),
    Colour.RED,
    b"a",
    b"a\nb",
    b"\xff",
    bytearray(b"a"),
    Plain(a=1),
    Words(),
    types.SimpleNamespace(a=1),
    datetime.datetime(2026, 1, 2),
    datetime.date(2026, 1, 2),
    datetime.time(3),
    datetime.timedelta(1),
    Decimal("1.10"),
    Fraction(1, 3),
    1 + 2j,
    uuid.UUID(int=1),
    pathlib.Path("a/b"),
    ip_address("127.0.0.1"),
    re.compile("a"),
    range(3),
    slice(1),
    ...,
    NotImplemented,
    int,
    len,
    re,
    ValueError("a"),
    collections.OrderedDict(b=1, a=2),
    collections.deque([1]),
    list[int],
    types.MappingProxyType({"b": 1}),
    {"x": 1}.keys(),
]


def test_every_value_is_written_differently_and_read_back_as_it_was_written() -> None:
    texts = [write_part(plain(value)) for value in VALUES]
    assert len(set(texts)) == len(texts)
    for text in texts:
        assert write_part(read_part(text)) == text
    parts = {name_of(number): text for number, text in enumerate(texts)} | {name_of('my "na\nme"'): " = 1\n"}
    entry = read_module(write_module("tests/a.py", {"test_a": body_of(parts)}).encode(), "golden")["test_a"]
    assert entry.parts == parts
    assert entry.untouched
    assert shown_name(name_of('my "na\nme"')) == 'my "na\nme"'


@pytest.mark.parametrize("other", VALUES, ids=lambda value: type(value).__name__)
def test_a_difference_is_told_between_any_two_values(other: object) -> None:
    texts = [write_part(plain(value)) for value in (other, {"another": "value"}, "another\nvalue", 4)]
    for text in texts[1:]:
        assert differences_of("test", "result", texts[0], text)
        assert differences_of("test", "result", text, texts[0])
    assert not differences_of("test", "result", texts[0], texts[0])


def looped() -> list[Any]:
    found: list[Any] = []
    found.append(found)
    return found


def nested() -> list[Any]:
    found: list[Any] = []
    for _ in range(300):
        found = [found]
    return found


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (object(), "a `object` cannot be pinned"),
        (Addressed(), "a `Addressed` cannot be pinned"),
        (iter([1]), "used up by looking at it"),
        (io.StringIO(), "used up by looking at it"),
        (lambda: 1, "a `function` cannot be pinned"),
        (looped(), "contains itself"),
        (nested(), "nested more than 200 deep"),
        (10**5000, "an integer of that many digits"),
        ("x" * 9_000_000, "text of 9,000,000 characters"),
        ({Words(): 1, Words(): 2}, "two keys that are both written as `(Words) Words(3)`"),
        ({"a": [1, object()]}, "at a / 1"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 60 else "",
)
def test_what_is_not_the_same_in_every_run_is_refused(value: object, told: str) -> None:
    with pytest.raises(Unpinnable, match=re.escape(told)):
        plain(value)


def test_the_order_of_sets_and_dicts_does_not_depend_on_the_run() -> None:
    words = [f"word {number}" for number in range(50)]
    assert plain(set(words)) == ["(set)", *sorted(words)]
    assert write_part(plain(dict.fromkeys(words))) == write_part(plain(dict.fromkeys(reversed(words))))


def test_what_is_left_out_is_not_looked_at() -> None:
    choice = Choice(left_out=lambda key, way: key == "id", put=lambda value, way: "now" if len(way) == 1 else value)
    assert plain({"id": object(), "at": object()}, choice) == {"at": "now"}
    assert plain(["a", "b"], Choice(left_out=lambda key, way: key == 0)) == ["b"]


def test_without_the_names_of_classes_only_what_a_value_says_is_left() -> None:
    assert untagged(plain(Point(1, (uuid.UUID(int=0), "(a)")))) == {"x": 1, "y": [str(uuid.UUID(int=0)), "(a)"]}
    assert untagged(plain(b"a\nb")) == ["a", "b"]


def test_redactions_are_known_by_what_they_say() -> None:
    from harness.golden.declaring import declared

    assert declared("uuids") == (Redaction(name="uuids"),)
    assert declared({"path": "a.b", "as": "<id>"}) == (Redaction(path="a.b", mask="<id>"),)
