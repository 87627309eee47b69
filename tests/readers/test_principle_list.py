"""Principles as a YAML list, in a file of its own and in Markdown."""

from __future__ import annotations

from datetime import date

import pytest

from harness.domain.principles import Constitution, Level
from harness.errors import DocumentError
from harness.readers import read_constitution

PATH = "constitutions/security.yaml"
LIST = """\
# security
- id: SEC-001
  cwe: CWE-79
  level: MUST
  constraint: Output MUST be encoded.
  pattern: use the `escape` of the templates
  rationale: |
    What is not encoded
    is run.
- cwe: [CWE-89, 564]
  id: SEC-002
  title: "Bound parameters"
  level: must
  constraint: >-
    Queries use
    parameters.
- {id: SEC-003, cwe: 20, constraint: "It SHOULD be checked", enforcement: in CI}
"""
DOCUMENT = f"""\
title: Our security
version: "1.2.0"
ratified: 2026-01-31
last_amended: '2026-02-01'
principles:
{LIST}"""


def read(text: str, path: str = PATH) -> Constitution:
    return read_constitution(text, path)


def mistakes(text: str, path: str = PATH) -> list[tuple[str, int, str]]:
    with pytest.raises(DocumentError) as caught:
        read(text, path)
    assert all(mistake.hint for mistake in caught.value.mistakes)
    return [(mistake.code, mistake.place.line, mistake.what) for mistake in caught.value.mistakes]


def test_a_list_is_read_with_the_lines_of_its_items():
    document = read(LIST)
    assert (document.title, document.format, document.version) == ("security", "principle-list", None)
    assert [(found.id, found.title, found.level, found.cwes, found.place.line) for found in document.principles] == [
        ("SEC-001", "Output MUST be encoded", Level.MUST, ("CWE-79",), 2),
        ("SEC-002", "Bound parameters", Level.MUST, ("CWE-89", "CWE-564"), 10),
        ("SEC-003", "It SHOULD be checked", Level.SHOULD, ("CWE-20",), 17),
    ]


def test_the_fields_keep_their_words():
    first, second, third = read(LIST).principles
    assert first.constraint == "Output MUST be encoded."
    assert first.pattern == "use the `escape` of the templates"
    assert first.rationale == "What is not encoded is run."
    assert second.constraint == "Queries use parameters."
    assert (third.enforcement, third.checks) == ("in CI", ())


def test_a_list_may_stand_below_a_key_with_title_version_and_dates():
    document = read(DOCUMENT)
    assert (document.title, document.version) == ("Our security", "1.2.0")
    assert (document.ratified, document.amended) == (date(2026, 1, 31), date(2026, 2, 1))
    assert [(found.id, found.place.line) for found in document.principles] == [
        ("SEC-001", 7),
        ("SEC-002", 15),
        ("SEC-003", 22),
    ]


def test_lists_may_stand_in_the_blocks_of_a_markdown_document():
    more = "1. more\n\n   ```yml\n   principles:\n     - id: B-1\n       statement: It MAY.\n   ```\n\n```yaml\nid: x\n```\n"
    text = f"# Ours\n\nVersion 1.0.0\n\n[TEAM_NAME] decides.\n\n```yaml\n{LIST}```\n\n{more}"
    document = read(text, "constitutions/a.md")
    assert (document.title, document.version) == ("Ours", "1.0.0")
    assert [(found.id, found.place.line) for found in document.principles] == [
        ("SEC-001", 9), ("SEC-002", 17), ("SEC-003", 24), ("B-1", 31),
    ]  # fmt: skip
    assert [(token.text, token.place.line) for token in document.tokens] == [("[TEAM_NAME]", 5)]


def test_the_hash_is_of_the_values_and_not_of_their_layout():
    one = read("- id: A-1\n  constraint: It MUST.\n").principles[0].sha256
    assert read('- {"constraint": "It MUST.", "id": "A-1"}\n').principles[0].sha256 == one
    assert read("- id: A-1\n  constraint: It MAY.\n").principles[0].sha256 != one


