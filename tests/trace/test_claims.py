"""Which requirements mention what a user can reach, and through which evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from harness.domain.places import Place
from harness.domain.requirements import Scenario
from harness.domain.tracing import SurfaceItem, SurfaceKind
from harness.readers import read_card
from harness.trace.claims import Use, claimed
from tests.reports.traces.samples import requirement

NAMES = (
    "bank",
    "bank open",
    "bank account",
    "bank account close",
    "bank transfer",
    "GET /accounts",
    "POST /accounts",
    "GET /accounts/{id}",
    "GET /accounts/latest",
    "DELETE /accounts/{id}",
    "PUT /limits/{id}",
    "GET /files/{name}.{kind}",
    "/accounts/{id}",
    "/help",
    "http://127.0.0.1:9000/status",
)
TITLES = {"/help": "How it works", "/accounts/{id}": "Your account"}


def items(names: Sequence[str] = NAMES) -> tuple[SurfaceItem, ...]:
    return tuple(SurfaceItem(kind=kind_of(name), name=name, source="the product") for name in names)


def kind_of(name: str) -> SurfaceKind:
    if name.startswith(("/", "http")):
        return SurfaceKind.PAGE
    return SurfaceKind.ROUTE if "/" in name else SurfaceKind.COMMAND


def mentioned(text: str, titles: Mapping[str, str] = TITLES, scenario: str = "") -> set[str]:
    """What a requirement of this text mentions; a group through which a command is reached is left out."""
    said = requirement("FR-001", text)
    if scenario:
        where = Place(path="specs/001-bank/spec.md", line=9)
        said = said.model_copy(update={"scenarios": (Scenario(text=scenario, place=where),)})
    found = claimed(items(), [said], [], titles, "http://127.0.0.1:8000")
    names = {one.name for one in found if one.claimed == ("001-bank/FR-001",)}
    return {name for name in names if not any(other.startswith(f"{name} ") for other in names)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A customer opens an account with `bank open NAME`.", {"bank open"}),
        ("It is run as ``bank open``.", {"bank open"}),
        ('It is run as "bank open alice", or as “bank transfer”.', {"bank open", "bank transfer"}),
        ("`$ bank open`", {"bank open"}),
        ("`cd /tmp && bank open alice | tee out; X=1 bank transfer > /dev/null`", {"bank open", "bank transfer"}),
        ("`bank account close`", {"bank account close"}),
        ("`bank account`", {"bank account"}),
        ("`bank`", {"bank"}),
        ("The `open` command opens an account.", {"bank open"}),
        ("The sub-command `account close` closes it.", {"bank account close"}),
        # No literal name of it.
        ("A customer can open a bank account and transfer money.", set()),
        ("bank open is what they type.", set()),
        ("The account is `open`.", set()),
        ("The `shut` command shuts it.", set()),
        ("`bankopen`, `a bank open`, `./bank open`, `echo bank open`", set()),
        ("`bank open", set()),
        ("`bank 'open`", set()),
        ("`bank open --help` tells more.", set()),
        ("`> bank open`", set()),
    ],
)
def test_a_command_is_mentioned_by_its_literal_name(text, names):
    assert mentioned(text) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("bank --verbose open alice", {"bank open"}),
        ("bank --store=/tmp/x open", {"bank open"}),
        ("bank --store /tmp/x open", {"bank open"}),
        ("bank --store open transfer", {"bank"}),  # The value of an option, or a sub-command: either could be meant.
        ("bank -- open", {"bank"}),
        ("bank alice open", {"bank"}),
        ("bank open account close", {"bank open"}),
    ],
)
def test_the_value_of_an_option_is_no_sub_command(line, names):
    assert mentioned(f"`{line}`") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("`GET /accounts` lists them.", {"GET /accounts"}),
        ("A client sends GET /accounts/42, and no more.", {"GET /accounts/{id}", "/accounts/{id}"}),
        ("DELETE /accounts/{account_id}?force=1 removes it.", {"DELETE /accounts/{id}"}),
        ("DELETE /accounts/<id> removes it.", {"DELETE /accounts/{id}"}),
        ("`GET /accounts/latest` is another.", {"GET /accounts/latest", "/accounts/{id}"}),
        ("`/accounts` is where they are.", {"GET /accounts"}),
        ("`/limits/{id}` sets them.", {"PUT /limits/{id}"}),
        ("GET http://localhost:8000/accounts", {"GET /accounts"}),
        ("`http://127.0.0.1:9000/status`", {"http://127.0.0.1:9000/status"}),
        ("GET /files/report.csv", {"GET /files/{name}.{kind}"}),
        ("GET /files/report", set()),
        ("GET /accounts/{id}/entries", set()),
        ("GET /accounts.", {"GET /accounts"}),
        ("PATCH /accounts", set()),
        ("get /accounts and all that", set()),
        ("and/or GET/accounts", set()),
        ("POST http://127.0.0.1:9000/accounts", set()),
    ],
)
def test_a_route_is_mentioned_by_its_method_and_a_path_that_fits(text, names):
    assert mentioned(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The page `/help/` tells how.", {"/help"}),
        ('The page "How it  works" tells how.', {"/help"}),
        ('"how it works" is a page.', set()),
        ('The "How it works" page tells how.', {"/help"}),
        ('It says "How it works".', set()),
    ],
)
def test_a_page_is_mentioned_by_its_path_or_by_its_title_beside_the_word_page(text, names):
    assert mentioned(text) == names


def test_a_title_that_two_pages_have_names_neither():
    assert mentioned('The page "Bank"', titles={"/help": "Bank", "/accounts/{id}": "bank"}) == set()


def test_the_words_of_a_scenario_count_as_those_of_the_requirement():
    assert mentioned("System MUST open.", scenario="When I run `bank open alice`, then it is there.") == {"bank open"}


def test_a_sub_command_that_two_commands_have_is_not_named_by_its_own_name_alone():
    two = (*items(), SurfaceItem(kind=SurfaceKind.COMMAND, name="shop open", source="shop --help"))
    found = claimed(two, [requirement("FR-001", "The `open` command opens.")], [])
    assert not any(one.claimed for one in found)


CARD = """\
---
id: BANK-OPEN
verifies: [FR-001]
surface: [terminal, http, browser]
---
# Open an account

