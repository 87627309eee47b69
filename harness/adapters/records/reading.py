"""Reads the record of a run back; whether it agrees with itself is judged elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from harness.adapters.records.folders import (
    EVENTS_FILE,
    OBSERVATIONS_FOLDER,
    RUN_FILE,
    attempt_folder,
)
from harness.adapters.records.stored import STREAMS, Stored, whole
from harness.domain.observations import Observation
from harness.domain.results import SCHEMA_VERSION, Run
from harness.errors import RecordError

_LOGS = "services/"
CHANGED = "the record was changed, cut or moved; run the cards again"


def load_run(folder: Path) -> Run:
    """The run recorded in ``folder``. Raises RecordError where it is missing, broken, or of a newer schema."""
    path = folder / RUN_FILE
    data = _read(path, "the run was not finished, or this is not the folder of a run")
    _refuse_other_schema(path, data)
    try:
        return Run.model_validate_json(data)
    except ValidationError as error:
        raise RecordError(f"{path}: {_first(error)}", CHANGED) from error


class RunReader:
    """The files of one recorded run, read as they are asked for; RecordError where one is missing or broken."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.run = load_run(folder)

    def lines(self) -> Iterator[bytes]:
        """The lines of ``events.jsonl`` as they stand, without their line ends."""
        data = _read(self.folder / EVENTS_FILE, CHANGED)
        yield from data.removesuffix(b"\n").split(b"\n") if data else ()

    def evidence(self, card: str, attempt: int) -> str:
        """The folder of an attempt, relative to the run's."""
        return attempt_folder(card, attempt)

    def files(self, card: str, attempt: int) -> dict[str, bytes]:
        """Every file of an attempt but what services printed, by its path below the attempt's folder."""
        folder = self.folder / attempt_folder(card, attempt)
        found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
        return {name: _read(path, CHANGED) for name, path in found.items() if not name.startswith(_LOGS)}

    def observation(self, where: str, files: Mapping[str, bytes], id: str) -> Observation:
        """One observation, rebuilt from the ``files`` of its attempt; ``where`` is the attempt's ``evidence``."""
        name = f"{OBSERVATIONS_FOLDER}/{id}"
        try:
            stored = Stored.model_validate_json(files.get(f"{name}.json", b""))
        except ValidationError as error:
            raise RecordError(f"{where}/{name}.json: {_first(error)}", CHANGED) from error
        return whole(stored, {stream: files[f"{name}.{stream}"] for stream in STREAMS if f"{name}.{stream}" in files})


def _read(path: Path, hint: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RecordError(f"cannot read `{path}`: {error.strerror}", hint) from error


def _refuse_other_schema(path: Path, data: bytes) -> None:
    version = _schema_version(path, data)
    if version > SCHEMA_VERSION:
        what = f"{path}: the record has schema version {version}, and this harness reads up to {SCHEMA_VERSION}"
        raise RecordError(what, "read it with the version of harness that wrote it, or a newer one")


def _schema_version(path: Path, data: bytes) -> int:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"{path}: not JSON: {error}", CHANGED) from error
    version = found.get("schema_version") if isinstance(found, dict) else None
    if not isinstance(version, int) or isinstance(version, bool):
        raise RecordError(f"{path}: no `schema_version`", "this is not the record of a run")
    return version


def _first(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"`{place}`: {first['msg']}" if place else first["msg"]
