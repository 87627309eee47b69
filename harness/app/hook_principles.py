"""The principles that one file alone can break, as a value; drawing them from documents and keeping them lie beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from harness.adapters import files
from harness.app.constitution_paths import shipped
from harness.constitution.globs import Globs
from harness.domain.base import Frozen
from harness.domain.languages import is_written_in
from harness.domain.principles import Principle

WAIVERS, REVIEWS = "constitutions/waivers.md", "constitutions/reviews.md"


class EditPlan(Frozen):
    """The principles that one file alone can break, with no other checks than those.

    ``elsewhere`` counts the checks that need more than the file. ``excluded`` are globs of files that are not checked, and
    ``own`` the documents of principles, which are not either. ``extended`` are digests of the documents outside the project's
    own that the principles come from. ``languages`` are those that the checks of each principle are about, by its id, in order;
    empty of a check that is about any.
    """

    principles: tuple[Principle, ...]
    elsewhere: int
    excluded: tuple[str, ...]
    own: tuple[str, ...]
    extended: dict[str, str]
    languages: dict[str, tuple[str, ...]]

    def reason_against(self, path: str) -> str:
        """Why a file of the project is not checked; empty where it is."""
        if path in (*self.own, WAIVERS, REVIEWS):
            return "a document of principles"
        if path.startswith(".harness/") or ".git" in path.split("/"):
            return "not the project's own"
        return "excluded by the configuration" if self.excluded and Globs(self.excluded).match(path) else ""

    def about(self, path: str) -> tuple[Principle, ...]:
        """The principles that apply to a file, without checks of other languages."""
        return tuple(self._about(path))

    def _about(self, path: str) -> Iterator[Principle]:
        for one in self.principles:
            if not Globs(one.applies_to).match(path):
                continue
            pairs = zip(one.checks, self.languages[one.id], strict=True)
            checks = tuple(check for check, wanted in pairs if not wanted or is_written_in(path, wanted))
            if checks:
                yield one if len(checks) == len(one.checks) else one.model_copy(update={"checks": checks})


def digests(root: Path, names: tuple[str, ...]) -> Mapping[str, str]:
    """The SHA-256 of documents by their names as constitutions give them; of those that are not there an empty text."""
    found = {}
    for name in names:
        path = shipped().get(name) or root / name
        found[name] = hashlib.sha256(files.read_bytes(path)).hexdigest() if path.is_file() else ""
    return found
