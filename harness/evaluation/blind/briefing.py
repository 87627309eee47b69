"""The first message to an evaluator: the offer, the card with the numbers of its lines, and its steps; nothing else."""

from __future__ import annotations

import re

from harness.domain.cards import Card, Step
from harness.domain.conversation import Conversation, Told, Words
from harness.evaluation.blind.course import label
from harness.evaluation.blind.fidelity import AUTOMATIC
from harness.evaluation.blind.texts import filled
from harness.evaluation.blind.tools import offered
from harness.evaluation.frame import Frame, Offer

_WORD = re.compile(r"\w{3,}|\d+")


def first_conversation(card: Card, frame: Frame) -> Conversation:
    """What the model is sent first."""
    text = filled("card", offer=_offer(frame.offer), card=_numbered(card), steps="\n".join(map(_step, card.steps)))
    return Conversation(
        system=filled("system", fence=frame.fence),
        tools=offered(card, frame),
        messages=(Told(parts=(Words(text=text),)),),
    )


def words_of(card: Card) -> frozenset[str]:
    """The words of a card, which the view of a page keeps in sight."""
    return words_in(_body(card))


def words_in(text: str) -> frozenset[str]:
    """The words of a text that are long enough to mean something, and its numbers, in lower case."""
    return frozenset(word.lower() for word in _WORD.findall(text))


def _offer(offer: Offer) -> str:
    lines = [f"Commands that you can type: {', '.join(offer.commands) or 'none'}."]
    lines += [f"Service `{name}`: {address}" for name, address in offer.services]
    if offer.origin:
        lines.append(f"Pages and paths such as `/` belong to {offer.origin}")
    return "\n".join(lines)


def _numbered(card: Card) -> str:
    first = card.text.count("\n", 0, len(card.text) - len(_body(card))) + 1
    lines = _body(card).rstrip("\n").split("\n")
    return "\n".join(f"{number:4} | {line}" for number, line in enumerate(lines, first))


def _body(card: Card) -> str:
    """The text without its front matter."""
    found = re.match(r"---\n.*?\n---\n", card.text, re.DOTALL)
    return card.text[found.end() :] if found else card.text


def _step(step: Step) -> str:
    lines = ", ".join(str(line.line) for line in step.expectations if line.expectation is None)
    about = "to be done exactly as it is written, once" if step.action is not None else "to be done as a user would"
    if isinstance(step.action, AUTOMATIC):
        about = "[done for you]"
    quotes = f"; quote what shows line {lines}" if lines else ""
    return f"- {label(step)} (line {step.line}): {about}{quotes}"
