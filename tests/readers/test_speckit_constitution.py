"""Spec Kit's constitutions: articles, rules of other sections, and what is left of its template."""

from __future__ import annotations

from datetime import date

import pytest

from harness.domain.principles import Constitution, Level
from harness.errors import DocumentError
from harness.readers import read_constitution

PATH = ".specify/memory/constitution.md"
DOCUMENT = """\
<!--
Sync Impact Report
- Version change: 1.0.0 → 2.1.1
- Principles MUST be [LISTED_HERE]

- TODO(NOBODY): nothing
-->

# Ledger Constitution
<!-- Example: [PROJECT_NAME] Constitution -->

## Core Principles

### I. Library-First

Every feature MUST begin as a library. A library:
- MUST be tested alone
- SHOULD be documented

**Rationale**: Small parts can be replaced
one by one.

### II. Tests First (NON-NEGOTIABLE)
Tests come first; then code.
*Rationale: a test that never failed shows nothing.*

<!-- nobody reads this MUST -->

### III. Queries

- Rationale: CWE-89 is the oldest hole.
- Rules:
  - Queries MUST NOT be built from strings.

#### Exceptions

None.

**Verification**: a linter looks for string building.

### Simplicity

Keep it simple.

## Security Requirements

Services run behind a proxy.

### Input

- **Validation**: All input MUST be validated (CWE-20).
- We like short functions.
- Sessions:
  - Sessions SHOULD end after 15 minutes
  - They are kept in memory.

### Logging

The following MUST NOT be logged:

1. passwords
2. tokens

Nobody MAY read logs of others.

## Development Workflow

Reviews are friendly. Passwords are NEVER mailed.

## Governance

All reviews MUST look at this document.

**Version**: 2.1.1 | **Ratified**: 2025-06-13 | **Last Amended**: 2025-07-16
"""


def read(text: str, path: str = PATH) -> Constitution:
    return read_constitution(text, path)


def test_articles_and_rules_become_principles_at_their_lines():
    assert [(found.id, found.title, found.level, found.place.line) for found in read(DOCUMENT).principles] == [
        ("PRINCIPLE-1", "Library-First", Level.MUST, 14),
        ("PRINCIPLE-2", "Tests First", Level.MUST, 23),
        ("PRINCIPLE-3", "Queries", Level.MUST, 29),
        ("PRINCIPLE-4", "Simplicity", Level.SHOULD, 41),
        ("SECURITY-REQUIREMENTS-1", "Validation", Level.MUST, 51),
        ("SECURITY-REQUIREMENTS-2", "Sessions SHOULD end after 15 minutes", Level.SHOULD, 54),
        ("SECURITY-REQUIREMENTS-3", "The following MUST NOT be logged", Level.MUST, 59),
        ("SECURITY-REQUIREMENTS-4", "Nobody MAY read logs of others", Level.MAY, 64),
        ("DEVELOPMENT-WORKFLOW-1", "Development Workflow", Level.MUST, 68),
    ]


def test_the_document_says_its_title_version_and_dates():
    document = read(DOCUMENT)
    assert (document.title, document.path, document.format) == ("Ledger Constitution", PATH, "speckit-constitution")
    assert (document.version, document.ratified, document.amended) == ("2.1.1", date(2025, 6, 13), date(2025, 7, 16))
    assert document.tokens == ()


def test_the_words_of_an_article_are_apart_from_its_rationale():
    first, second, third, *_ = read(DOCUMENT).principles
    assert first.constraint == (
        "Every feature MUST begin as a library. A library:\n- MUST be tested alone\n- SHOULD be documented"
    )
    assert first.rationale == "Small parts can be replaced one by one."
    assert second.constraint == "Tests come first; then code."
    assert second.rationale == "a test that never failed shows nothing."
    assert third.constraint == "- Rules:\n  - Queries MUST NOT be built from strings.\n\n#### Exceptions\n\nNone."
    assert (third.rationale, third.cwes) == ("CWE-89 is the oldest hole.", ("CWE-89",))
    assert third.enforcement == "a linter looks for string building."
    assert {found.checks for found in read(DOCUMENT).principles} == {()}


