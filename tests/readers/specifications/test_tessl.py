from __future__ import annotations

import pytest

from harness.readers.specifications import format_of, tessl

SPEC = """\
---
name: Prompt tool
targets:
  - ../src/*.py
---

# LLM Tool

It does things.

## Target

[@generate](../src/llm.py)
- It MUST be there

## Capabilities

### Accept a prompt

Tool accepts a prompt. It MUST be short.

- Valid: `llm "Hello"` prints [@test](../tests/a.py)
- No arguments: error
  [@test] ../tests/b.py
  `[@test] ../tests/c.py`
- Plain
  - with detail

### Show rows

Shows rows.

### Load

- A
- B [@test](../tests/b2.py)

[@test](../tests/d.py)
[@test](../tests/e.py)

## Requirements

- **REQ-1** It is registered.
  `[@test] ../test/f.ts`

- Dedicated mode:
  - thread opens
  - thread closes [@test] ../x.kt
- Other mode
  - [@test](../y.kt)

Stands alone. [@test](../z.kt)

| Case | Test |
|------|------|
| Row | [@test](../row.kt) |
| Bare | none |

## hero.yaml

Fields are Markdown.

And HTML.

`[@test] ../src/l.ts`

## API

```ts { .api }
x MUST
```

## Testing

[@test](../tests/m.js) - Validate all

## Goals

- A goal
- A tested goal [@test](../g.js)
- [@test]
"""


def read(text, path="specs/tool.spec.md"):
    return tessl.read(text, path)


def linked(text):
    return [(one.requirement, one.target) for one in read(text).test_links]


def test_items_of_capabilities_and_what_has_a_test_are_requirements():
    assert {one.id: (one.text, one.place.line) for one in read(SPEC).requirements} == {
        "capabilities.accept-a-prompt-1": ('Valid: `llm "Hello"` prints', 22),
        "capabilities.accept-a-prompt-2": ("No arguments: error", 23),
        "capabilities.accept-a-prompt-3": ("Plain with detail", 26),
        "capabilities.show-rows-1": ("Shows rows.", 31),
        "capabilities.load-1": ("A", 35),
        "capabilities.load-2": ("B", 36),
        "REQ-1": ("It is registered.", 43),
        "requirements-1": ("Dedicated mode: thread opens", 47),
        "requirements-2": ("Dedicated mode: thread closes", 48),
        "requirements-3": ("Other mode", 49),
        "requirements-4": ("Stands alone.", 52),
        "requirements-5": ("Row", 56),
        "hero-yaml-1": ("Fields are Markdown. And HTML.", 61),
        "goals-1": ("A tested goal", 80),
    }


def test_a_test_is_linked_to_what_it_stands_by():
    assert linked(SPEC) == [
        ("capabilities.accept-a-prompt-1", "../tests/a.py"),
        ("capabilities.accept-a-prompt-2", "../tests/b.py"),
        ("capabilities.accept-a-prompt-2", "../tests/c.py"),
        ("capabilities.load-2", "../tests/b2.py"),
        ("capabilities.load-1", "../tests/d.py"),
        ("capabilities.load-1", "../tests/e.py"),
        ("REQ-1", "../test/f.ts"),
        ("requirements-2", "../x.kt"),
        ("requirements-3", "../y.kt"),
        ("requirements-4", "../z.kt"),
        ("requirements-5", "../row.kt"),
        ("hero-yaml-1", "../src/l.ts"),
        ("goals-1", "../g.js"),
    ]


def test_what_was_read_as_nothing_is_left_out_with_the_reason():
    assert [(one.text, one.place.line, one.why) for one in read(SPEC).left_out] == [
        ("../tests/m.js", 75, "its link to a test stands by nothing that is asked for"),
        ("[@test]", 81, "its link to a test names no file"),
        ("It MUST be there", 14, "it is no item of a capability and has no link to a test"),
        ("It MUST be short.", 20, "it is no item of a capability and has no link to a test"),
        ("x MUST", 69, "it stands in a block of code"),
    ]


def test_the_title_is_the_name_in_the_front_matter_or_the_first_heading():
    assert read(SPEC).title == "Prompt tool"
    assert read("# X\n\n## Capabilities\n\n- a\n").title == "X"
    assert read(SPEC).feature == "tool"


def test_tests_that_stand_alone_show_what_has_none_else_the_last():
    both = "# X\n\n- a [@test](a)\n- b [@test](b)\n\n[@test](c)\n"
    assert linked(both) == [("x-1", "a"), ("x-2", "b"), ("x-2", "c")]


def test_a_test_that_an_item_holds_alone_belongs_to_the_items_before():
    assert linked("# X\n\n- a\n- [@test](b)\n") == [("x-1", "b")]
    found = read("# X\n\n- [@test](b)\n")
    assert [one.text for one in found.left_out] == ["b"]
    assert found.test_links == ()


def test_a_capability_with_items_is_not_its_description_too():
    assert [one.text for one in read("## Capabilities\n\n### A\n\nIt does a.\n\n- b\n\n### C\n").requirements] == ["b"]


def test_an_id_given_twice_is_a_mistake_and_its_second_test_is_linked_to_nothing():
    found = read("# X\n\n- REQ-1: a [@test](a)\n- REQ-1: b [@test](b)\n")
    assert [(one.code, one.place.line) for one in found.mistakes] == [("SPEC101", 4)]
    assert [one.target for one in found.test_links] == ["a"]


def test_code_below_an_item_belongs_to_it():
    (one,) = read("# X\n\n- a [@test](a)\n\n  ```\n  b\n  ```\n").requirements
    assert one.text == "a b"


@pytest.mark.parametrize(
    ("text", "path", "claimed"),
    [
        (SPEC, "specs/a.md", True),
        ("# X\n\n## Capabilities\n\n- a\n", "specs/a.spec.md", True),
        ("# X\n\n- a [@test](b)\n", "specs/a.spec.md", True),
        ("# X\n\n- a [@test](b)\n", "specs/a.md", False),
        ("# X\n\n## Capabilities\n\n- a\n", "specs/a.md", False),
        ("# X\n", "specs/a.spec.md", False),
    ],
)
def test_links_sections_and_the_name_tell_the_format(text, path, claimed):
    assert (format_of(text, path) == "tessl") is claimed


def test_a_ticked_box_is_not_part_of_what_is_meant():
    assert read("# X\n\n- [x] a\n").requirements == read("# X\n\n- [ ] a\n").requirements


def test_a_test_on_a_line_below_the_last_of_nested_items_belongs_to_them_all():
    found = read("# X\n\n- In this mode:\n  - a\n  - b.\n  [@test] ../a.kt\n  [@test] ../b.kt\n- `More` stays\n")
    assert [(one.id, one.text) for one in found.requirements] == [
        ("x-1", "In this mode: a b."),
        ("x-2", "`More` stays"),
    ]
    assert linked("# X\n\n- In this mode:\n  - a\n  - b\n  [@test] c\n") == [("x-1", "c")]
    assert linked("# X\n\n- Modes:\n  - a\n    [@test] b\n  - c\n    [@test] d\n") == [("x-1", "b"), ("x-2", "d")]
