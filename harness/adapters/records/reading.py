"""Reads the record of a run back; whether it agrees with itself is judged elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from harness.adapters.records.folders import CARD_FILE, EVENTS_FILE, RUN_FILE, attempt_folder
from harness.adapters.records.stored import Stored, whole
from harness.domain.observations import Observation
from harness.domain.results import SCHEMA_VERSION, Run
from harness.errors import RecordError


def load_run(folder: Path) -> Run:
    """The run recorded in ``folder``. Raises RecordError where it is missing, broken, or of a newer schema."""
    path = folder / RUN_FILE
    data = _read(path, "the run was not finished, or this is not the folder of a run")
    _refuse_other_schema(path, data)
    try:
        return Run.model_validate_json(data)
    except ValidationError as error:
        raise RecordError(f"{path}: {_first(error)}", "the file was changed or cut; run the cards again") from error


class RunReader:
    """The files of one recorded run, read as they are asked for; RecordError where one is missing or broken."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.run = load_run(folder)

    def lines(self) -> Iterator[bytes]:
        """The lines of ``events.jsonl`` as they stand, without their line ends."""
        data = _read(self.folder / EVENTS_FILE, "the record is incomplete; run the cards again")
        yield from data.removesuffix(b"\n").split(b"\n") if data else ()

    def evidence(self, card: str, attempt: int) -> str:
        """The folder of an attempt, relative to the run's."""
        return attempt_folder(card, attempt)

    def card_text(self, card: str, attempt: int) -> bytes | None:
        """The card as it was when the attempt began; None where the file is missing."""
        return _present(self.folder / attempt_folder(card, attempt) / CARD_FILE)

    def observation_files(self, card: str, attempt: int) -> dict[str, bytes]:
        """Every file beside the observations of an attempt, by name."""
        folder = self.folder / attempt_folder(card, attempt) / "observations"
        if not folder.is_dir():
            return {}
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}

    def observation(self, card: str, attempt: int, files: dict[str, bytes], id: str) -> Observation:
        """One observation, rebuilt from the ``observation_files`` of its attempt."""
        path = f"{attempt_folder(card, attempt)}/observations/{id}.json"
        try:
            stored = Stored.model_validate_json(files.get(f"{id}.json", b""))
        except ValidationError as error:
            raise RecordError(f"{path}: {_first(error)}", "the file was changed, cut or removed") from error
        return whole(stored, _streams(files, id))

    def events_path(self) -> str:
        """Where the chain lies, relative to the run's folder."""
        return EVENTS_FILE


def _streams(files: dict[str, bytes], id: str) -> dict[str, bytes]:
    names = ("stdout", "stderr", "body", "content")
    return {name: files[f"{id}.{name}"] for name in names if f"{id}.{name}" in files}


def _read(path: Path, hint: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RecordError(f"cannot read `{path}`: {error.strerror}", hint) from error


def _present(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _refuse_other_schema(path: Path, data: bytes) -> None:
    version = _schema_version(path, data)
    if version > SCHEMA_VERSION:
        what = f"{path}: the record has schema version {version}, and this harness reads up to {SCHEMA_VERSION}"
        raise RecordError(what, "read it with the version of harness that wrote it, or a newer one")


def _schema_version(path: Path, data: bytes) -> int:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"{path}: not JSON: {error}", "the file was changed or cut; run the cards again") from error
    version = found.get("schema_version") if isinstance(found, dict) else None
    if not isinstance(version, int) or isinstance(version, bool):
        raise RecordError(f"{path}: no `schema_version`", "this is not the record of a run")
    return version


def _first(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"`{place}`: {first['msg']}" if place else first["msg"]
