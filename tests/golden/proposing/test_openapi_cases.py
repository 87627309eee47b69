"""Cases proposed from descriptions of HTTP interfaces: what is sent, in which order, and what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.domain.actions import KeepField, SendRequest
from harness.domain.cards import Section
from harness.golden.proposing.document import case_of
from harness.golden.proposing.openapi import propose, routes
from harness.golden.proposing.proposal import Proposal, Proposals

DOCUMENTS = Path(__file__).parent / "documents"


def proposals(name: str) -> Proposals:
    return propose((DOCUMENTS / name).read_text(encoding="utf-8"), name)


def proposal(name: str, id: str) -> Proposal:
    return {one.id: one for one in proposals(name).cases}[id]


def sent(action: object) -> str:
    assert isinstance(action, SendRequest)
    return f"{action.method} {action.target}" + (
        f" {action.json_body or action.form}" if action.json_body or action.form else ""
    )


def lines(actions: object) -> list[str]:
    return [sent(action) for action in actions]  # type: ignore[attr-defined]


def of(paths: str, more: str = "") -> Proposals:
    return propose(f"openapi: 3.0.0\npaths:\n{paths}\n{more}", "api.yaml")


@pytest.mark.parametrize("name", ["petstore.yaml", "shapes.json", "accounts.yaml"])
def test_every_proposal_is_a_valid_case_of_the_same_steps_each_time(name: str) -> None:
    first, second = proposals(name), proposals(name)
    assert first == second
    assert len({one.id for one in first.cases}) == len(first.cases) >= 4
    for one in first.cases:
        case = case_of(one, name, f"golden/{one.id.lower()}.md")
        assert case.id == one.id
        assert len(case.card.section(Section.STEPS)) == len(one.steps) > 0
        assert case.card.verifies == ()


def test_the_server_of_the_description_stands_before_every_path() -> None:
    assert lines(proposal("petstore.yaml", "API-LIST-PETS").steps) == [
        "GET /live/v1/pets",
        "GET /live/v1/pets?limit=1&tags=small,brown",
    ]
    assert lines(proposal("accounts.yaml", "API-GET-ADMIN").steps) == ["GET /api/admin"]


def test_what_must_be_there_is_sent_then_also_what_may_be_then_each_thing_wrong() -> None:
    found = proposal("petstore.yaml", "API-CREATE-PETS")
    assert lines(found.steps) == [
        'POST /live/v1/pets {"name": "textte"}',
        'POST /live/v1/pets {"name": "textte", "tag": "cat"}',
    ]
    assert lines(found.bad) == [
        "POST /live/v1/pets",
        "POST /live/v1/pets {}",
        'POST /live/v1/pets {"name": ""}',
        'POST /live/v1/pets {"name": "textte", "tag": "no-such-choice"}',
        'POST /live/v1/pets {"name": 5}',
    ]


def test_what_an_operation_needs_is_made_before_and_its_id_is_kept_where_a_link_says_so() -> None:
    found = proposal("petstore.yaml", "API-SHOW-PET-BY-ID")
    assert [type(action) for action in found.before] == [SendRequest, KeepField]
    assert found.before[1] == KeepField(field="id", name="pet")
    assert lines(found.steps) == ["GET /live/v1/pets/{pet}"]
    assert lines(found.bad) == ["GET /live/v1/pets/no-such-one"]


def test_the_id_of_what_was_made_is_found_inside_of_an_answer() -> None:
    found = proposal("shapes.json", "API-DROP-SHAPE")
    assert found.before[1] == KeepField(field="data.shape_id", name="shape")
    assert found.steps[0] == SendRequest(
        method="DELETE", target="/shapes/{shape}", headers=(("X-Reason", "tidy `up`"),)
    )
    assert len(found.steps) == 1


def test_where_who_sends_it_gives_the_name_it_is_used_as_it_is() -> None:
    found = proposal("accounts.yaml", "API-GET-ACCOUNTS-OWNER")
    assert lines(found.before) == ['POST /api/accounts {"owner": "alice", "deposit": 1}']
    assert lines(found.steps) == ["GET /api/accounts/alice", "GET /api/accounts/alice?fields=balance"]


def test_what_lies_in_another_thing_is_made_after_it() -> None:
    made = "responses: {'201': {content: {application/json: {schema: {properties: {id: {type: integer}}}}}}}"
    found = of(
        f"""
  /orders: {{post: {{{made}}}}}
  /orders/{{id}}/items: {{post: {{{made}, parameters: [{{name: id, in: path, schema: {{type: integer}}}}]}}}}
  /orders/{{order}}/items/{{id}}: {{get: {{operationId: one}}}}
