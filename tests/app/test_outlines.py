"""A project of which everything was read before is the same one, but for the text and steps of its cards."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.app.outlines import kept_outlines
from harness.app.project import Project, load_project
from harness.app.trace_evidence import of_card
from tests.support.gated import Gated

pytestmark = pytest.mark.requires_git


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gated:
    return Gated.create(tmp_path, monkeypatch)


def outlined(made: Gated) -> Project:
    with kept_outlines() as outlines:
        return load_project(made.folder, outlines=outlines)


def test_what_was_read_before_is_evidence_just_so(made: Gated) -> None:
    whole = load_project(made.folder)
    for found in (outlined(made), outlined(made)):
        assert [of_card(one) for one in found.cards] == [of_card(one) for one in whole.cards]
        assert (found.requirements, found.documents) == (whole.requirements, whole.documents)
    assert [(one.steps, one.text) for one in outlined(made).cards] == [((), "")] * 2


def test_what_was_edited_is_read_again(made: Gated) -> None:
    outlined(made)
    made.edit("testcards/show.md", "Show the list", "Show all")
    made.edit("specs/001-list/spec.md", "show the list", "show all of the list")
    found = outlined(made)
    assert [one.title for one in found.cards] == ["Keep a list", "Show all"]
    assert found.requirements == load_project(made.folder).requirements


def test_what_cannot_be_read_is_told_every_time(made: Gated) -> None:
    made.write("testcards/broken.md", "no front matter\n")
    made.write("specs/002-more/spec.md", "- **FR-001**: The system MUST x.\n- **FR-001**: The system MUST y.\n")
    told = load_project(made.folder).mistakes
    assert told
    assert outlined(made).mistakes == outlined(made).mistakes == told


def test_a_cache_that_holds_nonsense_is_as_if_it_held_nothing(made: Gated, monkeypatch: pytest.MonkeyPatch) -> None:
    outlined(made)
    monkeypatch.setattr("harness.adapters.cache_file.CacheFile.get", lambda self, keys: dict.fromkeys(keys, b"[1]"))
    assert [one.title for one in outlined(made).cards] == ["Keep a list", "Show the list"]


def test_where_a_reader_of_strangers_takes_part_nothing_is_remembered(
    made: Gated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harness.plugins.Family.strangers", ("theirs",))
    with kept_outlines() as outlines:
        assert outlines is None
    assert made.status().tree
