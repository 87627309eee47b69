"""Any constitution in our own form: it reads back to the same principles, with checks that fit where there are any."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.constitution.adoption import Source, adopted, lost
from harness.domain.principles import Constitution, Principle
from harness.readers import read_constitution

TICKS = "```"
LIBRARY = f"""\
# Shipped

Version 1.0.0

## LIB-1 Bound parameters

- **Level:** MUST
- **CWE:** CWE-89
- **Applies to:** `*.py`
- **Constraint:** Queries MUST be bound.

{TICKS}yaml check
forbid:
  # built from values
  text: 'execute\\(f"'
{TICKS}

  - **Pattern:** so

    {TICKS}{TICKS}text bad src/a.py
    execute(f"{TICKS}")
    {TICKS}{TICKS}

{TICKS}text good
execute("x", y)
{TICKS}

## LIB-2 Queries of several kinds

- **Level:** MUST
- **CWE:** CWE-89, CWE-90, CWE-20
- **Constraint:** x

{TICKS}yaml check
forbid: {{text: b}}
{TICKS}

## LIB-3 Nothing checks this

- **Level:** MUST
- **CWE:** CWE-79
- **Constraint:** x

## LIB-4 Logs

- **Level:** MUST
- **CWE:** CWE-532, CWE-20
- **Constraint:** Logs hold no password.

{TICKS}yaml check
forbid: {{text: password}}
{TICKS}

## LIB-5 Input is read through a schema

- **Level:** MUST
- **CWE:** CWE-532, CWE-20
- **Constraint:** Every input is read through a schema.

{TICKS}yaml check
require: {{text: schema}}
{TICKS}
"""
LISTED = """\
- {id: A-1, cwe: CWE-89, level: MUST, constraint: Queries MUST be bound., rationale: why}
- {id: A-2, cwe: [90, 20], level: SHOULD, constraint: x}
- {id: A-3, cwe: 79, level: MAY, constraint: x}
- {id: A-4, cwe: 20, title: "Input has a schema", constraint: It SHOULD pass the schema}
- {id: A-5, constraint: "# no heading, MUST"}
"""
SPEC_KIT = """\
<!-- Sync Impact Report -->
# Ledger Constitution

## Core Principles

### I. Library-First (NON-NEGOTIABLE)

`every` part MUST be a library. It:
- is tested
- is [DOCUMENTED]
  1. for users

  and for us

**Rationale**:

| a | b |
|---|---|

> quoted

### II. C#

a | b
--|--
c | d

## Security Requirements

Nobody MUST:

    run code

1. 1986. was MUST
<div>

x MUST

**Version**: 2.1.1 | **Ratified**: 2025-06-13 | **Last Amended**: 2025-07-16
"""
SIX = """\
# Six

Principle: SEC-003 (Bound)
Statement: Every query MUST be:

- bound

  ```python
  db.execute(sql, (value,))
  ```
- short
Rationale: it
   matters
CWE References: CWE-89
Enforcement: MUST be scanned
"""
NATIVE = f"""\
---
extends: [web-service, ../shared/base.md, sibling.md]
---
# Ours

Ratified 2026-01-01

## SEC-1 Seen by people

- **Level:** SHOULD
- **Constraint:** A person looks at it.
- **Pattern:** 0.1 + 0.2, or - so
- **Enforcement:** often
- **Review:** by a person

## SEC-2 Checked

- **Level:** MUST
- **CWE:** CWE-89
- **Applies to:** `src/**`, `!src/x`
- **Constraint:** It MUST hold.

{TICKS}yaml check
forbid: {{text: "a"}}   # kept as it is
{TICKS}

