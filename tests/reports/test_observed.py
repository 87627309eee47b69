"""What a tool showed, in lines that a reader understands who was not there."""

from __future__ import annotations

import pytest

from harness.domain.observations import (
    ActionObservation,
    CommandObservation,
    Dialog,
    FileObservation,
    FolderChange,
    FolderObservation,
    Observation,
    PageObservation,
    PageTrouble,
    ResponseObservation,
    ScreenObservation,
    TroubleKind,
)
from harness.reports._observed import HEAD, TAIL, observed, quoted

COMMAND = CommandObservation(id="o1", command="bank list", stdout="", stderr="", shown="a\tb\n", exit_code=2)


@pytest.mark.parametrize(
    ("seen", "what", "lines"),
    [
        (COMMAND, "bank list", ("a    b", "(exit code 2)")),
        (COMMAND.model_copy(update={"exit_code": None, "signal": 9}), "bank list", ("a    b", "(ended by signal 9)")),
        (COMMAND.model_copy(update={"stopped": "too long"}), "bank list", ("a    b", "(stopped: too long)")),
        (
            ScreenObservation(id="o1", command="top", typed="q", screen="load\n"),
            "top ⌨ q",
            ("load", "(still running)"),
        ),
        (
            ScreenObservation(id="o1", command="top", screen="load\n", running=False, exit_code=0),
            "top",
            ("load", "(exit code 0)"),
        ),
        (
            ResponseObservation(
                id="o1",
                request="GET /",
                status=404,
                reason="Not Found",
                headers=(("date", "x"), ("location", "/a")),
                body="no",
            ),
            "GET /",
            ("404 Not Found", "location: /a", "no"),
        ),
        (ResponseObservation(id="o1", request="GET /", failure="no\nanswer"), "GET /", ("(no answer)",)),
        (FileObservation(id="o1", path="a.csv", exists=True, content="x\n"), "file a.csv", ("x",)),
        (FileObservation(id="o1", path="a.csv", exists=True, content=""), "file a.csv", ("(empty)",)),
        (FileObservation(id="o1", path="a.csv", exists=False), "file a.csv", ("(there is no such file)",)),
        (FolderObservation(id="o1"), "the user's folder", ("(nothing changed)",)),
        (
            FolderObservation(id="o1", changes=(FolderChange(change="created", path="a", entry="file", size=1200),)),
            "the user's folder",
            ("created a (1,200 bytes)",),
        ),
        (ActionObservation(id="o1", did="waited", problem="cut short"), "waited", ("(cut short)",)),
        (
            PageObservation(
                id="o1",
                did="clicked",
                url="http://x/",
                title="Bank",
                status=200,
                text="Hello\n",
                dialog=Dialog(kind="alert", message="sure?"),
                troubles=(PageTrouble(kind=TroubleKind.PAGE_ERROR, text="a\nb"),),
            ),
            "clicked",
            ("http://x/ “Bank” (status 200)", "(alert: sure?)", "(page-error: a b)", "Hello"),
        ),
    ],
)
def test_each_kind_of_observation_says_what_was_done_and_what_came_back(
    seen: Observation, what: str, lines: tuple[str, ...]
) -> None:
    found = observed(seen)
    assert (found.what, found.lines) == (what, lines)


def test_of_many_lines_the_first_and_the_last_are_kept_and_the_others_counted() -> None:
    found = quoted("x", [str(at) for at in range(1000)])
    assert (len(found.lines), found.head, found.left_out) == (HEAD + TAIL, HEAD, 1000 - HEAD - TAIL)
    assert (found.lines[HEAD - 1], found.lines[HEAD]) == (str(HEAD - 1), str(1000 - TAIL))


def test_what_could_command_a_terminal_is_spelled_out() -> None:
    assert quoted("\x1b[2J", ["\x1b]0;x\x07"]).lines == ("\\x1b]0;x\\x07",)
