"""Rules whose failure a card would hardly show."""

from datetime import date
from pathlib import Path

import pytest

from bank2.records.vault import Vault
from bank2.refusal import Reason, Refusal
from bank2.rules import access, payments, standing
from bank2.rules.payments import Wish


def test_a_key_pays_once_and_for_one_wish_only(vault: Vault) -> None:
    first = payments.transfer_once(vault, Wish("alice", "bob", 1), "alice", "k")
    assert payments.transfer_once(vault, Wish("alice", "bob", 1), "alice", "k") == first
    with pytest.raises(Refusal, match="another transfer"):
        payments.transfer_once(vault, Wish("alice", "bob", 2), "alice", "k")
    assert vault.books.accounts["bob"].balance == 1


def test_a_standing_order_takes_the_number_after_the_highest_in_use(vault: Vault) -> None:
    assert [standing.place(vault, Wish("alice", "bob", 1), 1).number for _ in range(3)] == [1, 2, 3]
    standing.cancel(vault, "3")
    standing.cancel(vault, "1")
    assert standing.place(vault, Wish("alice", "bob", 1), 1).number == 3


@pytest.mark.parametrize(
    ("day", "count"), [((2026, 2, 27), 0), ((2026, 2, 28), 1), ((2028, 2, 28), 0), ((2028, 2, 29), 1)]
)
def test_day_31_is_the_last_day_of_a_shorter_month(vault: Vault, day: tuple[int, int, int], count: int) -> None:
    standing.place(vault, Wish("alice", "bob", 1), 31)
    assert len(standing.serve_all(vault, date(*day))) == count


def test_a_link_works_once_and_its_secret_is_kept_nowhere(vault: Vault, home: Path, path: str) -> None:
    access.invite(vault, "alice")
    mail = next((home / "outbox").iterdir()).read_text()
    secret = mail.rsplit("/", 1)[1].strip()
    session, customer = access.spend_link(vault, secret)
    assert (customer, access.get_customer(vault.books, session)) == ("alice", "alice")
    assert not {secret, session} & set(Path(path).read_text().replace('"', "\n").split("\n"))
    with pytest.raises(Refusal, match="has been used") as refused:
        access.spend_link(vault, secret)
    assert refused.value.reason is Reason.SPENT


def test_a_session_that_ended_is_nobody(vault: Vault) -> None:
    access.end_session(vault, "never begun")
    with pytest.raises(Refusal) as refused:
        access.get_customer(vault.books, "never begun")
    assert refused.value.reason is Reason.NOT_SIGNED_IN
