"""Our own constitutions: what is read, and every mistake at its line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from harness.domain.principles import Constitution, Level, Precision, Use
from harness.errors import DocumentError
from harness.markdown.text import sha256
from harness.readers import FORMATS, read_constitution

ROOT = Path(__file__).parents[2]
PATH = "constitutions/web.md"
DOCUMENT = """\
---
extends: [web-service, ../shared/base.md]
---
# Web service constitution

Version 1.2.0 · ratified 2026-11-20 · amended 2026-12-01

Why we have it.

## SEC-002 Parameterised SQL

- **Level:** MUST
- **CWE:** CWE-89, CWE-564
- **Applies to:** `src/**/*.py`, `!src/vendor/**`
- **Constraint:** Queries MUST use bound parameters:
  - in services
  - in scripts
- __Pattern__: pass values as
  the second argument of `execute`
- **Rationale:** a query built from input
  lets the input rewrite the query
- **Enforcement:** every change

Prose about it.

```yaml check
forbid:
  language: python
  any:
    - pattern: $DB.execute(f"$$$")
require:
  - language: python
    at-least-one: { pattern: "$DB.execute($SQL, $PARAMS)" }
  - text: "import sqlite3"
    times: 1
```

```python bad
db.execute(f"{x}")
```

```yaml good deploy/app.yaml
a: 1
```

## HX-ENG-12: Reviewed by people

- **Level**: should
- **Constraint**: A person reads it.
- **Review:** by a person

## Governance

