from __future__ import annotations

import pytest

from harness.domain.binding_words import ENGLISH, first_level
from harness.domain.principles import Level
from harness.domain.requirements import RequirementKind
from harness.readers.specifications import format_of, plain, read_specification


def read(text, path="docs/pay.md"):
    return plain.read(text, path)


def stated(text):
    return {one.id: one.text for one in read(text).requirements}


def left(text):
    return {one.text: one.why for one in read(text).left_out}


DOCUMENT = """\
# Payments

The server MUST answer, e.g. The Times. It MUST NOT crash
on bad input. This is prose.

## 3.1 Refunds

- Refunds SHOULD be paid,
  even on Sundays.

  A clerk MAY sign.
- Prose.
1. Nobody SHALL pass.

### Errors

| Code | Meaning |
|------|---------|
| 404  | the page MUST say so |
| 500  | nothing |
"""


def test_each_sentence_item_and_row_that_binds_is_a_requirement_at_its_line():
    found = read(DOCUMENT)
    assert [(one.id, one.text, one.level, one.place.line) for one in found.requirements] == [
        ("payments-1", "The server MUST answer, e.g. The Times.", Level.MUST, 3),
        ("payments-2", "It MUST NOT crash on bad input.", Level.MUST, 3),
        ("refunds-1", "Refunds SHOULD be paid, even on Sundays. A clerk MAY sign.", Level.SHOULD, 8),
        ("refunds-2", "Nobody SHALL pass.", Level.MUST, 13),
        ("refunds.errors-1", "the page MUST say so; Code: 404", Level.MUST, 19),
    ]
    assert (found.title, found.feature, found.left_out, found.mistakes) == ("Payments", "pay", (), ())
    assert {one.format for one in found.requirements} == {"plain"}


@pytest.mark.parametrize(
    "line",
    [
        "REQ-12: It MUST x.", "[REQ-12] It MUST x.", "(REQ-12) It MUST x.", "REQ-12. It MUST x.", "**REQ-12** It MUST x.",
        "**REQ-12:** It MUST x.", "REQ-12 – It MUST x.", "- REQ-12: It MUST x.", "1. **REQ-12**: It MUST x.",
        "`REQ-12` It MUST x.",
        "| a | b |\n|---|---|\n| REQ-12 | It MUST x. |", "| It | ID |\n|---|---|\n| It MUST x. | **REQ-12** |",
        "## REQ-12: X\n\nIt MUST x.", "## [REQ-12] X\n\nIt\nMUST x.",
    ],
)  # fmt: skip
def test_an_id_at_the_beginning_names_the_requirement(line):
    assert stated(f"# T\n\n{line}\n") == {"REQ-12": "It MUST x."}


@pytest.mark.parametrize(
    "word", ["HTTP2 servers MUST x.", "Python 3.12 MUST x.", "A4 paper MUST x.", "1.2 The server MUST x."]
)
def test_a_word_with_a_number_is_no_id(word):
    assert list(stated(f"# T\n\n{word}\n")) == ["t-1"]


def test_a_paragraph_with_an_id_is_one_requirement_with_all_its_sentences():
    assert stated("R3. It MUST a. It MUST b.\n") == {"R3": "It MUST a. It MUST b."}


def test_a_section_whose_heading_has_an_id_is_one_requirement():
    (one,) = read(
        "## NFR-4: Speed\n\nIt MUST be fast.\n\n- within 1 s\n- Given a user, when she waits, then 1 s passed\n\n```\nx\n```\n"
    ).requirements
    assert (one.id, one.title, one.text) == ("NFR-4", "Speed", "It MUST be fast. within 1 s x")
    assert one.kind is RequirementKind.NON_FUNCTIONAL
    assert [(found.given, found.when, found.then) for found in one.scenarios] == [
        (("a user",), ("she waits",), ("1 s passed",))
    ]


def test_a_rule_that_a_numbered_heading_sets_apart_may_be_quoted():
    assert stated("# T\n\n#### Requirement 1.4.2\n\n> The API MUST x.\n\n> Elsewhere.\n") == {
        "1.4.2": "The API MUST x. Elsewhere."
    }


def test_a_title_that_binds_makes_its_section_a_requirement():
    assert stated("## REQ-1: It MUST x\n\nBecause.\n") == {"REQ-1": "It MUST x: Because."}


def test_a_lead_stands_before_the_items_that_it_leads_up_to():
    text = "# T\n\nThe clerk:\n\n- MUST sign\n- SHOULD smile\n  - always\n- Users MUST pay\n"
    assert list(stated(text).values()) == [
        "The clerk: MUST sign",
        "The clerk: SHOULD smile always",
        "Users MUST pay",
    ]


def test_what_a_colon_leads_up_to_belongs_to_the_sentence():
    listed = "It MUST have:\n\n- a\n- b\n- R7: c\n\n"
    shown = "It MUST be:\n\n```\nx\n```\n\nIt MUST say:\n\n| a |\n|---|\n| b |\n"
    assert list(stated(listed + shown).values()) == [
        "It MUST have: a b",
        "It MUST have: c",
        "It MUST be: x",
        "It MUST say: b",
    ]