def test_a_rule_takes_the_list_that_follows_its_colon():
    rules = {found.id: found for found in read(DOCUMENT).principles}
    assert rules["SECURITY-REQUIREMENTS-1"].constraint == "**Validation**: All input MUST be validated (CWE-20)."
    assert rules["SECURITY-REQUIREMENTS-1"].cwes == ("CWE-20",)
    assert rules["SECURITY-REQUIREMENTS-3"].constraint == "The following MUST NOT be logged:\n1. passwords\n2. tokens"


def test_a_principle_without_a_binding_word_is_a_should_and_remarked():
    assert [(remark.code, remark.place.line, remark.what) for remark in read(DOCUMENT).remarks] == [
        ("CONST114", 41, "'Simplicity' says neither MUST nor SHOULD nor MAY, and is taken for a SHOULD"),
    ]


def test_the_hash_of_a_principle_is_of_its_own_text():
    before = [found.sha256 for found in read(DOCUMENT).principles]
    after = [found.sha256 for found in read(DOCUMENT.replace("Keep it simple.", "Keep it short.")).principles]
    assert [at for at, (one, other) in enumerate(zip(before, after, strict=True)) if one != other] == [3]
    assert [found.sha256 for found in read("\n" + DOCUMENT.replace("Services run", "They run")).principles] == before


TEMPLATE = """\
# [PROJECT_NAME] Constitution
<!-- Example: Spec Constitution, [SOME_OTHER] -->

## Core Principles

### [PRINCIPLE_1_NAME]
<!-- Example: I. Library-First -->
[PRINCIPLE_1_DESCRIPTION]
<!-- Example: every feature MUST … -->

### [PRINCIPLE_2_NAME]

## Governance

[GOVERNANCE_RULES], see `[GUIDANCE_FILE]`

**Version**: [CONSTITUTION_VERSION] | **Ratified**: TODO(RATIFICATION_DATE): ask | **Last Amended**: [DATE]
"""


def test_what_is_left_of_the_template_is_told_with_its_lines():
    document = read(TEMPLATE)
    assert [(token.text, token.place.line) for token in document.tokens] == [
        ("[PROJECT_NAME]", 1),
        ("[PRINCIPLE_1_NAME]", 6),
        ("[PRINCIPLE_1_DESCRIPTION]", 8),
        ("[PRINCIPLE_2_NAME]", 11),
        ("[GOVERNANCE_RULES]", 15),
        ("[CONSTITUTION_VERSION]", 17),
        ("TODO(RATIFICATION_DATE)", 17),
        ("[DATE]", 17),
    ]
    assert (document.version, document.ratified, document.amended) == (None, None, None)
    assert [(found.id, found.constraint) for found in document.principles] == [
        ("PRINCIPLE-1", "[PRINCIPLE_1_DESCRIPTION]"),
        ("PRINCIPLE-2", "[PRINCIPLE_2_NAME]"),
    ]


@pytest.mark.parametrize(
    ("heading", "id_", "title", "level"),
    [
        ("### Article III: Test-First", "ARTICLE-3", "Test-First", Level.SHOULD),
        ("### Article IX", "ARTICLE-9", "Article IX", Level.SHOULD),
        ("### Principle 4 — Small steps", "PRINCIPLE-4", "Small steps", Level.SHOULD),
        ("### XIV. Late (MUST)", "PRINCIPLE-14", "Late", Level.MUST),
        ("### 7) Seven [SHOULD]", "PRINCIPLE-7", "Seven", Level.SHOULD),
        ("### SEC-001: No secrets (mandatory)", "SEC-001", "No secrets", Level.MUST),
        ("### **II.** Bold (OPTIONAL, for now)", "PRINCIPLE-2", "Bold", Level.MAY),
        ("### CI/CD: always", "PRINCIPLE-1", "CI/CD: always", Level.SHOULD),
        ("### Simplicity (and more)", "PRINCIPLE-1", "Simplicity (and more)", Level.SHOULD),
        ("### P3 — Small steps", "P-3", "Small steps", Level.SHOULD),
        ("### MD5 hashes", "PRINCIPLE-1", "MD5 hashes", Level.SHOULD),
        ("### 🔒 4. 🚀 Fast", "PRINCIPLE-4", "Fast", Level.SHOULD),
        ("### 🔒", "PRINCIPLE-1", "🔒", Level.SHOULD),
        ("### Artículo 2: Pruebas (NO NEGOCIABLE)", "ARTICLE-2", "Pruebas", Level.MUST),
        ("### Princípio III — Testes (NÃO NEGOCIÁVEL)", "PRINCIPLE-3", "Testes", Level.MUST),
        ("### 第十二条、测试 (不可协商)", "PRINCIPLE-12", "测试", Level.MUST),
        ("### 三、测试", "PRINCIPLE-3", "测试", Level.SHOULD),
        ("### 十、测试", "PRINCIPLE-10", "测试", Level.SHOULD),
        ("### 二三、测试", "PRINCIPLE-1", "二三、测试", Level.SHOULD),
    ],
)
def test_the_number_of_a_heading_makes_the_id(heading, id_, title, level):
    (found,) = read(f"# A Constitution\n\n## Core Principles\n\n{heading}\n\nWords.\n").principles
    assert (found.id, found.title, found.level) == (id_, title, level)


