from __future__ import annotations

import pytest

from harness.domain.golden import Part, PartKind
from harness.golden import vacuity
from harness.golden.vacuity import is_vacuous
from tests.support.captures import U1, U2, body, masked, run, step, text, value

PICTURE = Part(name="screenshot", kind=PartKind.PICTURE, value="sha256:" + "ab" * 32)
BYTES = Part(name="body", kind=PartKind.BINARY, value="3 bytes, sha256:" + "ab" * 32)


@pytest.mark.parametrize(
    "part",
    [
        value("0"),
        value("", "title"),
        text("alice\n"),
        text(""),
        text("<uuid#1>\n---\n<uuid#1> alice\n"),
        body({"id": "<uuid#1>", "n": 1}),
        body({"a": [{"b": [False]}]}),
        body([]),
        body({}),
        body([None]),
        body('""'),
        PICTURE,
        BYTES,
    ],
)
def test_a_golden_that_shows_something_can_fail(part):
    assert not is_vacuous([step(part)])


@pytest.mark.parametrize(
    "parts",
    [
        (),
        (text("<uuid#1>\n"),),
        (text("<uuid#1>, <timestamp>\n--- <number:epoch>\n"),),
        (text("---\n"),),
        (value("<uuid#1>", "title"),),
        (body({"id": "<uuid#1>", "all": ["<uuid#2>", {"at": "<number:epoch>"}]}),),
        (text("<uuid#1>\n"), body(["<uuid#2>"])),
    ],
)
def test_a_golden_whose_every_leaf_is_masked_cannot(parts):
    assert is_vacuous([step(*parts)])
    assert is_vacuous(run(*parts))


def test_what_is_unstable_cannot_fail_either():
    captures = [step(value("0"), text("a\n"), body({"id": 1, "of": "b"}))]
    assert not is_vacuous(captures, ["Steps 1 / stdout", "Steps 1 / exit code", "Steps 1 / body / id"])
    assert is_vacuous(captures, ["Steps 1 / stdout", "Steps 1 / exit code", "Steps 1 / body"])
    every = ["Steps 1 / stdout", "Steps 1 / exit code", "Steps 1 / body / id", "Steps 1 / body / of"]
    assert is_vacuous(captures, every)
    assert is_vacuous([step(text("a\n"))], ["Steps 1"])


def test_a_real_case_that_is_masked_altogether_is_vacuous():
    received = [step(body({"id": U1}), text(f"{U2}\n"))]
    assert is_vacuous(masked(received, "uuids").captures)
    assert not is_vacuous(masked(received, "timestamps").captures)


def test_it_is_the_comparison_that_is_asked(monkeypatch):
    monkeypatch.setattr(vacuity, "differences", lambda *_: iter(()))
    assert is_vacuous([step(value("0"), text("alice\n"), body({"a": 1}))])


def test_the_comparison_is_asked_about_a_leaf_that_was_changed(monkeypatch):
    asked = []
    real = vacuity.differences

    def noting(golden, received, unstable):
        found = list(real(golden, received, unstable))
        asked.append([str(one) for one in found])
        return iter(found)

    monkeypatch.setattr(vacuity, "differences", noting)
    assert not is_vacuous([step(text("<uuid#1>\nalice\nbob\n"), value("0"))])
    assert not is_vacuous([step(body({"a": "<uuid#1>", "b": [1, 2]}))])
    assert asked == [["Steps 1 / stdout / line 2"], ["Steps 1 / body / b / 0"]]


def test_ten_thousand_goldens_are_asked_once_each(monkeypatch):
    page = "\n".join(f'- listitem "{number} of them"' for number in range(40))
    goldens = [
        [step(value("0"), text(f"alice has {number}\n" * 5), text("", "stderr")), step(text(page, "page"), number=2)]
        for number in range(5_000)
    ]
    goldens += [[step(body({"id": "<uuid#1>", "items": [{"n": number}] * 5}))] for number in range(5_000)]
    asked = []
    real = vacuity.differences
    monkeypatch.setattr(vacuity, "differences", lambda *given: (asked.append(len(given[0])), real(*given))[1])
    assert not any(map(is_vacuous, goldens))
    assert asked == [1] * 10_000


def test_a_large_golden_is_gone_through_once():
    assert is_vacuous([step(text("<uuid#1>\n" * 100_000))])
    assert is_vacuous([step(body(["<uuid#1>"] * 20_000))])
    assert is_vacuous([step(body([1] * 2_000))], [f"Steps 1 / body / {number}" for number in range(2_000)])
