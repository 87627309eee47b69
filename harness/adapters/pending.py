"""What was received and waits for a review, below ``.harness/golden``, outside all trees that are judged."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import files
from harness.adapters.records.folders import safe_name
from harness.domain.base import Frozen
from harness.errors import MachineError, RecordError

_FOLDER = Path(".harness", "golden")
_SNAPSHOT = "received.golden"
_FACTS = "facts.json"
_MOST = 64 * 1024 * 1024


class Facts(Frozen):
    """Of which case it is, and from which run."""

    case: str
    run: str


@dataclass(frozen=True)
class Waiting:
    """What waits: the received snapshot as it would be written, its pictures by digest, and the run that it is from."""

    case: str
    text: bytes
    run: str
    folder: Path

    def picture(self, digest: str) -> bytes | None:
        """A picture that was received, by its digest."""
        path = self.folder / f"{digest.removeprefix('sha256:')}.png"
        return path.read_bytes() if path.is_file() else None


def store(root: Path, case: str, text: str, pictures: Mapping[str, bytes], run: str) -> None:
    """Let what was received wait, in place of what waited before. Raises MachineError where that is refused."""
    folder = _folder(root, case)
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for digest, data in pictures.items():
            (folder / f"{digest.removeprefix('sha256:')}.png").write_bytes(data)
    except OSError as error:
        raise MachineError(
            f"'{folder}' cannot be written: {error.strerror}", "make room, or make it writable"
        ) from error
    files.write_over(folder / _FACTS, Facts(case=case, run=run).model_dump_json())
    files.write_over(folder / _SNAPSHOT, text)


def remove(root: Path, case: str) -> None:
    """Let nothing of a case wait any more."""
    shutil.rmtree(_folder(root, case), ignore_errors=True)


def waiting(root: Path) -> list[Waiting]:
    """Everything that waits, by the id of its case. Raises RecordError for what cannot be read."""
    folder = root / _FOLDER
    found = []
    for path in sorted(folder.glob(f"*/{_SNAPSHOT}")) if folder.is_dir() else ():
        try:
            facts = Facts.model_validate_json((path.parent / _FACTS).read_bytes())
        except (OSError, ValueError) as error:
            what = f"'{files.typed(path.parent)}' cannot be read"
            raise RecordError(what, "remove it, and run `harness golden check` again") from error
        found.append(Waiting(facts.case, files.read_bytes(path, _MOST), facts.run, path.parent))
    return sorted(found, key=lambda one: one.case)


def _folder(root: Path, case: str) -> Path:
    return root / _FOLDER / safe_name(case)
