"""A second, fresh opinion on a line that no quote can show: it sees the line and the recording, and is asked to refute it."""

from __future__ import annotations

from dataclasses import dataclass

from harness.domain.conversation import Conversation, StopReason, Told, Words
from harness.evaluation.blind.inputs import Opinion, Outcome
from harness.evaluation.blind.rendering import Parts
from harness.evaluation.blind.texts import filled
from harness.evaluation.blind.tools import OPINION, NoCall, opinion_tool, read_input
from harness.evaluation.blind.turns import Turns


@dataclass(frozen=True)
class Second:
    """What came of asking: an outcome, or none where the answer was no answer; and the words."""

    outcome: Outcome | None
    said: str


def conversation(line: str, evidence: Parts, fence: str) -> Conversation:
    """The whole of what a second opinion is given."""
    first = Words(text=filled("second_opinion", line=line, evidence=""))
    return Conversation(
        system=filled("second_opinion_system", fence=fence),
        tools=(opinion_tool(),),
        messages=(Told(parts=(first, *evidence)),),
        most_tokens=1024,
        must_use=OPINION,
    )


def asked(turns: Turns, asked_of: Conversation) -> Second:
    """Ask once. Raises EvaluatorError as the model does; an answer that cannot be read is no outcome."""
    answer = turns.take(asked_of)
    given: list[Opinion] = []
    for use in answer.uses:
        if use.name != OPINION or use.toolset is not None:
            continue
        try:
            given.append(read_input(Opinion, use.input))
        except NoCall as trouble:
            return Second(None, str(trouble))
    if len({opinion.outcome for opinion in given}) > 1:
        return Second(None, "two opinions were given at once, which differ")
    if not given or answer.stop not in (StopReason.TOOL_USE, StopReason.END_TURN):
        return Second(None, f"no opinion was given ({answer.stop})")
    return Second(given[0].outcome, given[0].reason)
