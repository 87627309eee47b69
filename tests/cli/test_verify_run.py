"""``harness verify-run`` as a user meets it: a record that agrees, and every way to tamper with one."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.cli.boundary import guarded
from harness.cli.root import root as command
from harness.domain.verdicts import Isolation
from tests.support.recorded import ANSWERS, Answer, chain_again, edit_json, edit_lines, forge_end, record_run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return record_run(tmp_path)


def verified(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = guarded(command, ["verify-run", str(folder)])
    return code, capsys.readouterr().out


def test_a_record_as_it_was_written_agrees(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = verified(folder, capsys)
    assert code == 0
    assert "2 cards, 16 expectations judged again, and everything agrees" in out
    head = json.loads((folder / "run.json").read_text())["events"]["head"]
    assert head in out


def test_the_newest_run_is_the_default(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = record_run(folder.parents[2], ("BANK-NEW",))
    monkeypatch.chdir(folder.parents[2])
    assert guarded(command, ["verify-run"]) == 0
    assert newest.name in capsys.readouterr().out


def test_the_json_report_names_each_difference(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "cards/BANK-AGAIN/1/observations/o3.stdout").write_bytes(b"70.00\n")
    assert guarded(command, ["verify-run", str(folder), "--report", "json"]) == 1
    found = json.loads(capsys.readouterr().out)["differences"]
    assert {"where", "what"} == set(found[0])


def test_failing_and_flaky_runs_agree_with_themselves_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = {**ANSWERS, "bank show r-1": Answer(b"30.00 sent, 700.00 left\n")}
    lost = {key: answer for key, answer in ANSWERS.items() if key != "bank show r-1"}
    rude = {**ANSWERS, "bank transfer alice bob 1000": Answer(b"no\n", b"", 1, asked=False)}
    folder = record_run(tmp_path, attempts=(ANSWERS, broken, lost, rude))
    state = json.loads((folder / "run.json").read_text())["cards"][0]["state"]
    assert state == "flaky"
    assert verified(folder, capsys)[0] == 0


def test_a_run_below_the_least_isolation_agrees_and_never_passed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = record_run(tmp_path, isolation=Isolation.EXPORT)
    assert json.loads((folder / "run.json").read_text())["cards"][0]["state"] == "inconclusive"
    assert verified(folder, capsys)[0] == 0


def card(folder: Path, change: Callable[[Any], None]) -> None:
    edit_json(folder / "run.json", lambda run: change(run["cards"][0]))


def edit_stdout(folder: Path) -> None:
    (folder / "cards/BANK-TRANSFER/1/observations/o3.stdout").write_bytes(b"30.00 sent, 71.00 left\n")


def remove_stdout(folder: Path) -> None:
    (folder / "cards/BANK-TRANSFER/1/observations/o3.stdout").unlink()


def add_observation(folder: Path) -> None:
    (folder / "cards/BANK-TRANSFER/1/observations/o99.json").write_text("{}")


def break_observation(folder: Path) -> None:
    (folder / "cards/BANK-TRANSFER/1/observations/o3.json").write_text('{"observation": 1}')


def swap_observations(folder: Path) -> None:
    observations = folder / "cards/BANK-TRANSFER/1/observations"
    for ending in ("json", "stdout"):
        (observations / f"o1.{ending}").rename(observations / "kept")
        (observations / f"o3.{ending}").rename(observations / f"o1.{ending}")
        (observations / "kept").rename(observations / f"o3.{ending}")


def swap_card(folder: Path) -> None:
    path = folder / "cards/BANK-TRANSFER/1/card.md"
    path.write_text(path.read_text().replace('"70.00"', '"30.00"'))


def swap_card_for_nonsense(folder: Path) -> None:
    (folder / "cards/BANK-TRANSFER/1/card.md").write_text("no card\n")


def swap_card_for_another(folder: Path) -> None:
    shutil.copy(folder / "cards/BANK-AGAIN/1/card.md", folder / "cards/BANK-TRANSFER/1/card.md")


def edit_verdict(folder: Path) -> None:
    card(folder, lambda card: card["attempts"][0]["steps"][1]["expectations"][0].update(seen="something else"))


def edit_state(folder: Path) -> None:
    card(folder, lambda card: card.update(state="fail", cause="product"))


def edit_attempt(folder: Path) -> None:
    card(folder, lambda card: card["attempts"][0].update(verdict="fail", cause="product", reason="made up"))


def edit_isolation(folder: Path) -> None:
    edit_json(folder / "run.json", lambda run: run["isolation"].update(reached="sandbox"))


def remove_card(folder: Path) -> None:
    edit_json(folder / "run.json", lambda run: run["cards"].pop())


def repeat_card(folder: Path) -> None:
    edit_json(folder / "run.json", lambda run: run["cards"].append(run["cards"][0]))


def invent_card(folder: Path) -> None:
    edit_json(folder / "run.json", lambda run: run["cards"].append(run["cards"][0] | {"id": "BANK-INVENTED"}))


def invent_card_without_attempts(folder: Path) -> None:
    invented = {"id": "BANK-INVENTED", "attempts": []}
    edit_json(folder / "run.json", lambda run: run["cards"].append(run["cards"][0] | invented))


def edit_event(folder: Path) -> None:
    edit_lines(folder, lambda lines: lines.__setitem__(3, lines[3].replace(b'"attempt":1', b'"attempt":2')))


def edit_event_and_chain_again(folder: Path) -> None:
    edit_lines(folder, lambda lines: lines.__setitem__(0, lines[0].replace(b"ffff", b"eeee", 1)))
    chain_again(folder)


def delete_event(folder: Path) -> None:
    edit_lines(folder, lambda lines: lines.pop(4) and None)


def delete_event_and_chain_again(folder: Path) -> None:
    edit_lines(folder, lambda lines: lines.pop(4) and None)
    chain_again(folder)


def spoil_event(folder: Path) -> None:
    edit_lines(folder, lambda lines: lines.__setitem__(4, b"no event"))


def truncate_events(folder: Path) -> None:
    edit_lines(folder, lambda lines: lines.__delitem__(slice(-3, None)))


def empty_events(folder: Path) -> None:
    (folder / "events.jsonl").write_bytes(b"")


TAMPERINGS = {
    edit_stdout: "cards/BANK-TRANSFER/1/observations/o3.stdout: was changed",
    remove_stdout: "cards/BANK-TRANSFER/1/observations/o3.stdout: is missing",
    add_observation: "cards/BANK-TRANSFER/1/observations/o99.json: was added",
    break_observation: "o3.json",
    swap_observations: "cards/BANK-TRANSFER/1/observations/o1.json: was changed",
    swap_card: "cards/BANK-TRANSFER/1/card.md: was changed",
    swap_card_for_nonsense: "cards/BANK-TRANSFER/1/card.md: is no card",
    swap_card_for_another: "cards/BANK-TRANSFER/1/card.md: is not the card",
    edit_verdict: "run.json: was changed after the run",
    edit_state: "card BANK-TRANSFER: is recorded as `fail`",
    edit_attempt: "run.json says `fail`, and the events say `pass`",
    edit_isolation: "ran at isolation `cell`, and run.json names another",
    remove_card: "lacks attempt 1 of card BANK-AGAIN",
    repeat_card: "card BANK-TRANSFER: stands there twice",
    invent_card: "no event tells of this attempt",
    invent_card_without_attempts: "card BANK-INVENTED: is recorded as `pass`, and its attempts show `inconclusive`",
    edit_event: "events.jsonl:5: names another line before it",
    edit_event_and_chain_again: "events.jsonl: ends after",
    delete_event: "events.jsonl:5: is numbered 6",
    delete_event_and_chain_again: "events.jsonl: ends after",
    spoil_event: "events.jsonl:5: is no event",
    truncate_events: "events.jsonl: the last event does not close the run",
    empty_events: "events.jsonl: ends after 0 lines",
}


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_tampering_is_noticed_and_named(
    tamper: Callable[[Path], None], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(folder)
    code, out = verified(folder, capsys)
    assert code == 1
    assert TAMPERINGS[tamper] in out
    assert "so nothing in it counts" in out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda attempt: attempt["steps"][2]["expectations"][1].update(seen="x"), "recorded with other words"),
        (lambda attempt: attempt["steps"][2]["expectations"].pop(), "the verdict on an expectation is missing"),
        (lambda attempt: attempt["steps"].pop(), "a step is missing that the recording shows"),
        (
            lambda attempt: attempt["steps"].append(attempt["steps"][0]),
            "a step is recorded that the recording does not",
        ),
        (lambda attempt: attempt["steps"][2].update(seconds=0.001), "the step is recorded with other seconds"),
        (
            lambda attempt: attempt["steps"][2]["expectations"].append(attempt["steps"][2]["expectations"][0]),
            "a verdict is recorded on an expectation that the recording does not show",
        ),
        (lambda attempt: attempt["checks"].pop(0), "hidden check no-traceback is missing"),
        (
            lambda attempt: attempt.update(written=[{"kind": "modified", "path": "bank.py"}]),
            "hidden check code-unchanged is recorded as `pass`, and the recording shows `fail`",
        ),
    ],
)
def test_a_verdict_forged_everywhere_is_noticed_because_it_is_judged_again(
    change: Callable[[Any], None], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card(folder, lambda card: change(card["attempts"][0]))
    forged = json.loads((folder / "run.json").read_text())["cards"][0]["attempts"][0]
    _tell_the_same(folder, forged)
    forge_end(folder)
    code, out = verified(folder, capsys)
    assert code == 1
    assert said in out


def test_a_pass_forged_everywhere_is_noticed_because_it_is_judged_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = {**ANSWERS, "bank show r-1": Answer(b"30.00 sent, 700.00 left\n")}
    folder = record_run(tmp_path, ("BANK-TRANSFER",), attempts=(broken,))

    def forge(card: Any) -> None:
        passed = {"verdict": "pass", "cause": None, "reason": ""}
        card.update(state="pass", cause=None, reason="")
        card["attempts"][0].update(passed)
        card["attempts"][0]["steps"][2].update(passed)
        card["attempts"][0]["steps"][2]["expectations"][1].update(verdict="pass", cause=None)

    card(folder, forge)
    _tell_the_same(folder, json.loads((folder / "run.json").read_text())["cards"][0]["attempts"][0])
    forge_end(folder)
    code, out = verified(folder, capsys)
    assert code == 1
    assert '`You see "70.00".` is recorded as `pass`, and the recording shows `fail`' in out
    assert "the attempt is recorded as `pass`, and the recording shows `fail`" in out


def test_a_record_forged_as_a_whole_agrees_and_has_another_head(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = json.loads((folder / "run.json").read_text())["events"]["head"]
    edit_json(folder / "run.json", lambda run: run.update(tool_version="9"))
    forge_end(folder)
    code, out = verified(folder, capsys)
    assert code == 0
    assert before not in out


def test_observations_swapped_and_forged_everywhere_do_not_answer_what_was_asked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    observations = folder / "cards/BANK-TRANSFER/1/observations"
    first, third = (observations / "o1.json").read_bytes(), (observations / "o3.json").read_bytes()
    (observations / "o1.json").write_bytes(third.replace(b'"o3"', b'"o1"'))
    (observations / "o3.json").write_bytes(first.replace(b'"o1"', b'"o3"'))
    _digest_again(folder)
    forge_end(folder)
    code, out = verified(folder, capsys)
    assert code == 1
    assert "o1 is not what `bank open alice --deposit 100` showed" in out


def test_an_observation_more_than_the_card_asks_for_is_noticed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def invent(lines: list[bytes]) -> None:
        last = next(line for line in reversed(lines) if b'"observed"' in line and b"BANK-TRANSFER" in line)
        lines.insert(lines.index(last) + 1, last)

    edit_lines(folder, invent)
    forge_end(folder)
    assert "1 observations are recorded that no line of the card asks for" in verified(folder, capsys)[1]


def test_a_card_that_never_came_up_has_nothing_to_judge_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = record_run(tmp_path, attempts=({},))
    assert verified(folder, capsys)[0] == 0


def test_an_interrupted_run_may_lack_what_its_events_tell_of(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(run: Any) -> None:
        run["interrupted"] = True
        run["cards"][1].update(state="inconclusive", cause="environment", reason="interrupted", attempts=[])

    edit_json(folder / "run.json", interrupt)
    forge_end(folder)
    assert verified(folder, capsys)[0] == 0


def test_what_another_evaluator_judged_is_not_judged_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit_json(folder / "run.json", lambda run: [card.update(evaluator="stranger") for card in run["cards"]] and None)
    edit_lines(folder, lambda lines: lines.__setitem__(slice(None), [_of_a_stranger(line) for line in lines]))
    forge_end(folder)
    code, out = verified(folder, capsys)
    assert code == 4
    assert "cannot tell: cards/BANK-AGAIN/1: what `stranger` judged cannot be judged again" in out
    assert "and 2 doubts" in out


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (lambda folder: (folder / "run.json").unlink(), "cannot read"),
        (lambda folder: (folder / "events.jsonl").unlink(), "cannot read"),
        (lambda folder: (folder / "run.json").write_text("{"), "not JSON"),
        (lambda folder: (folder / "run.json").write_text("[1]"), "no `schema_version`"),
        (lambda folder: (folder / "run.json").write_text('{"schema_version": true}'), "no `schema_version`"),
        (lambda folder: (folder / "run.json").write_text('{"schema_version": 1}'), "`tool_version`"),
        (lambda folder: edit_json(folder / "run.json", lambda run: run.update(schema_version=2)), "schema version 2"),
        (lambda folder: (folder / "run.json").write_text("[" * 100_000), "not JSON"),
        (lambda folder: edit_json(folder / "run.json", lambda run: run.update(surprise=1)), "`surprise`"),
    ],
)
def test_what_is_no_record_is_refused_in_one_line(
    break_it: Callable[[Path], object], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    break_it(folder)
    assert guarded(command, ["verify-run", str(folder)]) == 2
    error = capsys.readouterr().err
    assert said in error.splitlines()[0]
    assert "hint:" in error


def test_without_any_run_there_is_nothing_to_verify(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert guarded(command, ["verify-run"]) == 2
    assert "no run is recorded" in capsys.readouterr().err


def _tell_the_same(folder: Path, attempt: Any) -> None:
    """Make the events tell of the first card what the forged attempt says."""
    steps, checks = iter(attempt["steps"]), iter(attempt["checks"])

    def retold(line: bytes) -> bytes:
        link = json.loads(line)
        event = link["event"]
        if event.get("card") == "BANK-TRANSFER":
            if event["kind"] == "card-finished":
                event["result"] = attempt
            elif event["kind"] == "step-finished":
                event["result"] = next(steps, event["result"])
            elif event["kind"] == "check-made":
                event["result"] = next(checks, event["result"])
        return json.dumps(link).encode()

    edit_lines(folder, lambda lines: lines.__setitem__(slice(None), [retold(line) for line in lines]))


def _digest_again(folder: Path) -> None:
    """Make the events name the hashes that the files of observations have now."""

    def named(line: bytes) -> bytes:
        link = json.loads(line)
        event = link["event"]
        if event["kind"] == "observed":
            path = folder / "cards" / event["card"] / "1/observations" / f"{event['observation']}.json"
            event["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
        return json.dumps(link).encode()

    edit_lines(folder, lambda lines: lines.__setitem__(slice(None), [named(line) for line in lines]))


def _of_a_stranger(line: bytes) -> bytes:
    link = json.loads(line)
    if link["event"]["kind"] == "card-started":
        link["event"]["evaluator"] = "stranger"
    return json.dumps(link).encode()
