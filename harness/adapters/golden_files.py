"""The files of goldens: snapshots and pictures in one go, and the log of who accepted what; decides nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from harness.adapters import files
from harness.domain.golden import AcceptRecord
from harness.errors import MachineError

LOG = "accepted.jsonl"


def may_accept() -> str:
    """Why nothing may be accepted here; empty where a person sits at a terminal."""
    if in_ci():
        return "nothing is accepted in CI"
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return "nothing is accepted without a terminal: it is for a person to look at"
    return ""


def in_ci() -> bool:
    """Whether this is a pipeline."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def who(root: Path) -> str:
    """Who decides here: as git knows them, else the user's name on this machine."""
    told = [_configured(root, key) for key in ("user.name", "user.email")]
    if all(told):
        return f"{told[0]} <{told[1]}>"
    return told[0] or told[1] or os.environ.get("USER") or "unknown"


def _configured(root: Path, key: str) -> str:
    try:
        found = subprocess.run(["git", "config", key], cwd=root, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return found.stdout.strip()


def log_decision(folder: Path, record: AcceptRecord) -> None:
    """Add a line to the log, whole or not at all. Raises MachineError where that is refused."""
    path = folder / LOG
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    if before and not before.endswith("\n"):
        before += "\n"
    files.write_over(path, f"{before}{record.model_dump_json(exclude_defaults=True)}\n")


def put_picture(folder: Path, case: str, digest: str, data: bytes) -> None:
    """Keep a picture beside the snapshots. Raises MachineError where that is refused."""
    path = picture_path(folder, case, digest)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.new")
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        raise MachineError(
            f"'{path}' cannot be written: {error.strerror}", "check its folder and permissions"
        ) from error


def picture_path(folder: Path, case: str, digest: str) -> Path:
    """Where a picture of a case lies."""
    return folder / "pictures" / case / f"{digest.removeprefix('sha256:')}.png"
