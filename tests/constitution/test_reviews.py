"""The file of reviews is a table that people read; a row that confirms nothing is a mistake, and what is outdated goes."""

from __future__ import annotations

from datetime import date

import pytest

from harness.constitution.reviews import Confirmation, Confirmations, read_reviews, with_confirmations
from harness.errors import UsageError

OLD, NEW = "a" * 64, "b" * 64
PATH = "constitutions/reviews.md"


def row(principle: str = "SEC-001", sha256: str = NEW, by: str = "Ann", note: str = "") -> Confirmation:
    return Confirmation(principle=principle, sha256=sha256, by=by, date=date(2026, 11, 20), note=note)


def test_what_is_written_is_read_again() -> None:
    rows = (row(note="as agreed | on paper\nin May"), row("REV-2", by="Bob | Co"))
    text = with_confirmations("", rows)
    assert text.startswith("# Reviews\n")
    assert read_reviews(text, PATH) == (row(note="as agreed | on paper in May"), row("REV-2", by="Bob | Co"))


def test_a_row_replaces_what_is_for_other_content_or_by_the_same_person() -> None:
    text = with_confirmations("", [row(sha256=OLD), row("OTH-1", OLD), row(by="Bob", note="first")])
    again = with_confirmations(text, [row(by="Bob", note="second"), row(by="Cleo")])
    assert read_reviews(again, PATH) == (row("OTH-1", OLD), row(by="Bob", note="second"), row(by="Cleo"))
    assert again.count("| Principle |") == 1


def test_two_people_may_confirm_the_same_content() -> None:
    text = with_confirmations(with_confirmations("", [row()]), [row(by="Bob")])
    stored = Confirmations(read_reviews(text, PATH))
    assert stored.confirmed("SEC-001", NEW) == "Ann on 2026-11-20, Bob on 2026-11-20"


def test_prose_around_the_table_stays() -> None:
    text = with_confirmations("", [row(sha256=OLD)]) + "\nAsk Ann first.\n"
    changed = with_confirmations(text, [row()])
    assert changed == text.replace(OLD, NEW)


def test_an_empty_table_is_filled_and_prose_alone_gets_one() -> None:
    head = with_confirmations("", [])
    assert with_confirmations(head, [row()]) == with_confirmations("", [row()])
    assert with_confirmations("# Ours\n", [row()]).startswith("# Ours\n\n| Principle | Content |")


def test_only_exactly_the_same_content_is_confirmed() -> None:
    stored = Confirmations([row(sha256=OLD)])
    assert stored.confirmed("SEC-001", OLD) == "Ann on 2026-11-20"
    assert stored.confirmed("SEC-001", NEW) is None
    assert stored.confirmed("SEC-002", OLD) is None
    assert (stored.stale("SEC-001"), stored.stale("SEC-002")) == (True, False)
    assert Confirmations().confirmed("SEC-001", OLD) is None


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (f"| SEC-001 | {NEW} |  | 2026-11-20 | |", "this row does not say who confirmed what"),
        (f"| | {NEW} | Ann | 2026-11-20 |", "this row does not say who confirmed what"),
        (f"| SEC-001 | {NEW} | Ann | 2026-11-20 | a | b |", "this row does not say who confirmed what"),
        ("| SEC-001 | anything | Ann | 2026-11-20 | |", "'anything' is no digest of a content"),
        (f"| SEC-001 | {NEW} | Ann | today | |", "'today' is no date"),
        (f"| SEC-001 | {NEW} | Ann |", "'' is no date"),
    ],
)
def test_a_row_that_confirms_nothing_is_a_mistake_at_its_line(line: str, what: str) -> None:
    with pytest.raises(UsageError, match=rf"^{PATH}:3: {what}"):
        read_reviews(f"# Reviews\n\n{line}\n", PATH)


def test_a_digest_may_stand_in_a_code_span_and_the_note_may_be_left_out() -> None:
    assert read_reviews(f"| SEC-001 | `{NEW}` | Ann | 2026-11-20 |\n", PATH) == (row(),)