@pytest.mark.parametrize(
    ("body", "level"),
    [
        ("**Level**: SHOULD\n\nIt is done.", Level.SHOULD),
        ("**Priority: MUST**\n\nIt is done.", Level.MUST),
        ("Priority: high\n\nIt is done.", None),
        ("It must be done; see `MUST`.", None),
        ("It is FORBIDDEN, and MAY be so.", Level.MUST),
        ("It is RECOMMENDED.", Level.SHOULD),
        ("It is OPTIONAL.\n\n**Why:** it MUST not hurt", Level.MAY),
        ("- **Verification**: it SHALL be verified", Level.MUST),
    ],
)
def test_the_level_is_the_label_or_the_strongest_word(body, level):
    document = read(f"# A Constitution\n\n## Core Principles\n\n### I. X\n\n{body}\n")
    assert document.principles[0].level is (level or Level.SHOULD)
    assert [remark.code for remark in document.remarks] == ([] if level else ["CONST114"])


def test_a_label_that_the_words_contradict_is_remarked():
    document = read("# A Constitution\n\n## Core Principles\n\n### I. X\n\n**Level**: MUST\n\nIt SHOULD be.\n")
    (remark,) = document.remarks
    assert (remark.code, remark.place.line) == ("CONST113", 5)
    assert remark.what == "the level is MUST, but the constraint says SHOULD"


def test_a_rationale_may_be_a_list_below_its_label():
    body = "It MUST be.\n\n**Rationale**:\n\n- one\n- two\n\nMore.\n\n- Why: three\n"
    (found,) = read(f"# A Constitution\n\n## Core Principles\n\n### I. X\n\n{body}").principles
    assert (found.constraint, found.rationale) == ("It MUST be.\n\nMore.", "- one\n- two\n\nthree")


def test_articles_may_stand_at_the_second_level():
    text = """\
# The Constitution of us

## Preamble

We MUST say this.

## Article I: Library-First Principle

It MUST be so.

### Section 1.1: More

And so.

## II. Configuration

- Never in code.

## Article III: Governance

Amendments MUST be reviewed.
"""
    assert [(found.id, found.title, found.constraint) for found in read(text).principles] == [
        ("ARTICLE-1", "Library-First Principle", "It MUST be so.\n\n### Section 1.1: More\n\nAnd so."),
        ("PRINCIPLE-2", "Configuration", "- Never in code."),
    ]


def test_principles_may_be_bullets():
    text = "# A Constitution\n\n## Guiding Principles\n\nWe MUST.\n\n- **Small parts**: they are.\n- It MUST hold.\n"
    assert [(found.id, found.title, found.place.line) for found in read(text).principles] == [
        ("PRINCIPLE-1", "Small parts", 7),
        ("PRINCIPLE-2", "It MUST hold", 8),
    ]


def test_ids_that_headings_do_not_give_are_the_next_free_ones():
    text = """\
# A Constitution

## Core Principles

### I. One
x
### Two
x
## More Principles

### I. Three
x
### II. Four
x
## 4. More of Rules

- It MUST be.
"""
    assert [found.id for found in read(text).principles] == [
        "PRINCIPLE-1",
        "PRINCIPLE-2",
        "PRINCIPLE-3",
        "PRINCIPLE-4",
        "MORE-RULES-1",
    ]


