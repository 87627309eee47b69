"""What was recorded of a step as the parts that are compared: every byte of it counts, and nothing that is the recorder's."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from harness.domain.cards import Section
from harness.domain.golden import Capture, GoldenCase, Part, PartKind
from harness.domain.observations import (
    ActionObservation,
    CommandObservation,
    EntryKind,
    FileObservation,
    FolderChange,
    FolderObservation,
    Observation,
    PageObservation,
    ResponseObservation,
    ScreenObservation,
)
from harness.domain.snapshots import LINE
from harness.golden.json_values import read_json
from harness.golden.part_names import apart, spelled

MOST_TEXT = 4 * 1024 * 1024
"""The most bytes of one part that a snapshot holds as text."""
_SECONDS = re.compile(r" after [0-9.e+]+ s$")
_MARKS = re.compile(r" \[(?:ref=\w+|box=[\d.,-]+|cursor=\w+|active)\]")
_JSON = re.compile(r"[\w.+-]+/(?:[\w.+-]+\+)?json\b", re.IGNORECASE)


@dataclass(frozen=True)
class Material:
    """What was recorded of one step: ``files`` are raw bytes by the name of the stream, or of a file of the user's folder.

    ``skipped`` says why it was not carried out.
    """

    section: Section
    number: int
    did: str
    observation: Observation | None = None
    folder: FolderObservation | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    skipped: str = ""


def beside_name(path: str) -> str:
    """Under which name the content of a file of the user's folder is handed over, apart from all streams."""
    return f"file {path}"


def captures_of(case: GoldenCase, steps: Sequence[Material]) -> tuple[Capture, ...]:
    """The captures of a case from what was recorded of its steps, not masked."""
    return tuple(
        Capture(section=step.section, number=step.number, did=step.did, parts=apart(_parts(case, step)))
        for step in steps
    )


def _parts(case: GoldenCase, step: Material) -> Iterator[Part]:
    match step.observation:
        case CommandObservation() as command:
            yield _value("exit code", _ending(command))
            yield from (_output(command, name, step.files.get(name, b"")) for name in ("stdout", "stderr"))
        case ResponseObservation() as response:
            yield from _response(case, response, step.files.get("body", b""))
        case PageObservation() as page:
            yield from _page(page)
            if case.screenshot is not None and "screenshot" in step.files:
                yield Part(name="screenshot", kind=PartKind.PICTURE, value=digest_of_picture(step.files["screenshot"]))
        case ActionObservation(problem=str(problem)):
            yield _value("problem", problem)
        case ScreenObservation() as screen:
            yield _value("exit code", "none: it runs" if screen.running else _ending(screen))
            yield Part(name="screen", kind=PartKind.TEXT, value=screen.screen)
        case FileObservation() as file:
            yield _value(f"file {spelled(file.path)}", "there" if file.exists else "not there")
            if file.content is not None:
                yield Part(name=f"content of {spelled(file.path)}", kind=PartKind.TEXT, value=file.content)
    if step.skipped:
        yield _value("problem", step.skipped)
    for change in step.folder.changes if step.folder else ():
        if not _is_captured(change.path, case.files):
            continue
        yield from _change(change, step.files.get(beside_name(change.path)))


def _ending(command: CommandObservation | ScreenObservation) -> str:
    if command.stopped:
        return f"none: {_SECONDS.sub('', command.stopped)}"
    return f"none: signal {command.signal}" if command.signal is not None else str(command.exit_code)


def _output(command: CommandObservation, name: str, data: bytes) -> Part:
    longer = command.longer.get(name)
    return _binary(name, longer.size, longer.sha256) if longer else _bytes(name, data)


def _response(case: GoldenCase, response: ResponseObservation, body: bytes) -> Iterator[Part]:
    if response.failure is not None:
        yield _value("failure", response.failure)
        return
    yield _value("status", str(response.status))
    wanted = [name.lower() for name in case.headers]
    for name in dict.fromkeys(wanted):
        values = [value for header, value in response.headers if header == name]
        yield from (_value(f"header {name}{_counted(at)}", value) for at, value in enumerate(values))
    kind = next((value for name, value in response.headers if name == "content-type"), "")
    yield _body(body, is_json=_JSON.match(kind) is not None)


def _counted(at: int) -> str:
    return f" {at + 1}" if at else ""


def _body(body: bytes, is_json: bool) -> Part:
    text = _bytes("body", body)
    if not is_json or text.kind is not PartKind.TEXT:
        return text
    value = read_json(text.text)
    return text if value is None else Part(name="body", kind=PartKind.JSON, value=value)


def _page(page: PageObservation) -> Iterator[Part]:
    if page.problem:
        yield _value("problem", page.problem)
    yield _value("url", page.url)
    yield _value("title", page.title)
    if page.status is not None:
        yield _value("status", str(page.status))
    if page.dialog:
        yield _value("dialog", f"{page.dialog.kind}: {page.dialog.message}")
    yield from (_value(f"download {spelled(name)}", "yes") for name in page.downloads)
    lines = page.snapshot.removesuffix("\n").split("\n")
    yield Part(name="page", kind=PartKind.TEXT, value="".join(f"{_unmarked(line)}\n" for line in lines))


def _unmarked(line: str) -> str:
    """A line of a page without the marks that the recorder makes; what a product shows in such brackets stays."""
    found = LINE.match(line)
    if not found:
        return line
    start, end = found.span("marks")
    return line[:start] + _MARKS.sub("", found["marks"]) + line[end:]


def _change(change: FolderChange, content: bytes | None) -> Iterator[Part]:
    what = f"{change.change}{'' if change.entry is EntryKind.FILE else f', a {change.entry.value}'}"
    if change.executable:
        what += ", executable"
    path = spelled(change.path)
    yield _value(f"file {path}", what)
    if change.target is not None:
        yield _value(f"target of {path}", change.target)
    if change.change != "deleted" and change.entry is EntryKind.FILE:
        name = f"content of {path}"
        yield _bytes(name, content) if content is not None else _binary(name, change.size, change.sha256 or "not known")


def _is_captured(path: str, patterns: Sequence[str]) -> bool:
    if not patterns:
        return not any(part.startswith(".") for part in path.split("/"))
    return any(fnmatchcase(path, pattern) for pattern in patterns)


def _value(name: str, value: str) -> Part:
    return Part(name=name, kind=PartKind.VALUE, value=value)


def _bytes(name: str, data: bytes) -> Part:
    """Text where it is UTF-8 without NUL and not more than people review; else its size and digest."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text or len(data) > MOST_TEXT:
        return _binary(name, len(data), hashlib.sha256(data).hexdigest())
    return Part(name=name, kind=PartKind.TEXT, value=text)


def _binary(name: str, size: int, sha256: str) -> Part:
    return Part(name=name, kind=PartKind.BINARY, value=f"{size} bytes, sha256:{sha256}")


def digest_of_picture(data: bytes) -> str:
    """How a picture is named in a snapshot."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
