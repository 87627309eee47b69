"""What a page shows is told by role and exact name, from the recorded snapshot alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from harness.domain.expectations import (
    ElementHasValue,
    ElementIs,
    ElementState,
    Expectation,
    OnPage,
    Refused,
    Sees,
    StatusIs,
    Succeeds,
    TitleIs,
)
from harness.domain.observations import Dialog, PageObservation
from harness.domain.verdicts import Cause, Verdict
from harness.evaluation.evidence import Evidence
from harness.evaluation.judges import judge
from harness.evaluation.page_tree import elements
from harness.evaluation.sight import is_of_page, shows_all
from harness.phrasebook.book import read_expectation
from tests.support.sessions import shown

# As Chromium 156 and Playwright 1.65 tell it.
SNAPSHOT = r"""
- generic [active] [ref=e1]:
  - 'heading "Accounts: \"all\"" [level=1] [ref=e2]'
  - paragraph [ref=e3]: Some bold text
  - generic [ref=e5]:
    - text: Amount
    - textbox "Amount" [ref=e6]: "30"
  - textbox "Password" [ref=e8]: ••••
  - checkbox "Remember me" [checked] [ref=e10]
  - checkbox "Not" [ref=e12]
  - button "Go" [disabled] [ref=e13]
  - button "Transfer" [ref=e14]
  - combobox "From" [ref=e16]:
    - option "alice (100.00)"
    - option "bob" [selected]
  - textbox "Memo" [ref=e17]: "a b: c"
  - alert [ref=e18]: "insufficient funds: alice has 70.00"
  - alert [ref=e19]:
    - paragraph [ref=e20]: two
    - paragraph [ref=e21]: parts
  - link "Link 'x'" [ref=e22] [cursor=pointer]:
    - /url: /x?y=1
  - list [ref=e23]:
    - listitem [ref=e24]: one
  - iframe [ref=e32]:
    - generic [ref=f1e1]:
      - button "Inside" [ref=f1e2]
  - slider "Volume" [ref=e35]: "4"
  - img "Logo" [ref=e36]
  - radio "A" [checked] [ref=e40]
  - button "Delete" [ref=e41]
  - button "Delete" [disabled] [ref=e42]
  - textbox "Twice" [ref=e43]: one
  - textbox "Twice" [ref=e44]: two
  - 'button "say: {x} y" [ref=e51]': q
