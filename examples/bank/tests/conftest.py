"""A data file and a home folder of its own for every test."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bank.accounts import open_account
from bank.store import opened


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("BANK_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def data_file(tmp_path: Path) -> str:
    return str(tmp_path / ".local/share/bank/bank.db")


@pytest.fixture
def db(data_file: str) -> Iterator[sqlite3.Connection]:
    """Alice holds 100.00 and bob nothing."""
    with opened(data_file) as connection:
        open_account(connection, "alice", "alice", 100_00)
        open_account(connection, "bob", "bob")
        yield connection
