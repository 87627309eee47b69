from __future__ import annotations

import pytest

from harness.errors import DocumentError
from harness.markdown.parse import parse
from harness.markdown.text import decode
from harness.markdown.tree import Fence, Grid, Heading, Html, Item, Listed, Paragraph, parts

TEXT = """\
---
id: X
---
# Title

Two
lines.

1. Run `a`
   now.
   - One.
   - Two.

   ```sh
   x
     y
   ```
2. More.

| a |
|---|
| b |

<!-- aside -->
"""


def refused(text: str) -> tuple[str, int, str]:
    with pytest.raises(DocumentError) as caught:
        parse(text, "a.md")
    (mistake,) = caught.value.mistakes
    assert mistake.hint
    return mistake.code, mistake.place.line, mistake.what


def test_blocks_have_the_lines_of_their_file_front_matter_included():
    heading, paragraph, listed, table, html = parse(TEXT, "a.md").blocks
    assert heading == Heading(1, "Title", 4)
    assert paragraph == Paragraph("Two lines.", 6, ("Two", "lines."))
    assert isinstance(listed, Listed)
    first, second = listed.items
    assert (first.text, first.line, second.line) == ("Run `a` now.", 9, 18)
    bullets, fence = first.below
    assert isinstance(bullets, Listed)
    assert [(bullet.text, bullet.line) for bullet in bullets.items] == [("One.", 11), ("Two.", 12)]
    assert fence == Fence("sh", "x\n  y\n", 14)
    assert isinstance(table, Grid)
    assert (table.kind, table.line, html) == ("table", 20, Html("html_block", 24, "<!-- aside -->\n"))


def test_an_item_that_begins_with_a_block_has_no_words():
    (listed,) = parse("-\n  ```\n  x\n  ```\n", "a.md").blocks
    assert isinstance(listed, Listed)
    assert listed.items[0].text == ""
    assert listed.items[0].below == listed.items[0].blocks
    assert Item(1, ()).text == ""


def test_an_indented_block_is_a_block():
    assert parse("    code\n", "a.md").blocks == (Fence("", "code\n", 1),)


def test_parts_are_what_stands_between_headings_of_a_level():
    before, found = parts(parse("a\n\n## B\nb\n### C\n## D\n", "a.md").blocks, 2)
    assert len(before) == 1
    assert [part.heading.text for part in found] == ["B", "D"]
    assert len(found[0].blocks) == 2


def test_a_document_without_such_headings_is_all_before():
    assert parts(parse("a\n", "a.md").blocks, 2) == ((Paragraph("a", 1, ("a",)),), ())


@pytest.mark.parametrize("levels", [16])
def test_sixteen_levels_are_enough(levels):
    parse("\n".join("  " * level + "- x" for level in range(levels)), "a.md")
    parse("> " * levels + "x", "a.md")


def test_more_levels_are_refused_at_their_line():
    nested = "\n".join("  " * level + "- x" for level in range(40))
    assert refused(nested) == ("DOC103", 17, "nested more than 16 levels deep")
    assert refused("> " * 500_000 + "x")[:2] == ("DOC103", 1)


def test_windows_lines_a_byte_order_mark_and_decomposed_letters_make_no_difference():
    plain = decode("# \u00e4\n\na\n".encode(), "a.md")
    assert decode("\ufeff# a\u0308\r\n\r\na\r".encode(), "a.md") == plain


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"a\nb\xff\n", "DOC101", 2),
        (b"\xfe\xff\x00a", "DOC101", 1),
        (b"a" * (2 * 1024 * 1024 + 1), "DOC102", 1),
        (b"a\n\nb\x00", "DOC104", 3),
        (b"a\x1b[2J", "DOC104", 1),
    ],
)
def test_bytes_that_nobody_can_read_are_refused(data, code, line):
    with pytest.raises(DocumentError) as caught:
        decode(data, "a.md")
    (mistake,) = caught.value.mistakes
    assert (mistake.code, mistake.place.line) == (code, line)


def test_a_text_that_is_too_large_is_refused():
    assert refused("a" * (2 * 1024 * 1024 + 1))[0] == "DOC102"


def test_two_mebibytes_are_enough():
    assert len(decode(b"a" * (2 * 1024 * 1024), "a.md")) == 2 * 1024 * 1024


def test_an_ordered_list_keeps_the_number_that_it_begins_with():
    lists = parse("7. a\n8. b\n\nwords\n\n- c\n\n0) d\n", "a.md").blocks
    assert [one.start for one in lists if isinstance(one, Listed)] == [7, 1, 0]