def test_items_that_all_have_ids_take_the_place_of_what_leads_up_to_them():
    assert stated("It MUST have:\n\n- R1: a\n- R2: b\n") == {"R1": "It MUST have: a", "R2": "It MUST have: b"}


def test_a_very_long_lead_is_not_repeated_before_each_item():
    lead = "word " * 200
    assert list(stated(f"{lead}:\n\n- MUST a\n- MUST b\n").values()) == ["MUST a", "MUST b"]


def test_items_within_items_are_requirements_of_their_own():
    assert list(stated("- A MUST a\n  - B MUST b\n  - c\n- d\n  - E MUST e\n\n  > F MUST f\n").values()) == [
        "A MUST a c",
        "B MUST b",
        "E MUST e",
    ]


NOT_BINDING = {
    "It must x.": "'must' in small letters binds nobody (RFC 8174)",
    "The clerk shall x.": "'shall' in small letters binds nobody (RFC 8174)",
    "> It MUST x.": "it stands in a quote",
    "```\nIt MUST x.\n```": "it stands in a block of code",
    "<!-- It MUST x. -->": "it stands in a comment",
    "Words <!-- It MUST x. --> go on.": "it stands in a comment",
    "- Words <!-- It MUST x. -->": "it stands in a comment",
    "<div>It MUST x.</div>": "it stands in HTML",
    "## It MUST x": "it is a heading",
    "IT MUST DO THIS NOW": "it stands in capitals throughout, so no word of it binds more than another",
    "- IT MUST DO THIS NOW": "it stands in capitals throughout, so no word of it binds more than another",
    'The key words "MUST" and "MAY" are as described in BCP 14.': "it says how the words that bind are to be read",
    "## Key words\n\n- MUST: it binds": "it says how the words that bind are to be read",
    "## Key words\n\nMUST means it binds.": "it says how the words that bind are to be read",
    "These are key words as in RFC 2119 (MUST):\n\n- MUST or SHALL: it binds": "it says how the words that bind are to be read",
    "REQ-1: it x": "it has an id, but no word that binds (MUST, SHOULD, MAY in capitals)",
    "- REQ-1: it x": "it has an id, but no word that binds (MUST, SHOULD, MAY in capitals)",
    "## REQ-1: it x\n\nWords.": "it has an id, but no word that binds (MUST, SHOULD, MAY in capitals)",
    "| ID | It |\n|---|---|\n| R1 | it x |": "its row has an id, but no word that binds (MUST, SHOULD, MAY in capitals)",
    "| Word | It |\n|---|---|\n| MUST | binds |": "it says what a word that binds means",
    "| MUST x | It |\n|---|---|\n| a | b |": "it is the heading of a table",
    "| It |\n|---|\n| a | MUST x |": "its row has more cells than the table has columns",
    "| It |\n|---|\n| IT MUST DO THIS NOW |": "it stands in capitals throughout, so no word of it binds more than another",
}  # fmt: skip


@pytest.mark.parametrize(("text", "why"), NOT_BINDING.items(), ids=NOT_BINDING)
def test_what_seems_to_bind_and_does_not_is_left_out_with_the_reason(text, why):
    found = read(f"# T\n\n{text}\n")
    assert found.requirements == ()
    assert {one.why for one in found.left_out} == {why}
    assert all(one.place.line >= 3 for one in found.left_out)


@pytest.mark.parametrize(
    "text", ["`MUST` is a word.", 'Say "MUST NOT" or “MAY”.', "Only a MUST decides.", "It should x.", "may"]
)
def test_a_word_that_is_only_mentioned_binds_nobody(text):
    assert (stated(text), left(text)) == ({}, {})


def test_code_quotes_and_comments_do_not_hide_what_stands_beside_them():
    assert list(stated("Use `a. B` and `<!--`: it MUST x `-->`.\n").values()) == [
        "Use `a. B` and `<!--`: it MUST x `-->`."
    ]
    assert list(stated("It <!-- c -->MUST pay. <!-- open\n").values()) == ["It MUST pay."]
    assert list(stated("It MUST keep \\` and `x`.\n").values()) == ["It MUST keep \\` and `x`."]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Das System MUSS antworten.", Level.MUST),
        ("El sistema DEBE responder.", Level.MUST),
        ("Le système DEVRAIT répondre.", Level.SHOULD),
        ("Система ДОЛЖНА отвечать.", Level.MUST),
        ("系统必须响应。它很快。", Level.MUST),
        ("**It** _MUST_ x", Level.MUST),
        ("It is OPTIONAL", Level.MAY),
    ],
)
def test_a_level_is_told_in_many_languages_and_through_emphasis(text, level):
    assert [one.level for one in read(text).requirements] == [level]


