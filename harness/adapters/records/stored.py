"""How an observation lies on disk: its facts as JSON and its bytes as they came beside it; writes and reads nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, NonNegativeInt

from harness.adapters.records.decoding import STDERR, STDOUT, Segment, body_text, shown_text, text_of
from harness.domain.base import Frozen
from harness.domain.observations import (
    CommandObservation,
    FileObservation,
    Observation,
    PageObservation,
    ResponseObservation,
    ScreenObservation,
)

STREAMS = ("stdout", "stderr", "body", "content", "text", "snapshot", "output", "screen")
"""The names of the files of raw bytes, or of long text, that may lie beside an observation."""

_StreamNumber = Annotated[int, Field(ge=STDOUT, le=STDERR)]


class Stored(Frozen):
    """What ``o1.json`` holds: the observation without its bulk, and the order in which the two streams came."""

    observation: Observation
    segments: tuple[tuple[_StreamNumber, NonNegativeInt], ...] = ()


def whole(stored: Stored, files: Mapping[str, bytes]) -> Observation:
    """The observation with its texts, from the raw ``files`` by name: ``stdout``, ``body``, ``snapshot`` …"""
    match stored.observation:
        case CommandObservation() as command:
            return with_output(command, files.get("stdout", b""), files.get("stderr", b""), stored.segments)
        case ResponseObservation() as response:
            return with_body(response, files.get("body", b""))
        case FileObservation() as file:
            return with_content(file, files.get("content", b""))
        case PageObservation() as page:
            return with_page(page, files.get("text", b""), files.get("snapshot", b""))
        case ScreenObservation() as shown:
            return with_screen(shown, files.get("output", b""), files.get("screen", b""))
        case bare:
            return bare


def with_output(
    observation: CommandObservation, stdout: bytes, stderr: bytes, segments: tuple[Segment, ...]
) -> CommandObservation:
    """A command's observation with what both streams carried."""
    texts = {"stdout": text_of(stdout), "stderr": text_of(stderr), "shown": shown_text(stdout, stderr, segments)}
    return observation.model_copy(update=texts)


def with_body(observation: ResponseObservation, body: bytes) -> ResponseObservation:
    """An answer with its body."""
    return observation.model_copy(update={"body": body_text(body, observation.headers)})


def with_content(observation: FileObservation, content: bytes) -> FileObservation:
    """A file's state with its content, where it was readable."""
    if observation.content is None:
        return observation
    return observation.model_copy(update={"content": text_of(content)})


def with_page(observation: PageObservation, text: bytes, snapshot: bytes) -> PageObservation:
    """A page's observation with what it showed."""
    return observation.model_copy(update={"text": text_of(text), "snapshot": text_of(snapshot)})


def with_screen(observation: ScreenObservation, output: bytes, screen: bytes) -> ScreenObservation:
    """A screen's observation with what the program wrote and what is shown."""
    return observation.model_copy(update={"output": text_of(output), "screen": text_of(screen)})
