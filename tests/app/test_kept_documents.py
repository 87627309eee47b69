"""A document of principles that did not change is not read again, and comes back as it was read."""

from __future__ import annotations

import pytest

from harness.adapters import installed
from harness.app import kept_documents
from harness.app.constitutions import shipped
from harness.app.kept_documents import read_document
from harness.errors import DocumentError
from harness.readers import FORMATS
from tests.support.blobs import Memory

TEXT = shipped()["secrets"].read_bytes()


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of what was really read."""
    found: list[str] = []
    real = kept_documents.read_constitution
    monkeypatch.setattr(kept_documents, "read_constitution", lambda text, path: found.append(path) or real(text, path))
    return found


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_shipped_document_comes_back_as_it_was_read(memory: Memory, reads: list[str], name: str) -> None:
    data = shipped()[name].read_bytes()
    first = read_document(data, name, memory)
    assert read_document(data, name, memory) == first == read_document(data, name)
    assert reads == [name, name]


def test_another_text_name_or_version_is_read(
    memory: Memory, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read_document(TEXT, "a.md", memory)
    read_document(TEXT + b"\n", "a.md", memory)
    assert read_document(TEXT, "b.md", memory).path == "b.md"
    monkeypatch.setattr(installed, "versions", lambda: "others")
    read_document(TEXT, "a.md", memory)
    assert reads == ["a.md", "a.md", "b.md", "a.md"]


def test_mistakes_are_told_each_time(memory: Memory) -> None:
    for _ in range(2):
        with pytest.raises(DocumentError, match="no level"):
            read_document(b"# A\n\n## SEC-001 B\n\n- **Constraint:** C.\n", "a.md", memory)
    assert not memory.kept


@pytest.mark.parametrize("written", [b"", b"{", b"{}", b'{"title": 3}'])
def test_what_cannot_be_read_counts_as_missing(memory: Memory, reads: list[str], written: bytes) -> None:
    first = read_document(TEXT, "a.md", memory)
    memory.kept = dict.fromkeys(memory.kept, written)
    assert read_document(TEXT, "a.md", memory) == first
    assert reads == ["a.md", "a.md"]


def test_beside_a_strangers_reader_nothing_is_kept(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vars(FORMATS), "_foreign", {"theirs": None})
    monkeypatch.setattr(FORMATS, "load_all", lambda: ((name, FORMATS.load(name)) for name in vars(FORMATS)["_own"]))
    read_document(TEXT, "a.md", memory)
    assert not memory.kept
