from __future__ import annotations

import pytest

from harness.constitution.composition import MOST_IN_A_ROW, compose
from harness.domain.places import Mistake, Place
from harness.domain.principles import Level, Precision, Use
from harness.errors import DocumentError
from tests.constitution.documents import check, constitution, principle, sample


def resolving(*bases):
    known = {base.path: base for base in bases}

    def resolve(reference):
        if reference.name not in known:
            what = f"there is no '{reference.name}'"
            raise DocumentError([Mistake(place=reference.place, what=what, hint="", code="CONST301")])
        return known[reference.name]

    return resolve


def extended(inherited, own, waived=frozenset()):
    """What is in effect where a document replaces one principle of its base."""
    base = constitution("base", inherited)
    top = constitution("top.md", own, extends=("base",))
    return compose([top], resolving(base), waived)


INHERITED = principle(
    path="base",
    applies_to=("src/**/*.py",),
    cwes=("CWE-95",),
    pattern="use `ast.literal_eval`",
    checks=(check(), check(Use.REQUIRE, pattern="literal_eval($$$)")),
    samples=(sample(), sample("literal_eval(x)\n", good=True)),
)


def own(**fields):
    return principle(path="top.md", line=9, **fields)


def codes(composed):
    return [mistake.code for mistake in composed.mistakes]


def test_principles_come_base_first_and_each_document_once():
    low = constitution("low", principle("L-1", "low"))
    left = constitution("left", principle("A-1", "left"), extends=("low",))
    right = constitution("right", principle("B-1", "right"), extends=("low",))
    top = constitution("top.md", principle("T-1", "top.md"), extends=("left", "right"))
    composed = compose([top, left], resolving(low, left, right))
    assert [one.path for one in composed.constitutions] == ["low", "left", "right", "top.md"]
    assert [one.id for one in composed.principles] == ["L-1", "A-1", "B-1", "T-1"]
    assert composed.mistakes == ()


def test_a_missing_base_is_a_mistake_where_it_is_named_and_the_rest_is_joined():
    composed = compose([constitution("top.md", own(), extends=("none",))], resolving())
    assert [str(mistake) for mistake in composed.mistakes] == ["top.md:2: there is no 'none'"]
    assert [one.id for one in composed.principles] == ["SEC-001"]


def test_a_circle_is_a_mistake_that_names_all_of_it():
    a = constitution("a.md", extends=("b.md",))
    b = constitution("b.md", extends=("c.md",))
    c = constitution("c.md", extends=("a.md",))
    composed = compose([a, b, c], resolving(a, b, c))
    (mistake,) = composed.mistakes
    assert mistake.code == "CONST302"
    assert mistake.place == Place(path="c.md", line=2)
    assert "a.md → b.md → c.md → a.md" in mistake.what


def test_a_document_that_extends_itself_is_a_circle():
    a = constitution("a.md", extends=("a.md",))
    assert codes(compose([a], resolving(a))) == ["CONST302"]


def test_a_chain_that_is_too_long_is_a_mistake():
    chain = [constitution(f"{n}.md", extends=(f"{n + 1}.md",)) for n in range(2000)]
    composed = compose(chain[:1], resolving(*chain))
    assert codes(composed) == ["CONST305"]
    assert len(composed.constitutions) == MOST_IN_A_ROW + 1


def test_unrelated_documents_may_not_define_one_id():
    composed = compose([constitution("a.md", principle()), constitution("b.md", principle(path="b.md"))], resolving())
    (mistake,) = composed.mistakes
    assert mistake.code == "CONST303"
    assert str(mistake) == "b.md:5: principle 'SEC-001' is also defined in a.md:5"


def test_two_documents_that_replace_the_same_inherited_principle_are_unrelated():
    base = constitution("base", INHERITED)
    tops = [constitution(f"{n}.md", principle(path=f"{n}.md"), extends=("base",)) for n in "ab"]
    assert codes(compose(tops, resolving(base))) == ["CONST303"]


def test_what_a_replacing_principle_leaves_out_is_inherited():
    (effective,) = extended(INHERITED, own(constraint="Code MUST NOT call `eval`, nor `exec`.")).principles
    assert effective.constraint == "Code MUST NOT call `eval`, nor `exec`."
    assert effective.place.path == "top.md"
    for name in ("checks", "samples", "applies_to", "cwes", "pattern"):
        assert getattr(effective, name) == getattr(INHERITED, name)


def test_a_completed_principle_has_a_digest_of_its_own_that_moves_with_both():
    mine = own()
    (effective,) = extended(INHERITED, mine).principles
    (other,) = extended(INHERITED.model_copy(update={"sha256": "1" * 64}), mine).principles
    assert len({effective.sha256, other.sha256, mine.sha256, INHERITED.sha256}) == 4


def test_a_principle_that_leaves_nothing_out_keeps_its_digest():
    mine = own(
        applies_to=("**",),
        cwes=("CWE-1",),
        pattern="p",
        enforcement="e",
        checks=INHERITED.checks,
        samples=INHERITED.samples,
    )
    composed = extended(INHERITED, mine)
    assert composed.principles == (mine,)


