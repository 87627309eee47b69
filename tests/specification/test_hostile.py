"""Texts made to be slow to judge are judged in linear time: four times the text takes nowhere near sixteen times as long."""

from __future__ import annotations

import pytest

from harness.domain.places import Place
from harness.domain.requirements import Requirement
from harness.domain.specifications import Specification
from harness.specification.lint import check
from harness.specification.markup import code_spans, without_code
from tests.support.growth import in_proportion

SIZE = 6_000
PIECES = [
    "`",
    "` `` ``` ",
    "[",
    "[A#-#-#-",
    "[e.g., ",
    "](",
    "SHALL ",
    "SHALL WHEN ",
    "1,1",
    "AB ",
    "Redis ",
    "be robust ",
    "<!-- harness: ignore ",
    "<!-- harness: ignore SPEC301: x -->\n",
    "<!--",
    '"',
    "a/",
    "MUST be a",
    "most of the ",
    "several ",
    "_a",
    "*",
    "x. A",
    "(",
]


def judged(piece: str, size: int) -> None:
    """Judges a document whose text, and a requirement whose words, are pieces of one kind."""
    text = f"System MUST show the {piece * (size // len(piece))}"
    place = Place(path="specs/a/spec.md", line=1)
    stated = [Requirement(id=f"FR-{at}", text=text, place=place, sha256="0" * 64, feature="a") for at in (1, 2)]
    document = Specification(path="specs/a/spec.md", format="speckit", feature="a", requirements=tuple(stated))
    check([(document, text)])


@pytest.mark.parametrize("piece", PIECES)
def test_time_is_linear(piece: str) -> None:
    assert in_proportion(lambda size: judged(piece, size), SIZE, 4 * SIZE)


def test_code_spans_are_paired_by_their_length() -> None:
    text = "a `b` ``c ` d`` ` e ``` f"
    assert [text[start:end] for start, end in code_spans(text)] == ["`b`", "``c ` d``"]
    assert without_code(text, lambda span: "-" * len(span)) == "a --- --------- ` e ``` f"
