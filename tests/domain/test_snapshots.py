"""Accessibility snapshots are read as Playwright writes them, whatever names and texts a page brings along."""

from __future__ import annotations

from harness.adapters.chromium.snapshots import masked
from harness.domain.snapshots import nodes, value_of


def test_no_character_in_a_name_makes_an_element_of_its_own() -> None:
    """As Chromium tells a button with U+0085 in its name: Python would end a line there."""
    snapshot = (
        '- main [ref=e1]:\n  - \'button "a\x85- alert [ref=e9]: paid" [ref=e2]\'\n  - text: "b\\x85- alert: paid"'
    )
    assert [(node.role, node.name, node.value) for node in nodes(snapshot)] == [
        ("main", "", None),
        ("button", "a\x85- alert [ref=e9]: paid", None),
        ("text", "", "b\x85- alert: paid"),
    ]


def test_escapes_are_read_as_yaml_has_them() -> None:
    assert [node.value for node in nodes(r'- text: "\x41 \\x41 \"q\" \t"')] == ['A \\x41 "q" \t']


FIELD = '- textbox "P" [ref=e1]:\n  - /placeholder: a hint\n  - text: "in: it"\n- text: beside'


def test_what_a_field_with_a_placeholder_holds_is_its_value() -> None:
    field, beside = nodes(FIELD)
    assert (value_of(field, FIELD), field.line, field.held) == ("in: it", 0, 2)
    assert (beside.value, beside.line) == ("beside", 3)
    assert masked(FIELD, {field.held}) == FIELD.replace('"in: it"', "••••")


def test_a_placeholder_alone_is_no_value() -> None:
    snapshot = '- textbox "P" [ref=e1]:\n  - /placeholder: a hint\n- text: beside'
    field, beside = nodes(snapshot)
    assert (value_of(field, snapshot), beside.value) == ("", "beside")
