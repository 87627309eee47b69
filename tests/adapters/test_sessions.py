"""A session: one cell, its services and its surfaces, opened for one attempt and closed whatever happens."""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from harness.adapters.cell.levels import open_cell
from harness.adapters.cell.plan import CellPlan
from harness.adapters.sessions import CardSession, OpenCells, open_session
from harness.domain.actions import CreateFile, KeepField, RunCommand, SendRequest, Wait
from harness.domain.configuration import Service
from harness.domain.observations import ActionObservation, CommandObservation, ResponseObservation
from harness.domain.results import ChangeKind
from harness.domain.verdicts import Isolation
from harness.errors import HarnessError, MachineError
from tests.support.grounds import product, recorder_in

pytestmark = pytest.mark.requires_cell

SERVE = {"web": Service(run="python3 -m http.server -b 127.0.0.1 8000 -d {tree}", ready="http://127.0.0.1:8000/")}
SCRIPTS = {"todo": '#!/bin/sh\necho "$1"; [ "$1" != spoil ] || echo "# more" >> "$0"\n'}


@pytest.fixture
def plan(tmp_path: Path) -> CellPlan:
    return product(tmp_path, SCRIPTS)


@pytest.fixture
def cells(plan: CellPlan) -> OpenCells:
    return OpenCells(lambda: open_cell(Isolation.CELL, plan))


@contextmanager
def session_in(
    room: Path, cells: OpenCells, services: Mapping[str, Service] | None = None, seconds: float = 60.0
) -> Iterator[CardSession]:
    with recorder_in(room) as recorder, open_session(cells, recorder, services or {}, seconds) as session:
        yield session


def test_actions_go_to_the_surfaces_that_they_belong_to(tmp_path: Path, cells: OpenCells) -> None:
    with session_in(tmp_path, cells, SERVE) as session:
        assert isinstance(session.perform(RunCommand(command="todo list")), CommandObservation)
        assert isinstance(session.perform(CreateFile(path="a.txt", content="x")), ActionObservation)
        answer = session.perform(SendRequest(method="GET", target="/todo"))
        assert isinstance(answer, ResponseObservation)
        assert (answer.status, session.inspect("a.txt").content) == (200, "x")
        assert session.isolation is Isolation.CELL
        assert session.evidence == "cards/CARD/1"
        assert session.ended_services() == ()
        assert session.changes() == ()
        assert session.seconds() > 0


def test_the_folder_lasts_over_the_actions_of_a_session(tmp_path: Path, cells: OpenCells) -> None:
    with session_in(tmp_path, cells) as session:
        session.perform(RunCommand(command="mkdir sub && cd sub"))
        session.perform(CreateFile(path="a.txt", content="x"))
        assert session.inspect("~/sub/a.txt").exists


def test_what_was_written_below_the_tree_is_told(tmp_path: Path, cells: OpenCells) -> None:
    with session_in(tmp_path, cells) as session:
        session.perform(RunCommand(command="todo spoil"))
        assert [(change.kind, change.path) for change in session.changes()] == [(ChangeKind.MODIFIED, "todo")]
    assert (tmp_path / "tree/todo").read_text() == SCRIPTS["todo"]


def test_a_wait_takes_its_time_but_never_more_than_is_left(tmp_path: Path, cells: OpenCells) -> None:
    with session_in(tmp_path, cells, seconds=4.0) as session:
        assert session.perform(Wait(seconds=0.05)).seconds >= 0.05
        session.perform(Wait(seconds=600))
        assert session.seconds() < 60
        with pytest.raises(MachineError, match="the card's limit of 4 s is reached"):
            session.perform(Wait(seconds=0.01))


def test_an_action_that_no_surface_performs_is_refused(tmp_path: Path, cells: OpenCells) -> None:
    with session_in(tmp_path, cells) as session, pytest.raises(ValueError, match="keep-field"):
        session.perform(KeepField(field="a", name="b"))


def test_a_service_that_does_not_come_up_leaves_no_cell(tmp_path: Path, cells: OpenCells) -> None:
    services = {"bad": Service(run="sh -c 'exit 1'", ready="never")}
    with pytest.raises(MachineError, match="service `bad` ended"), session_in(tmp_path, cells, services):
        pass
    assert cells._cells == set()


def test_whatever_happens_in_a_session_its_cell_is_closed(tmp_path: Path, cells: OpenCells) -> None:
    with contextlib.suppress(KeyError), session_in(tmp_path, cells) as session:
        cell = session.cell
        raise KeyError
    with pytest.raises(HarnessError):
        cell.product.start(["true"], "/", {})


def test_closing_all_cells_ends_what_runs_in_them(tmp_path: Path, cells: OpenCells) -> None:
    with session_in(tmp_path, cells) as session:
        threading.Timer(0.3, cells.close).start()
        with pytest.raises(HarnessError):
            session.perform(RunCommand(command="sleep 600"))


def test_a_cell_that_is_opened_after_all_were_closed_is_of_no_use(tmp_path: Path, cells: OpenCells) -> None:
    cells.close()
    with pytest.raises(HarnessError), session_in(tmp_path, cells) as session:
        session.perform(RunCommand(command="todo list"))


def test_two_cells_at_a_time_share_nothing_not_even_a_port(tmp_path: Path, cells: OpenCells) -> None:
    (tmp_path / "second").mkdir()
    with session_in(tmp_path, cells, SERVE) as one, session_in(tmp_path / "second", cells, SERVE) as other:
        one.perform(RunCommand(command="echo mine > ~/note"))
        assert not other.inspect("~/note").exists
        for session in (one, other):
            answer = session.perform(SendRequest(method="GET", target="/todo"))
            assert isinstance(answer, ResponseObservation)
            assert answer.status == 200


def test_a_cell_s_room_is_gone_with_it(tmp_path: Path, cells: OpenCells) -> None:
    rooms = f"harness-cell-{os.getpid()}-*"
    with session_in(tmp_path, cells) as session:
        session.perform(RunCommand(command="todo list | cat"))
        assert list(Path(tempfile.gettempdir()).glob(rooms))
    assert not list(Path(tempfile.gettempdir()).glob(rooms))


@pytest.mark.parametrize("level", [Isolation.CELL, Isolation.SANDBOX])
@pytest.mark.parametrize("place", ["/tmp", "/var/tmp"])
def test_an_interpreter_in_a_place_for_anyone_is_seen_beside_an_own_such_place(
    tmp_path: Path, place: str, level: Isolation
) -> None:
    with tempfile.TemporaryDirectory(dir=place) as folder:
        tool = Path(folder, "tool")
        tool.write_text("#!/bin/sh\necho works > /var/tmp/note && cat /tmp/note\n")
        for one in (Path(folder), tool):
            one.chmod(0o755)
        plan = replace(product(tmp_path, {"call": f"#!/bin/sh\n{tool}; ls {tool}\n"}), toolchains=(folder,))
        with session_in(tmp_path, OpenCells(lambda: open_cell(level, plan))) as session:
            seen = session.perform(RunCommand(command="call"))
    assert isinstance(seen, CommandObservation)
    assert seen.stdout == f"works\n{tool}\n"
