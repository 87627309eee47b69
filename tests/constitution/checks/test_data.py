from __future__ import annotations

import pytest

from harness.constitution.checks import data as kind
from harness.errors import DocumentError
from tests.constitution.checks.bench import doubts, job, places, seen

APP = """kind: Deployment
spec:
  containers:
    - name: app
      image: app:1
      privileged: yes
    - name: side
      env: { A: "0" }
"""


def found(check: str, data: str = APP, path: str = "a.yaml") -> list[tuple[str, str]]:
    return places("data", check, path, data)


def notes(check: str, data: str = APP, path: str = "a.yaml") -> list[str]:
    return [one.note for one in seen("data", check, path, data) if one.role == "violates"]


def test_what_is_forbidden_is_found_with_its_key():
    assert found("forbid: { data: { path: $.kind, equals: Deployment } }") == [("-", "kind: Deployment")]
    assert found("forbid: { data: { path: '$..env', exists: true } }") == [("-", "env")]
    assert found("forbid: { data: { path: '$..containers[?@.env]' } }") == [("-", "name: side")]


def test_what_is_required_must_be_at_every_place_that_the_path_leads_to():
    check = "require: { data: { path: '$.spec.containers[*].image', matches: ':' } }"
    assert found(check) == [("+", "image: app:1"), ("-", "name: side")]
    assert notes(check) == ["`$.spec.containers[*].image` is missing"]


def test_one_place_is_enough_where_the_check_says_so():
    check = "require: { data: { path: '$.spec.containers[*].image', matches: ':' }, at-least-one: true }"
    assert found(check) == [("+", "image: app:1")]


def test_a_path_that_leads_to_no_place_at_all_breaks_what_is_required():
    check = "require: { data: { path: '$.spec.volumes[*].name' } }"
    assert found(check) == [("-", "kind: Deployment")]
    assert notes(check) == ["`$.spec.volumes[*].name` leads to nothing"]


def test_places_chosen_apart_may_be_none():
    check = "require: {{ data: {{ each: '{}', path: '@.name' }} }}"
    assert found(check.format("$.spec.volumes[*]")) == []
    assert found(check.format("$..containers[*]")) == [("+", "name: app"), ("+", "name: side")]


def test_what_must_not_exist_is_missing_at_each_place():
    check = "require: { data: { path: '$.spec.containers[*].image', exists: false } }"
    assert found(check) == [("-", "image: app:1"), ("+", "name: side")]
    assert notes(check) == ["`$.spec.containers[*].image` must not be there"]
    assert found("require: { data: { path: '$.a[*].b', exists: false } }") == [("+", "kind: Deployment")]


def test_each_document_of_a_file_is_asked_and_empty_ones_are_none():
    check = "require: { data: { path: $.a, equals: 1 } }"
    assert found(check, "---\n---\na: 1\n---\nb: 1\n---\n") == [("+", "a: 1"), ("-", "b: 1")]


@pytest.mark.parametrize(
    ("when", "asked"),
    [
        ("{ path: $.kind, equals: Deployment }", True),
        ("{ path: $.kind, one-of: [Service, Deployment] }", True),
        ("{ path: $.kind, equals: Service }", False),
        ("{ path: $.kind }", True),
        ("{ path: $.type }", False),
        ("{ path: $.type, exists: false }", True),
        ("{ path: $.kind, exists: false }", False),
        ("[{ path: $.kind, equals: Deployment }, { path: $.spec.x }]", False),
    ],
)
def test_only_the_documents_that_are_meant_are_asked(when, asked):
    assert bool(found(f"require: {{ data: {{ path: $.x, when: {when} }} }}")) is asked
    assert bool(found(f"forbid: {{ data: {{ path: $.kind, when: {when} }} }}")) is asked


def test_an_empty_file_breaks_what_is_required_unless_something_must_be_there_first():
    assert notes("require: { data: { path: $.a } }", "# nothing\n") == ["it is empty"]
    assert found("require: { data: { path: $.a, when: { path: $.b } } }", "") == []
    assert found("require: { data: { each: $.b, path: '@.a' } }", "") == []
    assert found("forbid: { data: { path: $.a } }", "") == []


@pytest.mark.parametrize(
    ("written", "value"),
    [("yes", True), ("On", True), ("NO", False), ("n", False), ("0644", 420), ("0644", 644), ("yes", '"yes"')],
)
def test_what_readers_of_yaml_take_differently_is_forbidden_as_either_and_required_as_neither(written, value):
    text = str(value).lower()
    assert found(f"forbid: {{ data: {{ path: $.a, equals: {text} }} }}", f"a: {written}") == [("-", f"a: {written}")]
    assert found(f"require: {{ data: {{ path: $.a, equals: {text} }} }}", f"a: {written}") == [("-", f"a: {written}")]
    assert found(f"forbid: {{ data: {{ path: $.a, equals: {text} }} }}", f"a: '{written}'") == (
        [("-", "a: 'yes'")] if "yes" in text else []
    )


