"""Which golden cases a project has, and what lies beside them that belongs to none."""

from __future__ import annotations

from pathlib import Path

from harness.app.golden_cases import load_cases
from harness.domain.cards import Section
from harness.domain.golden import AcceptRecord, Capture, Decision, Part, PartKind, Snapshot
from harness.golden.snapshot_text import digest_of_snapshot, write_snapshot
from tests.support import goldens
from tests.support.goldens import case

DIGEST = "0" * 64


def test_a_picture_that_no_snapshot_names_is_unused(tmp_path: Path) -> None:
    made = goldens.project(tmp_path, {"one.md": case("ONE", "todo list")})
    made.write(f"golden/pictures/ONE/{DIGEST}.png", "left behind")
    assert load_cases(made.folder).unused == (f"golden/pictures/ONE/{DIGEST}.png",)


def test_of_a_snapshot_that_cannot_be_read_no_picture_is_called_unused(tmp_path: Path) -> None:
    made = goldens.project(tmp_path, {"one.md": case("ONE", "todo list")})
    made.write("golden/ONE.golden", "<<<<<<< ours\n")
    made.write(f"golden/pictures/ONE/{DIGEST}.png", "perhaps needed")
    found = load_cases(made.folder)
    assert found.snapshots["ONE"].mistakes
    assert found.unused == ()


def test_what_was_accepted_before_holds_no_more_once_something_else_was(tmp_path: Path) -> None:
    made = goldens.project(tmp_path, {"one.md": case("ONE", "todo list")})
    old, new = (write_snapshot(snapshot(shown)) for shown in ("a\n", "b\n"))

    def accepts(text: str, *decided: str | None) -> bool:
        records = [
            AcceptRecord(decision=Decision.ACCEPTED, case="ONE", who="Ann", when="now", reason="so", after=after)
            for after in decided
        ]
        made.write("golden/accepted.jsonl", "".join(f"{one.model_dump_json()}\n" for one in records))
        made.write("golden/ONE.golden", text)
        return load_cases(made.folder).snapshots["ONE"].accepted

    before, after = digest_of_snapshot(old), digest_of_snapshot(new)
    assert accepts(old, before)
    assert accepts(new, before, after)
    assert not accepts(old, before, after)
    assert accepts(old, before, after, before)
    assert not accepts(new, before, after, None)


def snapshot(shown: str) -> Snapshot:
    part = Part(name="stdout", kind=PartKind.TEXT, value=shown)
    capture = Capture(section=Section.STEPS, number=1, did="Run `todo list`.", parts=(part,))
    return Snapshot(case="ONE", case_sha256="0" * 64, captures=(capture,))