@pytest.mark.parametrize("word", ENGLISH)
def test_every_word_that_binds_is_found(word):
    assert first_level(f"a {word} b") is ENGLISH[word]
    assert first_level(f"a {word.lower()} X{word} b") is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("## Performance\n\nIt MUST x.", RequirementKind.NON_FUNCTIONAL),
        ("## Non-functional\n\n### A\n\nIt MUST x.", RequirementKind.NON_FUNCTIONAL),
        ("## Success criteria\n\nIt MUST x.", RequirementKind.SUCCESS),
        ("SC-1: It MUST x.", RequirementKind.SUCCESS),
        ("## Constraints\n\nIt MUST x.", RequirementKind.CONSTRAINT),
        ("For all x, x MUST be x.", RequirementKind.PROPERTY),
        ("## Performance\n\nFR-1: It MUST x.", RequirementKind.FUNCTIONAL),
        ("NFR-1: It MUST x.", RequirementKind.NON_FUNCTIONAL),
        ("INV-1: It MUST x.", RequirementKind.PROPERTY),
        ("It MUST x.", RequirementKind.FUNCTIONAL),
    ],
)
def test_the_kind_is_told_by_the_id_the_words_and_the_section(text, kind):
    assert [one.kind for one in read(text).requirements] == [kind]


def test_a_column_may_give_the_priority():
    (one,) = read(
        "| ID | Requirement | MoSCoW | Owner |\n|---|---|---|---|\n| E-1 | It MUST x | Must | me |\n"
    ).requirements
    assert (one.id, one.text, one.priority) == ("E-1", "It MUST x; Owner: me", "Must")


def test_a_row_may_bind_by_a_cell_that_is_nothing_but_the_word():
    (one,) = read("| Field | Level |\n|---|---|\n| name | REQUIRED |\n").requirements
    assert (one.text, one.level) == ("Field: name; Level: REQUIRED", Level.MUST)


def test_ids_stay_when_sections_come_go_and_move():
    before = "# T\n\n## 1. A\n\nIt MUST a.\n\n## 2. B\n\n### C\n\nIt MUST c. It MUST d.\n"
    moved = "## 2. B\n\nIt MUST b.\n\n### C\n\nIt MUST c. It MUST d.\n\n## 3. A\n\nIt MUST a.\n"
    after = f"# T\n\n## 1. New\n\nIt MUST n.\n\n{moved}"
    assert stated(before).items() <= stated(after).items()
    assert stated(before) == {"a-1": "It MUST a.", "b.c-1": "It MUST c.", "b.c-2": "It MUST d."}


def test_numbers_go_on_where_a_heading_stands_twice():
    assert list(stated("## A\n\nIt MUST a.\n\n## A\n\nIt MUST b.\n")) == ["a-1", "a-2"]


def test_words_before_any_heading_and_headings_without_words_have_ids_too():
    assert list(stated("It MUST a.\n\n## 😀\n\nIt MUST b.\n")) == ["text-1", "section-1"]


def test_an_id_given_twice_is_a_mistake_and_the_first_counts():
    found = read("- R1: It MUST a\n- R1: It MUST b\n")
    assert [one.text for one in found.requirements] == ["It MUST a"]
    assert [(one.code, one.place.line) for one in found.mistakes] == [("SPEC101", 2)]


@pytest.mark.parametrize(
    ("path", "claimed"),
    [
        ("docs/pay.md", True), ("specs/pay.md", True), ("README.md", True), ("specs/001-pay/spec.md", True),
        ("specs/001-pay/plan.md", False), ("specs/001-pay/contracts/api.md", False), ("openspec/changes/x/proposal.md", False),
        (".kiro/steering/product.md", False), (".specify/memory/constitution.md", False),
    ],
)  # fmt: skip
def test_documents_beside_those_of_other_formats_are_not_claimed(path, claimed):
    assert plain.sniff("It MUST x.\n", path) is claimed


def test_a_document_without_a_word_that_binds_is_nobodys():
    assert format_of("# Readme\n\nIt must x. Install it.\n", "README.md") == ""
    found = read_specification("# Readme\n\nIt must x.\n", "README.md")
    assert (found.format, [one.text for one in found.left_out]) == ("", ["# Readme"])


@pytest.mark.parametrize(
    "text",
    [
        "# Story 1.1: X\n\n## Acceptance Criteria\n\n1. It MUST x\n",
        "# X\n\n## 1. A\n\n## 2. Definition of Done\n\n- [ ] It MUST x\n",
        "# X\n\n## Capabilities\n\n- It MUST x [@test](../a.py)\n",
        "# Feature Specification: X\n\n- **FR-001**: System MUST x\n",
    ],
)
def test_documents_of_other_formats_are_theirs(text):
    assert format_of(text, "docs/a.md") not in ("", "plain")


def test_a_ticked_box_is_not_part_of_what_is_meant():
    ticked, unticked = (read(f"- [{box}] REQ-1: It MUST pay:\n  - [{box}] at once\n") for box in ("x", " "))
    assert [one.sha256 for one in ticked.requirements] == [one.sha256 for one in unticked.requirements]
    assert [(one.id, one.text) for one in ticked.requirements] == [("REQ-1", "It MUST pay: at once")]
