"""A quote counts only where it stands in what was shown, as whole words and in order."""

from __future__ import annotations

import pytest

from harness.domain.observations import Dialog, PageObservation
from harness.evaluation.quotes import quote_parts, repeats, stands
from tests.support.sessions import answered, shown

PAGE = PageObservation(
    id="o1",
    did="click",
    title="Accounts",
    text="Total\n1,100.00 in 2 accounts",
    snapshot='- heading "Your accounts" [level=1]',
    dialog=Dialog(kind="confirm", message="Close it?"),
)


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("Transferred 30.00", "Transferred 30.00 from alice to bob\n"),
        ("\u201cTransferred\u201d  30.00", '"Transferred" 30.00\n'),
        ("Transferred ... bob", "Transferred 30.00 from alice to bob\n"),
        ("first line second line", "first line\nsecond line\n"),
        ("Added milk", "\x1b[32mAdded\x1b[0m milk\n"),
        ("[...] to bob", "Transferred 30.00 from alice to bob\n"),
    ],
)
def test_a_quote_stands_where_it_was_shown(quote: str, text: str) -> None:
    assert stands(quote, shown(text))


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("100.00", "balance 1,100.00\n"),
        ("title cannot be empty", "error: title must not be empty\n"),
        ("bob ... alice", "from alice to bob\n"),
        ("alice ... ice", "alice\n"),
        ("ok", "ok\n"),
        ("...", "anything at all\n"),
        ("", "anything at all\n"),
        ("\u200b\u200b\u200b\u200b", "anything at all\n"),
        ("anything", ""),
    ],
)
def test_a_quote_does_not_stand_where_something_else_was_shown(quote: str, text: str) -> None:
    assert not stands(quote, shown(text))


@pytest.mark.parametrize("quote", ["1,100.00 in 2 accounts", "Close it?", "Your accounts", "Accounts"])
def test_a_page_is_quoted_by_its_text_its_dialog_its_title_and_its_snapshot(quote: str) -> None:
    assert stands(quote, PAGE)


def test_an_answer_is_quoted_by_its_body() -> None:
    assert stands('"total": 3', answered(200, '{"total": 3}'))


def test_a_quote_that_one_entry_holds_whole_only_repeats_it() -> None:
    assert repeats("PASS: all good", ["echo 'PASS: all good'"])
    assert not repeats("Added milk", ["todo add milk"])


def test_parts_are_cut_at_elisions_and_too_short_a_quote_has_none() -> None:
    assert quote_parts("a line \u2026 and [...] more") == ("a line", "and", "more")
    assert quote_parts("a ... b") == ()
