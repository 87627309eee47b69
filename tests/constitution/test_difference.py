from __future__ import annotations

import pytest

from harness.constitution.difference import Step, difference
from harness.constitution.strictness import Shift
from harness.domain.principles import Level, Precision, Use
from harness.readers import read_constitution
from tests.constitution.documents import check, constitution, principle, sample

WHOLE = {
    "applies_to": ("src/**/*.py",),
    "checks": (check(), check(Use.REQUIRE, pattern="x")),
    "samples": (sample(), sample("ok\n", good=True)),
}


def changed(before, after, old="1.0.0", new="1.0.0"):
    """What changed in the one document that has changes."""
    (document,) = difference(
        [constitution("a.md", *before, version=old)], [constitution("a.md", *after, version=new)]
    ).documents
    return document


def test_the_same_documents_have_no_difference():
    one = constitution("a.md", principle(**WHOLE))
    assert difference([one], [one]).documents == ()
    assert difference([one], [one]).of("a.md") is None


def test_added_and_removed_principles_are_told_with_the_worst_first():
    document = changed([principle("A-1"), principle("A-2")], [principle("A-2"), principle("A-3")])
    assert [(change.shift, change.principle.id) for change in document.principles] == [
        (Shift.REMOVED, "A-1"),
        (Shift.ADDED, "A-3"),
    ]
    assert document.asked is Step.MAJOR


@pytest.mark.parametrize(
    ("fields", "shift", "said"),
    [
        ({"level": Level.SHOULD}, Shift.WEAKENED, "level SHOULD instead of MUST"),
        ({"review_only": True}, Shift.WEAKENED, "marked as reviewed by a person only"),
        ({"checks": (check(),)}, Shift.WEAKENED, "drops the check `require pattern`"),
        ({"applies_to": ("src/*.py",)}, Shift.WEAKENED, "does not reach all of `src/**/*.py`"),
        ({"constraint": "Code SHOULD NOT call `eval`."}, Shift.WEAKENED, "now says: Code SHOULD NOT call `eval`"),
        ({"constraint": "Code MUST NOT call `exec`."}, Shift.REDEFINED, "now says: Code MUST NOT call `exec`"),
        (
            {"checks": (check(pattern="e"), WHOLE["checks"][1]), "samples": (sample("other\n"),)},
            Shift.REDEFINED,
            "changes the check `forbid pattern` and takes bad samples away",
        ),
        (
            {"checks": (check(pattern="e"), WHOLE["checks"][1])},
            Shift.REWORDED,
            "changes the check `forbid pattern`; all its bad samples still stand",
        ),
        ({"checks": (*WHOLE["checks"], check(pattern="e"))}, Shift.TIGHTENED, "adds the check `forbid pattern`"),
        ({"applies_to": ("**/*.py",)}, Shift.TIGHTENED, "reaches all of `**/*.py`"),
        ({"title": "Other"}, Shift.REWORDED, "other title"),
        ({"cwes": ("CWE-1",)}, Shift.REWORDED, "other CWEs"),
        ({"precision": Precision.LOW}, Shift.REWORDED, "other precision"),
        ({"samples": (*WHOLE["samples"], sample("more\n"))}, Shift.REWORDED, "other samples"),
    ],
)
def test_what_changed_in_a_principle_is_told_with_what_it_does(fields, shift, said):
    (change,) = changed([principle(**WHOLE)], [principle(**{**WHOLE, **fields})]).principles
    assert change.shift is shift
    assert said in [aspect.what for aspect in change.aspects]


def test_the_worst_change_decides_and_comes_first():
    after = principle(**{**WHOLE, "level": Level.MAY, "applies_to": ("**",), "title": "Other"})
    (change,) = changed([principle(**WHOLE)], [after]).principles
    assert [aspect.shift for aspect in change.aspects] == [Shift.WEAKENED, Shift.TIGHTENED, Shift.REWORDED]
    assert change.shift is Shift.WEAKENED


def test_a_should_that_becomes_a_must_and_leaves_review_is_tightened():
    before = principle(level=Level.SHOULD, review_only=True, applies_to=("**", "!old/**"))
    (change,) = changed([before], [principle(applies_to=("**",))]).principles
    assert {aspect.what for aspect in change.aspects} == {
        "level MUST instead of SHOULD",
        "no longer left to a person's review",
        "no longer takes out `old/**`",
    }
    assert change.shift is Shift.TIGHTENED


def test_other_words_around_a_principle_are_a_rewording():
    before = principle(**WHOLE)
    (change,) = changed([before], [before.model_copy(update={"sha256": "other"})]).principles
    assert (change.shift, change.aspects) == (Shift.REWORDED, ())


def test_a_principle_that_moved_is_neither_removed_nor_added():
    before = [constitution("a.md", principle("A-1"), principle("A-2")), constitution("b.md")]
    after = [constitution("a.md", principle("A-1")), constitution("b.md", principle("A-2", "b.md", level=Level.SHOULD))]
    (document,) = difference(before, after).documents
    (change,) = document.principles
    assert document.path == "b.md"
    assert change.shift is Shift.WEAKENED
    assert [aspect.what for aspect in change.aspects] == ["level SHOULD instead of MUST", "moved from a.md"]