def test_below_a_marked_heading_each_bullet_binds():
    text = """\
# A Constitution

## Prohibitions (MUST NOT)

We MUST keep to these:

### Network

- **No telemetry**: nothing is sent
- Logs SHOULD stay here

## Notes

- a friendly word

We MUST show:

| what | where |
|------|-------|
| logs | here  |
"""
    assert [(found.id, found.title, found.level, found.constraint) for found in read(text).principles] == [
        ("PROHIBITIONS-1", "No telemetry", Level.MUST, "**No telemetry**: nothing is sent"),
        ("PROHIBITIONS-2", "Logs SHOULD stay here", Level.SHOULD, "Logs SHOULD stay here"),
        (
            "NOTES-1",
            "Notes",
            Level.MUST,
            "We MUST show:\n\n| what | where |\n|------|-------|\n| logs | here  |",
        ),
    ]


def test_an_id_that_headings_give_twice_is_a_mistake():
    with pytest.raises(DocumentError) as caught:
        read("# A Constitution\n\n## Core Principles\n\n### SEC-001: A\n\nx\n\n### SEC-001: B\n\ny\n")
    (mistake,) = caught.value.mistakes
    assert (mistake.code, mistake.place.line) == ("CONST105", 9)
    assert mistake.what == "principle 'SEC-001' is given twice, first on line 5"


@pytest.mark.parametrize("text", ["# A Constitution\n", "# A Constitution\n\n## Governance\n\nWe MUST.\n"])
def test_a_constitution_without_principles_is_refused(text):
    with pytest.raises(DocumentError) as caught:
        read(text)
    assert [(mistake.code, mistake.place.line) for mistake in caught.value.mistakes] == [("CONST115", 1)]


@pytest.mark.parametrize(
    ("footer", "version", "what"),
    [
        ("**Version**: 1.1 | **Ratified**: 2025-06-13", None, "'1.1' is not a semantic version"),
        ("**Version**: 1.0.0 | **Ratified**: June 2025", "1.0.0", "'June 2025' is not a date"),
        ("**Version**: 1.0.0 | **Ratified**: 2025-02-29", "1.0.0", "there is no day '2025-02-29'"),
        ("**Version**: 1.0.0 | draft", "1.0.0", "'draft' is neither a version nor a date"),
    ],
)
def test_a_version_that_cannot_be_read_is_remarked_and_no_mistake(footer, version, what):
    document = read(f"# A Constitution\n\n## Core Principles\n\n### I. X\n\nIt MUST be.\n\n## Governance\n\n{footer}\n")
    assert document.version == version
    assert [(remark.code, remark.place.line, remark.what) for remark in document.remarks] == [("CONST103", 11, what)]


def test_a_text_in_another_language_is_told_by_its_name():
    article = "### 一、単純\n\nコードは MUST 単純。\n\n**根拠**: 読みやすさ"
    text = (
        f"# 台帳\n\n## 基本原則\n\n{article}\n\n## 安全\n\n- 秘密は SHOULD NOT\n\n## ガバナンス\n\n- 全員 MUST 守る\n"
    )
    found, rule = read(text).principles
    assert (found.id, found.level, found.rationale) == ("PRINCIPLE-1", Level.MUST, "読みやすさ")
    assert (rule.id, rule.level, rule.place.line) == ("SECTION-2-1", Level.SHOULD, 13)
    with pytest.raises(DocumentError):
        read(text, "constitutions/notes.md")


def test_where_no_word_binds_each_heading_is_a_principle():
    sections = "## Style\n\n### Short names\n\nwe like them\n\n## Structure\n\n- small parts\n\n## Taste\n\ngood\n"
    text = f"# A Constitution\n\n{sections}"
    assert [(found.id, found.title) for found in read(text).principles] == [
        ("PRINCIPLE-1", "Short names"),
        ("PRINCIPLE-2", "small parts"),
        ("PRINCIPLE-3", "Taste"),
    ]


def test_tables_quotes_and_code_of_an_article_are_kept():
    body = "It MUST be:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> quoted\n\n    indented\n\n```sh\nrun\n```\n\n---"
    (found,) = read(f"# A Constitution\n\n## Core Principles\n\n### I. X\n\n{body}\n").principles
    assert found.constraint == body.replace("    indented", "```\nindented\n```").removesuffix("\n\n---")