def test_what_was_measured_is_inherited_with_the_checks_that_it_was_measured_of():
    measured = INHERITED.model_copy(update={"precision": Precision.HIGH, "precision_basis": "9 of 10"})
    assert extended(measured, own()).principles[0].measured == "high (9 of 10)"
    assert extended(measured, own(checks=INHERITED.checks)).principles[0].measured == "high (9 of 10)"
    assert extended(measured, own(precision=Precision.LOW)).principles[0].measured == "low"
    more = (*INHERITED.checks, check(Use.REQUIRE, pattern="other($$$)"))
    assert extended(measured, own(checks=more)).principles[0].measured == ""


def test_a_new_check_of_one_use_keeps_the_inherited_ones_of_the_other_with_their_samples():
    more = check(Use.REQUIRE, pattern="other($$$)")
    composed = extended(INHERITED, own(checks=(INHERITED.checks[1], more), samples=(sample("bad()\n"),)))
    (effective,) = composed.principles
    assert composed.mistakes == ()
    assert effective.checks == (*INHERITED.checks, more)
    assert [one.text for one in effective.samples] == ["eval(x)\n", "literal_eval(x)\n", "bad()\n"]


def test_samples_are_replaced_where_no_inherited_check_is_left_to_need_them():
    stronger = own(checks=INHERITED.checks, samples=(sample("bad()\n"), sample("good()\n", good=True)))
    (effective,) = extended(INHERITED, stronger).principles
    assert [one.text for one in effective.samples] == ["bad()\n", "good()\n"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"level": Level.SHOULD}, "level SHOULD instead of MUST"),
        ({"review_only": True}, "marked as reviewed by a person only"),
        ({"checks": (check(pattern="other"),)}, "drops the check `forbid pattern`"),
        ({"checks": (check(Use.REQUIRE, pattern="other"),)}, "drops the check `require pattern`"),
        ({"applies_to": ("src/api/**/*.py",)}, "does not reach all of `src/**/*.py`"),
        ({"applies_to": ("src/**/*.py", "!src/old/**")}, "takes out `src/old/**`"),
    ],
)
def test_loosening_an_inherited_must_is_a_mistake_unless_it_is_waived(fields, said):
    refused = extended(INHERITED, own(**fields))
    (mistake,) = refused.mistakes
    assert mistake.code == "CONST304"
    assert mistake.place == Place(path="top.md", line=9)
    assert said in mistake.what
    assert refused.principles == (INHERITED,)
    accepted = extended(INHERITED, own(**fields), waived=frozenset({"SEC-001"}))
    assert (accepted.mistakes, accepted.loosened) == ((), {"SEC-001"})
    assert accepted.principles[0].place.path == "top.md"


def test_a_waived_principle_that_is_left_to_a_person_has_no_checks_left():
    (effective,) = extended(INHERITED, own(review_only=True), waived=frozenset({"SEC-001"})).principles
    assert effective.review_only
    assert effective.checks == ()


def test_everything_that_is_loosened_is_told_at_once():
    (mistake,) = extended(INHERITED, own(level=Level.MAY, applies_to=("x",))).mistakes
    assert "level MAY instead of MUST; does not reach all of `src/**/*.py`" in mistake.what


@pytest.mark.parametrize(
    "fields",
    [
        {"checks": (*INHERITED.checks, check(pattern="exec($$$)"))},
        {"applies_to": ("**/*.py",)},
        {"applies_to": ("**",)},
    ],
)
def test_tightening_an_inherited_must_is_fine(fields):
    composed = extended(INHERITED, own(**fields), waived=frozenset({"SEC-001"}))
    assert (composed.mistakes, composed.loosened) == ((), frozenset())
    assert composed.principles[0].place.path == "top.md"


def test_the_first_check_of_an_inherited_must_may_look_at_some_files_only():
    bare = INHERITED.model_copy(update={"checks": (), "samples": (), "applies_to": ()})
    first = own(checks=INHERITED.checks, applies_to=("src/**/*.py",))
    assert extended(bare, first).mistakes == ()
    assert codes(extended(bare, own(applies_to=("src/**/*.py",)))) == ["CONST304"]
    assert codes(extended(bare.model_copy(update={"review_only": True}), first)) == ["CONST304"]


def test_an_inherited_should_may_become_a_must_or_a_may():
    should = INHERITED.model_copy(update={"level": Level.SHOULD})
    assert extended(should, own()).mistakes == ()
    assert extended(should, own(level=Level.MAY, applies_to=("x",))).mistakes == ()


def test_a_replacement_may_be_replaced_again():
    base = constitution("base", INHERITED)
    middle = constitution("middle", principle(path="middle", title="Middle"), extends=("base",))
    top = constitution("top.md", own(title="Top", level=Level.SHOULD), extends=("middle",))
    composed = compose([top], resolving(base, middle))
    assert codes(composed) == ["CONST304"]
    assert "of middle:5" in composed.mistakes[0].what
    assert [one.title for one in composed.principles] == ["Middle"]
