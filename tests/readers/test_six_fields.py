"""Principles as blocks of six fields, in every way that people lay them out."""

from __future__ import annotations

from datetime import date

import pytest

from harness.domain.principles import Constitution, Level
from harness.errors import DocumentError
from harness.readers import read_constitution

PATH = "constitutions/security.md"
DOCUMENT = """\
# Security constitution

**Version**: 1.0.0 | **Ratified**: 2026-01-31

Each principle has six fields.

```
Principle: SEC-003 (Bound parameters)
Statement: Every query MUST use bound
           parameters or the mapper
Rationale: A query built from text
           lets the text rewrite it
CWE References: CWE-89, CWE-564
Enforcement: MUST (non-negotiable)
```

Words between them: are prose.

### Principle: SEC-004 — Short sessions

**Statement**: A session SHOULD end:

- after 15 minutes
- when the user leaves

**Rationale:** Nobody watches
an open session.

**CWE References:** CWE-613 (session expiration)
**Enforcement:** a scanner in CI

It is prose again.

- **Principle:** SEC-005
  - **Statement:** Logs MAY hold ids.
  - **CWE:** none
  - **Level:** MAY
  - **Pattern:** `log(user.id)`
"""


def read(text: str) -> Constitution:
    return read_constitution(text, PATH)


def mistakes(text: str) -> list[tuple[str, int, str]]:
    with pytest.raises(DocumentError) as caught:
        read(text)
    assert all(mistake.hint for mistake in caught.value.mistakes)
    return [(mistake.code, mistake.place.line, mistake.what) for mistake in caught.value.mistakes]


def block(*lines: str) -> str:
    return "\n".join(["# T", "", "Principle: SEC-001 A title", "Statement: It MUST hold.", *lines, ""])


def test_blocks_of_several_forms_stand_at_their_lines():
    document = read(DOCUMENT)
    assert (document.title, document.format, document.version) == ("Security constitution", "six-fields", "1.0.0")
    assert (document.ratified, document.remarks, document.tokens) == (date(2026, 1, 31), (), ())
    assert [(found.id, found.title, found.level, found.place.line) for found in document.principles] == [
        ("SEC-003", "Bound parameters", Level.MUST, 8),
        ("SEC-004", "Short sessions", Level.SHOULD, 19),
        ("SEC-005", "Logs MAY hold ids", Level.MAY, 34),
    ]


def test_the_fields_keep_their_words():
    first, second, third = read(DOCUMENT).principles
    assert first.constraint == "Every query MUST use bound parameters or the mapper"
    assert first.rationale == "A query built from text lets the text rewrite it"
    assert (first.cwes, first.enforcement) == (("CWE-89", "CWE-564"), "")
    assert second.constraint == "A session SHOULD end:\n- after 15 minutes\n- when the user leaves"
    assert second.rationale == "Nobody watches an open session."
    assert (second.cwes, second.enforcement) == (("CWE-613",), "a scanner in CI")
    assert (third.cwes, third.pattern, third.checks) == ((), "`log(user.id)`", ())


def test_the_hash_is_of_the_block_alone():
    before = [found.sha256 for found in read(DOCUMENT).principles]
    text = DOCUMENT.replace("It is prose again.", "Prose.").replace("an open session", "a session")
    after = [found.sha256 for found in read(text).principles]
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, False, True]


@pytest.mark.parametrize(
    ("head", "id_", "title"),
    [
        ("**Principle:** SEC-001 Title", "SEC-001", "Title"),
        ("**Principle: SEC-001** – Title", "SEC-001", "Title"),
        ("__Principle__: SEC-001: Title", "SEC-001", "Title"),
        ("## Principle SEC-001: Title", "SEC-001", "Title"),
        ("1. Principle: `SEC-001` Title", "SEC-001", "Title"),
        ("> principle: [SEC-001] (Title)", "SEC-001", "Title"),
        ("Principle: SEC-001", "SEC-001", "It MUST hold"),
    ],
)
def test_the_first_line_of_a_block_has_several_forms(head, id_, title):
    (found,) = read(f"# T\n\n{head}\nStatement: It MUST hold.\n").principles
    assert (found.id, found.title, found.place.line) == (id_, title, 3)


