"""However often a check matches in one file, what is beyond the bound leaves it in doubt instead of being forgotten."""

from __future__ import annotations

import pytest

from harness.constitution.kinds import MOST_IN_A_FILE, Doubtful, Match
from tests.constitution.checks import bench

MANY = MOST_IN_A_FILE + 1
FILES = {
    "text": ("forbid: { text: bomb }", "a.txt", "bomb\n"),
    "data": ("forbid: { data: { path: '$[*]', equals: bomb } }", "a.yaml", "- bomb\n"),
    "import": ("forbid: { import: { of: bomb } }", "a.py", "import bomb\n"),
}


@pytest.mark.parametrize("kind", FILES)
def test_what_is_beyond_the_bound_leaves_a_doubt(kind: str) -> None:
    check, path, line = FILES[kind]
    seen = bench.seen(kind, check, path, line * MANY)
    assert sum(isinstance(one, Match) for one in seen) == MOST_IN_A_FILE
    assert ["more than the 1000 matches" in one.reason for one in seen if isinstance(one, Doubtful)] == [True]
    fewer = bench.seen(kind, check, path, line * (MANY - 1))
    assert [type(one) for one in fewer] == [Match] * MOST_IN_A_FILE


def test_text_that_python_would_read_in_another_encoding_is_in_doubt() -> None:
    seen = bench.seen("text", "forbid: { text: bomb }", "a.py", "# coding: utf-7\n+AGIAbwBtAGI-()\n")
    assert [one.reason for one in seen if isinstance(one, Doubtful)] == [
        "it says that it is in the encoding 'utf-7'; save it in UTF-8"
    ]
