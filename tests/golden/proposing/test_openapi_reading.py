"""Descriptions that cannot be read: every mistake is told with its place, none ends in a traceback."""

from __future__ import annotations

import json

import pytest

from harness.errors import DocumentError
from harness.golden.proposing.openapi import propose
from harness.golden.proposing.openapi.source import Dangling, read_source

GET = {"get": {}}


def mistakes(text: str) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        propose(text, "api")
    return [f"{one.place}: {one.code} {one.what}" for one in caught.value.mistakes]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "api:1: GOLD201 the file is empty"),
        ("- a", "api:1: GOLD201 the description is not made of keys"),
        ("a: [1\n", "api:1: DOC201 YAML: did not find expected"),
        ("a: 1\n\tb: 2", "api:2: DOC201 YAML: found a tab character"),
        ('{"a": 1,\n}', "api:2: GOLD201 not JSON: "),
        ('{"a": NaN}', "api:1: GOLD201 not JSON: NaN is not a number in JSON"),
        ('{"openapi": "3.0.0",\n "openapi": "3.0.0"}', "api:2: DOC202 key 'openapi' is given twice, first on line 1"),
        ("a: 1\na: 2", "api:2: DOC202 key 'a' is given twice"),
        ("a: *b", "api:1: DOC201 the YAML alias 'b' names nothing that stands before it"),
        ("a: &b [*b]", "api:1: DOC201 the YAML alias 'b' names nothing"),
        ("a: !!python/object:os.system x", "api:1: DOC201 the YAML tag 'tag:yaml.org,2002:python/object:os.system'"),
        ("title: x", "api:1: GOLD202 the description says neither `openapi` nor `swagger`"),
        ("openapi: 4.0.0\npaths: {}", "api:1: GOLD202 OpenAPI of version 4.0.0"),
        ("a: 1\nswagger: '1.2'", "api:2: GOLD202 Swagger of version 1.2"),
        ("openapi: 3.0.0", "api:1: GOLD203 the description has no `paths`"),
        ("openapi: 3.0.0\npaths: {}", "api:2: GOLD203 the description has no operation"),
        ("openapi: 3.0.0\npaths: {/a: {summary: x}}", "api:2: GOLD203 the description has no operation"),
        ("openapi: 3.0.0\npaths: [1]", "api:2: GOLD203 the description has no operation"),
        ("a\x00b: 1", "api:1: DOC104 control character 0x00"),
    ],
)
def test_a_description_that_cannot_be_read_is_refused_at_its_line(text: str, told: str) -> None:
    assert mistakes(text)[0].startswith(told)


def test_every_reference_that_leads_nowhere_is_told() -> None:
    text = """openapi: 3.0.0
paths:
  /a: {$ref: "other.yaml#/a"}
  /b:
    get:
      parameters:
        - $ref: "#/components/none"
        - $ref: https://example.com/p.json
"""
    assert mistakes(text) == [
        "api:3: GOLD204 the reference 'other.yaml#/a' leads out of the document",
        "api:7: GOLD205 the reference '#/components/none' leads to nothing",
        "api:8: GOLD204 the reference 'https://example.com/p.json' leads out of the document",
    ]


def test_too_large_a_description_is_refused() -> None:
    assert mistakes("a: " + "x" * (2 << 20))[0].startswith("api:1: DOC102")


@pytest.mark.parametrize(
    "text", ["[" * 200_000, '{"a":' * 200_000, "a: " + "[" * 100, '{"a": ' + "[" * 100 + "]" * 100 + "}"]
)
def test_too_deep_a_description_is_refused(text: str) -> None:
    assert "deep" in mistakes(text)[0] or "not JSON" in mistakes(text)[0] or "YAML" in mistakes(text)[0]


@pytest.mark.parametrize("version", ["3.0.0", "'3.0.4'", "3.1.0", "3.0", "3.1", "3.1.0-rc1"])
def test_every_version_of_openapi_3_is_read(version: str) -> None:
    assert len(propose(f"openapi: {version}\npaths: {{/a: {{get: {{}}}}}}", "api").cases) == 1


@pytest.mark.parametrize("version", ["2.0", "'2.0'"])
def test_swagger_2_is_read(version: str) -> None:
    assert len(propose(f"swagger: {version}\npaths: {{/a: {{get: {{}}}}}}", "api").cases) == 1


def test_json_and_yaml_say_the_same() -> None:
    tree = {
        "openapi": "3.0.0",
        "paths": {"/a": {"get": {"summary": 'é \U0001f600 " \\ /', "x": [1, -2.5e3, True, None]}}},
    }
    as_json, as_yaml = json.dumps(tree, indent="\t"), json.dumps(tree, ensure_ascii=False)
    assert read_source(as_json, "a").root == read_source(f"# YAML\n{as_yaml}", "a").root == tree


def test_half_a_surrogate_is_no_character() -> None:
    assert propose('{"openapi": "3.0.0", "paths": {"/a\\ud83d": {"get": {}}}}', "api").cases[0].subject == "GET /a?"


def test_a_reference_is_followed_as_rfc_6901_says() -> None:
    source = read_source("a/b: {m~n: [1, {x y: 2}]}", "a")
    assert source.target("#/a~1b/m~0n/1/x%20y") == 2
    assert source.target("#") is source.root
    assert source.followed({"$ref": "#/a~1b/m~0n/0"}) == 1
    for name in ("#/a~1b/m~0n/2", "#/a~1b/m~0n/-1", "#/none", "#/a~1b/%zz"):
        with pytest.raises(Dangling, match="leads to nothing"):
            source.target(name)


def test_an_alias_stands_for_what_it_names() -> None:
    found = propose("openapi: 3.0.0\nx-all: &one {get: {operationId: first}}\npaths: {/a: *one}", "api")
    assert [case.id for case in found.cases] == ["API-FIRST"]


def test_a_path_that_refers_to_itself_is_left_out() -> None:
    found = propose('openapi: 3.0.0\npaths: {/a: {$ref: "#/paths/~1a"}, /b: {get: {}}}', "api")
    assert [case.subject for case in found.cases] == ["GET /b"]
    assert "leads back to itself" in found.left[0].reason
