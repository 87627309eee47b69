"""What a site shows of recorded runs: of two trees, the results of the one that lies there now."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.app.site import gather
from harness.app.site_options import SiteOptions
from tests.support.gated import FAILED, PASSED, Gated

pytestmark = pytest.mark.requires_git
ONE_FAILS = {"TODO-ADD": PASSED, "TODO-SHOW": FAILED}


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gated:
    return Gated.create(tmp_path, monkeypatch)


def shown(made: Gated, *runs: str) -> dict[str, tuple[str, bool | None]]:
    """The states of cards and the outcomes of principles, each with whether it is of this tree."""
    data = gather(made.folder, SiteOptions(made.folder / "out", runs)).data
    cards = {one.card.id: (one.card.state.value, one.is_current) for one in data.cards}
    return cards | {one.result.id: (one.result.outcome.value, one.is_current) for one in data.principles}


def test_results_of_this_tree_come_before_newer_ones_of_another(made: Gated) -> None:
    made.check()
    made.cards()
    made.edit("bin/todo", "added", "put")
    made.check()
    newer = made.cards(ONE_FAILS)
    assert shown(made)["TODO-SHOW"] == ("fail", True)
    made.edit("bin/todo", "put", "added")
    found = shown(made)
    assert found["TODO-SHOW"] == ("pass", True)
    assert {current for _, current in found.values()} == {True}
    assert shown(made, newer.name)["TODO-SHOW"] == ("fail", False), "a run that is named is shown as it is"


def test_where_nothing_is_of_this_tree_the_newest_is_shown_as_of_another(made: Gated) -> None:
    made.cards(ONE_FAILS)
    made.cards()
    made.edit("bin/todo", "added", "put")
    assert shown(made)["TODO-SHOW"] == ("pass", False)