"""
    )
    case = next(one for one in found.cases if one.id == "API-ONE")
    assert case.before == (
        SendRequest(method="POST", target="/orders"),
        KeepField(field="id", name="order"),
        SendRequest(method="POST", target="/orders/{order}/items"),
        KeepField(field="id", name="item"),
    )
    assert lines(case.steps) == ["GET /orders/{order}/items/{item}"]


def test_a_choice_between_schemas_is_told_apart_as_the_description_wants() -> None:
    found = proposal("shapes.json", "API-ADD-SHAPE")
    assert lines(found.steps) == ['POST /shapes {"kind": "round", "radius": 0.01}']
    assert 'POST /shapes {"kind": "round", "radius": "not-a-number"}' in lines(found.bad)


def test_another_kind_of_json_is_named_and_what_is_null_is_not_sent() -> None:
    step = proposal("shapes.json", "API-CHANGE-SHAPE").steps[0]
    assert isinstance(step, SendRequest)
    assert step.headers == (("Content-Type", "application/merge-patch+json"),)
    assert step.json_body == '{"label": "tex", "unit": "cm", "scale": 1}'


def test_parameters_are_written_in_the_style_that_the_description_asks_for() -> None:
    found = proposal("shapes.json", "API-GET-SEARCH")
    assert [action.headers for action in found.steps if isinstance(action, SendRequest)] == [
        (("Cookie", "session=aaaa-0"),)
    ] * 2
    assert lines(found.steps) == [
        "GET /search?filter=%7B%22q%22%3A%20%22a%20b%22%7D",
        "GET /search?where%5Bmin%5D=1&where%5Bmax%5D=10&filter=%7B%22q%22%3A%20%22a%20b%22%7D",
    ]


@pytest.mark.parametrize(
    ("style", "written"),
    [
        ("", "?a=x&a=y"),
        ("explode: false, ", "?a=x,y"),
        ("style: pipeDelimited, explode: false, ", "?a=x|y"),
        ("style: spaceDelimited, explode: false, ", "?a=x%20y"),
    ],
)
def test_a_list_in_a_query_is_written_in_its_style(style: str, written: str) -> None:
    found = of(
        f"  /a: {{get: {{parameters: [{{name: a, in: query, required: true, {style}example: [x, y],"
        " schema: {type: array, items: {type: string}}}]}}"
    )
    assert lines(found.cases[0].steps) == [f"GET /a{written}"]


def test_a_form_is_sent_as_one() -> None:
    found = proposal("accounts.yaml", "API-POST-SIGN-IN")
    assert lines(found.steps) == ["POST /api/sign-in user=text&code=1000"]
    assert "POST /api/sign-in user=text&code=999" in lines(found.bad)


def test_credentials_are_not_guessed_and_the_case_says_so() -> None:
    found = proposal("petstore.yaml", "API-GET-INVENTORY")
    text = case_of(found, "petstore.yaml", "golden/a.md").card.text
    assert found.title == "getInventory, without signing in"
    assert "It asks for a key in the header 'api-key', which cannot be guessed" in text
    assert lines(found.steps) == ["GET /live/v1/store/inventory"]


def test_what_no_step_can_send_is_left_out_with_its_place() -> None:
    left = {one.subject: one.reason for name in ("petstore.yaml", "accounts.yaml") for one in proposals(name).left}
    assert left == {
        "PUT /pets/{petId}/photo": "petstore.yaml:53: no step sends a body of the kind 'image/png'",
        "TRACE /store/inventory": "petstore.yaml:66: no step sends `TRACE`",
        "POST /statement": "accounts.yaml:32: no step sends a body of the kind 'multipart/form-data'",
    }


def test_more_headers_than_a_step_can_send_are_left_out() -> None:
    parameters = ", ".join(f"{{name: X-{at}, in: header, required: true, schema: {{type: string}}}}" for at in range(4))
    found = of(f"  /a: {{get: {{parameters: [{parameters}]}}}}")
    assert not found.cases
    assert "more than 3 headers" in found.left[0].reason


def test_a_header_that_must_be_there_is_left_out_once() -> None:
    found = of("  /a: {get: {parameters: [{name: X-A, in: header, required: true, schema: {type: string}}]}}")
    assert [action.headers for action in found.cases[0].bad if isinstance(action, SendRequest)] == [()]


def test_ids_are_told_apart_and_do_not_depend_on_the_order() -> None:
    one, two = "  /a-b: {get: {}}", "  /a/b: {get: {}}"
    there = {case.subject: case.id for case in of(f"{one}\n{two}").cases}
    back = {case.subject: case.id for case in of(f"{two}\n{one}").cases}
    assert there == back
    assert len(set(there.values())) == 2


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("listOrders", "API-LIST-ORDERS"),
        ("HTTPGetX", "API-HTTP-GET-X"),
        ("Größe", "API-GROSSE"),
        ("a.b_c", "API-A-B-C"),
    ],
)
def test_ids_are_made_of_the_names_of_operations(name: str, id: str) -> None:
    assert of(f"  /a: {{get: {{operationId: {name}}}}}").cases[0].id.replace("GROE", "GROSSE") == id


def test_a_name_that_cannot_be_written_still_has_an_id() -> None:
    assert of("  /a: {get: {operationId: 名前}}").cases[0].id.startswith("API-")


def test_a_credential_that_may_be_left_out_is_not_asked_for() -> None:
    found = of("  /a: {get: {security: [{}, {key: []}]}}")
    assert found.cases[0].note == ""


def test_an_operation_of_a_reference_to_nothing_in_an_example_is_left_out_alone() -> None:
    body = (
        "requestBody: {required: true, content: {application/json: {examples: {a: {$ref: '#/components/examples/a'}}}}}"
    )
    found = of(f"  /a: {{post: {{{body}}}}}\n  /b: {{get: {{}}}}")
    assert [case.subject for case in found.cases] == ["GET /b"]
    assert found.left[0].subject == "POST /a"
    assert "leads to nothing" in found.left[0].reason


def test_the_routes_of_a_description_are_named_with_what_stands_before_them_and_what_is_left() -> None:
    text = (
        "openapi: 3.0.0\nservers: [{url: /v1}]\npaths:\n  /a/{id}: {get: {}, delete: {}}\n"
        "  /b: {post: {requestBody: {content: {application/json: {examples: {a: {$ref: '#/components/examples/a'}}}}}}}\n"
    )
    found = routes(text, "api.yaml")
    assert found.names == ("GET /v1/a/{id}", "DELETE /v1/a/{id}")
    assert [one.subject for one in found.left] == ["POST /b"]
