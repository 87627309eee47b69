"""The record of a run on disk: bytes kept as they came, events chained, and everything read back."""

from __future__ import annotations

import hashlib
import json
import threading
from pathlib import Path

import pytest

from harness.adapters.records import Recorder, RunReader, latest_finished_run, latest_run, load_run, run_folders
from harness.adapters.records.decoding import body_text, shown_text, storable
from harness.adapters.records.folders import attempt_folder
from harness.domain.cards import Card, Section
from harness.domain.events import ExpectationJudged, Link, RunFinished, RunStarted
from harness.domain.observations import Observation, ProductCall
from harness.domain.results import ChainRecord, ExpectationResult, IsolationRecord, Run
from harness.domain.verdicts import Isolation, Verdict
from harness.errors import RecordError

CARD = Card(id="BANK-TRANSFER", title="Move money", path="testcards/transfer.md", text="# é\n", sha256="0")


def unfinished(recorder: Recorder, **rest: object) -> Run:
    facts = {"tool_version": "1", "id": recorder.id, "command": (), "started": "", "finished": "", "evaluator": "auto"}
    facts |= {"isolation": IsolationRecord(reached=None, least=Isolation.CELL)}
    return Run.model_validate(facts | {"events": ChainRecord(count=0, head="")} | rest)


def read_back(recorder: Recorder, *observations: Observation, card: Card = CARD) -> None:
    recorder.finish(unfinished(recorder))
    reader = RunReader(recorder.folder)
    files = reader.files(card.id, 1)
    for observation in observations:
        assert reader.observation(reader.evidence(card.id, 1), files, observation.id) == observation


