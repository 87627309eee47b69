import sqlite3
from pathlib import Path

import pytest

from bank.accounts import find_account
from bank.batches import import_transfers
from bank.refusals import Refused

HEADER = "from,to,amount,memo\n"


def write(home: Path, text: str) -> str:
    path = home / "batch.csv"
    path.write_text(text)
    return str(path)


def test_a_batch_is_carried_out_in_its_order(db: sqlite3.Connection, home: Path) -> None:
    assert import_transfers(db, write(home, HEADER + "alice,bob,30,rent\n\nbob,alice,5,back\n")) == 2
    assert find_account(db, "bob").balance == 25_00


def test_a_refused_line_undoes_the_lines_before_it(db: sqlite3.Connection, home: Path) -> None:
    with pytest.raises(Refused, match="batch.csv:3: insufficient funds"):
        import_transfers(db, write(home, HEADER + "alice,bob,30,\nalice,bob,80,\n"))
    assert find_account(db, "bob").balance == 0


def test_all_unreadable_lines_are_named_at_once(db: sqlite3.Connection, home: Path) -> None:
    with pytest.raises(Refused) as refusal:
        import_transfers(db, write(home, HEADER + "alice,bob,x,\nalice,bob\nalice,bob,1,\n"))
    assert [line.split(":")[1] for line in str(refusal.value).splitlines()] == ["2", "3"]


@pytest.mark.parametrize("content", [b"", b"a,b\n", b"\xff\xfe", HEADER.encode() + b'"open', b"from,to\x00"])
def test_what_is_not_a_batch_is_refused(db: sqlite3.Connection, home: Path, content: bytes) -> None:
    (home / "batch.csv").write_bytes(content)
    with pytest.raises(Refused):
        import_transfers(db, str(home / "batch.csv"))
