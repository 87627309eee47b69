"""What an observation shows a user, as texts and as lines; whether that is right is judged elsewhere."""

from __future__ import annotations

import unicodedata

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
from harness.evaluation.html_text import html_text
from harness.evaluation.page_tree import seen_beside_text
from harness.evaluation.terminal_text import terminal_lines


def texts(observation: Observation) -> tuple[str, ...]:
    """The ways to read what was shown, fullest first.

    A command's streams are read together as they came and each by itself, because a line of one cut by the other is
    an accident of timing. A web page is read as its source and as the text that it shows.
    """
    match observation:
        case CommandObservation():
            return tuple(dict.fromkeys((observation.shown, observation.stdout, observation.stderr)))
        case ResponseObservation():
            return (html_text(observation.body), observation.body) if _is_page(observation) else (observation.body,)
        case FileObservation():
            return (observation.content or "",)
        case ScreenObservation():
            return (observation.screen, observation.output)
        case PageObservation():
            dialog = (observation.dialog.message,) if observation.dialog else ()
            return (*dialog, observation.text, seen_beside_text(observation))
        case ActionObservation() | FolderObservation():
            return ()


def lines(observation: Observation) -> list[str]:
    """Every line shown, in each way to read it: composed (NFC) and free of terminal control sequences."""
    return [line for text in texts(observation) for line in _lines(text)]


def clean_texts(observation: Observation) -> list[str]:
    """Each way to read what was shown, as one text free of terminal control sequences."""
    return ["\n".join(_lines(text)) for text in texts(observation)]


def screen(observation: Observation) -> list[str]:
    """The lines of the first way to read what was shown, blank ones left out: what a report quotes from."""
    return [line for text in texts(observation)[:1] for line in _lines(text) if line.strip()]


def _lines(text: str) -> list[str]:
    return terminal_lines(unicodedata.normalize("NFC", text))


def _is_page(response: ResponseObservation) -> bool:
    kinds = [value.lower() for name, value in response.headers if name == "content-type"]
    return any("html" in kind for kind in kinds) or (not kinds and response.body.lstrip()[:9].lower() == "<!doctype")