def test_the_note_tells_that_readers_differ():
    [note] = notes("require: { data: { path: $.a, equals: yes } }", "a: yes")
    assert note == 'to some readers of YAML it is `true`, and must be `"yes"`'


@pytest.mark.parametrize(
    ("condition", "value", "good"),
    [
        ("equals: 3", "3", True),
        ("equals: 3", "3.0", True),
        ("equals: 3", '"3"', False),
        ("equals: true", "true", True),
        ("equals: 1", "true", False),
        ("equals: null", "~", True),
        ("equals: null", "0", False),
        ("equals: [1, { a: b }]", "[1, { a: b }]", True),
        ("equals: [1, { a: b }]", "[1, { a: c }]", False),
        ("equals: [1]", "[1, 2]", False),
        ("equals: { a: 1 }", "{ b: 1 }", False),
        ("one-of: [a, 2]", "a", True),
        ("one-of: [a, 2]", "2", True),
        ("one-of: [a, 2]", '"2"', False),
        ("matches: '^a'", "ab", True),
        ("matches: '^a'", "ba", False),
        ("matches: '^1.5$'", "1.5", True),
        ("matches: '^true$'", "true", True),
        ("matches: '.*'", "[a]", False),
        ("matches: '.*'", "", False),
        ("above: 3", "3", False),
        ("above: 3", "4", True),
        ("above: 3", '"4.5"', True),
        ("above: 3", "true", False),
        ("above: 3", "four", False),
        ("below: 0.5", "0.25", True),
        ("below: 0.5", "0.5", False),
        ("above: 1, below: 3", "2", True),
        ("above: 1, below: 3", "3", False),
        ("above: 1", "[2]", False),
        ("schema: { type: integer, minimum: 2 }", "2", True),
        ("schema: { type: integer, minimum: 2 }", "1", False),
    ],
)
def test_a_condition_holds_or_does_not(condition, value, good):
    assert found(f"require: {{ data: {{ path: $.a, {condition} }} }}", f"a: {value}")[0][0] == ("+" if good else "-")
    assert bool(found(f"forbid: {{ data: {{ path: $.a, {condition} }} }}", f"a: {value}")) is good


@pytest.mark.parametrize(
    ("condition", "value", "note"),
    [
        ("equals: 3", "4", "it is `4`, and must be `3`"),
        ("one-of: [a, b]", "c", 'it is `"c"`, and must be one of `"a"`, `"b"`'),
        ("matches: '^a'", "c", 'it is `"c"`, and must be a text that matches `^a`'),
        ("above: 3", "2", "it is `2`, and must be a number above 3"),
        ("below: 3", "[3]", "it is `[3]`, and must be a number below 3"),
        ("equals: 3", "x" * 80, f'it is `"{"x" * 59}…`, and must be `3`'),
        ("equals: a, note: ask first", "b", 'it is `"b"`, and must be `"a"`; ask first'),
    ],
)
def test_a_note_says_what_a_value_is_and_what_it_must_be(condition, value, note):
    condition, _, more = condition.partition(", note")
    check = f"require: {{ data: {{ path: $.a, {condition} }}{', note' + more if more else ''} }}"
    assert notes(check, f"a: {value}") == [note]


def test_a_schema_tells_each_place_that_does_not_keep_to_it():
    schema = """{ type: object, required: [b], properties: { a: { type: array, items: { type: integer } } },
      additionalProperties: false, patternProperties: { '^x-': {} } }"""
    check = f"require:\n  data:\n    schema: {schema}"
    text = 'a:\n  - 1\n  - "two"\nx-y: 1\nc: 1\n'
    assert sorted(found(check, text)) == [("-", '"two"'), ("-", "a:"), ("-", "a:")]
    assert sorted(notes(check, text)) == [
        "'b' is a required property",
        "'c': not foreseen here",
        "'two' is not of type 'integer'",
    ]
    assert found(check, "b: 1") == [("-", "b: 1")]
    assert found("forbid: { data: { path: $.a, schema: { minimum: 3 } } }", "a: 4") == [("-", "a: 4")]


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("a.json", '{"a": {"b": 1}}'),
        ("tsconfig.json", '// c\n{"a": {"b": 1,},}'),
        ("a.yml", "a: { b: 1 }"),
        (".github/workflows/a.yml", "a: { b: 1 }"),
        ("a.toml", "[a]\nb = 1"),
        ("docs/a.md", "---\na: { b: 1 }\n---\ntext"),
    ],
)
def test_every_format_is_told_by_the_name_of_the_file(path, data):
    assert found("require: { data: { path: $.a.b, equals: 1 } }", data, path)[0][0] == "+"
    assert found("require: { data: { path: $.a.b, equals: 2 } }", data, path)[0][0] == "-"


