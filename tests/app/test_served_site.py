"""The site that is served: written anew when there is something new, and never kept more than twice."""

from __future__ import annotations

from pathlib import Path

from harness.app.served_site import ServedSite
from tests.support.projects import CardProject, card
from tests.support.recorded import record_run


def test_of_many_sites_only_the_newest_and_the_one_before_are_kept(tmp_path: Path) -> None:
    made = CardProject.create(tmp_path / "made", {"list.md": card("CARD-LIST")})
    room = tmp_path / "room"
    room.mkdir()
    site = ServedSite(made.folder, room)
    for number in range(4):
        newest = record_run(made.folder, (f"BANK-{number}",))
        assert newest.name.encode() in site.answer(("runs.html",)).body
    assert len(list(room.iterdir())) == 2
