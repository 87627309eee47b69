"""A syrupy extension that reads goldens: of tests, and of the cases of ``harness golden``. It never writes one.

``snapshot.use_extension(GoldenExtension)`` compares with them through syrupy's own fixture.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

from syrupy.data import Snapshot, SnapshotCollection, SnapshotCollections
from syrupy.extensions.base import AbstractSyrupyExtension
from syrupy.location import PyTestLocation

from harness.app.golden_tests import golden_texts
from harness.errors import UsageError
from harness.golden.module_text import name_of, write_part
from harness.golden.values import plain
from harness.pytest_plugin._watch import WATCH

_REFUSED = "a golden is accepted in a review, and taken away by `harness golden retire`"


class GoldenExtension(AbstractSyrupyExtension):
    """The goldens of a file of tests as a collection of snapshots, named ``TEST / ASSERTION``."""

    file_extension = "golden"

    def serialize(self, data: Any, **kwargs: Any) -> str:
        """A value as it stands in a file of goldens."""
        if (any(kwargs.values()) and kwargs.get("exclude")) or kwargs.get("include"):
            raise UsageError("this extension leaves nothing out", "use the `golden` fixture: `golden(exclude=…)`")
        return write_part(plain(data))

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: Any = 0) -> str:
        """The test and the name of the assertion."""
        return f"{_place(test_location)[1]} / {name_of(index)}"

    @classmethod
    def get_location(cls, *, test_location: PyTestLocation, index: Any) -> str:
        """The file of goldens."""
        return str(Path(cls.dirname(test_location=test_location), f"{_place(test_location)[0]}.golden"))

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        """The project's folder of goldens."""
        return str(_watch(test_location).places.root / "golden")

    def discover_snapshots(self, **kwargs: Any) -> SnapshotCollections:
        """None: what is unused is told by this plugin, and nothing of it may be deleted by an update."""
        return SnapshotCollections()

    def read_snapshot_collection(self, *, snapshot_location: str) -> SnapshotCollection:
        """Everything in a file of goldens, of tests or of a case."""
        collection = SnapshotCollection(location=snapshot_location)
        for name, text in golden_texts(Path(snapshot_location)).items():
            collection.add(Snapshot(name=name, data=text))
        return collection

    def read_snapshot_data_from_location(
        self, *, snapshot_location: str, snapshot_name: str, session_id: str
    ) -> str | None:
        """One golden as it stands in its file."""
        return golden_texts(Path(snapshot_location)).get(snapshot_name)

    @classmethod
    def write_snapshot_collection(cls, **kwargs: Any) -> NoReturn:
        """Refused: nothing becomes golden without a review."""
        raise UsageError(_REFUSED, "`pytest --golden-review`")

    def delete_snapshots(self, **kwargs: Any) -> NoReturn:
        """Refused: a golden is retired with a reason."""
        raise UsageError(_REFUSED, "`harness golden retire`")


def _watch(test_location: PyTestLocation) -> Any:
    return test_location.item.config.stash[WATCH]


def _place(test_location: PyTestLocation) -> tuple[str, str]:
    module, test = _watch(test_location).places.of(test_location.item)
    return str(module), str(test)
