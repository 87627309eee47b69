"""What of a text can be seen."""

from __future__ import annotations

import pytest

from harness.domain.visible import is_blank


@pytest.mark.parametrize("text", ["", " \t\n", "\u200b", "\u3164 \u2800", "\u202e\ufeff", "\x00\x1b", "\ud800"])
def test_what_nobody_can_see_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["x", " \u200b.", "日", "é", "\N{THUMBS UP SIGN}", "\u202eabc"])
def test_what_can_be_seen_is_not_blank(text: str) -> None:
    assert not is_blank(text)