def test_fields_may_be_headings():
    fields = "### Statement\n\nIt MUST hold.\n\nAlways.\n\n### Rationale\n\nWhy not.\n\n## More\n\nx\n"
    (found,) = read(f"# T\n\n## Principle: SEC-001 A\n\n{fields}").principles
    assert (found.constraint, found.rationale) == ("It MUST hold.", "Why not.")


@pytest.mark.parametrize(
    ("lines", "level", "codes"),
    [
        (["Enforcement: SHOULD"], Level.SHOULD, ["CONST113"]),
        (["Enforcement Level: must"], Level.MUST, []),
        (["Level: REQUIRED", "Enforcement: SHOULD be scanned"], Level.MUST, []),
        (["Enforcement: scanned"], Level.MUST, []),
    ],
)
def test_the_level_is_its_field_the_enforcement_or_the_strongest_word(lines, level, codes):
    document = read(block(*lines))
    assert document.principles[0].level is level
    assert [remark.code for remark in document.remarks] == codes


def test_a_principle_without_a_binding_word_is_a_should_and_remarked():
    document = read("Principle: SEC-001 A\nStatement: It must hold.\n")
    assert (document.title, document.principles[0].level) == ("security", Level.SHOULD)
    assert [(remark.code, remark.place.line) for remark in document.remarks] == [("CONST114", 1)]


@pytest.mark.parametrize(
    ("text", "code", "line", "what"),
    [
        (block("Level: high"), "CONST109", 5, "unknown level 'high'"),
        (block("CWE References: SQL injection"), "CONST108", 5, "'SQL injection' is not a weakness of the CWE"),
        (block("Rationale: a", "Rationale: b"), "CONST107", 6, "the field 'Rationale' is given twice, first on line 5"),
        (block("**Owner:** me"), "CONST106", 5, "unknown field 'Owner'"),
        (block("", "Principle: SEC-002 B", "Rationale: c"), "CONST110", 6, "'SEC-002' has no constraint"),
        (block("Principle: SEC-001 B"), "CONST105", 5, "principle 'SEC-001' is given twice, first on line 3"),
        (block("", "Principle: no id", "Statement: c"), "CONST104", 6, "'no id' is not the id of a principle"),
        (block("", "Principle:", "Statement: c"), "CONST104", 6, "a principle has no id"),
        (block("", "Principle: sec-2", "Statement: c"), "CONST104", 6, "'sec-2' is not the id of a principle"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_at_its_line(text, code, line, what):
    assert mistakes(text) == [(code, line, what)]


def test_bold_words_within_a_field_are_no_field():
    text = "**Principle:** SEC-001 A\n**Statement:** All MUST:\n- **Input:** be checked\n- **Output:** be encoded\n"
    assert read(text).principles[0].constraint == "All MUST:\n- **Input:** be checked\n- **Output:** be encoded"


def test_words_that_only_look_like_a_principle_are_prose():
    text = block("", "Principle of least privilege", "Level", "Rationale: because", "Level of detail")
    (found,) = read(text).principles
    assert (found.level, found.rationale) == (Level.MUST, "because Level of detail")


@pytest.mark.parametrize(
    ("written", "found"), [("89, 20", ("CWE-89", "CWE-20")), ("CWE-89 and CWE-20", ("CWE-89", "CWE-20")), ("N/A", ())]
)
def test_weaknesses_have_several_forms(written, found):
    assert read(block(f"CWE References: {written}")).principles[0].cwes == found


def test_a_malformed_version_is_remarked():
    assert [(remark.code, remark.place.line) for remark in read("Version: 1\n\n" + block()).remarks] == [
        ("CONST103", 1)
    ]


def test_how_it_is_done_and_verified_is_kept():
    text = """\
Principle: SEC-007 Bound values
Statement: Values MUST be bound.
Enforcement: MUST
Implementation Pattern: the driver's own parameters
Verification: a linter in CI
"""
    (found,) = read_constitution(text, "six.md").principles
    assert (found.level, found.pattern, found.enforcement) == (
        "MUST",
        "the driver's own parameters",
        "a linter in CI",
    )
