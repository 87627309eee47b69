"""Files that reports quote: plain ones of the project, and nothing else, whatever a record says."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.adapters.quoted_files import QuotedFiles


def test_a_file_of_the_project_is_read(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_bytes(b"x = 1\r\n")
    assert QuotedFiles(tmp_path).read("src/a.py") == b"x = 1\r\n"


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "link", "out/secret", "a\0b", "a\ud800", "gone", ".", ""])
def test_nothing_else_is(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret").write_text("s")
    root = tmp_path / "project"
    root.mkdir()
    (root / "link").symlink_to(tmp_path / "secret")
    (root / "out").symlink_to(tmp_path)
    assert QuotedFiles(root).read(path) is None