def test_principles_with_ids_of_their_own_may_stand_below_categories():
    text = """\
# A Constitution

## Core Principles

### Category I — Data

Categories MUST NOT overlap.

#### SEC-001 — Bound parameters

**CWE**: CWE-89 (SQL injection), also against
CWE-564
**Enforcement**: MUST (blocking)

Values are bound.

**Implementation pattern**: use the driver's own parameters

**Rationale**: a string is code.

#### SEC-002 — Short answers

- **Enforcement**: SHOULD
- **Pattern**: return two fields
- An answer has few fields.

### II. Style

#### Naming

Names MUST be long.
"""
    category, first, second, style = read(text).principles
    assert (category.id, category.title, category.place.line) == ("CORE-PRINCIPLES-1", "Category I — Data", 7)
    assert (first.id, first.title, first.level, first.place.line) == ("SEC-001", "Bound parameters", Level.MUST, 9)
    assert (first.cwes, first.pattern) == (("CWE-89", "CWE-564"), "use the driver's own parameters")
    assert (first.constraint, first.rationale, first.enforcement) == ("Values are bound.", "a string is code.", "")
    assert (second.id, second.level, second.pattern) == ("SEC-002", Level.SHOULD, "return two fields")
    assert second.constraint == "- An answer has few fields."
    assert (style.id, style.constraint) == ("PRINCIPLE-2", "#### Naming\n\nNames MUST be long.")


def test_words_that_bind_are_no_label_of_a_pattern():
    body = "- **Pattern**: the repository pattern MUST be used\n- **CWE**: none\n- **Pattern**: a factory"
    (found,) = read(f"# A Constitution\n\n## Core Principles\n\n### I. X\n\n{body}\n").principles
    assert (found.constraint, found.pattern, found.level) == (body, "", Level.MUST)


def test_bullets_are_named_by_their_code_or_their_bold_words():
    items = "1. **I7: Entries MUST stay.** For ever.\n2. **Money first.** It MUST be exact.\n3. It **MUST** be fast.\n"
    assert [(found.id, found.title) for found in read(f"# A Constitution\n\n## Rules\n\n{items}").principles] == [
        ("I-7", "Entries MUST stay"),
        ("RULES-1", "Money first"),
        ("RULES-2", "It MUST be fast"),
    ]


def test_a_mark_of_the_section_is_the_level_of_what_says_none_itself():
    text = """\
# A Constitution

## Principles (non-negotiable)

### One

It is so.

### Two (MAY)

It is so.

### Three

It SHOULD be so.

## Practices (SHOULD)

They SHOULD be followed.

1. small steps
2. green tests
"""
    document = read(text)
    assert [(found.id, found.level) for found in document.principles] == [
        ("PRINCIPLE-1", Level.MUST),
        ("PRINCIPLE-2", Level.MAY),
        ("PRINCIPLE-3", Level.SHOULD),
        ("PRACTICES-1", Level.SHOULD),
        ("PRACTICES-2", Level.SHOULD),
    ]
    assert document.remarks == ()


def test_a_paragraph_alone_is_named_by_its_heading_and_keeps_its_reason():
    text = """\
# A Constitution

## Additional Constraints

### 🔒 Secrets

They MUST NOT be committed:

- keys
- passwords

**Rationale**: history is for ever.

### Two

**First**: it MUST be.

### Three

A MUST be.

B MUST be.
"""
    first, *rest = read(text).principles
    assert (first.title, first.rationale) == ("Secrets", "history is for ever.")
    assert first.constraint == "They MUST NOT be committed:\n- keys\n- passwords"
    assert [found.title for found in rest] == ["First", "A MUST be", "B MUST be"]


@pytest.mark.parametrize(
    "body",
    ["Una puerta DEBE bastar. Razón: hay un registro.", "Una puerta DEBE bastar.\n\n**Motivo**: hay un registro."],
)
def test_words_of_other_languages_bind_and_give_reasons(body):
    document = read(f"# Constitución\n\n## Principios\n\n### I. Una puerta\n\n{body}\n")
    (found,) = document.principles
    assert (found.level, found.constraint) == (Level.MUST, "Una puerta DEBE bastar.")
    assert found.rationale == "hay un registro."
    assert document.remarks == ()


