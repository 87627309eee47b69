"""What the rules for constitutions must catch, and what they must not."""

from __future__ import annotations

import pytest

from harness.constitution.difference import difference
from harness.constitution.document_context import Context
from harness.constitution.document_lint import RULES, check
from harness.constitution.document_samples import CHECK, VERSION, document
from harness.domain.findings import Doubt, DoubtKind
from harness.domain.places import Place, Severity
from harness.domain.principles import Remark
from harness.readers import read_constitution

MEMBERS = list(RULES.load_all())
PATH = "constitutions/main.md"
EARLIER = document()


def read(text, path=PATH):
    return read_constitution(text, path)


def context(text):
    """What is known besides a text: how it was in its first version, and that its check flags nothing in ``select 1``."""
    doubts = (
        Doubt(kind=DoubtKind.BROKEN_CHECK, reason="forbid pattern does not flag any `bad` sample", path=PATH, line=14),
    )
    return Context(
        broken={"SEC-002": doubts} if "select 1" in text else {},
        changes=None if VERSION in text else difference([read(EARLIER)], [read(text)]),
    )


def found(text):
    return check([read(text)], context(text))


def codes(text):
    return [mistake.code for mistake in found(text)]


@pytest.mark.parametrize("rule", [rule for _, rule in MEMBERS], ids=[name for name, _ in MEMBERS])
def test_a_rule_refuses_its_bad_sample_and_accepts_its_good_one(rule):
    assert codes(rule.BAD) == [rule.CODE]
    assert codes(rule.GOOD) == []


@pytest.mark.parametrize("rule", [rule for _, rule in MEMBERS], ids=[name for name, _ in MEMBERS])
def test_a_rule_says_why_and_what_to_do(rule):
    assert rule.REASON.endswith(".")
    assert rule.HINT
    assert rule.TITLE
    assert rule.LEVEL in Severity


def test_mistakes_have_places_and_are_sorted():
    text = document(
        rationale="", constraint="Queries MUST be handled appropriately.", checks="", bad="", good="", version=""
    )
    assert [(str(mistake.place), mistake.code) for mistake in found(text)] == [
        (f"{PATH}:1", "CONST408"),
        (f"{PATH}:3", "CONST401"),
        (f"{PATH}:3", "CONST403"),
        (f"{PATH}:3", "CONST404"),
    ]


def test_documents_of_other_dialects_are_only_warned_of_what_they_cannot_know():
    text = document(rationale="", constraint="Queries are handled properly.", checks="", bad="", good="", version="")
    mistakes = check([read(text).model_copy(update={"format": "speckit_constitution"})], Context())
    assert {mistake.severity for mistake in mistakes} == {Severity.WARNING}
    assert [mistake.code for mistake in mistakes] == ["CONST408", "CONST401", "CONST402", "CONST403", "CONST404"]
    assert mistakes[-1].hint.startswith(f"`harness constitution adopt {PATH}`")


def test_a_level_that_the_words_contradict_is_an_error():
    (mistake,) = found(document(level="SHOULD", version="Version 2.0.0 · ratified 2026-11-20"))
    assert (mistake.code, mistake.severity) == ("CONST113", Severity.ERROR)
    assert "the level is SHOULD, but the constraint says MUST" in mistake.what


def test_what_a_reader_remarked_is_not_said_twice():
    place = Place(path=PATH, line=5)
    remark = Remark(code="CONST114", what="level assumed", hint="", place=place)
    one = read(document(constraint="Queries use bound `parameters`."))
    assert [mistake.code for mistake in check([one.model_copy(update={"remarks": (remark,)})], Context())] == [
        "CONST114"
    ]


@pytest.mark.parametrize(
    "constraint",
    [
        "Passwords MUST be stored securely.",
        "Errors MUST be handled properly, and logged.",
        "Input SHOULD be validated where possible; and so on.",
        "Code MUST follow best practices.",
        "The service MUST be robust. It is appropriate.",
    ],
)
def test_words_that_anything_satisfies_are_vague(constraint):
    level = "SHOULD" if "SHOULD" in constraint else "MUST"
    mistakes = check([read(document(constraint=constraint, level=level))], Context())
    assert [mistake.code for mistake in mistakes] == ["CONST403"]


@pytest.mark.parametrize(
    "constraint",
    [
        "Passwords MUST be stored securely: bcrypt with a cost of at least 12.",
        "Errors MUST be handled properly; they MUST NOT show a stack trace.",
        "Cookies MUST be marked as `Secure`.",
        'A refusal MUST be meaningful, such as "no such account".',
        "Secrets MUST NOT stand in the code.",
    ],
)
def test_a_checkable_statement_beside_them_is_enough(constraint):
    assert check([read(document(constraint=constraint))], Context()) == []


def test_a_must_without_a_weakness_is_fine():
    assert codes(document().replace("- **CWE:** CWE-89\n", "")) == []


def test_a_check_without_any_sample_is_told_so_once():
    (mistake,) = found(document(bad="", good=""))
    assert mistake.what == "`forbid pattern` of 'SEC-002' looks at no bad and no good sample"
    assert mistake.place.line == 14


def test_a_check_that_cannot_be_read_is_left_to_whoever_reads_it():
    unknown = CHECK.replace("language: python", "nosuchkind: 1").replace("pattern:", "other:")
    assert codes(document(checks=unknown, bad="", good="")) == []


@pytest.mark.parametrize("text", ["TODO", "TBD", "FIXME"])
def test_marks_of_unfinished_work_are_tokens_but_not_in_code(text):
    assert codes(document(rationale=f"- **Rationale:** {text} ask Ann")) == ["CONST407"]
    assert codes(document(rationale=f"- **Rationale:** `{text}` stays in code for years")) == []


