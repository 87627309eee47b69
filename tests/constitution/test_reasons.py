"""Why nothing is reported at a place is told even where a kind cannot tell, or the file is not looked at itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from harness.constitution.kinds import Unreported
from harness.constitution.reasons import reasons_at
from harness.constitution.trees import MemoryTree, memory_file
from harness.errors import MachineError
from harness.ports.sources import Entry
from tests.support import kinds
from tests.support.kinds import TOOLS, check, principle

pytestmark = pytest.mark.usefixtures("simple_kinds")

NO_WAY = principle(check("forbid", "way", start="rain", end="flood"))
TREE = MemoryTree([memory_file("a.txt", "rain"), memory_file("b.txt", "flood")])


def told(*principles: Any, path: str = "a.txt", tree: Any = TREE) -> list[str]:
    found = reasons_at(principles, tree, TOOLS, path, 1)
    return [f"{', '.join(one.principles)}: {one.said}" for one in found]


def test_what_a_kind_says_is_told_once_for_all_principles(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreported(jobs: Any, files: Any, path: str, line: int, tools: Any) -> Iterator[Unreported]:
        assert [file.path for file in files] == ["a.txt", "b.txt"]
        yield from (Unreported(job.key, f"dry in {path}:{line}") for job in jobs)

    monkeypatch.setattr(kinds.WAY, "unreported", unreported, raising=False)
    assert told(NO_WAY, NO_WAY.model_copy(update={"id": "SEC-002"})) == ["SEC-001, SEC-002: dry in a.txt:1"]


def test_what_stopped_something_is_told_before_what_holds_in_general(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreported(jobs: Any, *_: Any) -> Iterator[Unreported]:
        (job,) = jobs
        yield Unreported(job.key, "it never rains", general=True)
        yield Unreported(job.key, "there is a dam")

    monkeypatch.setattr(kinds.WAY, "unreported", unreported, raising=False)
    word = principle(check("forbid", "word", word="bomb"), id="SEC-002")
    elsewhere = word.model_copy(update={"id": "SEC-003", "applies_to": tuple(f"{name}/**" for name in "bcdefghij")})
    assert told(elsewhere, word, NO_WAY) == [
        "SEC-001: there is a dam",
        "SEC-001: it never rains",
        "SEC-002: looked at this file (word), and matches nothing else in this line",
        "SEC-003: does not apply to this file, only to b/**, c/**, d/**, e/**, f/**, g/** and 3 more patterns",
    ]


def test_a_kind_that_cannot_tell_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreported(*_: Any) -> Iterator[Unreported]:
        raise MachineError("no worker can be started")

    monkeypatch.setattr(kinds.WAY, "unreported", unreported, raising=False)
    assert told(NO_WAY) == ["SEC-001: cannot tell: no worker can be started"]


def test_of_many_principles_some_are_named() -> None:
    many = [principle(check("forbid", "word", word="bomb"), id=f"SEC-{number:03}") for number in range(15)]
    (said,) = told(*many)
    assert said.startswith("SEC-000, SEC-001, ") and "SEC-011, 3 more: looked at this file (word)" in said  # noqa: PT018


def test_a_link_and_a_file_of_nobody_are_not_checked() -> None:
    class Linked(MemoryTree):
        def entries(self) -> list[Entry]:
            return [Entry("link.txt", 0, target="a.txt")]

    (said,) = told(NO_WAY, path="link.txt", tree=Linked([]))
    assert said == ": a symbolic link is not checked; what it leads to is, where it lies"
    (said,) = told(NO_WAY, path="gone.txt")
    assert said == ": the file is not checked: it is none of the project's"
