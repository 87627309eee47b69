from __future__ import annotations

import pytest

from harness.app.source import TreeSource


@pytest.fixture
def source(tmp_path):
    """A tree with sources of three languages."""
    for name, text in {
        "src/bank/__init__.py": "",
        "src/bank/ledger.py": '"""class OnlyWords, def only_words."""\n\nclass LedgerStore:\n    def post_entry(self): ...\n',
        "src/bank/broken.py": "def post_broken(:\n",
        "web/app.ts": "export function drawChart() {}\nexport interface ChartOptions {}\n",
        "cmd/main.go": "func (s *Store) OpenBook() {}\n",
        "node_modules/x/index.js": "function fromElsewhere() {}\n",
        "testcards/helper.py": "def of_a_card(): ...\n",
        "notes.txt": "class NotSource\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "huge.py").write_text("def in_a_huge_file(): ...\n" + "#" * 2_000_000)
    return TreeSource(tmp_path)


def test_a_path_is_known_by_any_end_of_it(source):
    assert source.has_path("src/bank/ledger.py")
    assert source.has_path("bank/ledger.py")
    assert source.has_path("ledger.py")
    assert not source.has_path("edger.py")
    assert not source.has_path("notes.txt")
    assert not source.has_path("testcards/helper.py")


def test_a_module_is_known_by_its_dotted_name_and_by_what_is_in_it(source):
    assert source.has_module("bank")
    assert source.has_module("bank.ledger")
    assert source.has_module("bank.ledger.LedgerStore")
    assert not source.has_module("bank.transfers")
    assert not source.has_module("notes")


def test_definitions_are_found_in_code_and_not_in_words(source):
    asked = {
        "LedgerStore", "post_entry", "OnlyWords", "only_words", "post_broken", "drawChart", "ChartOptions", "OpenBook",
        "fromElsewhere", "of_a_card", "NotSource", "in_a_huge_file",
    }  # fmt: skip
    assert source.defined(asked) == {
        "LedgerStore": "src/bank/ledger.py:3",
        "post_entry": "src/bank/ledger.py:4",
        "drawChart": "web/app.ts:1",
        "ChartOptions": "web/app.ts:2",
        "OpenBook": "cmd/main.go:1",
    }