@pytest.mark.parametrize(
    ("item", "code", "line", "what"),
    [
        ("- id: A-1\n  constraint: It MUST.\n  severity: high", "CONST106", 3, "unknown field 'severity'"),
        ("- id: A-1\n  constraint: It MUST.\n  level: high", "CONST109", 3, "unknown level 'high'"),
        ("- id: A-1\n  constraint: It MUST.\n  cwe: [89, x]", "CONST108", 3, "'x' is not a weakness of the CWE"),
        ("- id: A-1\n  constraint: It MUST.\n  cwe: {a: b}", "CONST108", 3, "'cwe' is not plain words"),
        ("- id: A-1\n  constraint: [It, MUST]", "CONST108", 2, "'constraint' is not plain words"),
        ('- id: A-1\n  constraint: "It MUST \\x1b."', "CONST108", 2, "'constraint' is not plain words"),
        ("- id: A-1\n  constraint: x\n  statement: y", "CONST107", 3, "the field 'statement' is given twice, first on line 2"),
        ("- id: A-1\n  constraint:", "CONST110", 1, "'A-1' has no constraint"),
        ("- constraint: x\n  id: sec1", "CONST104", 1, "'sec1' is not the id of a principle"),
        ("- id: A-1\n  constraint: x\n- cwe: 89", "CONST104", 3, "a principle has no id"),
        ("- id: A-1\n  constraint: x\n- id: A-1", "CONST105", 3, "principle 'A-1' is given twice, first on line 1"),
        ("- id: A-1\n  constraint: x\n- word", "CONST108", 3, "an item of the list is not made of keys"),
        ("- id: A-1\n  id: A-2\n  constraint: x", "DOC202", 2, "key 'id' is given twice, first on line 1"),
        ("- id: A-1\n  constraint: &a x\n  rationale: *a", "DOC201", 2, "YAML anchors and aliases are not allowed"),
        ("- id: A-1\n  constraint: x\n  level: !x y", "DOC201", 3, "the YAML tag '!x' is not allowed"),
        ("- id: A-1\n  constraint: x\n---\n- id: A-2", "DOC201", 3, "a second YAML document"),
        ("id: A-1\nconstraint: x", "DOC203", 1, "unknown key 'id'"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_at_its_line(item, code, line, what):
    assert mistakes(f"{item}\n")[0] == (code, line, what)


def test_every_mistake_of_a_list_is_named_at_once():
    text = "- id: A-1\n  constraint: x\n  cwe: y\n  level: z\n- id: b\n  constraint: x\n"
    assert [(code, line) for code, line, _ in mistakes(text)] == [("CONST108", 3), ("CONST109", 4), ("CONST104", 5)]


def test_a_mistake_in_a_block_of_markdown_is_named_at_its_line():
    text = "# Ours\n\n```yaml\n- id: A-1\n  constraint: x\n  cwe: [\n```\n"
    ((code, line, _),) = mistakes(text, "constitutions/a.md")
    assert (code, line) == ("DOC201", 6)


@pytest.mark.parametrize("text", ["id: []\nconstraint: x\n", "# id:\n#\nid: 1\nconstraint: x\nprinciples: []\n"])
def test_a_list_without_principles_is_refused(text):
    assert ("CONST115", "no principle is listed") in [(code, what) for code, _, what in mistakes(text)]


def test_a_list_that_is_too_long_is_refused():
    text = "- id: A-1\n  constraint: x\n" + "# more\n" * 80_000
    assert mistakes(text) == [("DOC201", 1, "the list of principles has more than 512 KiB")]


def test_a_level_that_the_words_contradict_and_a_malformed_version_are_remarked():
    head = 'version: "1"\nratified: "[DATE_OF_IT]"\nprinciples:\n'
    document = read(head + "  - {id: A-1, level: MAY, constraint: It MUST.}\n  - {id: A-2, constraint: x}\n")
    assert document.ratified is None
    remarks = [(remark.code, remark.place.line) for remark in document.remarks]
    assert remarks == [("CONST113", 4), ("CONST114", 5), ("CONST103", 1)]


def test_the_list_may_stand_below_the_name_of_what_it_is():
    text = """\
constitution:
  version: 1.2.0
  principles:
    - id: SEC-001
      level: MUST
      constraint: Values MUST be bound.
      implementation_pattern: the driver's own parameters
      verification: a linter in CI
"""
    document = read_constitution(text, "constitutions/list.yaml")
    (found,) = document.principles
    assert (document.version, found.place.line) == ("1.2.0", 4)
    assert (found.pattern, found.enforcement) == ("the driver's own parameters", "a linter in CI")
