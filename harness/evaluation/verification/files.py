"""Compares the files of an attempt with the digests taken when they were written; reading them lies elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from posixpath import normpath

from harness.domain.events import Attached, Observed
from harness.domain.verification import Difference

CARD = "card.md"
OBSERVATIONS = "observations/"


def against_digests(
    files: Mapping[str, bytes],
    observed: Iterable[Observed],
    attached: Iterable[Attached],
    card_sha256: str,
    where: str,
) -> list[Difference]:
    """Every file that was changed, removed or added."""
    digests = {CARD: card_sha256, **dict(_digests(observed)), **{event.file: event.sha256 for event in attached}}
    found = {name: _compared(files.get(name), digest) for name, digest in digests.items()}
    found.update((name, "was added: no event tells of it") for name in files if name not in digests)
    return [Difference(where=f"{where}/{name}", what=what) for name, what in sorted(found.items()) if what]


def _digests(observed: Iterable[Observed]) -> Iterator[tuple[str, str]]:
    for event in observed:
        yield f"{OBSERVATIONS}{event.observation}.json", event.sha256
        yield from ((normpath(f"{OBSERVATIONS}{name}"), digest) for name, digest in event.files.items())


def _compared(data: bytes | None, digest: str) -> str:
    if data is None:
        return "is missing"
    return "" if hashlib.sha256(data).hexdigest() == digest else "was changed: its hash is not the recorded one"