"""
PAGE = PageObservation(
    id="o1",
    did="opened /accounts",
    url="http://127.0.0.1:8000/accounts?page=2#top",
    title="All accounts",
    status=200,
    text="Accounts\nSome bold text",
    snapshot=SNAPSHOT,
)


def expectation(line: str) -> Expectation:
    read = read_expectation(line)
    assert read is not None, line
    return read


def verdict(line: str, page: PageObservation = PAGE) -> tuple[Verdict, Cause | None]:
    judgement = judge(expectation(line), Evidence(step=page))
    return judgement.verdict, judgement.cause


@pytest.mark.parametrize(
    "line",
    [
        'The heading "Accounts: "all"" is shown.',
        'The button "Transfer" is shown.',
        'The button "Transfer" is enabled.',
        'The button "Go" is disabled.',
        'The button "Inside" is shown.',
        'The button "say: {x} y" is shown.',
        'The button "Trans" is not shown.',
        'The box "Remember me" is ticked.',
        'The box "Not" is not ticked.',
        'The box "A" is ticked.',
        'The field "Amount" has the value "30".',
        'The field "From" has the value "bob".',
        'The field "Memo" has the value "a b: c".',
        'The field "Volume" has the value "4".',
        'The alert "insufficient funds: alice has 70.00" is shown.',
        'The alert "two parts" is shown.',
        "The link \"Link 'x'\" is shown.",
        'The image "Logo" is shown.',
        'The button "Delete" is shown.',
        'The page title is "All accounts".',
        "You are on `/accounts`.",
        "You are on `/accounts?page=2`.",
        "The status is 200.",
        "It succeeds.",
        'You see "Some bold text".',
        'You see "30".',
        'You see "Transfer".',
    ],
)
def test_what_a_page_shows_holds(line: str) -> None:
    if 'Accounts: "all"' in line:
        held = judge(ElementIs(role="heading", name='Accounts: "all"', state=ElementState.SHOWN), Evidence(step=PAGE))
        assert held.verdict is Verdict.PASS
        return
    assert verdict(line) == (Verdict.PASS, None)


@pytest.mark.parametrize(
    "line",
    [
        'The heading "accounts" is shown.',
        'The heading "Transfer" is shown.',
        'The button "Transfer" is not shown.',
        'The button "Transfer" is disabled.',
        'The button "Go" is enabled.',
        'The button "Nowhere" is disabled.',
        'The box "Remember me" is not ticked.',
        'The box "Not" is ticked.',
        'The field "Amount" has the value "3".',
        'The field "From" has the value "alice (100.00)".',
        'The field "Nowhere" has the value "1".',
        'The alert "two" is shown.',
        'The list "one two" is shown.',
        'The page title is "Accounts".',
        "You are on `/`.",
        "You are on `/accounts?page=3`.",
        "The status is 404.",
        'You do not see "30".',
    ],
)
def test_what_a_page_does_not_show_fails_the_product(line: str) -> None:
    assert verdict(line) == (Verdict.FAIL, Cause.PRODUCT)


@pytest.mark.parametrize(
    "line",
    [
        'The button "Delete" is disabled.',
        'The alert "insufficient funds" is not shown.',
        'The button "Transfer" is ticked.',
        'The field "Twice" has the value "one".',
        'The heading "Accounts: x" has the value "1".',
        'The field "Password" has the value "secret".',
    ],
)
def test_what_cannot_be_told_is_left_open(line: str) -> None:
    page = PAGE.model_copy(update={"snapshot": SNAPSHOT + '  - heading "Accounts: x" [ref=e60]\n'})
    assert verdict(line, page) == (Verdict.INCONCLUSIVE, Cause.CARD)


@pytest.mark.parametrize(
    "one",
    [
        ElementIs(role="button", name="x", state=ElementState.SHOWN),
        ElementHasValue(role="field", name="x", value="1"),
        TitleIs(title="x"),
        OnPage(path="/"),
    ],
)
def test_of_what_is_no_page_nothing_is_told(one: Expectation) -> None:
    judgement = judge(one, Evidence(step=shown("x")))
    assert (judgement.verdict, judgement.cause) == (Verdict.INCONCLUSIVE, Cause.CARD)


def test_a_dialog_is_seen_before_the_page() -> None:
    page = PAGE.model_copy(update={"dialog": Dialog(kind="confirm", message="Close the account?")})
    assert verdict('You see "Close the account?".', page) == (Verdict.PASS, None)


DIALOG = PAGE.model_copy(update={"dialog": Dialog(kind="confirm", message="Close the account?")})


@pytest.mark.parametrize(
    "line",
    [
        'The button "Transfer" is shown.',
        'The button "Nothing" is not shown.',
        'The dialog "Other" is not shown.',
        'The alert "insufficient funds: alice has 70.00" is shown.',
        'The field "Amount" has the value "30".',
        'The page title is "All accounts".',
        'You see "Some bold text".',
        'You do not see "Nothing".',
        "You see a line matching `Some`.",
    ],
)
def test_of_a_page_behind_a_dialog_nothing_is_told_because_it_was_read_before(line: str) -> None:
    assert verdict(line, DIALOG) == (Verdict.INCONCLUSIVE, Cause.CARD)


def test_a_dialog_is_an_alert_or_a_dialog_by_what_it_says() -> None:
    assert verdict('The dialog "Close the account?" is shown.', DIALOG) == (Verdict.PASS, None)
    assert verdict('The alert "Close the account?" is not shown.', DIALOG) == (Verdict.FAIL, Cause.PRODUCT)
    assert verdict('You see "Delete the account?".', DIALOG) == (Verdict.FAIL, Cause.PRODUCT)
    assert verdict('You do not see "Close the account?".', DIALOG) == (Verdict.FAIL, Cause.PRODUCT)
    assert verdict("You see a line matching `^Remove`.", DIALOG) == (Verdict.FAIL, Cause.PRODUCT)
    assert verdict("You are on `/accounts`.", DIALOG) == (Verdict.PASS, None)


def test_that_something_is_absent_is_not_told_of_a_page_that_was_cut() -> None:
    cut = PAGE.model_copy(update={"snapshot": f"{SNAPSHOT}\n… 12 characters more"})
    assert verdict('The button "Nothing" is not shown.', cut) == (Verdict.INCONCLUSIVE, Cause.EVALUATOR)
    assert verdict('The button "Transfer" is shown.', cut) == (Verdict.PASS, None)
    link = PAGE.model_copy(update={"snapshot": '- link "More" [ref=e1]:\n  - /url: /x'})
    assert verdict('The button "Nothing" is not shown.', link) == (Verdict.PASS, None)


def test_what_is_nothing_but_a_picture_is_called_as_the_picture_is() -> None:
    page = PAGE.model_copy(update={"snapshot": '- button [ref=e1]:\n  - img "Delete" [ref=e2]'})
    assert verdict('The button "Delete" is shown.', page) == (Verdict.PASS, None)


def test_a_box_that_is_half_ticked_is_neither() -> None:
    page = PAGE.model_copy(update={"snapshot": '- checkbox "All" [checked=mixed] [ref=e1]'})
    assert verdict('The box "All" is ticked.', page) == (Verdict.INCONCLUSIVE, Cause.CARD)
    assert verdict('The box "All" is not ticked.', page) == (Verdict.INCONCLUSIVE, Cause.CARD)


def test_a_field_with_a_placeholder_holds_its_value() -> None:
    page = PAGE.model_copy(update={"snapshot": '- textbox "To" [ref=e1]:\n  - /placeholder: a name\n  - text: bob'})
    assert verdict('The field "To" has the value "bob".', page) == (Verdict.PASS, None)


def test_an_action_that_could_not_be_done_fails_whoever_is_to_blame() -> None:
    lacking = PAGE.model_copy(update={"problem": "there is no button called x", "blame": Cause.PRODUCT})
    ambiguous = PAGE.model_copy(update={"problem": "two buttons are called x", "blame": Cause.CARD})
    assert verdict('You see "Some bold text".', lacking) == (Verdict.FAIL, Cause.PRODUCT)
    assert verdict('You see "Some bold text".', ambiguous) == (Verdict.INCONCLUSIVE, Cause.CARD)


def test_a_page_succeeds_or_refuses_only_by_its_status() -> None:
    gone = PAGE.model_copy(update={"status": 404})
    same = PAGE.model_copy(update={"status": None})
    assert verdict("It is refused.", gone) == (Verdict.PASS, None)
    assert verdict("It succeeds.", gone) == (Verdict.FAIL, Cause.PRODUCT)
    assert verdict("It succeeds.", same) == (Verdict.INCONCLUSIVE, Cause.CARD)
    assert verdict("It is refused.", same) == (Verdict.INCONCLUSIVE, Cause.CARD)
    assert verdict("It is refused.") == (Verdict.INCONCLUSIVE, Cause.CARD)


def test_which_expectations_look_at_the_page() -> None:
    assert is_of_page(TitleIs(title="x"), shown("x"), False)
    assert is_of_page(Sees(text="x"), PAGE, False)
    assert not is_of_page(Sees(text="x"), shown("x"), True)
    assert not is_of_page(Succeeds(), PAGE, True)
    assert not is_of_page(Refused(), PAGE, True)
    assert not is_of_page(StatusIs(code=200), PAGE, True)


def test_a_page_that_shows_all_needs_no_further_look() -> None:
    assert shows_all([Sees(text="bold"), TitleIs(title="All accounts")])(PAGE)
    assert not shows_all([Sees(text="bold"), TitleIs(title="Else")])(PAGE)


@given(some.text(alphabet=some.sampled_from("- \"[]=:ref\\n\\\\'e1button{}"), max_size=400))
def test_no_snapshot_breaks_the_reading_of_it(snapshot: str) -> None:
    page = PAGE.model_copy(update={"snapshot": snapshot})
    assert isinstance(elements(page), list)
    assert verdict('The button "b" is shown.', page)[0] in (Verdict.PASS, Verdict.FAIL)


def test_a_huge_page_is_read_in_bounded_time() -> None:
    rows = "".join(f'- button "b{n}" [ref=e{n}]\n' for n in range(60_000))
    assert verdict('The button "b100" is shown.', PAGE.model_copy(update={"snapshot": rows})) == (Verdict.PASS, None)