def test_a_token_is_told_once():
    (mistake,) = found(document(rationale="- **Rationale:** TODO(RATIONALE)"))
    assert "'TODO(RATIONALE)'" in mistake.what


MINOR = "Version 1.1.0 · ratified 2026-11-20"


def test_a_removed_must_asks_for_a_major_version():
    other = document(version=MINOR).replace("SEC-002", "SEC-003")
    (mistake,) = found(other)
    assert mistake.code == "CONST410"
    assert str(mistake) == f"{PATH}:1: MUST 'SEC-002' was removed since HEAD without a major version"
    assert codes(other.replace("1.1.0", "2.0.0")) == []


def test_a_removed_base_asks_for_a_major_version():
    before, after = (
        read(f"---\nextends: {name}\n---\n{document(version=version)}")
        for name, version in (("base", VERSION), ("other", MINOR))
    )
    (mistake,) = check([after], Context(changes=difference([before], [after]), since="v1"))
    assert mistake.what == "the constitution no longer extends 'base' since v1, and made no major step"
    assert "`harness constitution diff v1`" in mistake.hint


def test_a_must_that_may_ask_less_is_a_warning():
    other = document(
        constraint="Database queries MUST use `execute`; they MUST NOT be built from strings.", version=MINOR
    )
    (mistake,) = found(other)
    assert (mistake.code, mistake.severity) == ("CONST410", Severity.WARNING)


def test_a_weakened_should_is_not_asked_for():
    should = document(level="SHOULD", constraint="It SHOULD be `x`.")
    may = document(level="MAY", constraint="It MAY be `x`.")
    assert check([read(may)], Context(changes=difference([read(should)], [read(may)]))) == []


def test_a_document_that_is_removed_with_its_musts_is_told_unless_another_made_a_major_step():
    gone, kept = read(document(), "constitutions/gone.md"), read(document().replace("SEC-002", "A-1"))
    (mistake,) = check([kept], Context(changes=difference([gone, kept], [kept])))
    assert str(mistake) == "constitutions/gone.md:1: the document was removed since HEAD with its MUSTs 'SEC-002'"
    raised = read(document(version="Version 2.0.0 · ratified 2026-11-20").replace("SEC-002", "B-1"))
    changes = difference([gone, kept], [raised])
    assert check([raised], Context(changes=changes)) == []


def test_without_an_earlier_version_nothing_is_asked():
    before = read(document(version=""))
    after = read(document(level="SHOULD", constraint="It SHOULD be `x`."))
    assert check([after], Context(changes=difference([before], [after]))) == []


def test_a_missing_tool_is_a_warning():
    doubt = Doubt(kind=DoubtKind.TOOL, reason="ast-grep is not installed")
    (mistake,) = check([read(document())], Context(broken={"SEC-002": (doubt,)}))
    assert (str(mistake), mistake.severity) == (f"{PATH}:1: 'SEC-002': ast-grep is not installed", Severity.WARNING)


FOREIGN = """\
# [PROJECT_NAME] Constitution

## Core Principles

### I. One

It MUST be.

**Rationale**: why not

### II. Two

It MUST be.

**Rationale**: why not
"""


def foreign(text: str, **more: frozenset[tuple[str, str]]) -> list[str]:
    document = read_constitution(text, ".specify/memory/constitution.md")
    return [f"{one.place.line} {one.code} {one.what} · {one.hint}" for one in check([document], Context(**more))]


def test_what_other_dialects_have_no_place_for_is_said_once():
    adopt = "`harness constitution adopt .specify/memory/constitution.md` writes it in our form, with suggested checks"
    said = "nothing checks 2 principles, and they are not left to a person: 'PRINCIPLE-1', 'PRINCIPLE-2'"
    assert f"5 CONST404 {said} · {adopt}" in foreign(FOREIGN)
    many = FOREIGN + "".join(f"\n### {number}. X\n\nIt MUST be. Reason: so.\n" for number in range(3, 6))
    assert any("'PRINCIPLE-3' and 2 more · " in line for line in foreign(many))


def test_what_a_document_that_extends_it_replaces_is_judged_there():
    replaced = frozenset({(".specify/memory/constitution.md", "PRINCIPLE-1")})
    (line,) = [one for one in foreign(FOREIGN, replaced=replaced) if "CONST404" in one]
    assert line.startswith("11 CONST404 nothing checks 'PRINCIPLE-2', and it is not left to a person")


def test_a_version_that_a_token_stands_for_is_not_missing():
    last = "add a last line: `**Version**: 1.0.0 | **Ratified**: 2026-11-20 | **Last Amended**: 2026-11-20`"
    assert f"1 CONST408 the constitution has no version and no date of ratification · {last}" in foreign(FOREIGN)
    footer = "\n## Governance\n\n**Version**: [CONSTITUTION_VERSION] | **Ratified**: [RATIFICATION_DATE]\n"
    assert not any("CONST408" in line for line in foreign(FOREIGN + footer))


def test_the_line_that_is_asked_for_is_read():
    for line in ("Version 1.0.0 · ratified 2026-11-20", "**Version**: 1.0.0 | **Ratified**: 2026-11-20"):
        assert not any("CONST408" in one for one in foreign(FOREIGN + f"\n## Governance\n\n{line}\n"))


@pytest.mark.parametrize(
    ("constraint", "vague"),
    [
        ("Code MUST follow Clean Architecture.", False),
        ("Banks MUST ask for Strong Customer Authentication.", False),
        ("Clean code MUST be written.", True),
        ("Code MUST be Clean.", True),
    ],
)
def test_a_proper_name_is_not_vague(constraint, vague):
    assert ("CONST403" in codes(document(constraint=constraint))) is vague
