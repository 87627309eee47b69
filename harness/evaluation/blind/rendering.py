"""What an evaluator is shown of an observation: its id, its facts, and, fenced and capped, what the product said."""

from __future__ import annotations

import re

from harness.domain.conversation import Picture, Words
from harness.domain.observations import (
    ActionObservation,
    CommandObservation,
    FileObservation,
    FolderObservation,
    Observation,
    PageObservation,
    ResponseObservation,
    ScreenObservation,
)
from harness.evaluation import page_view
from harness.evaluation.blind.tools import Look
from harness.evaluation.shown import clean_texts

MOST = 6000
"""Characters of an output that are shown; the whole is in the record."""

MOST_WHOLE = 20_000
"""Characters of an output that is shown whole or not at all."""

MOST_OF_PAGE = 8000
_MOST_BRIEF = 700
_MOST_HEADERS = 12

Parts = tuple[Words | Picture, ...]


class Rendering:
    """``mark`` is the random mark around what the product says; ``words`` are those of the card, which a page view keeps."""

    def __init__(self, mark: str, words: frozenset[str]) -> None:
        self._mark = mark
        self._words = words

    def whole(self, observation: Observation, picture: str | None = None) -> Parts | None:
        """All that a user saw, for somebody who did not act; None where that is too long to be shown."""
        texts = [observation.text, observation.snapshot] if isinstance(observation, PageObservation) else []
        texts = texts or list(clean_texts(observation))[:1]
        if any(len(text) > MOST_WHOLE for text in texts):
            return None
        parts: list[Words | Picture] = [Words(text=f"{observation.id}: {self._facts(observation)}")]
        parts += [Words(text=self.fenced(capped(text, MOST_WHOLE))) for text in texts if text]
        if picture is not None:
            parts.append(Picture(media_type="image/png", data=picture))
        return tuple(parts)

    def render(self, observation: Observation, look: Look, picture: str | None = None) -> Parts:
        """The observation for the model; ``picture`` is base64 of a screenshot, where one was asked for."""
        text = f"{observation.id}: {self._facts(observation)}"
        body = self._body(observation, look)
        parts: list[Words | Picture] = [Words(text=f"{text}\n{self.fenced(body)}" if body else text)]
        if picture is not None:
            parts.append(Picture(media_type="image/png", data=picture))
        return tuple(parts)

    def one_line(self, text: str) -> str:
        """Something short that the product may have a word in, so that it cannot look like a line of ours."""
        return " ".join(self._unmarked(text).split())[:300]

    def fenced(self, text: str) -> str:
        """The text between two lines with the mark, which is taken out of it."""
        return f"--- {self._mark}\n{self._unmarked(text)}\n--- {self._mark}"

    def _unmarked(self, text: str) -> str:
        return text.replace(self._mark, "[mark]") if self._mark else text

    def _facts(self, observation: Observation) -> str:
        """What happened, on lines of ours; names and addresses in it may be the product's."""
        match observation:
            case CommandObservation():
                return f"`{observation.command}` {_ended(observation)}"
            case ScreenObservation():
                return self.one_line(_screen_facts(observation))
            case ResponseObservation():
                return self.one_line(_answer_facts(observation))
            case PageObservation():
                return _page_facts(observation, self)
            case FileObservation():
                return f"`{observation.path}` {'exists' if observation.exists else 'does not exist'}"
            case FolderObservation():
                return self.one_line("; ".join(f"{one.path} was {one.change}" for one in observation.changes))
            case ActionObservation():
                return self.one_line(f"{observation.did}{f': {observation.problem}' if observation.problem else ''}")

    def _body(self, observation: Observation, look: Look) -> str:
        match observation:
            case PageObservation():
                return self._page(observation, look)
            case ResponseObservation():
                return _answer(observation)
            case ScreenObservation():
                return capped(observation.screen)
            case _:
                return capped(next(iter(clean_texts(observation)), ""))

    def _page(self, page: PageObservation, look: Look) -> str:
        match look.how:
            case "page" | "all":
                part = page_view.subtree(page.snapshot, look.ref, look.depth)
                return page_view.compact(part, self._words if look.how == "page" else frozenset(), MOST_OF_PAGE)
            case "interactive":
                return capped(page_view.interactive(page.snapshot), MOST_OF_PAGE)
            case "find":
                return capped(page_view.find(page.snapshot, look.query), MOST_OF_PAGE)
            case "text":
                return capped(page.text, MOST_OF_PAGE)
            case _:
                return capped(page.text, _MOST_BRIEF)


def capped(text: str, most: int = MOST) -> str:
    """The text, with its middle left out where it is longer; says how much is missing."""
    clean = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "\N{REPLACEMENT CHARACTER}", text)
    if len(clean) <= most:
        return clean
    head, tail = most * 2 // 3, most // 3
    left_out = len(clean) - head - tail
    return f"{clean[:head]}\n[… {left_out:,} characters left out …]\n{clean[-tail:]}"


def _ended(command: CommandObservation) -> str:
    if command.stopped:
        return f"was stopped: {command.stopped}"
    if command.signal is not None:
        return f"was ended by signal {command.signal}"
    return f"ended with exit code {command.exit_code}"


def _screen_facts(screen: ScreenObservation) -> str:
    if screen.problem:
        return f"not done: {screen.problem}"
    state = "is running" if screen.running else f"has ended with exit code {screen.exit_code}"
    return f"the screen of `{screen.command}`, which {state}"


def _answer_facts(answer: ResponseObservation) -> str:
    if answer.status is None:
        return f"`{answer.request}` got no answer: {answer.failure}"
    return f"`{answer.request}` was answered with status {answer.status}"


def _answer(answer: ResponseObservation) -> str:
    """The headers and the source of the body, and not what a browser would make of it: it is what came."""
    headers = "".join(f"{name}: {value[:200]}\n" for name, value in answer.headers[:_MOST_HEADERS])
    return f"{headers}\n{capped(answer.body)}" if answer.status is not None else ""


def _page_facts(page: PageObservation, rendering: Rendering) -> str:
    lines = [rendering.one_line(f"not done: {page.problem}" if page.problem else page.did)]
    lines.append(f"  on {rendering.one_line(page.url)}")
    if page.dialog:
        lines.append(
            f"  a dialog ({page.dialog.kind}) waits for an answer:\n{rendering.fenced(capped(page.dialog.message))}"
        )
    lines += [f"  downloaded: {rendering.one_line(name)}" for name in page.downloads]
    return "\n".join(lines)
