"""What a person sees on a terminal of 80 columns while cards run, and that nobody else sees anything."""

from __future__ import annotations

import io
from contextlib import redirect_stderr

import pytest
from rich.console import Console

from harness.app.run_cards import Listener
from harness.cli import progress as module
from harness.cli.progress import progress
from harness.domain.cards import Section
from harness.domain.conversation import Usage
from harness.domain.events import CardFinished, CardStarted, Event, ModelAnswered, StepStarted
from harness.domain.results import Attempt
from harness.domain.verdicts import Verdict

CARD = "SHOP-CHECKOUT-WITH-A-VERY-LONG-NAME-THAT-NO-TERMINAL-HAS-ROOM-FOR"


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """Standard error as a terminal of 80 columns without any sequences but those of plain text."""
    shown = Screen()
    monkeypatch.setattr(
        module,
        "Console",
        lambda **_: Console(file=shown, force_terminal=True, width=80, no_color=True, legacy_windows=False),
    )
    return shown


def started(card: str = CARD, attempt: int = 1) -> CardStarted:
    return CardStarted(card=card, attempt=attempt, sha256="0", evaluator="blind")


def answered(tokens: int, dollars: float = 0.0, card: str = CARD, attempt: int = 1) -> ModelAnswered:
    usage = Usage(turns=1, input=tokens, dollars=dollars)
    return ModelAnswered(card=card, attempt=attempt, turn=1, stop="tool_use", usage=usage, file="a", sha256="0")


def finished(verdict: Verdict = Verdict.PASS) -> CardFinished:
    return CardFinished(card=CARD, result=Attempt(number=1, verdict=verdict))


def lines(screen: Screen, *events: Event, of: str = "cards") -> list[str]:
    """The last state of the screen before it is cleared."""
    with redirect_stderr(screen), progress(of) as listener:
        listener.stage("reading the tree")
        listener.cards(3)
        for event in events:
            listener.event(event)
        listener._bars.refresh()  # type: ignore[attr-defined]
        shown = screen.getvalue()
    return [line.split("\r")[-1] for line in shown.rsplit("\x1b[2K", 1)[-1].splitlines()]


def test_each_card_shows_its_step_and_what_its_model_used(screen: Screen) -> None:
    step = StepStarted(card="SHOP", attempt=1, section=Section.BAD_INPUT, number=2)
    all_cards, shop = lines(
        screen, started("SHOP"), step, answered(900, card="SHOP"), answered(11_400, 0.031, card="SHOP")
    )
    assert "SHOP: bad input 2" in shop
    assert "12.3k tokens $0.03" in shop
    assert "cards" in all_cards
    assert "0/3" in all_cards
    assert "12.3k tokens $0.03" in all_cards


def test_the_whole_counts_cards_that_are_over_and_that_have_no_line(screen: Screen) -> None:
    events = [started(), answered(500), finished(Verdict.FAIL), answered(400, attempt=9)]
    (all_cards,) = lines(screen, *events)
    assert "cards (1 not passed)" in all_cards
    assert "900 tokens" in all_cards
    assert "$" not in all_cards


def test_no_line_is_wider_than_the_terminal(screen: Screen) -> None:
    step = StepStarted(card=CARD, attempt=1, section=Section.STEPS, number=12)
    shown = lines(screen, started(), step, answered(123_456, 12.34))
    assert len(shown) == 2
    assert all(len(line) <= 80 for line in shown)
    assert "123.5k tokens $12.34" in shown[1]
    assert "…" in shown[1]


def test_off_a_terminal_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with progress() as listener:
        listener.stage("x")
        listener.event(started())
    assert type(listener) is Listener
    assert capsys.readouterr() == ("", "")


def test_golden_cases_are_counted_and_none_is_said_to_have_failed(screen: Screen) -> None:
    shown = "\n".join(lines(screen, started(), finished(Verdict.INCONCLUSIVE), of="golden cases"))
    assert "golden cases" in shown
    assert "1/3" in shown
    assert "not passed" not in shown
