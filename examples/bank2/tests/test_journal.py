"""What happens to the file when things go wrong."""

import fcntl
import os
import threading
from pathlib import Path

import pytest

from bank2.records import journal
from bank2.records.events import KINDS, PaidIn, from_array, to_array
from bank2.records.journal import DataFault
from bank2.records.vault import Vault
from bank2.refusal import Refusal
from bank2.rules import accounts, batches, payments


def balance(path: str, name: str) -> int:
    vault = Vault(path)
    with vault.visit():
        return vault.books.accounts[name].balance


def test_a_second_vault_sees_what_the_first_wrote_and_the_other_way_round(vault: Vault, path: str) -> None:
    other = Vault(path)
    payments.pay_in(other, "alice", 1)
    payments.pay_in(vault, "alice", 1)
    assert balance(path, "alice") == 100_02


def test_half_a_line_is_passed_over_and_cut_off_by_the_next_change(vault: Vault, path: str) -> None:
    with open(path, "ab") as file:
        file.write(b'[["PaidIn","alice",999')
    assert balance(path, "alice") == 100_00
    payments.pay_in(vault, "alice", 1)
    assert balance(path, "alice") == 100_01


def test_a_batch_that_is_refused_leaves_no_trace(vault: Vault, path: str) -> None:
    Path("late.csv").write_text("from,to,amount,memo\nalice,bob,10,x\nalice,bob,1000,x\n")
    before = Path(path).read_bytes()
    with pytest.raises(Refusal, match=r"late\.csv:3: insufficient funds: alice has 90\.00"):
        batches.carry_out(vault, "late.csv")
    assert Path(path).read_bytes() == before
    assert vault.books.accounts["alice"].balance == 100_00


def test_a_disk_that_fills_up_leaves_no_trace(vault: Vault, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Path(path).read_bytes()

    def fill_up(file: int, text: bytes) -> None:
        os.write(file, text[:9])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal, "write_whole", fill_up)
    with pytest.raises(OSError, match="No space left"):
        payments.pay_in(vault, "alice", 1)
    assert Path(path).read_bytes() == before
    assert vault.books.accounts["alice"].balance == 100_00


def test_a_line_that_is_no_event_is_a_fault(vault: Vault, path: str) -> None:
    with open(path, "ab") as file:
        file.write(b'[["Stolen","alice"]]\n')
    with pytest.raises(DataFault, match="malformed"):
        balance(path, "alice")


def test_another_file_is_a_fault(home: Path) -> None:
    (home / "notes").write_text("do not lose this")
    with pytest.raises(DataFault, match="not a database"), Vault(str(home / "notes")).visit():
        pass
    assert (home / "notes").read_text() == "do not lose this"


def test_a_removed_file_is_an_empty_bank(vault: Vault, path: str) -> None:
    os.unlink(path)
    with vault.visit():
        assert not vault.books.accounts


def test_a_lock_that_is_not_given_back_is_a_fault(vault: Vault, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "SECONDS_TO_WAIT", 0.05)
    with open(path, "rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(DataFault, match="database is locked"):
            payments.pay_in(vault, "alice", 1)


def test_a_balance_that_would_not_fit_is_refused_as_a_whole(vault: Vault) -> None:
    with pytest.raises(DataFault, match="CHECK"), vault.change():
        vault.record(PaidIn("alice", 2**63 - 1, "2026-01-01", False))
    assert vault.books.accounts["alice"].balance == 100_00


def test_deposits_of_many_threads_are_all_kept(vault: Vault, path: str) -> None:
    vaults = [vault, Vault(path)]
    threads = [threading.Thread(target=payments.pay_in, args=(vaults[n % 2], "bob", 1)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert balance(path, "bob") == 20


def test_every_kind_of_event_survives_the_journal() -> None:
    for kind in KINDS.values():
        event = kind._make(range(len(kind._fields)))
        assert from_array(to_array(event)) == event


def test_money_is_never_made_or_lost_by_transfers(vault: Vault) -> None:
    for cents in range(1, 40):
        payments.transfer(vault, payments.Wish("alice", "bob", cents))
    assert accounts.add_up(vault.books.accounts.values()) == 100_00