def test_words_in_small_letters_do_not_bind_and_are_named():
    (remark,) = read('# A Constitution\n\n## Core Principles\n\n### I. X\n\n"It shall" Must be.\n').remarks
    assert remark.what == "'X' says 'must' in small letters only, and is taken for a SHOULD"
    assert remark.hint == "write MUST in capitals where it binds (BCP 14)"


def test_sections_that_say_nothing_are_told_behind_emoji_too():
    sections = "## 🎯 Mission\n\nWe MUST win.\n\n## ⚖️ Governance\n\nAll MUST agree.\n\n## Rules\n\nIt MUST be.\n"
    text = f"# A Constitution\n\n{sections}"
    assert [found.id for found in read(text).principles] == ["RULES-1"]


@pytest.mark.parametrize(
    "footer",
    [
        "**Version**: 2.1.0  \n**Ratified**: 2026-01-02  \n**Last Amended**: 2026-03-04",
        "- **Version**: 2.1.0\n- **Ratified**: 2026-01-02\n- **Owner**: the team\n- **Last updated**: 2026-03-04",
        "Version 2.1.0 · ratified 2026-01-02 · amended 2026-03-04",
        "**Version**: v2.1.0 | **Ratified**: 2026-01-02 | **Last Amended**: 2026-03-04 | **Owner**: us <!-- x -->",
        "**Ratified**: 2026-01-02\n**Version**: 2.1.0\n**Next review**: 2027-01-01\n**Last Updated**: 2026-03-04",
        "**Versión**: 2.1.0 | **Ratificada**: 2026-01-02 | **Última Enmienda**: 2026-03-04",
        "**Versão**: 2.1.0 | **Ratificado**: 2026-01-02 | **Última emenda**: 2026-03-04",
        "**バージョン**: 2.1.0 | **承認日**: 2026-01-02 | **最終修正日**: 2026-03-04",
        "**版本**: 2.1.0 | **批准日期**: 2026-01-02 | **最后修订**: 2026-03-04",
        "**Версия:** 2.1.0 | **Принята:** 2026-01-02 | **Последнее изменение:** 2026-03-04",
    ],
)
def test_version_and_dates_may_stand_in_several_lines_and_languages(footer):
    prose = "**Versioning**: by meaning.\n\n- **Version**: bumped by hand\n\nVersion 1.0.0 was another.\n\n"
    text = f"# A Constitution\n\n## Core Principles\n\n### I. X\n\nIt MUST be.\n\n## Governance\n\n{prose}{footer}\n"
    document = read(text)
    assert (document.version, document.ratified, document.amended) == ("2.1.0", date(2026, 1, 2), date(2026, 3, 4))
    assert document.remarks == ()


def test_a_date_without_a_version_is_found_too():
    document = read("# A Constitution\n\n**Adopted**: 2026-01-02\n\n## Core Principles\n\n### I. X\n\nIt MUST be.\n")
    assert (document.version, document.ratified) == (None, date(2026, 1, 2))


def test_brackets_of_another_language_are_tokens_where_nothing_stands_beside_them():
    text = """\
# [專案名稱] 章程

## 核心原則

### [原則一名稱]

[原則一描述]

- [ ] a task
- [Link](a.md)
- [Defined]
- **Purpose:** [Say what for]
- [Metric 1 — such as speed]

See [the other], [1].

[Defined]: https://example.org

**版本**: [章程版本] | **生效日期**: [生效日期]
"""
    document = read(text)
    assert [(token.text, token.place.line) for token in document.tokens] == [
        ("[專案名稱]", 1),
        ("[原則一名稱]", 5),
        ("[原則一描述]", 7),
        ("[Say what for]", 12),
        ("[Metric 1 — such as speed]", 13),
        ("[章程版本]", 19),
        ("[生效日期]", 19),
    ]
    assert (document.version, document.remarks[1:]) == (None, ())


def test_an_article_about_changes_of_the_document_binds_no_code():
    change = "## Article II: Change to this constitution\n\nAll MUST agree.\n"
    found = read(f"# A Constitution\n\n## Article I: One\n\nIt MUST be.\n\n{change}").principles
    assert [one.id for one in found] == ["ARTICLE-1"]
