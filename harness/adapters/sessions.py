"""Opens a cell for one attempt at a card, with its services and surfaces, and closes it again; decides nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from harness.adapters import clock, surfaces
from harness.adapters.cell.plan import Cell
from harness.adapters.ground import Ground, Surface
from harness.adapters.home import Home
from harness.adapters.records import AttemptRecorder
from harness.adapters.services import RunningService, origin_of, start_services
from harness.adapters.surfaces.terminal import Terminal
from harness.domain.actions import Action, Wait
from harness.domain.actions import Surface as SurfaceName
from harness.domain.configuration import Service
from harness.domain.events import ServiceEvent
from harness.domain.observations import FileObservation, FolderObservation, Observation
from harness.domain.results import ServiceEnd, TreeChange
from harness.domain.verdicts import Isolation
from harness.plugins import Family

SURFACES = Family(surfaces)
_GRACE_SECONDS = 10.0
"""What a card may take beyond its limit, for what keeps to the limit by itself to say so."""


class OpenCells:
    """Every cell that is open, so that an interrupt can close them all from another thread."""

    def __init__(self, open_cell: Callable[[], Cell]) -> None:
        self._open_cell = open_cell
        self._lock = threading.Lock()
        self._cells: set[Cell] = set()
        self.closed = False

    @contextmanager
    def cell(self) -> Iterator[Cell]:
        """A fresh cell, closed at the end whatever happens. Raises MachineError if it cannot start."""
        cell = self._open_cell()
        with self._lock:
            self._cells.add(cell)
            closed = self.closed
        try:
            if closed:
                cell.close()
            yield cell
        finally:
            with self._lock:
                self._cells.discard(cell)
            cell.close()

    def close(self) -> None:
        """Close every open cell, and every one that is opened from now on."""
        with self._lock:
            self.closed = True
            cells = list(self._cells)
        for cell in cells:
            cell.close()


@dataclass(frozen=True)
class CardSession:
    """The Session of one attempt (see ``harness.ports``)."""

    cell: Cell
    ground: Ground
    services: list[RunningService]
    surfaces: dict[SurfaceName, Surface]
    started: float
    home: Home

    @property
    def isolation(self) -> Isolation:
        """The level that was reached."""
        return self.cell.level

    @property
    def evidence(self) -> str:
        """The attempt's folder, relative to the run's."""
        return self.ground.recorder.evidence

    def seconds(self) -> float:
        """Wall seconds since the session was opened, the start of the cell included."""
        return clock.seconds() - self.started

    def perform(self, action: Action, until: Callable[[Observation], bool] | None = None) -> Observation:
        """Carry an action out on the surface that it belongs to."""
        if isinstance(action, Wait):
            return self._wait(action)
        if action.surface is None:
            raise ValueError(action.kind)
        observation = self.open(action.surface).perform(action, until)
        self.cell.look()
        return observation

    def attach(self, name: str, data: bytes) -> None:
        """Keep a file beside the evidence."""
        self.ground.recorder.attach(name, data)

    def attachment(self, name: str) -> bytes | None:
        """A file that was kept beside the evidence."""
        return self.ground.recorder.attachment(name)

    def inspect(self, path: str) -> FileObservation:
        """The state of a path in the user's folder."""
        terminal = self.open(SurfaceName.TERMINAL)
        assert isinstance(terminal, Terminal)
        return terminal.inspect(path)

    def folder(self) -> FolderObservation | None:
        """What changed in the user's folder since this was asked before."""
        began = clock.seconds()
        found = self.home.changes()
        if not found.changes:
            return None
        return self.ground.recorder.changed(found.changes, found.contents, clock.seconds() - began)

    def ended_services(self) -> tuple[ServiceEnd, ...]:
        """The services that have ended since they were ready."""
        return tuple(ended for service in self.services if (ended := service.ended()))

    def changes(self) -> tuple[TreeChange, ...]:
        """What was written below the product's tree so far."""
        return self.cell.changes()

    def close(self) -> None:
        """Let go of the surfaces and stop the services; the cell is closed by who opened it."""
        for surface in self.surfaces.values():
            surface.close()
        for service in self.services:
            service.close()

    def _wait(self, action: Wait) -> Observation:
        started = clock.seconds()
        time.sleep(min(action.seconds, self.ground.seconds_left()))
        return self.ground.recorder.action(did=f"waited {action.seconds:g} s", seconds=clock.seconds() - started)

    def open(self, name: SurfaceName) -> Surface:
        """The surface with this name, opened when first asked for. Raises MachineError as it does."""
        if name not in self.surfaces:
            self.surfaces[name] = SURFACES.load(name.value).open_surface(self.ground)
        return self.surfaces[name]


@contextmanager
def _ended_after(seconds: float, cell: Cell) -> Iterator[None]:
    """Close the cell when the time is over, whatever still waits for something in it."""
    watch = threading.Timer(seconds, cell.close)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


@contextmanager
def open_session(
    cells: OpenCells,
    recorder: AttemptRecorder,
    services: Mapping[str, Service],
    seconds: float,
    wanted: Collection[SurfaceName] = (),
    read_all: bool = False,
) -> Iterator[CardSession]:
    """A session in a fresh cell whose services are ready; a browser that is ``wanted`` starts meanwhile.

    With ``read_all`` a command may print more than is kept of it.

    Raises MachineError if the cell or a service does not come up.
    """
    began = clock.seconds()
    deadline = began + seconds
    with cells.cell() as cell, _ended_after(seconds + _GRACE_SECONDS, cell):
        ground = Ground(cell, recorder, seconds, deadline, origin_of(services), read_all)
        session = CardSession(cell, ground, [], {}, began, Home(cell))
        try:
            if SurfaceName.BROWSER in wanted:
                session.open(SurfaceName.BROWSER)
            session.services.extend(start_services(cell, services, recorder.folder / "services", deadline))
            for service in session.services:
                recorder.append(
                    ServiceEvent(card=recorder.card, attempt=recorder.number, service=service.name, state="ready")
                )
            yield session
        finally:
            session.close()