{TICKS}text bad
a
{TICKS}
"""


def source(text: str, path: str) -> Source:
    return Source(read_constitution(text, path), text)


SHIPPED = [source(LIBRARY, "lib")]
OTHERS = {
    "list": source(LISTED, "docs/principles.yaml"),
    "spec kit": source(SPEC_KIT, ".specify/memory/constitution.md"),
    "six fields": source(SIX, "docs/six.md"),
    "ours": source(NATIVE, "constitutions/deep/ours.md"),
}


def again(one: Source, path: str = "constitutions/new.md") -> Constitution:
    return read_constitution(adopted(one, SHIPPED, path).text, path)


def words(principle: Principle) -> dict[str, object]:
    """What a principle says, without where it stands and what was suggested for it."""
    return principle.model_dump(exclude={"place", "constitution", "sha256", "checks", "samples", "applies_to"})


@pytest.mark.parametrize("one", OTHERS.values(), ids=OTHERS)
def test_what_is_adopted_reads_back_to_the_same_principles(one):
    before, after = one.constitution, again(one)
    assert [words(found) for found in after.principles] == [words(found) for found in before.principles]
    assert after.format == "constitution"
    assert (after.title, after.version, after.ratified, after.amended) == (
        before.title, before.version, before.ratified, before.amended,
    )  # fmt: skip
    assert lost(before, after) == ()


@pytest.mark.parametrize("one", OTHERS.values(), ids=OTHERS)
def test_adopting_twice_changes_nothing(one):
    text = adopted(one, [], "constitutions/new.md").text
    assert adopted(source(text, "constitutions/new.md"), [], "constitutions/new.md").text == text


def test_every_shipped_constitution_reads_back_with_its_checks_and_samples():
    library = Path(__file__).parents[2] / "harness/constitution/library"
    for path in library.glob("*.md"):
        one = source(path.read_text(), path.stem)
        adopted_once = adopted(one, [], path.name)
        after = read_constitution(adopted_once.text, path.stem)
        assert adopted_once.unverified == ()
        for old, new in zip(one.constitution.principles, after.principles, strict=True):
            assert words(old) == words(new)
            assert old.applies_to == new.applies_to
            assert [check.body for check in old.checks] == [check.body for check in new.checks]
            assert [(sample.text, sample.path, sample.good) for sample in old.samples] == [
                (sample.text, sample.path, sample.good) for sample in new.samples
            ]


def test_a_principle_without_a_check_gets_that_of_the_nearest_of_the_same_weakness():
    adoption = adopted(OTHERS["list"], SHIPPED, "new.md")
    assert [(found.principle.id, found.shipped.id, found.cwes) for found in adoption.suggestions] == [
        ("A-1", "LIB-1", ("CWE-89",)),
        ("A-2", "LIB-2", ("CWE-90", "CWE-20")),
        ("A-4", "LIB-5", ("CWE-20",)),
    ]
    assert [principle.id for principle in adoption.unverified] == ["A-3", "A-5"]


def test_a_suggestion_brings_its_samples_and_globs_and_says_that_it_is_one():
    text = adopted(OTHERS["list"], SHIPPED, "new.md").text
    first = read_constitution(text, "new.md").principles[0]
    (check,) = first.checks
    assert (check.kind, check.body) == ("text", '{"text":"execute\\\\(f\\""}')
    assert [(sample.path, sample.good, sample.text) for sample in first.samples] == [
        ("src/a.py", False, f'execute(f"{TICKS}")\n'),
        ("", True, 'execute("x", y)\n'),
    ]
    assert first.applies_to == ("*.py",)
    assert "  # built from values\n" in text
    assert text.count("Suggested check, of `lib` ") == 3


def test_checks_of_our_own_and_reviews_stay_as_they_are():
    adoption = adopted(OTHERS["ours"], SHIPPED, "constitutions/deep/ours.md")
    assert (adoption.suggestions, adoption.unverified) == ((), ())
    assert 'forbid: {text: "a"}   # kept as it is\n' in adoption.text
    assert again(OTHERS["ours"]).principles[1].applies_to == ("src/**", "!src/x")


@pytest.mark.parametrize(
    ("path", "extends"),
    [
        ("constitutions/deep/ours.md", '[web-service, "../shared/base.md", "./sibling.md"]'),
        ("new.md", '[web-service, "constitutions/shared/base.md", "constitutions/deep/sibling.md"]'),
        ("a/b/new.md", '[web-service, "../../constitutions/shared/base.md", "../../constitutions/deep/sibling.md"]'),
    ],
)
def test_what_is_extended_is_named_from_where_the_document_goes(path, extends):
    text = adopted(OTHERS["ours"], [], path).text
    assert text.startswith(f"---\nextends: {extends}\n---\n# Ours\n\nRatified 2026-01-01\n")
    assert [parent.name for parent in read_constitution(text, path).extends] == [
        "web-service", "constitutions/shared/base.md", "constitutions/deep/sibling.md",
    ]  # fmt: skip


def test_a_principle_that_does_not_read_back_is_told():
    before = OTHERS["list"].constitution
    changed = [one.model_copy(update={"pattern": "x"}) if one.id == "A-2" else one for one in before.principles[:-1]]
    assert lost(before, before.model_copy(update={"principles": tuple(changed)})) == ("A-2", "A-5")


@pytest.mark.parametrize(
    "text", [LISTED, "- {id: A-1, level: MUST, constraint: '- It MUST be'}\n- {id: A-2, constraint: '1. b'}"]
)
def test_no_two_blank_lines_stand_in_a_row(text):
    assert "\n\n\n" not in adopted(source(text, "list.yaml"), [], "constitutions/new.md").text


def test_a_base_is_extended_in_place_of_what_it_extends():
    text = "---\nextends: web-service\n---\n# Ours\n\n## A-1 X\n\n- **Level:** MUST\n- **Constraint:** It MUST be.\n"
    made = adopted(source(text, "constitutions/old.md"), [], "constitutions/new.md", "old.md").text
    assert made.startswith('---\nextends: ["old.md"]\n---\n# Ours\n')
