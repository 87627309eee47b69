"""Writes the record of a run while it happens, every line and observation at once; reading it lies elsewhere."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from pydantic_core import PydanticSerializationError

from harness.adapters import clock
from harness.adapters.records.decoding import Segment, storable
from harness.adapters.records.folders import (
    CARD_FILE,
    EVENTS_FILE,
    OBSERVATIONS_FOLDER,
    RUN_FILE,
    SCREENSHOTS_FOLDER,
    attempt_folder,
    create_run_folder,
)
from harness.adapters.records.stored import (
    STREAMS,
    Stored,
    whole,
    with_body,
    with_content,
    with_output,
    with_page,
    with_screen,
)
from harness.domain.base import Frozen
from harness.domain.cards import Card
from harness.domain.events import FIRST_PREVIOUS, Attached, Event, Link, Observed, RunFinished
from harness.domain.observations import (
    ActionObservation,
    CommandObservation,
    FileObservation,
    FolderChange,
    FolderObservation,
    LongOutput,
    Observation,
    PageObservation,
    ProductCall,
    ResponseObservation,
    ScreenObservation,
)
from harness.domain.results import ChainRecord, Run
from harness.errors import RecordError


class EventLog:
    """``events.jsonl``: append-only, each line naming the SHA-256 of the one before; may be shared between threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._previous = FIRST_PREVIOUS
        self._count = 0
        self._open()

    def _open(self) -> None:
        self._file = self._path.open("xb", buffering=0)

    @property
    def chain(self) -> ChainRecord:
        """How many lines there are, and the SHA-256 of the last."""
        with self._lock:
            return ChainRecord(count=self._count, head=self._previous)

    def append(self, event: Event) -> None:
        """Write one line, through to the operating system, before returning. Raises RecordError."""
        with self._lock, written(self._path):
            self._write(event)

    def _write(self, event: Event) -> int:
        """Write one line, and return its length in bytes."""
        link = Link(n=self._count + 1, at=_now(), previous=self._previous, event=event)
        line = _json(link)
        self._file.write(line + b"\n")
        self._previous = hashlib.sha256(line).hexdigest()
        self._count += 1
        return len(line) + 1

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class Recorder:
    """The record of one run below ``<root>/.harness/runs``. Nothing of a finished card stays in memory.

    ``folder`` is the run's own. Any thread may call any method; RecordError where the disk refuses.
    """

    def __init__(self, root: Path) -> None:
        with written(root):
            self.folder = create_run_folder(root)
            self._log = EventLog(self.folder / EVENTS_FILE)

    @property
    def id(self) -> str:
        """The run's id, which is its folder's name and sorts by time."""
        return self.folder.name

    @property
    def chain(self) -> ChainRecord:
        """The end of the event chain so far."""
        return self._log.chain

    def append(self, event: Event) -> None:
        """Add one event to the chain."""
        self._log.append(event)

    def attempt(self, card: Card, number: int) -> AttemptRecorder:
        """Where one attempt at a card is recorded; keeps the card's text as it is now."""
        return AttemptRecorder(self.folder, self._log, card, number)

    def finish(self, run: Run) -> Run:
        """Close the chain over ``run``, write ``run.json`` in one go, and return the run with its final ``events``."""
        storable_run = _storable_run(run)
        self._log.append(RunFinished(sha256=storable_run.content_sha256))
        finished = storable_run.model_copy(update={"events": self.chain})
        _write_whole(self.folder / RUN_FILE, finished.model_dump_json(indent=2).encode() + b"\n")
        self.close()
        return finished

    def close(self) -> None:
        """Let go of the files; without ``finish`` the run stays recorded as unfinished."""
        self._log.close()

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class AttemptRecorder:
    """The record of one attempt at one card. Each observation is on disk, and in the chain, before it is returned.

    ``evidence`` is the attempt's folder relative to the run's. Observations are numbered o1, o2, … as they come.
    """

    def __init__(self, run_folder: Path, log: EventLog, card: Card, number: int) -> None:
        self.card = card.id
        self.number = number
        self.evidence = attempt_folder(card.id, number)
        self.folder = run_folder / self.evidence
        self._observations = self.folder / OBSERVATIONS_FOLDER
        self._log = log
        self._lock = threading.Lock()
        self._count = 0
        with written(self.folder):
            self._observations.mkdir(parents=True)
            (self.folder / CARD_FILE).write_bytes(card.text.encode())

    def append(self, event: Event) -> None:
        """Add one event to the chain of the run."""
        self._log.append(event)

    def command(
        self,
        *,
        command: str,
        stdout: bytes,
        stderr: bytes,
        segments: Sequence[Segment] = (),
        exit_code: int | None = None,
        signal: int | None = None,
        stopped: str | None = None,
        longer: Mapping[str, LongOutput] | None = None,
        calls: Sequence[ProductCall] = (),
        seconds: float = 0.0,
    ) -> CommandObservation:
        """Record a command. ``segments`` give the order of the streams as (1 or 2, bytes); else stdout is first."""
        draft = CommandObservation(
            id=self._next_id(),
            command=storable(command),
            stdout="",
            stderr="",
            shown="",
            exit_code=exit_code,
            signal=signal,
            stopped=stopped,
            longer=dict(longer or {}),
            calls=tuple(_storable_call(call) for call in calls),
            seconds=seconds,
        )
        order = _merged(segments)
        self._store(draft, {"stdout": stdout, "stderr": stderr}, order)
        return with_output(draft, stdout, stderr, order)

    def response(
        self,
        *,
        request: str,
        status: int | None = None,
        reason: str = "",
        headers: Sequence[tuple[str, str]] = (),
        body: bytes = b"",
        failure: str | None = None,
        seconds: float = 0.0,
    ) -> ResponseObservation:
        """Record an HTTP answer, or with ``failure`` why there is none. Header names become lower case."""
        draft = ResponseObservation(
            id=self._next_id(),
            request=storable(request),
            status=status,
            reason=storable(reason),
            headers=tuple((storable(name).lower(), storable(value)) for name, value in headers),
            failure=failure,
            seconds=seconds,
        )
        self._store(draft, {"body": body})
        return with_body(draft, body)

    def file(
        self,
        *,
        path: str,
        exists: bool,
        content: bytes | None = None,
        problem: str | None = None,
        seconds: float = 0.0,
    ) -> FileObservation:
        """Record the state of a path; ``content`` is None unless it is a readable file."""
        draft = FileObservation(
            id=self._next_id(),
            path=storable(path),
            exists=exists,
            content=None if content is None else "",
            problem=problem,
            seconds=seconds,
        )
        self._store(draft, {"content": content or b""})
        return with_content(draft, content or b"")

    def changed(
        self, changes: Sequence[FolderChange], contents: Mapping[str, bytes], seconds: float = 0.0
    ) -> FolderObservation:
        """Record what changed in the user's folder; ``contents`` are the bytes of files by path."""
        id = self._next_id()
        names = {path: f"{id}.file{number}" for number, path in enumerate(sorted(contents), 1)}
        told = [
            one.model_copy(
                update={
                    "path": storable(one.path),
                    "target": one.target and storable(one.target),
                    "content": names.get(one.path),
                }
            )
            for one in changes
        ]
        draft = FolderObservation(id=id, changes=tuple(told), seconds=seconds)
        self._store(draft, {}, pictures={name: contents[path] for path, name in names.items()})
        return draft

    def action(self, *, did: str, problem: str | None = None, seconds: float = 0.0) -> ActionObservation:
        """Record an action that shows nothing, or with ``problem`` why it was not done."""
        draft = ActionObservation(id=self._next_id(), did=storable(did), problem=problem, seconds=seconds)
        self._store(draft, {})
        return draft

    def page(self, seen: PageObservation, screenshot: bytes | None = None) -> PageObservation:
        """Record what a page showed under a new id; ``screenshot`` is a PNG."""
        id = self._next_id()
        picture = f"{SCREENSHOTS_FOLDER}/{id}.png" if screenshot else None
        named = seen.model_copy(update={"id": id, "screenshot": picture})
        whole = PageObservation.model_validate_json(_json(named))
        pictures = {f"../{picture}": screenshot} if picture and screenshot else {}
        draft = whole.model_copy(update={"text": "", "snapshot": ""})
        texts = {"text": whole.text.encode(), "snapshot": whole.snapshot.encode()}
        self._store(draft, texts, pictures=pictures)
        return with_page(draft, texts["text"], texts["snapshot"])

    def screen(self, seen: ScreenObservation, output: bytes) -> ScreenObservation:
        """Record what a program showed under a new id; ``output`` is what it wrote since the look before."""
        named = seen.model_copy(update={"id": self._next_id(), "output": ""})
        whole = ScreenObservation.model_validate_json(_json(named))
        draft = whole.model_copy(update={"screen": ""})
        shown = whole.screen.encode()
        self._store(draft, {"output": output, "screen": shown})
        return with_screen(draft, output, shown)

    def attach(self, name: str, data: bytes) -> None:
        """Keep a file below the attempt's folder, and its digest in the chain."""
        path = self.folder / name
        with written(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        self._log.append(Attached(card=self.card, attempt=self.number, file=name, sha256=_sha256(data)))

    def attachment(self, name: str) -> bytes | None:
        """A file that was kept below the attempt's folder; None where there is none."""
        path = self.folder / name
        return path.read_bytes() if path.is_file() else None

    def beside(self, name: str) -> bytes | None:
        """The bytes of a file beside the observations, as they came; None where there is none, so that it is empty."""
        path = self._observations / name
        return path.read_bytes() if path.is_file() else None

    def observation(self, id: str) -> Observation:
        """An observation as it was recorded."""
        stored = Stored.model_validate_json((self._observations / f"{id}.json").read_bytes())
        paths = {name: self._observations / f"{id}.{name}" for name in STREAMS}
        return whole(stored, {name: path.read_bytes() for name, path in paths.items() if path.is_file()})

    def _next_id(self) -> str:
        with self._lock:
            self._count += 1
            return f"o{self._count}"

    def _store(
        self,
        draft: Observation,
        files: Mapping[str, bytes],
        segments: tuple[Segment, ...] = (),
        pictures: Mapping[str, bytes] | None = None,
    ) -> None:
        """``files`` are streams, named after the observation; ``pictures`` are other files, named from its folder."""
        facts = _json(Stored(observation=draft, segments=segments))
        filled = {f"{draft.id}.{name}": data for name, data in files.items() if data} | dict(pictures or {})
        with written(self._observations):
            (self._observations / f"{draft.id}.json").write_bytes(facts)
            for name, data in filled.items():
                path = self._observations / name
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(data)
        self._log.append(
            Observed(
                card=self.card,
                attempt=self.number,
                observation=draft.id,
                sha256=_sha256(facts),
                files={name: _sha256(data) for name, data in filled.items()},
            )
        )


def _merged(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The same order with neighbours of one stream joined."""
    merged: list[Segment] = []
    for stream, length in segments:
        if merged and merged[-1][0] == stream:
            merged[-1] = (stream, merged[-1][1] + length)
        else:
            merged.append((stream, length))
    return tuple(merged)


def _storable_run(run: Run) -> Run:
    """The run as it will be read back; made anew only where something in it cannot be written, for runs are large."""
    try:
        run.model_dump_json()
    except PydanticSerializationError:
        return Run.model_validate_json(_json(run))
    return run


def _storable_call(call: ProductCall) -> ProductCall:
    return call.model_copy(update={"arguments": tuple(storable(argument) for argument in call.arguments)})


def _json(model: Frozen) -> bytes:
    try:
        return model.model_dump_json().encode()
    except PydanticSerializationError:  # lone surrogates, as in a kept field of the product's JSON
        return json.dumps(model.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "replace"
        )


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _now() -> str:
    return clock.now().isoformat(timespec="microseconds").replace("+00:00", "Z")


def _write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees all of it or nothing."""
    draft = path.with_name(f".{path.name}.new")
    with written(path):
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)


@contextmanager
def written(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = f"cannot write the record at `{error.filename or path}`: {error.strerror or error}"
        raise RecordError(what, "make room, or make the folder writable, and run again") from error
