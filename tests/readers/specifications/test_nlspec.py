from __future__ import annotations

import pytest

from harness.readers.specifications import format_of, nlspec

SPEC = """\
# Pipeline Specification

## 1. Overview

Adapters MUST be native.

## 2. Data Model

```
RECORD ModelInfo extends Base:  -- what a model is
    id       : String = "x"     -- its name
    limit    : Integer | None
    tags     : List<String>,

    FUNCTION f(a) -> B
ENUM Mode:
    FAST     -- quick
    SLOW
other = 1
```

```
RECORD Alone { -- in braces
    a : B
}
```

```python
x = 1
```

### 2.1 Glossary

- **Node** -- a step
- plain

| Term | Meaning |
|------|---------|
| Edge | a link  |

## 3. More

- **Not** -- a term

## 11. Definition of Done

It is done when every item is.

### 11.1 Parsing

- [ ] It accepts
  the subset
- [x] It refuses the rest
  - [ ] at once
  - with a message

  ```
  no
  ```
- Handlers:
  - [ ] start

#### Details

- [ ] It counts lines

### 11.2 Cross-Feature Parity Matrix

| Test case | OpenAI | Gemini | Note |
|-----------|--------|--------|------|
| Parse     | [ ]    | [x]    | soon |
| Run       | [ ]    | N/A    |      |

### 11.3 Passes

| Test case | Pass |
|-----------|------|
| Parse     | [ ]  |

### 11.4 Performance

| Test | Limit |
|------|-------|
| Parse | 1 s |

### 11.5 Smoke Test

Run:

```
x = run()
ASSERT x == 1
```

## Appendix A

- [ ] nothing
"""


def read(text):
    return nlspec.read(text, "docs/pipeline.md")


def stated(text):
    return {one.id: (one.text, one.place.line) for one in read(text).requirements}


def test_the_items_of_the_definition_of_done_are_the_requirements():
    assert stated(SPEC) == {
        "11.1.1": ("It accepts the subset", 51),
        "11.1.2": ("It refuses the rest no", 53),
        "11.1.2.1": ("at once", 54),
        "11.1.2.2": ("with a message", 55),
        "11.1.3.1": ("start", 61),
        "11.1.details.1": ("It counts lines", 65),
        "11.2.1-openai": ("Parse | soon (OpenAI)", 71),
        "11.2.1-gemini": ("Parse | soon (Gemini)", 71),
        "11.2.2-openai": ("Run (OpenAI)", 72),
        "11.3.1": ("Parse", 78),
        "11.4.1": ("Parse | 1 s", 84),
        "11.5.1": ("Smoke Test: x = run() ASSERT x == 1", 90),
    }


def test_what_binds_elsewhere_and_boxes_that_are_not_asked_for_are_left_out():
    assert [(one.text, one.place.line, one.why) for one in read(SPEC).left_out] == [
        ("Run: Gemini N/A", 72, "the matrix does not ask for this box"),
        ("Adapters MUST be native.", 5, "it stands outside of the Definition of Done"),
    ]


def test_a_smoke_test_is_a_scenario():
    (last,) = [one for one in read(SPEC).requirements if one.id == "11.5.1"]
    assert [(one.name, one.text) for one in last.scenarios] == [("Smoke Test", "x = run() ASSERT x == 1")]


def test_records_and_enumerations_are_entities_with_their_fields():
    found = read(SPEC).entities
    assert [(one.name, one.text, one.place.line) for one in found] == [
        ("ModelInfo", "extends Base what a model is", 10),
        ("Mode", "", 16),
        ("Alone", "in braces", 23),
    ]
    assert [(one.name, one.type, one.text, one.place.line) for one in found[0].fields] == [
        ("id", 'String = "x"', "its name", 11),
        ("limit", "Integer | None", "", 12),
        ("tags", "List<String>", "", 13),
    ]
    assert [(one.name, one.text) for one in found[1].fields] == [("FAST", "quick"), ("SLOW", "")]
    assert [one.name for one in found[2].fields] == ["a"]


def test_the_glossary_gives_terms():
    assert [(one.name, one.text) for one in read(SPEC).terms] == [("Node", "a step"), ("Edge", "a link")]
    assert read(SPEC).title == "Pipeline Specification"


def test_ids_do_not_depend_on_how_lines_are_wrapped():
    wrapped = "## 1. A\n\n## 2. Definition of Done\n\n- [ ] a long\n      item\n- [ ] b\n"
    joined = "## 1. A\n\n## 2. Definition of Done\n\n- [ ] a long item\n\n- [ ] b\n"
    assert [(one.id, one.sha256) for one in read(wrapped).requirements] == [
        (one.id, one.sha256) for one in read(joined).requirements
    ]


def test_a_definition_without_a_number_begins_its_ids_itself():
    text = "```\nRECORD A:\n    b : C\n```\n\n## Definition of Done\n\n- [ ] a\n\n### Parsing\n\n- [ ] b\n"
    assert format_of(text, "a.md") == "nlspec"
    assert list(stated(text)) == ["DoD.1", "DoD.parsing.1"]


def test_one_number_for_two_sections_is_a_mistake_and_so_is_an_empty_item():
    found = read("## 2. Definition of Done\n\n### 2.1 A\n\n- [ ] a\n- [ ]\n\n### 2.2 B\n\n| x |\n|---|\n|   |\n")
    assert [(one.code, one.place.line) for one in found.mistakes] == [("SPEC102", 6), ("SPEC102", 12)]
    assert stated("## 2. Definition of Done\n\n### 2.1 A\n\n- [ ] a\n\n### 2.1 B\n\n- [ ] b\n") == {
        "2.1.1": ("a", 5),
        "2.1.2": ("b", 9),
    }


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        (SPEC, True),
        ("## 1. A\n\n## 2. Definition of Done\n", True),
        ("## 2 Definition of Done\n\n```\nENUM A:\n```\n", True),
        ("## Definition of Done\n\n- [ ] a\n", False),
        ("## 1. A\n\nRECORD of all.\n", False),
    ],
)
def test_a_numbered_definition_of_done_or_blocks_of_types_tell_the_format(text, claimed):
    assert nlspec.sniff(text, "docs/a.md") is claimed


def test_a_ticked_box_is_not_part_of_what_is_meant_nor_is_code_a_list_or_a_table_left_out():
    text = "## 2. Definition of Done\n\n- [{}] a\n\n  b\n\n  ```\n  c\n  ```\n  - d\n\n  | e |\n  |---|\n  | f |\n"
    assert read(text.format("x")).requirements == read(text.format(" ")).requirements
    assert [one.text for one in read(text.format("x")).requirements] == ["a b c d f"]
