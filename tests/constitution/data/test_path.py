from __future__ import annotations

import json

import pytest

from harness.constitution.data.path_reading import PathError, read_path
from harness.constitution.data.tree import Source, plain
from harness.constitution.data.yaml import documents

# The example of RFC 9535, section 1.5.
STORE = """
store:
  book:
    - { category: reference, author: Nigel Rees, title: Sayings of the Century, price: 8.95 }
    - { category: fiction, author: Evelyn Waugh, title: Sword of Honour, price: 12.99 }
    - { category: fiction, author: Herman Melville, title: Moby Dick, isbn: 0-553-21311-3, price: 8.99 }
    - { category: fiction, author: J. R. R. Tolkien, title: The Lord of the Rings, isbn: 0-395-19395-8, price: 22.99 }
  bicycle: { color: red, price: 399 }
"""


def select(path: str, text: str) -> list[object]:
    [root] = documents(Source(text))
    return [plain(item) for item in read_path(path).select(root)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("$.store.book[*].author", ["Nigel Rees", "Evelyn Waugh", "Herman Melville", "J. R. R. Tolkien"]),
        ("$..author", ["Nigel Rees", "Evelyn Waugh", "Herman Melville", "J. R. R. Tolkien"]),
        ("$.store..price", [8.95, 12.99, 8.99, 22.99, 399]),
        ("$..book[2].author", ["Herman Melville"]),
        ("$..book[2].publisher", []),
        ("$..book[-1].title", ["The Lord of the Rings"]),
        ("$..book[0, 1].title", ["Sayings of the Century", "Sword of Honour"]),
        ("$..book[?@.isbn].title", ["Moby Dick", "The Lord of the Rings"]),
        ("$..book[?@.price<10].title", ["Sayings of the Century", "Moby Dick"]),
        ("$['store']['bicycle'].color", ["red"]),
        ('$.store["bicycle"]["color"]', ["red"]),
        ("$.store.bicycle[*]", ["red", 399]),
        ("$.store.*.color", ["red"]),
        ("$..['color', 'isbn']", ["0-553-21311-3", "0-395-19395-8", "red"]),
        ("$..book[?@.price >= 12.99 && @.isbn].title", ["The Lord of the Rings"]),
        ("$..book[?(@.price > 20 || @.price == 8.95)].price", [8.95, 22.99]),
        ("$..book[?!(@.isbn)].price", [8.95, 12.99]),
        ("$..book[?@.category != 'fiction'].price", [8.95]),
        ("$..book[?@.price <= 8.95].price", [8.95]),
        ("$..book[?'fiction' == @.category && @.author > 'F'].price", [8.99, 22.99]),
        ("$..book[?match(@.author, '[A-Z]\\\\. .*')].price", [22.99]),
        ("$..book[?search(@.title, 'the')].price", [8.95, 22.99]),
        ("$..book[?@.isbn == null].price", []),
        ("$..book[?@.isbn != null].price", [8.95, 12.99, 8.99, 22.99]),
        ("$..book[?@.isbn == @.nothing].price", [8.95, 12.99]),
        ("$..book[?@.isbn <= @.nothing].price", [8.95, 12.99]),
        ("$..book[?@.price < 'x'].price", []),
        ("$..book[?@.price > true].price", []),
        ("$.store.book[9]", []),
        ("$.store.book[-9]", []),
        ("$.store.book.title", []),
        ("$.store[0]", []),
        ("$..*.color.*", []),
    ],
)
def test_values_are_selected_as_the_rfc_says(path, expected):
    assert select(path, STORE) == expected


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("$", "1", [1]),
        ("$.a-b.c_d.é", "a-b: { c_d: { é: 1 } }", [1]),
        ("$['a.b']['it\\'s']", "a.b: { it's: 1 }", [1]),
        ("$.on", "on: push", ["push"]),
        ("$..x", "{ x: { x: 1 }, y: [{ x: 2 }] }", [{"x": 1}, 1, 2]),
        ("$..*", "[1, [2]]", [1, [2], 2]),
        ("$[*]['a', 'a']", "[{ a: 1 }]", [1]),
        ("$[?@ == 2]", "[1, 2]", [2]),
        ("$[?@.a == true]", "[{ a: yes }, { a: 'yes' }, { a: true }, { a: 1 }]", [{"a": "yes"}, {"a": True}]),
        ("$[?@[0] == -1.5e0]", "[[-1.5]]", [[-1.5]]),
        ("$ . a [ * ]", "a: [1]", [1]),
        ("$[?@.match == false]", "[{ match: false }]", [{"match": False}]),
    ],
)
def test_names_filters_and_places_have_their_fine_points(path, text, expected):
    assert select(path, text) == expected


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("", "must begin with `$`"),
        ("a.b", "must begin with `$`"),
        ("$.", "a name or `*` is missing"),
        ("$.1", "a name or `*` is missing"),
        ("$[", "in brackets"),
        ("$[a]", "in brackets"),
        ("$[1.5]", "in brackets"),
        ("$[1:2]", "`]` is missing before `:`"),
        ("$['a'", "`]` is missing at the end"),
        ("$.a b", "`b` is one too many"),
        ("$.a#", "`#` cannot be read"),
        ("$[?1]", "a value must be compared"),
        ("$[?@.a == ]", "a filter compares"),
        ("$[?@..a == 1]", "may lead to several"),
        ("$[?@.a == @[*]]", "may lead to several"),
        ("$[?search(@.a 'x')]", "`,` is missing before `'x'`"),
        ("$[?search(@.a, x)]", "regular expression is missing"),
        ("$[?match(@.a, '(?=x)')]", "(?="),
        ("$[?(@.a]", "`)` is missing"),
        ("$[?" + "(" * 30 + "@.a" + ")" * 30 + "]", "nested more than 20"),
        ("$" + ".a" * 1000, "more than 2000 characters"),
    ],
)
def test_a_path_that_makes_no_sense_is_refused_with_the_reason(path, said):
    with pytest.raises(PathError) as error:
        read_path(path)
    assert said in str(error.value)


def test_a_path_is_cut_behind_its_last_step_that_can_lead_to_several():
    path = read_path("$.a[*].b..c.d[0]")
    several, single = path.split()
    assert [segment.single for segment in several.segments] == [True, False, True, False]
    assert single.single
    assert len(single.segments) == 2
    assert read_path("$.a.b").split()[0].segments == ()


def test_aliases_within_aliases_are_looked_through_once():
    lines = ["a0: &a0 [x]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 15)]
    assert select("$..*", "\n".join(lines)).count("x") == 1


def test_text_with_half_a_character_can_be_searched():
    text = json.dumps([{"a": "\ud800x"}])
    from harness.constitution.data import json as json_files

    root = json_files.document(Source(text))
    assert len(read_path("$[?search(@.a, 'x$')]").select(root)) == 1
