"""What callers tell a function is left out where it makes no difference, and only there."""

from __future__ import annotations

import pytest

from harness.adapters.syntax import Grammars
from harness.constitution.checks.dataflow.project.contexts import LARGEST_CHOOSER, Relevance
from harness.constitution.checks.dataflow.project.modules import Modules
from harness.constitution.checks.dataflow.project.world import Project
from harness.constitution.checks.dataflow.values import UNKNOWN, Form, Given, Target, Value
from tests.constitution.dataflow.small_world import catalogue
from tests.constitution.dataflow.test_project_analysis import found

BASE = """
class Base:
    limit = 1

    def run(self, text):
        return self.hook(text)

    def hook(self, text):
        return text


class Handed:
    def run(self, text):
        return elsewhere(self, text)


def elsewhere(one, text):
    return one.outside(text)


def short(mode):
    return mode


def long(mode):
    return mode  # {padding}
""".replace("{padding}", "x" * LARGEST_CHOOSER)
SUB = """
from base import Base, Handed
from unheard import Strange


class Plain(Base):
    def test(self):
        self.own = self.run("x")


class Loud(Base):
    def hook(self, text):
        return text + "!"


class Louder(Loud):
    def other(self):
        return self.limit


class Both(Plain, Loud):
    pass


class Keeping(Base):
    def __init__(self):
        self.count, self.hook = 1, print


class Any(Base):
    def __init__(self, **more):
        for name, value in more.items():
            setattr(self, name, value)


class From(Strange, Base):
    pass


class Outer(Handed):
    def outside(self, text):
        return 1
"""


def relevance() -> Relevance:
    files = {"base.py": BASE.encode(), "sub.py": SUB.encode()}
    return Project(Modules(files, Grammars().tree), catalogue())._relevance


def told(qualname: str, *values: Value) -> tuple[Value, ...]:
    return relevance().of(Target("function", "base.py", qualname), Given(values)).values


@pytest.mark.parametrize(
    ("type", "expected"),
    [
        ("sub.py::Plain", None),
        ("sub.py::Loud", "sub.py::Loud"),
        ("sub.py::Louder", "sub.py::Loud"),
        ("sub.py::Both", "sub.py::Loud"),
        ("sub.py::Keeping", "sub.py::Keeping"),
        ("sub.py::Any", "sub.py::Any"),
        ("sub.py::From", "sub.py::From"),
        ("base.py::Base", None),
    ],
)
def test_a_method_is_told_of_which_class_its_object_is_where_that_says_something_else(
    type: str, expected: str | None
) -> None:
    values = told("Base.run", Value(types=frozenset((type,))))
    assert values == (() if expected is None else (Value(types=frozenset((expected,))),))


def test_an_object_that_is_handed_on_is_asked_for_more() -> None:
    outer = Value(types=frozenset(("sub.py::Outer",)))
    assert told("Handed.run", outer) == (outer,)


def test_a_long_function_is_told_names_and_types_only() -> None:
    word = Value(constants=frozenset(("read",)), names=frozenset(("a.b",)))
    held = Value(form=Form("dict", (("mode", Value(constants=frozenset((1,)))),)))
    assert told("short", word, held) == (word, held)
    assert told("long", word, held) == (Value(names=frozenset(("a.b",))),)


def test_what_says_nothing_is_left_out() -> None:
    message = Value(constants=frozenset(("a whole message",)))
    assert told("short", message) == told("short", UNKNOWN) == ()


def test_what_a_class_does_otherwise_is_followed_through_the_methods_of_its_base() -> None:
    project = {
        "base.py": BASE,
        "view.py": "import web, db\nfrom base import Base\nclass View(Base):\n    def hook(self, text):\n        db.run(text)\n"
        "    def get(self):\n        self.run(web.take())\n",
    }
    assert found(project) == [("view.py", 5)]


def test_what_is_done_with_an_object_that_a_base_hands_on_is_followed() -> None:
    project = {
        "base.py": BASE,
        "view.py": "import web, db\nfrom base import Handed\nclass View(Handed):\n    def outside(self, text):\n"
        "        db.run(text)\n    def get(self):\n        self.run(web.take())\n",
    }
    assert found(project) == [("view.py", 5)]
