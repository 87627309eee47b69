"""Keeps the replays of blind passes below ``.harness/replays``, outside all trees that are judged; does none of them."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from harness import __version__
from harness.adapters import files
from harness.adapters.records.folders import safe_name
from harness.domain.cards import Card
from harness.domain.replays import REPLAY_VERSION, KeptReplay
from harness.phrasebook.book import fingerprint

_FOLDER = Path(".harness", "replays")


def replay_path(root: Path, card: Card) -> Path:
    """Where the replay of a card lies."""
    return root / _FOLDER / f"{safe_name(card.id)}.json"


def store_replay(root: Path, card: Card, replay: KeptReplay) -> Path:
    """Keep a replay in place of an older one, whole or not at all. Raises MachineError where that is refused."""
    path = replay_path(root, card)
    files.write_over(path, replay.model_dump_json(indent=2) + "\n")
    return path


def find_replay(root: Path, card: Card) -> tuple[KeptReplay | None, str]:
    """The replay of a card that still counts, or None and why there is none."""
    path = replay_path(root, card)
    if not path.is_file():
        return None, "no blind pass of this card was kept"
    try:
        replay = KeptReplay.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None, f"`{files.typed(path)}` cannot be read"
    reason = _outdated(card, replay)
    return (None, reason) if reason else (replay, "")


def _outdated(card: Card, replay: KeptReplay) -> str:
    if replay.card != card.id or replay.card_sha256 != card.sha256:
        return "the card has changed since its blind pass was kept"
    if (replay.version, replay.tool_version) != (REPLAY_VERSION, __version__):
        return f"its blind pass was kept by harness {replay.tool_version}, and this is {__version__}"
    if replay.phrasebook_sha256 != fingerprint():
        return "the phrasebook has changed since its blind pass was kept"
    return ""
