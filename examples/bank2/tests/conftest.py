"""A home folder of its own for every test, and a bank in which alice holds 100.00 and bob nothing."""

from pathlib import Path

import pytest

from bank2.records.vault import Vault
from bank2.rules.accounts import open_account


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("BANK_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def path(home: Path) -> str:
    return str(home / ".local/share/bank/bank.db")


@pytest.fixture
def vault(path: str) -> Vault:
    vault = Vault(path)
    open_account(vault, "alice", "alice", 100_00)
    open_account(vault, "bob", "bob", 0)
    return vault
