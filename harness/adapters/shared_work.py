"""Work that one of several processes does for all of them, while the others wait for what comes of it."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.adapters.files import write_over
from harness.errors import MachineError


class SharedWork:
    """Texts below one folder that processes share; the first that asks for one makes it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def once(self, name: str, make: Callable[[], str]) -> str:
        """The text of that name, made now if nobody has. What ``make`` raises is raised, and nothing is kept then.

        Raises:
            MachineError: if the folder cannot be written.
        """
        with self._locked(name):
            found = self.found(name)
            if found is None:
                found = make()
                self.keep(name, found)
            return found

    def found(self, name: str) -> str | None:
        """The text of that name; None where nobody has made it."""
        path = self.folder / name
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def keep(self, name: str, text: str) -> None:
        """Keep a text in place of what there was. Raises MachineError."""
        write_over(self.folder / name, text)

    def drop(self, name: str) -> None:
        """Take a text away, if it is there."""
        (self.folder / name).unlink(missing_ok=True)

    def remove(self) -> None:
        """Take everything away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / f"{name}.lock").open("a")
        except OSError as error:
            raise MachineError(f"'{self.folder}' cannot be written: {error.strerror}", "make room there") from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