def test_a_commands_bytes_are_kept_as_they_came(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    attempt = recorder.attempt(CARD, 1)
    raw = b"\x00\xff\x1b[31m\xe2\x82\xac\r\n" + bytes(range(256))
    seen = attempt.command(
        command="bank list",
        stdout=raw,
        stderr=b"no",
        segments=[(1, 4), (1, 2), (2, 1), (1, len(raw) - 6), (2, 1)],
        exit_code=1,
        calls=[ProductCall(name="bank", arguments=("list", "\udcff"), status=1)],
        seconds=1.5,
    )
    observations = attempt.folder / "observations"
    assert (observations / "o1.stdout").read_bytes() == raw
    assert (observations / "o1.stderr").read_bytes() == b"no"
    assert json.loads((observations / "o1.json").read_text())["segments"][0] == [1, 6]
    assert seen.shown.count("n") == seen.stdout.count("n") + 1
    assert seen.calls[0].arguments == ("list", "\ufffd")
    read_back(recorder, seen)


def test_answers_files_and_actions_are_read_back(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    attempt = recorder.attempt(CARD, 1)
    headers = [("Content-Type", "text/plain; charset=ISO-8859-1"), ("X-Odd", "a\udcffb")]
    seen = (
        attempt.response(request="GET /x", status=200, reason="OK", headers=headers, body=b"caf\xe9"),
        attempt.response(request="GET /y", failure="connection refused"),
        attempt.file(path="a.txt", exists=True, content=b"\xff70\n"),
        attempt.file(path="b.txt", exists=True, content=b""),
        attempt.file(path="c.txt", exists=False),
        attempt.file(path="d", exists=True, problem="is a folder"),
        attempt.action(did="waited 2 s", seconds=2.0),
        attempt.action(did="created x", problem="no such folder"),
    )
    assert [observation.id for observation in seen] == [f"o{number}" for number in range(1, 9)]
    assert seen[0].body == "café"
    assert seen[0].headers[0][0] == "content-type"
    assert (seen[2].content, seen[3].content, seen[4].content) == ("\ufffd70\n", "", None)
    read_back(recorder, *seen)


def test_a_card_is_kept_byte_for_byte(tmp_path: Path) -> None:
    attempt = Recorder(tmp_path).attempt(CARD, 2)
    assert attempt.evidence == "cards/BANK-TRANSFER/2"
    assert (attempt.folder / "card.md").read_bytes() == CARD.text.encode()


def test_every_line_names_the_hash_of_the_line_before(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    recorder.append(RunStarted(run=recorder.id, tree=None, cards=1))
    recorder.attempt(CARD, 1).command(command="x", stdout=b"a", stderr=b"")
    run = recorder.finish(unfinished(recorder))
    previous = "0" * 64
    lines = list(RunReader(recorder.folder).lines())
    for number, line in enumerate(lines, 1):
        link = Link.model_validate_json(line)
        assert (link.n, link.previous) == (number, previous)
        previous = hashlib.sha256(line).hexdigest()
    assert run.events == ChainRecord(count=3, head=previous)
    assert Link.model_validate_json(lines[-1]).event == RunFinished(sha256=run.content_sha256)
    assert load_run(recorder.folder) == run


def test_many_threads_share_one_chain(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    attempt = recorder.attempt(CARD, 1)
    work = [threading.Thread(target=lambda: [attempt.action(did="x") for _ in range(20)]) for _ in range(4)]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    recorder.finish(unfinished(recorder))
    links = [Link.model_validate_json(line) for line in RunReader(recorder.folder).lines()]
    assert [link.n for link in links] == list(range(1, 82))
    assert len(list((attempt.folder / "observations").iterdir())) == 80


def test_events_and_runs_with_lone_surrogates_are_written(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    result = ExpectationResult(line=1, text="\ud800", verdict=Verdict.PASS)
    judged = ExpectationJudged(card="A", attempt=1, section=Section.STEPS, number=1, result=result)
    recorder.append(judged)
    run = recorder.finish(unfinished(recorder, problems=("a\ud800b",)))
    assert run.problems == ("a?b",)
    assert load_run(recorder.folder) == run


def test_ids_of_runs_sort_by_time_and_stay_out_of_git(tmp_path: Path) -> None:
    recorders = [Recorder(tmp_path) for _ in range(5)]
    assert [recorder.id for recorder in recorders] == sorted(recorder.id for recorder in recorders)
    assert (tmp_path / ".harness/.gitignore").read_text() == "*\n"
    assert latest_run(tmp_path) == recorders[-1].folder
    assert run_folders(tmp_path)[0] == recorders[-1].folder


def test_the_latest_finished_run_is_not_the_one_that_still_runs(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="no finished run"):
        latest_finished_run(tmp_path)
    with Recorder(tmp_path) as recorder:
        recorder.finish(unfinished(recorder))
    Recorder(tmp_path)
    assert latest_finished_run(tmp_path) == recorder.folder


def test_a_project_without_runs_says_so(tmp_path: Path) -> None:
    assert run_folders(tmp_path) == []
    with pytest.raises(RecordError, match="no run is recorded"):
        latest_run(tmp_path)


@pytest.mark.parametrize("id", ["../../etc", "a/b", ".hidden", "ä", "x" * 300, "", "A\n", "\ud800"])
def test_an_odd_id_stays_inside_its_own_folder(id: str) -> None:
    folder = attempt_folder(id, 1)
    assert folder.count("/") == 2
    assert ".." not in folder.split("/")
    assert folder.isascii()
    assert len(folder) < 120


def test_ids_that_look_alike_have_folders_of_their_own() -> None:
    ids = ["a/b", "a_b", "a?b", "a\\b", ".a", "a"]
    assert len({attempt_folder(id, 1) for id in ids}) == len(ids)


def test_an_unwritable_folder_is_refused_in_one_line() -> None:
    with pytest.raises(RecordError, match="cannot write the record at"):
        Recorder(Path("/proc"))  # where not even root can make a folder


def test_a_file_in_the_way_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / ".harness").write_text("")
    with pytest.raises(RecordError, match="cannot write the record at") as refusal:
        Recorder(tmp_path)
    assert "\n" not in refusal.value.what
    assert refusal.value.hint


def test_an_attempt_cannot_be_recorded_twice(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    recorder.attempt(CARD, 1)
    with pytest.raises(RecordError):
        recorder.attempt(CARD, 1)


def test_characters_that_the_other_stream_cuts_stay_whole() -> None:
    assert shown_text("é".encode(), b"!", [(1, 1), (2, 1), (1, 1)]) == "!é"
    assert shown_text(b"ab", b"cd", []) == "abcd"
    assert shown_text(b"ab", b"cd", [(2, 1), (1, 9)]) == "cabd"
    assert shown_text(b"\xc3", b"", [(1, 1)]) == "\ufffd"


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("text/html; charset=windows-1252", "€"),
        ('text/html; charset="latin1"', "\x80"),
        ("text/html; charset=rot13", "\ufffd"),
        ("text/html; charset=no-such", "\ufffd"),
        ("text/html", "\ufffd"),
    ],
)
def test_a_body_is_decoded_as_its_headers_say_if_they_are_understood(header: str, text: str) -> None:
    assert body_text(b"\x80", [("x", "y"), ("content-type", header)]) == text


def test_lone_surrogates_become_replacement_characters() -> None:
    assert storable("a\ud800b\udfff") == "a\ufffdb\ufffd"
