"""What a page showed, written while it happens and read back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.adapters.records import AttemptRecorder, Recorder
from harness.adapters.records.reading import RunReader
from harness.adapters.records.stored import Stored, whole
from harness.domain.events import Observed
from harness.domain.observations import Dialog, PageObservation, PageTrouble, Tab, Touched, TroubleKind
from harness.domain.results import ChainRecord, IsolationRecord, Run, Totals
from harness.domain.verdicts import Cause, Isolation
from harness.evaluation.verification.files import against_digests
from tests.support.grounds import CARD

PICTURE = b"\x89PNG\r\n"
SEEN = PageObservation(
    id="",
    did="opened /",
    url="http://127.0.0.1:8000/",
    title="Home",
    status=200,
    text="Grüße\nfrom the page",
    snapshot='- heading "Home" [level=1] [ref=e1]',
    touched=Touched(role="link", name="Home", unique=True),
    dialog=Dialog(kind="alert", message="Hello"),
    tabs=(Tab(id="t1", title="Home", url="http://127.0.0.1:8000/", active=True),),
    downloads=("a.csv",),
    troubles=(PageTrouble(kind=TroubleKind.PAGE_ERROR, text="it broke"),),
    problem="it is disabled",
    blame=Cause.PRODUCT,
    seconds=0.5,
)


@pytest.fixture
def recorder(tmp_path: Path) -> Recorder:
    return Recorder(tmp_path)


def read_back(attempt: AttemptRecorder, id: str) -> PageObservation:
    folder = attempt.folder / "observations"
    stored = Stored.model_validate_json((folder / f"{id}.json").read_bytes())
    files = {path.suffix[1:]: path.read_bytes() for path in folder.glob(f"{id}.*")}
    read = whole(stored, files)
    assert isinstance(read, PageObservation)
    return read


def test_a_page_is_read_back_as_it_was_returned(recorder: Recorder) -> None:
    attempt = recorder.attempt(CARD, 1)
    recorded = attempt.page(SEEN, PICTURE)
    assert recorded == SEEN.model_copy(update={"id": "o1", "screenshot": "screenshots/o1.png"})
    assert read_back(attempt, "o1") == recorded
    assert (attempt.folder / "screenshots/o1.png").read_bytes() == PICTURE


def test_bulk_lies_beside_the_facts(recorder: Recorder) -> None:
    attempt = recorder.attempt(CARD, 1)
    attempt.page(SEEN.model_copy(update={"text": "x" * 100_000}))
    assert len((attempt.folder / "observations/o1.json").read_bytes()) < 2000
    assert (attempt.folder / "observations/o1.text").stat().st_size == 100_000


def test_without_a_picture_none_is_named(recorder: Recorder) -> None:
    attempt = recorder.attempt(CARD, 1)
    assert attempt.page(SEEN).screenshot is None
    assert not (attempt.folder / "screenshots").exists()


def test_what_no_file_can_hold_is_replaced_before_it_is_judged(recorder: Recorder) -> None:
    attempt = recorder.attempt(CARD, 1)
    recorded = attempt.page(SEEN.model_copy(update={"text": "half a \ud83d pair", "title": "\ud83d"}), PICTURE)
    assert "\ud83d" not in recorded.text + recorded.title
    assert read_back(attempt, "o1") == recorded


@pytest.mark.parametrize(
    ("file", "what"),
    [
        ("screenshots/o1.png", "was changed: its hash is not the recorded one"),
        ("observations/o1.snapshot", "was changed: its hash is not the recorded one"),
        ("observations/o1.text", "is missing"),
        ("screenshots/o9.png", "was added: no event tells of it"),
    ],
)
def test_verifying_notices_what_was_changed_removed_or_added(recorder: Recorder, file: str, what: str) -> None:
    attempt = recorder.attempt(CARD, 1)
    attempt.page(SEEN, PICTURE)
    finish(recorder)
    if what == "is missing":
        (attempt.folder / file).unlink()
    else:
        (attempt.folder / file).write_bytes(b"other")
    (difference,) = differences(recorder)
    assert (difference.where, difference.what) == (f"where/{file}", what)


def test_a_record_that_was_left_alone_agrees_with_its_digests(recorder: Recorder) -> None:
    recorder.attempt(CARD, 1).page(SEEN, PICTURE)
    finish(recorder)
    assert differences(recorder) == []


def differences(recorder: Recorder) -> list:
    reader = RunReader(recorder.folder)
    events = [json.loads(line)["event"] for line in reader.lines()]
    observed = [Observed.model_validate(event) for event in events if event["kind"] == "observed"]
    files = reader.files(CARD.id, 1)
    found = against_digests(files, observed, (), CARD.sha256, "where")
    return [one for one in found if one.where != "where/card.md"]


def finish(recorder: Recorder) -> None:
    recorder.finish(
        Run(
            tool_version="0",
            id=recorder.id,
            command=("harness",),
            started="",
            finished="",
            isolation=IsolationRecord(reached=Isolation.CELL, least=Isolation.CELL),
            evaluator="literal",
            cards=(),
            totals=Totals(),
            events=ChainRecord(count=0, head=""),
        )
    )