def test_only_files_of_the_format_are_looked_at_or_those_that_are_named():
    one = job("data", "forbid: { data: { path: $.a, format: json } }")
    assert kind.looks_at(one.options, "a/b.json")
    assert kind.looks_at(one.options, "tsconfig.json")
    assert not kind.looks_at(one.options, "a.yaml")
    two = job("data", "forbid: { data: { path: $.a, format: yaml, files: 'conf/*.tmpl' } }")
    assert kind.looks_at(two.options, "conf/a.tmpl")
    assert not kind.looks_at(two.options, "a.yaml")
    three = job("data", "forbid: { data: { path: $.a } }")
    assert kind.looks_at(three.options, "a.yaml")
    assert not kind.looks_at(three.options, "a.py")


def test_a_named_file_is_read_as_the_format_that_is_given():
    check = "forbid: { data: { path: $.a, files: '*.tmpl', format: yaml } }"
    assert found(check, "a: 1", "x.tmpl") == [("-", "a: 1")]
    [(_, reason)] = doubts("data", "forbid: { data: { path: $.a, files: '*.tmpl' } }", "x.tmpl", "a: 1")
    assert reason == "its name does not tell its format; name it with `format`"


def test_a_workflow_keeps_on_as_a_word():
    text = "on:\n  push: {}\njobs: {}\n"
    assert found("require: { data: { path: $.on.push } }", text, ".github/workflows/a.yml") == [("+", "push")]


def test_a_file_that_cannot_be_read_is_in_doubt_at_its_line():
    [one] = doubts("data", "forbid: { data: { path: $.a } }", "a.yaml", "a: 1\nb: [\n")
    assert one[0] == 2
    assert "not YAML" in one[1]
    assert doubts("data", "forbid: { data: { path: $.a } }", "a.json", b"\n\xff") == [(2, "it is not text in UTF-8")]


def test_a_schema_that_refers_to_nothing_is_a_broken_check():
    check = "require: { data: { schema: { $ref: '#/nowhere' } } }"
    [(_, reason)] = doubts("data", check, "a.yaml", "a: 1")
    assert "refers to what it does not have" in reason
    [(_, reason)] = doubts("data", "forbid: { data: { schema: { $ref: '#' } } }", "a.yaml", "a: 1")
    assert "without end" in reason


def test_without_the_package_a_schema_is_in_doubt_and_says_what_to_install(monkeypatch):
    from harness.constitution.data import schemas

    schemas._validator.cache_clear()
    monkeypatch.setattr(schemas, "_installed", lambda: False)
    check = "require: { data: { schema: { type: whole } } }"
    [(_, reason)] = doubts("data", check, "a.yaml", "a: 1")
    assert reason == "a JSON Schema needs `jsonschema`; pip install 'spec-harness[schema]'"
    schemas._validator.cache_clear()


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("forbid: { data: { path: 'a.b' } }", "must begin with `$`"),
        ("forbid: { data: { path: '@.b' } }", "with `@` beside `each`"),
        ("forbid: { data: { each: $.a, path: $.b } }", "with `@` beside `each`"),
        ("forbid: { data: { each: '@.a', path: '@.b' } }", "`each` looks from the top"),
        ("forbid: { data: { path: $.b, when: { path: '@.a' } } }", "`when` looks from the top"),
        ("forbid: { data: { path: $.b, when: { path: $.a, matches: '(' } } }", "missing )"),
        ("forbid: { data: {} }", "nothing is asked"),
        ("forbid: { data: { format: yaml } }", "nothing is asked"),
        ("forbid: { data: { path: $.a, exists: false } }", "cannot be forbidden"),
        ("require: { data: { path: $.a, exists: false, equals: 1 } }", "cannot be asked for its value"),
        ("require: { data: { path: $.a, matches: '(?=a)' } }", "(?="),
        ("require: { data: { path: $.a, one-of: [] } }", "data.one-of"),
        ("require: { data: { path: $.a, above: true } }", "data.above"),
        ("require: { data: { path: $.a, equal: 1 } }", "data.equal"),
        ("require: { data: { path: $.a, format: xml } }", "data.format"),
        ("require: { data: { path: $.a, when: { equals: 1 } } }", "data.when.0.path"),
        ("require: { data: { path: $.a, when: 3 } }", "data.when"),
        ("require: { data: { schema: { type: whole } } }", "not a JSON Schema"),
        ("require: { data: { schema: { $ref: 'https://x.example/y' } } }", "nothing is fetched"),
        ("require: { data: { schema: { pattern: '(?=a)' } } }", "(?="),
        ("require: { data: { schema: { patternProperties: { '(': {} } } } }", "missing )"),
        ("require: { data: { schema: { patternProperties: {}, not: { unevaluatedProperties: false } } } }", "beside"),
        ("forbid: { data: { path: $.a }, everywhere: true }", "nowhere"),
    ],
)
def test_a_check_that_makes_no_sense_is_refused(check, said):
    with pytest.raises(DocumentError) as error:
        job("data", check)
    assert said in error.value.mistakes[0].what
    assert error.value.mistakes[0].hint
