from __future__ import annotations

import pytest

from harness.errors import DocumentError
from harness.markdown.collector import Collector
from harness.markdown.front_matter import read_table, read_value, refuse_unknown_keys, split
from harness.markdown.parse import parse
from harness.markdown.tree import Listing, Scalar, Table


def refused(text: str) -> list[tuple[str, int, str]]:
    with pytest.raises(DocumentError) as caught:
        parse(f"---\n{text}\n---\n# T\n", "a.md")
    assert all(mistake.hint for mistake in caught.value.mistakes)
    return [(mistake.code, mistake.place.line, mistake.what) for mistake in caught.value.mistakes]


def test_values_stay_as_they_are_written():
    table = read_table("a: no\nb: 007\nc: 2026-11-20\nd: ~\ne:\nf: [x, 1.0]\ng: {h: i}\n", "a.md")
    assert table.values["a"] == Scalar("no", 2)
    assert table.values["b"] == Scalar("007", 3)
    assert table.values["c"] == Scalar("2026-11-20", 4)
    assert table.values["d"] == Scalar(None, 5)
    assert table.values["e"] == Scalar(None, 6)
    assert table.values["f"] == Listing((Scalar("x", 7), Scalar("1.0", 7)), 7)
    assert table.values["g"] == Table({"h": Scalar("i", 8)}, {"h": 8}, 8)
    assert table.key_lines["f"] == 7


def test_a_text_without_front_matter_has_none():
    assert split("# T\n---\n", "a.md") == (None, "# T\n---\n")
    assert parse("", "a.md").front is None


def test_empty_front_matter_has_no_keys():
    front = parse("---\n# nothing\n---\n# T\n", "a.md").front
    assert front == Table({}, {}, 2)


def test_dots_end_front_matter_as_yaml_allows():
    assert parse("---\nid: X\n...\n# T\n", "a.md").blocks[0].line == 4


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("- a\n- b", 2, "not made of keys"),
        ("just words", 2, "not made of keys"),
        ("a: 1\nb: [1", 3, "YAML: "),
        ("a: 1\n\tb: 2", 3, "YAML: "),
        ("a: b: c", 2, "YAML: "),
        ("a: &x 1\nb: *x", 2, "anchors and aliases"),
        ("a: *x", 2, "anchors and aliases"),
        ("a: &a [x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]", 2, "anchors and aliases"),
        ("a: !!python/object:os.system x", 2, "the YAML tag"),
        ("a: " + "[" * 40 + "]" * 40, 2, "nested more than 16"),
        ("[a, b]: c", 2, "a key is not a word"),
        ('"a\\nb": c', 2, "characters that cannot be seen"),
        ("a: 1\n" + "b" * 70_000, 2, "more than 64 KiB"),
        ("%YAML 9.9", 2, "YAML: "),
    ],
)
def test_front_matter_that_is_no_list_of_keys_is_refused_at_its_line(text, line, what):
    ((code, at, found),) = refused(text)
    assert (code, at) == ("DOC201", line)
    assert what in found


def test_front_matter_that_does_not_end_is_refused():
    with pytest.raises(DocumentError, match="not ended"):
        parse("---\nid: X\n", "a.md")


def test_every_key_given_twice_is_named_with_its_first_line():
    assert refused("a: 1\nb: 2\na: 3\nb: 4") == [
        ("DOC202", 4, "key 'a' is given twice, first on line 2"),
        ("DOC202", 5, "key 'b' is given twice, first on line 3"),
    ]


def test_an_unknown_key_is_refused_and_the_nearest_known_one_named():
    collector = Collector("a.md")
    refuse_unknown_keys(read_table("verifys: x\n", "a.md"), frozenset({"id", "verifies"}), collector)
    (mistake,) = collector.mistakes
    assert (mistake.place.line, mistake.what) == (2, "unknown key 'verifys'")
    assert mistake.hint == "did you mean 'verifies'? known are 'id', 'verifies'"


def test_a_mistake_names_what_the_yaml_is():
    with pytest.raises(DocumentError, match=r"x\.md:9: the check is not made of keys"):
        read_table("- a", "x.md", 9, "check")


def test_any_value_may_be_read():
    assert read_value("- a\n- {b: c}\n", "x.yaml") == Listing(
        (Scalar("a", 1), Table({"b": Scalar("c", 2)}, {"b": 2}, 2)), 1
    )
    assert read_value("# nothing\n", "x.yaml") is None


def test_a_second_document_in_one_text_is_refused():
    with pytest.raises(DocumentError, match=r"x\.yaml:2: a second YAML document"):
        read_value("a: 1\n---\nb: 2\n", "x.yaml")