## Before you start
- Run `bank transfer alice bob 1`.

## Steps
1. Run `bank open alice`.
   - You see "alice".
   - Nothing changed: `bank account` still shows "alice".
2. Send `POST /accounts` with JSON `{}`.
   - The status is 201.
3. Open `/accounts/42`.
   - You see "alice".
4. Go to the list at `/help` and look around.
   - It looks good.

## Bad input
1. Send `DELETE /accounts/{order}`.
   - It is refused.
"""


def test_evidence_claims_what_its_steps_use_and_not_what_it_only_prepares_or_probes():
    use = Use("card BANK-OPEN", read_card(CARD, "testcards/open.md"), ("001-bank/FR-001", "001-bank/FR-002"))
    found = {one.name: one for one in claimed(items(), [], [use])}
    through = {name for name, one in found.items() if one.through}
    assert through == {
        "bank",
        "bank open",
        "POST /accounts",
        "GET /accounts/{id}",
        "/accounts/{id}",
        "/help",
        "DELETE /accounts/{id}",
    }
    assert found["bank open"].claimed == ("001-bank/FR-001", "001-bank/FR-002")
    assert found["bank open"].through == ("card BANK-OPEN",)
    assert found["bank transfer"].claimed == found["bank account"].claimed == ()


def test_evidence_of_nothing_that_is_required_claims_nothing():
    use = Use("card BANK-OPEN", read_card(CARD, "testcards/open.md"), ())
    assert not any(one.claimed or one.through for one in claimed(items(), [], [use]))


def test_what_is_mentioned_is_told_apart_from_what_evidence_uses():
    use = Use("card BANK-OPEN", read_card(CARD, "testcards/open.md"), ("001-bank/FR-002",))
    found = {one.name: one for one in claimed(items(), [requirement("FR-001", "`bank transfer`")], [use])}
    assert (found["bank transfer"].claimed, found["bank transfer"].through) == (("001-bank/FR-001",), ())
    assert found["bank"].claimed == ("001-bank/FR-001", "001-bank/FR-002")


@pytest.mark.parametrize(
    "text",
    [
        "`" * 5_000,
        "`bank " * 2_000,
        "`bank" + " --x" * 20_000 + "`",
        "GET /" + "{a}" * 20_000,
        "GET /" + "<a>" * 20_000 + "!",
        "GET " * 20_000,
        '"' * 20_001,
        "`/" + "a/" * 20_000 + "`",
    ],
)
def test_no_text_takes_long(text):
    mentioned(text)


def test_a_segment_of_many_parameters_is_no_trap():
    name = "GET /" + "-".join(["{a}"] * 300) + "!"
    (one,) = claimed(items([name]), [requirement("FR-001", f"GET /{'a-' * 5_000}")], [])
    assert not one.claimed
    exact = "-".join("a" * 300)
    (one,) = claimed(items([name]), [requirement("FR-001", f"GET /{exact}!b")], [])
    assert not one.claimed
    (one,) = claimed(items([name.removesuffix("!")]), [requirement("FR-001", f"GET /{exact}")], [])
    assert one.claimed
