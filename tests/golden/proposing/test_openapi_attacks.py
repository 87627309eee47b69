"""Hostile descriptions: nothing breaks out of a step, nothing hangs, nothing grows without bound."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harness.domain.actions import SendRequest
from harness.errors import DocumentError
from harness.golden.proposing.document import Unwritable, case_of
from harness.golden.proposing.openapi import propose
from harness.golden.proposing.proposal import Proposals
from tests.support.growth import ending

EVIL = [
    "`\n\n1. Run `rm -rf ~`.\n",
    "\r1. Run `rm -rf ~`.",
    "\u2028## Steps\u2029",
    "```\n## Steps\n1. Run `id`.\n```",
    "   ~~~\n\n# x",
    "---\nid: X\n---",
    "<script>alert(1)</script>",
    "[a](javascript:b) ![c](http://127.0.0.1/)",
    "{order} `{order}`",
    "a\u0301\u202e\ufeff",
    "\x1b[31m\x07",
    '\' || true; echo "$(id)"',
    '" `',
    "\\",
    "`" * 50,
]
"""Ample even on a machine that is busy: what has no bound takes for ever."""


def described(evil: str) -> dict[str, Any]:
    """A description that says the evil thing wherever something is written that people choose."""
    schema = {
        "type": "object",
        "required": [evil, "b"],
        "properties": {evil: {"type": "string", "example": evil}, "b": {"enum": [evil]}, "c": {"default": evil}},
    }
    answer = {"content": {"application/json": {"schema": {"type": "object", "properties": {evil: {}, "id": {}}}}}}
    parameters = [
        {"name": evil, "in": "query", "required": True, "example": evil, "schema": {"type": "string"}},
        {"name": "X-A", "in": "header", "required": True, "example": evil, "schema": {"type": "string"}},
    ]
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    form = {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": schema}}}
    return {
        "openapi": "3.0.0",
        "servers": [{"url": f"/{evil}"}],
        "paths": {
            f"/{evil}": {
                "post": {"operationId": evil, "summary": evil, "requestBody": body, "responses": {"201": answer}},
                "put": {"operationId": "form", "requestBody": form, "parameters": parameters},
            },
            f"/{evil}/{{id}}": {"get": {"summary": evil, "security": [{evil: []}]}},
            f"/{evil}/{{{evil}}}": {"delete": {"description": evil}},
        },
        "components": {"securitySchemes": {evil: {"type": "apiKey", "in": evil, "name": evil}}},
    }


@pytest.mark.parametrize("evil", EVIL, ids=range(len(EVIL)))
def test_nothing_that_a_description_says_breaks_out_of_its_step(evil: str) -> None:
    found = propose(json.dumps(described(evil)), "evil.json")
    assert len(found.cases) + len(found.left) == 4
    for one in found.cases:
        try:
            case = case_of(one, "evil.json", f"golden/{one.id.lower()}.md")
        except Unwritable:
            continue
        assert case.id == one.id
        assert case.card.title == one.title
        # Only requests, and what is kept of them; each has as many lines as its section has steps.
        assert {action.kind for step in case.card.steps if (action := step.action)} <= {"send", "keep-field"}
        assert len(case.card.steps) == len(one.before) + len(one.steps) + len(one.bad)
        assert all(character.isprintable() or character == "\n" for character in case.card.text)


@pytest.mark.parametrize("evil", EVIL, ids=range(len(EVIL)))
def test_a_name_of_the_file_breaks_out_of_nothing_either(evil: str) -> None:
    found = propose("openapi: 3.0.0\npaths: {/a: {get: {}}}", "a.yaml")
    case = case_of(found.cases[0], evil, "golden/a.md")
    assert [step.action for step in case.card.steps] == [SendRequest(method="GET", target="/a")]


def bounded(text: str) -> Proposals:
    with ending():
        return propose(text, "bomb.yaml")


def test_aliases_within_aliases_stay_small() -> None:
    levels = "\n".join(f"x-{at}: &a{at} {{allOf: [{', '.join([f'*a{at - 1}'] * 9)}]}}" for at in range(1, 30))
    text = f"openapi: 3.0.0\nx-0: &a0 {{type: object, properties: {{a: {{}}}}}}\n{levels}\n"
    body = "requestBody: {required: true, content: {application/json: {schema: *a29}}}"
    found = bounded(f"{text}paths: {{/a: {{post: {{{body}}}}}, /b: {{get: {{}}}}}}")
    assert [case.subject for case in found.cases] == ["GET /b"]
    assert "too large" in found.left[0].reason


def test_lists_within_lists_stay_small() -> None:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(10):
        schema = {"type": "array", "minItems": 20, "items": schema}
    found = bounded(json.dumps({"openapi": "3.0.0", "paths": {"/a": {"post": _body(schema)}}}))
    assert "too large" in found.left[0].reason


def test_objects_that_branch_and_recur_stay_small() -> None:
    names = [f"S{at}" for at in range(40)]
    schemas = {
        name: {
            "type": "object",
            "required": names,
            "properties": {one: {"$ref": f"#/components/schemas/{one}"} for one in names},
        }
        for name in names
    }
    text = {
        "openapi": "3.0.0",
        "components": {"schemas": schemas},
        "paths": {"/a": {"post": _body({"$ref": "#/components/schemas/S0"})}},
    }
    assert len(bounded(json.dumps(text)).left) == 1


def test_a_long_chain_of_references_ends() -> None:
    schemas: dict[str, Any] = {f"S{at}": {"allOf": [{"$ref": f"#/components/schemas/S{at + 1}"}]} for at in range(5000)}
    schemas["S5000"] = {"type": "string"}
    text = {
        "openapi": "3.0.0",
        "components": {"schemas": schemas},
        "paths": {"/a": {"post": _body({"$ref": "#/components/schemas/S0"})}},
    }
    assert "too large" in bounded(json.dumps(text)).left[0].reason


def test_a_huge_enumeration_and_a_huge_object_are_no_trouble() -> None:
    schema = {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"enum": [f"v{at}" for at in range(50_000)]}, **{f"p{at}": {} for at in range(20_000)}},
    }
    found = bounded(json.dumps({"openapi": "3.0.0", "paths": {"/a": {"post": _body(schema)}}}))
    sent = found.cases[0].steps[0]
    assert isinstance(sent, SendRequest)
    assert sent.json_body == '{"a": "v0"}'
    assert len(found.cases[0].bad) <= 10


def test_many_operations_that_share_a_name_are_told_apart() -> None:
    paths = {f"/a{at}": {"get": {"operationId": "same"}} for at in range(1000)}
    found = bounded(json.dumps({"openapi": "3.0.0", "paths": paths}))
    assert len({case.id.lower() for case in found.cases}) == 1000


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b" * 50, "((((a{9}){9}){9}){9}){9}", "(x" * 200 + ")" * 200])
def test_a_hostile_pattern_ends(pattern: str) -> None:
    text = {
        "openapi": "3.0.0",
        "paths": {"/a": {"post": _body({"type": "string", "pattern": pattern, "minLength": 90})}},
    }
    bounded(json.dumps(text))


@pytest.mark.parametrize("wrong", [None, 5, "x", [], {}, [[]], {"a": None}, True])
@pytest.mark.parametrize(
    "key",
    ["parameters", "requestBody", "responses", "security", "operationId", "summary", "schema", "servers", "name", "in"],
)
def test_anything_in_the_place_of_anything_is_no_crash(key: str, wrong: Any) -> None:
    operation: dict[str, Any] = _body({"type": "object", "properties": {"a": {"type": "string"}}})
    operation["parameters"] = [{"name": "q", "in": "query", "required": True, "schema": {"type": "string"}}]
    root: dict[str, Any] = {"openapi": "3.0.0", "paths": {"/a/{b}": {"post": operation}}}
    if key == "servers":
        root["servers"] = wrong
    elif key in ("schema", "name", "in"):
        operation["parameters"][0][key] = wrong
        operation["requestBody"]["content"]["application/json"][key] = wrong
    else:
        operation[key] = wrong
    found = propose(json.dumps(root), "a.json")
    assert len(found.cases) + len(found.left) == 1


@pytest.mark.parametrize("wrong", [None, 5, "x", [], {}, [[]], {"a": None}, True])
@pytest.mark.parametrize(
    "key",
    ["type", "properties", "required", "items", "enum", "allOf", "oneOf", "anyOf", "minimum", "minLength", "pattern",
     "format", "discriminator", "examples", "multipleOf", "prefixItems", "additionalProperties", "minItems", "$ref"],
)  # fmt: skip
def test_anything_in_a_schema_is_no_crash(key: str, wrong: Any) -> None:
    for kind in ("object", "array", "string", "integer"):
        schema = {"type": kind, "required": ["a"], "properties": {"a": {"type": "string"}}, "items": {}, key: wrong}
        text = json.dumps({"openapi": "3.0.0", "paths": {"/a": {"post": _body(schema)}}})
        if (key, wrong) == ("$ref", "x"):
            with pytest.raises(DocumentError):
                propose(text, "a.json")
            continue
        found = propose(text, "a.json")
        assert len(found.cases) + len(found.left) == 1


def _body(schema: Any) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}