Amendments need two reviews.
"""


def read(text: str) -> Constitution:
    return read_constitution(text, PATH)


def mistakes(text: str) -> list[tuple[str, int, str]]:
    with pytest.raises(DocumentError) as caught:
        read(text)
    assert all(mistake.hint and mistake.place.path == PATH for mistake in caught.value.mistakes)
    return [(mistake.code, mistake.place.line, mistake.what) for mistake in caught.value.mistakes]


def principle(*lines: str, level: str = "MUST") -> str:
    """A document whose principle begins on line 3, with its own lines from line 7 on."""
    return "\n".join(["# T", "", "## A-1 B", "", f"- **Level:** {level}", "- **Constraint:** x", *lines, ""])


BOTH = "- **Level:** MUST\n- **Constraint:** x\n"


def test_a_document_is_read_whole():
    document = read(DOCUMENT)
    assert (document.title, document.path, document.format) == ("Web service constitution", PATH, "constitution")
    assert (document.version, document.ratified, document.amended) == ("1.2.0", date(2026, 11, 20), date(2026, 12, 1))
    assert [(parent.name, parent.place.line) for parent in document.extends] == [
        ("web-service", 2),
        ("shared/base.md", 2),
    ]
    assert document.sha256 == sha256(DOCUMENT)
    assert (document.tokens, document.remarks) == ((), ())
    assert [(found.id, found.title, found.place.line) for found in document.principles] == [
        ("SEC-002", "Parameterised SQL", 10),
        ("HX-ENG-12", "Reviewed by people", 46),
    ]


def test_the_fields_of_a_principle_keep_their_words():
    first, second = read(DOCUMENT).principles
    assert (first.level, first.cwes, first.review_only) == (Level.MUST, ("CWE-89", "CWE-564"), False)
    assert first.applies_to == ("src/**/*.py", "!src/vendor/**")
    assert first.constraint == "Queries MUST use bound parameters:\n- in services\n- in scripts"
    assert first.pattern == "pass values as the second argument of `execute`"
    assert first.rationale == "a query built from input lets the input rewrite the query"
    assert first.enforcement == "every change"
    assert (first.precision, first.measured) == (None, "")
    assert first.constitution == PATH
    assert (second.level, second.review_only, second.checks, second.samples) == (Level.SHOULD, True, (), ())


@pytest.mark.parametrize(
    ("written", "precision", "basis"),
    [
        (
            "Very high (41 of 41 findings\n  on Flask 3.1 (with tests))",
            Precision.VERY_HIGH,
            "41 of 41 findings on Flask 3.1 (with tests)",
        ),
        ("**low**", Precision.LOW, ""),
    ],
)
def test_what_was_measured_of_a_principle_is_read(written, precision, basis):
    text = DOCUMENT.replace("- **Enforcement:** every change", f"- **Precision:** {written}")
    first = read(text).principles[0]
    assert (first.precision, first.precision_basis) == (precision, basis)
    assert first.measured == (f"{precision} ({basis})" if basis else precision)


def test_checks_stand_at_their_lines_as_canonical_json():
    checks = read(DOCUMENT).principles[0].checks
    assert [(check.use, check.kind, check.place.line) for check in checks] == [
        (Use.FORBID, "pattern", 27),
        (Use.REQUIRE, "pattern", 32),
        (Use.REQUIRE, "text", 34),
    ]
    assert checks[0].body == '{"any":[{"pattern":"$DB.execute(f\\"$$$\\")"}],"language":"python"}'
    assert checks[2].body == '{"text":"import sqlite3","times":1}'


def test_samples_stand_at_their_lines_with_path_and_text():
    samples = read(DOCUMENT).principles[0].samples
    assert [(sample.language, sample.good, sample.path, sample.text, sample.place.line) for sample in samples] == [
        ("python", False, "", 'db.execute(f"{x}")\n', 38),
        ("yaml", True, "deploy/app.yaml", "a: 1\n", 42),
    ]


def test_the_hash_of_a_principle_is_of_its_own_text_without_blanks_at_line_ends():
    first, second = (found.sha256 for found in read(DOCUMENT).principles)
    text = DOCUMENT.replace("Prose about it.", "Prose about it.   ").replace("Why we", "Why did we")
    assert [found.sha256 for found in read(text).principles] == [first, second]
    assert read(DOCUMENT.replace("Prose about it.", "Prose.")).principles[0].sha256 != first
    assert read(DOCUMENT.replace("two reviews", "a review")).principles[1].sha256 == second


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("forbid: {language: python, pattern: eval($X)}", "pattern"),
        ("forbid: {any: [{pattern: eval($X)}]}", "pattern"),
        ("forbid: {text: 'a', language: python}", "text"),
        ("require: {import: {from: a}}", "import"),
        ("require: {frobnicate: {a: b}}", "frobnicate"),
        ("require: {note: x, frobnicate: {a: b}}", "frobnicate"),
        ("require: {txet: a}", "txet"),
        ("require: {dataflow: {}}", "dataflow"),
    ],
)
def test_the_kind_of_a_check_is_the_key_that_names_one(written, kind):
    (check,) = read(principle(f"```yaml check\n{written}\n```")).principles[0].checks
    assert check.kind == kind


def test_blocks_below_a_bullet_are_read_too():
    text = principle(
        "- **Pattern:** so", "", "  ```yml check", "  forbid: {text: a}", "  ```", "", "  ```text bad", "  a", "  ```"
    )
    (found,) = read(text).principles
    assert (found.pattern, found.checks[0].place.line, found.samples[0].text) == ("so", 10, "a\n")


def test_a_field_may_hold_a_table_a_block_and_several_paragraphs():
    table = "  | x |\n  |---|"
    text = principle("- **Pattern:** one\n\n  two\n\n  1. a\n  2. b\n", table, "\n  ```sql\n  select 1\n  ```")
    (found,) = read(text).principles
    assert found.pattern == "one\n\ntwo\n1. a\n2. b\n\n| x |\n|---|\n\n```sql\nselect 1\n```"


def test_words_between_the_blocks_and_other_fences_are_prose():
    text = principle(
        "- a plain bullet: with a colon", "", "### Background", "", '```python title="x"', "```", "", "```sh", "```"
    )
    assert read(text).principles[0].samples == ()


@pytest.mark.parametrize(
    ("line", "code", "what"),
    [
        ("- **Severity:** high", "CONST106", "unknown field 'Severity'"),
        ("- **Constriant:** y", "CONST106", "unknown field 'Constriant'"),
        ("- **Level:** MUST", "CONST107", "the field 'Level' is given twice, first on line 5"),
        ("- **CWE:** CWE-89, SQL", "CONST108", "'SQL' is not a weakness of the CWE"),
        ("- **CWE:** CWE-0", "CONST108", "'CWE-0' is not a weakness of the CWE"),
        ("- **CWE:** 89", "CONST108", "'89' is not a weakness of the CWE"),
        ("- **Rationale:**", "CONST108", "the field 'Rationale' says nothing"),
        ("- **Applies to:** Python in `src/**`", "CONST108", "'Python in' is not a glob"),
        ("- **Applies to:** all files", "CONST108", "'all files' is not a glob"),
        ("- **Applies to:** `/etc/**`", "CONST108", "'/etc/**' is not a glob of paths in the project"),
        ("- **Applies to:** `a`, `../b`", "CONST108", "'../b' is not a glob of paths in the project"),
        ("- **Review:** none", "CONST108", "unknown review 'none'"),
        ("- **Precision:** 90 %", "CONST108", "unknown precision '90 %'"),
        ("- **Pattern:** ```py\n  eval\n  ```", "CONST108", "a block begins behind 'Pattern'"),
        ("\n**Pattern:** y", "CONST108", "the field 'Pattern' is not a bullet"),
        ("### A-2 C", "CONST104", "the heading 'A-2 C' stands below another principle"),
        ("```python baad\n```", "CONST111", "unknown role 'baad' of a block"),
        ("```check\n```", "CONST111", "'check' names no language"),
        ("```bad python\n```", "CONST111", "'bad python' names no language"),
        ("```python bad a b\n```", "CONST111", "'python bad a b' says too much"),
        ("```yaml check now\nforbid: {text: a}\n```", "CONST111", "'yaml check now' says too much"),
        ("```python bad ../../x\n```", "CONST111", "a sample cannot lie at '../../x'"),
        ("```python bad /etc/passwd\n```", "CONST111", "a sample cannot lie at '/etc/passwd'"),
        ("```python check\n```", "CONST112", "a check is written in YAML"),
        ("```yaml check\n```", "CONST112", "the check says nothing"),
    ],
)
def test_a_mistake_in_a_principle_is_named_at_its_line(line, code, what):
    ((found, at, said),) = mistakes(principle(line))
    assert (found, said) == (code, what)
    assert at == 7 + line.startswith("\n")


@pytest.mark.parametrize(
    ("written", "code", "line", "what"),
    [
        ("forbid: [", "CONST112", 8, "YAML: "),
        ("a: b: c", "CONST112", 8, "YAML: "),
        ("- forbid", "CONST112", 8, "the check is not made of keys"),
        ("just words", "CONST112", 8, "the check is not made of keys"),
        ("forbid: {text: a}\nforbids: {text: b}", "DOC203", 9, "unknown key 'forbids'"),
        ("forbid: {text: a}\nforbid: {text: b}", "DOC202", 9, "key 'forbid' is given twice"),
        ("forbid: text", "CONST112", 8, "'forbid' is not made of keys"),
        ("require:\n  - text: a\n  - b", "CONST112", 10, "'require' is not made of keys"),
        ("forbid: {}", "CONST112", 8, "'forbid' is not made of keys"),
        ("forbid: {text: a, file: b}", "CONST112", 8, "cannot be of the kinds 'file' and 'text'"),
        ("forbid: {text: 9e999}", "CONST112", 8, "that cannot be"),
        ("forbid: &a {text: a}\nrequire: *a", "CONST112", 8, "anchors and aliases"),
        ("forbid: !!python/object:os.system {text: a}", "CONST112", 8, "the YAML tag"),
        ("forbid: " + "{a: " * 40 + "}" * 40, "CONST112", 8, "nested more than 16"),
        ("forbid: {text: a}\n---\nforbid: {text: b}", "CONST112", 9, "a second YAML document"),
        ("forbid: {text: " + "a" * 70_000 + "}", "CONST112", 8, "the check has more than 64 KiB"),
        ("? [a]\n: b", "CONST112", 8, "a key is not a word"),
    ],
)
def test_a_mistake_in_a_check_is_named_at_its_line(written, code, line, what):
    ((found, at, said),) = mistakes(principle(f"```yaml check\n{written}\n```"))
    assert (found, at) == (code, line)
    assert what in said


@pytest.mark.parametrize(
    ("text", "code", "line", "what"),
    [
        ("## A-1 B\n" + BOTH, "CONST102", 1, "the constitution has no title"),
        ("# T\n# U\n## A-1 B\n" + BOTH, "CONST102", 2, "a second title 'U'"),
        ("# T\n## A-1 B\n- **Constraint:** x\n", "CONST109", 2, "'A-1 B' has no level"),
        ("# T\n## A-1 B\n- **Level:** MUST\n", "CONST110", 2, "'A-1 B' has no constraint"),
        ("# T\n## A-1\n" + BOTH, "CONST104", 2, "principle 'A-1' has no title"),
        ("# T\n## SQL\n" + BOTH, "CONST104", 2, "the heading 'SQL' of a principle has no id"),
        ("# T\n## a-1 B\n" + BOTH, "CONST104", 2, "the heading 'a-1 B' of a principle has no id"),
        ("# T\n" + BOTH, "CONST104", 1, "the heading 'T' of a principle has no id"),
        ("# T\n\nVersion 1.0.0 · ratified 2026-11-20\n", "CONST115", 1, "no principle is found"),
        ("# T\n### A-1 B\n- **Constraint:** x\n- **Level:** MAY\n", "CONST104", 2, "is not of the second level"),
        ("# T\n```yaml check\nforbid: {text: a}\n```\n", "CONST111", 2, "this 'check' block belongs to no principle"),
        ("# T\n## Samples\n```yaml check\n```\n", "CONST111", 3, "this 'check' block belongs to no principle"),
        ("---\nextends: a\nid: B\n---\n# T\n", "DOC203", 3, "unknown key 'id'"),
        ("---\nextends: ../../b.md\n---\n# T\n", "DOC204", 2, "'../../b.md' cannot be extended"),
        ("---\nextends:\n  - /etc/b.md\n---\n# T\n", "DOC204", 3, "'/etc/b.md' cannot be extended"),
        ("---\nextends:\n---\n# T\n", "DOC204", 2, "'extends' names no constitution"),
        ("---\nextends: [{a: b}]\n---\n# T\n", "DOC204", 2, "'extends' names no constitution"),
        ("# T\nVersion 1.2 · ratified 2026-11-20\n", "CONST103", 2, "'1.2' is not a semantic version"),
        ("# T\nVersion 01.2.0 | ratified 2026-11-20\n", "CONST103", 2, "'01.2.0' is not a semantic version"),
        ("# T\n\nVersion 1.2.0 · ratified 2026-02-30\n", "CONST103", 3, "there is no day '2026-02-30'"),
        ("# T\nVersion 1.2.0, ratified 20.11.2026\n", "CONST103", 2, "'20.11.2026' is not a date"),
        ("# T\nVersion 1.2.0 · ratified 2026-11-20 · draft\n", "CONST103", 2, "'draft' is neither a version nor a date"),
        ("# T\nVersion 1.2.0 · ratified 2026-11-20\n\nVersion 2.0.0\n", "CONST103", 4, "a second line of versions"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_document_is_named_at_its_line(text, code, line, what):
    ((found, at, said),) = mistakes(text)
    assert (found, at) == (code, line)
    assert what in said


@pytest.mark.parametrize(
    ("level", "hint"),
    [
        ("MUSST", "did you mean 'MUST'?"),
        ("REQUIRED", "write MUST"),
        ("RECOMMENDED", "write SHOULD"),
        ("high", "known are"),
    ],
)
def test_an_unknown_level_is_answered_with_the_one_that_was_meant(level, hint):
    with pytest.raises(DocumentError) as caught:
        read(principle(level=level))
    (mistake,) = caught.value.mistakes
    assert (mistake.code, mistake.place.line) == ("CONST109", 5)
    assert mistake.hint.startswith(hint)


def test_every_mistake_of_a_file_is_named_at_once():
    text = principle(
        "- **Colour:** red", "- **CWE:** x", "", "## A-1 C", "```yaml check", "forbid: 1", "```", level="hi"
    )
    assert [(code, line) for code, line, _ in mistakes(text)] == [
        ("CONST109", 5), ("CONST106", 7), ("CONST108", 8), ("CONST105", 10),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Version 1.2.0 | ratified 2026-11-20", ("1.2.0", date(2026, 11, 20), None)),
        ("**Version:** v1.2.0-rc.1+5 - Ratified 2026-11-20.", ("1.2.0-rc.1+5", date(2026, 11, 20), None)),
        ("_Version_ 1.2.0 — last  amended 2026-11-21", ("1.2.0", None, date(2026, 11, 21))),
        ("Version: 0.1.0", ("0.1.0", None, None)),
        ("Ratified 2026-11-20", (None, date(2026, 11, 20), None)),
        ("Version [VERSION] · ratified [DATE]", (None, None, None)),
        ("Version 2 of the interface stays.", (None, None, None)),
        ("Versioning follows 1.2.0.", (None, None, None)),
    ],
)  # fmt: skip
def test_the_line_of_versions_has_several_forms(line, expected):
    document = read(principle().replace("# T\n", f"# T\n\n{line}\n"))
    assert (document.version, document.ratified, document.amended) == expected


@pytest.mark.parametrize(
    ("level", "constraint", "says"),
    [
        ("MUST", "It SHOULD hold.", "the level is MUST, but the constraint says SHOULD"),
        ("SHOULD", "It SHALL hold, and MAY shine.", "the level is SHOULD, but the constraint says MUST"),
        ("MAY", "It is RECOMMENDED.", "the level is MAY, but the constraint says SHOULD"),
        ("MUST", "It MUST hold, and SHOULD shine.", None),
        ("SHOULD", "It must hold; write `MUST` or ``MAY ` ``.", None),
    ],
)
def test_a_level_that_the_words_contradict_is_remarked_and_no_mistake(level, constraint, says):
    document = read(f"# T\n\n## A-1 B\n\n- **Level:** {level}\n- **Constraint:** {constraint}\n")
    found = [(remark.code, remark.place.line, remark.what) for remark in document.remarks]
    assert found == ([("CONST113", 6, says)] if says else [])


@pytest.mark.parametrize(
    ("line", "tokens"),
    [
        ("In [PROJECT_NAME], {{ team }} decides.", ["[PROJECT_NAME]", "{{ team }}"]),
        ("[DATE] and [NEEDS CLARIFICATION: who?]", ["[DATE]", "[NEEDS CLARIFICATION: who?]"]),
        ("TODO(OWNER): ask", ["TODO(OWNER)"]),
        ("`[CODE_SPAN]`, [LINK](x), [REF][A], [A][REF], ![IMAGE], <!-- [COMMENT_X] -->", []),
        ("BCP 14 [RFC2119] says [MUST], see [GDPR].\n\n[GDPR]: https://example.com", []),
        ("```sh\necho ${a[INDEX]} [SOME_NAME]\n```", []),
        ("text\n\n    echo [SOME_NAME]\n\n[OTHER_NAME]", ["[OTHER_NAME]"]),
    ],
)
def test_tokens_that_nobody_filled_in_are_told_with_their_lines(line, tokens):
    document = read(principle("", line))
    assert [token.text for token in document.tokens] == tokens
    last = document.tokens[-1:]
    assert all(principle("", line).split("\n")[token.place.line - 1].find(token.text) >= 0 for token in last)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("* one", "- one"),
        ("* one\n\n  > quoted\n\n  <!-- unseen -->\n  - two", "- one\n\n> quoted\n\n- two"),
        ("* one\n  <!-- unseen -->\n  - two", "- one\n- two"),
        ("\n  1. one\n\n  3) two", "1. one\n2. two"),
        ("0.1 - 0.2", "0.1 - 0.2"),
        ("``` `a` ``` <!-- unseen -->  b", "``` `a` ``` b"),
    ],
)
def test_the_words_of_a_field_are_those_of_its_blocks(written, found):
    assert read(principle(f"- **Pattern:** {written}")).principles[0].pattern == found


@pytest.mark.parametrize("cwes", ["none", "n/a", "`none`"])
def test_a_principle_may_name_no_weakness(cwes):
    assert read(principle(f"- **CWE:** {cwes}")).principles[0].cwes == ()


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("cwe-089 (SQL injection, all), CWE 20 and `CWE-79`", ("CWE-89", "CWE-20", "CWE-79")),
        ("[CWE-89](https://cwe.mitre.org/data/definitions/89.html); CWE-89", ("CWE-89",)),
        ("\n  - CWE-89\n  - CWE-20", ("CWE-89", "CWE-20")),
    ],
)
def test_weaknesses_have_several_forms(written, found):
    assert read(principle(f"- **CWE:** {written}")).principles[0].cwes == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("src/*.{py,js}, docs", ("src/*.{py,js}", "docs")),
        ("`a b/**` and !`c`", ("a b/**", "!c")),
        ("\n  - `a`\n  - `!b`", ("a", "!b")),
        ("`a`, `b`.", ("a", "b")),
    ],
)
def test_globs_have_several_forms(written, found):
    assert read(principle(f"- **Applies to:** {written}")).principles[0].applies_to == found


def test_a_document_may_only_extend_another_one():
    document = read("---\nextends: web-service\n---\n# Ours\n")
    assert (document.principles, document.extends[0].name) == ((), "web-service")


def test_windows_line_ends_and_a_byte_order_mark_change_nothing():
    assert read("\ufeff" + DOCUMENT.replace("\n", "\r\n")) == read(DOCUMENT)


@pytest.mark.parametrize(
    ("text", "what"), [(" \n", "the file is empty"), ("# Notes\n\nWords.\n", "this is not a constitution")]
)
def test_what_no_reader_knows_is_refused(text, what):
    assert mistakes(text) == [("CONST101", 1, what)]


CONSTITUTIONS = [module for _, module in FORMATS.load_all() if module.READS == "constitution"]


@pytest.mark.parametrize("reader", CONSTITUTIONS, ids=lambda reader: reader.__name__)
def test_cards_specifications_and_other_documents_are_no_constitutions(reader):
    others = [
        *ROOT.glob("testcards/**/*.md"),
        *ROOT.glob("specs/**/*.md"),
        ROOT / "README.md",
        ROOT / "ARCHITECTURE.md",
    ]
    assert len(others) > 3
    opspec = "# OpSpec: billing\n\n## STAGE collect\n\nGATE: MUST be green\n\n## BINDING\n\n```yaml\nid: X\n```\n"
    card = "---\nid: A\nverifies: [FR-001]\n---\n# Card\n\n- **Level:** MUST\n"
    assert not [path for path in others if reader.sniff(path.read_text())]
    assert not reader.sniff(opspec)
    assert not reader.sniff(card)


def test_a_document_that_shows_a_constitution_is_none():
    shown = principle("```yaml check\nforbid: {text: a}\n```")
    assert mistakes(f"# How to\n\n````markdown\n{shown}\n````\n\nDone.\n") == [
        ("CONST101", 1, "this is not a constitution")
    ]
    assert read(f"# T\n\n````markdown\n{shown}\n````\n\n{principle().removeprefix('# T')}").principles[0].checks == ()


def test_the_body_of_a_check_reads_back_to_what_was_written():
    written = 'forbid: {text: "ä\\n\\"b\\"", flags: [on, "1", 1, 1.5, true, ~], note: [a, {b: c}]}'
    (check,) = read(principle(f"```yaml check\n{written}\n```")).principles[0].checks
    assert json.loads(check.body) == {
        "text": 'ä\n"b"', "flags": ["on", "1", 1, 1.5, True, None], "note": ["a", {"b": "c"}],
    }  # fmt: skip
    assert check.body.startswith('{"flags":["on","1",1,1.5,true,null]')