def test_a_renamed_document_only_moves_its_principles():
    (document,) = difference(
        [constitution("a.md", principle())], [constitution("b.md", principle(path="b.md"))]
    ).documents
    assert document.path == "b.md"
    assert document.principles[0].shift is Shift.REWORDED
    assert document.asked is Step.NONE


def test_a_new_document_is_all_added_and_asks_for_no_step():
    (document,) = difference([], [constitution("a.md", principle())]).documents
    assert [change.shift for change in document.principles] == [Shift.ADDED]
    assert (document.asked, document.made, document.is_enough) == (Step.NONE, None, True)


def test_a_removed_document_is_all_removed():
    (document,) = difference([constitution("a.md", principle())], []).documents
    assert [change.shift for change in document.principles] == [Shift.REMOVED]
    assert (document.after, document.asked, document.made) == (None, Step.MAJOR, None)


def test_what_is_extended_counts_too():
    (document,) = difference(
        [constitution("a.md", extends=("x", "y"))], [constitution("a.md", extends=("y", "z"))]
    ).documents
    assert [aspect.what for aspect in document.bases] == ["no longer extends 'x'", "extends 'z'"]
    assert document.asked is Step.MAJOR


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"level": Level.SHOULD}, Step.MAJOR),
        ({"review_only": False, "checks": (check(),)}, Step.MINOR),
        ({"title": "x"}, Step.PATCH),
    ],
)
def test_the_step_that_is_asked_for_follows_the_worst_change(fields, asked):
    assert changed([principle()], [principle(**fields)]).asked is asked


@pytest.mark.parametrize(
    ("old", "new", "made"),
    [
        ("1.2.3", "2.0.0", Step.MAJOR),
        ("1.2.3", "1.3.0", Step.MINOR),
        ("1.2.3", "1.2.4", Step.PATCH),
        ("1.2.3", "1.2.3", Step.NONE),
        ("1.2.3", "1.2.3+build.5", Step.NONE),
        ("1.9.0", "1.10.0-rc.1", Step.MINOR),
        ("2.0.0", "1.9.9", Step.NONE),
        (None, "1.0.0", None),
        ("1.0.0", None, None),
    ],
)
def test_the_step_that_was_made_is_told_by_the_versions(old, new, made):
    assert changed([principle()], [principle(title="x")], old, new).made is made


def test_a_larger_step_than_asked_for_is_enough_and_a_smaller_one_is_not():
    assert changed([principle()], [principle(title="x")], "1.0.0", "1.1.0").is_enough
    assert not changed([principle()], [principle(level=Level.MAY)], "1.0.0", "1.1.0").is_enough


SPEC_KIT = """\
# A Constitution

## Core Principles

### I. One

One MUST be.

### II. Two

Two MUST be.

### III. Three

Three MUST be.

## Rules

- **Alpha**: it MUST be a
- **Beta**: it MUST be b
- **Gamma**: it MUST be g

**Version**: 1.0.0 | **Ratified**: 2026-11-20
"""


def spec_kit(text):
    return read_constitution(text, ".specify/memory/constitution.md")


def spec_kit_changes(new):
    found = difference([spec_kit(SPEC_KIT)], [spec_kit(new)]).documents
    return [
        (one.shift, one.principle.id, one.principle.title, [aspect.what for aspect in one.aspects])
        for document in found
        for one in document.principles
    ]


def test_numbers_that_shift_are_no_other_principles():
    new = SPEC_KIT.replace("### II. Two", "### II. New\n\nNew MUST be.\n\n### III. Two").replace("III. Th", "IV. Th")
    assert spec_kit_changes(new.replace("- **Beta**: it MUST be b\n", "").replace("MUST be g", "SHOULD be g")) == [
        (Shift.REMOVED, "RULES-2", "Beta", []),
        (
            Shift.WEAKENED,
            "RULES-2",
            "Gamma",
            ["level SHOULD instead of MUST", "now says: it SHOULD be g", "was RULES-3"],
        ),
        (Shift.ADDED, "PRINCIPLE-2", "New", []),
        (Shift.REWORDED, "PRINCIPLE-3", "Two", ["was PRINCIPLE-2"]),
        (Shift.REWORDED, "PRINCIPLE-4", "Three", ["was PRINCIPLE-3"]),
    ]


def test_a_number_whose_title_is_reworded_is_the_same_principle():
    assert spec_kit_changes(SPEC_KIT.replace("### II. Two", "### II. Both")) == [
        (Shift.REWORDED, "PRINCIPLE-2", "Both", ["other title"]),
    ]


def test_titles_that_are_given_twice_tell_nothing():
    twice = SPEC_KIT.replace("**Beta**", "**Alpha**")
    before, after = spec_kit(twice), spec_kit(twice.replace("- **Gamma**: it MUST be g\n", ""))
    (document,) = difference([before], [after]).documents
    assert [(one.shift, one.principle.id) for one in document.principles] == [(Shift.REMOVED, "RULES-3")]


def test_an_id_of_ours_is_the_principle_whatever_its_title():
    before = constitution("a.md", principle("A-1", "a.md", title="One"), principle("A-2", "a.md", title="Two"))
    after = constitution("a.md", principle("A-2", "a.md", title="One"))
    (document,) = difference([before], [after]).documents
    assert [(one.shift, one.principle.id) for one in document.principles] == [
        (Shift.REMOVED, "A-1"),
        (Shift.REWORDED, "A-2"),
    ]
